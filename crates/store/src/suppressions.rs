//! The noun suppression: addresses that nobody is written to at.

use chrono::{DateTime, Utc};
use domain::{
    Channel,
    list::{Cursor, Page},
    suppression::{Suppression, SuppressionReason},
};
use sqlx::{PgConnection, types::Uuid};

use crate::{Result, StoreError, campaigns::word, lists};

/// The suppressions, within a transaction.
#[derive(Debug)]
pub struct Suppressions<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

/// One row.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct SuppressionRow {
    pub(crate) id: Uuid,
    pub(crate) address: String,
    pub(crate) channel: String,
    pub(crate) reason: String,
    pub(crate) detail: Option<String>,
    pub(crate) created_at: DateTime<Utc>,
}

impl TryFrom<SuppressionRow> for Suppression {
    type Error = StoreError;

    fn try_from(row: SuppressionRow) -> Result<Self> {
        Ok(Self {
            address: row.address,
            channel: word(&row.channel, "channel")?,
            reason: word(&row.reason, "suppression reason")?,
            detail: row.detail,
            created_at: row.created_at,
        })
    }
}

impl Suppressions<'_> {
    /// Suppresses addresses, each in its normal form; `created_at` is since when. One that is suppressed already stays as it
    /// is, but that a complaint outweighs every other reason: it is the reader's own word. Tells how many are new or heavier.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn add(&mut self, suppressions: &[Suppression]) -> Result<u64> {
        let text = |of: fn(&Suppression) -> String| suppressions.iter().map(of).collect::<Vec<_>>();
        let details: Vec<_> = suppressions.iter().map(|suppression| suppression.detail.as_deref()).collect();
        let since: Vec<_> = suppressions.iter().map(|suppression| suppression.created_at).collect();
        let written = sqlx::query!(
            "insert into marketing_suppressions (address, channel, reason, detail, created_at, changed_at)
             select distinct on (address, channel) address, channel, reason, detail, created_at, created_at
             from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])
                  as s (address, channel, reason, detail, created_at)
             order by address, channel, reason <> $6, created_at
             on conflict (address, channel) do update
             set reason = excluded.reason, detail = excluded.detail, changed_at = excluded.changed_at
             where excluded.reason = $6 and marketing_suppressions.reason <> $6",
            &text(|suppression| suppression.address.clone()),
            &text(|suppression| suppression.channel.to_string()),
            &text(|suppression| suppression.reason.to_string()),
            details as _,
            &since,
            SuppressionReason::Complaint.as_str()
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(written.rows_affected())
    }

    /// Suppresses what a provider's lists tell, as [`Self::add`] does, but for addresses that a colleague has let be written to again
    /// since they were put there. Tells how many are new or heavier.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn learn(&mut self, told: &[Suppression]) -> Result<u64> {
        let text = |of: fn(&Suppression) -> String| told.iter().map(of).collect::<Vec<_>>();
        let since: Vec<_> = told.iter().map(|suppression| suppression.created_at).collect();
        let lifted = sqlx::query_scalar!(
            r#"select distinct no as "no!"
               from unnest($1::text[], $2::text[], $3::timestamptz[]) with ordinality as s (address, channel, since, no)
               join marketing_suppressions_lifted as l
                    on l.address = s.address and l.channel = s.channel and l.lifted_at >= s.since"#,
            &text(|suppression| suppression.address.clone()),
            &text(|suppression| suppression.channel.to_string()),
            &since
        )
        .fetch_all(&mut *self.conn)
        .await?;
        let kept = (1..).zip(told).filter(|(no, _)| !lifted.contains(no));
        let kept: Vec<_> = kept.map(|(_, suppression)| suppression.clone()).collect();
        self.add(&kept).await
    }

    /// Lifts a suppression and keeps its trace; tells what it was, if it was.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn lift(
        &mut self,
        address: &str,
        channel: Channel,
        by: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<Suppression>> {
        let lifted = sqlx::query_as!(
            SuppressionRow,
            "with lifted as (delete from marketing_suppressions where address = $1 and channel = $2 returning *)
             insert into marketing_suppressions_lifted (id, address, channel, reason, detail, created_at, lifted_at, lifted_by)
             select id, address, channel, reason, detail, created_at, $3, $4 from lifted
             returning id, address, channel, reason, detail, created_at",
            address,
            channel.as_str(),
            now,
            by
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        lifted.map(Suppression::try_from).transpose()
    }

    /// The suppression of an address, if there is one.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn find(&mut self, address: &str, channel: Channel) -> Result<Option<Suppression>> {
        let found = sqlx::query_as!(
            SuppressionRow,
            "select id, address, channel, reason, detail, created_at from marketing_suppressions
             where address = $1 and channel = $2",
            address,
            channel.as_str()
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        found.map(Suppression::try_from).transpose()
    }

    /// The suppressions, the newest first; only those whose address holds `words`, where given.
    ///
    /// # Errors
    /// [`StoreError::Cursor`] where the cursor was cut from another list.
    pub async fn page(
        &mut self,
        words: &str,
        cursor: Option<&Cursor>,
        limit: u32,
    ) -> Result<Page<Suppression>> {
        lists::suppressions::page(self.conn, words, cursor, limit).await
    }
}
