//! Cargo, run by us.

use std::{env, ffi::OsString, path::PathBuf, process::Command};

use anyhow::Context as _;

use crate::{shell, workspace::Workspace};

/// The product's binary.
const PRODUCT: &str = "ebvision-marketing";
/// The program that plays the providers.
const SANDBOX: &str = "ebvision-sandbox";

/// The SPA's package: built for the browser, hence never with the others.
pub(crate) const SPA: &str = "ebvision-frontend";

/// How a build is optimised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    Dev,
    Release,
}

/// `cargo …` in the root, by the cargo that runs us.
pub(crate) fn cargo<const N: usize>(workspace: &Workspace, arguments: [&str; N]) -> Command {
    let program = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = workspace.command(&program.to_string_lossy());
    command.args(arguments);
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
    let mut build = cargo(workspace, arguments);
    if profile == Profile::Release {
        build.arg("--release");
    }
    shell::run(&mut build)?;
    let folder = if profile == Profile::Release { "release" } else { "debug" };
    let folder = target_folder(workspace)?.join(folder);
    Ok(Programs { product: folder.join(PRODUCT), sandbox: folder.join(SANDBOX) })
}

/// Where cargo puts what it builds.
pub(crate) fn target_folder(workspace: &Workspace) -> anyhow::Result<PathBuf> {
    let text = shell::read(&mut cargo(workspace, ["metadata", "--no-deps", "--format-version", "1"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&text).context("cargo metadata is not JSON")?;
    let folder = metadata["target_directory"].as_str().context("cargo metadata names no target folder")?;
    Ok(PathBuf::from(folder))
}
