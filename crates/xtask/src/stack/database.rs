//! PostgreSQL for us: a private cluster, or the one that `DATABASE_URL` names.

use std::{env, path::Path, str::FromStr as _};

use anyhow::Context as _;
use cluster::{Cluster, Options};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection, postgres::PgConnectOptions};

use crate::{say, workspace::Workspace};

/// Where the demo's data lives.
pub(crate) const DEMO_HOME: &str = ".data/postgres";
const TEST_HOME: &str = ".data/test-postgres";

/// A PostgreSQL in which databases can be created.
#[derive(Debug)]
pub(crate) struct Database {
    cluster: Option<Cluster>,
    url: String,
}

impl Database {
    /// Durable, for the demo.
    pub(crate) fn for_demo(workspace: &Workspace) -> anyhow::Result<Self> {
        Self::open(&Options::new(workspace.path(DEMO_HOME)))
    }

    /// Fast and forgetful, for tests.
    pub(crate) fn for_tests(workspace: &Workspace) -> anyhow::Result<Self> {
        Self::open(&Options::new(workspace.path(TEST_HOME)).forgetful())
    }

    fn open(options: &Options) -> anyhow::Result<Self> {
        if let Some(url) = given() {
            say::step("using the PostgreSQL that DATABASE_URL names");
            return Ok(Self { cluster: None, url });
        }
        let cluster = Cluster::ensure(options)?;
        let how = if cluster.owned() { "runs" } else { "runs already, joined" };
        say::step(&format!("PostgreSQL {how} on port {}", cluster.port()));
        Ok(Self { url: cluster.url(cluster::DATABASE), cluster: Some(cluster) })
    }

    /// The database that is always there.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// An empty database; one of the same name is dropped first. Returns its address.
    pub(crate) fn create(&self, name: &str) -> anyhow::Result<String> {
        self.drop(name)?;
        execute(&self.url, &format!("CREATE DATABASE {name}"))?;
        Ok(with_database(&self.url, name))
    }

    /// Drops a database, ending its sessions.
    pub(crate) fn drop(&self, name: &str) -> anyhow::Result<()> {
        execute(&self.url, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
    }

    /// Applies the migrations without the product's binary, which cannot be built before its queries are known.
    pub(crate) fn migrate(&self, url: &str, migrations: &Path) -> anyhow::Result<()> {
        wait_for(async {
            let migrator =
                sqlx::migrate::Migrator::new(migrations).await.context("cannot read migrations/")?;
            let mut connection = connect(url).await?;
            migrator.run_direct(None, &mut connection, false).await.context("a migration failed")?;
            Ok(connection.close().await?)
        })
    }

    /// Stops the cluster if we started it.
    pub(crate) fn stop(self) -> anyhow::Result<()> {
        self.cluster.map_or(Ok(()), |cluster| Ok(cluster.stop()?))
    }
}

/// The address that the user gave, if any.
pub(crate) fn given() -> Option<String> {
    env::var("DATABASE_URL").ok().filter(|url| !url.is_empty())
}

/// Runs statements; all of them or none.
pub(crate) fn execute(url: &str, sql: &str) -> anyhow::Result<()> {
    wait_for(async {
        let mut connection = connect(url).await?;
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await?;
        Ok(connection.close().await?)
    })
}

/// One text value, or none.
pub(crate) fn ask(url: &str, sql: &'static str) -> anyhow::Result<Option<String>> {
    wait_for(async {
        let mut connection = connect(url).await?;
        let answer = sqlx::query_scalar::<_, Option<String>>(sql).fetch_one(&mut connection).await?;
        connection.close().await?;
        Ok(answer)
    })
}

/// Rows of a text and a number.
pub(crate) fn pairs(url: &str, sql: &str) -> anyhow::Result<Vec<(String, i32)>> {
    wait_for(async {
        let mut connection = connect(url).await?;
        let rows = sqlx::query_as(AssertSqlSafe(sql.to_owned())).fetch_all(&mut connection).await?;
        connection.close().await?;
        Ok(rows)
    })
}

async fn connect(url: &str) -> anyhow::Result<PgConnection> {
    let options = PgConnectOptions::from_str(url).context("DATABASE_URL is not an address of PostgreSQL")?;
    // "does not exist, skipping" is no news.
    let options = options.options([("client_min_messages", "warning")]).disable_statement_logging();
    PgConnection::connect_with(&options).await.context("cannot connect to PostgreSQL")
}

fn wait_for<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.context("cannot start a runtime")?.block_on(work)
}

/// The same address with another database.
pub(crate) fn with_database(url: &str, name: &str) -> String {
    let (address, query) = url.split_once('?').map_or((url, None), |(address, query)| (address, Some(query)));
    let server = address.find("://").and_then(|scheme| Some(scheme + 3 + address[scheme + 3..].find('/')?));
    let server = server.map_or(address, |end| &address[..end]);
    query.map_or_else(|| format!("{server}/{name}"), |query| format!("{server}/{name}?{query}"))
}

#[cfg(test)]
mod tests {
    use super::with_database;

    #[test]
    fn the_database_is_exchanged_and_everything_else_kept() {
        assert_eq!(with_database("postgres://a:b@h:1/old", "new"), "postgres://a:b@h:1/new");
        assert_eq!(
            with_database("postgres://h/old?sslmode=disable", "new"),
            "postgres://h/new?sslmode=disable"
        );
        assert_eq!(with_database("postgres://h", "new"), "postgres://h/new");
    }
}
