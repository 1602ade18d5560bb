//! What is destroyed when: it follows from the seed alone.

use fastrand::Rng;

use super::providers::{Failure, Provider, Unknown};

/// Messages of one call to the provider: few, so that much is on its way.
pub(super) const BATCH: u32 = 100;
/// Milliseconds that a campaign lasts at least while workers are killed.
const LASTS: u32 = 20_000;
/// Milliseconds that an answer is kept back at most.
const SLOWEST: u32 = 1_500;

/// The places at which a build with fail points can be told to die (`delivery::failpoint`), and the pass up to which.
const PLACES: [(&str, u32); 11] = [
    ("while-planning", 1),
    ("before-plan-commit", 1),
    ("after-claim", 9),
    ("after-intent", 9),
    ("inside-request", 9),
    ("after-answer", 9),
    ("while-recording", 9),
    ("after-record", 9),
    ("while-reading", 3),
    ("after-read", 3),
    ("while-projecting", 3),
];

/// Something that befalls a house.
#[derive(Debug, Clone, Copy)]
pub(super) enum Blow {
    /// So many milliseconds after the one before, a worker is killed (`kill -9`), and another started in its place.
    Kill { after: u32, worker: usize },
    /// A worker aborts when it passes a place for the n-th time; another is started in its place.
    Die { place: &'static str, pass: u32 },
    /// PostgreSQL is stopped, and comes back so many milliseconds later.
    StopPostgres { after: u32, away: u32 },
    /// PostgreSQL is killed (`kill -9`), and started again.
    KillPostgres { after: u32 },
}

/// A campaign, and what befalls it.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) name: String,
    pub(super) provider: &'static Provider,
    pub(super) people: u32,
    pub(super) workers: usize,
    /// Milliseconds that each answer is kept back while the blows fall.
    pub(super) late: u32,
    /// What else the provider does, as the sandbox's faults.
    pub(super) faults: Vec<String>,
    /// People whose answers fail so that nobody can tell from them.
    pub(super) unanswered: u32,
    pub(super) blows: Vec<Blow>,
}

impl Run {
    pub(super) fn strikes_postgres(&self) -> bool {
        self.blows.iter().any(|blow| matches!(blow, Blow::StopPostgres { .. } | Blow::KillPostgres { .. }))
    }

    /// How many may be unknown at most.
    pub(super) fn unknown_max(&self) -> u32 {
        if self.provider.unknown == Unknown::Nobody {
            return 0;
        }
        let kills = self.blows.iter().filter(|blow| matches!(blow, Blow::Kill { .. } | Blow::Die { .. }));
        let kills = u32::try_from(kills.count()).unwrap_or(u32::MAX);
        kills.saturating_mul(self.provider.on_the_way(self.late)).saturating_add(self.unanswered)
    }

