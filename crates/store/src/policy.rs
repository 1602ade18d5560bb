//! The noun setting: what an administrator decides while the product runs.

use chrono::{DateTime, Utc};
use domain::consent::ConsentPolicy;
use sqlx::{PgConnection, types::Json};

use crate::{Result, StoreError};

/// The key of the consent policy.
const CONSENT_POLICY: &str = "consent_policy";

/// The settings, within a transaction.
#[derive(Debug)]
pub struct Settings<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

impl Settings<'_> {
    /// Who may be written to; the defaults while nobody has decided otherwise.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn consent_policy(&mut self) -> Result<ConsentPolicy> {
        let kept = sqlx::query_scalar!("select value from marketing_settings where key = $1", CONSENT_POLICY)
            .fetch_optional(&mut *self.conn)
            .await?;
        match kept {
            None => Ok(ConsentPolicy::default()),
            Some(value) => serde_json::from_value(value)
                .map_err(|error| StoreError::Corrupt(format!("the consent policy: {error}"))),
        }
    }

    /// Decides who may be written to, from the next count or plan on, and logs who did.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn set_consent_policy(
        &mut self,
        policy: &ConsentPolicy,
        by: &str,
        now: DateTime<Utc>,
    ) -> Result<()> {
        // Changes wait for each other, so that the log tells an unbroken story.
        sqlx::query!("select pg_advisory_xact_lock(hashtextextended($1, 0))", CONSENT_POLICY)
            .fetch_one(&mut *self.conn)
            .await?;
        sqlx::query!(
            "insert into marketing_setting_changes (key, before, after, changed_by, changed_at)
             values ($1, (select value from marketing_settings where key = $1), $2, $3, $4)",
            CONSENT_POLICY,
            Json(policy) as _,
            by,
            now
        )
        .execute(&mut *self.conn)
        .await?;
        sqlx::query!(
            "insert into marketing_settings (key, value, changed_by, changed_at) values ($1, $2, $3, $4)
             on conflict (key) do update
             set value = excluded.value, changed_by = excluded.changed_by, changed_at = excluded.changed_at",
            CONSENT_POLICY,
            Json(policy) as _,
            by,
            now
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }
}
