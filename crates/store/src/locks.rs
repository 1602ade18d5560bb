//! Advisory locks: what only one process does at a time. Each ends with the transaction that took it.

use sqlx::PgConnection;

use crate::Result;

/// Folding the directory ("ebvision" in ASCII is the lock of migrations; these count on from it).
pub(crate) const DIRECTORY: i64 = 0x6562_7669_7369_6f70;
/// Chaining the consent ledger.
pub(crate) const SEALER: i64 = 0x6562_7669_7369_6f71;
/// Folding figures.
pub(crate) const FIGURES: i64 = 0x6562_7669_7369_6f72;

/// Making batches: of messages that were to wait, and of parts of batches.
pub(crate) const FORMER: i64 = 0x6562_7669_7369_6f73;

/// Freezing audiences that count what others are sent.
pub(crate) const FREQUENCY: i64 = 0x6562_7669_7369_6f74;

/// Judging hits.
pub(crate) const JUDGE: i64 = 0x6562_7669_7369_6f75;

// The next one, 0x6562_7669_7369_6f76, is the database's own: triggers take it as a transaction ends that says no by WhatsApp, or gives
// somebody a number (`20261126010000_look_as_it_ends.sql`).

/// Takes a lock, and waits for it.
pub(crate) async fn wait(conn: &mut PgConnection, lock: i64) -> Result<()> {
    sqlx::query!("select pg_advisory_xact_lock($1)", lock).fetch_one(conn).await?;
    Ok(())
}

/// Takes a lock without waiting; false where somebody else has it.
pub(crate) async fn take(conn: &mut PgConnection, lock: i64) -> Result<bool> {
    let taken = sqlx::query_scalar!(r#"select pg_try_advisory_xact_lock($1) as "taken!""#, lock);
    Ok(taken.fetch_one(conn).await?)
}
