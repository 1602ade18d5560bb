//! What providers told to have billed.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    CampaignId,
    provider::Provider,
    whatsapp::{ChargeGroup, Country, Pricing},
};

use super::Costs;
use crate::{Result, campaigns::word, locks};

/// A delivered message, and what its provider told that it is billed as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCharge {
    /// The campaign.
    pub campaign: CampaignId,
    /// The delivery's number in it.
    pub number: u32,
    /// Who bills it.
    pub provider: Provider,
    /// As what.
    pub pricing: Pricing,
    /// When it was delivered (UTC).
    pub at: DateTime<Utc>,
}

/// A row of totals.
struct Row {
    day: NaiveDate,
    provider: String,
    prefix: String,
    category: String,
    kind: String,
    messages: i64,
}

impl Costs<'_> {
    /// Keeps what was told, once for each delivery, in whatever order and however often it is told.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn charge(&mut self, charges: &[NewCharge]) -> Result<()> {
        if charges.is_empty() {
            return Ok(());
        }
        let campaigns: Vec<_> = charges.iter().map(|charge| charge.campaign.0).collect();
        let numbers: Vec<_> = charges.iter().map(|charge| charge.number.cast_signed()).collect();
        let providers: Vec<_> = charges.iter().map(|charge| charge.provider.to_string()).collect();
        let categories: Vec<_> = charges.iter().map(|charge| charge.pricing.category.clone()).collect();
        let kinds: Vec<_> = charges.iter().map(|charge| charge.pricing.kind.clone()).collect();
        let days: Vec<_> = charges.iter().map(|charge| charge.at.date_naive()).collect();
        sqlx::query!(
            "with told as (
                 select distinct on (campaign_id, number) campaign_id, number, provider, category, kind, day, left(d.address, $7) as prefix
                 from unnest($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::date[])
                      as k (campaign_id, number, provider, category, kind, day)
                 join marketing_deliveries d using (campaign_id, number)
                 order by campaign_id, number, day
             ), fresh as (
                 insert into marketing_charges (campaign_id, number) select campaign_id, number from told
                 on conflict do nothing returning campaign_id, number
             )
             insert into marketing_charge_deltas (campaign_id, day, provider, prefix, category, kind, messages)
             select campaign_id, day, provider, prefix, category, kind, count(*) from fresh join told using (campaign_id, number)
             group by 1, 2, 3, 4, 5, 6",
            &campaigns,
            &numbers,
            &providers,
            &categories,
            &kinds,
            &days,
            i32::try_from(Country::TELLS).unwrap_or(i32::MAX)
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Takes the oldest additions, at most so many, and adds them to the totals; tells whether there were any. None where another
    /// process folds figures.
    ///
    /// # Errors
    /// [`crate::StoreError`]: nothing is folded, and nothing is lost.
    pub async fn fold(&mut self, limit: i64) -> Result<bool> {
        if !locks::take(self.conn, locks::FIGURES).await? {
            return Ok(false);
        }
        let folded = sqlx::query!(
            "with taken as (
                 delete from marketing_charge_deltas
                 where id in (select id from marketing_charge_deltas order by id limit $1)
                 returning campaign_id, day, provider, prefix, category, kind, messages
             )
             insert into marketing_charge_totals as t (campaign_id, day, provider, prefix, category, kind, messages)
             select campaign_id, day, provider, prefix, category, kind, sum(messages)::bigint from taken group by 1, 2, 3, 4, 5, 6
             on conflict (campaign_id, day, provider, prefix, category, kind) do update
             set messages = t.messages + excluded.messages",
            limit
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(folded.rows_affected() > 0)
    }

    /// What the messages of a campaign were told to be billed as, day by day.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn charges(&mut self, campaign: CampaignId) -> Result<Vec<ChargeGroup>> {
        let rows = sqlx::query_as!(
            Row,
            "select day, provider, prefix, category, kind, messages from marketing_charge_totals
             where campaign_id = $1 order by day, provider, prefix, category, kind",
            campaign.0
        )
        .fetch_all(&mut *self.conn)
        .await?;
        rows.into_iter().map(Row::group).collect()
    }

    /// The same of all campaigns, since a day.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn charges_since(&mut self, day: NaiveDate) -> Result<Vec<ChargeGroup>> {
        let rows = sqlx::query_as!(
            Row,
            r#"select day, provider, prefix, category, kind, sum(messages)::bigint as "messages!"
               from marketing_charge_totals where day >= $1
               group by day, provider, prefix, category, kind order by day, provider, prefix, category, kind"#,
            day
        )
        .fetch_all(&mut *self.conn)
        .await?;
        rows.into_iter().map(Row::group).collect()
    }
}

impl Row {
    fn group(self) -> Result<ChargeGroup> {
        let Self { day, provider, prefix, category, kind, messages } = self;
        Ok(ChargeGroup { provider: word(&provider, "provider")?, day, prefix, category, kind, messages })
    }
}
