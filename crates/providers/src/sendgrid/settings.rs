//! What SendGrid wants to know.

use domain::provider::Region;
use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::signature::VerifyingKey;
use crate::settings::{api_base, secret_header};

/// The address of the API in a region (specification of the mail API, `servers`).
const fn base_url(region: Region) -> &'static str {
    match region {
        Region::Global => "https://api.sendgrid.com/v3",
        Region::Eu => "https://api.eu.sendgrid.com/v3",
    }
}

/// An account at SendGrid.
#[derive(Debug, Clone)]
pub struct SendgridSettings {
    /// The API key, `SG.…`, with the scopes `mail.send` and `user.webhooks.event.settings.*`.
    pub key: SecretString,
    /// Where the account lives.
    pub region: Region,
    /// The public key that SendGrid shows for our webhook: base64 of a DER SubjectPublicKeyInfo, `MFkw…`. None: no webhook is believed,
    /// and registering the webhook tells the key.
    pub webhook_key: Option<String>,
    /// Another address of the API than the region's, `https://api.sendgrid.com/v3` or `https://api.eu.sendgrid.com/v3`.
    pub base_url: Option<Url>,
    /// The subuser that a parent account's key acts for (header `on-behalf-of`).
    pub on_behalf_of: Option<String>,
}

impl SendgridSettings {
    pub(super) fn base(&self) -> Result<String, String> {
        api_base(self.base_url.as_ref(), base_url(self.region))
    }

    pub(super) fn authorization(&self) -> Result<HeaderValue, String> {
        let key = self.key.expose_secret().trim();
        secret_header(key)
            .and_then(|_| secret_header(&format!("Bearer {key}")))
            .ok_or_else(|| "key: give the API key that SendGrid shows once when it is made, as SG.…".into())
    }

    pub(super) fn on_behalf_of(&self) -> Result<Option<HeaderValue>, String> {
        let Some(name) = &self.on_behalf_of else { return Ok(None) };
        let value = HeaderValue::from_str(name.trim()).ok().filter(|value| !value.is_empty());
        value.map(Some).ok_or_else(|| "on_behalf_of: give the name of a subuser".into())
    }

    pub(super) fn verifying_key(&self) -> Result<Option<VerifyingKey>, String> {
        self.webhook_key.as_deref().map(VerifyingKey::parse).transpose()
    }
}
