//! What a refusal for haste, or for a day that is used up, asks of an account beside its rest.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{delivery::DeliveryState, pace::Slowdown, provider::AccountId, whatsapp::Cause};

use super::Accounts;
use crate::Result;

/// Over how long a messaging limit counts (Meta, "messaging limits").
const DAY: TimeDelta = TimeDelta::hours(24);

/// How long an account rests whose day is used up though none of ours was reached in it: others write by the same number.
const USED_BY_OTHERS: TimeDelta = TimeDelta::hours(1);

impl Accounts<'_> {
    /// What follows from the code that an account rests for; tells how long it rests at least. Its row is locked.
    pub(super) async fn heed(
        &mut self,
        account: &AccountId,
        code: &str,
        asked: Option<TimeDelta>,
        now: DateTime<Utc>,
    ) -> Result<Option<TimeDelta>> {
        let Some(cause) = Cause::told(code) else { return Ok(asked) };
        if cause.slows_down() {
            let rest = self.slow_down(account, now).await?;
            return Ok(asked.max(rest));
        }
        if cause != Cause::Exhausted {
            return Ok(asked);
        }
        let first = self.first_reached(account, now).await?;
        Ok(asked.max(Some(first.map_or(USED_BY_OTHERS, |first| first + DAY - now))))
    }

    /// Several workers may hear the same no: while the account rests, it was heard. Tells how long it rests at least.
    async fn slow_down(&mut self, account: &AccountId, now: DateTime<Utc>) -> Result<Option<TimeDelta>> {
        let row = sqlx::query!(
            r#"select slow_halvings, slow_since, coalesce(paused_until > $2, false) as "rests!"
               from marketing_accounts_state where account = $1"#,
            account.0,
            now
        )
        .fetch_one(&mut *self.conn)
        .await?;
        if row.rests {
            return Ok(Some(TimeDelta::zero()));
        }
        let before = row.slow_since.map(|since| Slowdown { halvings: row.slow_halvings, since });
        let slowdown = Slowdown::after(before, now);
        let Slowdown { halvings, since } = slowdown;
        sqlx::query!(
            "update marketing_accounts_state set slow_halvings = $2, slow_since = $3 where account = $1",
            account.0,
            halvings,
            since
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(slowdown.rest(now))
    }

    /// When the first batch left of those of the last 24 hours by which somebody was reached: once it is a day old, as many people may be
    /// written to again.
    async fn first_reached(
        &mut self,
        account: &AccountId,
        now: DateTime<Utc>,
    ) -> Result<Option<DateTime<Utc>>> {
        let first = sqlx::query_scalar!(
            "select min(b.submitted_at) from marketing_batches b
             where b.account = $1 and b.submitted_at > $2
               and exists (select from marketing_delivery_state s
                           where s.campaign_id = b.campaign_id and s.batch = b.no and s.rank >= $3)",
            account.0,
            now - DAY,
            DeliveryState::Delivered.rank()
        );
        Ok(first.fetch_one(&mut *self.conn).await?)
    }
}
