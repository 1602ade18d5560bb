//! Whether a webhook is Meta's, and whether its address is ours (webhooks/create-webhook-endpoint).

use ring::hmac;
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use url::form_urlencoded;

const SIGNATURE: &str = "X-Hub-Signature-256";

/// What Meta signs webhooks with.
#[derive(Debug)]
pub(super) struct Signer {
    /// `Debug` shows its algorithm alone.
    key: hmac::Key,
}

impl Signer {
    pub(super) fn new(app_secret: &SecretString) -> Self {
        Self { key: hmac::Key::new(hmac::HMAC_SHA256, app_secret.expose_secret().trim().as_bytes()) }
    }

    /// Whether a body bears its signature, byte by byte as it came: `sha256=` and HMAC-SHA256 in hexadecimal.
    pub(super) fn signed(&self, headers: &[(&str, &str)], body: &[u8]) -> bool {
        let header = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(SIGNATURE));
        let told = header.and_then(|(_, value)| value.trim().strip_prefix("sha256="));
        told.and_then(bytes).is_some_and(|told| hmac::verify(&self.key, body, &told).is_ok())
    }
}

/// What to answer to `hub.mode=subscribe`, if it shows our token: the challenge, as it came.
pub(super) fn challenge(query: &str, token: &SecretString) -> Option<String> {
    let told = |name: &str| {
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        pairs.find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
    };
    let shown = told("hub.verify_token")?;
    let is_ours: bool = shown.as_bytes().ct_eq(token.expose_secret().trim().as_bytes()).into();
    told("hub.challenge").filter(|_| is_ours && told("hub.mode").as_deref() == Some("subscribe"))
}

/// Bytes in hexadecimal.
fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<_>> = hex.chars().map(|digit| digit.to_digit(16)).collect();
    let (pairs, rest) = digits.as_ref()?.as_chunks::<2>();
    let pairs = pairs.iter().map(|[high, low]| u8::try_from(high * 16 + low).ok());
    if rest.is_empty() { pairs.collect() } else { None }
}
