#![doc = include_str!("README.md")]

mod answer;
mod blocked;
mod body;
mod bounce;
mod health;
mod name;
mod payload;
mod plan;
mod send;
mod settings;
mod sweep;
mod telling;
mod values;
mod vocabulary;
mod webhook;
mod webhooks;

use std::time::Duration;

use domain::provider::{AccountId, Provider, Sender};
use reqwest::{Client, Method, RequestBuilder, header::HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::{
    Batch, BlockedPage, Capabilities, Connection, Dialect, Failure, Health, Hook, Outcome, Page, Registered,
    Reply, Request, Told, Unreadable, Window, batch::of_another_channel, bearer, settings::secret_header,
};

pub use settings::BrevoSettings;

/// Between two pages of past events: Brevo answers 300 calls an hour.
const BETWEEN_PAGES: Duration = Duration::from_secs(15);

/// An account at Brevo, ready to be spoken to.
#[derive(Debug)]
pub(crate) struct Brevo {
    id: AccountId,
    senders: Vec<Sender>,
    client: Client,
    base: String,
    /// Marked as sensitive: `Debug` does not show it.
    key: HeaderValue,
    webhook_token: SecretString,
    idempotency_header: String,
}

impl Brevo {
    pub(crate) fn open(
        id: AccountId,
        senders: Vec<Sender>,
        settings: &BrevoSettings,
        client: &Client,
    ) -> Result<Self, String> {
        let key = secret_header(settings.key.expose_secret().trim())
            .ok_or("key: give the API key that Brevo shows under SMTP & API, as xkeysib-…")?;
        let (base, idempotency_header) = (settings.base()?, settings.header()?);
        let webhook_token = settings.token()?;
        Ok(Self { id, senders, client: client.clone(), base, key, webhook_token, idempotency_header })
    }

    /// A call to the API, without its body.
    fn call(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.base));
        request.header("api-key", self.key.clone()).header("accept", "application/json")
    }
}

impl Connection for Brevo {
    fn id(&self) -> &AccountId {
        &self.id
    }

    fn provider(&self) -> Provider {
        Provider::Brevo
    }

    fn senders(&self) -> &[Sender] {
        &self.senders
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            batch_max: plan::VERSIONS_MAX,
            windowed: None,
            // Keys live 30 minutes; the rest is for slow calls and clocks.
            idempotent: Some(Duration::from_secs(25 * 60)),
            dialect: Some(Dialect { tag: values::tag, delimiters: values::DELIMITERS }),
            tracking_by_recipient: true,
            tells_deliveries: true,
            tells_each: false,
            sweeps: Some(BETWEEN_PAGES),
            blocked: Some(blocked::BETWEEN_PAGES),
            prices_late: false,
            registers_webhook: true,
        }
    }

    fn plan(&self, batch: &Batch) -> Vec<Request> {
        batch.email().map(plan::plan).unwrap_or_default()
    }

    fn send<'a>(&'a self, batch: &'a Batch, request: &'a Request) -> Reply<'a, Outcome> {
        Box::pin(async {
            match batch.email() {
                Some(batch) => self.send_email(batch, request).await,
                None => of_another_channel(),
            }
        })
    }

    fn authentic(&self, hook: &Hook<'_>) -> bool {
        bearer::bears(hook.headers, self.webhook_token.expose_secret())
    }

    fn read(&self, hook: &Hook<'_>) -> Result<Told, Unreadable> {
        webhook::read(&self.id, hook.body, hook.received_at)
    }

    fn refusal_status(&self) -> u16 {
        webhook::REFUSAL_STATUS
    }

    fn sweep<'a>(&'a self, window: &'a Window, page: u32) -> Reply<'a, Result<Page, Failure>> {
        Box::pin(self.past_events(window, page))
    }

    fn blocked<'a>(
        &'a self,
        window: &'a Window,
        place: Option<&'a str>,
    ) -> Reply<'a, Result<BlockedPage, Failure>> {
        Box::pin(self.blocked_contacts(window, place))
    }

    fn probe(&self) -> Reply<'_, Result<Health, Failure>> {
        Box::pin(self.health())
    }

    fn ensure_webhook<'a>(&'a self, url: &'a Url) -> Reply<'a, Result<Registered, Failure>> {
        Box::pin(self.register(url))
    }
}
