//! Recording how a call ended.

use std::ops::Range;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    campaign::CampaignState,
    delivery::{ATTEMPTS_MAX, Contribution, DeliveryState},
};

use super::{Batches, Hold, hold_campaign, index};
use crate::{
    Accounts, Result,
    standings::{Said, raise},
};

/// A call that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// The batch.
    pub hold: Hold,
    /// Which members of the batch it carried, by index.
    pub members: Range<usize>,
}

/// How a call ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// The provider took every member, under these ids where it told them.
    Accepted(Vec<Option<String>>),
    /// It took none; they wait until then, outside of any batch. A no about the messages counts as one of their tries.
    Again {
        /// Until when.
        at: DateTime<Utc>,
        /// Whether it counts.
        counts: bool,
        /// The provider's code.
        code: String,
    },
    /// It was not made after all: its members wait for another batch, and have not been tried.
    Unsent,
    /// It will never take them.
    Refused(String),
    /// One of them makes it refuse all: two calls carry a half each.
    Halved([Range<usize>; 2]),
    /// Nobody can tell.
    InDoubt(String),
}

impl Batches<'_> {
    /// Records how a call ended, and with the last one the batch. False where the batch is not held any more: then nothing is
    /// recorded, and whoever holds it finds out.
    ///
    /// # Errors
    /// [`crate::StoreError`]: then the call is in doubt, and found so when the lease ends.
    pub async fn record(
        &mut self,
        sent: &Sent,
        ended: &Ended,
        now: DateTime<Utc>,
        lease: TimeDelta,
    ) -> Result<bool> {
        let hold = &sent.hold;
        let state = hold_campaign(self.conn, hold.campaign).await?;
        let goes_on = matches!(state, Some(CampaignState::Sending | CampaignState::Paused));
        let Some(members) = self.held(hold, now + lease).await? else { return Ok(false) };
        let members = members.get(sent.members.clone()).unwrap_or_default().to_vec();
        match ended {
            Ended::Accepted(ids) => self.accepted(hold, &members, ids, now).await?,
            Ended::Again { .. } | Ended::Unsent if !goes_on => {
                self.end(hold, &members, DeliveryState::Cancelled, None, now).await?;
            }
            Ended::Again { at, counts, code } => {
                self.again(hold, &members, (*at, *counts), Some(code), now).await?;
            }
            Ended::Unsent => self.again(hold, &members, (now, false), None, now).await?,
            Ended::Refused(code) => self.end(hold, &members, DeliveryState::Refused, Some(code), now).await?,
            Ended::Halved(halves) => {
                self.forget(sent).await?;
                let halves = halves.each_ref().map(|half| (half.start, half.end));
                self.insert_calls(hold, &halves).await?;
            }
            Ended::InDoubt(why) => self.mark(sent, "in_doubt", Some(why)).await?,
        }
        if !matches!(ended, Ended::InDoubt(_) | Ended::Halved(_)) {
            self.mark(sent, "done", None).await?;
        }
        self.close(hold, now).await?;
        Ok(true)
    }

    /// Extends the lease of a batch that is still held; tells its members.
    async fn held(&mut self, hold: &Hold, lease_until: DateTime<Utc>) -> Result<Option<Vec<i32>>> {
        let members = sqlx::query_scalar!(
            "update marketing_batches set lease_until = $4
             where campaign_id = $1 and no = $2 and fence = $3 and state in ('submitting', 'in_doubt') returning members",
            hold.campaign.0,
            hold.no,
            hold.fence,
            lease_until
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        Ok(members)
    }

    async fn accepted(
        &mut self,
        hold: &Hold,
        members: &[i32],
        ids: &[Option<String>],
        now: DateTime<Utc>,
    ) -> Result<()> {
        self.end(hold, members, DeliveryState::Accepted, None, now).await?;
        self.keep_ids(hold, members, ids).await?;
        sqlx::query!(
            "update marketing_batches set taken = taken + $3, taken_at = $4 where campaign_id = $1 and no = $2",
            hold.campaign.0,
            hold.no,
            index(members.len()),
            now
        )
        .execute(&mut *self.conn)
        .await?;
        Accounts { conn: &mut *self.conn }.took(&hold.account, now).await
    }

    async fn keep_ids(&mut self, hold: &Hold, members: &[i32], ids: &[Option<String>]) -> Result<()> {
        let known = members.iter().zip(ids).filter_map(|(number, id)| Some((*number, id.clone()?)));
        let (numbers, ids): (Vec<_>, Vec<_>) = known.unzip();
        sqlx::query!(
            "insert into marketing_message_ids (account, message_id, campaign_id, number)
             select $1, id, $2, number from unnest($3::text[], $4::integer[]) as k (id, number) on conflict do nothing",
            hold.account.0,
            hold.campaign.0,
            &ids,
            &numbers
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Those that have tries left wait for another batch; the others have failed.
    async fn again(
        &mut self,
        hold: &Hold,
        members: &[i32],
        (at, counts): (DateTime<Utc>, bool),
        code: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let spent = sqlx::query_scalar!(
            "select number from marketing_delivery_state
             where campaign_id = $1 and number = any($2) and $3 and attempts + 1 >= $4",
            hold.campaign.0,
            members,
            counts,
            i32::from(ATTEMPTS_MAX)
        )
        .fetch_all(&mut *self.conn)
        .await?;
        self.end(hold, &spent, DeliveryState::Failed, code, now).await?;
        sqlx::query!(
            "update marketing_delivery_state
             set rank = $3, batch = null, next_at = $4, attempts = attempts + $5::boolean::integer, code = $6, changed_at = $7
             where campaign_id = $1 and number = any($2) and rank = $8",
            hold.campaign.0,
            members,
            DeliveryState::Planned.rank(),
            at,
            counts,
            code,
            now,
            DeliveryState::Submitting.rank()
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    pub(super) async fn end(
        &mut self,
        hold: &Hold,
        members: &[i32],
        state: DeliveryState,
        code: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let said = members.iter().map(|number| Said {
            key: (hold.campaign.0, *number),
            contribution: Contribution::ours(state, code.map(str::to_owned)),
            at: now,
        });
        raise(self.conn, said.collect(), now).await
    }

    async fn mark(&mut self, sent: &Sent, state: &str, why: Option<&str>) -> Result<()> {
        sqlx::query!(
            "update marketing_requests set state = $5, why = $6
             where campaign_id = $1 and batch = $2 and first = $3 and beyond = $4",
            sent.hold.campaign.0,
            sent.hold.no,
            index(sent.members.start),
            index(sent.members.end),
            state,
            why
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    async fn forget(&mut self, sent: &Sent) -> Result<()> {
        sqlx::query!(
            "delete from marketing_requests where campaign_id = $1 and batch = $2 and first = $3 and beyond = $4",
            sent.hold.campaign.0,
            sent.hold.no,
            index(sent.members.start),
            index(sent.members.end)
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// A batch that is held and all of whose calls have ended is done, or in doubt. Doubt that is new is looked at soon; whoever
    /// looks at one already keeps it for as long as they took it.
    pub(super) async fn close(&mut self, hold: &Hold, now: DateTime<Utc>) -> Result<()> {
        sqlx::query!(
            "update marketing_batches b
             set state = r.state,
                 lease_until = case when r.state = 'done' then null
                                    when b.state = 'submitting' then $3::timestamptz + interval '15 seconds'
                                    else b.lease_until end
             from (select case when bool_or(state = 'in_doubt') then 'in_doubt' else 'done' end as state
                   from marketing_requests where campaign_id = $1 and batch = $2 having not bool_or(state = 'open')) r
             where b.campaign_id = $1 and b.no = $2 and b.fence = $4 and b.state in ('submitting', 'in_doubt')",
            hold.campaign.0,
            hold.no,
            now,
            hold.fence
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }
}
