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

/// What `psql` answers, or its error.
pub(crate) fn ask(cluster: &Cluster, sql: &str) -> Result<String, String> {
    let output = Command::new("psql")
        .args(["--no-psqlrc", "--tuples-only", "--no-align", "-c", sql, &cluster.url(cluster::DATABASE)])
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
}

/// Another process that owns the cluster in `home`, until it is killed.
pub(crate) fn owner_process(home: &Path) -> Child {
    let ready = home.with_extension("ready");
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "the_owner_process", "--ignored", "--nocapture"])
        .env("CLUSTER_TEST_HOME", home)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while !ready.exists() {
        sleep(Duration::from_millis(50));
    }
    child
}
