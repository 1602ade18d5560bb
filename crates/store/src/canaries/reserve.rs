//! Keeping the rest back, and letting it go.

use chrono::{DateTime, Utc};
use domain::CampaignId;

use super::Canaries;
use crate::Result;

impl Canaries<'_> {
    /// Keeps everybody beyond the first `people` back, in the transaction that planned them.
    pub(crate) async fn reserve(&mut self, campaign: CampaignId, people: i32) -> Result<()> {
        sqlx::query!(
            "insert into marketing_canaries (campaign_id, people) values ($1, $2)",
            campaign.0,
            people
        )
        .execute(&mut *self.conn)
        .await?;
        self.part(campaign, people).await?;
        sqlx::query!(
            "update marketing_batches set state = 'reserved' where campaign_id = $1 and members[1] > $2",
            campaign.0,
            people
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// The batch in which the first few end becomes two.
    async fn part(&mut self, campaign: CampaignId, people: i32) -> Result<()> {
        let rest = sqlx::query!(
            r#"with whole as (select * from marketing_batches
                              where campaign_id = $1 and members[1] <= $2 and members[cardinality(members)] > $2),
                    first as (update marketing_batches b
                              set members = array(select m from unnest(b.members) m where m <= $2 order by m)
                              from whole where b.campaign_id = $1 and b.no = whole.no)
               insert into marketing_batches (campaign_id, no, account, due_at, members, state)
               select $1, (select max(no) + 1 from marketing_batches where campaign_id = $1), account, due_at,
                      array(select m from unnest(members) m where m > $2 order by m), 'reserved'
               from whole returning no, members"#,
            campaign.0,
            people
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        let Some(rest) = rest else { return Ok(()) };
        sqlx::query!(
            "update marketing_delivery_state set batch = $3 where campaign_id = $1 and number = any($2)",
            campaign.0,
            &rest.members,
            rest.no
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Lets the rest go. The campaign's row is locked by the caller.
    pub(super) async fn release(&mut self, campaign: CampaignId, now: DateTime<Utc>) -> Result<()> {
        sqlx::query!(
            "update marketing_batches set state = 'ready', due_at = $2 where campaign_id = $1 and state = 'reserved'",
            campaign.0,
            now
        )
        .execute(&mut *self.conn)
        .await?;
        sqlx::query!(
            "update marketing_canaries set released_at = $2 where campaign_id = $1",
            campaign.0,
            now
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// A campaign goes on that was paused because its canary was not well: that sends the rest. One that was paused otherwise goes
    /// on waiting. The campaign's row is locked by the caller.
    pub(crate) async fn go_on(&mut self, campaign: CampaignId, now: DateTime<Utc>) -> Result<()> {
        let kept_back = sqlx::query_scalar!(
            r#"select exists (select from marketing_canaries
                              where campaign_id = $1 and decision = 'unwell' and released_at is null) as "kept_back!""#,
            campaign.0
        );
        if kept_back.fetch_one(&mut *self.conn).await? {
            self.release(campaign, now).await?;
        }
        Ok(())
    }
}
