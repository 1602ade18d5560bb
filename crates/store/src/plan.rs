//! The noun plan: freezing an audience into deliveries and batches.

use chrono::{DateTime, Utc};
use domain::{
    CampaignId, Channel,
    audience::Segment,
    campaign::{Campaign, CampaignState, Canary},
    consent::ConsentPolicy,
    delivery::Standing,
    report::difference,
};
use serde_json::Value;
use sqlx::{AssertSqlSafe, PgConnection};

use crate::{Campaigns, Canaries, Result, segments};

/// Planning, within a transaction.
#[derive(Debug)]
pub struct Plan<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

/// A scheduled campaign whose time has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueCampaign {
    /// The campaign.
    pub id: CampaignId,
    /// When it was to leave.
    pub due_at: DateTime<Utc>,
    /// When it was launched; unknown for campaigns that were scheduled before this was kept.
    pub launched_at: Option<DateTime<Utc>>,
}

/// All that is frozen with an audience.
#[derive(Debug, Clone, Copy)]
pub struct Freeze<'a> {
    /// The campaign.
    pub id: CampaignId,
    /// The channel.
    pub channel: Channel,
    /// Who.
    pub segment: &'a Segment,
    /// The main campaign, frozen before, whose people are left out; none for a campaign that stands alone.
    pub part_of: Option<CampaignId>,
    /// By which rules.
    pub policy: &'a ConsentPolicy,
    /// From where on losses of permissions are asked for when its messages leave: from before the rules were read.
    pub horizon: i64,
    /// The account that carries it.
    pub account: &'a str,
    /// When it leaves.
    pub due_at: DateTime<Utc>,
    /// Messages in a batch.
    pub batch: i32,
    /// Who leaves first; none where all leave at once.
    pub canary: Option<Canary>,
    /// The compiled content.
    pub compiled: &'a Value,
    /// Where its links lead, by their numbers.
    pub links: &'a [(i16, String)],
    /// The instant.
    pub now: DateTime<Utc>,
}

