//! The noun directory: the contacts and people that the sources come to. One process at a time folds, piece by piece.

mod contact;
mod read;
mod settle;
mod write;

pub use contact::{Contact, SourceAddress, SourceRow};

use std::collections::BTreeSet;

use domain::{PersonId, sources::Source};
use sqlx::{PgConnection, types::Uuid};

use crate::{Result, campaigns::word, locks, tx::plan_anew};

/// The directory, within a transaction.
#[derive(Debug)]
pub struct Directory<'t> {
    pub(crate) conn: &'t mut PgConnection,
}

/// A row of a source, by its id as text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceId {
    /// The table.
    pub source: Source,
    /// The row.
    pub id: String,
}

/// What waits to be folded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Rows that changed, appeared or went.
    pub rows: BTreeSet<SourceId>,
    /// Addresses of which information at collection was recorded.
    pub informed: BTreeSet<String>,
}

impl Changes {
    /// Whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.informed.is_empty()
    }
}

impl Directory<'_> {
    /// Takes the right to fold, until the transaction ends; false where another process has it.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn lock(&mut self) -> Result<bool> {
        let locked = locks::take(self.conn, locks::DIRECTORY).await?;
        plan_anew(self.conn).await?;
        Ok(locked)
    }

    /// Takes the oldest changes out of the log, at most `limit`. Only who holds the lock may: what is read after this call is
    /// at least as new as the changes are.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn take_changes(&mut self, limit: i64) -> Result<Changes> {
        let taken = sqlx::query!(
            "delete from marketing_source_changes
             where seq in (select seq from marketing_source_changes order by seq limit $1)
             returning source, source_id",
            limit
        )
        .fetch_all(&mut *self.conn)
        .await?;
        let mut changes = Changes::default();
        for change in taken {
            if change.source == "consent" {
                changes.informed.insert(change.source_id);
            } else {
                let source = word(&change.source, "source")?;
                changes.rows.insert(SourceId { source, id: change.source_id });
            }
        }
        Ok(changes)
    }

    /// The rows of companies whose contacts are these people.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn companies_of(&mut self, people: &[PersonId]) -> Result<Vec<SourceId>> {
        let ids: Vec<Uuid> = people.iter().map(|person| person.0).collect();
        let rows = sqlx::query_scalar!(
            "select distinct source_id from marketing_contacts where person_id = any($1) and source = 'companies'",
            &ids
        )
        .fetch_all(&mut *self.conn)
        .await?;
        Ok(rows.into_iter().map(|id| SourceId { source: Source::Companies, id }).collect())
    }

    /// Which of these e-mails were informed at collection.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn informed(&mut self, emails: &[String]) -> Result<BTreeSet<String>> {
        let informed = sqlx::query_scalar!(
            "select address from marketing_consents
             where address = any($1) and channel = 'email' and purpose = 'information'",
            emails
        )
        .fetch_all(&mut *self.conn)
        .await?;
        Ok(informed.into_iter().collect())
    }

    /// Empties the directory and notes everything for folding; without a time limit from here on.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn clear(&mut self) -> Result<()> {
        sqlx::query!("select set_config('statement_timeout', '0', true)").fetch_one(&mut *self.conn).await?;
        sqlx::query!("delete from marketing_people").execute(&mut *self.conn).await?;
        sqlx::query!("delete from marketing_contacts").execute(&mut *self.conn).await?;
        sqlx::query!("select marketing_log_everything()").fetch_one(&mut *self.conn).await?;
        Ok(())
    }
}
