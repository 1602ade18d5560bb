//! The account at Twilio.

use std::num::{NonZeroU32, NonZeroUsize};

use providers::{AccountSettings, ServiceSettings, TwilioSettings};
use secrecy::SecretString;
use url::Url;

use super::{
    meta::wanted,
    reader::Reader,
    sending::{account, address, local},
    smtp::pair,
};

/// The account; none without the SID of one.
pub(super) fn twilio(reader: &mut Reader) -> Option<AccountSettings> {
    let settings = TwilioSettings {
        account_sid: reader.text("twilio.account_sid")?,
        auth_token: wanted(reader, "twilio.auth_token").into(),
        api_key: pair(reader, "twilio.api_key", "twilio.api_secret"),
        phone: wanted(reader, "twilio.phone"),
        messaging_service_sid: reader.text("twilio.messaging_service_sid"),
        public_url: public_url(reader)?,
        webhook_keys: webhook_keys(reader),
        calls: reader.value("twilio.calls", NonZeroUsize::MIN).get(),
        per_second: reader.value("twilio.per_second", NonZeroU32::MIN).get(),
        base_url: address(reader, "twilio.base_url"),
        content_base_url: address(reader, "twilio.content_base_url"),
        messaging_base_url: address(reader, "twilio.messaging_base_url"),
    };
    Some(account(reader, ("twilio", "account_sid"), ServiceSettings::Twilio(Box::new(settings))))
}

/// Where Twilio reaches us; on a developer's machine, where we listen. That production cannot do without is said where all of it starts.
fn public_url(reader: &mut Reader) -> Option<Url> {
    let here = || reader.text("http.bind")?.parse().ok().map(local);
    let text = reader.text("public.url").or_else(here)?;
    let url = Url::parse(&text).ok();
    if url.is_none() {
        reader.refuse("public.url", "write an address such as https://mail.example.org");
    }
    url
}

/// `name=secret`, separated by commas.
fn webhook_keys(reader: &mut Reader) -> Vec<(String, SecretString)> {
    let read = |text: String| {
        let (name, secret) = text.split_once('=')?;
        Some((name.trim().to_owned(), SecretString::from(secret.trim().to_owned())))
    };
    let keys: Option<Vec<_>> = reader.list("twilio.webhook_keys").into_iter().map(read).collect();
    if keys.is_none() {
        reader.refuse("twilio.webhook_keys", "write `name=secret`, several separated by commas");
    }
    keys.unwrap_or_default()
}
