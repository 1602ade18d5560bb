//! Webhooks on their way: late, shuffled, now and then twice, and tried again as each service does.

mod deliver;
mod outbox;

use reqwest::{RequestBuilder, StatusCode};

pub(crate) use deliver::deliver;
pub(crate) use outbox::Outbox;

use crate::sandbox::Sandbox;

/// What a service posts, and how.
pub(crate) trait Post: Sized + Send + Sync + 'static {
    /// A registered webhook.
    type Hook: Clone + Send + Sync;
    /// The most events in one post.
    const EVENTS_MAX: usize;
    /// Milliseconds at pace 1 before each retry.
    const RETRIES: &'static [u64];

    /// What chance decides by: the address and the event.
    fn subject(&self) -> String;

    /// Where they are queued.
    fn outbox(sandbox: &Sandbox) -> &Outbox<Self>;

    /// The webhook of a number, while it is registered.
    fn hook(sandbox: &Sandbox, number: i64) -> Option<Self::Hook>;

    /// Whether a webhook takes several events in a post.
    fn is_batched(hook: &Self::Hook) -> bool;

    /// The call that brings these events.
    fn request(sandbox: &Sandbox, hook: &Self::Hook, events: &[&Self]) -> RequestBuilder;

    /// Whether a receiver that answers this has taken the events.
    fn is_taken(status: StatusCode) -> bool {
        status.is_success()
    }

    /// Whether a refusal with this status is tried again.
    fn comes_again(status: StatusCode) -> bool;
}
