//! Databases full of customers, and when they are at rest.

use std::{path::Path, time::Duration};

use super::{
    api::until,
    database::{ask, execute, pairs},
    postgres::Postgres,
    program::{command, settings, start},
};

/// How long the schema, and each thousand of the people, may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Waits until everything that was told is in the figures: nothing waits between the door and them.
pub(crate) fn until_counted(url: &str, patience: Duration) -> anyhow::Result<()> {
    until("every event is counted", patience, || Ok(ask(url, WAITING)?.as_deref() == Some("false")))
}

const WAITING: &str = "select (exists (select from marketing_receipts where state = 'new')
    or exists (select from marketing_hits where not judged) or exists (select from marketing_events where not projected)
    or exists (select from marketing_figure_deltas))::text";

/// The customers of a database.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Customers {
    pub(crate) count: u32,
    /// How they are reached.
    pub(crate) by: Way,
    /// What they decided, by a name of its own; the statement that notes it.
    pub(crate) decided: (&'static str, &'static str),
}

/// How customers are reached: the column of `clients`, the SQL of what stands in it for the i-th, and where the directory keeps it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Way {
    column: &'static str,
    value: &'static str,
    known: &'static str,
}

impl Way {
    /// By e-mail: `p1@exemple.fr` and so on.
    pub(crate) const EMAIL: Self =
        Self { column: "email", value: "'p' || i || '@exemple.fr'", known: "email is not null" };
    /// By WhatsApp: `0612000001` and so on.
    pub(crate) const WHATSAPP: Self =
        Self { column: "telephone", value: "'0612' || lpad(i::text, 6, '0')", known: "is_mobile" };
}

/// Everybody agreed to be written to by WhatsApp.
const AGREED: &str = "
    insert into marketing_consent_entries (id, address, channel, purpose, decision, source, actor, occurred_at, recorded_at)
    select gen_random_uuid(), phone, 'whatsapp', 'marketing', 'granted', 'form', 'xtask', now() - interval '1 day', now()
    from marketing_contacts where is_mobile";

impl Customers {
    /// Of whom nobody decided anything.
    pub(crate) fn undecided(count: u32) -> Self {
        Self { count, by: Way::EMAIL, decided: ("nothing", "") }
    }

    /// All of whom agreed to be written to by WhatsApp.
    pub(crate) fn of_whatsapp(count: u32) -> Self {
        Self { count, by: Way::WHATSAPP, decided: ("agreed", AGREED) }
    }

    /// A database that holds them, of the name given; its address.
    pub(crate) fn settle(
        self,
        postgres: &mut Postgres,
        name: &str,
        product: &Path,
        folder: &Path,
    ) -> anyhow::Result<String> {
        let template = format!("{}_{}_{}", self.by.column, self.count, self.decided.0);
        postgres.copy(&template, name, |url| fill(product, folder, url, self))
    }
}

/// Migrates an empty database, and has the directory know so many customers. Then their decisions are noted, and everything comes to
/// rest.
fn fill(product: &Path, folder: &Path, url: &str, customers: Customers) -> anyhow::Result<()> {
    let Customers { count: people, by: Way { column, value, known }, .. } = customers;
    let settings = settings(url, 0);
    let mut migrating = start(&mut command(product, "migrate", &settings), folder, "migrate")?;
    until("the schema is there", PATIENCE, || Ok(migrating.ended()?.is_some_and(|status| status.success())))?;
    execute(
        url,
        &format!(
            "insert into clients (nom, {column}, statut, type)
             select 'Client ' || i, {value}, 'ACTIF', 'CLIENT' from generate_series(1, {people}) i"
        ),
    )?;
    let patience = PATIENCE * people.div_ceil(1_000).max(3);
    let mut folding = start(&mut command(product, "work", &settings), folder, "fold")?;
    until("everybody is known", patience, || {
        let waiting = ask(url, "select (select count(*) from marketing_source_changes)::text")?;
        let known =
            pairs(url, &format!("select 'known', count(*)::integer from marketing_contacts where {known}"))?;
        let known = known.first().map_or(0, |(_, known)| known.cast_unsigned());
        Ok(waiting.as_deref() == Some("0") && known == people)
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
