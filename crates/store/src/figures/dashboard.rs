//! The home page: what happened to all campaigns, day by day.

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::{
    Channel,
    report::{self, Counter, Dashboard, DashboardQuery, DayFigures},
};

use super::Figures;
use crate::{Result, campaigns::word, lists};

/// What was counted on one day.
struct Counted {
    day: NaiveDate,
    counter: Counter,
    count: i64,
}

impl Figures<'_> {
    /// The home page, with days as an IANA zone cuts them. An hour belongs to the day that it begins in.
    ///
    /// # Errors
    /// [`crate::StoreError`], for a zone that PostgreSQL does not know as well.
    pub async fn dashboard(
        &mut self,
        query: &DashboardQuery,
        telling: &[String],
        zone: &str,
        now: DateTime<Utc>,
    ) -> Result<Dashboard> {
        let to = self.today(zone, now).await?;
        let length = u64::from(query.period.days());
        let from = to - Days::new(length - 1);
        let counted = self.counted(from - Days::new(length), to, zone, query.channel).await?;
        let (before, within): (Vec<_>, Vec<_>) = counted.into_iter().partition(|counted| counted.day < from);
        Ok(Dashboard {
            from,
            to,
            zone: zone.to_owned(),
            figures: sum(&within),
            previous: sum(&before),
            days: from.iter_days().take_while(|day| *day <= to).map(|day| of_day(day, &within)).collect(),
            attention: self.attention(telling, now).await?,
            campaigns: lists::campaigns::latest(self.conn, query.channel).await?,
            at: now,
        })
    }

    async fn today(&mut self, zone: &str, now: DateTime<Utc>) -> Result<NaiveDate> {
        let today =
            sqlx::query_scalar!(r#"select ($1::timestamptz at time zone $2)::date as "today!""#, now, zone);
        Ok(today.fetch_one(&mut *self.conn).await?)
    }

    async fn counted(
        &mut self,
        from: NaiveDate,
        to: NaiveDate,
        zone: &str,
        channel: Option<Channel>,
    ) -> Result<Vec<Counted>> {
        let rows = sqlx::query!(
            r#"select (hour at time zone $3)::date as "day!", counter as "counter!", sum(count::bigint)::bigint as "count!"
               from marketing_hours, jsonb_each_text(figures) as each (counter, count)
               where hour >= $1::date::timestamp at time zone $3
                 and hour < ($2::date + 1)::timestamp at time zone $3
                 and ($4::text is null or exists (
                     select from prospecting_campaigns where marketing_id = campaign_id and marketing_channel = $4))
               group by 1, 2"#,
            from,
            to,
            zone,
            channel.map(Channel::as_str)
        )
        .fetch_all(&mut *self.conn)
        .await?;
        rows.into_iter()
            .map(|row| {
                Ok(Counted { day: row.day, counter: word(&row.counter, "counter")?, count: row.count })
            })
            .collect()
    }
}

fn sum<'c>(counted: impl IntoIterator<Item = &'c Counted>) -> report::Figures {
    let mut figures = report::Figures::default();
    counted.into_iter().for_each(|counted| figures.add(counted.counter, counted.count));
    figures
}

fn of_day(day: NaiveDate, counted: &[Counted]) -> DayFigures {
    DayFigures { day, figures: sum(counted.iter().filter(|counted| counted.day == day)) }
}
