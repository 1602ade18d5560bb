//! Everything, started with test data on one port, until Ctrl-C.

mod schema;

use std::{path::PathBuf, thread::sleep, time::Duration};

use anyhow::bail;
use clap::Args;
use cluster::Options;

use crate::{
    cargo::{Profile, build_programs},
    interrupt, say, setup, spa,
    stack::{
        database::{DEMO_HOME, Database, given},
        product::{Amount, Product},
        sandbox::Sandbox,
        server::{Server, free_port},
    },
    workspace::Workspace,
};

const LOG: &str = ".data/demo.log";
const SANDBOX_LOG: &str = ".data/demo-sandbox.log";

/// The demo's options.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// The port to serve on; the next free one if it is taken
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// A structure dump of the suite (pg_dump --schema-only) to load into the empty database first
    #[arg(long, value_name = "FILE")]
    schema: Option<PathBuf>,
    /// How many clients to make up, at most a million
    #[arg(long, value_name = "N")]
    clients: Option<u32>,
    /// How many companies to make up, at most a million
    #[arg(long, value_name = "N")]
    companies: Option<u32>,
    /// Remove the demo's database first
    #[arg(long)]
    fresh: bool,
}

impl Demo {
    pub(crate) fn run(self, workspace: &Workspace) -> anyhow::Result<()> {
        setup::for_demo(workspace)?;
        let programs = say::long("building the server", "8 minutes the first time, else seconds", || {
            build_programs(workspace, Profile::Release)
        })?;
        spa::build(workspace)?;
        let database = self.database(workspace)?;
        let port = free_port(self.port)?;
        let sandbox_log = workspace.path(SANDBOX_LOG);
        let sandbox = Sandbox::start(workspace, &programs.sandbox, free_port(port + 1)?, &sandbox_log)?;
        let product = Product::new(workspace, programs.product, database.url().to_owned(), &sandbox)?;
        self.fill(&product, &database)?;
        let server = Server::start(&product, port, &workspace.path(LOG))?;
        sandbox.report_to(server.address(), &product.hook_token())?;
        invite(&product, &server, &sandbox)?;
        let end = serve(server, sandbox);
        database.stop()?;
        end
    }

    fn database(&self, workspace: &Workspace) -> anyhow::Result<Database> {
        if self.fresh && given().is_some() {
            bail!(
                "--fresh removes the demo's own database only; DATABASE_URL names another: unset it, or empty that one yourself"
            );
        }
        if self.fresh {
            cluster::destroy(&Options::new(workspace.path(DEMO_HOME)))?;
            say::step("the demo's database is removed");
        }
        Database::for_demo(workspace)
    }

    fn fill(&self, product: &Product, database: &Database) -> anyhow::Result<()> {
        if let Some(file) = &self.schema {
            schema::load(file, database.url())?;
        }
        product.migrate()?;
        product.seed(Amount { clients: self.clients, companies: self.companies })
    }
}

/// The address, and a way in for each kind of user.
fn invite(product: &Product, server: &Server, sandbox: &Sandbox) -> anyhow::Result<()> {
    let address = server.address();
    say::line("\n  EB VISION Marketing is ready.\n");
    for (role, what) in
        [("admin", "may do everything"), ("sender", "writes and launches"), ("viewer", "only looks")]
    {
        say::line(&format!("  Sign in as {role} ({what}), valid for 12 hours:"));
        say::line(&format!("    {address}/#token={}\n", product.token(role)?));
    }
    say::line(&format!("  Address         {address}/"));
    say::line(&format!("  API, Swagger UI {address}/api/docs/  (the token is what follows #token= above)"));
    say::line(&format!("  Sandbox, inbox  {}/  (what recipients got; its links work)", sandbox.address()));
    say::line(&format!("  Logs            {LOG}, {SANDBOX_LOG}"));
    say::line(
        "\n  Nothing leaves this machine: the sandbox plays Brevo, SendGrid and a mail server, without limits, and the recipients.",
    );
    say::line(
        "  They open, click, bounce and unsubscribe within seconds: launch a campaign and watch its report.",
    );
    say::line("\n  Ctrl-C stops everything.\n");
    Ok(())
}

/// Until somebody asks us to stop, or the server dies.
fn serve(mut server: Server, mut sandbox: Sandbox) -> anyhow::Result<()> {
    while !interrupt::asked() {
        if let Some(status) = server.ended()? {
            bail!("the server ended by itself ({status}); its log is {LOG}");
        }
        if let Some(status) = sandbox.ended()? {
            bail!("the sandbox ended by itself ({status}); its log is {SANDBOX_LOG}");
        }
        sleep(Duration::from_millis(100));
    }
    say::line("\n  Stopping: the server finishes what it does, then the sandbox and PostgreSQL stop.");
    server.stop()?;
    sandbox.stop()
}
