//! How fast it is: each figure beside its target, from one run on one machine, with a PostgreSQL that loses nothing.

mod bed;
mod callers;
mod figure;
mod letter;
mod parts;
mod runs;
mod sink;
mod table;
mod usage;

use std::fs;

use anyhow::ensure;
use clap::Args;

use crate::{say, setup, stack::database::ask, workspace::Workspace};

use bed::Bed;
use figure::Figure;
use table::Circumstances;

/// What is measured, and at which size.
#[derive(Debug, Args)]
pub(crate) struct Bench {
    /// Only runs whose name holds this; writes no table
    #[arg(long)]
    only: Option<String>,
    /// A tenth of everything, to see that it works; writes no table
    #[arg(long)]
    short: bool,
}

/// How much of everything.
#[derive(Debug)]
struct Scale {
    /// People of a campaign.
    people: u32,
    /// People of the large one.
    many: u32,
    /// People of the campaigns that must last: beside hits, and against a provider's limits.
    lasting: u32,
    /// Seconds for which a number of WhatsApp sends at its pace.
    paced: u32,
    /// Seconds for which callers call.
    seconds: u64,
    /// Seconds for which they call beside a campaign.
    beside: u64,
}

const WHOLE: Scale =
    Scale { people: 100_000, many: 1_000_000, lasting: 201_000, paced: 40, seconds: 10, beside: 6 };
const SHORT: Scale =
    Scale { people: 10_000, many: 20_000, lasting: 101_000, paced: 6, seconds: 2, beside: 3 };

type Run = fn(&mut Bed, &Scale) -> anyhow::Result<Vec<Figure>>;

/// The longest last.
const RUNS: [(&str, Run); 9] = [
    ("sending", runs::sending::run),
    ("launch", runs::launch::run),
    ("webhooks", runs::calls::run),
    ("hits", runs::hits::run),
    ("list", runs::figures::run),
    ("idle", runs::idle::run),
    ("dialects", runs::dialects::run),
    ("whatsapp", runs::whatsapp::run),
    ("million", runs::million::run),
];

impl Bench {
    pub(crate) fn run(self, workspace: &Workspace) -> anyhow::Result<()> {
        usage::check()?;
        setup::for_programs(workspace)?;
        if let Some(missing) = sink::missing() {
            say::step(missing);
        }
        let mut bed = Bed::open(workspace)?;
        let scale = if self.short { SHORT } else { WHOLE };
        let chosen = RUNS
            .iter()
            .filter(|(name, _)| self.only.as_ref().is_none_or(|only| name.contains(only.as_str())));
        let mut figures = Vec::new();
        for (name, run) in chosen {
            say::step(&format!("measuring: {name}"));
            let measured = run(&mut bed, &scale)?;
            measured.iter().for_each(|figure| say::line(&format!("  {}: {}", figure.what, figure.shown())));
            figures.extend(measured);
        }
        ensure!(!figures.is_empty(), "nothing was measured");
        let circumstances = self.circumstances(&bed)?;
        bed.postgres.stop()?;
        say::line(&format!("\n{}", table::text(&circumstances, &figures)));
        if !self.short && self.only.is_none() {
            table::write(workspace, &circumstances, &figures)?;
        }
        Ok(())
    }

    fn circumstances(&self, bed: &Bed) -> anyhow::Result<Circumstances> {
        let short = if self.short { " --short" } else { "" };
        let only = self.only.as_ref().map(|only| format!(" --only {only}")).unwrap_or_default();
        let settings = ask(bed.postgres.url(), SETTINGS)?.unwrap_or_default();
        let settings = settings.lines().filter_map(|line| line.split_once('='));
        Ok(Circumstances {
            command: format!("cargo xtask bench{short}{only}"),
            machine: machine(),
            postgres: settings.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            missing: sink::missing(),
        })
    }
}

/// Those that decide what a commit is worth and what it costs.
const SETTINGS: &str = "select string_agg(name || '=' || current_setting(name), chr(10) order by name) from pg_settings
    where name in ('server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'max_wal_size',
                   'wal_compression', 'commit_delay')";

/// Its processor, and how many of it.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(':').map(|(_, name)| name.trim()));
    format!("{cores} cores ({}), everything on loopback", model.unwrap_or("unknown"))
}
