//! The browser of the browser tests.

use std::path::PathBuf;

use anyhow::Context as _;

use super::programs::{can_install, find, install};
use crate::workspace::Workspace;

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const ON_MACOS: [&str; 2] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/// Where it is; installs it where that is possible.
pub(crate) fn ensure(workspace: &Workspace) -> anyhow::Result<PathBuf> {
    if let Some(found) = look() {
        return Ok(found);
    }
    if can_install(workspace) {
        install(workspace, &["chromium"])?;
    }
    look().context(
        "the browser tests need Chromium or Google Chrome: `sudo apt-get install chromium` on Debian, \
         `brew install --cask google-chrome` on macOS",
    )
}

fn look() -> Option<PathBuf> {
    let on_path = NAMES.iter().find_map(|name| find(name));
    on_path.or_else(|| ON_MACOS.iter().map(PathBuf::from).find(|path| path.is_file()))
}
