//! Settings of sending: accounts, links, and how much at once.

use std::{net::SocketAddr, num::NonZeroUsize, time::Duration};

use anyhow::{Context, bail};
use api::Environment;
use content::{token::TokenKey, urls::PublicUrls};
use domain::{
    Language,
    channel::Channel,
    provider::{AccountId, Region, Sender},
};
use providers::{AccountSettings, Accounts, BrevoSettings, SendgridSettings, ServiceSettings, Timeouts};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::{Settings, meta::meta, reader::Reader, smtp::smtp, twilio::twilio};

/// Most messages of one batch: what Brevo and SendGrid take in one call.
const BATCH_MAX: usize = 1_000;
/// Most batches in flight in one process.
const DISPATCHERS_MAX: usize = 32;

/// How messages leave.
#[derive(Debug)]
pub(crate) struct SendingSettings {
    pub(crate) accounts: Vec<AccountSettings>,
    /// In which order accounts stand in for each other.
    pub(crate) failover: Vec<AccountId>,
    pub(crate) batch: usize,
    pub(crate) dispatchers: usize,
    /// How long events are waited for before a call without an answer is listed as unknown.
    pub(crate) patience: Duration,
    /// How long after a call a provider that tells of each message may still tell of it.
    pub(crate) silence: Duration,
    public_url: Option<String>,
    link_secrets: Vec<SecretString>,
}

/// What the organisation's days and letters look like.
#[derive(Debug, Clone)]
pub(crate) struct Organisation {
    /// The zone that cuts days in reports.
    pub(crate) zone: chrono_tz::Tz,
    /// The language of what is added to messages.
    pub(crate) language: Language,
}

impl SendingSettings {
    pub(super) fn collect(reader: &mut Reader) -> Self {
        let accounts: Vec<_> = [brevo(reader), sendgrid(reader), smtp(reader), meta(reader), twilio(reader)]
            .into_iter()
            .flatten()
            .collect();
        Self {
            failover: failover(reader, &accounts),
            accounts,
            batch: within(reader, "sending.batch", BATCH_MAX),
            dispatchers: within(reader, "sending.dispatchers", DISPATCHERS_MAX),
            patience: reader.seconds("sending.patience"),
            silence: reader.seconds("sending.silence"),
            public_url: reader.text("public.url"),
            link_secrets: reader.list("link.secret").into_iter().map(SecretString::from).collect(),
        }
    }
}

impl Organisation {
    pub(super) fn collect(reader: &mut Reader) -> Self {
        Self {
            zone: reader.value("organisation.time_zone", chrono_tz::Europe::Paris),
            language: reader.value("organisation.language", Language::Fr),
        }
    }
}

impl Settings {
    /// Opens the accounts; nothing is called yet.
    pub(crate) fn open_accounts(&self) -> anyhow::Result<Accounts> {
        Ok(Accounts::open(self.sending.accounts.clone(), Timeouts::default())?)
    }

    /// The public addresses that messages carry.
    ///
    /// # Errors
    /// In production, where the settings do not say them: a link must still be good after a restart, from everywhere.
    pub(crate) fn public_urls(&self) -> anyhow::Result<PublicUrls> {
        let secrets: Vec<Vec<u8>> = match &self.sending.link_secrets[..] {
            [] => vec![self.development_secret()?],
            given => given.iter().map(|secret| secret.expose_secret().as_bytes().to_vec()).collect(),
        };
        let key = TokenKey::new(&secrets).context("EBVISION_LINK_SECRET")?;
        PublicUrls::new(&self.public_url()?, key).context("EBVISION_PUBLIC_URL")
    }

    /// Where readers and providers reach us, without a slash at the end.
    pub(crate) fn public_url(&self) -> anyhow::Result<String> {
        match &self.sending.public_url {
            Some(url) => Ok(url.trim_end_matches('/').to_owned()),
            None if self.environment == Environment::Development => Ok(local(self.http.bind)),
            None => bail!(
                "EBVISION_PUBLIC_URL is missing: give the address that readers reach, such as https://mail.example.org"
            ),
        }
    }

