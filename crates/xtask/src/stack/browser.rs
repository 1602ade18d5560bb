//! The product as the browser tests see it: fresh data, release SPA, and Playwright beside it.

use std::{fs, process::Command};

use anyhow::Context as _;

use super::{
    database::Database,
    product::{Amount, Product},
    sandbox::Sandbox,
    server::{Server, free_port},
};
use crate::{
    cargo::{Profile, build_programs},
    setup::chromium,
    spa,
    workspace::Workspace,
};

const LOG: &str = ".data/e2e.log";
const SANDBOX_LOG: &str = ".data/e2e-sandbox.log";
const FIRST_PORT: u16 = 18_080;
const AMOUNT: Amount = Amount { clients: Some(200), companies: Some(100) };

/// A server on a database of its own.
#[derive(Debug)]
pub(crate) struct Pages {
    workspace: Workspace,
    server: Server,
    sandbox: Sandbox,
    product: Product,
    database: Database,
    database_name: String,
    database_url: String,
}

impl Pages {
    pub(crate) fn open(workspace: &Workspace) -> anyhow::Result<Self> {
        spa::build(workspace)?;
        let programs = build_programs(workspace, Profile::Dev)?;
        let database = Database::for_tests(workspace)?;
        let database_name = format!("ebvision_e2e_{}", std::process::id());
        let database_url = database.create(&database_name)?;
        fs::create_dir_all(workspace.path(".data")).context("cannot create .data/")?;
        let port = free_port(FIRST_PORT)?;
        let sandbox_log = workspace.path(SANDBOX_LOG);
        let sandbox = Sandbox::start(workspace, &programs.sandbox, port, &sandbox_log)?;
        let product = Product::new(workspace, programs.product, database_url.clone(), &sandbox)?;
        // What nobody knows is to be seen: no test waits a quarter of an hour for it.
        let product = product.with("EBVISION_SENDING_PATIENCE", "1s");
        product.migrate()?;
        product.seed(AMOUNT)?;
        let server = Server::start(&product, free_port(port + 1)?, &workspace.path(LOG))?;
        sandbox.report_to(server.address(), &product.hook_token())?;
        let workspace = workspace.clone();
        Ok(Self { workspace, server, sandbox, product, database, database_name, database_url })
    }

    /// `npx playwright test`, knowing where everything is.
    pub(crate) fn playwright(&self, workspace: &Workspace) -> anyhow::Result<Command> {
        let mut command = workspace.command("npx");
        command.args(["playwright", "test"]).current_dir(workspace.path("e2e"));
        // The settings too: the tests mint tokens with the binary.
        command.envs(self.product.settings());
        command.env("EBVISION_E2E_URL", self.server.address());
        command.env("EBVISION_E2E_SANDBOX_URL", self.sandbox.address());
        command.env("EBVISION_E2E_DATABASE_URL", &self.database_url);
        command.env("EBVISION_E2E_BIN", self.product.binary());
        command.env("EBVISION_E2E_CHROMIUM", chromium::ensure(workspace)?);
        Ok(command)
    }

    /// Stops the server and drops its database.
    pub(crate) fn close(self) -> anyhow::Result<()> {
        crate::say::step(&format!("the server's log is {LOG} in {}", self.workspace.path("").display()));
        self.server.stop()?;
        self.sandbox.stop()?;
        self.database.drop(&self.database_name)?;
        self.database.stop()
    }
}
