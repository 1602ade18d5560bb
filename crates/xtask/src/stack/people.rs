//! Databases full of customers, and when they are at rest.

use std::{path::Path, time::Duration};

use super::{
    api::until,
    database::{ask, execute},
    postgres::Postgres,
    program::{command, settings, start},
};

/// How long the schema, and each thousand of the people, may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Waits until everything that was told is in the figures: nothing waits between the door and them.
pub(crate) fn until_counted(url: &str, patience: Duration) -> anyhow::Result<()> {
    until("every event is counted", patience, || Ok(ask(url, WAITING)?.as_deref() == Some("0")))
}

const WAITING: &str = "select ((select count(*) from marketing_receipts where state = 'new')
    + (select count(*) from marketing_events where not projected) + (select count(*) from marketing_figure_deltas))::text";

/// The customers of a database.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Customers {
    pub(crate) count: u32,
    /// What they decided, by a name of its own; the statement that notes it.
    pub(crate) decided: (&'static str, &'static str),
}

impl Customers {
    /// Of whom nobody decided anything.
    pub(crate) fn undecided(count: u32) -> Self {
        Self { count, decided: ("nothing", "") }
    }

    /// A database that holds them, of the name given; its address.
    pub(crate) fn settle(
        self,
        postgres: &mut Postgres,
        name: &str,
        product: &Path,
        folder: &Path,
    ) -> anyhow::Result<String> {
        let template = format!("people_{}_{}", self.count, self.decided.0);
        postgres.copy(&template, name, |url| fill(product, folder, url, self))
    }
}

/// Migrates an empty database, and has the directory know so many customers: `p1@exemple.fr` and so on. Then their decisions are
/// noted, and everything comes to rest.
fn fill(product: &Path, folder: &Path, url: &str, customers: Customers) -> anyhow::Result<()> {
    let people = customers.count;
    let settings = settings(url, 0);
    let mut migrating = start(&mut command(product, "migrate", &settings), folder, "migrate")?;
    until("the schema is there", PATIENCE, || Ok(migrating.ended()?.is_some_and(|status| status.success())))?;
    execute(
        url,
        &format!(
            "insert into clients (nom, email, statut, type)
             select 'Client ' || i, 'p' || i || '@exemple.fr', 'ACTIF', 'CLIENT' from generate_series(1, {people}) i"
        ),
    )?;
    let patience = PATIENCE * people.div_ceil(1_000).max(3);
    let mut folding = start(&mut command(product, "work", &settings), folder, "fold")?;
    until("everybody is known", patience, || {
        let waiting = ask(url, "select (select count(*) from marketing_source_changes)::text")?;
        let known = ask(url, "select count(*)::text from marketing_contacts where email is not null")?;
        Ok(waiting.as_deref() == Some("0") && known == Some(people.to_string()))
    })?;
    execute(url, customers.decided.1)?;
    until("every entry of the ledger is sealed", patience, || {
        Ok(ask(url, "select exists (select from marketing_consent_entries where seq is null)::text")?
            .as_deref()
            == Some("false"))
    })?;
    folding.stop()?;
    // As a database is that has been there for a while: nothing is left to be tidied up behind what was just written.
    execute(url, "vacuum analyze")
}
