//! npm's parts: Bootstrap and wasm-opt for the SPA, Playwright for the browser tests.

use std::{fs, path::Path};

use anyhow::Context as _;

use crate::{say, shell, workspace::Workspace};

/// A copy of the lock file that the installed packages are from.
const STAMP: &str = "node_modules/.installed-lock.json";

/// What the lock file in `frontend` or `e2e` names.
pub(crate) fn ensure(workspace: &Workspace, name: &str) -> anyhow::Result<()> {
    let folder = workspace.path(name);
    let lock = folder.join("package-lock.json");
    if is_current(&lock, &folder.join(STAMP))? {
        return Ok(());
    }
    let mut npm = workspace.command("npm");
    npm.args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder);
    // The browser is the system's.
    npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    say::long(&format!("installing npm's packages for {name}/"), "20 seconds", || shell::run(&mut npm))?;
    // npm makes no folder for a lock file without packages.
    fs::create_dir_all(folder.join("node_modules")).with_context(|| format!("cannot create in {name}/"))?;
    fs::copy(&lock, folder.join(STAMP)).with_context(|| format!("cannot write {name}/{STAMP}"))?;
    Ok(())
}

/// `npm ci` empties the folder first, so the copy is gone as long as an installation is incomplete.
fn is_current(lock: &Path, stamp: &Path) -> anyhow::Result<bool> {
    let wanted = fs::read(lock).with_context(|| format!("cannot read {}", lock.display()))?;
    Ok(fs::read(stamp).is_ok_and(|installed| installed == wanted))
}

/// The version of npm's wasm-opt, as Trunk calls it.
pub(crate) fn wasm_opt_version(workspace: &Workspace) -> Option<String> {
    let text = fs::read_to_string(workspace.path("frontend/node_modules/binaryen/package.json")).ok()?;
    let package: serde_json::Value = serde_json::from_str(&text).ok()?;
    package["version"].as_str()?.split('.').next().map(|major| format!("version_{major}"))
}
