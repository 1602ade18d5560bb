//! The intent: what is about to be sent, committed before the first byte leaves.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    audience::ExclusionReason,
    campaign::CampaignState,
    delivery::{Contribution, DeliveryState, Mark, Marks},
};
use sqlx::types::Uuid;

use super::{Batches, Hold, Member, hold_campaign, index};
use crate::{
    Result,
    standings::{Said, raise},
};

/// What is about to be sent.
#[derive(Debug, Clone, Copy)]
pub struct Intent<'a> {
    /// What the keys of the calls follow from.
    pub key: Uuid,
    /// Who it is sent to, in the order of the calls, as the messages were written.
    pub kept: &'a [Member],
    /// Who it is not sent to any more, and why.
    pub dropped: &'a [(u32, ExclusionReason)],
    /// Who cannot be written for: the message has no form for this person.
    pub failed: &'a [(u32, String)],
    /// The calls: for each the first member of `kept` and the one after the last.
    pub calls: &'a [(usize, usize)],
}

impl Batches<'_> {
    /// Records an intent. False where the batch is not held any more, the campaign may not send any more, or somebody has decided
    /// something since the messages were written: then undo the transaction and send nothing. From here on each message is
    /// tracked as it was written, and counts so.
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
        if self.members(hold).await? != intent.kept {
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
        let kept = numbers(intent.kept);
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
    async fn set_submitting(&mut self, hold: &Hold, kept: &[Member]) -> Result<bool> {
        let submitting = DeliveryState::Submitting.rank();
        let untracked: Vec<_> = kept.iter().map(|member| untracked(member).0).collect();
        let set = sqlx::query!(
            "update marketing_delivery_state s set rank = $3, marks = s.marks & ~k.untracked
             from unnest($2::integer[], $5::integer[]) as k (number, untracked)
             where s.campaign_id = $1 and s.number = k.number and s.rank < $3 and s.batch = $4",
            hold.campaign.0,
            &numbers(kept),
            submitting,
            hold.no,
            &untracked
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(usize::try_from(set.rows_affected()).is_ok_and(|set| set == kept.len()))
    }
}

fn numbers(members: &[Member]) -> Vec<i32> {
    members.iter().map(|member| member.number.cast_signed()).collect()
}

/// The marks that a message does not have which leaves without tracking.
fn untracked(member: &Member) -> Marks {
    let tracked = [(Mark::OpensTracked, member.opens_tracked), (Mark::ClicksTracked, member.clicks_tracked)];
    tracked.into_iter().filter_map(|(mark, tracked)| (!tracked).then_some(mark)).collect()
}
