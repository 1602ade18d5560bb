//! Where it is measured: a durable PostgreSQL, and the product in processes of its own.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use serde_json::{Value, json};

use super::usage;
use crate::{
    cargo::{Gauges, Profile, Programs, build_gauges, build_programs},
    shell::Running,
    stack::{
        api::{Caller, until},
        database::execute,
        people::{self, Customers, Way},
        postgres::{Postgres, fresh_folder},
        program::{self, Settings, command, start},
        server::free_port,
        serving::Serving,
    },
    workspace::Workspace,
};

/// Where everything of a run is: databases, logs, requests.
const FOLDER: &str = ".data/bench";
const FIRST_PORT: u16 = 19_400;
const PATIENCE: Duration = Duration::from_secs(600);

/// The programs, and the database that houses are copied from.
#[derive(Debug)]
pub(super) struct Bed {
    pub(super) folder: PathBuf,
    pub(super) programs: Programs,
    pub(super) gauges: Gauges,
    pub(super) postgres: Postgres,
}

/// The product on a database of its own, serving.
#[derive(Debug)]
pub(super) struct Stand {
    folder: PathBuf,
    product: PathBuf,
    settings: Settings,
    pub(super) database: String,
    pub(super) address: SocketAddr,
    pub(super) api: Caller,
    pub(super) token: String,
    serving: Running,
}

impl Bed {
    pub(super) fn open(workspace: &Workspace) -> anyhow::Result<Self> {
        let folder = fresh_folder(workspace, FOLDER)?;
        let programs = build_programs(workspace, Profile::Release)?;
        let gauges = build_gauges(workspace)?;
        let postgres = Postgres::start(&folder.join("postgres"))?;
        Ok(Self { folder, programs, gauges, postgres })
    }

    /// The product, serving a database of its own that holds so many customers, all of whom let opens and clicks be counted.
    pub(super) fn stand(&mut self, name: &str, people: u32, further: Settings) -> anyhow::Result<Stand> {
        self.stand_of(Customers { count: people, by: Way::EMAIL, decided: ("grants", GRANTS) }, name, further)
    }

    /// The same, of other customers.
    pub(super) fn stand_of(
        &mut self,
        customers: Customers,
        name: &str,
        further: Settings,
    ) -> anyhow::Result<Stand> {
        let product = &self.programs.product;
        let database = customers.settle(&mut self.postgres, name, product, &self.folder)?;
        let folder = self.folder.join(format!("{name}-logs"));
        let port = free_port(FIRST_PORT)?;
        let mut settings = program::settings(&database, port);
        // Nobody here is too eager.
        settings.push(("EBVISION_HTTP_RATE_PER_SECOND", "1000000".to_owned()));
        settings.push(("EBVISION_HTTP_RATE_BURST", "1000000".to_owned()));
        settings.extend(further);
        let Serving { running, address, token, api } = Serving::start(product, &settings, port, &folder)?;
        // Nobody asks the sandbox for webhooks: what is told is told by the run.
        execute(&database, "delete from marketing_errands")?;
        Ok(Stand {
            folder,
            product: product.clone(),
            settings,
            database,
            address,
            api,
            token,
            serving: running,
        })
    }
}

/// Everybody lets opens and clicks be counted.
const GRANTS: &str = "
    insert into marketing_consent_entries (id, address, channel, purpose, decision, source, actor, occurred_at, recorded_at)
    select gen_random_uuid(), email, 'email', purpose, 'granted', 'import', 'bench', now() - interval '1 day', now()
    from marketing_contacts cross join (values ('open_tracking'), ('click_tracking')) as p (purpose) where email is not null";

impl Stand {
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// A worker.
    pub(super) fn work(&self) -> anyhow::Result<Running> {
        start(&mut command(&self.product, "work", &self.settings), &self.folder, "work")
    }

    /// Server and worker in one process, and where it listens.
    pub(super) fn everything(&self) -> anyhow::Result<(Running, SocketAddr)> {
        let address = SocketAddr::from(([127, 0, 0, 1], free_port(self.address.port() + 1)?));
        let mut command = command(&self.product, "all", &self.settings);
        command.env("EBVISION_HTTP_BIND", address.to_string());
        Ok((start(&mut command, &self.folder, "all")?, address))
    }

    /// Launches a campaign that is planned as soon as a worker is there, and of which nothing leaves before [`Self::go`]: the account
    /// rests. One that waits for a person would have a campaign by WhatsApp wait for one too.
    pub(super) fn launch_held(&self, account: &str, content: Value) -> anyhow::Result<String> {
        let campaign = self.api.launch(content)?;
        let hold = format!(
            "insert into marketing_accounts_state (account, paused_code, paused_at, paused_until)
             values ('{account}', 'bench', now(), now() + interval '1 hour') on conflict (account) do update
             set paused_code = excluded.paused_code, paused_at = excluded.paused_at, paused_until = excluded.paused_until"
        );
        execute(&self.database, &hold)?;
        Ok(campaign)
    }

    /// Lets it leave, as an operator would.
    pub(super) fn go(&self, account: &str) -> anyhow::Result<()> {
        self.api.call("POST", &format!("/accounts/{account}/resume"), Some(json!({})), None).map(drop)
    }

    /// Waits until a campaign has a state.
    pub(super) fn until_campaign(&self, id: &str, state: &str) -> anyhow::Result<()> {
        until(&format!("the campaign is {state}"), PATIENCE, || Ok(self.campaign(id)?["state"] == state))
    }

    fn campaign(&self, id: &str) -> anyhow::Result<Value> {
        self.api.get(&format!("/campaigns/{id}"))
    }

    /// Waits until everything that was told is in the figures.
    pub(super) fn until_counted(&self) -> anyhow::Result<()> {
        people::until_counted(&self.database, PATIENCE)
    }

    /// The time on a processor that serving took so far.
    pub(super) fn cpu(&self) -> anyhow::Result<Duration> {
        usage::cpu(self.serving.id())
    }

    /// The most memory that serving took.
    pub(super) fn peak(&self) -> anyhow::Result<usage::Mebibytes> {
        usage::peak(self.serving.id())
    }

    pub(super) fn leave(mut self) -> anyhow::Result<()> {
        self.serving.stop()
    }
}
