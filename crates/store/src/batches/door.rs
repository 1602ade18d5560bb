//! Who bounces at the door, before anything was sent, or is refused there for what they are and not for what was to be said: an event
//! like the one that is reported later, so that all follows that does then, above all that nobody writes to the address any more.

use chrono::{DateTime, Utc};
use domain::{
    consequence::Consequence,
    delivery::contribution,
    event::{BounceKind, Event, EventKind, Subject, Verdict},
};

use super::{Ended, Hold, Part};
use crate::{NewEvent, standings::Said};

/// The events of those at whose address nobody is, or of whom the refusal tells something.
pub(super) fn turned_away(hold: &Hold, members: &[i32], parts: &[Part], now: DateTime<Utc>) -> Vec<NewEvent> {
    let each = parts.iter().flat_map(|part| {
        part.numbers(members)
            .into_iter()
            .filter_map(|number| event(hold, number.cast_unsigned(), &part.ended, now))
    });
    each.collect()
}

/// A delivery is turned away at the door once.
fn event(hold: &Hold, number: u32, ended: &Ended, now: DateTime<Utc>) -> Option<NewEvent> {
    let (kind, bounce, words) = match ended {
        Ended::Bounced(words) => (EventKind::Bounced, Some(BounceKind::Hard), words),
        Ended::Refused(words) => (EventKind::Refused, None, words),
        _ => return None,
    };
    let event = Event {
        kind,
        bounce,
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
    let asks = kind == EventKind::Bounced || Consequence::of(&event).is_some();
    asks.then_some(NewEvent { campaign: hold.campaign, number, event, receipt: None })
}

/// What such an event says of its delivery.
pub(super) fn proven(new: &NewEvent, now: DateTime<Utc>) -> Said {
    let key = (new.campaign.0, new.number.cast_signed());
    Said { key, contribution: contribution(&new.event), at: now }
}
