//! What is SMTP's own.

mod dkim;
mod doors;
mod messages;
mod mx;
mod phases;
mod pool;
mod reports;
mod window;

use std::sync::{Arc, LazyLock};

use chrono::{DateTime, Utc};
use domain::provider::AccountId;
use providers::{
    AccountSettings, Accounts, BounceSettings, Connection, EmailBatch, Outcome, ServiceSettings,
    SmtpSettings, Timeouts,
};
use url::Url;

use crate::{
    conformance::Papers,
    server::PATIENT,
    world::{Spoken as _, batch, sender},
};

const TOKEN: &str = "token-of-our-own-3";
const PASSWORD: &str = "a-password-of-theirs";

/// An account that is not called; `delivered.eml` is about a message of it.
pub(crate) static PAPERS: Papers = Papers {
    closed: LazyLock::new(|| {
        let mut settings = settings("smtp://localhost:9".parse().unwrap());
        settings.credentials = Some(("moi".into(), PASSWORD.into()));
        open(settings)
    }),
    webhook: (&[("Authorization", "Bearer token-of-our-own-3")], include_bytes!("delivered.eml")),
    secrets: &[TOKEN, PASSWORD],
};

pub(crate) fn settings(url: Url) -> SmtpSettings {
    SmtpSettings {
        url,
        credentials: None,
        connections: 1,
        bounces: Some(BounceSettings { domain: "bounce.example.org".into(), token: TOKEN.into() }),
        dkim: None,
        certificates: Some(mx::certificate()),
        clock: || DateTime::<Utc>::from_timestamp(1_794_000_000, 0).unwrap(),
    }
}

pub(crate) fn account(settings: SmtpSettings) -> AccountSettings {
    AccountSettings {
        id: AccountId("main".into()),
        senders: vec![sender()],
        service: ServiceSettings::Smtp(Box::new(settings)),
    }
}

fn open(settings: SmtpSettings) -> Arc<dyn Connection> {
    open_within(settings, PATIENT)
}

fn open_within(settings: SmtpSettings, timeouts: Timeouts) -> Arc<dyn Connection> {
    Accounts::open(vec![account(settings)], timeouts).unwrap().iter().next().unwrap().clone()
}

/// A batch in our own dialect.
fn batch_for(connection: &dyn Connection, people: u32) -> EmailBatch {
    batch(people, &(connection.capabilities().dialect.unwrap().tag)(0))
}

/// Sends a batch in one call.
async fn send(connection: &dyn Connection, batch: &EmailBatch) -> Vec<Outcome> {
    let requests = connection.cut(batch);
    assert_eq!(requests.len(), 1);
    let Outcome::Each(outcomes) = connection.mail(batch, &requests[0]).await else { panic!() };
    assert_eq!(outcomes.len(), batch.recipients.len());
    outcomes
}

/// What an outcome is, in a word or two.
fn word(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Accepted { .. } => "accepted".into(),
        Outcome::Held { .. } => "held".into(),
        Outcome::Retry { code, scope, .. } => format!("retry {code} {scope:?}"),
        Outcome::Refused { code, scope, .. } => format!("refused {code} {scope:?}"),
        Outcome::Unbegun => "unbegun".into(),
        Outcome::InDoubt { .. } => "in doubt".into(),
        Outcome::Each(_) => "each".into(),
    }
}

fn words(outcomes: &[Outcome]) -> Vec<String> {
    outcomes.iter().map(word).collect()
}
