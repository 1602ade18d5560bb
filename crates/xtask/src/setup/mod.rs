//! What demo and test need. Every part looks first, so that a second run is quick.

pub(crate) mod chromium;
pub(crate) mod node;
mod postgres;
mod programs;
mod rust;
pub(crate) mod tools;

use crate::{say, workspace::Workspace};

/// For building, running and every check.
pub(crate) fn everything(workspace: &Workspace) -> anyhow::Result<()> {
    for_checks(workspace)?;
    node::ensure(workspace, "e2e")?;
    chromium::ensure(workspace)?;
    Ok(())
}

/// For building, running and the checks without a browser.
pub(crate) fn for_checks(workspace: &Workspace) -> anyhow::Result<()> {
    for_demo(workspace)?;
    rust::ensure_checkers(workspace)
}

/// For building and running.
pub(crate) fn for_demo(workspace: &Workspace) -> anyhow::Result<()> {
    for_programs(workspace)?;
    tools::ensure(workspace)?;
    node::ensure(workspace, "frontend")
}

/// For building and running without the SPA.
pub(crate) fn for_programs(workspace: &Workspace) -> anyhow::Result<()> {
    programs::ensure(workspace)?;
    rust::ensure(workspace)?;
    let postgres = postgres::ensure(workspace)?;
    say::step(&format!(
        "tools are there; PostgreSQL {} from {}",
        postgres.major(),
        postgres.folder().display()
    ));
    Ok(())
}
