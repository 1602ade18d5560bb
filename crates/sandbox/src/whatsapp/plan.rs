//! What comes after what, and when.

use super::temper::Temper;
use crate::chance::Chance;

/// One thing that happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    Fail,
    Sent,
    Delivered,
    Read,
    Press,
    Click,
    Reply,
    Stop,
    Block,
}

/// The steps of a message in the order of their causes, with the milliseconds, at pace 1, after the step before.
pub(crate) fn plan(temper: &Temper, person: &str, chance: Chance) -> Vec<(u64, Step)> {
    let wait = |question, from, to| chance.millis(person, question, from, to);
    if temper.fails.is_some() {
        return vec![(wait("whatsapp failing delay", 300, 1_500), Step::Fail)];
    }
    let mut steps = vec![(wait("whatsapp sending delay", 100, 600), Step::Sent)];
    if !temper.hasty {
        steps.push((wait("whatsapp delivery delay", 200, 1_500), Step::Delivered));
    }
    let reactions = [
        (temper.reads, "whatsapp reading delay", 3_000, 12_000, Step::Read),
        (temper.presses, "whatsapp pressing delay", 1_000, 5_000, Step::Press),
        (temper.clicks, "whatsapp clicking delay", 1_000, 5_000, Step::Click),
        (temper.replies, "whatsapp writing delay", 3_000, 9_000, Step::Reply),
        (temper.stops, "whatsapp stopping delay", 2_000, 6_000, Step::Stop),
        (temper.blocks, "whatsapp blocking delay", 1_000, 4_000, Step::Block),
    ];
    let done = reactions.into_iter().filter(|(does, ..)| *does);
    steps.extend(done.map(|(_, question, from, to, step)| (wait(question, from, to), step)));
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::whatsapp::temper::Behaviour;

    fn steps(behaviour: Behaviour) -> Vec<Step> {
        let temper = Temper::asked(behaviour);
        plan(&temper, "+33612345678", Chance::new(1)).into_iter().map(|(_, step)| step).collect()
    }

    #[test]
    fn whoever_does_something_has_read_and_whoever_is_not_reached_does_nothing() {
        assert_eq!(steps(Behaviour::Unreachable), [Step::Fail]);
        assert_eq!(steps(Behaviour::Deliver), [Step::Sent, Step::Delivered]);
        assert_eq!(steps(Behaviour::Stop), [Step::Sent, Step::Delivered, Step::Read, Step::Stop]);
    }

    #[test]
    fn whoever_is_hasty_reads_before_any_delivery_is_told() {
        let hasty = Temper { reads: true, hasty: true, ..Temper::default() };
        let steps: Vec<_> = plan(&hasty, "x", Chance::new(1)).into_iter().map(|(_, step)| step).collect();
        assert_eq!(steps, [Step::Sent, Step::Read]);
    }
}
