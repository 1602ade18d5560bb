//! How to reach the database.

use std::{fmt, str::FromStr, time::Duration};

use sqlx::{
    Connection as _,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use crate::{Result, StoreError};

/// How long a connection is believed to live after it was used: nothing comes back sooner after it was stopped.
const TRUSTED: Duration = Duration::from_millis(50);

/// Where the database is, and how patient to be with it.
#[derive(Clone)]
pub struct StoreSettings {
    /// `postgres://…`; never shown.
    pub url: String,
    /// Most connections at once.
    pub max_connections: u32,
    /// How long a caller waits for a connection.
    pub acquire_timeout: Duration,
    /// How long one statement may take.
    pub statement_timeout: Duration,
    /// How long a migration waits for a table that is in use.
    pub lock_timeout: Duration,
    /// What the database's administrator sees.
    pub application_name: String,
}

impl StoreSettings {
    /// The defaults for a database.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            max_connections: 20,
            acquire_timeout: Duration::from_secs(5),
            statement_timeout: Duration::from_secs(15),
            lock_timeout: Duration::from_secs(10),
            application_name: "ebvision-marketing".into(),
        }
    }

    /// # Errors
    /// [`StoreError::Settings`] where the URL cannot be read.
    pub(crate) fn connect_options(&self) -> Result<PgConnectOptions> {
        let options =
            PgConnectOptions::from_str(&self.url).map_err(|error| StoreError::Settings(error.to_string()))?;
        Ok(options
            .application_name(&self.application_name)
            .options([("statement_timeout", format!("{}ms", self.statement_timeout.as_millis()))]))
    }

    /// A connection that rested is asked whether it lives before anybody gets it; one that was used a moment ago is not, because
    /// asking takes as long as a statement.
    pub(crate) fn pool_options(&self) -> PgPoolOptions {
        PgPoolOptions::new()
            .max_connections(self.max_connections)
            .acquire_timeout(self.acquire_timeout)
            .test_before_acquire(false)
            .before_acquire(|conn, known| {
                Box::pin(async move { Ok(known.idle_for < TRUSTED || conn.ping().await.is_ok()) })
            })
    }
}

impl fmt::Debug for StoreSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoreSettings")
            .field("url", &"<secret>")
            .field("max_connections", &self.max_connections)
            .field("application_name", &self.application_name)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_never_shows_in_debug() {
        let shown = format!("{:?}", StoreSettings::new("postgres://me:sesame@localhost/db"));
        assert!(shown.contains("ebvision-marketing") && !shown.contains("sesame"), "{shown}");
    }
}
