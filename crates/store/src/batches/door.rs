//! Who bounces at the door, before anything was sent: an event like the one of a bounce that is reported, so that all follows that
//! does then, above all that nobody writes to the address any more.

use chrono::{DateTime, Utc};
use domain::{
    delivery::contribution,
    event::{BounceKind, Event, EventKind, Subject, Verdict},
};

use super::{Ended, Hold, Part};
use crate::{NewEvent, standings::Said};

/// The events of those at whose address nobody is.
pub(super) fn bounced(hold: &Hold, members: &[i32], parts: &[Part], now: DateTime<Utc>) -> Vec<NewEvent> {
    let bounces = parts.iter().filter_map(|part| match &part.ended {
        Ended::Bounced(words) => Some((part.numbers(members), words)),
        _ => None,
    });
    bounces
        .flat_map(|(numbers, words)| {
            numbers.into_iter().map(move |number| bounce(hold, number.cast_unsigned(), words, now))
        })
        .collect()
}

/// A delivery bounces at the door once.
fn bounce(hold: &Hold, number: u32, words: &str, now: DateTime<Utc>) -> NewEvent {
    let event = Event {
        kind: EventKind::Bounced,
        bounce: Some(BounceKind::Hard),
        provider: None,
        account: Some(hold.account.clone()),
        natural_key: format!("at the door: {number}"),
        subject: Subject::Delivery { campaign: hold.campaign, number },
        message_id: None,
        occurred_at: now,
        verdict: Verdict::Unknown,
        sign: None,
        reason: Some(words.to_owned()),
        link: None,
        foreign: false,
    };
    NewEvent { campaign: hold.campaign, number, event, receipt: None }
}

/// What such an event says of its delivery.
pub(super) fn proven(new: &NewEvent, now: DateTime<Utc>) -> Said {
    let key = (new.campaign.0, new.number.cast_signed());
    Said { key, contribution: contribution(&new.event), at: now }
}
