//! What the answers to a call mean for the account that made it, whoever made the call: the first time, or again.

use chrono::{DateTime, Utc};
use providers::{Outcome, Scope};
use store::{Accounts, Hold, StoreError, Tx};

use crate::carrier::span;

/// The account of a call that was answered.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Caller<'a> {
    /// The batch of the call.
    pub(crate) hold: &'a Hold,
    /// When the answer came.
    pub(crate) now: DateTime<Utc>,
    /// A number from 0 to below 1.
    pub(crate) chance: f64,
}

impl Caller<'_> {
    /// Stops the account, or puts it to rest, once for all that was said of it; tells until when its messages wait, none where nothing was
    /// said of it.
    pub(crate) async fn rest(
        self,
        tx: &mut Tx,
        outcomes: &[Outcome],
    ) -> Result<Option<DateTime<Utc>>, StoreError> {
        let account = &self.hold.account;
        let stopped = outcomes.iter().find_map(|outcome| match outcome {
            Outcome::Refused { code, detail, scope: Scope::Account } => Some((code, detail)),
            _ => None,
        });
        if let Some((code, detail)) = stopped {
            tracing::error!(%account, code, detail, "an account waits for a person");
            self.accounts(tx).await?.stop(account, code, self.now).await?;
            return Ok(Some(self.now));
        }
        let rests = outcomes.iter().filter_map(|outcome| match outcome {
            Outcome::Retry { after, code, scope: Scope::Account, .. } => Some((after.map(span), code)),
            _ => None,
        });
        let Some((asked, code)) = rests.max() else { return Ok(None) };
        let until = self.accounts(tx).await?.rest(account, code, asked, self.now, self.chance).await?;
        Ok(Some(until.unwrap_or(self.now)))
    }

    /// A call of which nobody can tell speaks against the account, unless it took some of the messages.
    pub(super) async fn doubt(self, tx: &mut Tx, outcomes: &[Outcome]) -> Result<(), StoreError> {
        let any = |is: fn(&Outcome) -> bool| outcomes.iter().any(is);
        let taken = any(Outcome::is_taken);
        if !taken && any(|outcome| matches!(outcome, Outcome::InDoubt { .. })) {
            self.accounts(tx).await?.doubted(&self.hold.account, self.now, self.chance).await?;
        }
        Ok(())
    }

    /// The accounts, whose rows come last: nobody waits for a campaign with one of them in their hands.
    async fn accounts<'t>(self, tx: &'t mut Tx) -> Result<Accounts<'t>, StoreError> {
        tx.batches().hold_campaign(self.hold).await?;
        Ok(tx.accounts())
    }
}
