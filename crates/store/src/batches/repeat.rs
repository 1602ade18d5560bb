//! Messages that their provider took and refused later, back among those that wait.

use chrono::{DateTime, Utc};
use domain::{
    CampaignId,
    campaign::{CampaignAct, CampaignState},
};

use super::Batches;
use crate::{Result, campaigns::word, standings::decide};

/// Most messages of one step.
const AT_A_TIME: i64 = 1_000;

/// A delivery that was refused after it had been taken.
struct Refused {
    number: i32,
    /// Whether the message that was refused is the one whose acceptance was recorded.
    is_certain: bool,
}

impl Batches<'_> {
    /// Puts messages of one campaign back that are to be repeated: the call that they left by is recorded, so that nobody takes them for
    /// accepted afterwards. Each counts as a try, and a campaign that was finished is sending again. Who received the message after all
    /// is left alone, and so is whose message was in doubt: another one may be on its way. True where there was something to do.
    pub(super) async fn call_back(&mut self, now: DateTime<Utc>) -> Result<bool> {
        let Some((campaign, state)) = self.repeating_campaign().await? else { return Ok(false) };
        if state == CampaignState::Finished {
            self.campaigns().act(campaign, CampaignAct::Reopen, None, now).await?;
        }
        let due = self.refused(campaign).await?;
        let certain = due.iter().filter(|refused| refused.is_certain);
        let keys = certain.map(|refused| (campaign.0, refused.number)).collect();
        let due: Vec<_> = due.iter().map(|refused| refused.number).collect();
        let repeated = decide(self.conn, keys, |standing| standing.repeated(), now).await?;
        self.let_wait_again(campaign, &repeated).await?;
        self.note_called(campaign, &due, &repeated, now).await?;
        Ok(true)
    }

    async fn refused(&mut self, campaign: CampaignId) -> Result<Vec<Refused>> {
        let refused = sqlx::query_as!(
            Refused,
            r#"select r.number, bool_and(exists (select from marketing_message_ids m
                                                 where m.account = r.account and m.message_id = r.message_id)) as "is_certain!"
               from marketing_repeats r
               join marketing_delivery_state s on s.campaign_id = r.campaign_id and s.number = r.number
               left join marketing_batches b on b.campaign_id = r.campaign_id and b.no = s.batch
               where r.campaign_id = $1 and r.called_at is null and not r.given_up and coalesce(b.state, 'done') = 'done'
               group by r.number order by r.number limit $2"#,
            campaign.0,
            AT_A_TIME
        );
        Ok(refused.fetch_all(&mut *self.conn).await?)
    }

    /// The row of the campaign stays locked: nobody calls it off meanwhile.
    async fn repeating_campaign(&mut self) -> Result<Option<(CampaignId, CampaignState)>> {
        let row = sqlx::query!(
            r#"select c.marketing_id as "id!", c.marketing_state as "state!" from prospecting_campaigns c
               where c.marketing_archived_at is null and c.marketing_state in ('sending', 'paused', 'finished')
                 and c.marketing_id in (
                     select r.campaign_id from marketing_repeats r
                     join marketing_delivery_state s on s.campaign_id = r.campaign_id and s.number = r.number
                     left join marketing_batches b on b.campaign_id = r.campaign_id and b.no = s.batch
                     where r.called_at is null and not r.given_up and coalesce(b.state, 'done') = 'done')
               order by c.marketing_id limit 1 for share of c skip locked"#
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        row.map(|row| Ok((CampaignId(row.id), word(&row.state, "campaign state")?))).transpose()
    }

    async fn let_wait_again(&mut self, campaign: CampaignId, numbers: &[i32]) -> Result<()> {
        sqlx::query!(
            "update marketing_delivery_state s
             set batch = null, attempts = s.attempts + 1, next_at = r.again_at, code = r.code
             from (select number, max(again_at) as again_at, max(code) as code from marketing_repeats
                   where campaign_id = $1 and number = any($2) and called_at is null and not given_up group by number) as r
             where s.campaign_id = $1 and s.number = r.number",
            campaign.0,
            numbers
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Of those that are not repeated after all, nothing is kept.
    async fn note_called(
        &mut self,
        campaign: CampaignId,
        due: &[i32],
        repeated: &[i32],
        now: DateTime<Utc>,
    ) -> Result<()> {
        sqlx::query!(
            "delete from marketing_repeats
             where campaign_id = $1 and number = any($2) and not number = any($3) and called_at is null
               and not given_up",
            campaign.0,
            due,
            repeated
        )
        .execute(&mut *self.conn)
        .await?;
        sqlx::query!(
            "update marketing_repeats set called_at = $3
             where campaign_id = $1 and number = any($2) and called_at is null and not given_up",
            campaign.0,
            repeated,
            now
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }
}
