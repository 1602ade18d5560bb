//! What a provider's answer means for the messages and for the account.

use chrono::{DateTime, Utc};
use domain::{delivery::backoff, provider::AccountId};
use providers::{Outcome, Request, Scope};
use store::{Ended, StoreError, Tx};

use crate::carrier::span;

/// What an answer is to.
pub(super) struct Answer<'a> {
    pub(super) account: &'a AccountId,
    /// How often the messages were refused for a time before.
    pub(super) failures: i32,
    /// The call in halves, where it has more than one message.
    pub(super) halves: Option<&'a [Request; 2]>,
}

/// Whether an answer is about the account: then further calls would be answered the same.
pub(super) const fn of_account(outcome: &Outcome) -> bool {
    matches!(
        outcome,
        Outcome::Retry { scope: Scope::Account, .. } | Outcome::Refused { scope: Scope::Account, .. }
    )
}

impl Answer<'_> {
    /// What becomes of the messages; the account is put to rest where the answer asks for it. A provider that rests counts as
    /// none of a message's tries.
    pub(super) async fn read(
        &self,
        tx: &mut Tx,
        outcome: Outcome,
        now: DateTime<Utc>,
        chance: f64,
    ) -> Result<Ended, StoreError> {
        Ok(match outcome {
            Outcome::Accepted { message_ids } => Ended::Accepted(message_ids),
            Outcome::InDoubt { why } => Ended::InDoubt(why),
            Outcome::Retry { after, code, scope: Scope::Account, .. } => {
                let until = tx.accounts().rest(self.account, &code, after.map(span), now, chance).await?;
                Ended::Again { at: until.unwrap_or(now), counts: false, code }
            }
            Outcome::Retry { after, code, scope: Scope::Request, .. } => {
                let at = now + backoff(self.failures, after.map(span), chance);
                Ended::Again { at, counts: true, code }
            }
            Outcome::Refused { code, scope: Scope::Account, detail } => {
                tracing::error!(account = %self.account, code, detail, "an account waits for a person");
                tx.accounts().stop(self.account, &code, now).await?;
                Ended::Again { at: now, counts: false, code }
            }
            Outcome::Refused { code, scope: Scope::Request, .. } => match self.halves {
                Some(halves) => Ended::Halved(halves.each_ref().map(|half| half.members.clone())),
                None => Ended::Refused(code),
            },
        })
    }
}
