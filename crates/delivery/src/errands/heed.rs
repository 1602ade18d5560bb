//! What a provider answers at once tells more than the fate of the message: of the person what an event would tell later, of the account
//! what the dispatcher heeds where a campaign is told it.

use chrono::{DateTime, Utc};
use domain::{
    Channel, MessageId,
    event::{Event, EventKind, Subject, Verdict},
    provider::AccountId,
};
use providers::{Outcome, Scope};
use store::{StoreError, Tx};

use super::Errands;
use crate::{
    carrier::span,
    follow::{self, About},
};

/// A message that is no campaign's.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said<'a> {
    pub(super) id: MessageId,
    pub(super) account: &'a AccountId,
    pub(super) address: &'a str,
    /// Whether it is a template: the number may begin to write to so many people only.
    pub(super) template: bool,
}

impl Errands {
    /// Follows an answer: the account stops or rests, the ledger, the caps and the window are told of the person; what was taken has
    /// its place under the number's limits.
    pub(super) async fn heed(
        &self,
        tx: &mut Tx,
        said: Said<'_>,
        outcome: &Outcome,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let account = said.account;
        match outcome {
            Outcome::Refused { code, detail, scope: Scope::Account } => {
                tracing::error!(%account, code, detail, "an account waits for a person");
                tx.accounts().stop(account, code, now).await
            }
            Outcome::Retry { after, code, scope: Scope::Account, .. } => {
                let chance = (self.carrier.chance)();
                tx.accounts().rest(account, code, after.map(span), now, chance).await.map(drop)
            }
            Outcome::Refused { code, detail, .. } => {
                let event = said.refused(&format!("{code} {detail}"), now);
                let about = About { event, address: said.address.to_owned(), channel: Channel::Whatsapp };
                follow::person(tx, about, self.carrier.ids, now).await
            }
            taken if taken.is_taken() && said.template => {
                tx.accounts().takes_place(account, said.address, now).await
            }
            _ => Ok(()),
        }
    }
}

impl Said<'_> {
    /// A refusal like the one that is told later.
    fn refused(self, reason: &str, now: DateTime<Utc>) -> Event {
        Event {
            kind: EventKind::Refused,
            bounce: None,
            provider: None,
            account: Some(self.account.clone()),
            natural_key: format!("at the door: {}", self.id),
            subject: Subject::Answer(self.id),
            message_id: None,
            occurred_at: now,
            verdict: Verdict::Unknown,
            sign: None,
            reason: Some(reason.trim().to_owned()),
            link: None,
            foreign: false,
        }
    }
}
