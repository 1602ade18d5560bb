//! What was taken of late by what is limited ([`domain::pace`]). A row is locked after everything else that a transaction locks:
//! the campaign's before the account's.

use chrono::{DateTime, Utc};
use domain::{CampaignId, provider::AccountId};
use serde::{Serialize, de::DeserializeOwned};
use sqlx::{PgConnection, types::Json};

use crate::{Result, StoreError};

/// What has limits.
#[derive(Debug, Clone)]
pub(crate) enum Scope<'a> {
    Campaign(CampaignId),
    Account(&'a AccountId),
}

impl Scope<'_> {
    fn key(&self) -> (&'static str, String) {
        match self {
            Self::Campaign(id) => ("campaign", id.to_string()),
            Self::Account(id) => ("account", id.0.clone()),
        }
    }
}

/// Locks what was taken, and tells it.
pub(crate) async fn lock<T: DeserializeOwned>(conn: &mut PgConnection, of: &Scope<'_>) -> Result<T> {
    let (scope, name) = of.key();
    sqlx::query!(
        "insert into marketing_paces (scope, name) values ($1, $2) on conflict do nothing",
        scope,
        name
    )
    .execute(&mut *conn)
    .await?;
    let taken = sqlx::query_scalar!(
        "select taken from marketing_paces where scope = $1 and name = $2 for update",
        scope,
        name
    )
    .fetch_one(conn)
    .await?;
    serde_json::from_value(taken)
        .map_err(|error| StoreError::Corrupt(format!("the pace of {scope} {name}: {error}")))
}

/// Writes what was taken, and before when nothing more is to be claimed.
pub(crate) async fn write(
    conn: &mut PgConnection,
    of: &Scope<'_>,
    taken: &(impl Serialize + Sync),
    free_at: Option<DateTime<Utc>>,
) -> Result<()> {
    let (scope, name) = of.key();
    sqlx::query!(
        "update marketing_paces set taken = $3, free_at = $4 where scope = $1 and name = $2",
        scope,
        name,
        Json(taken) as _,
        free_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The limits have changed: the next claim finds out what they allow.
pub(crate) async fn look_again(conn: &mut PgConnection, of: &Scope<'_>) -> Result<()> {
    let (scope, name) = of.key();
    sqlx::query!("update marketing_paces set free_at = null where scope = $1 and name = $2", scope, name)
        .execute(conn)
        .await?;
    Ok(())
}
