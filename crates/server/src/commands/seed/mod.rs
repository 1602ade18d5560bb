//! `seed`.

mod imagined;
mod past;

use std::time::Instant;

use anyhow::bail;
use indicatif::{ProgressBar, ProgressStyle};
use seed::{Campaign, Consent, Fields, Generator, Value};
use store::{Table, Tx};

use super::refuse_in_production;
use crate::{cli::SeedArgs, clock, database::Database, settings::Settings};

/// Rows between two looks at the progress bar.
const BATCH: usize = 2_000;

/// Fills an empty database, whole or not at all; then sends the campaigns of the past.
pub(crate) async fn seed(settings: &Settings, how: &SeedArgs) -> anyhow::Result<()> {
    refuse_in_production(settings, "inventing data")?;
    let database = Database::open(settings).await?;
    let mut tx = database.store.begin().await?;
    let is_empty = tx.sources().is_empty().await?;
    let made = Generator::new(how.seed, clock::now());
    let (over, others): (Vec<_>, Vec<_>) = made.campaigns().into_iter().partition(Campaign::was_sent);
    if is_empty {
        fill(&mut tx, how, made, others).await?;
    }
    tx.commit().await?;
    if is_empty {
        past::send(&database.store, made, &over).await?;
    }
    database.close().await?;
    match (is_empty, how.if_empty) {
        (true, _) => Ok(()),
        (false, true) => {
            tracing::info!("clients or companies hold rows already: nothing invented");
            Ok(())
        }
        (false, false) => {
            bail!("clients or companies hold rows already; invented data goes into an empty database only")
        }
    }
}

async fn fill(tx: &mut Tx, how: &SeedArgs, made: Generator, campaigns: Vec<Campaign>) -> anyhow::Result<()> {
    let begun = Instant::now();
    let (clients, companies) = (u64::from(how.clients), u64::from(how.companies));
    copy(tx, Table::Clients, made.clients(0..clients), clients).await?;
    copy(tx, Table::Companies, made.companies(0..companies), companies).await?;
    copy(tx, Table::Templates, made.templates(), 0).await?;
    copy(tx, Table::Campaigns, campaigns, 0).await?;
    copy(tx, Table::ConsentEntries, made.consents(0..clients, 0..companies), 0).await?;
    copy_evidence(tx, made.consents(0..clients, 0..companies)).await?;
    tracing::info!(clients, companies, seconds = begun.elapsed().as_secs(), "invented");
    Ok(())
}

async fn copy<R: Fields>(
    tx: &mut Tx,
    table: Table,
    rows: impl IntoIterator<Item = R>,
    expected: u64,
) -> anyhow::Result<()> {
    copy_as(tx, table, R::FIELDS, rows, expected, R::fields).await
}

async fn copy_evidence(tx: &mut Tx, consents: impl Iterator<Item = Consent>) -> anyhow::Result<()> {
    copy_as(tx, Table::ConsentEvidence, Consent::EVIDENCE_FIELDS, consents, 0, Consent::evidence_fields).await
}

async fn copy_as<R>(
    tx: &mut Tx,
    table: Table,
    names: &[&str],
    rows: impl IntoIterator<Item = R>,
    expected: u64,
    values: impl for<'r> Fn(&'r R) -> Vec<Value<'r>>,
) -> anyhow::Result<()> {
    let bar = progress(table, expected);
    let mut load = tx.load(table, names).await?;
    let mut rows = rows.into_iter();
    loop {
        let batch: Vec<R> = rows.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            break;
        }
        load.rows(batch.iter().map(&values)).await?;
        bar.inc(batch.len() as u64);
    }
    load.finish().await?;
    bar.finish();
    Ok(())
}

/// A bar where the number of rows is known, a counter where it is not; nothing at all where nobody looks.
fn progress(table: Table, expected: u64) -> ProgressBar {
    let (bar, template) = if expected > 0 {
        (ProgressBar::new(expected), "{prefix:28} {wide_bar} {human_pos}/{human_len} {per_sec} {eta}")
    } else {
        (ProgressBar::no_length(), "{prefix:28} {human_pos} {per_sec}")
    };
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.with_style(style).with_prefix(table.name())
}
