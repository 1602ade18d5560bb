//! The signature of a webhook: ECDSA on P-256 with SHA-256, over the timestamp's text and the body, byte by byte (SendGrid,
//! "Getting Started with the Event Webhook Security Features"). A body ends in CRLF: what is trimmed verifies no more.

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, TimeDelta, Utc};
use ring::signature::{ECDSA_P256_SHA256_ASN1, UnparsedPublicKey};

const SIGNATURE: &str = "X-Twilio-Email-Event-Webhook-Signature";
const TIMESTAMP: &str = "X-Twilio-Email-Event-Webhook-Timestamp";

/// What precedes the point in a SubjectPublicKeyInfo of P-256 (RFC 5480), up to the sign that both coordinates follow.
const PREFIX: [u8; 27] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86,
    0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
];

/// The bytes of both coordinates.
const COORDINATES: usize = 64;

/// How far a timestamp may be from the receipt: retries go on for 24 hours, and nobody says whether they are signed anew.
const WINDOW: TimeDelta = TimeDelta::hours(25);

/// The public key of a webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct VerifyingKey {
    /// The point, uncompressed.
    point: Vec<u8>,
}

impl VerifyingKey {
    /// Reads a key as SendGrid shows it: base64 of a DER SubjectPublicKeyInfo.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let der = STANDARD.decode(text.trim()).ok();
        let coordinates = der.as_deref().and_then(|der| der.strip_prefix(&PREFIX));
        match coordinates.filter(|coordinates| coordinates.len() == COORDINATES) {
            Some(coordinates) => Ok(Self { point: [&[0x04], coordinates].concat() }),
            None => Err("webhook_key: give the verification key that SendGrid shows for the webhook, \
                         124 characters that begin with MFkw"
                .into()),
        }
    }
}

/// Whether a call bears a signature of the key's owner, of about now.
pub(super) fn signs(
    key: &VerifyingKey,
    headers: &[(&str, &str)],
    body: &[u8],
    received_at: DateTime<Utc>,
) -> bool {
    let header = |wanted: &str| {
        let found = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
        found.map(|(_, value)| *value)
    };
    let (Some(signature), Some(timestamp)) = (header(SIGNATURE), header(TIMESTAMP)) else { return false };
    let Ok(signature) = STANDARD.decode(signature) else { return false };
    let public = UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, &key.point);
    is_of_about(timestamp, received_at)
        && public.verify(&[timestamp.as_bytes(), body].concat(), &signature).is_ok()
}

fn is_of_about(timestamp: &str, received_at: DateTime<Utc>) -> bool {
    let told = timestamp.parse().ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    told.is_some_and(|told| (-WINDOW..=WINDOW).contains(&received_at.signed_duration_since(told)))
}