    /// On a developer's machine links are signed with what signs tokens, under another name.
    fn development_secret(&self) -> anyhow::Result<Vec<u8>> {
        match (&self.environment, &self.jwt.secret) {
            (Environment::Development, Some(secret)) => {
                Ok(format!("links of {}", secret.expose_secret()).into_bytes())
            }
            _ => bail!(
                "EBVISION_LINK_SECRET is missing: give at least 32 random bytes, and keep them: links already sent rest on them"
            ),
        }
    }
}

/// The names of accounts that are configured.
fn failover(reader: &mut Reader, accounts: &[AccountSettings]) -> Vec<AccountId> {
    let order: Vec<_> = reader.list("sending.failover").into_iter().map(AccountId).collect();
    for name in order.iter().filter(|name| accounts.iter().all(|account| account.id != **name)) {
        reader
            .refuse("sending.failover", format!("there is no account {name}: configure it, or leave it out"));
    }
    order
}

pub(super) fn local(bind: SocketAddr) -> String {
    if bind.ip().is_unspecified() {
        format!("http://127.0.0.1:{}", bind.port())
    } else {
        format!("http://{bind}")
    }
}

fn brevo(reader: &mut Reader) -> Option<AccountSettings> {
    let key = SecretString::from(reader.text("brevo.key")?);
    let webhook_token = reader.text("brevo.webhook_token").map(SecretString::from);
    if webhook_token.is_none() {
        reader.refuse(
            "brevo.webhook_token",
            "give at least 16 random characters: Brevo calls our webhook with them",
        );
    }
    let service = BrevoSettings {
        key,
        // What is missing is refused above; no token is good.
        webhook_token: webhook_token.unwrap_or_default(),
        base_url: address(reader, "brevo.base_url"),
        idempotency_header: reader.text("brevo.idempotency_header"),
    };
    Some(account(reader, ("brevo", "key"), ServiceSettings::Brevo(service)))
}

fn sendgrid(reader: &mut Reader) -> Option<AccountSettings> {
    let service = SendgridSettings {
        key: SecretString::from(reader.text("sendgrid.key")?),
        region: reader.value("sendgrid.region", Region::Global),
        webhook_key: reader.text("sendgrid.webhook_key"),
        base_url: address(reader, "sendgrid.base_url"),
        on_behalf_of: reader.text("sendgrid.on_behalf_of"),
    };
    Some(account(reader, ("sendgrid", "key"), ServiceSettings::Sendgrid(service)))
}

/// The one account of a provider, by its name and, where it serves e-mail, with its senders. What the provider's own rules say about it is said while the
/// settings are read, and not at the first message, of the setting that makes the account be.
pub(super) fn account(
    reader: &mut Reader,
    (name, first): (&str, &str),
    service: ServiceSettings,
) -> AccountSettings {
    let senders = match service.provider().channel() {
        Channel::Email => senders(reader, &format!("{name}.senders")),
        Channel::Whatsapp => Vec::new(),
    };
    let account = AccountSettings { id: AccountId(name.into()), senders, service };
    if let Err(error) = Accounts::open(vec![account.clone()], Timeouts::default()) {
        reader.refuse(&format!("{name}.{first}"), error);
    }
    account
}

/// Another address of an API, where one is given.
pub(super) fn address(reader: &mut Reader, key: &str) -> Option<Url> {
    reader.parsed(key, None, |text| match text {
        "" => Ok(None),
        text => Url::parse(text).map(Some),
    })
}

/// `Exemple SAS <news@exemple.fr>`, separated by commas.
fn senders(reader: &mut Reader, key: &str) -> Vec<Sender> {
    let read = |text: String| {
        let (name, email) = text.strip_suffix('>')?.split_once('<')?;
        Some(Sender { email: email.trim().to_owned(), name: name.trim().to_owned() })
    };
    let senders: Option<Vec<_>> = reader.list(key).into_iter().map(read).collect();
    let senders = senders.unwrap_or_default();
    if senders.is_empty() {
        reader.refuse(key, "write `Exemple SAS <news@exemple.fr>`, several separated by commas");
    }
    senders
}

fn within(reader: &mut Reader, key: &str, most: usize) -> usize {
    let count = reader.value(key, NonZeroUsize::MIN).get();
    if count > most {
        reader.refuse(key, format!("at most {most}"));
    }
    count
}
