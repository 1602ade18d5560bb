//! What is written down.

use super::{judge::Verdict, plan::Blow};

/// The page: what was done, and what came of it.
pub(super) fn write(command: &str, verdicts: &[Verdict]) -> String {
    let blows = verdicts.iter().map(|verdict| verdict.run.blows.len()).sum::<usize>();
    let rows: String = verdicts.iter().map(row).collect();
    format!(
        "# Chaos\n\n\
        `{command}`\n\n\
        sends campaigns while everything that can fail does, and then holds the receivers' own log (the sandbox's ledger)\n\
        against the database, person by person. Workers are processes of their own; one that is killed is replaced at once. Runs\n\
        named by a place use a build that aborts there. PostgreSQL is durable; in its own run it is stopped, once for 30 s, and\n\
        killed. *Lost* is of whom the database says something else than the receivers' log; *twice* is who got more than one\n\
        message; *unknown* is of whom the database says that nobody can tell: with a provider that knows no keys these are people\n\
        to whom a call never arrived, which no event can tell. The table is from a real run, with {blows} blows; with\n\
        `--debug` the programs are not optimised. The command fails where\n\
        anybody is lost, written to twice, unknown though they got it, or where the report counts other deliveries than the\n\
        receivers.\n\n\
        | run | people | workers | blows | accepted | refused | unknown | lost | twice | delivered: report, receivers |\n\
        |---|---|---|---|---|---|---|---|---|---|\n{rows}\n\
        ## The blows\n\n{}",
        verdicts.iter().map(told).collect::<String>()
    )
}

fn row(verdict: &Verdict) -> String {
    let Verdict { run, accepted, refused, unknown, lost, twice, delivered, .. } = verdict;
    format!(
        "| {} | {} | {} | {} | {accepted} | {refused} | {unknown} | {lost} | {twice} | {}, {} |\n",
        run.name,
        run.people,
        run.workers,
        run.blows.len(),
        delivered.0,
        delivered.1
    )
}

fn told(verdict: &Verdict) -> String {
    let blows: Vec<_> = verdict.run.blows.iter().map(|blow| tell(*blow)).collect();
    let mut text = format!("- **{}**: {}", verdict.run.name, blows.join("; "));
    let faults: Vec<_> = verdict.run.faults.iter().map(|fault| format!("`{fault}`")).collect();
    if !faults.is_empty() {
        text.push_str(&format!(". The provider: {}", faults.join(", ")));
    }
    text.push('\n');
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
