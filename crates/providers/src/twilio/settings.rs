//! What Twilio wants to know.

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::provider::AccountId;
use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::signature::Verifier;
use crate::settings::{api_base, secret_header};

/// Most calls at once: Twilio answers 429 where there are more than it likes, and tells nobody how many those are.
const CALLS_MAX: usize = 100;

/// The most messages a second that Twilio raises a number to (support article "WhatsApp throughput"; texts).
const PER_SECOND_MAX: u32 = 400;

/// A WhatsApp number at Twilio.
#[derive(Debug, Clone)]
pub struct TwilioSettings {
    /// The account, `AC` and 32 hexadecimal digits.
    pub account_sid: String,
    /// The token of the account: it signs webhooks, and calls where there is no API key.
    pub auth_token: SecretString,
    /// The API key that calls are made with, `SK…`, and its secret. None: the account's own token.
    pub api_key: Option<(String, SecretString)>,
    /// The number that messages leave from, in E.164 with its `+`.
    pub phone: String,
    /// The messaging service that the number belongs to, `MG` and 32 hexadecimal digits, where messages go through one.
    pub messaging_service_sid: Option<String>,
    /// Where Twilio reaches us: webhooks are signed over their whole address, and a proxy may have changed what we see of it.
    pub public_url: Url,
    /// The shared keys that webhooks may be signed with (HMAC-SHA256), by name.
    pub webhook_keys: Vec<(String, SecretString)>,
    /// How many calls at once, 1 to 100.
    pub calls: usize,
    /// How many messages a second the number may send, 1 to 400. Twilio tells it nowhere: it is 80 until Twilio has raised it; what is
    /// beyond waits at Twilio for four hours at most, and fails then (twilio.com/docs/whatsapp/best-practices-and-faqs).
    pub per_second: u32,
    /// Another address of the API than [`Self::BASE_URL`].
    pub base_url: Option<Url>,
    /// Another address of the Content API than [`Self::CONTENT_BASE_URL`]; where only `base_url` is given, that one.
    pub content_base_url: Option<Url>,
    /// Another address of the Senders API than [`Self::MESSAGING_BASE_URL`]; where only `base_url` is given, that one.
    pub messaging_base_url: Option<Url>,
}

impl TwilioSettings {
    /// The address of the API.
    pub const BASE_URL: &str = "https://api.twilio.com";
    /// The address of the Content API: templates.
    pub const CONTENT_BASE_URL: &str = "https://content.twilio.com";
    /// The address of the Senders API: numbers.
    pub const MESSAGING_BASE_URL: &str = "https://messaging.twilio.com";

    /// The addresses of the three APIs.
    pub(super) fn bases(&self) -> Result<[String; 3], String> {
        let api = self.base_url.as_ref();
        let beside = |given: &Option<Url>, own| api_base(given.as_ref().or(api), own);
        Ok([
            api_base(api, Self::BASE_URL)?,
            beside(&self.content_base_url, Self::CONTENT_BASE_URL)?,
            beside(&self.messaging_base_url, Self::MESSAGING_BASE_URL)?,
        ])
    }

    pub(super) fn account(&self) -> Result<String, String> {
        sid("AC", &self.account_sid).ok_or_else(|| {
            "account_sid: give the SID of the account, AC and 32 hexadecimal digits, as Twilio's console shows it".into()
        })
    }

    pub(super) fn service(&self) -> Result<Option<String>, String> {
        let Some(given) = &self.messaging_service_sid else { return Ok(None) };
        sid("MG", given).map(Some).ok_or_else(|| {
            "messaging_service_sid: give the SID of a messaging service, MG and 32 hexadecimal digits".into()
        })
    }

    pub(super) fn number(&self) -> Result<String, String> {
        let phone = self.phone.trim();
        let digits = phone.strip_prefix('+').unwrap_or_default();
        let is_number =
            (8..=15).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit());
        is_number.then(|| phone.to_owned()).ok_or_else(|| "phone: write the number as +33700000000".into())
    }

    /// How calls are authorised: `Basic`, with the key where there is one.
    pub(super) fn authorization(&self) -> Result<HeaderValue, String> {
        let (user, password) = match &self.api_key {
            Some((key, secret)) => (key.trim(), secret),
            None => (self.account_sid.trim(), &self.auth_token),
        };
        let password = password.expose_secret().trim();
        let pair = STANDARD.encode(format!("{user}:{password}"));
        secret_header(&format!("Basic {pair}"))
            .filter(|_| !user.is_empty() && !password.is_empty())
            .ok_or_else(|| {
                "auth_token: give the token that Twilio's console shows, or an API key with its secret".into()
            })
    }

    /// Where Twilio calls the account's webhook.
    pub(super) fn hook(&self, account: &AccountId) -> Result<Url, String> {
        let base = self.public_url.as_str().trim_end_matches('/');
        let hook = Url::parse(&format!("{base}/hooks/twilio/{account}")).ok();
        hook.filter(|_| {
            matches!(self.public_url.scheme(), "http" | "https") && self.public_url.query().is_none()
        })
        .ok_or_else(|| {
            "public_url: write the address that Twilio reaches us by, such as https://mail.example.org".into()
        })
    }

    pub(super) fn verifier(&self, account: &AccountId) -> Result<Verifier, String> {
        Ok(Verifier::new(&self.hook(account)?, &self.auth_token, &self.webhook_keys))
    }

    pub(super) fn rate(&self) -> Result<u32, String> {
        let is_fine = (1..=PER_SECOND_MAX).contains(&self.per_second);
        is_fine
            .then_some(self.per_second)
            .ok_or_else(|| format!("per_second: 1 to {PER_SECOND_MAX} messages a second"))
    }

    pub(super) fn at_once(&self) -> Result<usize, String> {
        let is_fine = (1..=CALLS_MAX).contains(&self.calls);
        is_fine.then_some(self.calls).ok_or_else(|| format!("calls: 1 to {CALLS_MAX} at once"))
    }
}

/// A SID: two letters and 32 hexadecimal digits.
fn sid(kind: &str, given: &str) -> Option<String> {
    let digits = given.trim().strip_prefix(kind)?;
    let is_sid = digits.len() == 32 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_sid.then(|| given.trim().to_owned())
}
