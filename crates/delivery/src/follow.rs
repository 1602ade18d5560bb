//! What follows from an event for whoever it is about: the ledger, the campaign that they leave because of, the suppressions, the caps,
//! the window.

use chrono::{DateTime, Utc};
use domain::{
    CampaignId, Channel,
    consent::{ConsentRecord, ConsentSource, Decision, Purpose},
    consequence::{CAPPED_FOR, Consequence},
    event::{Event, EventKind, Subject, Verdict},
    provider::AccountId,
    report::REPLY_WINDOW,
    suppression::{Suppression, SuppressionReason},
};
use serde_json::{Value, json};
use store::{Blamed, NewConsent, NewEvent, Recorded, StoreError, Tx};
use uuid::Uuid;

/// Whom an event is about.
#[derive(Debug, Clone)]
pub(crate) struct About {
    pub(crate) event: Event,
    pub(crate) address: String,
    pub(crate) channel: Channel,
}

/// Somebody who leaves by WhatsApp.
#[derive(Debug)]
pub(crate) struct Leaving<'a> {
    /// Of which of our numbers they want no more.
    pub(crate) account: &'a AccountId,
    pub(crate) address: &'a str,
    pub(crate) at: DateTime<Utc>,
    /// The same for the same word, whoever tells it and however often.
    pub(crate) key: &'a str,
    /// The message that they answer; none where nobody says which.
    pub(crate) because: Option<Blamed>,
    pub(crate) receipt: Option<i64>,
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
        count(tx, leaving, now).await?;
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

/// Counts that somebody leaves, for one campaign: that of the message which they answer, however late; else that of the last which the
/// same number has sent them, for as long as an answer to it would count. Nobody is counted twice, by whatever words and ways they leave.
pub(crate) async fn count(tx: &mut Tx, leaving: Leaving<'_>, now: DateTime<Utc>) -> Result<(), StoreError> {
    let Leaving { account, address, at, key, because, receipt } = leaving;
    let because = match because {
        Some(because) => Some(because),
        None => tx.events().last_sent(account, address, at - REPLY_WINDOW, at).await?,
    };
    let Some(Blamed { delivery: (campaign, number), person, sent_at }) = because else { return Ok(()) };
    if tx.events().is_leaving_counted(person, sent_at).await? {
        return Ok(());
    }
    let event = deed(EventKind::OptedOut, account, key, (campaign, number), at);
    tx.events().add(&[NewEvent { campaign, number, event, receipt }], now).await.map(drop)
}

/// What a person did about a delivery by a message, or a choice, of their own: `key` is the same however often it is told.
pub(crate) fn deed(
    kind: EventKind,
    account: &AccountId,
    key: &str,
    (campaign, number): (CampaignId, u32),
    at: DateTime<Utc>,
) -> Event {
    Event {
        kind,
        bounce: None,
        provider: None,
        // What follows for the person is written where it was told, with that as its proof.
        account: None,
        natural_key: format!("{account}:{kind}:{key}"),
        subject: Subject::Delivery { campaign, number },
        message_id: None,
        occurred_at: at,
        verdict: Verdict::Human,
        sign: None,
        reason: None,
        link: None,
        foreign: false,
    }
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
