//! What is SendGrid's own.

mod answers;
mod calls;
mod fixtures;
mod limits;
mod messages;
mod reading;
mod signature;
mod suppressions;

use std::sync::{Arc, LazyLock};

use domain::provider::{AccountId, Region};
use providers::{AccountSettings, Accounts, Connection, SendgridSettings, ServiceSettings, Timeouts};
use serde_json::json;
use url::Url;

use crate::{
    conformance::{Bench, Papers},
    server::{Act, PATIENT},
    world::sender,
};

/// A key pair made for these tests; its other half was thrown away after it had signed the fixtures.
pub(crate) const WEBHOOK_KEY: &str = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAERhNMo4pPaRdSEPxvwx0igl9RKPM3HabKzBhrK3SvM8PSHEcf0aga1Uz1va5v8SICa56RrMxGcBsvap0p/OvahA==";

/// The key of nobody.
const OTHER_KEY: &str = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEivnRZL2B9NSWKTj4KexZHY7TPOCK4lRacW8Y81xLrDwsTGEPuV05PQ1ZvNZSBjB4UCnTQoTGmCRYn5XOzT85lw==";

const TIMESTAMP: (&str, &str) = ("X-Twilio-Email-Event-Webhook-Timestamp", "1794000600");

pub(crate) static BENCH: Bench = Bench {
    open: |base_url, timeouts| open_with(settings(Some(base_url)), timeouts),
    yes: |_| yes(),
    names_messages: false,
    no: || {
        Act::answer(400, error("Does not contain a valid address.", Some("personalizations.0.to.0.email")))
    },
    slower: || Act::with(429, ("retry-after", "7"), error("too many requests", None)),
    papers: Papers {
        closed: LazyLock::new(|| open_with(settings(None), PATIENT)),
        webhook: (
            &[
                TIMESTAMP,
                (
                    "X-Twilio-Email-Event-Webhook-Signature",
                    "MEYCIQCOov6fYkE4r/7uzWBqMo4YvIpaaswf1xvjsQK29WCXbwIhALlzIMo7uJtSVT2oWYHq43BH4yfABJkiddUgEv6YL22h",
                ),
            ],
            include_bytes!("../../../src/sendgrid/fixtures/delivered.json"),
        ),
        secrets: &["SG.invented", "subuser-of-ours"],
    },
};

/// SendGrid's settings, with the API at this address.
pub(crate) fn settings(base_url: Option<Url>) -> SendgridSettings {
    SendgridSettings {
        key: "SG.invented".into(),
        region: Region::Global,
        webhook_key: Some(WEBHOOK_KEY.into()),
        base_url,
        on_behalf_of: None,
    }
}

pub(crate) fn account(settings: SendgridSettings) -> AccountSettings {
    AccountSettings {
        id: AccountId("main".into()),
        senders: vec![sender()],
        service: ServiceSettings::Sendgrid(settings),
    }
}

fn open(base_url: Url) -> Arc<dyn Connection> {
    open_with(settings(Some(base_url)), PATIENT)
}

/// An account that is not called.
fn closed() -> &'static dyn Connection {
    &**BENCH.papers.closed
}

fn open_with(settings: SendgridSettings, timeouts: Timeouts) -> Arc<dyn Connection> {
    Accounts::open(vec![account(settings)], timeouts).unwrap().iter().next().unwrap().clone()
}

fn yes() -> Act {
    Act::with(202, ("x-message-id", "Qk1aZ0ab"), "")
}

fn error(message: &str, field: Option<&str>) -> serde_json::Value {
    json!({"errors": [{"message": message, "field": field, "help": "http://sendgrid.com/docs"}]})
}