    /// Everything that the sandbox is to do wrong. What else fails comes before answers that are only late.
    pub(super) fn all_faults(&self) -> Vec<String> {
        let late = fault(self.provider.route, &format!(r#""kind": "slow", "ms": {}"#, self.late));
        self.faults.iter().cloned().chain([late]).collect()
    }

    /// Whether webhooks are kept back until the campaign is over.
    pub(super) fn keeps_webhooks_back(&self) -> bool {
        self.faults.contains(&of_webhooks(PAUSED))
    }

    /// Whether workers die by themselves: then each is started for that, and none beside it.
    pub(super) fn dies_by_itself(&self) -> bool {
        self.blows.iter().any(|blow| matches!(blow, Blow::Die { .. }))
    }
}

/// All runs for a provider.
pub(super) fn runs(provider: &'static Provider, seed: u64, people: u32, short: bool) -> Vec<Run> {
    let name = provider.name.bytes().fold(0_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    let mut dice = Rng::with_seed(seed ^ name);
    let planner = Planner { provider, people: if short { 2_000 } else { people } };
    if short {
        return vec![planner.killed(2, 6, &mut dice), planner.dying(("inside-request", 5), 1, &mut dice)];
    }
    let mut runs: Vec<_> = [1, 2, 4].map(|workers| planner.killed(workers, 16, &mut dice)).into();
    runs.push(planner.postgres(&mut dice));
    runs.push(planner.provider(&mut dice));
    runs.push(planner.webhooks(&mut dice));
    let few = Planner { people: people.min(2_000), ..planner };
    runs.extend(PLACES.map(|place| few.dying(place, 2, &mut dice)));
    runs.push(planner.silence(&mut dice));
    runs
}

#[derive(Clone, Copy)]
struct Planner {
    provider: &'static Provider,
    people: u32,
}

impl Planner {
    /// A run with answers that come so late that the campaign lasts while the blows fall.
    fn run(&self, name: &str, workers: u32, blows: Vec<Blow>) -> Run {
        let late =
            (workers * self.provider.at_once()).saturating_mul(LASTS / 100) / (self.people / 100).max(1);
        Run {
            name: format!("{}-{name}", self.provider.name),
            provider: self.provider,
            people: self.people,
            workers: workers as usize,
            late: late.clamp(1, SLOWEST),
            faults: Vec::new(),
            unanswered: 0,
            blows,
        }
    }

    fn kills(workers: u32, count: usize, dice: &mut Rng) -> Vec<Blow> {
        let mut kill = || Blow::Kill { after: dice.u32(200..1_500), worker: dice.usize(0..workers as usize) };
        (0..count).map(|_| kill()).collect()
    }

    fn killed(&self, workers: u32, count: usize, dice: &mut Rng) -> Run {
        let plural = if workers == 1 { "" } else { "s" };
        self.run(&format!("{workers}-worker{plural}"), workers, Self::kills(workers, count, dice))
    }

    fn dying(&self, (place, passes): (&'static str, u32), times: usize, dice: &mut Rng) -> Run {
        let mut die = || Blow::Die { place, pass: dice.u32(1..=passes) };
        let blows = (0..times).map(|_| die()).collect();
        // Answered so late that a request is surely under way when its process dies.
        Run { late: 600, ..self.run(place, 1, blows) }
    }

    fn postgres(&self, dice: &mut Rng) -> Run {
        let mut after = || dice.u32(1_500..4_000);
        let blows = vec![
            Blow::StopPostgres { after: after(), away: 30_000 },
            Blow::KillPostgres { after: after() },
            Blow::KillPostgres { after: after() },
            Blow::StopPostgres { after: after(), away: 1_000 },
        ];
        self.run("postgresql", 2, blows)
    }

    fn provider(&self, dice: &mut Rng) -> Run {
        let failures = self.provider.failures;
        let times = failures.iter().filter(|failure| failure.in_doubt).map(|failure| failure.times);
        let unanswered = times.sum::<u32>() * self.provider.answered_at_once();
        let faults = failures.iter().map(|failure| failure.fault(self.provider.route)).collect();
        Run { faults, unanswered, ..self.run("provider-fails", 2, Self::kills(2, 6, dice)) }
    }

    fn webhooks(&self, dice: &mut Rng) -> Run {
        let faults = ["webhooks_duplicated", "webhooks_reversed"].map(of_webhooks).into();
        Run { faults, ..self.run("webhooks-twice-and-backwards", 2, Self::kills(2, 6, dice)) }
    }

    /// No webhook until the campaign is over: only repetitions under their keys, where there are any, tell what became of calls.
    fn silence(&self, dice: &mut Rng) -> Run {
        Run { faults: vec![of_webhooks(PAUSED)], ..self.run("webhooks-late", 2, Self::kills(2, 6, dice)) }
    }
}

impl Failure {
    fn fault(&self, route: &str) -> String {
        let Self { kind, times, every, .. } = self;
        fault(route, &format!(r#"{kind}, "times": {times}, "every": {every}"#))
    }
}

fn fault(route: &str, kind: &str) -> String {
    format!(r#"{{"route": "{route}", {kind}}}"#)
}

/// The fault that keeps webhooks back.
const PAUSED: &str = "webhooks_paused";

fn of_webhooks(kind: &str) -> String {
    format!(r#"{{"kind": "{kind}"}}"#)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chaos::providers::PROVIDERS;

    fn planned(seed: u64) -> String {
        format!("{:?}", runs(&PROVIDERS[0], seed, 20_000, false))
    }

    #[test]
    fn the_same_seed_strikes_the_same_and_another_one_otherwise() {
        assert_eq!(planned(1), planned(1));
        assert_ne!(planned(1), planned(2));
    }

    #[test]
    fn each_provider_is_struck_at_least_sixty_times() {
        for provider in PROVIDERS {
            let blows: usize = runs(provider, 7, 20_000, false).iter().map(|run| run.blows.len()).sum();
            assert!(blows >= 60, "{}: {blows}", provider.name);
        }
    }

    #[test]
    fn who_may_be_unknown_follows_from_the_kills_and_from_what_was_on_its_way() {
        let most = |provider: usize, name: &str| {
            let runs = runs(&PROVIDERS[provider], 7, 20_000, false);
            runs.iter().find(|run| run.name.ends_with(name)).unwrap().unknown_max()
        };
        assert_eq!(most(0, "1-worker"), 0, "calls are repeated under their keys");
        assert_eq!(most(1, "1-worker"), 0, "events tell of each message that was taken");
        assert_eq!(most(2, "1-worker"), 16 * (8 + 50), "an answer in 8 ms, over 8 connections");
        assert_eq!(most(2, "postgresql"), 0, "no worker dies");
        assert_eq!(most(2, "provider-fails"), 6 * (8 + 25) + 82);
        assert_eq!(most(3, "1-worker"), 16 * (20 + 500), "an answer in 80 ms, four times 20 calls");
        assert_eq!(most(4, "provider-fails"), 6 * (20 + 250) + 122);
    }
}
