use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::cache::postgres_cache;

/// The folders in which PostgreSQL's programs are looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// The machine's own; the newest usable version wins.
    pub machine: Vec<PathBuf>,
    /// Asked when the machine has none: a folder that holds one folder per version.
    pub cache: PathBuf,
}

impl Search {
    /// PATH, `pg_config`, and the places where Debian, Red Hat, Homebrew and Postgres.app install.
    #[must_use]
    pub fn of_this_machine() -> Self {
        let mut machine: Vec<PathBuf> = env::var_os("PATH").iter().flat_map(env::split_paths).collect();
        machine.extend(told_by_pg_config());
        for (parent, prefix, bin) in INSTALLED {
            machine.extend(folders(Path::new(parent), prefix).map(|folder| folder.join(bin)));
        }
        Self { machine, cache: postgres_cache() }
    }

    /// The `bin` folders of the cache.
    pub(crate) fn cached(&self) -> Vec<PathBuf> {
        folders(&self.cache, "").map(|folder| folder.join("bin")).collect()
    }
}

/// (parent folder, start of the version folder's name, path of the programs inside it)
const INSTALLED: [(&str, &str, &str); 7] = [
    ("/usr/lib/postgresql", "", "bin"),
    ("/usr", "pgsql-", "bin"),
    ("/opt/homebrew/opt", "postgresql", "bin"),
    ("/usr/local/opt", "postgresql", "bin"),
    ("/home/linuxbrew/.linuxbrew/opt", "postgresql", "bin"),
    ("/usr/local", "pgsql", "bin"),
    ("/Applications/Postgres.app/Contents/Versions", "", "bin"),
];

fn told_by_pg_config() -> Option<PathBuf> {
    let output = Command::new("pg_config").arg("--bindir").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| PathBuf::from(text.trim()))
}

/// The folders in `parent` whose name starts with `prefix`; none when `parent` is not there.
fn folders(parent: &Path, prefix: &str) -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    let prefix = prefix.to_owned();
    entries
        .filter(move |entry| entry.file_name().to_string_lossy().starts_with(&prefix))
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
}