impl Plan<'_> {
    /// A scheduled campaign whose time has come, the one that waits longest first; never an e-mail part, which is planned with its
    /// main campaign; held until the transaction ends.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn next_due(&mut self, now: DateTime<Utc>) -> Result<Option<DueCampaign>> {
        let due = sqlx::query!(
            r#"select marketing_id as id, marketing_due_at as "due_at!", marketing_launched_at as launched_at
               from prospecting_campaigns
               where marketing_state = 'scheduled' and marketing_due_at <= $1 and marketing_channel is not null
                 and marketing_part_of is null
               order by marketing_due_at, marketing_id limit 1 for update skip locked"#,
            now
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        Ok(due.map(|due| DueCampaign {
            id: CampaignId(due.id),
            due_at: due.due_at,
            launched_at: due.launched_at,
        }))
    }

    /// A campaign whose audience is to be frozen, and the right to do it until the transaction ends. The row itself stays free,
    /// so that the campaign can be called off meanwhile.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn next_unplanned(&mut self) -> Result<Option<Campaign>> {
        let waiting = sqlx::query_scalar!(
            "select marketing_id from prospecting_campaigns
             where marketing_state = 'planning' and marketing_channel is not null and marketing_part_of is null
             order by marketing_due_at, marketing_id"
        )
        .fetch_all(&mut *self.conn)
        .await?;
        for id in waiting {
            let free = sqlx::query_scalar!(
                r#"select pg_try_advisory_xact_lock(hashtextextended('plan ' || $1::uuid::text, 0)) as "free!""#,
                id
            )
            .fetch_one(&mut *self.conn)
            .await?;
            let campaign = Campaigns { conn: &mut *self.conn }.find(CampaignId(id)).await?;
            // Whoever had the right a moment ago may have used it.
            if let Some(campaign) = campaign.filter(|found| free && found.state == CampaignState::Planning) {
                return Ok(Some(campaign));
            }
        }
        Ok(None)
    }

    /// When a campaign was launched; unknown for campaigns that were scheduled before this was kept.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn launched_at(&mut self, id: CampaignId) -> Result<Option<DateTime<Utc>>> {
        let launched = sqlx::query_scalar!(
            "select marketing_launched_at from prospecting_campaigns where marketing_id = $1",
            id.0
        );
        Ok(launched.fetch_optional(&mut *self.conn).await?.flatten())
    }

    /// From where on what this statement does not see was changed: whatever is read later is not older.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn horizon(&mut self) -> Result<i64> {
        let horizon = sqlx::query_scalar!(r#"select marketing_horizon() as "horizon!""#);
        Ok(horizon.fetch_one(&mut *self.conn).await?)
    }

    /// Freezes an audience: deliveries numbered from 1, their batches, those left out, the content, the figures. Tells how many
    /// messages there are. Everything is kept with the transaction, or nothing; without a time limit from here on.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn freeze(&mut self, freeze: Freeze<'_>) -> Result<i64> {
        sqlx::query!("select set_config('statement_timeout', '0', true)").fetch_one(&mut *self.conn).await?;
        let planned = segments::insert_deliveries(self.conn, freeze).await?;
        self.insert_batches(freeze, planned).await?;
        if let Some(people) = freeze.canary.and_then(|canary| canary.people(planned)) {
            let people = i32::try_from(people).unwrap_or(i32::MAX);
            Canaries { conn: &mut *self.conn }.reserve(freeze.id, people).await?;
        }
        self.insert_content(freeze).await?;
        self.insert_figures(freeze, planned).await?;
        Ok(planned)
    }

    /// Tells the database what a campaign's deliveries are like, before they are read in bulk; after the plan is committed. Only
    /// the partitions that hold them, and the columns by which they are found.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn analyze(&mut self, campaign: CampaignId) -> Result<()> {
        sqlx::query!("select set_config('statement_timeout', '0', true)").fetch_one(&mut *self.conn).await?;
        let partitions = sqlx::query!(
            r#"select (select tableoid::regclass::text from marketing_deliveries where campaign_id = $1 limit 1) as deliveries,
                      (select tableoid::regclass::text from marketing_delivery_state where campaign_id = $1 limit 1) as states"#,
            campaign.0
        )
        .fetch_one(&mut *self.conn)
        .await?;
        let (Some(deliveries), Some(states)) = (partitions.deliveries, partitions.states) else {
            return Ok(());
        };
        let analyze = format!(
            "analyze {deliveries} (campaign_id, number, person_id, channel, address, planned_at),
                     {states} (campaign_id, number, rank, batch, next_at), marketing_batches"
        );
        sqlx::query(AssertSqlSafe(analyze)).execute(&mut *self.conn).await?;
        Ok(())
    }

    async fn insert_batches(&mut self, freeze: Freeze<'_>, planned: i64) -> Result<()> {
        sqlx::query!(
            "insert into marketing_batches (campaign_id, no, account, due_at, members)
             select $1, no, $2, $3, array(select generate_series((no - 1) * $4 + 1, least(no * $4, $5::integer)))
             from generate_series(1, ($5::integer + $4 - 1) / $4) as no",
            freeze.id.0,
            freeze.account,
            freeze.due_at,
            freeze.batch,
            i32::try_from(planned).unwrap_or(i32::MAX)
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    async fn insert_content(&mut self, freeze: Freeze<'_>) -> Result<()> {
        let (numbers, urls): (Vec<_>, Vec<_>) = freeze.links.iter().cloned().unzip();
        sqlx::query!(
            "insert into marketing_campaign_contents (campaign_id, compiled, asked_in, asked_of)
             values ($1, $2, $3, marketing_server())",
            freeze.id.0,
            freeze.compiled,
            freeze.horizon
        )
        .execute(&mut *self.conn)
        .await?;
        sqlx::query!(
            "insert into marketing_links (campaign_id, number, url) select $1, * from unnest($2::smallint[], $3::text[])",
            freeze.id.0,
            &numbers,
            &urls
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    async fn insert_figures(&mut self, freeze: Freeze<'_>, planned: i64) -> Result<()> {
        let standing = Standing::planned(false, false);
        let (counters, counts): (Vec<_>, Vec<_>) = difference(None, &standing)
            .map(|(counter, count)| (counter.to_string(), count * planned))
            .unzip();
        sqlx::query!(
            "insert into marketing_figure_deltas (campaign_id, hour, counter, count)
             select $1, date_trunc('hour', $2::timestamptz, 'UTC'), * from unnest($3::text[], $4::bigint[])",
            freeze.id.0,
            freeze.now,
            &counters,
            &counts
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }
}
