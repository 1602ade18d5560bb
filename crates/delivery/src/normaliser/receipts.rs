//! Receipts become events of deliveries and of accounts. What cannot be read stays, with the reason, and can be replayed.

use std::{collections::BTreeMap, sync::Arc};

use address::Email;
use chrono::{DateTime, Utc};
use domain::{
    CampaignId,
    consequence::{AccountConsequence, NO_CREDITS, takes_away},
    event::{Event, ReceiptOrigin, Subject},
    provider::AccountId,
};
use providers::{Connection, Hook, Telling, Told};
use store::{Clue, NewEvent, Receipt, StoreError, Tx};

use super::{Normaliser, Swept, dated::dated, inbound::Ears, news};
use crate::{breaker, failpoint};

/// Receipts of one step: each may hold hundreds of events.
const AT_A_TIME: i64 = 20;
/// Notes that one receipt keeps.
const NOTES_MAX: usize = 20;

impl Normaliser {
    /// Reads the oldest receipts; tells how many.
    pub(super) async fn read_receipts(&self, now: DateTime<Utc>) -> Result<usize, StoreError> {
        let mut tx = self.store.begin().await?;
        let receipts = tx.receipts().take(AT_A_TIME).await?;
        for receipt in &receipts {
            self.read(&mut tx, receipt, now).await?;
        }
        let has_read = !receipts.is_empty();
        if has_read {
            failpoint::pass(failpoint::WHILE_READING);
        }
        tx.commit().await?;
        if has_read {
            failpoint::pass(failpoint::AFTER_READ);
        }
        Ok(receipts.len())
    }

    /// What fails is undone alone and stays, with the reason: one odd receipt never keeps the others waiting.
    async fn read(&self, tx: &mut Tx, receipt: &Receipt, now: DateTime<Utc>) -> Result<(), StoreError> {
        let (connection, told) = match self.understand(receipt) {
            Ok(understood) => understood,
            Err(reason) => return tx.receipts().fail(receipt.id, &reason).await,
        };
        let ears = Ears { ids: self.ids, language: self.language, now };
        tx.plan_for(told.tellings.len()).await?;
        tx.part().await?;
        let ended = keep(tx, receipt, &connection, told, ears).await;
        if let Err(why) = tx.settle(ended).await? {
            tracing::error!(receipt = receipt.id, %why, "a receipt cannot be kept as events");
            tx.receipts().fail(receipt.id, &why.to_string()).await?;
        }
        Ok(())
    }

    fn understand(&self, receipt: &Receipt) -> Result<(Arc<dyn Connection>, Told), String> {
        let connection = self.accounts.get(&receipt.account);
        let connection = connection.ok_or_else(|| format!("no account {} is configured", receipt.account))?;
        let told = match receipt.origin {
            ReceiptOrigin::Webhook => {
                let hook = Hook {
                    headers: &[],
                    query: &receipt.query,
                    body: &receipt.body,
                    received_at: receipt.received_at,
                };
                connection.read(&hook).map_err(|why| why.to_string())?
            }
            ReceiptOrigin::Sweep => {
                serde_json::from_slice::<Swept>(&receipt.body).map_err(|why| why.to_string())?.into()
            }
        };
        let dated =
            |telling: Telling| Telling { event: dated(telling.event, receipt.received_at), ..telling };
        let tellings = told.tellings.into_iter().map(dated).collect();
        Ok((Arc::clone(connection), Told { tellings, ..told }))
    }
}

