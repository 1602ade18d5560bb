//! Keeping quiet: a claim leaves out those for whom it is a quiet hour.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    CampaignId,
    delivery::DeliveryState,
    pace::{CampaignDay, WaitReason},
    quiet::QuietHours,
};
use sqlx::types::Json;

use super::{Batches, Hold};
use crate::Result;

/// The clocks on walls at one moment: the recipients' and the organisation's.
pub trait Clocks: Sync {
    /// Whether it is quiet now by any clock that a recipient may have.
    fn is_quiet_somewhere(&self, hours: &QuietHours) -> bool;

    /// Until when it is quiet by the clock of a country, as the source spells it; none where it is not quiet now.
    fn quiet_until(&self, hours: &QuietHours, country: Option<&str>) -> Option<DateTime<Utc>>;

    /// The day that it is for a campaign that was due then.
    fn day_of(&self, due_at: DateTime<Utc>) -> CampaignDay;
}

impl Batches<'_> {
    /// Leaves out of a batch that was just claimed those for whom it is quiet; they come back when it is not, and it costs them no
    /// try. False where it is quiet for everybody: then the batch is ready again, and due when it is not quiet for the first.
    pub(super) async fn keep_quiet(
        &mut self,
        hold: &Hold,
        hours: &QuietHours,
        clocks: &dyn Clocks,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        if !clocks.is_quiet_somewhere(hours) {
            return Ok(true);
        }
        let (mut awake, mut away) = (Vec::new(), Vec::new());
        let mut known = BTreeMap::new();
        for (number, country) in self.lock_countries(hold).await? {
            let until = known
                .entry(country)
                .or_insert_with_key(|country| clocks.quiet_until(hours, country.as_deref()));
            match until {
                Some(until) => away.push((number, *until)),
                None => awake.push(number),
            }
        }
        match away.iter().map(|(_, until)| *until).min() {
            None => Ok(true),
            Some(first) if awake.is_empty() => self.sleep(hold, &away, first).await.map(|()| false),
            Some(_) => {
                let numbers: Vec<_> = away.iter().map(|(number, _)| *number).collect();
                self.give_back(hold, &numbers).await?;
                self.send_away(hold, &away, WaitReason::QuietHours, now).await?;
                self.keep_members(hold, &awake).await.map(|()| true)
            }
        }
    }

    /// Whether it is a quiet hour for any of these members of a batch: a call may begin later than its batch was claimed.
    pub(super) async fn is_quiet(
        &mut self,
        hold: &Hold,
        numbers: &[i32],
        clocks: &dyn Clocks,
    ) -> Result<bool> {
        let hours = self.quiet_hours(hold).await?;
        let Some(hours) = hours.filter(|hours| clocks.is_quiet_somewhere(hours)) else { return Ok(false) };
        let countries = sqlx::query_scalar!(
            r#"select distinct c.pays as "pays?"
               from marketing_deliveries d
               left join marketing_contacts c on c.source = d.source and c.source_id = d.source_id and c.role = d.role
               where d.campaign_id = $1 and d.number = any($2)"#,
            hold.campaign.0,
            numbers
        )
        .fetch_all(&mut *self.conn)
        .await?;
        Ok(countries.iter().any(|country| clocks.quiet_until(&hours, country.as_deref()).is_some()))
    }

    /// The campaign's, else the organisation's.
    async fn quiet_hours(&mut self, hold: &Hold) -> Result<Option<QuietHours>> {
        let hours = sqlx::query_scalar!(
            r#"select coalesce(marketing_quiet_hours, (select value from marketing_settings where key = 'quiet_hours'))
                   as "hours: Json<QuietHours>"
               from prospecting_campaigns where marketing_id = $1"#,
            hold.campaign.0
        );
        let hours: Option<Option<Json<QuietHours>>> = hours.fetch_optional(&mut *self.conn).await?;
        Ok(hours.flatten().map(|hours| hours.0))
    }

    /// Lets those be asked again who wait for the end of the organisation's quiet hours: they are others now.
    pub(crate) async fn wake_the_quiet(&mut self, now: DateTime<Utc>) -> Result<()> {
        sqlx::query!(
            "update marketing_batches b set due_at = $1 from prospecting_campaigns c
             where c.marketing_id = b.campaign_id and c.marketing_state in ('sending', 'paused')
               and c.marketing_quiet_hours is null and b.state = 'ready' and b.due_at > $1",
            now
        )
        .execute(&mut *self.conn)
        .await?;
        sqlx::query!(
            "update marketing_delivery_state s set next_at = $1 from prospecting_campaigns c
             where c.marketing_id = s.campaign_id and c.marketing_state in ('sending', 'paused')
               and c.marketing_quiet_hours is null and s.next_at > $1 and s.batch is null and s.code = $2",
            now,
            WaitReason::QuietHours.as_str()
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Lets those of a campaign be asked again who wait for the end of a quiet hour: its hours are others now.
    pub(crate) async fn wake_the_quiet_of(&mut self, campaign: CampaignId, now: DateTime<Utc>) -> Result<()> {
        sqlx::query!(
            "update marketing_batches set due_at = $2 where campaign_id = $1 and state = 'ready' and due_at > $2",
            campaign.0,
            now
        )
        .execute(&mut *self.conn)
        .await?;
        sqlx::query!(
            "update marketing_delivery_state set next_at = $2
             where campaign_id = $1 and next_at > $2 and batch is null and code = $3",
            campaign.0,
            now,
            WaitReason::QuietHours.as_str()
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// The members that have not left, with the country of the contact whose address they have.
    async fn lock_countries(&mut self, hold: &Hold) -> Result<Vec<(i32, Option<String>)>> {
        let rows = sqlx::query!(
            r#"select s.number, c.pays as "pays?"
               from marketing_batches b cross join unnest(b.members) as n (number)
               join marketing_delivery_state s on s.campaign_id = $1 and s.number = n.number and s.batch = $2 and s.rank < $3
               join marketing_deliveries d on d.campaign_id = $1 and d.number = n.number
               left join marketing_contacts c on c.source = d.source and c.source_id = d.source_id and c.role = d.role
               where b.campaign_id = $1 and b.no = $2
               order by s.number for update of s"#,
            hold.campaign.0,
            hold.no,
            DeliveryState::Submitting.rank()
        )
        .fetch_all(&mut *self.conn)
        .await?;
        Ok(rows.into_iter().map(|row| (row.number, row.pays)).collect())
    }

    /// A batch that waits as a whole waits by its own row alone; what a claim before took for it is given back.
    async fn sleep(
        &mut self,
        hold: &Hold,
        members: &[(i32, DateTime<Utc>)],
        until: DateTime<Utc>,
    ) -> Result<()> {
        let numbers: Vec<_> = members.iter().map(|(number, _)| *number).collect();
        self.give_back(hold, &numbers).await?;
        sqlx::query!(
            "update marketing_batches set state = 'ready', due_at = $3, lease_until = null, paced_at = null, waits_for = null
             where campaign_id = $1 and no = $2",
            hold.campaign.0,
            hold.no,
            until
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    async fn keep_members(&mut self, hold: &Hold, members: &[i32]) -> Result<()> {
        sqlx::query!(
            "update marketing_batches set members = $3 where campaign_id = $1 and no = $2",
            hold.campaign.0,
            hold.no,
            members
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }
}
