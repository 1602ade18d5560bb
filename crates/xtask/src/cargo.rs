//! Cargo, run by us.

use std::{env, ffi::OsString, path::PathBuf, process::Command};

use anyhow::Context as _;

use crate::{shell, workspace::Workspace};

/// The product's binary.
const PRODUCT: &str = "ebvision-marketing";
/// The program that plays the providers.
const SANDBOX: &str = "ebvision-sandbox";
/// The program that plays many callers.
const LOAD: &str = "ebvision-load";
/// The mail server that takes everything.
const SINK: &str = "ebvision-sink";

/// The SPA's package: built for the browser, hence never with the others.
pub(crate) const SPA: &str = "ebvision-frontend";

/// How a build is optimised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    Dev,
    Release,
}

impl Profile {
    /// Runs a build, and tells where its programs are.
    fn build(self, workspace: &Workspace, mut build: Command) -> anyhow::Result<PathBuf> {
        let folder = match self {
            Self::Dev => "debug",
            Self::Release => {
                build.arg("--release");
                "release"
            }
        };
        shell::run(&mut build)?;
        Ok(target_folder(workspace)?.join(folder))
    }
}

/// `cargo …` in the root, by the cargo that runs us.
pub(crate) fn cargo<const N: usize>(workspace: &Workspace, arguments: [&str; N]) -> Command {
    let program = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = workspace.command(&program.to_string_lossy());
    command.args(arguments);
    // What cargo told us about ourselves: build scripts that ask for it (ring's does) would run again after every call of
    // cargo without us, and everything above them would be compiled anew each time.
    for (name, _) in env::vars_os() {
        if name
            .to_str()
            .is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_"))
        {
            command.env_remove(&name);
        }
    }
    command
}

/// Where the programs are that were built.
#[derive(Debug, Clone)]
pub(crate) struct Programs {
    pub(crate) product: PathBuf,
    pub(crate) sandbox: PathBuf,
}

/// Builds product and sandbox. The whole workspace is named, so that cargo resolves the same features as for the tests
/// and compiles no dependency twice.
pub(crate) fn build_programs(workspace: &Workspace, profile: Profile) -> anyhow::Result<Programs> {
    let arguments = ["build", "--workspace", "--exclude", SPA, "--bin", PRODUCT, "--bin", SANDBOX];
    let folder = profile.build(workspace, cargo(workspace, arguments))?;
    Ok(Programs { product: folder.join(PRODUCT), sandbox: folder.join(SANDBOX) })
}

/// Builds the product so that it can be told to die at named places (`delivery::failpoint`). It takes the place of the one
/// without: keep a copy, and build that one afterwards.
pub(crate) fn build_with_fail_points(workspace: &Workspace, profile: Profile) -> anyhow::Result<PathBuf> {
    let arguments = ["build", "--workspace", "--exclude", SPA, "--bin", PRODUCT];
    let mut build = cargo(workspace, arguments);
    build.args(["--features", "ebvision-marketing/failpoints"]);
    Ok(profile.build(workspace, build)?.join(PRODUCT))
}

/// Where the programs are that are measured with.
#[derive(Debug, Clone)]
pub(crate) struct Gauges {
    pub(crate) load: PathBuf,
    pub(crate) sink: PathBuf,
}

/// Builds what plays many callers and what takes mail, in release: what they took would be missing to whom they measure.
pub(crate) fn build_gauges(workspace: &Workspace) -> anyhow::Result<Gauges> {
    let arguments = ["build", "--workspace", "--exclude", SPA, "--bin", LOAD, "--bin", SINK];
    let folder = Profile::Release.build(workspace, cargo(workspace, arguments))?;
    Ok(Gauges { load: folder.join(LOAD), sink: folder.join(SINK) })
}

/// Where cargo puts what it builds.
pub(crate) fn target_folder(workspace: &Workspace) -> anyhow::Result<PathBuf> {
    let text = shell::read(&mut cargo(workspace, ["metadata", "--no-deps", "--format-version", "1"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&text).context("cargo metadata is not JSON")?;
    let folder = metadata["target_directory"].as_str().context("cargo metadata names no target folder")?;
    Ok(PathBuf::from(folder))
}
