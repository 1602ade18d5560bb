//! COPY of test data: into our tables, and into the suite's in whatever shape they have.

mod encode;
mod shape;

use std::borrow::Cow;

use sqlx::{PgConnection, postgres::PgCopyIn};

use crate::{Result, StoreError};
use encode::push_row;
use shape::Column;

/// Enough for one write to the socket.
const CHUNK: usize = 256 * 1024;

/// A table that test data goes into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// `clients`; fields by the dossier's names, flat key contacts included.
    Clients,
    /// `companies`; fields by the dossier's names.
    Companies,
    /// `prospecting_templates`; fields are our columns.
    Templates,
    /// `prospecting_campaigns`; fields are our columns.
    Campaigns,
    /// `marketing_consent_entries`.
    ConsentEntries,
    /// `marketing_consent_evidence`.
    ConsentEvidence,
}

impl Table {
    /// Its name in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Clients => "clients",
            Self::Companies => "companies",
            Self::Templates => "prospecting_templates",
            Self::Campaigns => "prospecting_campaigns",
            Self::ConsentEntries => "marketing_consent_entries",
            Self::ConsentEvidence => "marketing_consent_evidence",
        }
    }

    /// Whether only the suite knows all of its columns.
    const fn is_source(self) -> bool {
        matches!(self, Self::Clients | Self::Companies)
    }
}

/// An open COPY. Dropped without [`Load::finish`], nothing of it is kept.
pub struct Load<'t> {
    copy: PgCopyIn<&'t mut PgConnection>,
    columns: Vec<Column>,
    buffer: Vec<u8>,
}

impl std::fmt::Debug for Load<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Load").field("columns", &self.columns).finish_non_exhaustive()
    }
}

impl<'t> Load<'t> {
    pub(crate) async fn open(conn: &'t mut PgConnection, table: Table, fields: &[&str]) -> Result<Self> {
        let columns = shape::columns(conn, table, fields).await?;
        // A million rows take longer than a request may.
        sqlx::query!("select set_config('statement_timeout', '0', true)").fetch_one(&mut *conn).await?;
        let names: Vec<_> = columns.iter().map(Column::quoted).collect();
        let copy =
            conn.copy_in_raw(&format!("copy {} ({}) from stdin", table.name(), names.join(", "))).await?;
        Ok(Self { copy, columns, buffer: Vec::with_capacity(CHUNK + CHUNK / 4) })
    }

    /// Adds rows: each has one text (or nothing) for each field, in the order of the fields.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn rows<'v, R>(&mut self, rows: impl IntoIterator<Item = R>) -> Result<()>
    where
        R: AsRef<[Option<Cow<'v, str>>]>,
    {
        for row in rows {
            push_row(&mut self.buffer, &self.columns, row.as_ref());
            if self.buffer.len() >= CHUNK {
                self.flush().await?;
            }
        }
        Ok(())
    }

    async fn flush(&mut self) -> Result<()> {
        self.copy.send(self.buffer.as_slice()).await?;
        self.buffer.clear();
        Ok(())
    }

    /// Ends the COPY and tells how many rows went in.
    ///
    /// # Errors
    /// [`StoreError::Shape`] where the table refused a row.
    pub async fn finish(mut self) -> Result<u64> {
        self.flush().await?;
        self.copy.finish().await.map_err(|error| match StoreError::of_suite_write(error) {
            StoreError::SuiteRefused { detail } => StoreError::Shape(detail),
            other => other,
        })
    }
}
