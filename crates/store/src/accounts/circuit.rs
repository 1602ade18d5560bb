//! The circuit of an account: many doubts in a row open it (the account rests), and after any rest one batch at a time tries
//! whether it takes messages again, until there is a yes.

use chrono::{DateTime, TimeDelta, Utc};
use domain::provider::AccountId;

use super::Accounts;
use crate::Result;

/// Calls in a row that may end in doubt before the account rests.
const DOUBTS_MAX: i32 = 5;

/// How long a trial is its batch's alone: longer than a claim and the slowest call.
const TRIAL: TimeDelta = TimeDelta::seconds(150);

/// The code of an account that rests because of doubts.
const IN_DOUBT: &str = "in_doubt";

impl Accounts<'_> {
    /// Notes that a call ended in doubt. With the fifth in a row, or the first on trial, the account rests, longer each time.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn doubted(&mut self, account: &AccountId, now: DateTime<Utc>, chance: f64) -> Result<()> {
        let strikes = self.lock(account).await?;
        let doubts = sqlx::query_scalar!(
            "update marketing_accounts_state set doubts = doubts + 1 where account = $1 returning doubts",
            account.0
        )
        .fetch_one(&mut *self.conn)
        .await?;
        if doubts >= DOUBTS_MAX || strikes > 0 {
            self.rest(account, IN_DOUBT, None, now, chance).await?;
        }
        Ok(())
    }

    /// Takes the trial of an account that has rested; tells until when it is held, none where another batch holds it.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub(crate) async fn begin_trial(
        &mut self,
        account: &AccountId,
        now: DateTime<Utc>,
    ) -> Result<Option<DateTime<Utc>>> {
        let taken = sqlx::query_scalar!(
            r#"update marketing_accounts_state set trial_until = $3
               where account = $1 and (trial_until is null or trial_until <= $2) returning trial_until as "until!""#,
            account.0,
            now,
            now + TRIAL
        );
        Ok(taken.fetch_optional(&mut *self.conn).await?)
    }

    /// Lets another batch have the trial, if this one still holds it.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub(crate) async fn end_trial(&mut self, account: &AccountId, held: Option<DateTime<Utc>>) -> Result<()> {
        let Some(held) = held else { return Ok(()) };
        sqlx::query!(
            "update marketing_accounts_state set trial_until = null where account = $1 and trial_until = $2",
            account.0,
            held
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }
}
