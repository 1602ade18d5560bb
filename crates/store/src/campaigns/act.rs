//! What happens to a campaign: every change of its state goes through here.

use chrono::{DateTime, Utc};
use domain::{
    CampaignId,
    campaign::{Campaign, CampaignAct, CampaignState},
    delivery::{DeliveryState, Marks, Standing},
};

use super::Campaigns;
use crate::{
    Canaries, Change, Result, StoreError,
    change::judge,
    deltas::Deltas,
    signal::{channel, notify},
    standings::{count, hour},
};

/// Lets a campaign leave.
#[derive(Debug, Clone, Copy)]
pub struct Launch<'a> {
    /// The version that was looked at; none for whichever it is.
    pub expected_version: Option<i64>,
    /// When it leaves; now, or before, for at once.
    pub due_at: DateTime<Utc>,
    /// Who launches it.
    pub by: &'a str,
    /// The instant.
    pub now: DateTime<Utc>,
}

impl Campaigns<'_> {
    /// Launches a campaign, with its e-mail part. [`Change::NotEditable`] where its state does not allow it, or it is put away.
    ///
    /// # Errors
    /// [`StoreError::SuiteRefused`] by the suite's own rules.
    pub async fn launch(&mut self, id: CampaignId, launch: Launch<'_>) -> Result<Change<Campaign>> {
        let change = self.launch_one(id, launch).await?;
        if let Change::Done(Campaign { email_part: Some(part), .. }) = change {
            self.launch_part(part, launch).await?;
        }
        Ok(change)
    }

    pub(super) async fn launch_one(
        &mut self,
        id: CampaignId,
        launch: Launch<'_>,
    ) -> Result<Change<Campaign>> {
        let found = self.lock(id).await?;
        let expected = |row: &Campaign| launch.expected_version.is_none_or(|version| version == row.version);
        let may = |row: &Campaign| !row.archived && row.state.after(CampaignAct::Launch).is_some();
        if let Err(refusal) = judge(found, expected, may) {
            return Ok(refusal);
        }
        sqlx::query!(
            "update prospecting_campaigns
             set marketing_due_at = $2, marketing_launched_by = $3, marketing_launched_at = $4 where marketing_id = $1",
            id.0,
            launch.due_at,
            launch.by,
            launch.now
        )
        .execute(&mut *self.conn)
        .await
        .map_err(StoreError::of_suite_write)?;
        self.act(id, CampaignAct::Launch, None, launch.now).await
    }

    /// Does something to a campaign, with what follows from it: one that is called off, or cannot go on, calls off what has not
    /// left.
    /// [`Change::NotEditable`], with the campaign as it stands, where its state does not allow it.
    ///
    /// # Errors
    /// [`StoreError::SuiteRefused`] by the suite's own rules.
    pub async fn act(
        &mut self,
        id: CampaignId,
        act: CampaignAct,
        reason: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<Change<Campaign>> {
        let Some(found) = self.lock(id).await? else { return Ok(Change::Missing) };
        let Some(state) = found.state.after(act) else { return Ok(Change::NotEditable(found)) };
        if matches!(act, CampaignAct::Cancel | CampaignAct::Fail) {
            self.call_off(id, now).await?;
        }
        if act == CampaignAct::Resume {
            Canaries { conn: &mut *self.conn }.go_on(id, now).await?;
        }
        self.set_state(&found, state, reason, now).await?;
        for heard in [channel::CAMPAIGNS, channel::PROGRESS] {
            notify(self.conn, heard, &id.to_string()).await?;
        }
        self.must_find(id).await.map(Change::Done)
    }

    async fn set_state(
        &mut self,
        found: &Campaign,
        state: CampaignState,
        reason: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let ended =
            matches!(state, CampaignState::Finished | CampaignState::Cancelled | CampaignState::Failed);
        let due_at = found.due_at.filter(|_| state != CampaignState::Draft);
        sqlx::query!(
            "update prospecting_campaigns
             set marketing_state = $2, marketing_state_reason = $3, marketing_due_at = $4, marketing_finished_at = $5,
                 marketing_updated_at = $6
             where marketing_id = $1",
            found.id.0,
            state.as_str(),
            reason,
            due_at,
            ended.then_some(now),
            now
        )
        .execute(&mut *self.conn)
        .await
        .map_err(StoreError::of_suite_write)?;
        Ok(())
    }

    /// Ends the batches that nobody has begun to send, whoever has claimed them, and the deliveries that wait. Batches first, as
    /// senders do, so that neither waits for the other in a ring; and once more, for what a claim parted while it was waited for.
    async fn call_off(&mut self, id: CampaignId, now: DateTime<Utc>) -> Result<()> {
        self.end_batches(id).await?;
        self.end_batches(id).await?;
        let called_off = sqlx::query!(
            r#"with called_off as (
                   update marketing_delivery_state set rank = $2, batch = null, next_at = null, changed_at = $3
                   where campaign_id = $1 and rank < $4 returning code)
               select code, count(*) as "deliveries!" from called_off group by code"#,
            id.0,
            DeliveryState::Cancelled.rank(),
            now,
            DeliveryState::Submitting.rank()
        )
        .fetch_all(&mut *self.conn)
        .await?;
        let (mut deltas, hour) = (Deltas::default(), hour(now)?);
        for row in called_off {
            let at = |state| Standing { state, code: row.code.clone(), marks: Marks::default() };
            let (waiting, cancelled) = (at(DeliveryState::Batched), at(DeliveryState::Cancelled));
            count(&mut deltas, (id.0, hour), &waiting, &cancelled, row.deliveries);
        }
        deltas.write(self.conn).await?;
        self.end_repeats(id).await
    }

    /// Whoever was refused and was to be written to again stays refused.
    async fn end_repeats(&mut self, id: CampaignId) -> Result<()> {
        sqlx::query!("delete from marketing_repeats where campaign_id = $1 and called_at is null", id.0)
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }

    async fn end_batches(&mut self, id: CampaignId) -> Result<()> {
        sqlx::query!(
            "update marketing_batches set state = 'done', fence = fence + 1, lease_until = null
             where campaign_id = $1 and state in ('reserved', 'ready', 'claimed')",
            id.0
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }
}
