//! What accounts are opened with.

use std::time::Duration;

use domain::{
    channel::Channel,
    provider::{AccountId, Provider, Sender},
};
use reqwest::header::HeaderValue;
use url::{Host, Url};

use crate::{
    brevo::BrevoSettings, meta::MetaSettings, sendgrid::SendgridSettings, smtp::SmtpSettings,
    twilio::TwilioSettings,
};

/// An account, as the settings have it.
#[derive(Debug, Clone)]
pub struct AccountSettings {
    /// Its name: at most 40 lower-case letters, digits and `-`.
    pub id: AccountId,
    /// The addresses that it may send from: one at least by e-mail, none by WhatsApp.
    pub senders: Vec<Sender>,
    /// The provider, with what it wants to know.
    pub service: ServiceSettings,
}

/// What each provider wants to know.
#[derive(Debug, Clone)]
pub enum ServiceSettings {
    /// Brevo's transactional API.
    Brevo(BrevoSettings),
    /// Twilio SendGrid's mail API.
    Sendgrid(SendgridSettings),
    /// An SMTP server. Boxed: it has much to know.
    Smtp(Box<SmtpSettings>),
    /// A number at Meta's WhatsApp Cloud API. Boxed likewise.
    Meta(Box<MetaSettings>),
    /// A number of WhatsApp at Twilio. Boxed likewise.
    Twilio(Box<TwilioSettings>),
}

impl ServiceSettings {
    /// The provider.
    #[must_use]
    pub const fn provider(&self) -> Provider {
        match self {
            Self::Brevo(_) => Provider::Brevo,
            Self::Sendgrid(_) => Provider::Sendgrid,
            Self::Smtp(_) => Provider::Smtp,
            Self::Meta(_) => Provider::Meta,
            Self::Twilio(_) => Provider::Twilio,
        }
    }
}

/// How long a call may take.
#[derive(Debug, Clone, Copy)]
pub struct Timeouts {
    /// Until the connection stands.
    pub connect: Duration,
    /// Until the answer is read.
    pub whole: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), whole: Duration::from_secs(60) }
    }
}

/// Why accounts cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// A setting of one account needs a correction.
    #[error("account {account}: {why}")]
    Account {
        /// Which.
        account: AccountId,
        /// What is wrong, and what to write instead.
        why: String,
    },
    /// No HTTP client can be made on this machine.
    #[error("no HTTP client can be made: {0}")]
    Client(String),
}

impl AccountSettings {
    /// What every account must have, whatever the provider.
    pub(crate) fn check(&self) -> Result<(), String> {
        let name = &self.id.0;
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if name.is_empty() || name.len() > 40 || !name.chars().all(plain) {
            return Err("name it with 1 to 40 lower-case letters, digits and -".into());
        }
        match (self.service.provider().channel(), self.senders.is_empty()) {
            (Channel::Email, true) => return Err("give at least one sender".into()),
            (Channel::Whatsapp, false) => {
                return Err("give no senders: messages leave from its number".into());
            }
            _ => {}
        }
        self.senders.iter().try_for_each(check_sender)
    }
}

fn check_sender(sender: &Sender) -> Result<(), String> {
    let email = &sender.email;
    if !email.is_ascii() || email.split('@').filter(|part| !part.is_empty()).count() != 2 {
        return Err(format!("sender {email:?}: write an address such as news@example.org"));
    }
    if sender.name.chars().count() > 70 || sender.name.chars().any(char::is_control) {
        return Err(format!("sender {email}: give a name of at most 70 characters on one line"));
    }
    Ok(())
}

/// The address of an API, without a slash at its end: the provider's own, or another that the settings give.
pub(crate) fn api_base(given: Option<&Url>, own: &str) -> Result<String, String> {
    let Some(url) = given else { return Ok(own.to_owned()) };
    let bare = url.username().is_empty() && url.password().is_none() && url.query().is_none();
    if bare && (url.scheme() == "https" || is_loopback(url)) {
        return Ok(url.as_str().trim_end_matches('/').to_owned());
    }
    Err(format!("base_url: write it as {own}; plain http only to this very machine"))
}

/// A secret as the value of a header, which no `Debug` shows; none where it cannot be one.
pub(crate) fn secret_header(value: &str) -> Option<HeaderValue> {
    let mut header = HeaderValue::from_str(value).ok().filter(|header| !header.is_empty())?;
    header.set_sensitive(true);
    Some(header)
}

/// Whether an address is one of this very machine, in the open.
pub(crate) fn is_loopback(url: &Url) -> bool {
    url.scheme() == "http"
        && match url.host() {
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            Some(Host::Domain(name)) => name == "localhost",
            None => false,
        }
}
