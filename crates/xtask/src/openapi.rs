//! `openapi/openapi.json`, as the binary writes it.

use std::fs;

use anyhow::Context as _;

use crate::{
    cargo::{Profile, build_programs},
    say, shell,
    workspace::Workspace,
};

pub(crate) fn write(workspace: &Workspace) -> anyhow::Result<()> {
    let binary = build_programs(workspace, Profile::Dev)?.product;
    let document = shell::read(workspace.command(&binary.to_string_lossy()).arg("openapi"))?;
    let path = workspace.path("openapi/openapi.json");
    fs::create_dir_all(workspace.path("openapi")).context("cannot create openapi/")?;
    fs::write(&path, document).context("cannot write openapi/openapi.json")?;
    say::step(&format!("{} is written", workspace.show(&path)));
    Ok(())
}
