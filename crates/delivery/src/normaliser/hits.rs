//! Hits become events, or of those whom nobody may know, counts.

use chrono::{DateTime, Utc};
use domain::{
    event::{Event, EventKind, Subject},
    hit::{AT_ONCE, judge},
};
use store::{NewEvent, StoreError, TakenHit};

use super::Normaliser;

/// Hits of one step.
const AT_A_TIME: i64 = 1_000;

impl Normaliser {
    /// Judges hits once all that came at the same moment are there; tells how many.
    pub(super) async fn judge_hits(&self, now: DateTime<Utc>) -> Result<usize, StoreError> {
        let mut tx = self.store.begin().await?;
        let taken = tx.hits().take(now - AT_ONCE, AT_A_TIME).await?;
        if taken.is_empty() {
            return Ok(0);
        }
        let events: Vec<_> = taken.iter().filter_map(event).collect();
        tx.events().add(&events, now).await?;
        tx.hits().judged(&taken).await?;
        tx.commit().await?;
        Ok(taken.len())
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
