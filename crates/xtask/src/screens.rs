//! A picture of every page.

use crate::{setup, shell, stack::browser::Pages, workspace::Workspace};

pub(crate) fn run(workspace: &Workspace) -> anyhow::Result<()> {
    setup::everything(workspace)?;
    let pages = Pages::open(workspace)?;
    shell::run(pages.playwright(workspace)?.args(["--config", "screens.config.ts"]))?;
    crate::say::step("the pictures are in .screens/");
    pages.close()
}
