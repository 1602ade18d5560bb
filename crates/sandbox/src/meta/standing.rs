//! What Meta does to the account itself, and tells by `account_update` (webhooks/reference/account_update).

use chrono::{Datelike, TimeDelta};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Refusal, hear::account_changed};
use crate::{clock, sandbox::Sandbox};

/// What keeps the account from sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bar {
    /// It was disabled or deleted: nothing leaves.
    Locked,
    /// It may begin to write to nobody.
    Restricted,
}

impl Bar {
    /// Whether a message is refused, a template or free text.
    pub(super) fn refuses(self, is_template: bool) -> Option<Refusal> {
        match self {
            Self::Locked => Some(Refusal::of(131_031, "Account has been locked").with_status(403)),
            Self::Restricted => is_template
                .then(|| Refusal::of(368, "Temporarily blocked for policies violations").with_status(403)),
        }
    }
}

/// What tests and the demo do in the place of Meta's enforcement: `POST /_sandbox/meta`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Update {
    /// Meta's word.
    event: Event,
    /// Of `DISABLED_UPDATE`: what becomes of the account.
    state: Option<BanState>,
    /// Of `ACCOUNT_VIOLATION`: `SPAM`.
    violation: Option<String>,
    /// Of `ACCOUNT_RESTRICTION`: `RESTRICTED_BIZ_INITIATED_MESSAGING` where none is named.
    restriction: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Event {
    AccountDeleted,
    AccountRestriction,
    AccountViolation,
    DisabledUpdate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum BanState {
    ScheduleForDisable,
    Disable,
    Reinstate,
}

const SHAPE: &str = r#"{"event": "DISABLED_UPDATE", "state": "SCHEDULE_FOR_DISABLE", "DISABLE" or "REINSTATE"}, {"event": "ACCOUNT_RESTRICTION", "restriction"?: "…"}, {"event": "ACCOUNT_VIOLATION", "violation"?: "SPAM"} or {"event": "ACCOUNT_DELETED"}"#;

/// How long a restriction is told to last.
const RESTRICTED_FOR: TimeDelta = TimeDelta::days(3);

/// Does as told, and tells of it.
pub(crate) fn update(sandbox: &Sandbox, body: &[u8]) -> Result<(), String> {
    let update: Update = serde_json::from_slice(body).map_err(|error| format!("write {SHAPE}: {error}"))?;
    let (value, bar) = match (update.event, update.state) {
        (Event::DisabledUpdate, Some(state)) => banned(state),
        (Event::DisabledUpdate, None) => return Err(format!("write {SHAPE}")),
        (Event::AccountDeleted, _) => (json!({"event": "ACCOUNT_DELETED"}), Some(Some(Bar::Locked))),
        (Event::AccountRestriction, _) => restricted(update.restriction),
        (Event::AccountViolation, _) => {
            let kind = update.violation.as_deref().unwrap_or("SPAM");
            (json!({"event": "ACCOUNT_VIOLATION", "violation_info": {"violation_type": kind}}), None)
        }
    };
    if let Some(bar) = bar {
        sandbox.meta.with(|account| account.bar = bar);
    }
    account_changed(sandbox, value);
    Ok(())
}

/// What is told, and what keeps the account from sending afterwards; none where that stays as it was.
type Changed = (Value, Option<Option<Bar>>);

fn banned(state: BanState) -> Changed {
    let (word, bar) = match state {
        BanState::ScheduleForDisable => ("SCHEDULE_FOR_DISABLE", None),
        BanState::Disable => ("DISABLE", Some(Some(Bar::Locked))),
        BanState::Reinstate => ("REINSTATE", Some(None)),
    };
    let today = clock::now();
    let date = format!("{} {}, {}", today.format("%B"), today.day(), today.year());
    let info = json!({"waba_ban_state": word, "waba_ban_date": date});
    (json!({"event": "DISABLED_UPDATE", "ban_info": info}), bar)
}

fn restricted(kind: Option<String>) -> Changed {
    let kind = kind.unwrap_or_else(|| "RESTRICTED_BIZ_INITIATED_MESSAGING".to_owned());
    let until = (clock::now() + RESTRICTED_FOR).timestamp();
    let value = json!({
        "event": "ACCOUNT_RESTRICTION",
        "restriction_info": [{"restriction_type": kind, "expiration": until}],
    });
    (value, Some(Some(Bar::Restricted)))
}
