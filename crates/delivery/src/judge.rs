//! Judges hits: they become events, or of those whom nobody may know, counts.
//!
//! Nothing wakes it. A hit is judged a moment after it came in any case, and beside a campaign a thousand that are judged together take
//! hardly more of the database than the dozen that came since it was last woken.

use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::{
    event::{Event, EventKind, Subject},
    hit::{AT_ONCE, judge},
};
use store::{NewEvent, Store, StoreError, TakenHit};

use crate::{Stage, Step};

/// Hits of one step.
const AT_A_TIME: u16 = 1_000;

/// The stage that judges hits.
#[derive(Debug, Clone)]
pub struct Judge(Store);

impl Judge {
    /// The judge of a database's hits.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self(store)
    }
}

impl Stage for Judge {
    const NAME: &'static str = "judge";
    const REST: Duration = Duration::from_secs(1);

    /// Judges hits once all that came at the same moment are there.
    async fn step(&self, now: DateTime<Utc>) -> Result<Step, StoreError> {
        let mut tx = self.0.begin().await?;
        tx.plan_for(AT_A_TIME.into()).await?;
        let taken = tx.hits().take(now - AT_ONCE, AT_A_TIME.into()).await?;
        if taken.is_empty() {
            return Ok(Step::Idle);
        }
        let events: Vec<_> = taken.iter().filter_map(event).collect();
        tx.events().add(&events, now).await?;
        tx.hits().judged(&taken).await?;
        tx.commit().await?;
        // Fewer than that wait for more.
        Ok(if taken.len() < usize::from(AT_A_TIME) { Step::Idle } else { Step::Worked })
    }
}

/// None of a hit that tells nobody's.
fn event(taken: &TakenHit) -> Option<NewEvent> {
    let (campaign, number) = (taken.hit.campaign, taken.hit.number?);
    let (verdict, sign) = judge(&taken.hit, taken.around);
    let kind = if taken.hit.link.is_some() { EventKind::Clicked } else { EventKind::Opened };
    let event = Event {
        kind,
        bounce: None,
        provider: None,
        account: None,
        natural_key: format!("hit:{}", taken.id),
        subject: Subject::Delivery { campaign, number },
        message_id: None,
        occurred_at: taken.hit.at,
        verdict,
        sign,
        reason: None,
        link: taken.hit.link,
        foreign: false,
    };
    Some(NewEvent { campaign, number, event, receipt: None })
}
