//! The keys that tokens are verified with. Each key is pinned to one algorithm: a token cannot choose another.

use std::{sync::Arc, time::Duration};

use domain::permission::Me;
use jsonwebtoken::{
    Algorithm, DecodingKey, Header, Validation, decode, decode_header,
    jwk::{AlgorithmParameters, EllipticCurve, Jwk, JwkSet, KeyAlgorithm, PublicKeyUse},
};
use serde_json::{Map, Value};
use tokio::sync::{Notify, watch};

use super::TokenPolicy;

/// Shortest HS256 secret: RFC 7518 §3.2 wants a key at least as long as the hash.
const SECRET_MIN: usize = 32;
/// How long a request waits for newly fetched keys when its token names one that is not here yet.
const PATIENCE: Duration = Duration::from_secs(3);

/// A verification key with its algorithm.
#[derive(Clone)]
pub struct VerifyKey {
    id: Option<String>,
    algorithm: Algorithm,
    key: DecodingKey,
}

/// Why a key cannot be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum KeyError {
    /// The shared secret is too short.
    #[error("the secret has {0} bytes; HS256 needs at least {SECRET_MIN} (RFC 7518 §3.2)")]
    ShortSecret(usize),
    /// The set is not a JWK Set.
    #[error("not a JWK Set (RFC 7517): {0}")]
    Malformed(String),
    /// The set holds no key that we accept.
    #[error("the set holds no RS256, ES256 or EdDSA verification key")]
    Empty,
}

impl VerifyKey {
    /// The suite's shared secret, for HS256.
    ///
    /// # Errors
    /// A secret under 32 bytes.
    pub fn secret(secret: &[u8]) -> Result<Self, KeyError> {
        if secret.len() < SECRET_MIN {
            return Err(KeyError::ShortSecret(secret.len()));
        }
        Ok(Self { id: None, algorithm: Algorithm::HS256, key: DecodingKey::from_secret(secret) })
    }

    /// The RS256, ES256 and EdDSA keys of a JWK Set; keys of other kinds, and those for encryption, are left aside.
    ///
    /// # Errors
    /// A document that is no JWK Set, or a set without one usable key.
    pub fn set(json: &[u8]) -> Result<Vec<Self>, KeyError> {
        let set: JwkSet =
            serde_json::from_slice(json).map_err(|error| KeyError::Malformed(error.to_string()))?;
        let keys: Vec<_> = set.keys.iter().filter_map(Self::from_jwk).collect();
        if keys.is_empty() { Err(KeyError::Empty) } else { Ok(keys) }
    }

    fn from_jwk(jwk: &Jwk) -> Option<Self> {
        let algorithm = pinned(jwk)?;
        let key = DecodingKey::from_jwk(jwk).ok()?;
        Some(Self { id: jwk.common.key_id.clone(), algorithm, key })
    }

    fn fits(&self, header: &Header) -> bool {
        let named = match (&self.id, &header.kid) {
            (Some(ours), Some(theirs)) => ours == theirs,
            _ => true,
        };
        named && self.algorithm == header.alg
    }
}

/// The one algorithm of a key: what it says, and what its kind allows. A shared secret never comes from a set, and a key
/// for encryption verifies nothing.
fn pinned(jwk: &Jwk) -> Option<Algorithm> {
    use EllipticCurve::{Ed25519, P256};
    let (name, algorithm) = match &jwk.algorithm {
        AlgorithmParameters::RSA(_) => (KeyAlgorithm::RS256, Algorithm::RS256),
        AlgorithmParameters::EllipticCurve(key) if key.curve == P256 => {
            (KeyAlgorithm::ES256, Algorithm::ES256)
        }
        AlgorithmParameters::OctetKeyPair(key) if key.curve == Ed25519 => {
            (KeyAlgorithm::EdDSA, Algorithm::EdDSA)
        }
        _ => return None,
    };
    let signs = jwk.common.public_key_use.as_ref().is_none_or(|use_| *use_ == PublicKeyUse::Signature);
    let said = jwk.common.key_algorithm.unwrap_or(name);
    (signs && said == name).then_some(algorithm)
}

/// All keys in force, and the rules that tokens are held to.
pub struct Keyring {
    keys: watch::Sender<Arc<[VerifyKey]>>,
    wanted: Option<Notify>,
    policy: TokenPolicy,
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keyring").field("keys", &self.keys.borrow().len()).finish_non_exhaustive()
    }
}

impl Keyring {
    /// A keyring whose keys never change.
    #[must_use]
    pub fn fixed(keys: Vec<VerifyKey>, policy: TokenPolicy) -> Self {
        Self { keys: watch::Sender::new(keys.into()), wanted: None, policy }
    }

    /// A keyring that somebody keeps fresh with [`Keyring::replace`] whenever [`Keyring::wanted`] returns.
    #[must_use]
    pub fn refreshed(keys: Vec<VerifyKey>, policy: TokenPolicy) -> Self {
        Self { wanted: Some(Notify::new()), ..Self::fixed(keys, policy) }
    }

    /// Puts other keys in force. Call it even when they are the same: requests wait for the answer.
    pub fn replace(&self, keys: Vec<VerifyKey>) {
        self.keys.send_replace(keys.into());
    }

    /// Puts the same keys in force again, for a refresh that found nothing new or failed.
    pub fn confirm(&self) {
        self.keys.send_modify(|_| {});
    }

    /// Returns when a token named a key that is not here; never on a fixed keyring.
    pub async fn wanted(&self) {
        match &self.wanted {
            Some(wanted) => wanted.notified().await,
            None => std::future::pending().await,
        }
    }

    /// The caller of a token, or nobody. What was wrong stays in the log: an answer would help whoever guesses.
    pub(crate) async fn identify(&self, token: &str) -> Option<Me> {
        let header =
            decode_header(token).inspect_err(|error| tracing::info!(%error, "token refused")).ok()?;
        let mut fresh = self.keys.subscribe();
        let mut keys = self.fitting(&header);
        if let (true, Some(wanted)) = (keys.is_empty(), &self.wanted) {
            wanted.notify_one();
            tokio::time::timeout(PATIENCE, fresh.changed()).await.ok()?.ok()?;
            keys = self.fitting(&header);
        }
        keys.iter().find_map(|key| self.verify(token, key))
    }

    fn fitting(&self, header: &Header) -> Vec<VerifyKey> {
        self.keys.borrow().iter().filter(|key| key.fits(header)).cloned().collect()
    }

    fn verify(&self, token: &str, key: &VerifyKey) -> Option<Me> {
        let claims = decode::<Map<String, Value>>(token, &key.key, &self.validation(key.algorithm))
            .inspect_err(|error| tracing::info!(%error, "token refused"))
            .ok()?
            .claims;
        self.policy.read(&claims)
    }

    fn validation(&self, algorithm: Algorithm) -> Validation {
        let mut validation = Validation::new(algorithm);
        validation.leeway = self.policy.leeway;
        validation.validate_nbf = true;
        let mut required = vec!["exp"];
        if let Some(issuer) = &self.policy.issuer {
            validation.set_issuer(&[issuer]);
            required.push("iss");
        }
        validation.validate_aud = self.policy.audience.is_some();
        if let Some(audience) = &self.policy.audience {
            validation.set_audience(&[audience]);
            required.push("aud");
        }
        validation.set_required_spec_claims(&required);
        validation
    }
}
