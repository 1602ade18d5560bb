//! When an event happened, as far as it can be believed.

use chrono::{DateTime, TimeDelta, Utc};
use domain::event::Event;

/// Providers' clocks run ahead by no more than a day.
const AHEAD: TimeDelta = TimeDelta::days(1);
/// Nothing is told of more than five years ago.
const BEHIND: TimeDelta = TimeDelta::days(5 * 365);

/// The event; at the instant of its telling where its own is no true one: a wrong clock, or another unit than ours.
pub(super) fn dated(event: Event, told_at: DateTime<Utc>) -> Event {
    let since = told_at.signed_duration_since(event.occurred_at);
    let is_true = (-AHEAD..=BEHIND).contains(&since);
    Event { occurred_at: if is_true { event.occurred_at } else { told_at }, ..event }
}
