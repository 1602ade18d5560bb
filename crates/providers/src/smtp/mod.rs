#![doc = include_str!("README.md")]

mod auth;
mod bounces;
mod call;
mod dkim;
mod letter;
mod mime;
mod pool;
mod reply;
mod report;
mod server;
mod session;
mod settings;
mod verdict;
mod wire;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::provider::{AccountId, Provider, Sender};
use url::Url;

use self::{bounces::Bounces, dkim::Signer, pool::Pool};
use crate::{
    Batch, Capabilities, Connection, Dialect, Failure, Gate, Health, Hook, Outcome, Page, Registered, Reply,
    Request, Timeouts, Told, Unreadable, Window, Windowed, batch::of_another_channel, bearer,
    gate::ALWAYS_OPEN,
};

pub use settings::{BounceSettings, DkimSettings, SmtpSettings};

/// The most members of a request: what fast connections carry well within the lease of a batch.
const MEMBERS_MAX: usize = 1_000;

/// An account at an SMTP server, ready to be spoken to.
#[derive(Debug)]
pub(crate) struct Smtp {
    id: AccountId,
    senders: Vec<Sender>,
    pool: Arc<Pool>,
    connections: usize,
    bounces: Option<Bounces>,
    signer: Option<Signer>,
    clock: fn() -> DateTime<Utc>,
}

impl Smtp {
    pub(crate) fn open(
        id: AccountId,
        senders: Vec<Sender>,
        settings: &SmtpSettings,
        timeouts: Timeouts,
    ) -> Result<Self, String> {
        let connections = settings.connections()?;
        let pool = Arc::new(Pool::new(settings.server(timeouts)?, connections));
        let signer = settings.dkim.as_ref().map(Signer::new).transpose()?;
        let bounces = settings.bounces()?;
        Ok(Self { id, senders, pool, connections, bounces, signer, clock: settings.clock })
    }

    /// A session of its own, which then takes leave: one of the pool could be long dead.
    async fn health(&self) -> Result<Health, Failure> {
        let mut session = self.pool.server.open().await?;
        let enabled = session.says_yes("NOOP\r\n").await;
        session.quit().await;
        Ok(Health { enabled, credits: None })
    }
}

impl Connection for Smtp {
    fn id(&self) -> &AccountId {
        &self.id
    }

    fn provider(&self) -> Provider {
        Provider::Smtp
    }

    fn senders(&self) -> &[Sender] {
        &self.senders
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            batch_max: MEMBERS_MAX,
            windowed: Some(Windowed::untold(self.connections)),
            idempotent: None,
            dialect: Some(Dialect { tag: mime::tag, delimiters: mime::DELIMITERS }),
            tracking_by_recipient: false,
            tells_deliveries: false,
            tells_each: false,
            sweeps: None,
            blocked: None,
            prices_late: false,
            registers_webhook: false,
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
            match batch.email() {
                Some(batch) => Outcome::Each(self.send_each(batch, request, gate).await),
                None => of_another_channel(),
            }
        })
    }

    fn authentic(&self, hook: &Hook<'_>) -> bool {
        self.bounces.as_ref().is_some_and(|bounces| bearer::bears(hook.headers, bounces.token()))
    }

    fn read(&self, hook: &Hook<'_>) -> Result<Told, Unreadable> {
        report::read(&self.id, self.bounces.as_ref(), hook.body, hook.received_at)
    }

    /// The lines of docs/running.md make a mail server keep the report after any error.
    fn refusal_status(&self) -> u16 {
        503
    }

    fn sweep<'a>(&'a self, _window: &'a Window, _page: u32) -> Reply<'a, Result<Page, Failure>> {
        Box::pin(async { Err(unsupported("an SMTP server cannot be asked for past events")) })
    }

    fn probe(&self) -> Reply<'_, Result<Health, Failure>> {
        Box::pin(self.health())
    }

    fn ensure_webhook<'a>(&'a self, _url: &'a Url) -> Reply<'a, Result<Registered, Failure>> {
        Box::pin(async {
            Err(unsupported("a mail server is told by hand where bounces go: docs/running.md"))
        })
    }
}

fn unsupported(detail: &str) -> Failure {
    Failure::Refused { code: "unsupported".into(), detail: detail.into() }
}
