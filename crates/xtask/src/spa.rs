//! The SPA's release build, skipped when nothing that goes into it has changed.

use std::{fs, path::Path};

use anyhow::Context as _;
use sha2::{Digest as _, Sha256};
use walkdir::WalkDir;

use crate::{
    say,
    setup::{self, node, tools},
    shell,
    workspace::Workspace,
};

/// What goes into the SPA.
const INPUTS: [&str; 7] = [
    "frontend",
    "crates/domain",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    ".cargo/config.toml",
    "crates/xtask/src/finish",
];
const PASSED_OVER: [&str; 3] = ["node_modules", "dist", "target"];
const STAMP: &str = ".data/spa-stamp";

/// With what it needs.
pub(crate) fn run(workspace: &Workspace) -> anyhow::Result<()> {
    setup::for_demo(workspace)?;
    build(workspace)
}

/// Builds into `dist/` unless it is up to date.
pub(crate) fn build(workspace: &Workspace) -> anyhow::Result<()> {
    let fingerprint = fingerprint(workspace)?;
    let stamp = workspace.path(STAMP);
    let known = fs::read_to_string(&stamp).is_ok_and(|text| text == fingerprint);
    if known && workspace.path("dist/index.html").exists() {
        say::step("the SPA is up to date");
        return Ok(());
    }
    say::long("building the SPA", "4 minutes the first time", || shell::run(&mut trunk(workspace)?))?;
    fs::create_dir_all(workspace.path(".data")).context("cannot create .data/")?;
    fs::write(&stamp, fingerprint).with_context(|| format!("cannot write {STAMP}"))
}

/// Trunk must use the pinned tools and download nothing.
fn trunk(workspace: &Workspace) -> anyhow::Result<std::process::Command> {
    let mut trunk = workspace.command("trunk");
    trunk.args(["build", "--release"]).env("TRUNK_SKIP_VERSION_CHECK", "true").env("TRUNK_OFFLINE", "true");
    trunk.env("TRUNK_TOOLS_WASM_BINDGEN", tools::wasm_bindgen_version(workspace)?);
    if let Some(version) = node::wasm_opt_version(workspace) {
        trunk.env("TRUNK_TOOLS_WASM_OPT", version);
    }
    // Trunk takes any value of NO_COLOR but `true` and `false` for a mistake.
    trunk.env_remove("NO_COLOR");
    Ok(trunk)
}

fn fingerprint(workspace: &Workspace) -> anyhow::Result<String> {
    let mut digest = Sha256::new();
    for input in INPUTS {
        add(&mut digest, &workspace.path(input))?;
    }
    Ok(digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

fn add(digest: &mut Sha256, input: &Path) -> anyhow::Result<()> {
    let wanted = |name: &std::ffi::OsStr| !PASSED_OVER.iter().any(|passed| name == *passed);
    let walk =
        WalkDir::new(input).sort_by_file_name().into_iter().filter_entry(|entry| wanted(entry.file_name()));
    for entry in walk {
        let path = entry.context("cannot read the SPA's sources")?.into_path();
        if path.is_file() {
            digest.update(path.as_os_str().as_encoded_bytes());
            digest.update(fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?);
        }
    }
    Ok(())
}
