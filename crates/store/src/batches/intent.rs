//! The intent: what is about to be sent, committed before the first byte leaves.

use std::ops::Range;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    audience::ExclusionReason,
    campaign::CampaignState,
    delivery::{Contribution, DeliveryState},
    pace::WaitReason,
};
use sqlx::types::Uuid;

use super::{Batches, Call, Clocks, Hold, Member, begin::numbers, hold_campaign};
use crate::{
    Result,
    standings::{Said, raise},
};

/// What is about to be sent.
#[derive(Debug, Clone)]
pub struct Intent<'a> {
    /// What the keys of the calls follow from.
    pub key: Uuid,
    /// Who it is sent to, in the order of the calls, as the messages were written.
    pub kept: &'a [Member],
    /// Who it is not sent to any more, and why.
    pub dropped: &'a [(u32, ExclusionReason)],
    /// Who cannot be written for: the message has no form for this person.
    pub failed: &'a [(u32, String)],
    /// Who waits until then (UTC): Meta delivers nothing to them for now.
    pub capped: &'a [(u32, DateTime<Utc>)],
    /// The first call, which is begun; none where nobody is left to write to.
    pub first: Option<Call<'a>>,
}

impl Intent<'_> {
    /// Those who do not leave after all.
    fn left_out(&self) -> Vec<i32> {
        let dropped = self.dropped.iter().map(|(number, _)| number.cast_signed());
        let failed = self.failed.iter().map(|(number, _)| number.cast_signed());
        dropped.chain(failed).chain(self.capped.iter().map(|(number, _)| number.cast_signed())).collect()
    }
}

impl Batches<'_> {
    /// Records an intent, and begins its first call. False where the batch is not held any more, the campaign may not send any
    /// more, or that call may not be made as it was written: then undo the transaction and send nothing.
    ///
    /// # Errors
    /// [`crate::StoreError`]: then nothing may be sent.
    pub async fn intend(
        &mut self,
        hold: &Hold,
        intent: Intent<'_>,
        clocks: &dyn Clocks,
        now: DateTime<Utc>,
        lease: TimeDelta,
    ) -> Result<bool> {
        let sending = hold_campaign(self.conn, hold.campaign).await? == Some(CampaignState::Sending);
        if !sending || !self.submit(hold, &intent, now, lease).await? {
            return Ok(false);
        }
        let dropped =
            intent.dropped.iter().map(|(number, why)| (*number, DeliveryState::Dropped, why.to_string()));
        let numbers: Vec<_> = intent.failed.iter().map(|(number, _)| number.cast_signed()).collect();
        let doubted = self.doubted(hold, &numbers).await?;
        let failed = intent.failed.iter().map(|(number, why)| {
            let may_have_it = doubted.contains(&number.cast_signed());
            let state = if may_have_it { DeliveryState::Unknown } else { DeliveryState::Failed };
            (*number, state, why.clone())
        });
        let said = dropped.chain(failed).map(|(number, state, why)| Said {
            key: (hold.campaign.0, number.cast_signed()),
            contribution: Contribution::ours(state, Some(why)),
            at: now,
        });
        raise(self.conn, said.collect(), now).await?;
        let capped: Vec<_> =
            intent.capped.iter().map(|(number, until)| (number.cast_signed(), *until)).collect();
        self.send_away(hold, &capped, WaitReason::Capped, now).await?;
        let begun = match &intent.first {
            Some(first) => self.begin(hold, first, clocks, now).await?,
            None => {
                self.accounts().end_trial(&hold.account, hold.trial).await?;
                true
            }
        };
        self.give_back(hold, &intent.left_out()).await?;
        Ok(begun)
    }

    /// A batch of which nothing is left to send is done.
    async fn submit(
        &mut self,
        hold: &Hold,
        intent: &Intent<'_>,
        now: DateTime<Utc>,
        lease: TimeDelta,
    ) -> Result<bool> {
        let state = if intent.first.is_none() { "done" } else { "submitting" };
        let submitted = sqlx::query!(
            "update marketing_batches set state = $4, key = $5, submitted_at = $6, lease_until = $7, members = $8
             where campaign_id = $1 and no = $2 and fence = $3 and state = 'claimed'",
            hold.campaign.0,
            hold.no,
            hold.fence,
            state,
            intent.key,
            now,
            now + lease,
            &numbers(intent.kept)
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(submitted.rows_affected() == 1)
    }

    /// Undoes an intent of which nobody heard whether it was committed, and whose first call was not made: everybody of the batch
    /// waits for another one, also where the call was thought in doubt meanwhile. Nothing happens where the intent was not committed,
    /// or the batch is not held any more.
    ///
    /// # Errors
    /// [`crate::StoreError`]: then the call is in doubt once the lease ends.
    pub async fn take_back(&mut self, hold: &Hold, first: &Range<usize>, now: DateTime<Utc>) -> Result<()> {
        let state = hold_campaign(self.conn, hold.campaign).await?;
        let Some(members) = self.lock_intended(hold).await? else { return Ok(()) };
        self.forget(hold, first).await?;
        if matches!(state, Some(CampaignState::Sending | CampaignState::Paused)) {
            self.put_back(hold, &members).await?;
        } else {
            self.end(hold, &members, DeliveryState::Cancelled, None, now).await?;
        }
        let released = self.release(hold, &members, now).await?;
        self.close(hold, now).await?;
        self.accounts().end_trial(&hold.account, hold.trial).await?;
        self.give_back(hold, &released).await
    }

    pub(super) async fn lock_intended(&mut self, hold: &Hold) -> Result<Option<Vec<i32>>> {
        let members = sqlx::query_scalar!(
            "select members from marketing_batches
             where campaign_id = $1 and no = $2 and fence = $3 and state in ('submitting', 'in_doubt') for update",
            hold.campaign.0,
            hold.no,
            hold.fence
        );
        Ok(members.fetch_optional(&mut *self.conn).await?)
    }
}
