//! `migrate`.

use anyhow::Context;

use crate::{database::Database, settings::Settings};

/// Brings the database to this version's schema.
pub(crate) async fn migrate(settings: &Settings) -> anyhow::Result<()> {
    let database = Database::open(settings).await?;
    database.store.migrate().await.context("nothing is half done: mend the cause and run migrate again")?;
    let version = database.store.schema_version().await?;
    tracing::info!(version = version.applied, "the schema is up to date");
    database.close().await
}
