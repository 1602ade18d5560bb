//! Whether a call may be made again of which nobody knows how it ended.

use chrono::{DateTime, Utc};
use domain::campaign::CampaignState;

use super::{Batches, Clocks, Sent, begin::numbers, hold_campaign};
use crate::Result;

impl Batches<'_> {
    /// Whether a call may be repeated: its campaign is sending, its account does not rest, everybody in it may still be written
    /// to, for nobody in it is it a quiet hour, and nobody in it had a no of their own and waits for another batch.
    ///
    /// # Errors
    /// [`crate::StoreError`]: then the call may not be made.
    pub async fn may_repeat(&mut self, sent: &Sent, clocks: &dyn Clocks, now: DateTime<Utc>) -> Result<bool> {
        let hold = &sent.hold;
        let sending = hold_campaign(self.conn, hold.campaign).await? == Some(CampaignState::Sending);
        if !sending || self.rests(hold, now).await? || self.have_left(sent).await? {
            return Ok(false);
        }
        let members = self.intended(hold, now).await?;
        let Some(called) = members.get(sent.members.clone()) else { return Ok(false) };
        Ok(called.iter().all(|member| member.refused.is_none() && member.capped_until.is_none())
            && !self.is_quiet(hold, &numbers(called), clocks).await?)
    }

    async fn have_left(&mut self, sent: &Sent) -> Result<bool> {
        let left = sqlx::query_scalar!(
            r#"select exists (
                   select from marketing_batches b
                   join marketing_delivery_state s on s.campaign_id = $1 and s.number = any(b.members[$3 + 1 : $4])
                   where b.campaign_id = $1 and b.no = $2 and s.batch is distinct from $2) as "left!""#,
            sent.hold.campaign.0,
            sent.hold.no,
            super::index(sent.members.start),
            super::index(sent.members.end)
        );
        Ok(left.fetch_one(&mut *self.conn).await?)
    }
}
