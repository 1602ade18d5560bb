//! Rust's own parts: the target for the browser, the formatter, the linter, and the crates' sources.

use std::{path::Path, process::Stdio};

use crate::{cargo::cargo, say, shell, workspace::Workspace};

const TARGET: &str = "wasm32-unknown-unknown";

/// What a build needs.
pub(crate) fn ensure(workspace: &Workspace) -> anyhow::Result<()> {
    let sysroot = shell::read(workspace.command("rustc").args(["--print", "sysroot"]))?;
    if !Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET).is_dir() {
        let mut add = workspace.command("rustup");
        add.args(["target", "add", TARGET]);
        say::long("adding the browser's target to Rust", "20 seconds", || shell::run(&mut add))?;
    }
    // Trunk builds without asking the registry. Quiet, and done at once, when everything is there.
    shell::run(&mut cargo(workspace, ["fetch", "--quiet", "--locked"]))
}

/// What the checks need beyond that: rustup's minimal profile has neither.
pub(crate) fn ensure_checkers(workspace: &Workspace) -> anyhow::Result<()> {
    for (program, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        let mut ask = cargo(workspace, [program, "--version"]);
        if !ask.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success()) {
            let mut add = workspace.command("rustup");
            add.args(["component", "add", component]);
            say::long(&format!("adding {component} to Rust"), "10 seconds", || shell::run(&mut add))?;
        }
    }
    Ok(())
}
