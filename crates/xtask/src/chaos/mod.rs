//! Proof by destruction: campaigns are sent while everything that can fail does, and afterwards the receivers' own log is held
//! against the database. Nobody may have got a message twice, and nobody may be lost.

mod blow;
mod house;
mod judge;
mod plan;
mod providers;
mod table;

use std::{collections::VecDeque, path::PathBuf};

use anyhow::{Context as _, ensure};
use clap::Args;

use crate::{
    cargo::{Profile, build_programs, build_with_fail_points},
    interrupt, say, setup,
    stack::postgres::{Postgres, fresh_folder},
    workspace::Workspace,
};

use house::{House, Kit};
use judge::Verdict;
use plan::Run;
use providers::{PROVIDERS, Provider};

/// Where everything of a run is: databases, logs, programs.
const FOLDER: &str = ".data/chaos";
const TABLE: &str = "docs/chaos.md";
/// Houses that stand at once: while one waits for the leases of the dead to end, the next ones are struck.
const AT_ONCE: usize = 10;

/// What is destroyed, and how much of it.
#[derive(Debug, Args)]
pub(crate) struct Chaos {
    /// What moments, victims and places follow from
    #[arg(long, default_value_t = 2026)]
    seed: u64,
    /// How many people a campaign is sent to
    #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(1_000..=1_000_000))]
    people: u32,
    /// Only this provider
    #[arg(long, value_parser = provider)]
    provider: Option<&'static Provider>,
    /// Only runs whose name holds this
    #[arg(long)]
    only: Option<String>,
    /// Fewer people and blows; writes no table
    #[arg(long)]
    short: bool,
    /// A debug build: slower messages, quicker builds
    #[arg(long)]
    debug: bool,
}

fn provider(name: &str) -> Result<&'static Provider, String> {
    let names: Vec<_> = PROVIDERS.iter().map(|provider| provider.name).collect();
    let found = PROVIDERS.iter().find(|provider| provider.name == name);
    found.ok_or_else(|| format!("choose one of {}", names.join(", ")))
}

/// A run whose blows have fallen.
struct Struck {
    run: Run,
    house: House,
    /// A PostgreSQL of its own, where that is what is destroyed.
    own: Option<Postgres>,
}

impl Chaos {
    pub(crate) fn run(self, workspace: &Workspace) -> anyhow::Result<()> {
        setup::for_programs(workspace)?;
        let kit = self.kit(workspace)?;
        let runs = self.runs();
        ensure!(!runs.is_empty(), "no run has such a name");
        let verdicts = destroy(&kit, runs)?;
        let text = table::write(&self.command(), &verdicts);
        say::line(&format!("\n{text}"));
        if !self.short && self.only.is_none() {
            std::fs::write(workspace.path(TABLE), &text).with_context(|| format!("cannot write {TABLE}"))?;
            say::step(&format!("{TABLE} is written"));
        }
        let violations: Vec<_> = verdicts.iter().flat_map(Verdict::violations).collect();
        ensure!(violations.is_empty(), "what must never be was:\n  {}", violations.join("\n  "));
        Ok(())
    }

    fn kit(&self, workspace: &Workspace) -> anyhow::Result<Kit> {
        let profile = if self.debug { Profile::Dev } else { Profile::Release };
        let usual = if self.debug { "2 minutes" } else { "10 minutes the first time" };
        say::long("building the programs, and once more with fail points", usual, || {
            let folder = fresh_folder(workspace, FOLDER)?;
            // Whoever builds meanwhile puts other programs in the place of those that were built.
            let keep = |program: PathBuf, name: &str| {
                let kept = folder.join(name);
                std::fs::copy(program, &kept).context("cannot keep a program").map(|_| kept)
            };
            let dying = keep(build_with_fail_points(workspace, profile)?, "with-fail-points")?;
            let programs = build_programs(workspace, profile)?;
            let (product, sandbox) = (keep(programs.product, "product")?, keep(programs.sandbox, "sandbox")?);
            Ok(Kit { folder, product, dying, sandbox })
        })
    }

    fn runs(&self) -> Vec<Run> {
        let providers =
            PROVIDERS.iter().filter(|known| self.provider.is_none_or(|only| only.name == known.name));
        let runs = providers.flat_map(|provider| plan::runs(provider, self.seed, self.people, self.short));
        runs.filter(|run| self.only.as_ref().is_none_or(|only| run.name.contains(only.as_str()))).collect()
    }

    /// The command that does the same again.
    fn command(&self) -> String {
        let provider =
            self.provider.map(|provider| format!(" --provider {}", provider.name)).unwrap_or_default();
        let debug = if self.debug { " --debug" } else { "" };
        format!("cargo xtask chaos --seed {} --people {}{provider}{debug}", self.seed, self.people)
    }
}

/// Strikes one house after the other; whoever was struck longest ago is judged when too many stand.
fn destroy(kit: &Kit, runs: Vec<Run>) -> anyhow::Result<Vec<Verdict>> {
    let mut common = Postgres::start(&kit.folder.join("postgres"))?;
    let (mut standing, mut verdicts) = (VecDeque::new(), Vec::new());
    for run in runs {
        if standing.len() == AT_ONCE {
            verdicts.extend(standing.pop_front().map(judge).transpose()?);
        }
        standing.push_back(strike(kit, &mut common, run)?);
    }
    for struck in standing {
        verdicts.push(judge(struck)?);
    }
    common.stop()?;
    Ok(verdicts)
}

fn strike(kit: &Kit, common: &mut Postgres, run: Run) -> anyhow::Result<Struck> {
    interrupt::check()?;
    say::step(&format!("{}: {} people, {} blows", run.name, run.people, run.blows.len()));
    let mut own =
        if run.strikes_postgres() { Some(Postgres::start(&kit.folder.join(&run.name))?) } else { None };
    let mut house = House::build(kit, own.as_mut().unwrap_or(common), &run)?;
    house.launch(&run.name)?;
    blow::fall(&mut house, own.as_mut(), &run).with_context(|| run.name.clone())?;
    Ok(Struck { run, house, own })
}

fn judge(struck: Struck) -> anyhow::Result<Verdict> {
    let Struck { run, house, own } = struck;
    let verdict = judge::judge(run, &house)?;
    say::step(&verdict.line());
    house.leave()?;
    own.map_or(Ok(()), Postgres::stop)?;
    Ok(verdict)
}
