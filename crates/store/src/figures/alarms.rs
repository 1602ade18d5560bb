//! Thresholds that campaigns pass while they leave.

use chrono::{DateTime, Utc};
use domain::{
    CampaignId,
    campaign::CampaignState,
    delivery::DeliveryState,
    report::{self, Alarm},
};
use sqlx::types::Json;

use super::Figures;
use crate::{Result, campaigns::word};

impl Figures<'_> {
    /// The campaigns that are leaving and have passed thresholds, with those that were not raised yet. The accounts in `silent` tell
    /// of no delivery.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn alarms(&mut self, silent: &[String]) -> Result<Vec<(CampaignId, Vec<Alarm>)>> {
        let rows = sqlx::query!(
            r#"select campaign_id, marketing_channel as "channel!", figures as "figures: Json<report::Figures>",
                      array(select alarm from marketing_alarms as a where a.campaign_id = t.campaign_id) as "raised!",
                      coalesce((select account from marketing_batches as b where b.campaign_id = t.campaign_id
                                order by no limit 1) <> all ($2), true) as "told!",
                      coalesce((select sum(deliveries) from marketing_reason_totals as r where r.campaign_id = t.campaign_id
                                and (state = $3 or state = $4 and code like 'smtp\_5.7.%')), 0)::bigint as "policy!"
               from prospecting_campaigns join marketing_totals as t on campaign_id = marketing_id
               where marketing_state = $1 order by campaign_id"#,
            CampaignState::Sending.as_str(),
            silent,
            DeliveryState::BouncedPolicy.as_str(),
            DeliveryState::Refused.as_str()
        )
        .fetch_all(&mut *self.conn)
        .await?;
        let passed = rows.into_iter().map(|row| {
            let channel = word(&row.channel, "channel")?;
            let is_new = |alarm: &Alarm| !row.raised.iter().any(|raised| raised == alarm.as_str());
            let alarms = report::alarms(channel, &row.figures, row.told, row.policy).filter(is_new);
            Ok((CampaignId(row.campaign_id), alarms.collect::<Vec<_>>()))
        });
        let some =
            |passed: &Result<(_, Vec<_>)>| passed.as_ref().map_or(true, |(_, alarms)| !alarms.is_empty());
        passed.filter(some).collect()
    }

    /// Raises an alarm; false where it was raised before. Each is raised once, so that a person who lets the campaign go on is
    /// not overruled.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn raise(&mut self, campaign: CampaignId, alarm: Alarm, now: DateTime<Utc>) -> Result<bool> {
        let raised = sqlx::query!(
            "insert into marketing_alarms (campaign_id, alarm, raised_at) values ($1, $2, $3) on conflict do nothing",
            campaign.0,
            alarm.as_str(),
            now
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(raised.rows_affected() == 1)
    }
}
