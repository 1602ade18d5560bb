//! What each step runs.

use super::Step;
use crate::{
    cargo::{SPA, cargo},
    shell, size, spa, sqlx_cache,
    stack::{browser::Pages, database::Database},
    workspace::Workspace,
};

const BROWSER: &str = "wasm32-unknown-unknown";

pub(crate) fn run(
    step: Step,
    workspace: &Workspace,
    database: &Database,
    filters: &[String],
) -> anyhow::Result<()> {
    match step {
        Step::Fmt => shell::run(&mut cargo(workspace, ["fmt", "--all", "--check"])),
        Step::Clippy => clippy(workspace),
        Step::Wasm => wasm(workspace),
        Step::Sqlx => sqlx_cache::check(workspace, database),
        Step::Rust => rust(workspace, database, filters),
        Step::E2e => browser(workspace, filters),
    }
}

fn clippy(workspace: &Workspace) -> anyhow::Result<()> {
    let arguments = ["clippy", "--workspace", "--exclude", SPA, "--all-targets", "--", "-D", "warnings"];
    shell::run(&mut cargo(workspace, arguments))
}

fn wasm(workspace: &Workspace) -> anyhow::Result<()> {
    let domain = ["check", "--package", "ebvision-domain", "--target", BROWSER];
    shell::run(&mut cargo(workspace, domain))?;
    let spa = ["clippy", "--package", SPA, "--target", BROWSER, "--", "-D", "warnings"];
    shell::run(&mut cargo(workspace, spa))
}

fn rust(workspace: &Workspace, database: &Database, filters: &[String]) -> anyhow::Result<()> {
    let mut test = cargo(workspace, ["test", "--workspace", "--exclude", SPA]);
    shell::run(test.env("DATABASE_URL", database.url()).args(filters))?;
    // What of the SPA needs no browser.
    shell::run(cargo(workspace, ["test", "--package", SPA]).args(filters))
}

fn browser(workspace: &Workspace, filters: &[String]) -> anyhow::Result<()> {
    spa::build(workspace)?;
    size::hold(workspace)?;
    let pages = Pages::open(workspace)?;
    let end = pages.playwright(workspace).and_then(|mut playwright| shell::run(playwright.args(filters)));
    pages.close()?;
    end
}
