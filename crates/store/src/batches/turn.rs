//! The turn from one call of a batch to the next: how the one ended is recorded in the transaction in which the next is begun,
//! so that a process which dies leaves no more in doubt than the one call that it was making.

use std::ops::Range;

use chrono::{DateTime, TimeDelta, Utc};
use domain::campaign::CampaignState;

use super::{Batches, Call, Clocks, Ended, Hold, Part, doubt::FRESH, hold_campaign, index};
use crate::Result;

/// A call that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// The batch.
    pub hold: Hold,
    /// Which members of the batch it carried, by index.
    pub members: Range<usize>,
}

/// What is to come after a call.
#[derive(Debug, Clone)]
pub enum Next<'a> {
    /// This call.
    Call(Call<'a>),
    /// No more calls by whoever holds the batch, though some are left: their messages wait for another batch.
    Leave,
    /// None: that was the last one.
    Nothing,
}

/// Where a batch stands after a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// The next call is begun: it is to be made.
    Begun,
    /// No call is left, or none may be made any more; what was not begun waits for another batch.
    Through,
    /// The batch is not held any more: nothing was recorded, and whoever holds it finds out.
    Lost,
}

/// A batch that is held.
struct Held {
    members: Vec<i32>,
    /// Whether nobody has thought its call in doubt meanwhile.
    goes_on: bool,
}

