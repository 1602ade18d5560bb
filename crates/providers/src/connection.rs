//! The one interface of every provider.

use std::{fmt, pin::Pin};

use chrono::{DateTime, Utc};
use domain::provider::{AccountId, Provider, Sender};
use url::Url;

use crate::{Capabilities, EmailBatch, Failure, Outcome, Page, Request, Told, Unreadable};

/// What a call promises, boxed: accounts of several providers live in one list.
pub type Reply<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// An account, ready to be spoken to. No call is ever repeated by itself.
pub trait Connection: fmt::Debug + Send + Sync {
    /// The account's name.
    fn id(&self) -> &AccountId;

    /// Who carries the messages.
    fn provider(&self) -> Provider;

    /// The addresses that it may send from.
    fn senders(&self) -> &[Sender];

    /// What it can do.
    fn capabilities(&self) -> Capabilities;

    /// Cuts a batch into requests by the provider's limits: every member in exactly one, in order. The same for the same batch.
    fn plan(&self, batch: &EmailBatch) -> Vec<Request>;

    /// Sends one request of a batch.
    fn send<'a>(&'a self, batch: &'a EmailBatch, request: &'a Request) -> Reply<'a, Outcome>;

    /// Whether a webhook comes from the provider. Header names in any case; the body as it came, byte by byte. Proofs that
    /// tell a time are good near the time of receipt only.
    fn authentic(&self, headers: &[(&str, &str)], body: &[u8], received_at: DateTime<Utc>) -> bool;

    /// Reads a webhook. Events that tell no time are taken to have happened when they were received.
    ///
    /// # Errors
    /// What is no list of events at all.
    fn read(&self, body: &[u8], received_at: DateTime<Utc>) -> Result<Told, Unreadable>;

    /// The HTTP status that makes the provider come again later with a webhook that could not be stored.
    fn refusal_status(&self) -> u16;

    /// Asks for past events; pages count from 0.
    ///
    /// # Errors
    /// See [`Failure`]; refused by those that cannot ([`Capabilities::sweeps`]).
    fn sweep<'a>(&'a self, window: &'a Window, page: u32) -> Reply<'a, Result<Page, Failure>>;

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
