//! The account: what its key may do, and what becomes of it on demand.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Refusal, hear, suppressions::Suppress};
use crate::{
    call::{Answer, Call},
    sandbox::Sandbox,
};

/// `GET /v3/scopes`: a key that may send and register webhooks.
pub(super) fn scopes(_: &Sandbox, _: &Call) -> Result<Answer, Refusal> {
    Ok(Answer::new(
        200,
        json!({"scopes": [
            "mail.send",
            "suppression.read",
            "user.webhooks.event.settings.create",
            "user.webhooks.event.settings.read",
            "user.webhooks.event.settings.update",
        ]}),
    ))
}

/// What becomes of an account (reference "Event Webhook", `account_status_change`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    ComplianceSuspend,
    ComplianceDeactivate,
    ComplianceBan,
    Reactivate,
}

impl Status {
    const fn word(self) -> &'static str {
        match self {
            Self::ComplianceSuspend => "compliance_suspend",
            Self::ComplianceDeactivate => "compliance_deactivate",
            Self::ComplianceBan => "compliance_ban",
            Self::Reactivate => "reactivate",
        }
    }
}

/// What tests and the demo do to the account: `POST /_sandbox/sendgrid`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Change {
    status: Option<Status>,
    /// Messages that are left.
    credits: Option<usize>,
    /// Addresses for one of the lists.
    suppress: Option<Suppress>,
    /// Somebody who left the group and wants its mail again, by the link of the last message that they got.
    resubscribe: Option<String>,
}

/// Changes the account; a new status is told to webhooks.
pub(crate) fn change(sandbox: &Sandbox, change: &Change) {
    sandbox.sendgrid.with(|account| {
        account.credits = change.credits.or(account.credits);
        if let Some(suppress) = &change.suppress {
            suppress.apply(account);
        }
        if let Some(status) = change.status {
            account.taken_away = (status != Status::Reactivate).then(|| status.word());
        }
    });
    if let Some(email) = &change.resubscribe {
        hear::resubscribed(sandbox, email);
    }
    if let Some(status) = change.status {
        hear::changed(sandbox, status.word());
    }
}

/// The account as it is, with the key that its webhooks are signed with.
pub(crate) fn show(sandbox: &Sandbox) -> Value {
    sandbox.sendgrid.with(|account| {
        json!({
            "webhookKey": sandbox.signer.public_key(),
            "takenAway": account.taken_away,
            "credits": account.credits,
        })
    })
}
