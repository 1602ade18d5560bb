//! What refusals ask for beyond the person whom they are told of: a campaign pauses, an account stops or rests. The same table decides,
//! [`domain::whatsapp::Cause::ruling`], whether the provider says so at once or later.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    CampaignId,
    campaign::{CampaignAct, CampaignState},
    event::{Event, EventKind},
    provider::{AccountId, Scope},
    whatsapp::{Cause, code_of},
};
use store::{Change, LateRefusal, StoreError, Tx};

/// Pauses the campaigns whose message is to blame, and asks for their templates anew. To be called before anything else is locked.
pub(crate) async fn pause(tx: &mut Tx, late: &[LateRefusal], now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut pausing = BTreeMap::<CampaignId, &LateRefusal>::new();
    for refusal in late.iter().filter(|refusal| refusal.pauses()) {
        pausing.entry(refusal.campaign).or_insert(refusal);
    }
    for (campaign, refusal) in pausing {
        pause_one(tx, campaign, &refusal.code, now).await?;
    }
    let templates = late.iter().filter(|refusal| refusal.cause == Cause::Template);
    for account in templates.map(|refusal| &refusal.account).collect::<BTreeSet<_>>() {
        tx.whatsapp_templates().poll_soon(account, now).await?;
    }
    Ok(())
}

/// One that is through is sending again first: whoever was refused waits in it for a person.
async fn pause_one(tx: &mut Tx, id: CampaignId, code: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut paused = tx.campaigns().act(id, CampaignAct::Pause, Some(code), now).await?;
    if matches!(&paused, Change::NotEditable(campaign) if campaign.state == CampaignState::Finished) {
        tx.campaigns().act(id, CampaignAct::Reopen, None, now).await?;
        paused = tx.campaigns().act(id, CampaignAct::Pause, Some(code), now).await?;
    }
    if let Change::Done(_) = paused {
        tracing::error!(campaign = %id, code, "a campaign waits for a person: its provider refuses its message after all");
    }
    Ok(())
}

/// Stops the accounts that nothing leaves by any more, and lets those rest that are too fast. To be called last of all.
pub(crate) async fn rest(tx: &mut Tx, late: &[LateRefusal], now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut by_account = BTreeMap::<&AccountId, Vec<&LateRefusal>>::new();
    for refusal in late.iter().filter(|refusal| refusal.cause.ruling().scope == Scope::Account) {
        by_account.entry(&refusal.account).or_default().push(refusal);
    }
    for (account, refusals) in by_account {
        let stops = refusals.iter().filter(|refusal| !refusal.cause.ruling().comes_again);
        if let Some(last) = stops.max_by_key(|refusal| refusal.left_at) {
            tracing::error!(%account, code = last.code, "a refusal that was told later stops its account");
            tx.accounts().stop_later(account, &last.code, last.left_at, now).await?;
            continue;
        }
        let waits =
            refusals.iter().map(|refusal| (refusal.cause, refusal.at + refusal.wait(), &refusal.code));
        let longest = waits.max_by_key(|(cause, until, _)| (*cause == Cause::Exhausted, *until));
        if let Some((cause, until, code)) = longest {
            rest_until(tx, account, (cause, code), until, now).await?;
        }
    }
    Ok(())
}

/// Where what was to be waited for since is over, nothing rests; a day that was used up is not.
async fn rest_until(
    tx: &mut Tx,
    account: &AccountId,
    (cause, code): (Cause, &str),
    until: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    if until <= now && cause != Cause::Exhausted {
        return Ok(());
    }
    let asked = (until - now).max(TimeDelta::zero());
    tx.accounts().rest(account, code, Some(asked), now, 0.0).await.map(drop)
}

/// The same of a message that no campaign sent: an answer in a conversation, or a test.
pub(crate) async fn of_answer(tx: &mut Tx, event: &Event, now: DateTime<Utc>) -> Result<(), StoreError> {
    let (EventKind::DroppedByProvider, Some(account), Some(reason)) =
        (event.kind, &event.account, event.reason.as_deref())
    else {
        return Ok(());
    };
    let (Some(cause), Some(code)) = (Cause::told(reason), code_of(reason)) else { return Ok(()) };
    if cause == Cause::Template {
        tx.whatsapp_templates().poll_soon(account, now).await?;
    }
    let ruling = cause.ruling();
    if ruling.scope != Scope::Account {
        return Ok(());
    }
    let (code, at) = (code.to_string(), event.occurred_at.min(now));
    if !ruling.comes_again {
        return tx.accounts().stop_later(account, &code, at, now).await;
    }
    rest_until(tx, account, (cause, &code), at + cause.wait(0, None, 1.0), now).await
}
