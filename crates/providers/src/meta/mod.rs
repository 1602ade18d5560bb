#![doc = include_str!("README.md")]

mod answer;
mod body;
mod health;
mod media;
mod read;
mod send;
mod settings;
mod signature;
mod template;
mod webhooks;

use domain::{
    provider::{AccountId, Provider, Sender},
    whatsapp::{FileFault, HeaderMedia, SenderNews},
};
use reqwest::{Client, Method, RequestBuilder, header::HeaderValue};
use secrecy::SecretString;
use url::Url;

use crate::{
    Answer, Batch, Capabilities, Connection, Failure, Gate, Health, Hook, MediaFile, Outcome, Page,
    Registered, Reply, Request, Submission, Submitted, TemplatePage, Timeouts, Told, Unreadable, Whatsapp,
    Window, Windowed, batch::of_another_channel, gate::ALWAYS_OPEN, web::Web,
};
use signature::Signer;

pub use settings::MetaSettings;

/// The most members of a request: what goes within the lease of a batch at 80 messages a second.
const MEMBERS_MAX: usize = 1_000;

/// Meta comes again after any answer but a 200, at first at once, then ever less often, for seven days.
const REFUSAL_STATUS: u16 = 503;

/// A number at Meta, ready to be spoken to.
#[derive(Debug)]
pub(crate) struct Meta {
    id: AccountId,
    client: Client,
    web: Web,
    timeouts: Timeouts,
    /// The address of the API, with its version.
    base: String,
    /// Marked as sensitive: `Debug` does not show it.
    authorization: HeaderValue,
    /// As uploads want it.
    upload_authorization: HeaderValue,
    phone: String,
    phone_number_id: String,
    waba_id: String,
    app_id: Option<String>,
    signer: Signer,
    verify_token: SecretString,
    calls: usize,
}

impl Meta {
    pub(crate) fn open(
        id: AccountId,
        settings: MetaSettings,
        client: &Client,
        timeouts: Timeouts,
    ) -> Result<Self, String> {
        settings.check()?;
        let base = settings.base()?;
        Ok(Self {
            id,
            client: client.clone(),
            web: Web::open(&base, client, timeouts)?,
            timeouts,
            base,
            authorization: settings.authorization("Bearer")?,
            upload_authorization: settings.authorization("OAuth")?,
            phone: settings.phone,
            phone_number_id: settings.phone_number_id,
            waba_id: settings.waba_id,
            app_id: settings.app_id,
            signer: Signer::new(&settings.app_secret),
            verify_token: settings.verify_token,
            calls: settings.calls,
        })
    }

    /// A call to the API, without its body.
    fn call(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("{}/{path}", self.base));
        request.header("authorization", self.authorization.clone())
    }
}

impl Connection for Meta {
    fn id(&self) -> &AccountId {
        &self.id
    }

    fn provider(&self) -> Provider {
        Provider::Meta
    }

    fn senders(&self) -> &[Sender] {
        &[]
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            batch_max: MEMBERS_MAX,
            windowed: Some(Windowed::told(self.calls)),
            idempotent: None,
            dialect: None,
            // Nothing is counted by Meta: whoever presses a button comes to an address of ours.
            tracking_by_recipient: false,
            tells_deliveries: true,
            tells_each: false,
            sweeps: None,
            blocked: None,
            prices_late: false,
            registers_webhook: true,
        }
    }

    fn plan(&self, batch: &Batch) -> Vec<Request> {
        Request::runs(batch.key(), batch.people(), MEMBERS_MAX)
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
        self.signer.signed(hook.headers, hook.body)
    }

    fn read(&self, hook: &Hook<'_>) -> Result<Told, Unreadable> {
        self.told(hook)
    }

    fn challenge(&self, query: &str) -> Option<String> {
        signature::challenge(query, &self.verify_token)
    }

    fn refusal_status(&self) -> u16 {
        REFUSAL_STATUS
    }

    fn sweep<'a>(&'a self, _: &'a Window, _: u32) -> Reply<'a, Result<Page, Failure>> {
        let detail = "Meta tells no past events: wait for its webhooks, which it repeats for seven days";
        Box::pin(async { Err(Failure::Refused { code: "no_past_events".into(), detail: detail.into() }) })
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

impl Whatsapp for Meta {
    fn phone(&self) -> &str {
        &self.phone
    }

    fn answer<'a>(&'a self, answer: &'a Answer) -> Reply<'a, Outcome> {
        Box::pin(self.reply(answer))
    }

    fn submit<'a>(&'a self, submission: Submission<'a>) -> Reply<'a, Result<Submitted, Failure>> {
        Box::pin(self.hand_in(submission))
    }

    fn delete<'a>(&'a self, name: &'a str, provider_id: &'a str) -> Reply<'a, Result<(), Failure>> {
        Box::pin(self.take_away(name, provider_id))
    }

    fn templates<'a>(&'a self, page: Option<&'a str>) -> Reply<'a, Result<TemplatePage, Failure>> {
        Box::pin(self.known_templates(page))
    }

    fn sender(&self) -> Reply<'_, Result<SenderNews, Failure>> {
        Box::pin(self.number())
    }

    fn media<'a>(&'a self, reference: &'a str) -> Reply<'a, Result<MediaFile, Failure>> {
        Box::pin(self.file(reference))
    }

    fn file_fault<'a>(&'a self, media: HeaderMedia, url: &'a str) -> Reply<'a, Option<FileFault>> {
        Box::pin(self.web.fault(media, url))
    }
}
