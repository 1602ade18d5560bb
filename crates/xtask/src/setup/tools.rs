//! Trunk and wasm-bindgen at pinned versions, in the user's cache: a second clone finds them.

use std::{
    fs::{self, File},
    path::PathBuf,
};

use anyhow::Context as _;

use crate::{cargo::cargo, say, shell, workspace::Workspace};

const TRUNK: &str = "0.21.14";

struct Tool {
    package: &'static str,
    binary: &'static str,
    version: String,
    /// With the dependencies that its authors tested, where those still build.
    locked: bool,
    usual: &'static str,
}

impl Tool {
    fn folder(&self) -> PathBuf {
        tools_folder().join(format!("{}-{}", self.binary, self.version))
    }

    fn is_there(&self) -> bool {
        self.folder().join("bin").join(self.binary).is_file()
    }
}

fn tools_folder() -> PathBuf {
    cluster::cache_folder().join("tools")
}

fn pinned(workspace: &Workspace) -> anyhow::Result<[Tool; 2]> {
    let bindgen = wasm_bindgen_version(workspace)?;
    let trunk = TRUNK.to_owned();
    Ok([
        Tool { package: "trunk", binary: "trunk", version: trunk, locked: true, usual: "5 minutes" },
        Tool {
            package: "wasm-bindgen-cli",
            binary: "wasm-bindgen",
            version: bindgen,
            locked: false,
            usual: "2 minutes",
        },
    ])
}

/// The folders of the tools' programs.
pub(crate) fn folders(workspace: &Workspace) -> Vec<PathBuf> {
    pinned(workspace).iter().flatten().map(|tool| tool.folder().join("bin")).collect()
}

pub(crate) fn ensure(workspace: &Workspace) -> anyhow::Result<()> {
    pinned(workspace)?.iter().filter(|tool| !tool.is_there()).try_for_each(|tool| install(workspace, tool))
}

/// Into a folder aside, then renamed: an interrupted installation is redone, and two at once take turns.
fn install(workspace: &Workspace, tool: &Tool) -> anyhow::Result<()> {
    fs::create_dir_all(tools_folder()).context("cannot create the cache folder")?;
    let lock = tools_folder().join(format!("{}.lock", tool.binary));
    let lock = File::create(&lock).with_context(|| format!("cannot open {}", lock.display()))?;
    lock.lock().context("cannot lock the cache folder")?;
    if tool.is_there() {
        return Ok(());
    }
    let aside = tool.folder().with_extension("partial");
    for leftover in [&aside, &tool.folder()] {
        if leftover.exists() {
            fs::remove_dir_all(leftover).with_context(|| format!("cannot remove {}", leftover.display()))?;
        }
    }
    let what = format!("installing {} {}", tool.package, tool.version);
    let mut command = install_command(workspace, tool, &aside);
    say::long(&what, tool.usual, || shell::run(&mut command))?;
    fs::rename(&aside, tool.folder()).context("cannot move the tool to its place")
}

fn install_command(workspace: &Workspace, tool: &Tool, root: &std::path::Path) -> std::process::Command {
    let mut command = cargo(workspace, ["install", tool.package, "--version", &tool.version, "--root"]);
    command.arg(root);
    if tool.locked {
        command.arg("--locked");
    }
    // Built aside: the product's own target folder may be in use, and its flags are not for tools.
    command.env_remove("CARGO_TARGET_DIR").env_remove("RUSTFLAGS");
    command
}

/// The version that the SPA is linked with: the program must be exactly that one.
pub(crate) fn wasm_bindgen_version(workspace: &Workspace) -> anyhow::Result<String> {
    let lock = fs::read_to_string(workspace.path("Cargo.lock")).context("cannot read Cargo.lock")?;
    locked_version(&lock, "wasm-bindgen").context("Cargo.lock does not name wasm-bindgen")
}

fn locked_version(lock: &str, package: &str) -> Option<String> {
    let entry = lock.split(&format!("name = \"{package}\"\nversion = \"")).nth(1)?;
    entry.split('"').next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::locked_version;

    #[test]
    fn the_version_is_that_of_the_package_and_not_of_a_namesake() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.1\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_version(lock, "leptos"), None);
    }
}
