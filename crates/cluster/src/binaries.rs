use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::{Error, Result, Search};

/// The oldest PostgreSQL that the product supports.
const OLDEST: u32 = 14;
const NEEDED: [&str; 3] = ["initdb", "pg_ctl", "postgres"];

/// A folder with usable programs of one PostgreSQL version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binaries {
    folder: PathBuf,
    major: u32,
}

impl Binaries {
    /// The newest of the machine's, else the newest in the cache.
    ///
    /// # Errors
    /// [`Error::NoBinaries`] when there is none, with what to install.
    pub fn find(search: &Search) -> Result<Self> {
        Self::find_where(search, |_| true).ok_or_else(|| Error::NoBinaries { looked_in: looked_in(search) })
    }

    /// The programs that can open data written by version `major`.
    pub(crate) fn find_major(search: &Search, major: u32, data: &Path) -> Result<Self> {
        Self::find_where(search, |found| found == major)
            .ok_or_else(|| Error::OtherMajor { data: data.to_owned(), major })
    }

    fn find_where(search: &Search, wanted: impl Fn(u32) -> bool) -> Option<Self> {
        let best = |folders: &[PathBuf]| {
            let usable = folders.iter().filter_map(|folder| Self::probe(folder));
            usable.filter(|found| wanted(found.major)).max_by_key(|found| found.major)
        };
        best(&search.machine).or_else(|| best(&search.cached()))
    }

    /// Runs what is there: a folder whose programs do not start on this machine is no use.
    fn probe(folder: &Path) -> Option<Self> {
        if !NEEDED.iter().all(|program| folder.join(program).is_file()) {
            return None;
        }
        let majors: Option<Vec<u32>> = NEEDED.iter().map(|program| major_of(&folder.join(program))).collect();
        let major = majors?.into_iter().min()?;
        (major >= OLDEST).then(|| Self { folder: folder.to_owned(), major })
    }

    /// The main version, for instance 17.
    #[must_use]
    pub fn major(&self) -> u32 {
        self.major
    }

    /// The folder that holds the programs.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

fn major_of(program: &Path) -> Option<u32> {
    let output = Command::new(program).arg("--version").output().ok()?;
    output.status.success().then(|| parse_major(&String::from_utf8_lossy(&output.stdout)))?
}

/// `postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)`, `initdb (PostgreSQL) 18beta1`.
fn parse_major(text: &str) -> Option<u32> {
    let version = text.split("(PostgreSQL)").nth(1)?.trim_start();
    let digits: String = version.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

fn looked_in(search: &Search) -> String {
    let mut folders: Vec<String> = search.machine.iter().map(|path| path.display().to_string()).collect();
    folders.push(search.cache.display().to_string());
    folders.dedup();
    folders.join(", ")
}

#[cfg(test)]
mod tests {
    use super::parse_major;

    #[test]
    fn the_main_version_is_read_from_what_the_programs_print() {
        assert_eq!(parse_major("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n"), Some(15));
        assert_eq!(parse_major("initdb (PostgreSQL) 18beta1\n"), Some(18));
        assert_eq!(parse_major("pg_ctl (something else) 18\n"), None);
    }
}
