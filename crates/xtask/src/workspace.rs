//! Where everything is.

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Context as _;

/// The clone we work in.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    root: PathBuf,
    /// This program. Asked at the start: a test run may build and replace it.
    myself: PathBuf,
}

impl Workspace {
    /// The nearest folder above that holds this crate.
    pub(crate) fn find() -> anyhow::Result<Self> {
        let here = env::current_dir().context("the current folder is gone")?;
        let root = here.ancestors().find(|folder| folder.join("crates/xtask/Cargo.toml").is_file());
        let root =
            root.with_context(|| format!("{} is not inside a clone of the project", here.display()))?;
        Ok(Self { root: root.to_owned(), myself: env::current_exe().context("cannot find myself")? })
    }

    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// A path as the user would type it.
    pub(crate) fn show(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).display().to_string()
    }

    /// A program, run in the root, that finds the pinned tools before the machine's own.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        command.env("PATH", self.search_path()).env("EBVISION_XTASK", &self.myself);
        command
    }

    fn search_path(&self) -> OsString {
        let inherited = env::var_os("PATH").unwrap_or_default();
        let tools =
            crate::setup::tools::folders(self).into_iter().chain([self.path("frontend/node_modules/.bin")]);
        env::join_paths(tools.chain(env::split_paths(&inherited))).unwrap_or(inherited)
    }
}
