//! Parting a batch by who may go now.

use chrono::{DateTime, Utc};
use domain::pace::WaitReason;

use super::{Batches, Claimed, Hold};
use crate::Result;

/// How a batch was parted.
pub(super) struct Parted {
    pub(super) go: Vec<i32>,
    pub(super) rest: Vec<i32>,
    /// Those of all who get free text in their open window.
    pub(super) in_window: Vec<i32>,
    /// When the rest is due, where that alone waits.
    pub(super) put_off: Option<DateTime<Utc>>,
}

impl Batches<'_> {
    /// Those who go are held; the others are a batch that is ready. What stays keeps its number, for it is the larger part.
    pub(super) async fn part(&mut self, hold: Hold, parted: Parted, now: DateTime<Utc>) -> Result<Claimed> {
        let Parted { go, rest, in_window, put_off } = parted;
        if rest.is_empty() && !go.is_empty() {
            self.keep_claimed(&hold, &go, &in_window, now).await?;
            return Ok(Claimed::Batch(hold));
        }
        let held = if go.is_empty() { None } else { Some(self.split(&hold, (&go, &in_window), now).await?) };
        self.keep_rest(&hold, &rest, put_off).await?;
        Ok(held.map_or(Claimed::PutOff(hold.account), Claimed::Batch))
    }

    async fn keep_claimed(
        &mut self,
        hold: &Hold,
        members: &[i32],
        in_window: &[i32],
        now: DateTime<Utc>,
    ) -> Result<()> {
        sqlx::query!(
            "update marketing_batches
             set members = $3, state = 'claimed', paced_at = $4, in_window = $5, waits_for = null
             where campaign_id = $1 and no = $2",
            hold.campaign.0,
            hold.no,
            members,
            now,
            in_window
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Nothing of it is taken. Where it waits for the number to begin anew, it alone does.
    async fn keep_rest(
        &mut self,
        hold: &Hold,
        members: &[i32],
        put_off: Option<DateTime<Utc>>,
    ) -> Result<()> {
        sqlx::query!(
            "update marketing_batches
             set members = $3, state = $4, paced_at = null, in_window = '{}', lease_until = null, due_at = coalesce($5, due_at),
                 waits_for = case when $5::timestamptz is not null then $6 end
             where campaign_id = $1 and no = $2",
            hold.campaign.0,
            hold.no,
            members,
            if members.is_empty() { "done" } else { "ready" },
            put_off,
            WaitReason::AccountPace.as_str()
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Makes a part of a held batch a batch of its own, held as the whole was.
    async fn split(
        &mut self,
        hold: &Hold,
        (members, in_window): (&[i32], &[i32]),
        now: DateTime<Utc>,
    ) -> Result<Hold> {
        let part = sqlx::query!(
            "insert into marketing_batches
                 (campaign_id, no, account, moved_from, due_at, members, state, fence, lease_until, paced_at, in_window)
             select campaign_id, (select max(no) + 1 from marketing_batches where campaign_id = $1), account, moved_from,
                    due_at, $3, state, 1, lease_until, $4, $5
             from marketing_batches where campaign_id = $1 and no = $2
             returning no, fence",
            hold.campaign.0,
            hold.no,
            members,
            now,
            in_window
        )
        .fetch_one(&mut *self.conn)
        .await?;
        sqlx::query!(
            "update marketing_delivery_state set batch = $3 where campaign_id = $1 and number = any($2)",
            hold.campaign.0,
            members,
            part.no
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(Hold { no: part.no, fence: part.fence, ..hold.clone() })
    }
}
