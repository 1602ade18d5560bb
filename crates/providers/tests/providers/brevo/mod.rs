//! What is Brevo's own.

mod answers;
mod blocked;
mod calls;
mod fixtures;
mod limits;
mod messages;
mod reading;

use std::sync::{Arc, LazyLock};

use domain::provider::AccountId;
use providers::{AccountSettings, Accounts, BrevoSettings, Connection, ServiceSettings, Timeouts};
use serde_json::json;
use url::Url;

use crate::{
    conformance::{Bench, Papers},
    server::{Act, PATIENT},
    world::sender,
};

pub(crate) static BENCH: Bench = Bench {
    open: |base_url, timeouts| open_with(settings(Some(base_url)), timeouts),
    yes,
    names_messages: true,
    no: || Act::answer(400, json!({"code": "invalid_parameter", "message": "email is not valid in to"})),
    slower: || Act::with(429, ("x-sib-ratelimit-reset", "7"), json!({"message": "too many requests"})),
    papers: Papers {
        closed: LazyLock::new(|| open_with(settings(None), PATIENT)),
        webhook: (
            &[("Authorization", "Bearer token-of-our-own-1")],
            include_bytes!("../../../src/brevo/fixtures/delivered.json"),
        ),
        secrets: &["xkeysib-invented", "token-of-our-own-1"],
    },
};

/// Brevo's settings, with the API at this address.
pub(crate) fn settings(base_url: Option<Url>) -> BrevoSettings {
    BrevoSettings {
        key: "xkeysib-invented".into(),
        webhook_token: "token-of-our-own-1".into(),
        base_url,
        idempotency_header: None,
    }
}

/// An account that nothing is wrong with.
pub(crate) fn sound() -> AccountSettings {
    account(settings(None))
}

fn account(settings: BrevoSettings) -> AccountSettings {
    AccountSettings {
        id: AccountId("main".into()),
        senders: vec![sender()],
        service: ServiceSettings::Brevo(settings),
    }
}

fn open(base_url: Url) -> Arc<dyn Connection> {
    open_with(settings(Some(base_url)), PATIENT)
}

/// An account that is not called.
fn closed() -> &'static dyn Connection {
    &**BENCH.papers.closed
}

fn open_with(settings: BrevoSettings, timeouts: Timeouts) -> Arc<dyn Connection> {
    Accounts::open(vec![account(settings)], timeouts).unwrap().iter().next().unwrap().clone()
}

fn id(number: usize) -> String {
    format!("<202611221000.{number}@smtp-relay.mailin.fr>")
}

fn yes(messages: usize) -> Act {
    match messages {
        1 => Act::answer(201, json!({ "messageId": id(0) })),
        _ => Act::answer(201, json!({ "messageIds": (0..messages).map(id).collect::<Vec<_>>() })),
    }
}
