//! What Brevo wants to know.

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::settings::api_base;

/// An account at Brevo.
#[derive(Debug, Clone)]
pub struct BrevoSettings {
    /// The API key, `xkeysib-…`.
    pub key: SecretString,
    /// What Brevo calls our webhook with, as `Authorization: Bearer …`; ours to choose, at least 16 characters.
    pub webhook_token: SecretString,
    /// Another address of the API than [`Self::BASE_URL`].
    pub base_url: Option<Url>,
    /// Another spelling of the member that holds the idempotency key than [`Self::IDEMPOTENCY_HEADER`].
    pub idempotency_header: Option<String>,
}

impl BrevoSettings {
    /// The address of the API.
    pub const BASE_URL: &str = "https://api.brevo.com/v3";

    /// The member of the body's `headers` that holds the idempotency key, as Brevo's guide to batches spells it; its
    /// reference of 2026 writes `Idempotency-Key`.
    pub const IDEMPOTENCY_HEADER: &str = "idempotencyKey";

    pub(super) fn base(&self) -> Result<String, String> {
        api_base(self.base_url.as_ref(), Self::BASE_URL)
    }

    pub(super) fn header(&self) -> Result<String, String> {
        let header = self.idempotency_header.as_deref().unwrap_or(Self::IDEMPOTENCY_HEADER);
        if header.is_empty() || !header.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
            return Err("idempotency_header: write idempotencyKey or Idempotency-Key".into());
        }
        Ok(header.to_owned())
    }

    pub(super) fn token(&self) -> Result<SecretString, String> {
        let token = self.webhook_token.expose_secret();
        if token.len() < 16 || !token.chars().all(|c| c.is_ascii_graphic()) {
            return Err("webhook_token: give at least 16 ASCII characters without spaces".into());
        }
        Ok(self.webhook_token.clone())
    }
}
