//! The database of this process: the one that the settings name, or the embedded one.

use anyhow::Context;
use cluster::{Cluster, Options};
use secrecy::ExposeSecret;
use store::{Store, StoreSettings};

use crate::{settings::Settings, shutdown::LAST_ACT};

/// The name of our database in the embedded cluster.
const NAME: &str = "ebvision";

/// An open database; dropping it stops an embedded cluster that this process started.
pub(crate) struct Database {
    pub(crate) store: Store,
    cluster: Option<Cluster>,
}

impl Database {
    /// Opens it. An embedded one is started, or joined where another process has started it.
    pub(crate) async fn open(settings: &Settings) -> anyhow::Result<Self> {
        let (url, cluster) = locate(settings).await?;
        let mut wanted = StoreSettings::new(url);
        wanted.max_connections = settings.database.max_connections.get();
        wanted.statement_timeout = settings.http.timeout;
        let store =
            Store::connect(&wanted).await.context("the database does not answer; check DATABASE_URL")?;
        Ok(Self { store, cluster })
    }

    /// Closes the connections, then stops what this process started.
    pub(crate) async fn close(self) -> anyhow::Result<()> {
        if tokio::time::timeout(LAST_ACT, self.store.close()).await.is_err() {
            tracing::warn!("connections that do not close are left to the database");
        }
        let Some(cluster) = self.cluster else { return Ok(()) };
        tokio::task::spawn_blocking(move || cluster.stop()).await??;
        Ok(())
    }
}

async fn locate(settings: &Settings) -> anyhow::Result<(String, Option<Cluster>)> {
    if let Some(url) = &settings.database.url {
        return Ok((url.expose_secret().to_owned(), None));
    }
    let options = Options::new(settings.data_folder.join("postgres"));
    let cluster = tokio::task::spawn_blocking(move || Cluster::ensure(&options)).await??;
    tracing::info!(port = cluster.port(), started = cluster.owned(), "embedded PostgreSQL");
    Ok((cluster.url(NAME), Some(cluster)))
}
