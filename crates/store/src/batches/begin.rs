//! Beginning a call: the last moment at which anybody is asked, in the transaction that says that it is made.

use std::{collections::BTreeMap, ops::Range};

use chrono::{DateTime, Utc};
use domain::delivery::{DeliveryState, Mark, Marks};

use super::{Batches, Clocks, Hold, Member, index};
use crate::{Result, runs::Runs};

/// A call that is about to be made.
#[derive(Debug, Clone)]
pub struct Call<'a> {
    /// Which members of the batch it carries, by index; one at least.
    pub members: Range<usize>,
    /// Those members, as their messages were written.
    pub written: &'a [Member],
}

impl Batches<'_> {
    /// Begins a call of a batch that is held, of a campaign that is sending: from here on its messages may have left, and each is
    /// tracked as it was written. False where the account rests, or anybody in it has a quiet hour, may not be written to any more,
    /// does not grant the tracking that their message has, or has gone another way: then nothing is begun.
    pub(super) async fn begin(
        &mut self,
        hold: &Hold,
        call: &Call<'_>,
        clocks: &dyn Clocks,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        if self.rests(hold, now).await? || self.is_quiet(hold, &numbers(call.written), clocks).await? {
            return Ok(false);
        }
        let begun = self.set_submitting(hold, call.written).await?;
        let may_leave = begun && self.may_leave(hold, call.written, now).await?;
        if may_leave {
            self.open(hold, &call.members, now).await?;
        } else {
            // Where an earlier try to begin it was committed unheard, its trace goes too.
            self.forget(hold, &call.members).await?;
            self.put_back(hold, &numbers(call.written)).await?;
        }
        Ok(may_leave)
    }

    /// Whether nothing leaves by the batch's account at the moment.
    pub(super) async fn rests(&mut self, hold: &Hold, now: DateTime<Utc>) -> Result<bool> {
        let rests = sqlx::query_scalar!(
            r#"select exists (select from marketing_accounts_state
                              where account = $1 and paused_code is not null
                                and (paused_until is null or paused_until > $2)) as "rests!""#,
            hold.account.0,
            now
        );
        Ok(rests.fetch_one(&mut *self.conn).await?)
    }

    /// What has not left is on its way, each tracked as its message was written. False where anybody has gone another way.
    async fn set_submitting(&mut self, hold: &Hold, written: &[Member]) -> Result<bool> {
        let mut alike = BTreeMap::<i32, Vec<i32>>::new();
        for member in written {
            alike.entry(untracked(member).0).or_default().push(member.number.cast_signed());
        }
        let mut set = 0;
        for (untracked, numbers) in alike {
            let runs = Runs::of(&numbers);
            let updated = sqlx::query!(
                "update marketing_delivery_state s set rank = $4, marks = s.marks & ~$6::integer
                 from unnest($2::integer[], $3::integer[]) as r (first, last)
                 where s.campaign_id = $1 and s.number between r.first and r.last and s.rank < $4 and s.batch = $5",
                hold.campaign.0,
                &runs.first,
                &runs.last,
                DeliveryState::Submitting.rank(),
                hold.no,
                untracked
            );
            set += updated.execute(&mut *self.conn).await?.rows_affected();
        }
        Ok(set == written.len() as u64)
    }

    async fn open(&mut self, hold: &Hold, members: &Range<usize>, now: DateTime<Utc>) -> Result<()> {
        sqlx::query!(
            "insert into marketing_requests (campaign_id, batch, first, beyond, begun_at) values ($1, $2, $3, $4, $5)
             -- It was begun before, nobody heard of it, and it was not made.
             on conflict (campaign_id, batch, first, beyond) do update set state = 'open', why = null, begun_at = $5",
            hold.campaign.0,
            hold.no,
            index(members.start),
            index(members.end),
            now
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Messages that were to leave by a call and have not are in their batch again.
    pub(super) async fn put_back(&mut self, hold: &Hold, numbers: &[i32]) -> Result<()> {
        sqlx::query!(
            "update marketing_delivery_state set rank = $4
             where campaign_id = $1 and number = any($2) and batch = $3 and rank = $5",
            hold.campaign.0,
            numbers,
            hold.no,
            DeliveryState::Batched.rank(),
            DeliveryState::Submitting.rank()
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Messages of a batch that were not begun leave it: they wait for another one, and have not been tried. Tells which.
    pub(super) async fn release(
        &mut self,
        hold: &Hold,
        numbers: &[i32],
        now: DateTime<Utc>,
    ) -> Result<Vec<i32>> {
        let released = sqlx::query_scalar!(
            "update marketing_delivery_state set rank = $4, batch = null, next_at = $6, changed_at = $6
             where campaign_id = $1 and number = any($2) and batch = $3 and rank < $5
             returning number",
            hold.campaign.0,
            numbers,
            hold.no,
            DeliveryState::Planned.rank(),
            DeliveryState::Submitting.rank(),
            now
        );
        Ok(released.fetch_all(&mut *self.conn).await?)
    }
}

pub(super) fn numbers(members: &[Member]) -> Vec<i32> {
    members.iter().map(|member| member.number.cast_signed()).collect()
}

/// The marks that a message does not have which leaves without tracking.
fn untracked(member: &Member) -> Marks {
    let tracked = [(Mark::OpensTracked, member.opens_tracked), (Mark::ClicksTracked, member.clicks_tracked)];
    tracked.into_iter().filter_map(|(mark, tracked)| (!tracked).then_some(mark)).collect()
}
