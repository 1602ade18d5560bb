//! What is destroyed when: it follows from the seed alone.

use fastrand::Rng;

use super::providers::Provider;

/// Messages of one call to the provider: few, so that much is on its way.
pub(super) const BATCH: u32 = 100;
/// Calls of one worker on their way at once.
const DISPATCHERS: u32 = 4;
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
    /// What the provider does, as the sandbox's faults.
    pub(super) faults: Vec<String>,
    pub(super) blows: Vec<Blow>,
}

impl Run {
    pub(super) fn strikes_postgres(&self) -> bool {
        self.blows.iter().any(|blow| matches!(blow, Blow::StopPostgres { .. } | Blow::KillPostgres { .. }))
    }

    /// Whether workers die by themselves: then each is started for that, and none beside it.
    pub(super) fn dies_by_itself(&self) -> bool {
        self.blows.iter().any(|blow| matches!(blow, Blow::Die { .. }))
    }
}

/// All runs for a provider.
pub(super) fn runs(provider: &'static Provider, seed: u64, people: u32, short: bool) -> Vec<Run> {
    let mut dice = Rng::with_seed(
        seed ^ u64::from(provider.name.bytes().fold(0_u32, |sum, byte| sum * 31 + u32::from(byte))),
    );
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
    if provider.knows_keys {
        runs.push(planner.silence(&mut dice));
    }
    runs
}

#[derive(Clone, Copy)]
struct Planner {
    provider: &'static Provider,
    people: u32,
}

impl Planner {
    fn run(&self, name: &str, workers: u32, faults: Vec<String>, blows: Vec<Blow>) -> Run {
        let name = format!("{}-{name}", self.provider.name);
        Run { name, provider: self.provider, people: self.people, workers: workers as usize, faults, blows }
    }

    fn fault(&self, kind: &str) -> String {
        format!(r#"{{"route": "{}", {kind}}}"#, self.provider.route)
    }

    /// Answers so late that the campaign lasts while the blows fall.
    fn slow(&self, workers: u32) -> String {
        let late = (workers * DISPATCHERS * BATCH).saturating_mul(LASTS / 100) / (self.people / 100).max(1);
        self.fault(&format!(r#""kind": "slow", "ms": {}"#, late.clamp(50, SLOWEST)))
    }

    fn kills(workers: u32, count: usize, dice: &mut Rng) -> Vec<Blow> {
        let mut kill = || Blow::Kill { after: dice.u32(200..1_500), worker: dice.usize(0..workers as usize) };
        (0..count).map(|_| kill()).collect()
    }

    fn killed(&self, workers: u32, count: usize, dice: &mut Rng) -> Run {
        let plural = if workers == 1 { "" } else { "s" };
        let name = format!("{workers}-worker{plural}");
        self.run(&name, workers, vec![self.slow(workers)], Self::kills(workers, count, dice))
    }

    fn dying(&self, (place, passes): (&'static str, u32), times: usize, dice: &mut Rng) -> Run {
        let mut die = || Blow::Die { place, pass: dice.u32(1..=passes) };
        let blows = (0..times).map(|_| die()).collect();
        // Answered so late that a request is surely under way when its process dies.
        self.run(place, 1, vec![self.fault(r#""kind": "slow", "ms": 600"#)], blows)
    }

    fn postgres(&self, dice: &mut Rng) -> Run {
        let mut after = || dice.u32(1_500..4_000);
        let blows = vec![
            Blow::StopPostgres { after: after(), away: 30_000 },
            Blow::KillPostgres { after: after() },
            Blow::KillPostgres { after: after() },
            Blow::StopPostgres { after: after(), away: 1_000 },
        ];
        self.run("postgresql", 2, vec![self.slow(2)], blows)
    }

    fn provider(&self, dice: &mut Rng) -> Run {
        let faults = [
            r#""kind": "rate_limit", "times": 4, "every": 3"#,
            r#""kind": "server_error", "times": 4, "every": 5"#,
            r#""kind": "hang_after_accept", "times": 3, "every": 11"#,
            r#""kind": "reset_after_body", "times": 4, "every": 4"#,
            r#""kind": "reset_after_body", "processed": false, "times": 4, "every": 7"#,
        ];
        let faults = faults.map(|kind| self.fault(kind)).into_iter().chain([self.slow(2)]).collect();
        self.run("provider-fails", 2, faults, Self::kills(2, 6, dice))
    }

    /// No webhook until the campaign is over: only repetitions under their keys tell what became of calls.
    fn silence(&self, dice: &mut Rng) -> Run {
        let faults = vec![r#"{"kind": "webhooks_paused"}"#.to_owned(), self.slow(2)];
        self.run("webhooks-late", 2, faults, Self::kills(2, 6, dice))
    }

    fn webhooks(&self, dice: &mut Rng) -> Run {
        let backwards = [r#"{"kind": "webhooks_duplicated"}"#, r#"{"kind": "webhooks_reversed"}"#];
        let faults = backwards.map(str::to_owned).into_iter().chain([self.slow(2)]).collect();
        self.run("webhooks-twice-and-backwards", 2, faults, Self::kills(2, 6, dice))
    }
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
        let blows: usize = runs(&PROVIDERS[0], 7, 20_000, false).iter().map(|run| run.blows.len()).sum();
        assert!(blows >= 60, "{blows}");
    }
}
