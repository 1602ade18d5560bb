//! Every check, in the order in which they fail fastest.

mod report;
mod steps;

use clap::{Args, ValueEnum};

use crate::{say, setup, stack::database::Database, workspace::Workspace};

/// The test run's options.
#[derive(Debug, Args)]
pub(crate) struct Test {
    /// Run only these steps
    #[arg(long, value_enum, value_delimiter = ',', num_args = 1..)]
    only: Vec<Step>,
    /// Names of tests, passed on to cargo and Playwright
    #[arg(last = true)]
    filters: Vec<String>,
}

/// One step of a test run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Step {
    /// Format
    Fmt,
    /// Clippy for the server's side; a warning is an error
    Clippy,
    /// Clippy for the browser's side, and the domain for the browser
    Wasm,
    /// The queries' offline cache is what the queries need
    Sqlx,
    /// Unit, property, store, API and architecture tests, on real PostgreSQL
    Rust,
    /// What a first visit downloads, and the browser tests
    E2e,
}

impl Test {
    pub(crate) fn run(self, workspace: &Workspace) -> anyhow::Result<()> {
        let wanted = |step: &Step| self.only.is_empty() || self.only.contains(step);
        let steps: Vec<Step> = Step::value_variants().iter().copied().filter(wanted).collect();
        if steps.contains(&Step::E2e) {
            setup::everything(workspace)?;
        } else {
            setup::for_checks(workspace)?;
        }
        // One cluster for all steps: each takes databases of its own.
        let database = Database::for_tests(workspace)?;
        let end =
            report::in_order(&steps, say::line, |step| steps::run(step, workspace, &database, &self.filters));
        database.stop()?;
        end
    }
}
