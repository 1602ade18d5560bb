//! Webhooks: whether they come from Brevo, and what they say.

use chrono::{DateTime, Utc};
use domain::provider::AccountId;
use serde_json::Value;

use super::telling::{Names, telling};
use crate::{Told, Unreadable, payload::items};

/// Brevo comes again (four times within some 11 hours) after 429 alone: "4xx response codes, except for 429, and any 5xx
/// response code stop all retry attempts and discard the webhook" (docs/retry-mechanism).
pub(super) const REFUSAL_STATUS: u16 = 429;

const NAMES: Names = Names {
    message_id: "message-id",
    at: |payload| payload.instant(&["ts_epoch", "s_epoch", "ts_event", "ts"]),
    second: |payload| payload.instant(&["ts_event", "ts_epoch", "s_epoch", "ts"]),
};

/// What a body says: Brevo does not say what a batch looks like.
pub(super) fn read(account: &AccountId, body: &[u8], received_at: DateTime<Utc>) -> Result<Told, Unreadable> {
    Ok(told(account, items(body)?, &NAMES, received_at))
}

/// What a list of events says.
pub(super) fn told(account: &AccountId, items: Vec<Value>, names: &Names, otherwise: DateTime<Utc>) -> Told {
    Told::of(items, |payload| telling(account, payload, names, otherwise))
}
