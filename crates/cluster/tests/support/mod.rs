//! Folders that the unprivileged account can reach, and questions asked of a running server.
#![allow(dead_code, reason = "every test file uses its own part")]

use std::{
    fs,
    net::TcpStream,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::Duration,
};

use cluster::{Cluster, Options};
use ebvision_cluster as cluster;
use sqlx::{Connection as _, PgConnection, Row as _};
use tempfile::TempDir;

/// A folder that everybody may enter, which the system's temporary folders are not.
pub(crate) fn open_folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

/// A cluster below `folder`; nothing of it is written elsewhere.
pub(crate) fn options_in(folder: &Path) -> Options {
    let mut options = Options::new(folder.join("postgres")).forgetful();
    options.refuge = folder.join("refuge");
    options
}

pub(crate) fn data_of(options: &Options) -> PathBuf {
    fs::canonicalize(options.home.join("data")).unwrap()
}

/// The number of the process that serves the data.
pub(crate) fn server_pid(data: &Path) -> u32 {
    let note = fs::read_to_string(data.join("postmaster.pid")).unwrap();
    note.lines().next().unwrap().trim().parse().unwrap()
}

pub(crate) fn listens(port: u16) -> bool {
    TcpStream::connect(("127.0.0.1", port)).is_ok()
}

/// What the server answers to a query, as text, or its error.
pub(crate) fn ask(cluster: &Cluster, sql: &'static str) -> Result<String, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let answer = runtime.block_on(async {
        let mut connection = PgConnection::connect(&cluster.url(cluster::DATABASE)).await?;
        let row = sqlx::raw_sql(sql).fetch_optional(&mut connection).await?;
        connection.close().await?;
        row.map_or_else(|| Ok(String::new()), |row| row.try_get_unchecked(0))
    });
    answer.map_err(|error: sqlx::Error| error.to_string())
}

/// Another process that owns the cluster in `home`, until it is killed.
pub(crate) fn owner_process(home: &Path) -> Child {
    let ready = home.with_extension("ready");
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "the_owner_process", "--ignored", "--nocapture"])
        .env("CLUSTER_TEST_HOME", home)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while !ready.exists() {
        assert!(child.try_wait().unwrap().is_none(), "the owner ended before it was ready");
        sleep(Duration::from_millis(50));
    }
    child
}
