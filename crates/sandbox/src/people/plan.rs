//! What a recipient will do with one message, and when: a pure function of seed, temper and address.

use super::{
    Who,
    temper::{Landing, Leaving, Temper},
};
use crate::chance::Chance;

/// One thing to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Accepted,
    Deferred,
    Delivered,
    SoftBounced,
    HardBounced,
    Invalid,
    Blocked(&'static str),
    Scan(Who),
    Open(Who),
    Click,
    Complain,
    Leave(Leaving),
}

/// A step and the milliseconds, at pace 1, after the step before it.
pub(crate) type Timed = (u64, Step);

/// The steps of one message in the order of their causes.
pub(crate) fn plan(temper: &Temper, email: &str, chance: Chance) -> Vec<Timed> {
    let wait = |question, from, to| chance.millis(email, question, from, to);
    let mut steps = vec![(0, Step::Accepted)];
    let landed = wait("landing delay", 200, 1_500);
    match temper.landing {
        Landing::Delivered => steps.push((landed, Step::Delivered)),
        Landing::Deferred => steps.extend([(landed, Step::Deferred), (3_000, Step::Delivered)]),
        Landing::LateBounce => {
            steps.extend([(landed, Step::Delivered), (2_000, Step::HardBounced)]);
            return steps;
        }
        other => {
            steps.push((landed, lost(other)));
            return steps;
        }
    }
    steps.extend(reactions(temper, &wait));
    steps
}

fn lost(landing: Landing) -> Step {
    match landing {
        Landing::SoftBounce => Step::SoftBounced,
        Landing::Invalid => Step::Invalid,
        Landing::Blocked(reason) => Step::Blocked(reason),
        _ => Step::HardBounced,
    }
}

/// Machines come within seconds of the delivery; people take at least four to open and two more to click.
fn reactions(temper: &Temper, wait: &impl Fn(&'static str, u64, u64) -> u64) -> Vec<Timed> {
    let mut steps = Vec::new();
    if let Some(scanner) = temper.scanner {
        steps.push((wait("scan delay", 100, 900), Step::Scan(scanner)));
    }
    if let Some(opener) = temper.opener {
        let delay = if opener.is_human() {
            wait("open delay", 4_000, 14_000)
        } else {
            wait("open delay", 800, 3_000)
        };
        steps.push((delay, Step::Open(opener)));
    }
    if temper.clicks {
        // After a proxy the person still has to read first.
        let (from, to) = if temper.opener == Some(Who::Person) { (2_000, 5_000) } else { (6_000, 14_000) };
        steps.push((wait("click delay", from, to), Step::Click));
    }
    if temper.complains {
        steps.push((wait("complaint delay", 4_000, 8_000), Step::Complain));
    }
    if let Some(how) = temper.leaving {
        steps.push((wait("leaving delay", 4_000, 8_000), Step::Leave(how)));
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::{Behaviour, Shares};

    fn steps(behaviour: Behaviour) -> Vec<Step> {
        let temper = Temper::of("a@example.org", Some(behaviour), &Shares::none(), Chance::new(1));
        plan(&temper, "a@example.org", Chance::new(1)).into_iter().map(|(_, step)| step).collect()
    }

    #[test]
    fn who_bounces_does_nothing_else() {
        assert_eq!(steps(Behaviour::Bounce), [Step::Accepted, Step::HardBounced]);
        assert_eq!(steps(Behaviour::LateBounce), [Step::Accepted, Step::Delivered, Step::HardBounced]);
    }

    #[test]
    fn who_clicks_opened_before() {
        let expected = [Step::Accepted, Step::Delivered, Step::Open(Who::Person), Step::Click];
        assert_eq!(steps(Behaviour::Click), expected);
    }

    #[test]
    fn a_scanner_is_quicker_than_any_person() {
        let chance = Chance::new(9);
        for i in 0..500 {
            let email = format!("p{i}@example.org");
            let delay = |behaviour| {
                let temper = Temper::of("a@example.org", Some(behaviour), &Shares::none(), chance);
                plan(&temper, &email, chance)[2].0
            };
            assert!(delay(Behaviour::Scanner) < 1_000);
            assert!(delay(Behaviour::Open) >= 4_000);
        }
    }
}
