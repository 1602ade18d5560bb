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
        ensure!(runs.iter().any(|(_, runs)| !runs.is_empty()), "no run has such a name");
        let mut violations = Vec::new();
        for (provider, runs) in runs.into_iter().filter(|(_, runs)| !runs.is_empty()) {
            let verdicts = destroy(&kit, provider, runs)?;
            let section = table::section(&self.command(provider), &verdicts);
            say::line(&format!("\n{section}"));
            if !self.short && self.only.is_none() {
                keep(workspace, provider, &section)?;
            }
            violations.extend(verdicts.iter().flat_map(Verdict::violations));
        }
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

    fn runs(&self) -> Vec<(&'static Provider, Vec<Run>)> {
        let is_wanted = |run: &Run| self.only.as_ref().is_none_or(|only| run.name.contains(only.as_str()));
        let runs = |provider| plan::runs(provider, self.seed, self.people, self.short).into_iter();
        let providers =
            PROVIDERS.iter().filter(|known| self.provider.is_none_or(|only| only.name == known.name));
        providers.map(|provider| (provider, runs(provider).filter(is_wanted).collect())).collect()
    }

    /// The command that does the same again.
    fn command(&self, provider: &Provider) -> String {
        let debug = if self.debug { " --debug" } else { "" };
        let Self { seed, people, .. } = self;
        format!("cargo xtask chaos --seed {seed} --people {people} --provider {}{debug}", provider.name)
    }
}

/// Writes a provider's part of the page; the others' stay as they are.
fn keep(workspace: &Workspace, provider: &Provider, section: &str) -> anyhow::Result<()> {
    let page = workspace.path(TABLE);
    let before = std::fs::read_to_string(&page).with_context(|| format!("cannot read {TABLE}"))?;
    let text = table::page(&before, provider.name, section);
    std::fs::write(page, text).with_context(|| format!("cannot write {TABLE}"))?;
    say::step(&format!("{TABLE} tells of {}", provider.name));
    Ok(())
}

/// Strikes one house after the other; whoever was struck longest ago is judged when too many stand.
fn destroy(kit: &Kit, provider: &Provider, runs: Vec<Run>) -> anyhow::Result<Vec<Verdict>> {
    let mut common = Postgres::start(&kit.folder.join(format!("postgres-{}", provider.name)))?;
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
