//! Runs errands: calls to providers that somebody asked for and follows.

mod account;
mod answer;
mod heed;
mod media;
mod templates;
mod test_send;
mod test_whatsapp;

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Language,
    delivery::backoff,
    errand::{ErrandState, ErrandTask},
};
use providers::Failure;
use serde_json::{Value, json};
use store::{ClaimedErrand, StoreError, signal::channel};
use url::Url;

use crate::{
    Carrier, Stage, Step,
    carrier::{LEASE, Watch, span},
};

/// Tries that an errand gets.
const TRIES_MAX: i16 = 5;

/// The stage that runs errands.
#[derive(Debug, Clone)]
pub struct Errands {
    carrier: Carrier,
    public_url: Url,
    language: Language,
}

/// Why an errand did not succeed.
#[derive(Debug)]
enum Stopped {
    /// It may be tried again.
    ForNow { code: String, detail: String, after: Option<TimeDelta> },
    /// It would end the same way.
    ForGood { code: String, detail: String },
    /// The database failed: the errand is taken again when its lease ends.
    Store(StoreError),
}

impl Errands {
    /// The errands of a database. Providers call us at `public_url`; `language` is that of what we add to messages.
    #[must_use]
    pub fn new(carrier: Carrier, public_url: Url, language: Language) -> Self {
        Self { carrier, public_url, language }
    }

    async fn run(&self, errand: &ClaimedErrand, watch: Watch) -> Result<Value, Stopped> {
        match &errand.task {
            ErrandTask::EnsureWebhook { account } => self.ensure_webhook(account).await,
            ErrandTask::ProbeAccount { account } => self.probe(account).await,
            ErrandTask::TestSend { campaign, person, addresses } => {
                self.test_send(errand, *campaign, *person, addresses, watch).await
            }
            ErrandTask::SubmitTemplate { template } => self.submit_template(errand, *template, watch).await,
            ErrandTask::DeleteTemplate { template } => self.delete_template(*template, watch).await,
            ErrandTask::SyncTemplates { account } => self.sync_templates(account, watch).await,
            ErrandTask::Answer { message } => {
                self.answer(*message, errand.tries < TRIES_MAX, watch.now()).await
            }
            ErrandTask::FetchMedia { message } => self.fetch_media(*message, watch.now()).await,
        }
    }

    async fn record(
        &self,
        errand: &ClaimedErrand,
        ended: Result<Value, Stopped>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let (state, result, next_at) = match ended {
            Ok(result) => (ErrandState::Done, result, None),
            Err(Stopped::Store(error)) => return Err(error),
            Err(Stopped::ForNow { code, detail, after }) if errand.tries < TRIES_MAX => {
                let wait = backoff(i32::from(errand.tries), after, (self.carrier.chance)());
                (ErrandState::Waiting, told(&code, &detail), Some(now + wait))
            }
            Err(Stopped::ForNow { code, detail, .. } | Stopped::ForGood { code, detail }) => {
                (ErrandState::Failed, told(&code, &detail), None)
            }
        };
        let mut tx = self.carrier.store.begin().await?;
        tx.errands().record(errand, state, &result, now, next_at).await?;
        tx.commit().await
    }
}

fn told(code: &str, detail: &str) -> Value {
    json!({"code": code, "detail": detail})
}

impl Stopped {
    fn for_good(code: &str, detail: impl ToString) -> Self {
        Self::ForGood { code: code.to_owned(), detail: detail.to_string() }
    }
}

impl From<Failure> for Stopped {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Retry { after, code, detail } => Self::ForNow { code, detail, after: after.map(span) },
            Failure::Refused { code, detail } => Self::ForGood { code, detail },
        }
    }
}

impl From<StoreError> for Stopped {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Stage for Errands {
    const NAME: &'static str = "errands";
    const REST: Duration = Duration::from_secs(2);
    const WAKES: &'static [&'static str] = &[channel::ERRANDS];

    async fn step(&self, now: DateTime<Utc>) -> Result<Step, StoreError> {
        let watch = Watch::start(now);
        let mut tx = self.carrier.store.begin().await?;
        let errand = tx.errands().claim(now, LEASE, TRIES_MAX).await?;
        tx.commit().await?;
        let Some(errand) = errand else { return Ok(Step::Idle) };
        let ended = self.run(&errand, watch).await;
        self.record(&errand, ended, watch.now()).await?;
        Ok(Step::Worked)
    }
}
