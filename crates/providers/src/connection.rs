//! The one interface of every provider.

use std::{fmt, pin::Pin};

use chrono::{DateTime, Utc};
use domain::provider::{AccountId, Provider, Sender};
use url::Url;

use crate::{
    Batch, BlockedPage, Capabilities, Failure, Gate, Outcome, Page, Request, Told, Unreadable, Whatsapp,
};

/// What a call promises, boxed: accounts of several providers live in one list.
pub type Reply<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// An account, ready to be spoken to. No call is ever repeated by itself.
pub trait Connection: fmt::Debug + Send + Sync {
    /// The account's name.
    fn id(&self) -> &AccountId;

    /// Who carries the messages.
    fn provider(&self) -> Provider;

    /// The addresses that it may send from; none by WhatsApp.
    fn senders(&self) -> &[Sender];

    /// What it can do.
    fn capabilities(&self) -> Capabilities;

    /// Cuts a batch into requests by the provider's limits: every member in exactly one, in order. The same for the same batch.
    fn plan(&self, batch: &Batch) -> Vec<Request>;

    /// Sends one request of a batch, whole.
    fn send<'a>(&'a self, batch: &'a Batch, request: &'a Request) -> Reply<'a, Outcome>;

    /// Sends as much of one request as is begun while the gate is open; the others are [`Outcome::Unbegun`]. All of it where a request
    /// is one call, and not one for each message ([`Capabilities::windowed`]).
    fn send_within<'a>(
        &'a self,
        batch: &'a Batch,
        request: &'a Request,
        _gate: &'a Gate,
    ) -> Reply<'a, Outcome> {
        self.send(batch, request)
    }

    /// Whether a webhook comes from the provider. Proofs that tell a time are good near the time of receipt only.
    fn authentic(&self, hook: &Hook<'_>) -> bool;

    /// Reads a webhook, of which only its query and body are kept. Events that tell no time are taken to have happened when they
    /// were received.
    ///
    /// # Errors
    /// What is no list of events at all.
    fn read(&self, hook: &Hook<'_>) -> Result<Told, Unreadable>;

    /// What to answer a provider that asks, with this query, whether the address of its webhook is ours; none where it is not to be
    /// answered.
    fn challenge(&self, _query: &str) -> Option<String> {
        None
    }

    /// The HTTP status that makes the provider come again later with a webhook that could not be stored.
    fn refusal_status(&self) -> u16;

    /// Asks for past events; pages count from 0.
    ///
    /// # Errors
    /// See [`Failure`]; refused by those that cannot ([`Capabilities::sweeps`]).
    fn sweep<'a>(&'a self, window: &'a Window, page: u32) -> Reply<'a, Result<Page, Failure>>;

    /// Asks who was put on the provider's lists of addresses that it sends nothing more to; `place` is where the page before says that
    /// they go on, none for the first.
    ///
    /// # Errors
    /// See [`Failure`]; refused by those that keep none ([`Capabilities::blocked`]).
    fn blocked<'a>(
        &'a self,
        _window: &'a Window,
        _place: Option<&'a str>,
    ) -> Reply<'a, Result<BlockedPage, Failure>> {
        let detail = "this provider keeps no list of addresses that it sends nothing more to";
        Box::pin(async { Err(Failure::Refused { code: "unsupported".into(), detail: detail.into() }) })
    }

    /// Asks how the account is: one cheap call that proves the key.
    ///
    /// # Errors
    /// See [`Failure`].
    fn probe(&self) -> Reply<'_, Result<Health, Failure>>;

    /// Makes sure that the provider calls our webhook, with the token of the settings.
    ///
    /// # Errors
    /// See [`Failure`]; refused by those that cannot ([`Capabilities::registers_webhook`]).
    fn ensure_webhook<'a>(&'a self, url: &'a Url) -> Reply<'a, Result<Registered, Failure>>;

    /// What only accounts of WhatsApp can do; none for the others.
    fn whatsapp(&self) -> Option<&dyn Whatsapp> {
        None
    }
}

/// A webhook, as it came.
#[derive(Debug, Clone, Copy)]
pub struct Hook<'a> {
    /// Its headers, names in any case.
    pub headers: &'a [(&'a str, &'a str)],
    /// What stands behind the `?` of its address, as it came; empty where there is none.
    pub query: &'a str,
    /// Its body, byte by byte.
    pub body: &'a [u8],
    /// When it came (UTC).
    pub received_at: DateTime<Utc>,
}

/// Which past events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// From when. Providers cut by days, some of them in a zone of their own: ask for overlapping windows.
    pub from: DateTime<Utc>,
    /// Until when.
    pub to: DateTime<Utc>,
    /// Only of messages filed under this tag.
    pub tag: Option<String>,
}

/// How an account is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Health {
    /// Whether it may send at all.
    pub enabled: bool,
    /// How many e-mails are left; none where the provider does not count.
    pub credits: Option<u64>,
}

/// What had to be done for the webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Registered {
    /// It was not known yet.
    Created,
    /// It was known, and now has our events and token.
    Updated,
}
