#![doc = include_str!("README.md")]

mod answer;
mod body;
mod bounce;
mod health;
mod payload;
mod plan;
mod send;
mod settings;
mod signature;
mod suppressions;
mod telling;
mod values;
mod vocabulary;
mod webhooks;

use domain::provider::{AccountId, Provider, Sender};
use reqwest::{Client, Method, RequestBuilder, header::HeaderValue};
use url::Url;

use crate::{
    Batch, BlockedPage, Capabilities, Connection, Dialect, Failure, Health, Hook, Outcome, Page, Registered,
    Reply, Request, Told, Unreadable, Window, batch::of_another_channel, payload::items,
};
use signature::VerifyingKey;

pub use settings::SendgridSettings;

/// SendGrid comes again after any answer but a 2xx, until 24 hours after the event.
const REFUSAL_STATUS: u16 = 503;

/// An account at SendGrid, ready to be spoken to.
#[derive(Debug)]
pub(crate) struct Sendgrid {
    id: AccountId,
    senders: Vec<Sender>,
    client: Client,
    base: String,
    /// Marked as sensitive: `Debug` does not show it.
    authorization: HeaderValue,
    on_behalf_of: Option<HeaderValue>,
    /// None until the settings have it: then no webhook is believed.
    webhook_key: Option<VerifyingKey>,
}

impl Sendgrid {
    pub(crate) fn open(
        id: AccountId,
        senders: Vec<Sender>,
        settings: &SendgridSettings,
        client: &Client,
    ) -> Result<Self, String> {
        Ok(Self {
            id,
            senders,
            client: client.clone(),
            base: settings.base()?,
            authorization: settings.authorization()?,
            on_behalf_of: settings.on_behalf_of()?,
            webhook_key: settings.verifying_key()?,
        })
    }

    /// A call to the API, without its body.
    fn call(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.base));
        let request = request.header("authorization", self.authorization.clone());
        match &self.on_behalf_of {
            Some(subuser) => request.header("on-behalf-of", subuser.clone()),
            None => request,
        }
    }
}

impl Connection for Sendgrid {
    fn id(&self) -> &AccountId {
        &self.id
    }

    fn provider(&self) -> Provider {
        Provider::Sendgrid
    }

    fn senders(&self) -> &[Sender] {
        &self.senders
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            batch_max: plan::PERSONALIZATIONS_MAX,
            windowed: None,
            idempotent: None,
            dialect: Some(Dialect { tag: values::tag, delimiters: values::DELIMITERS }),
            // Nothing is counted by SendGrid, whoever it is.
            tracking_by_recipient: false,
            tells_deliveries: true,
            // `processed`; a webhook that is not taken comes again for 24 hours (twilio.com/docs/sendgrid, "Event Webhook").
            tells_each: true,
            sweeps: None,
            blocked: Some(suppressions::BETWEEN_PAGES),
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
        self.webhook_key
            .as_ref()
            .is_some_and(|key| signature::signs(key, hook.headers, hook.body, hook.received_at))
    }

    fn read(&self, hook: &Hook<'_>) -> Result<Told, Unreadable> {
        Ok(Told::of(items(hook.body)?, |payload| telling::telling(&self.id, payload, hook.received_at)))
    }

    fn refusal_status(&self) -> u16 {
        REFUSAL_STATUS
    }

    fn sweep<'a>(&'a self, _: &'a Window, _: u32) -> Reply<'a, Result<Page, Failure>> {
        let detail = "SendGrid tells past events to accounts with a paid add-on only: wait for its webhooks";
        Box::pin(async { Err(Failure::Refused { code: "no_past_events".into(), detail: detail.into() }) })
    }

    fn blocked<'a>(
        &'a self,
        window: &'a Window,
        place: Option<&'a str>,
    ) -> Reply<'a, Result<BlockedPage, Failure>> {
        Box::pin(self.suppressions(window, place))
    }

    fn probe(&self) -> Reply<'_, Result<Health, Failure>> {
        Box::pin(self.health())
    }

    fn ensure_webhook<'a>(&'a self, url: &'a Url) -> Reply<'a, Result<Registered, Failure>> {
        Box::pin(self.register(url))
    }
}
