//! Trunk's hook after a build, on the folder that Trunk prepares: the program is cut into parts that are fetched when they are
//! needed, and inline scripts become files.

mod parts;
mod scripts;

pub(crate) use parts::LIST;

use std::{env, path::PathBuf};

use anyhow::Context as _;

use crate::workspace::Workspace;

/// What Trunk tells its hooks.
struct Build {
    /// The folder that becomes `dist/`.
    staging: PathBuf,
    /// What every address starts with.
    public: String,
    /// Whether the browser's download counts.
    release: bool,
}

/// Finishes what Trunk built.
pub(crate) fn run(workspace: &Workspace) -> anyhow::Result<()> {
    let told = |name| env::var(name).with_context(|| format!("{name} is not set: Trunk runs this"));
    let build = Build {
        staging: told("TRUNK_STAGING_DIR")?.into(),
        public: told("TRUNK_PUBLIC_URL")?,
        release: told("TRUNK_PROFILE")? == "release",
    };
    parts::cut(workspace, &build)?;
    scripts::externalise(&build.staging, &build.public)
}
