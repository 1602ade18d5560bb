//! Brings the schema to where this program wants it, and tells where it is.

use std::time::Duration;

use sqlx::{Connection, PgConnection, migrate::Migrator};

use crate::{Result, Store};

/// Beside the suite's own tables, under our prefix.
const TABLE: &str = "marketing_migrations";
/// The advisory lock that whoever migrates holds ("ebvision" in ASCII).
const LOCK: i64 = 0x6562_7669_7369_6f6e;
const DEFAULT_PATIENCE: Duration = Duration::from_secs(10);

/// Where the schema stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SchemaVersion {
    /// The last migration that has been applied; none on a database that was never migrated.
    pub applied: Option<i64>,
    /// The last migration that this program brings.
    pub expected: Option<i64>,
}

impl SchemaVersion {
    /// Whether the schema is at least as new as this program wants it: migrations only ever expand.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.applied >= self.expected
    }
}

fn migrator() -> Migrator {
    let mut migrator = sqlx::migrate!("../../migrations");
    migrator.dangerous_set_table_name(TABLE);
    // A newer program may have migrated already; an older one goes on working.
    migrator.set_ignore_missing(true);
    // `migrate` locks by itself: sqlx's own lock would give up after the patience meant for tables.
    migrator.set_locking(false);
    migrator
}

impl Store {
    /// Applies the migrations that are missing, one program at a time, on a connection of its own: migrations may
    /// take longer than a request, but never wait long for a table that the suite is using.
    ///
    /// # Errors
    /// [`crate::StoreError::Timeout`] where a table stayed in use, [`crate::StoreError::Migration`] where one failed.
    pub async fn migrate(&self) -> Result<()> {
        // Nothing to do asks for no rights: whoever serves need not own the tables.
        if self.is_ready().await? {
            return Ok(());
        }
        let migrator = migrator();
        let mut conn = PgConnection::connect_with(&self.pool.connect_options()).await?;
        let patience = self.settings.as_ref().map_or(DEFAULT_PATIENCE, |settings| settings.lock_timeout);
        lock(&mut conn, patience).await?;
        // `run` borrows in a way that no spawned task can hold; this is what it calls.
        let outcome = migrator.run_direct(None, &mut conn, false).await;
        // Closing the connection frees the lock.
        conn.close().await?;
        Ok(outcome?)
    }

    /// Where the schema stands.
    ///
    /// # Errors
    /// [`crate::StoreError::Unavailable`].
    pub async fn schema_version(&self) -> Result<SchemaVersion> {
        let expected = migrator().iter().map(|migration| migration.version).max();
        // Not checked at compile time: sqlx makes this table itself, when it first migrates.
        let known: bool = sqlx::query_scalar("select to_regclass('marketing_migrations') is not null")
            .fetch_one(&self.pool)
            .await?;
        let applied = if known {
            sqlx::query_scalar("select max(version) from marketing_migrations where success")
                .fetch_one(&self.pool)
                .await?
        } else {
            None
        };
        Ok(SchemaVersion { applied, expected })
    }

    /// Whether the database answers and has the schema that this program wants.
    ///
    /// # Errors
    /// [`crate::StoreError::Unavailable`].
    pub async fn is_ready(&self) -> Result<bool> {
        Ok(self.schema_version().await?.is_ready())
    }
}

/// Waits for as long as another program migrates; from then on waits only so long for a table.
async fn lock(conn: &mut PgConnection, patience: Duration) -> Result<()> {
    sqlx::query("select set_config('statement_timeout', '0', false)").execute(&mut *conn).await?;
    sqlx::query("select pg_advisory_lock($1)").bind(LOCK).execute(&mut *conn).await?;
    sqlx::query("select set_config('lock_timeout', $1, false)")
        .bind(format!("{}ms", patience.as_millis()))
        .execute(conn)
        .await?;
    Ok(())
}
