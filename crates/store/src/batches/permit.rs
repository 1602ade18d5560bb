//! Whether a call may still be made that was meant to be made a while ago.

use chrono::{DateTime, Utc};

use super::{Batches, Sent};
use crate::Result;

impl Batches<'_> {
    /// Whether a call may be made now, for the first time or again: its campaign is sending, its account does not rest, and
    /// everybody in it may still be written to.
    ///
    /// # Errors
    /// [`crate::StoreError`]: then the call may not be made.
    pub async fn may_send(&mut self, sent: &Sent, now: DateTime<Utc>) -> Result<bool> {
        if !self.goes_on(sent, now).await? {
            return Ok(false);
        }
        let members = self.intended(&sent.hold).await?;
        let called = members.get(sent.members.clone());
        Ok(called.is_some_and(|called| called.iter().all(|member| member.refused.is_none())))
    }

    async fn goes_on(&mut self, sent: &Sent, now: DateTime<Utc>) -> Result<bool> {
        let goes_on = sqlx::query_scalar!(
            r#"select exists (select from prospecting_campaigns where marketing_id = $1 and marketing_state = 'sending')
                   and not exists (select from marketing_accounts_state
                                   where account = $2 and paused_code is not null
                                     and (paused_until is null or paused_until > $3)) as "goes_on!""#,
            sent.hold.campaign.0,
            sent.hold.account.0,
            now
        );
        Ok(goes_on.fetch_one(&mut *self.conn).await?)
    }
}
