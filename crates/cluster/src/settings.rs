//! What our cluster sets differently from PostgreSQL's defaults.

use std::{
    fs::{self, File},
    io::Write as _,
    path::Path,
};

use crate::{Durability, Result, account::Account, error::At};

const FILE: &str = "ebvision.conf";

/// Sensible for a developer's machine; `jit` costs more than it brings on short queries, and a campaign's
/// hash partitions take one lock each.
const COMMON: &str = "\
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
shared_buffers = '256MB'
max_wal_size = '2GB'
max_locks_per_transaction = 256
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
";

const FORGETFUL: &str = "\
fsync = off
synchronous_commit = off
full_page_writes = off
";

/// Makes PostgreSQL read our file after its own.
pub(crate) fn include(data: &Path) -> Result<()> {
    let main = data.join("postgresql.conf");
    let mut file = File::options().append(true).open(&main).at("open", &main)?;
    writeln!(file, "\ninclude '{FILE}'").at("write", main)
}

/// Writes our file for the next start.
pub(crate) fn write(data: &Path, port: u16, durability: Durability, account: Account) -> Result<()> {
    let path = data.join(FILE);
    fs::write(&path, text(port, durability)).at("write", &path)?;
    account.give(&path)
}

fn text(port: u16, durability: Durability) -> String {
    let losses = if durability == Durability::Forgotten { FORGETFUL } else { "" };
    format!("# Written at every start: changes made here are lost.\n{COMMON}{losses}port = {port}\n")
}

#[cfg(test)]
mod tests {
    use super::text;
    use crate::Durability;

    #[test]
    fn only_a_forgetful_cluster_may_lose_commits() {
        assert!(!text(5432, Durability::Kept).contains("fsync"));
        assert!(text(5432, Durability::Forgotten).contains("fsync = off"));
    }
}
