//! A house of its own for each run: a database, a sandbox, a process that serves and any number that work.

use std::{path::PathBuf, time::Duration};

use serde_json::{Value, json};

use super::{
    plan::{BATCH, Run},
    providers::{Carries, SENDER},
};
use crate::{
    shell::Running,
    stack::{
        api::{Caller, until},
        database::{ask, execute, pairs},
        people::Customers,
        postgres::Postgres,
        program::{self, Settings, command, start},
        server::free_port,
        serving::{Serving, sandbox},
        whatsapp::{self, Desk},
    },
};

const FIRST_PORT: u16 = 19_000;
/// How long webhooks may take to be registered.
const PATIENCE: Duration = Duration::from_secs(180);
/// What recipients do not do: it would only cost time.
const NOBODY: [&str; 8] = [
    "open",
    "apple",
    "google",
    "scanner",
    "complain",
    "unsubscribe",
    "provider-unsubscribe",
    // Whoever does not read does nothing else by WhatsApp.
    "whatsapp-read",
];

/// What every house is built of.
#[derive(Debug)]
pub(super) struct Kit {
    pub(super) folder: PathBuf,
    /// The product, and the build of it that dies at fail points.
    pub(super) product: PathBuf,
    pub(super) dying: PathBuf,
    pub(super) sandbox: PathBuf,
}

/// Everything of one run.
#[derive(Debug)]
pub(super) struct House {
    folder: PathBuf,
    product: PathBuf,
    dying: PathBuf,
    settings: Settings,
    pub(super) database: String,
    pub(super) api: Caller,
    pub(super) sandbox: Caller,
    pub(super) campaign: String,
    /// Of WhatsApp.
    template: Option<String>,
    processes: Vec<Running>,
    pub(super) workers: Vec<Running>,
    started: u32,
}

impl House {
    /// Everything but the workers; the provider has been asked for its webhooks.
    pub(super) fn build(kit: &Kit, postgres: &mut Postgres, run: &Run) -> anyhow::Result<Self> {
        let customers = match run.provider.carries {
            Carries::Calls | Carries::Connections => Customers::undecided(run.people),
            Carries::Messages(_) => Customers::of_whatsapp(run.people),
        };
        let database = customers.settle(postgres, &run.name, &kit.product, &kit.folder)?;
        let folder = kit.folder.join(format!("{}-logs", run.name));
        let sandbox_port = free_port(FIRST_PORT)?;
        let faults = format!("[{}]", run.all_faults().join(","));
        let further = ["--no-limits".to_owned(), "--faults".to_owned(), faults];
        let (receiving, at_sandbox) = sandbox(&kit.sandbox, &folder, sandbox_port, &NOBODY, &further)?;
        let port = free_port(sandbox_port + 1)?;
        let mut settings = settings(&database, port);
        settings.extend((run.provider.settings)(&at_sandbox, &format!("http://127.0.0.1:{port}"))?);
        let serving = Serving::start(&kit.product, &settings, port, &folder)?;
        let mut house = Self {
            folder,
            product: kit.product.clone(),
            dying: kit.dying.clone(),
            settings,
            database,
            api: serving.api,
            sandbox: at_sandbox,
            campaign: String::new(),
            template: None,
            processes: vec![receiving, serving.running],
            workers: Vec::new(),
            started: 0,
        };
        if run.provider.carries != Carries::Connections {
            house.settle_in(run.provider.carries)?;
        }
        Ok(house)
    }

    /// The webhooks are registered, and by WhatsApp there is a template.
    fn settle_in(&mut self, carries: Carries) -> anyhow::Result<()> {
        let mut worker = self.start_worker(None)?;
        until("the webhooks are registered", PATIENCE, || {
            let registered = "select count(*)::text from marketing_errands where state = 'done'";
            Ok(ask(&self.database, registered)?.is_some_and(|count| count != "0"))
        })?;
        if let Carries::Messages(number) = carries {
            let desk = Desk { api: &self.api, sandbox: &self.sandbox, database: &self.database };
            self.template = Some(desk.approved_template(number)?);
        }
        worker.stop()
    }

    pub(super) fn launch(&mut self, name: &str) -> anyhow::Result<()> {
        let content = match &self.template {
            Some(template) => whatsapp::campaign(name, template),
            None => content(name),
        };
        self.campaign = self.api.launch(content)?;
        Ok(())
    }

    /// A worker; one that is to die, at a place and pass.
    pub(super) fn start_worker(&mut self, dying: Option<(&str, u32)>) -> anyhow::Result<Running> {
        let program = if dying.is_some() { &self.dying } else { &self.product };
        let mut command = command(program, "work", &self.settings);
        if let Some((place, pass)) = dying {
            command.env("EBVISION_XTASK_DIE_AT", format!("{place}:{pass}"));
        }
        self.started += 1;
        start(&mut command, &self.folder, &format!("work-{}", self.started))
    }

    /// Has the provider asked for its past events, from now on, and waits until that is done: what webhooks brought to nobody, because
    /// the database was away, is told so. By itself it happens every 15 minutes.
    pub(super) fn look_up_the_past(&self, patience: Duration) -> anyhow::Result<()> {
        let now = ask(&self.database, "select now()::text")?.unwrap_or_default();
        let begin = format!(
            "update marketing_accounts_state set sweep_at = now()
             where sweep_to is null and swept_to is distinct from greatest(swept_to, '{now}')"
        );
        let walked = format!("select account, 1 from marketing_accounts_state where swept_to >= '{now}'");
        until("past events are looked up", patience, || {
            execute(&self.database, &begin)?;
            Ok(!pairs(&self.database, &walked)?.is_empty())
        })
    }

    /// Stops everything.
    pub(super) fn leave(self) -> anyhow::Result<()> {
        let Self { workers, mut processes, .. } = self;
        processes.reverse();
        workers.into_iter().chain(processes).try_for_each(|mut process| process.stop())
    }
}

fn settings(database: &str, port: u16) -> Settings {
    let mut settings = program::settings(database, port);
    // Several houses share a server.
    settings.push(("EBVISION_DATABASE_MAX_CONNECTIONS", "6".to_owned()));
    settings.push(("EBVISION_SENDING_BATCH", BATCH.to_string()));
    // Sooner than usual: what events tell afterwards must put right what was thought unknown.
    settings.push(("EBVISION_SENDING_PATIENCE", "20s".to_owned()));
    settings.push(("EBVISION_SENDING_SILENCE", "40s".to_owned()));
    settings
}

/// A letter to everybody.
fn content(name: &str) -> Value {
    json!({
        "name": name,
        "subject": "Bonjour {{ contact.nom }}",
        "html": "<p>Bonjour {{ contact.nom | default('Madame, Monsieur') }}, voici <a href=\"https://exemple.fr/offre\">notre offre</a>.</p>",
        "audience": {"all": []},
        "sender": {"email": SENDER.1, "name": SENDER.0},
        "tags": [],
    })
}
