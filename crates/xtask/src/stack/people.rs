//! Databases full of customers.

use std::{path::Path, time::Duration};

use super::{
    api::until,
    database::{ask, execute},
    program::{command, settings, start},
};

/// How long the schema, and each thousand of the people, may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Migrates an empty database, and has the directory know so many customers: `p1@exemple.fr` and so on. Then `further` is done,
/// and everything comes to rest.
pub(crate) fn fill(
    product: &Path,
    folder: &Path,
    url: &str,
    people: u32,
    further: &str,
) -> anyhow::Result<()> {
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
    execute(url, further)?;
    until("every entry of the ledger is sealed", patience, || {
        Ok(ask(url, "select exists (select from marketing_consent_entries where seq is null)::text")?
            .as_deref()
            == Some("false"))
    })?;
    folding.stop()?;
    // As a database is that has been there for a while: nothing is left to be tidied up behind what was just written.
    execute(url, "vacuum analyze")
}
