//! What Meta wants to know.

use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::settings::{api_base, secret_header};

/// The address of the Graph API.
pub(super) const BASE_URL: &str = "https://graph.facebook.com";

/// The fewest characters of a secret: what is shorter can be guessed.
const SECRET_MIN: usize = 16;

/// The most calls at once: more gain nothing at 80 messages a second, which is what Meta allows a number.
const CALLS_MAX: usize = 100;

/// A number at Meta's WhatsApp Cloud API: one account, one number.
#[derive(Debug, Clone)]
pub struct MetaSettings {
    /// The access token of a system user, with `whatsapp_business_messaging` and `whatsapp_business_management`.
    pub token: SecretString,
    /// Meta's id of the number.
    pub phone_number_id: String,
    /// The number itself in E.164, with its `+`.
    pub phone: String,
    /// The id of the WhatsApp Business Account that the number belongs to.
    pub waba_id: String,
    /// What Meta signs webhooks with: the app's secret.
    pub app_secret: SecretString,
    /// What Meta shows when it asks whether our webhook is ours: at least 16 characters of our choice.
    pub verify_token: SecretString,
    /// Which version of the Graph API: `v25.0`.
    pub graph_version: String,
    /// Another address of the API than `https://graph.facebook.com`.
    pub base_url: Option<Url>,
    /// The app's id: examples of pictures, films and documents are uploaded to it. None: such templates cannot be handed in.
    pub app_id: Option<String>,
    /// How many messages of a batch may be on their way at once, 1 to 100.
    pub calls: usize,
}

impl MetaSettings {
    /// Whether each setting can be what it should be.
    pub(super) fn check(&self) -> Result<(), String> {
        for (name, id) in [("phone_number_id", &self.phone_number_id), ("waba_id", &self.waba_id)] {
            is_id(id)
                .then_some(())
                .ok_or_else(|| format!("{name}: give Meta's number for it, digits only"))?;
        }
        if self.app_id.as_deref().is_some_and(|id| !is_id(id)) {
            return Err("app_id: give the app's number, digits only".into());
        }
        if !is_e164(&self.phone) {
            return Err("phone: write the number as +33612345678".into());
        }
        for (name, secret) in [("app_secret", &self.app_secret), ("verify_token", &self.verify_token)] {
            if secret.expose_secret().trim().len() < SECRET_MIN {
                return Err(format!("{name}: give at least {SECRET_MIN} characters"));
            }
        }
        if !(1..=CALLS_MAX).contains(&self.calls) {
            return Err(format!("calls: give a number from 1 to {CALLS_MAX}"));
        }
        Ok(())
    }

    /// The address of the API, with its version.
    pub(super) fn base(&self) -> Result<String, String> {
        let version = self.graph_version.trim();
        let digits = version.strip_prefix('v').and_then(|version| version.split_once('.'));
        if !digits.is_some_and(|(major, minor)| is_id(major) && is_id(minor)) {
            return Err("graph_version: write it as v25.0".into());
        }
        Ok(format!("{}/{version}", api_base(self.base_url.as_ref(), BASE_URL)?))
    }

    /// The token behind a scheme: `Bearer`, or `OAuth` for uploads.
    pub(super) fn authorization(&self, scheme: &str) -> Result<HeaderValue, String> {
        let token = self.token.expose_secret().trim();
        secret_header(token)
            .and_then(|_| secret_header(&format!("{scheme} {token}")))
            .ok_or_else(|| "token: give the access token of a system user, as EAA…".into())
    }
}

fn is_id(text: &str) -> bool {
    (1..=32).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_e164(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or_default();
    (7..=15).contains(&digits.len()) && !digits.starts_with('0') && is_id(digits)
}
