//! What is written down.

use std::collections::BTreeMap;

use super::{judge::Verdict, plan::Blow};

/// The page: what was done, and what came of it.
pub(super) fn write(command: &str, verdicts: &[Verdict]) -> String {
    let rows: String = verdicts.iter().map(row).collect();
    let told: String = verdicts.iter().map(told).collect();
    format!(
        "# Chaos\n\n`{command}`\n\n{}The table is from a real run, with blows: {}. With `--debug` the programs are not optimised.\n\n\
        | run | people | workers | blows | accepted | refused | unknown | at most | lost | twice | told: report, receivers |\n\
        |---|---|---|---|---|---|---|---|---|---|---|\n{rows}\n## The blows\n\n{told}",
        include_str!("table.md"),
        blows(verdicts)
    )
}

/// How many blows each provider's workers and database got.
fn blows(verdicts: &[Verdict]) -> String {
    let mut blows = BTreeMap::<_, usize>::new();
    for Verdict { run, .. } in verdicts {
        *blows.entry(run.provider.name).or_default() += run.blows.len();
    }
    let each: Vec<_> = blows.iter().map(|(provider, count)| format!("{count} by {provider}")).collect();
    each.join(", ")
}

fn row(verdict: &Verdict) -> String {
    let Verdict { run, accepted, refused, unknown, lost, twice, told, .. } = verdict;
    format!(
        "| {} | {} | {} | {} | {accepted} | {refused} | {unknown} | {} | {lost} | {twice} | {}, {} |\n",
        run.name,
        run.people,
        run.workers,
        run.blows.len(),
        run.unknown_max(),
        told.0,
        told.1
    )
}

fn told(verdict: &Verdict) -> String {
    let blows: Vec<_> = verdict.run.blows.iter().map(|blow| tell(*blow)).collect();
    let mut text = format!("- **{}**: {}", verdict.run.name, blows.join("; "));
    let faults: Vec<_> = verdict.run.all_faults().iter().map(|fault| format!("`{fault}`")).collect();
    text.push_str(&format!(". The provider: {}\n", faults.join(", ")));
    text
}

fn tell(blow: Blow) -> String {
    match blow {
        Blow::Kill { after, worker } => format!("{after} ms, worker {}", worker + 1),
        Blow::Die { place, pass } => format!("dies {place}, pass {pass}"),
        Blow::StopPostgres { after, away } => format!("{after} ms, PostgreSQL stopped for {away} ms"),
        Blow::KillPostgres { after } => format!("{after} ms, PostgreSQL killed"),
    }
}
