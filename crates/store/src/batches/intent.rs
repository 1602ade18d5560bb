//! The intent: what is about to be sent, committed before the first byte leaves.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    audience::ExclusionReason,
    campaign::CampaignState,
    delivery::{Contribution, DeliveryState},
};
use sqlx::types::Uuid;

use super::{Batches, Hold, hold_campaign, index};
use crate::{
    Result,
    standings::{Said, raise},
};

/// What is about to be sent.
#[derive(Debug, Clone, Copy)]
pub struct Intent<'a> {
    /// What the keys of the calls follow from.
    pub key: Uuid,
    /// Who it is sent to, in the order of the calls.
    pub kept: &'a [u32],
    /// Who it is not sent to any more, and why.
    pub dropped: &'a [(u32, ExclusionReason)],
    /// Who cannot be written for: the message has no form for this person.
    pub failed: &'a [(u32, String)],
    /// The calls: for each the first member of `kept` and the one after the last.
    pub calls: &'a [(usize, usize)],
}

impl Batches<'_> {
    /// Records an intent. False where the batch is not held any more, or the campaign may not send any more: then undo the
    /// transaction and send nothing.
    ///
    /// # Errors
    /// [`crate::StoreError`]: then nothing may be sent.
    pub async fn intend(
        &mut self,
        hold: &Hold,
        intent: Intent<'_>,
        now: DateTime<Utc>,
        lease: TimeDelta,
    ) -> Result<bool> {
        let campaign = hold.campaign.0;
        let sending = hold_campaign(self.conn, hold.campaign).await? == Some(CampaignState::Sending);
        if !sending || !self.submit(hold, intent, now, lease).await? {
            return Ok(false);
        }
        let dropped =
            intent.dropped.iter().map(|(number, why)| (*number, DeliveryState::Dropped, why.to_string()));
        let failed = intent.failed.iter().map(|(number, why)| (*number, DeliveryState::Failed, why.clone()));
        let said = dropped.chain(failed).map(|(number, state, why)| Said {
            key: (campaign, number.cast_signed()),
            contribution: Contribution::ours(state, Some(why)),
            at: now,
        });
        raise(self.conn, said.collect(), now).await?;
        self.insert_calls(hold, intent.calls).await?;
        self.set_submitting(hold, intent.kept).await
    }

    /// A batch of which nothing is left to send is done.
    async fn submit(
        &mut self,
        hold: &Hold,
        intent: Intent<'_>,
        now: DateTime<Utc>,
        lease: TimeDelta,
    ) -> Result<bool> {
        let kept = signed(intent.kept);
        let state = if kept.is_empty() { "done" } else { "submitting" };
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
            &kept
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(submitted.rows_affected() == 1)
    }

    pub(super) async fn insert_calls(&mut self, hold: &Hold, calls: &[(usize, usize)]) -> Result<()> {
        let (first, beyond): (Vec<_>, Vec<_>) =
            calls.iter().map(|(first, beyond)| (index(*first), index(*beyond))).unzip();
        sqlx::query!(
            "insert into marketing_requests (campaign_id, batch, first, beyond)
             select $1, $2, * from unnest($3::integer[], $4::integer[])",
            hold.campaign.0,
            hold.no,
            &first,
            &beyond
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// False where one of them has gone another way meanwhile.
    async fn set_submitting(&mut self, hold: &Hold, kept: &[u32]) -> Result<bool> {
        let submitting = DeliveryState::Submitting.rank();
        let set = sqlx::query!(
            "update marketing_delivery_state set rank = $3
             where campaign_id = $1 and number = any($2) and rank < $3 and batch = $4",
            hold.campaign.0,
            &signed(kept),
            submitting,
            hold.no
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(usize::try_from(set.rows_affected()).is_ok_and(|set| set == kept.len()))
    }
}

fn signed(numbers: &[u32]) -> Vec<i32> {
    numbers.iter().map(|number| number.cast_signed()).collect()
}
