//! What can go wrong between the product and its database.

use sqlx::{migrate::MigrateError, postgres::PgDatabaseError};

/// The ways in which a call to the store fails.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The connection settings cannot be read.
    #[error("the database settings cannot be read: {0}")]
    Settings(String),
    /// No connection, or it broke; the same call may succeed later.
    #[error("the database cannot be reached: {0}")]
    Unavailable(#[source] sqlx::Error),
    /// A statement or a lock took longer than it may; the same call may succeed later.
    #[error("the database took too long: {0}")]
    Timeout(#[source] sqlx::Error),
    /// The suite's own table refused our row.
    #[error("the suite's table refused the row: {detail}")]
    SuiteRefused {
        /// Which table and column or rule, and what to do about it.
        detail: String,
    },
    /// The template that a campaign names has gone meanwhile.
    #[error("the template does not exist any more")]
    TemplateMissing,
    /// A template of the account has this name and language.
    #[error("a template of the account has this name and language")]
    TemplateNameTaken,
    /// A cursor that was not cut from this list.
    #[error("the cursor does not belong to this list")]
    Cursor,
    /// A row that no rule of ours can have written.
    #[error("a row cannot be read: {0}")]
    Corrupt(String),
    /// The data cannot be loaded into the table as it is.
    #[error("the table cannot take the data: {0}")]
    Shape(String),
    /// A migration failed; what it had begun has been rolled back, and the next run resumes with it.
    #[error("a migration failed: {0}")]
    Migration(#[source] MigrateError),
    /// Anything else that the database answered.
    #[error("the database answered: {0}")]
    Database(#[source] sqlx::Error),
}

impl StoreError {
    /// Whether the same call may succeed later without anybody changing anything.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Timeout(_))
    }

    /// Reads an error of a write to one of the suite's tables: what its rules refuse is not our fault.
    pub(crate) fn of_suite_write(error: sqlx::Error) -> Self {
        let Some(refusal) = error.as_database_error().and_then(|e| e.try_downcast_ref::<PgDatabaseError>())
        else {
            return error.into();
        };
        if refusal.constraint() == Some("marketing_campaigns_template") {
            return Self::TemplateMissing;
        }
        // 22 data, 23 integrity, 428C9 a generated column, P0001 raised by a trigger.
        let refused = ["22", "23", "428C9", "P0001"].iter().any(|class| refusal.code().starts_with(class));
        if refused { Self::SuiteRefused { detail: describe(refusal) } } else { error.into() }
    }

    /// Reads an error of a write to a template of WhatsApp: name and language are one template's in each account.
    pub(crate) fn of_template_write(error: sqlx::Error) -> Self {
        let constraint = error.as_database_error().and_then(sqlx::error::DatabaseError::constraint);
        if constraint == Some("marketing_whatsapp_templates_by_name") {
            Self::TemplateNameTaken
        } else {
            error.into()
        }
    }

    /// A suite's trigger may swallow a row without a word.
    pub(crate) fn swallowed(table: &str) -> Self {
        Self::SuiteRefused {
            detail: format!(
                "a trigger on {table} dropped the row silently; let it pass rows whose marketing_origin is 'marketing'"
            ),
        }
    }
}

fn describe(refusal: &PgDatabaseError) -> String {
    let table = refusal.table().unwrap_or("the table");
    let message = refusal.message();
    match (refusal.column(), refusal.constraint()) {
        (Some(column), _) => format!(
            "{message} ({table}.{column}); give {table}.{column} a default, or allow it to be empty, so that rows of the marketing module can be written"
        ),
        (None, Some(rule)) => {
            format!(
                "{message} (rule {rule} on {table}); relax {rule} for rows whose marketing_origin is 'marketing'"
            )
        }
        (None, None) => format!("{message}; see the triggers and column types of the suite's table"),
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::Error as E;
        match &error {
            E::PoolTimedOut | E::PoolClosed | E::WorkerCrashed | E::Io(_) | E::Tls(_) | E::Protocol(_) => {
                Self::Unavailable(error)
            }
            E::Database(answer) => match answer.code().as_deref() {
                // 57014 statement timeout, 55P03 lock timeout, 40001 and 40P01 the losing side of a race.
                Some("57014" | "55P03" | "40001" | "40P01") => Self::Timeout(error),
                Some(code) if code.starts_with("08") || code.starts_with("57P") || code.starts_with("53") => {
                    Self::Unavailable(error)
                }
                _ => Self::Database(error),
            },
            E::ColumnDecode { .. } | E::Decode(_) => Self::Corrupt(error.to_string()),
            _ => Self::Database(error),
        }
    }
}

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::Execute(inner) => inner.into(),
            // Told as what it is only where waiting may help; else which migration it was matters more.
            MigrateError::ExecuteMigration(inner, version) => match inner.into() {
                Self::Database(inner) => Self::Migration(MigrateError::ExecuteMigration(inner, version)),
                passing => passing,
            },
            other => Self::Migration(other),
        }
    }
}
