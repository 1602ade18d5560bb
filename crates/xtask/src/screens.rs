//! A picture of every page.

use crate::{setup, shell, stack::browser::Pages, workspace::Workspace};

pub(crate) fn run(workspace: &Workspace) -> anyhow::Result<()> {
    setup::everything(workspace)?;
    let pages = Pages::open(workspace)?;
    let end = pages
        .playwright(workspace)
        .and_then(|mut playwright| shell::run(playwright.args(["--config", "screens.config.ts"])));
    pages.close()?;
    end?;
    crate::say::step("the pictures are in .screens/");
    Ok(())
}
