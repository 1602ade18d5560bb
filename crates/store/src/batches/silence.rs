//! Calls that were given up, at providers that tell of every message that they take: if nothing was told of one for long enough, while
//! everything around it was told of, then it never arrived.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    delivery::{DeadEnd, Mark, Marks},
    event::EventKind,
};
use sqlx::types::Uuid;

use super::Batches;
use crate::{Result, standings::decide};

/// Within how long before and after a call what was taken must have been told of.
const AROUND: TimeDelta = TimeDelta::hours(1);
/// How often it is listened on where that is not so, each time for a part of the silence, before it stays unknown.
const MORE_PARTS: i32 = 24 * 7;

/// What is told of each message at once, whether it goes on its way or not.
const TELLING: [EventKind; 2] = [EventKind::Accepted, EventKind::DroppedByProvider];

/// A call of which nothing was told.
struct Silent {
    campaign: Uuid,
    batch: i32,
    first: i32,
    beyond: i32,
    account: String,
    begun_at: DateTime<Utc>,
    members: Vec<i32>,
}

impl Batches<'_> {
    /// Judges the call that has been silent longest, for `silence` at least; false where there is none. Those of it of whom nothing is known
    /// have failed: nobody has got the message, and a person may have it sent again. Where messages that were surely taken around it
    /// were not told of either, the silence says nothing: it is listened on, and at last they stay unknown.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn judge_silence(&mut self, silence: TimeDelta, now: DateTime<Utc>) -> Result<bool> {
        let Some(call) = self.silent(now).await? else { return Ok(false) };
        let is_heard = self.is_heard_around(&call).await?;
        if is_heard {
            self.never_arrived(&call, now).await?;
        }
        let goes_on = !is_heard && now < call.begun_at + silence / 24 * (24 + MORE_PARTS);
        self.listen(&call, goes_on.then(|| now + silence / 24)).await?;
        Ok(true)
    }

    /// The campaign's row stays locked, as by everybody who turns batches.
    async fn silent(&mut self, now: DateTime<Utc>) -> Result<Option<Silent>> {
        let call = sqlx::query_as!(
            Silent,
            r#"select r.campaign_id as campaign, r.batch, r.first, r.beyond, b.account, r.begun_at,
                      b.members[r.first + 1 : r.beyond] as "members!"
               from marketing_requests r
               join prospecting_campaigns c on c.marketing_id = r.campaign_id
               join marketing_batches b on b.campaign_id = r.campaign_id and b.no = r.batch
               where r.heard_until <= $1
               order by r.heard_until limit 1 for share of c skip locked for update of r skip locked"#,
            now
        );
        Ok(call.fetch_optional(&mut *self.conn).await?)
    }

    /// Whether each of the messages was told of that the account took for the campaign at about the same time: the nearest ones, at
    /// least one.
    async fn is_heard_around(&mut self, call: &Silent) -> Result<bool> {
        let taken: Marks = [Mark::Accepted].into_iter().collect();
        let on_word: Marks = [Mark::AcceptedOnWord].into_iter().collect();
        let heard = sqlx::query_scalar!(
            r#"select coalesce(bool_and(exists (select from marketing_events e
                                                where e.campaign_id = $1 and e.number = taken.number and e.kind = any($7))), false) as "heard!"
               from (select s.number
                     from marketing_batches b
                     join marketing_delivery_state s on s.campaign_id = $1 and s.number = any(b.members)
                          and s.marks & $5 <> 0 and s.marks & $6 = 0
                     where b.campaign_id = $1 and b.account = $2
                       and b.submitted_at between $3 and $4
                     order by abs(extract(epoch from b.submitted_at - $8::timestamptz)), s.number limit 500) taken"#,
            call.campaign,
            call.account,
            call.begun_at - AROUND,
            call.begun_at + AROUND,
            taken.0,
            on_word.0,
            &TELLING.map(|kind| kind.as_str().to_owned()),
            call.begun_at
        );
        Ok(heard.fetch_one(&mut *self.conn).await?)
    }

    /// Whoever was sent the message again meanwhile belongs to another batch.
    async fn never_arrived(&mut self, call: &Silent, now: DateTime<Utc>) -> Result<()> {
        let numbers = sqlx::query_scalar!(
            "select number from marketing_delivery_state where campaign_id = $1 and number = any($2) and batch = $3",
            call.campaign,
            &call.members,
            call.batch
        )
        .fetch_all(&mut *self.conn)
        .await?;
        let keys = numbers.into_iter().map(|number| (call.campaign, number)).collect();
        decide(self.conn, keys, DeadEnd::never_arrived, now).await.map(drop)
    }

    async fn listen(&mut self, call: &Silent, until: Option<DateTime<Utc>>) -> Result<()> {
        sqlx::query!(
            "update marketing_requests set heard_until = $5 where campaign_id = $1 and batch = $2 and first = $3 and beyond = $4",
            call.campaign,
            call.batch,
            call.first,
            call.beyond,
            until
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }
}
