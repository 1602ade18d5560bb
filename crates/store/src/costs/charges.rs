//! What providers told to have billed.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    CampaignId,
    provider::Provider,
    whatsapp::{Billed, ChargeGroup, Country, Money},
};
use uuid::Uuid;

use super::Costs;
use crate::{Result, campaigns::word, locks};

/// A message, and what its provider told of its bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCharge {
    /// The campaign.
    pub campaign: CampaignId,
    /// The delivery's number in it.
    pub number: u32,
    /// Who bills it.
    pub provider: Provider,
    /// What.
    pub billed: Billed,
    /// When it was delivered, or sent where the price goes with that (UTC).
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
    currency: String,
    micros: i64,
}

/// Charges, column by column.
struct Columns {
    campaigns: Vec<Uuid>,
    numbers: Vec<i32>,
    providers: Vec<String>,
    categories: Vec<String>,
    kinds: Vec<String>,
    days: Vec<NaiveDate>,
    currencies: Vec<String>,
    micros: Vec<i64>,
}

impl Columns {
    fn of(charges: &[NewCharge]) -> Self {
        let money = |charge: &NewCharge| charge.billed.money().cloned();
        Self {
            campaigns: charges.iter().map(|charge| charge.campaign.0).collect(),
            numbers: charges.iter().map(|charge| charge.number.cast_signed()).collect(),
            providers: charges.iter().map(|charge| charge.provider.to_string()).collect(),
            categories: charges.iter().map(|charge| charge.billed.category().to_owned()).collect(),
            kinds: charges.iter().map(|charge| charge.billed.kind().to_owned()).collect(),
            days: charges.iter().map(|charge| charge.at.date_naive()).collect(),
            currencies: charges
                .iter()
                .map(|charge| money(charge).map_or_else(String::new, |money| money.currency))
                .collect(),
            micros: charges.iter().map(|charge| money(charge).map_or(0, |money| money.micros)).collect(),
        }
    }
}

