use std::path::PathBuf;

use crate::Search;

/// How much a crash of the machine may lose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// Nothing that was committed.
    #[default]
    Kept,
    /// Everything: faster, for the databases of tests.
    Forgotten,
}

/// Where the cluster lives and what it is for.
#[derive(Debug, Clone)]
pub struct Options {
    /// The cluster's folder, for instance `.data/postgres`. It is created.
    pub home: PathBuf,
    /// Where PostgreSQL's programs may be.
    pub search: Search,
    /// What a crash may lose.
    pub durability: Durability,
    /// As root only: where the data goes when the unprivileged account cannot reach `home`.
    pub refuge: PathBuf,
}

impl Options {
    /// A durable cluster in `home`, run by this machine's PostgreSQL or by the one in the user's cache.
    pub fn new(home: impl Into<PathBuf>) -> Self {
        Self {
            home: home.into(),
            search: Search::of_this_machine(),
            durability: Durability::Kept,
            refuge: PathBuf::from("/var/lib/ebvision-marketing"),
        }
    }

    /// The same cluster for tests: a crash may lose everything, which makes it faster.
    #[must_use]
    pub fn forgetful(mut self) -> Self {
        self.durability = Durability::Forgotten;
        self
    }
}
