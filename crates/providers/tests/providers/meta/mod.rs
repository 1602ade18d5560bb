//! What is Meta's own.

mod answers;
mod calls;
mod files;
mod fixtures;
mod messages;
mod news;
mod settings;
mod signature;
mod submissions;
mod templates;

use std::sync::{Arc, LazyLock};

use domain::provider::AccountId;
use providers::{AccountSettings, Accounts, Connection, MetaSettings, ServiceSettings, Timeouts, Whatsapp};
use serde_json::{Value, json};
use url::Url;

use crate::{
    conformance::{Bench, Papers},
    server::{Act, PATIENT},
};

const VERIFY_TOKEN: &str = "a-token-of-our-own";

/// Over the fixture `delivered.json`, by the secret of the settings below.
const SIGNATURE: (&str, &str) =
    ("X-Hub-Signature-256", "sha256=23bf05fa61db58fde1b44a5b3264c284e038b25863fc7403f902b2b49397507b");

pub(crate) static BENCH: Bench = Bench {
    open: |base_url, timeouts| open_with(settings(Some(base_url)), timeouts),
    yes: |number| yes(number),
    names_messages: true,
    no: || Act::answer(400, error(131_026, "Message undeliverable")),
    slower: || Act::with(429, ("retry-after", "7"), error(130_429, "Rate limit hit")),
    papers: Papers {
        closed: LazyLock::new(|| open_with(settings(None), PATIENT)),
        webhook: (&[SIGNATURE], include_bytes!("../../../src/meta/fixtures/delivered.json")),
        secrets: &["EAAinvented", "a-secret-of-the-app", VERIFY_TOKEN],
    },
};

/// Meta's settings, with the API at this address.
fn settings(base_url: Option<Url>) -> MetaSettings {
    MetaSettings {
        token: "EAAinvented".into(),
        phone_number_id: "106540000000001".into(),
        phone: "+33700000000".into(),
        waba_id: "102290000000001".into(),
        app_secret: "a-secret-of-the-app".into(),
        verify_token: VERIFY_TOKEN.into(),
        graph_version: "v25.0".into(),
        base_url,
        app_id: Some("2026".into()),
        calls: 20,
    }
}

fn account(settings: MetaSettings) -> AccountSettings {
    AccountSettings {
        id: AccountId("meta".into()),
        senders: Vec::new(),
        service: ServiceSettings::Meta(Box::new(settings)),
    }
}

fn open(base_url: Url) -> Arc<dyn Connection> {
    open_with(settings(Some(base_url)), PATIENT)
}

/// An account that is not called.
fn closed() -> &'static dyn Connection {
    &**BENCH.papers.closed
}

fn open_with(settings: MetaSettings, timeouts: Timeouts) -> Arc<dyn Connection> {
    Accounts::open(vec![account(settings)], timeouts).unwrap().iter().next().unwrap().clone()
}

/// What only accounts of WhatsApp can do.
fn whatsapp_of(connection: &Arc<dyn Connection>) -> &dyn Whatsapp {
    connection.whatsapp().unwrap()
}

fn yes(number: usize) -> Act {
    told(number, json!("accepted"))
}

fn told(number: usize, status: Value) -> Act {
    let message = json!({"id": format!("wamid.TEST{number}"), "message_status": status});
    let contact = json!({"input": "+33612000001", "wa_id": "33612000001"});
    Act::answer(200, json!({"messaging_product": "whatsapp", "contacts": [contact], "messages": [message]}))
}

fn error(code: u32, details: &str) -> Value {
    json!({"error": {
        "message": format!("(#{code}) a title"), "type": "OAuthException", "code": code,
        "error_data": {"messaging_product": "whatsapp", "details": details}, "fbtrace_id": "AbC",
    }})
}