async fn keep(
    tx: &mut Tx,
    receipt: &Receipt,
    connection: &Arc<dyn Connection>,
    told: Told,
    ears: Ears,
) -> Result<(), StoreError> {
    let (of_account, others): (Vec<_>, Vec<_>) =
        told.tellings.into_iter().partition(|telling| telling.event.subject == Subject::Account);
    let (of_answers, of_deliveries): (Vec<_>, Vec<_>) =
        others.into_iter().partition(|telling| matches!(telling.event.subject, Subject::Answer(_)));
    for telling in of_account {
        keep_of_account(tx, receipt, &telling.event).await?;
    }
    let clues: Vec<_> = of_deliveries.iter().map(clue).collect();
    let found = tx.events().resolve(&receipt.account, connection.provider().channel(), &clues).await?;
    let foreign = of_deliveries.iter().filter(|telling| telling.event.foreign).count();
    let (mut events, mut lost) = (Vec::new(), BTreeMap::<_, u32>::new());
    for (telling, found) in of_deliveries.into_iter().zip(found) {
        match ours(&telling.event).or(found) {
            Some((campaign, number)) => {
                events.push(NewEvent { campaign, number, event: telling.event, receipt: Some(receipt.id) });
            }
            None => *lost.entry(telling.event.kind).or_default() += 1,
        }
    }
    for Telling { event, .. } in of_answers {
        breaker::of_answer(tx, &event, ears.now).await?;
        let kind = event.kind;
        if !ears.answered(tx, event).await? {
            *lost.entry(kind).or_default() += 1;
        }
    }
    let events = tx.events().allowed(events).await?;
    if tx.events().add(&events, receipt.received_at).await? > 0 {
        stop_account(tx, receipt, &events).await?;
    }
    let news = news::keep(tx, receipt, connection.provider(), told.news, ears).await?;
    let lost = lost.into_iter().map(|(kind, count)| format!("{count} {kind} of messages that are not ours"));
    let notes: Vec<_> = told.unknown.into_iter().chain(news).chain(lost).take(NOTES_MAX).collect();
    tx.receipts().done(receipt.id, &notes).await?;
    // Opens and clicks of readers who granted no tracking, or of whom nothing is known, are not kept in the raw either.
    if events.iter().filter(|new| new.event.foreign).count() < foreign {
        tx.receipts().erase_body(receipt.id).await?;
    }
    if receipt.origin == ReceiptOrigin::Webhook {
        tx.accounts().heard(&receipt.account, receipt.received_at).await?;
    }
    Ok(())
}

/// What became of an account counts once, and only until something later is told of it: events come in any order.
async fn keep_of_account(tx: &mut Tx, receipt: &Receipt, event: &Event) -> Result<(), StoreError> {
    if !tx.events().add_of_account(event, Some(receipt.id), receipt.received_at).await? {
        return Ok(());
    }
    match AccountConsequence::of(event) {
        Some(AccountConsequence::Stop) => {
            let code = event.reason.as_deref().unwrap_or_default();
            tracing::error!(account = %receipt.account, code, "the provider has taken an account away");
            tx.accounts().stop(&receipt.account, code, receipt.received_at).await
        }
        Some(AccountConsequence::GoOn) => give_back(tx, &receipt.account).await,
        None => Ok(()),
    }
}

/// An account that the provider gives back goes on, unless something else has stopped it that the provider knows nothing of.
async fn give_back(tx: &mut Tx, account: &AccountId) -> Result<(), StoreError> {
    let stopped_by = tx.accounts().stopped_by(account).await?;
    if stopped_by.is_some_and(|code| takes_away(&code)) {
        tx.accounts().resume(account).await?;
    }
    Ok(())
}

/// A message that was dropped for a reason that concerns all others of the account stops it; once, when it is first told.
async fn stop_account(tx: &mut Tx, receipt: &Receipt, events: &[NewEvent]) -> Result<(), StoreError> {
    let stops = |new: &NewEvent| AccountConsequence::of(&new.event) == Some(AccountConsequence::Stop);
    let Some(dropped) = events.iter().find(|new| stops(new)) else { return Ok(()) };
    tracing::error!(account = %receipt.account, reason = dropped.event.reason, "an account has no credits left");
    tx.accounts().stop(&receipt.account, NO_CREDITS, receipt.received_at).await
}

/// Our own numbers, where they came back.
const fn ours(event: &Event) -> Option<(CampaignId, u32)> {
    match &event.subject {
        Subject::Delivery { campaign, number } => Some((*campaign, *number)),
        _ => None,
    }
}

/// What leads to the delivery otherwise. An address leads to one only together with a tag of ours: the suite may use the same
/// account for mail of its own.
fn clue(telling: &Telling) -> Clue {
    let (message_id, address) = match &telling.event.subject {
        Subject::Message { message_id, address } => (Some(message_id.clone()), address.as_deref()),
        Subject::Address(address) => (None, Some(address.as_str())),
        Subject::Delivery { .. } | Subject::Campaign(_) | Subject::Answer(_) | Subject::Account => {
            return Clue::default();
        }
    };
    let campaigns = telling.tags.iter().filter_map(|tag| tag.parse().ok());
    let email = address.and_then(|address| Email::parse(address).ok());
    Clue {
        message_id,
        made: telling.made_at.zip(address).map(|(at, number)| (number.to_owned(), at)),
        address: email.map(|email| email.as_str().to_owned()),
        campaigns: campaigns.collect(),
    }
}
