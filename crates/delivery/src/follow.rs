//! What follows from an event for whoever it is about: the ledger, the campaign that they leave because of, the suppressions, the caps,
//! the window.

use chrono::{DateTime, Utc};
use domain::{
    Channel,
    consent::{ConsentRecord, ConsentSource, Decision, Purpose},
    consequence::{CAPPED_FOR, Consequence},
    event::{Event, EventKind},
    suppression::{Suppression, SuppressionReason},
};
use serde_json::{Value, json};
use store::{Leaving, NewConsent, Recorded, StoreError, Tx};
use uuid::Uuid;

/// Whom an event is about.
#[derive(Debug, Clone)]
pub(crate) struct About {
    pub(crate) event: Event,
    pub(crate) address: String,
    pub(crate) channel: Channel,
}

/// What an event of a message that is no campaign's asks for of the person; how often somebody is unreachable is counted by campaigns.
pub(crate) async fn person(
    tx: &mut Tx,
    about: About,
    ids: fn() -> Uuid,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    match Consequence::of(&about.event) {
        Some(Consequence::OptOut) => opt_out(tx, about, ids, now).await,
        Some(Consequence::Capped) => cap(tx, &about).await,
        Some(Consequence::WindowClosed) => close_window(tx, &about).await,
        _ => Ok(()),
    }
}

/// An opt-out that a provider tells is an entry of the ledger like any other; the event is its proof. Where it refuses a message for
/// that, the person has left because of an earlier one.
pub(crate) async fn opt_out(
    tx: &mut Tx,
    about: About,
    ids: fn() -> Uuid,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let About { event, address, channel } = about;
    if let Some(account) = &event.account
        && channel == Channel::Whatsapp
        && !counts_itself(event.kind)
    {
        let (at, key) = (event.occurred_at.min(now), &event.natural_key);
        let leaving = Leaving { account, address: &address, at, key, because: None, receipt: None };
        tx.events().count_leaving(leaving, now).await?;
    }
    let account = event.account.map(|account| account.0).unwrap_or_default();
    let evidence = json!({"event": event.kind, "natural_key": event.natural_key, "reason": event.reason});
    let record = ConsentRecord {
        address,
        channel,
        purpose: Purpose::Marketing,
        decision: Decision::Withdrawn,
        // A provider's clock may run ahead; the ledger knows no future.
        occurred_at: event.occurred_at.min(now),
        evidence: match evidence {
            Value::Object(members) => members,
            _ => serde_json::Map::new(),
        },
    };
    withdraw(tx, &record, &account, ids, now).await
}

/// Writes to the ledger what a provider tells for an account.
pub(crate) async fn withdraw(
    tx: &mut Tx,
    record: &ConsentRecord,
    account: &str,
    ids: fn() -> Uuid,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let new = NewConsent {
        id: ids(),
        record,
        source: ConsentSource::Provider.as_str(),
        actor: account,
        salt: ids().into_bytes(),
        now,
    };
    match tx.consent().record(new).await? {
        Recorded::Done(_) => Ok(()),
        refused => Err(StoreError::Corrupt(format!("an opt-out was not recorded: {refused:?}"))),
    }
}

/// Whether such an event counts for the delivery that it is about.
const fn counts_itself(kind: EventKind) -> bool {
    matches!(kind, EventKind::OptedOut | EventKind::Unsubscribed)
}

/// Nobody writes to the address any more.
pub(crate) async fn suppress(tx: &mut Tx, about: About, consequence: Consequence) -> Result<(), StoreError> {
    let suppression = Suppression {
        address: about.address,
        channel: about.channel,
        reason: consequence.suppression().unwrap_or(SuppressionReason::Provider),
        detail: about.event.reason,
        created_at: about.event.occurred_at,
    };
    tx.suppressions().add(&[suppression]).await?;
    Ok(())
}

/// Nobody writes to the address for a day.
pub(crate) async fn cap(tx: &mut Tx, about: &About) -> Result<(), StoreError> {
    let reason = about.event.reason.as_deref().unwrap_or_default();
    let code = reason.split_whitespace().next().unwrap_or_default();
    tx.conversations().cap(&about.address, about.event.occurred_at + CAPPED_FOR, code).await
}

/// Only a template may be said from here on.
pub(crate) async fn close_window(tx: &mut Tx, about: &About) -> Result<(), StoreError> {
    let Some(account) = &about.event.account else { return Ok(()) };
    tx.conversations().close_window(account, &about.address, about.event.occurred_at).await
}