impl Costs<'_> {
    /// Keeps what was told, once for each delivery, in whatever order and however often it is told. An amount that is told anew takes
    /// the place of the one before.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn charge(&mut self, charges: &[NewCharge]) -> Result<()> {
        if charges.is_empty() {
            return Ok(());
        }
        self.charge_first(Columns::of(charges)).await?;
        let priced: Vec<_> =
            charges.iter().filter(|charge| charge.billed.money().is_some()).cloned().collect();
        if priced.is_empty() { Ok(()) } else { self.charge_anew(Columns::of(&priced)).await }
    }

    async fn charge_first(&mut self, told: Columns) -> Result<()> {
        sqlx::query!(
            "with told as (
                 select distinct on (campaign_id, number) campaign_id, number, provider, category, kind, day, currency, micros,
                        left(d.address, $9) as prefix
                 from unnest($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::date[], $7::text[], $8::bigint[])
                      as k (campaign_id, number, provider, category, kind, day, currency, micros)
                 join marketing_deliveries d using (campaign_id, number)
                 order by campaign_id, number, day
             ), fresh as (
                 insert into marketing_charges (campaign_id, number, day, kind, currency, micros)
                 select campaign_id, number, day, kind, currency, micros from told
                 on conflict do nothing returning campaign_id, number
             )
             insert into marketing_charge_deltas (campaign_id, day, provider, prefix, category, kind, messages, currency, micros)
             select campaign_id, day, provider, prefix, category, kind, count(*), currency, sum(micros)::bigint
             from fresh join told using (campaign_id, number)
             group by campaign_id, day, provider, prefix, category, kind, currency",
            &told.campaigns,
            &told.numbers,
            &told.providers,
            &told.categories,
            &told.kinds,
            &told.days,
            &told.currencies,
            &told.micros,
            i32::try_from(Country::TELLS).unwrap_or(i32::MAX)
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Amounts that differ from what was told before: what that was is taken away again, on its own day. A statement of its own, so that
    /// it sees what another process has kept meanwhile.
    async fn charge_anew(&mut self, told: Columns) -> Result<()> {
        sqlx::query!(
            "with told as (
                 select distinct on (campaign_id, number) campaign_id, number, provider, category, kind, currency, micros,
                        left(d.address, $8) as prefix
                 from unnest($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[])
                      with ordinality as k (campaign_id, number, provider, category, kind, currency, micros, place)
                 join marketing_deliveries d using (campaign_id, number)
                 order by campaign_id, number, place desc
             ), before as (
                 select c.campaign_id, c.number, c.day, c.kind, c.currency, c.micros
                 from marketing_charges c join told using (campaign_id, number) for update of c
             ), changed as (
                 update marketing_charges c set kind = t.kind, currency = t.currency, micros = t.micros
                 from told t join before b using (campaign_id, number)
                 where (c.campaign_id, c.number) = (t.campaign_id, t.number)
                   and b.day is not null and (b.currency, b.micros) is distinct from (t.currency, t.micros)
                 returning c.campaign_id, c.number
             ), difference as (
                 select campaign_id, day, provider, prefix, category, b.kind, -1 as messages, b.currency, -b.micros as micros
                 from changed join told using (campaign_id, number) join before b using (campaign_id, number)
                 union all
                 select campaign_id, day, provider, prefix, category, t.kind, 1, t.currency, t.micros
                 from changed join told t using (campaign_id, number) join before using (campaign_id, number)
             )
             insert into marketing_charge_deltas (campaign_id, day, provider, prefix, category, kind, messages, currency, micros)
             select campaign_id, day, provider, prefix, category, kind, sum(messages), currency, sum(micros)::bigint
             from difference group by campaign_id, day, provider, prefix, category, kind, currency",
            &told.campaigns,
            &told.numbers,
            &told.providers,
            &told.categories,
            &told.kinds,
            &told.currencies,
            &told.micros,
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
                 returning campaign_id, day, provider, prefix, category, kind, messages, currency, micros
             )
             insert into marketing_charge_totals as t (campaign_id, day, provider, prefix, category, kind, currency, messages, micros)
             select campaign_id, day, provider, prefix, category, kind, currency, sum(messages)::bigint, sum(micros)::bigint
             from taken group by 1, 2, 3, 4, 5, 6, 7
             on conflict (campaign_id, day, provider, prefix, category, kind, currency) do update
             set messages = t.messages + excluded.messages, micros = t.micros + excluded.micros",
            limit
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(folded.rows_affected() > 0)
    }

    /// How many messages of a campaign something was told of.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn charged(&mut self, campaign: CampaignId) -> Result<i64> {
        let charged = sqlx::query_scalar!(
            r#"select count(*) as "count!" from marketing_charges where campaign_id = $1"#,
            campaign.0
        );
        Ok(charged.fetch_one(&mut *self.conn).await?)
    }

    /// What the messages of a campaign were told to be billed as, day by day.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn charges(&mut self, campaign: CampaignId) -> Result<Vec<ChargeGroup>> {
        let rows = sqlx::query_as!(
            Row,
            "select day, provider, prefix, category, kind, messages, currency, micros from marketing_charge_totals
             where campaign_id = $1 and messages > 0 order by day, provider, prefix, category, kind, currency",
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
            r#"select day, provider, prefix, category, kind, sum(messages)::bigint as "messages!", currency,
                      sum(micros)::bigint as "micros!"
               from marketing_charge_totals where day >= $1 and messages > 0
               group by day, provider, prefix, category, kind, currency
               order by day, provider, prefix, category, kind, currency"#,
            day
        )
        .fetch_all(&mut *self.conn)
        .await?;
        rows.into_iter().map(Row::group).collect()
    }
}

impl Row {
    fn group(self) -> Result<ChargeGroup> {
        let Self { day, provider, prefix, category, kind, messages, currency, micros } = self;
        let money = (!currency.is_empty()).then_some(Money { currency, micros });
        Ok(ChargeGroup {
            provider: word(&provider, "provider")?,
            day,
            prefix,
            category,
            kind,
            messages,
            money,
        })
    }
}
