#![doc = include_str!("README.md")]

mod answer;
mod fate;
mod health;
mod inbound;
mod media;
mod number;
mod paging;
mod price;
mod send;
mod senders;
mod settings;
mod signature;
mod stream;
mod sweep;
mod template;
mod variables;
mod webhook;

use std::time::Duration;

use domain::provider::{AccountId, Provider, Sender};
use reqwest::{Client, Method, RequestBuilder, header::HeaderValue};
use url::Url;

use crate::{
    Batch, Capabilities, Connection, Failure, Gate, Health, Hook, Outcome, Page, Registered, Reply, Request,
    Timeouts, Told, Unreadable, Whatsapp, Window, Windowed, batch::of_another_channel, gate::ALWAYS_OPEN,
    web::Web,
};
use paging::Walk;
use signature::Verifier;

pub use settings::TwilioSettings;

/// Most messages of a request: each is a call of its own.
const BATCH_MAX: usize = 1_000;

/// Between two pages of past messages: Twilio limits calls at the same time, not calls by the hour.
const BETWEEN_PAGES: Duration = Duration::from_secs(1);

/// Nobody promises that Twilio comes again; with its own settings for repetitions it does after a 5xx.
const REFUSAL_STATUS: u16 = 503;

/// A WhatsApp number at Twilio, ready to be spoken to.
#[derive(Debug)]
pub(crate) struct Twilio {
    id: AccountId,
    client: Client,
    web: Web,
    timeouts: Timeouts,
    account_sid: String,
    service: Option<String>,
    phone: String,
    /// The addresses of the API, of templates, of numbers.
    bases: [String; 3],
    /// Marked as sensitive: `Debug` does not show it.
    authorization: HeaderValue,
    /// Whether calls are made with an API key.
    by_key: bool,
    /// Where Twilio calls us.
    hook: Url,
    verifier: Verifier,
    calls: usize,
    per_second: u32,
    walk: Walk,
}

impl Twilio {
    pub(crate) fn open(
        id: AccountId,
        settings: &TwilioSettings,
        client: &Client,
        timeouts: Timeouts,
    ) -> Result<Self, String> {
        let bases = settings.bases()?;
        Ok(Self {
            client: client.clone(),
            web: Web::open(&bases[0], client, timeouts)?,
            timeouts,
            account_sid: settings.account()?,
            service: settings.service()?,
            phone: settings.number()?,
            bases,
            authorization: settings.authorization()?,
            by_key: settings.api_key.is_some(),
            hook: settings.hook(&id)?,
            verifier: settings.verifier(&id)?,
            calls: settings.at_once()?,
            per_second: settings.rate()?,
            walk: Walk::default(),
            id,
        })
    }

    fn call(&self, method: Method, address: &str) -> RequestBuilder {
        self.client.request(method, address).header("authorization", self.authorization.clone())
    }

    fn base(&self) -> &str {
        &self.bases[0]
    }

    /// A call about the account: its messages, itself.
    fn account(&self, method: Method, path: &str) -> RequestBuilder {
        self.call(method, &format!("{}/2010-04-01/Accounts/{}{path}", self.base(), self.account_sid))
    }

    /// A call about templates.
    fn content(&self, method: Method, path: &str) -> RequestBuilder {
        self.call(method, &format!("{}/v1/Content{path}", self.bases[1]))
    }

    /// A page of templates with their approvals.
    fn approvals(&self, query: &str) -> RequestBuilder {
        self.call(Method::GET, &format!("{}/v1/ContentAndApprovals?{query}", self.bases[1]))
    }

    /// A call about numbers.
    fn messaging(&self, method: Method, path: &str) -> RequestBuilder {
        self.call(method, &format!("{}/v2/Channels/Senders{path}", self.bases[2]))
    }

    /// Where readers reach us, as buttons of ours begin.
    fn public_base(&self) -> String {
        self.hook.as_str().split("/hooks/").next().unwrap_or_default().to_owned()
    }
}

impl Connection for Twilio {
    fn id(&self) -> &AccountId {
        &self.id
    }

    fn provider(&self) -> Provider {
        Provider::Twilio
    }

    fn senders(&self) -> &[Sender] {
        &[]
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            batch_max: BATCH_MAX,
            windowed: Some(Windowed::told(self.calls)),
            idempotent: None,
            dialect: None,
            tracking_by_recipient: false,
            tells_deliveries: true,
            tells_each: false,
            sweeps: Some(BETWEEN_PAGES),
            blocked: None,
            prices_late: true,
            registers_webhook: true,
        }
    }

    fn plan(&self, batch: &Batch) -> Vec<Request> {
        Request::runs(batch.key(), batch.people(), BATCH_MAX)
    }

    fn send<'a>(&'a self, batch: &'a Batch, request: &'a Request) -> Reply<'a, Outcome> {
        self.send_within(batch, request, &ALWAYS_OPEN)
    }

    fn send_within<'a>(
        &'a self,
        batch: &'a Batch,
        request: &'a Request,
        gate: &'a Gate,
    ) -> Reply<'a, Outcome> {
        Box::pin(async move {
            match batch.whatsapp() {
                Some(batch) => self.send_each(batch, request, gate).await,
                None => of_another_channel(),
            }
        })
    }

    fn authentic(&self, hook: &Hook<'_>) -> bool {
        self.verifier.believes(hook)
    }

    fn read(&self, hook: &Hook<'_>) -> Result<Told, Unreadable> {
        webhook::read(&self.id, hook)
    }

    fn refusal_status(&self) -> u16 {
        REFUSAL_STATUS
    }

    fn sweep<'a>(&'a self, window: &'a Window, page: u32) -> Reply<'a, Result<Page, Failure>> {
        Box::pin(self.past(window, page))
    }

    fn probe(&self) -> Reply<'_, Result<Health, Failure>> {
        Box::pin(self.health())
    }

    fn ensure_webhook<'a>(&'a self, url: &'a Url) -> Reply<'a, Result<Registered, Failure>> {
        Box::pin(self.register(url))
    }

    fn whatsapp(&self) -> Option<&dyn Whatsapp> {
        Some(self)
    }
}
