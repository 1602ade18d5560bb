//! The keys behind tokens.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use thiserror::Error;

/// Bytes of a signature: 96 bits, which nobody guesses over HTTP.
pub(super) const TAG: usize = 12;
/// Shortest secret, in bytes: as long as the hash (RFC 2104 §3).
const SECRET_MIN: usize = 32;
/// Signed in front of every claim, so that a signature made for something else with the same secret is none here.
const LABEL: &[u8] = b"ebvision-marketing public path\0";

/// Secrets that sign public paths. The first signs, all verify: a new one goes in front, an old one leaves when the
/// messages that carry it no longer matter. Its `Debug` shows nothing of them.
#[derive(Clone)]
pub struct TokenKey(Vec<Hmac<Sha256>>);

/// Why secrets make no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TokenKeyError {
    /// The list is empty.
    #[error("no secret is given for links in messages: set one of at least 32 bytes")]
    Missing,
    /// The secret at this place, counted from 1, is shorter than 32 bytes.
    #[error("secret {0} for links in messages is shorter than 32 bytes: set a longer one")]
    Short(usize),
}

impl TokenKey {
    /// Takes the secrets, newest first.
    ///
    /// # Errors
    /// No secret, or one that is shorter than 32 bytes.
    pub fn new<S: AsRef<[u8]>>(secrets: &[S]) -> Result<Self, TokenKeyError> {
        if secrets.is_empty() {
            return Err(TokenKeyError::Missing);
        }
        let keys = secrets
            .iter()
            .enumerate()
            .map(|(index, secret)| keyed(secret.as_ref()).ok_or(TokenKeyError::Short(index + 1)));
        keys.collect::<Result<_, _>>().map(Self)
    }

    /// The signature of a claim, by the first key.
    pub(super) fn tag(&self, claim: &[u8]) -> [u8; TAG] {
        let mut tag = [0; TAG];
        if let Some(key) = self.0.first() {
            tag.copy_from_slice(&key.clone().chain_update(claim).finalize().into_bytes()[..TAG]);
        }
        tag
    }

    /// Whether any key made this signature; compared in constant time.
    pub(super) fn verifies(&self, claim: &[u8], tag: &[u8; TAG]) -> bool {
        self.0.iter().any(|key| key.clone().chain_update(claim).verify_truncated_left(tag).is_ok())
    }
}

fn keyed(secret: &[u8]) -> Option<Hmac<Sha256>> {
    let key = (secret.len() >= SECRET_MIN).then(|| Hmac::new_from_slice(secret).ok())??;
    Some(key.chain_update(LABEL))
}

impl std::fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TokenKey({} secrets)", self.0.len())
    }
}
