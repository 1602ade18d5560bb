//! The key that webhooks are signed with: ECDSA on P-256 with SHA-256, over the timestamp's text and the body.

use base64::{Engine, engine::general_purpose::STANDARD};
use p256::{
    ecdsa::{Signature, SigningKey, signature::Signer as _},
    elliptic_curve::sec1::ToEncodedPoint,
};
use sha2::{Digest, Sha256};

/// What precedes the point in a SubjectPublicKeyInfo of P-256 (RFC 5480).
const PREFIX: [u8; 26] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86,
    0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];

/// Who signs. The key follows from the seed, so that a restarted sandbox is still believed.
#[derive(Debug)]
pub(crate) struct Signer(SigningKey);

impl Signer {
    pub(crate) fn new(seed: u64) -> anyhow::Result<Self> {
        let secret = Sha256::digest(format!("webhooks of {seed}"));
        // One seed in 2^32 has no key.
        let key = SigningKey::from_slice(&secret).map_err(|_| anyhow::anyhow!("choose another --seed"))?;
        Ok(Self(key))
    }

    /// The public key, as SendGrid shows it.
    pub(crate) fn public_key(&self) -> String {
        let point = self.0.verifying_key().as_affine().to_encoded_point(false);
        STANDARD.encode([&PREFIX, point.as_bytes()].concat())
    }

    /// The signature of a body, as its header bears it.
    pub(super) fn sign(&self, timestamp: &str, body: &[u8]) -> String {
        let signature: Signature = self.0.sign(&[timestamp.as_bytes(), body].concat());
        STANDARD.encode(signature.to_der())
    }
}
