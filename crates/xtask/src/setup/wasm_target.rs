//! The compiler's target for the browser.

use std::path::Path;

use crate::{say, shell, workspace::Workspace};

const TARGET: &str = "wasm32-unknown-unknown";

pub(crate) fn ensure(workspace: &Workspace) -> anyhow::Result<()> {
    let sysroot = shell::read(workspace.command("rustc").args(["--print", "sysroot"]))?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET).is_dir() {
        return Ok(());
    }
    let mut add = workspace.command("rustup");
    add.args(["target", "add", TARGET]);
    say::long("adding the browser's target to Rust", "20 seconds", || shell::run(&mut add))
}