impl Batches<'_> {
    /// Records how a call ended, part by part, and begins the next one, if it may still be made: its campaign is sending, its
    /// account does not rest, everybody in it may still be written to as it was written. The batch ends with its last call, or with
    /// this one where it was thought in doubt meanwhile.
    ///
    /// # Errors
    /// [`crate::StoreError`]: then the call is in doubt, and found so when the lease ends; the next one may not be made.
    pub async fn turn(
        &mut self,
        sent: &Sent,
        parts: &[Part],
        next: Next<'_>,
        clocks: &dyn Clocks,
        now: DateTime<Utc>,
        lease: TimeDelta,
    ) -> Result<Turn> {
        let hold = &sent.hold;
        let state = hold_campaign(self.conn, hold.campaign).await?;
        let Some(Held { members, goes_on }) = self.held(sent, parts, now, lease).await? else {
            return Ok(Turn::Lost);
        };
        let is_under_way = matches!(state, Some(CampaignState::Sending | CampaignState::Paused));
        self.record(hold, &members, parts, is_under_way, now).await?;
        self.mark(sent, parts, now).await?;
        let has_next = !matches!(next, Next::Nothing);
        let begun = match next {
            Next::Call(next) if goes_on && state == Some(CampaignState::Sending) => {
                self.begin(hold, &next, clocks, now).await?
            }
            _ => false,
        };
        let mut released = Vec::new();
        if !begun {
            if has_next {
                released = self.release(hold, &members, now).await?;
            }
            self.close(hold, now).await?;
            self.accounts().end_trial(&hold.account, hold.trial).await?;
        }
        self.took(hold, parts, now).await?;
        self.give_back(hold, &released).await?;
        Ok(if begun { Turn::Begun } else { Turn::Through })
    }

    /// Extends the lease of a batch that is still held, and counts what was taken, unless the call was recorded before and nobody
    /// heard of it; tells what is held.
    async fn held(
        &mut self,
        sent: &Sent,
        parts: &[Part],
        now: DateTime<Utc>,
        lease: TimeDelta,
    ) -> Result<Option<Held>> {
        let hold = &sent.hold;
        let held = sqlx::query_as!(
            Held,
            r#"update marketing_batches b
             set lease_until = $4, taken_at = case when $5 > 0 then $6 else taken_at end,
                 taken = taken + case when exists (
                     select from marketing_requests r
                     where r.campaign_id = $1 and r.batch = $2 and r.first = $7 and r.state <> 'done')
                 then $5 else 0 end
             where campaign_id = $1 and no = $2 and fence = $3 and state in ('submitting', 'in_doubt')
             returning members, state = 'submitting' as "goes_on!""#,
            hold.campaign.0,
            hold.no,
            hold.fence,
            now + lease,
            index(Part::accepted(parts)),
            now,
            index(sent.members.start)
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        Ok(held)
    }

    /// A call is in doubt where one of its members is. One that was halved is forgotten: others take its place. Of one that was not
    /// begun for all, what was begun is left. What was taken counts at this instant, unless it was recorded before and nobody heard of it.
    async fn mark(&mut self, sent: &Sent, parts: &[Part], now: DateTime<Utc>) -> Result<()> {
        if parts.iter().any(|part| part.ended == Ended::Halved) {
            return self.forget(&sent.hold, &sent.members).await;
        }
        let unbegun = parts.iter().find(|part| part.ended == Ended::Unbegun);
        if let Some(left) = unbegun.and_then(|part| part.members.first()) {
            self.cut(sent, *left).await?;
        }
        let why = parts.iter().find_map(|part| match &part.ended {
            Ended::InDoubt(why) => Some(why.as_str()),
            _ => None,
        });
        sqlx::query!(
            "update marketing_requests
             set state = case when $4::text is null then 'done' else 'in_doubt' end, why = $4,
                 taken = taken + case when state = 'done' then 0 else $5::integer end,
                 taken_at = case when state = 'done' or $5::integer = 0 then taken_at else $6 end
             where campaign_id = $1 and batch = $2 and first = $3",
            sent.hold.campaign.0,
            sent.hold.no,
            index(sent.members.start),
            why,
            index(Part::accepted(parts)),
            now
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Tells of a call that is still under way that the member `left` and those after it are not begun by it any more: they are in
    /// the batch again, or called off with their campaign. Whoever dies now leaves only the others in doubt. Nothing happens where
    /// the batch is not held any more.
    ///
    /// # Errors
    /// [`crate::StoreError`]: then it is told again when the call is recorded.
    pub async fn narrow(&mut self, sent: &Sent, left: usize, now: DateTime<Utc>) -> Result<()> {
        let hold = &sent.hold;
        let state = hold_campaign(self.conn, hold.campaign).await?;
        let Some(members) = self.lock_intended(hold).await? else { return Ok(()) };
        let is_under_way = matches!(state, Some(CampaignState::Sending | CampaignState::Paused));
        let part = Part { members: (left..sent.members.end).collect(), ended: Ended::Unbegun };
        self.record(hold, &members, &[part], is_under_way, now).await?;
        self.cut(sent, left).await
    }

    /// A call carries no more than the members before this one.
    async fn cut(&mut self, sent: &Sent, left: usize) -> Result<()> {
        sqlx::query!(
            "with nothing as (delete from marketing_requests
                              where campaign_id = $1 and batch = $2 and first = $3 and first >= $4)
             update marketing_requests set beyond = $4 where campaign_id = $1 and batch = $2 and first = $3 and first < $4",
            sent.hold.campaign.0,
            sent.hold.no,
            index(sent.members.start),
            index(left)
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    pub(super) async fn forget(&mut self, hold: &Hold, members: &Range<usize>) -> Result<()> {
        sqlx::query!(
            "delete from marketing_requests where campaign_id = $1 and batch = $2 and first = $3 and beyond = $4",
            hold.campaign.0,
            hold.no,
            index(members.start),
            index(members.end)
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// A batch that is held and of which no call is under way is done, or in doubt. Doubt that is new is looked at soon; whoever
    /// looks at one already keeps it for as long as they took it.
    pub(super) async fn close(&mut self, hold: &Hold, now: DateTime<Utc>) -> Result<()> {
        sqlx::query!(
            "update marketing_batches b
             set state = r.state,
                 lease_until = case when r.state = 'done' then null
                                    when b.state = 'submitting' then $3::timestamptz
                                    else b.lease_until end
             from (select case when coalesce(bool_or(state = 'in_doubt'), false) then 'in_doubt' else 'done' end as state
                   from marketing_requests where campaign_id = $1 and batch = $2
                   having not coalesce(bool_or(state = 'open'), false)) r
             where b.campaign_id = $1 and b.no = $2 and b.fence = $4 and b.state in ('submitting', 'in_doubt')",
            hold.campaign.0,
            hold.no,
            now + FRESH,
            hold.fence
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }
}
