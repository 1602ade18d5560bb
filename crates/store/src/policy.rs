//! The noun setting: what an administrator decides while the product runs.

use chrono::{DateTime, Utc};
use domain::{
    consent::ConsentPolicy, pace::AccountPace, provider::AccountId, quiet::QuietHours, setting::Setting,
};
use serde::{Serialize, de::DeserializeOwned};
use sqlx::{PgConnection, types::Json};

use crate::{
    Batches, Result, StoreError,
    paces::{self, Scope},
    signal::{channel, notify},
};

/// The key of the consent policy.
const CONSENT_POLICY: &str = "consent_policy";
/// The key of the organisation's quiet hours.
const QUIET_HOURS: &str = "quiet_hours";

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
        Ok(self.read(CONSENT_POLICY).await?.value)
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
        self.lock(CONSENT_POLICY).await?;
        self.write(CONSENT_POLICY, policy, by, now).await
    }

    /// How fast messages may leave by an account; without limits while nobody has set any.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn account_pace(&mut self, account: &AccountId) -> Result<Setting<AccountPace>> {
        self.read(&pace_key(account)).await
    }

    /// Sets how fast messages may leave by an account, from the next claim on. None where somebody else decided since the version
    /// that was read.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn set_account_pace(
        &mut self,
        account: &AccountId,
        expected_version: i64,
        pace: &AccountPace,
        by: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<Setting<AccountPace>>> {
        let set = self.set(&pace_key(account), expected_version, pace, (by, now)).await?;
        if set.is_some() {
            paces::look_again(self.conn, &Scope::Account(account)).await?;
            notify(self.conn, channel::BATCHES, "").await?;
        }
        Ok(set)
    }

    /// When nobody is written to; never quiet while nobody has decided.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn quiet_hours(&mut self) -> Result<Setting<QuietHours>> {
        self.read(QUIET_HOURS).await
    }

    /// Keeps the quiet hours as they are until the transaction ends: whoever decides otherwise waits, and finds all who sleep by them.
    pub(crate) async fn hold_quiet_hours(&mut self) -> Result<()> {
        sqlx::query!("select pg_advisory_xact_lock_shared(hashtextextended($1, 0))", QUIET_HOURS)
            .fetch_one(&mut *self.conn)
            .await?;
        Ok(())
    }

    /// Keeps claims away until the transaction ends, as whoever decides otherwise does.
    pub(crate) async fn lock_quiet_hours(&mut self) -> Result<()> {
        self.lock(QUIET_HOURS).await
    }

    /// Decides when nobody is written to, from the next claim on. None where somebody else decided since the version that was read.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn set_quiet_hours(
        &mut self,
        expected_version: i64,
        hours: &QuietHours,
        by: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<Setting<QuietHours>>> {
        let set = self.set(QUIET_HOURS, expected_version, hours, (by, now)).await?;
        if set.is_some() {
            Batches { conn: &mut *self.conn }.wake_the_quiet(now).await?;
            notify(self.conn, channel::BATCHES, "").await?;
        }
        Ok(set)
    }

    /// Decides under the version that was read.
    async fn set<T: Serialize + DeserializeOwned + Default + Sync>(
        &mut self,
        key: &str,
        expected_version: i64,
        value: &T,
        (by, now): (&str, DateTime<Utc>),
    ) -> Result<Option<Setting<T>>> {
        self.lock(key).await?;
        if self.read::<T>(key).await?.version != expected_version {
            return Ok(None);
        }
        self.write(key, value, by, now).await?;
        self.read(key).await.map(Some)
    }

    async fn read<T: DeserializeOwned + Default>(&mut self, key: &str) -> Result<Setting<T>> {
        let kept = sqlx::query!(
            "select value, version, changed_by, changed_at from marketing_settings where key = $1",
            key
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        let Some(kept) = kept else { return Ok(Setting::default()) };
        let value = serde_json::from_value(kept.value)
            .map_err(|error| StoreError::Corrupt(format!("the setting {key}: {error}")))?;
        let (changed_by, changed_at) = (Some(kept.changed_by), Some(kept.changed_at));
        Ok(Setting { value, version: kept.version, changed_by, changed_at })
    }

    /// Changes wait for each other, so that the log tells an unbroken story.
    async fn lock(&mut self, key: &str) -> Result<()> {
        sqlx::query!("select pg_advisory_xact_lock(hashtextextended($1, 0))", key)
            .fetch_one(&mut *self.conn)
            .await?;
        Ok(())
    }

    async fn write(
        &mut self,
        key: &str,
        value: &(impl Serialize + Sync),
        by: &str,
        now: DateTime<Utc>,
    ) -> Result<()> {
        sqlx::query!(
            "insert into marketing_setting_changes (key, before, after, changed_by, changed_at)
             values ($1, (select value from marketing_settings where key = $1), $2, $3, $4)",
            key,
            Json(value) as _,
            by,
            now
        )
        .execute(&mut *self.conn)
        .await?;
        sqlx::query!(
            "insert into marketing_settings as s (key, value, changed_by, changed_at) values ($1, $2, $3, $4)
             on conflict (key) do update
             set value = excluded.value, changed_by = excluded.changed_by, changed_at = excluded.changed_at,
                 version = s.version + 1",
            key,
            Json(value) as _,
            by,
            now
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }
}

fn pace_key(account: &AccountId) -> String {
    format!("pace.{account}")
}
