//! What people of the past did with the messages they got.

use chrono::TimeDelta;
use domain::event::BounceKind;

use crate::dice::{Dice, Stream};

/// What became of one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reaction {
    /// It came back, after so long.
    Bounced(TimeDelta, BounceKind),
    /// It arrived.
    Delivered(Reading),
}

/// What a reader did. All times are since the message left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// When it arrived.
    pub delivered: TimeDelta,
    /// When a proxy fetched the pixel ahead of the reader.
    pub prefetched: Option<TimeDelta>,
    /// When it was opened.
    pub opened: Option<TimeDelta>,
    /// When a link was followed, and which: a number to take the remainder of.
    pub clicked: Option<(TimeDelta, u16)>,
    /// When the reader unsubscribed.
    pub unsubscribed: Option<TimeDelta>,
    /// When the reader called it spam.
    pub complained: Option<TimeDelta>,
}

const BOUNCES: &[(u32, Option<BounceKind>)] = &[
    (974, None),
    (11, Some(BounceKind::Soft)),
    (9, Some(BounceKind::Hard)),
    (4, Some(BounceKind::Block)),
    (2, Some(BounceKind::Policy)),
];

/// The reaction to message `number` of campaign `campaign`; campaigns differ in how much they please.
pub(crate) fn make(seed: u64, campaign: u64, number: u32) -> Reaction {
    let mut appeal = Dice::new(seed, Stream::Reaction, campaign << 32);
    let (opens, clicks) = (260 + appeal.below(240), 60 + appeal.below(150));
    let mut dice = Dice::new(seed, Stream::Reaction, (campaign << 32) | u64::from(number));
    if let Some(kind) = dice.weighted(BOUNCES) {
        return Reaction::Bounced(seconds(&mut dice, 2, 90), kind);
    }
    let delivered = seconds(&mut dice, 1, 40);
    let opened = dice.chance(opens).then(|| delivered + patience(&mut dice));
    let clicked = opened.filter(|_| dice.chance(clicks * 1000 / opens)).map(|opened| {
        // Most readers follow the first link that they see.
        let link = if dice.chance(600) { 0 } else { 1 + u16::try_from(dice.below(8)).unwrap_or(0) };
        (opened + seconds(&mut dice, 8, 240), link)
    });
    let leaves = opened.filter(|_| dice.chance(9)).map(|opened| opened + seconds(&mut dice, 5, 60));
    Reaction::Delivered(Reading {
        delivered,
        prefetched: dice.chance(180).then(|| delivered + seconds(&mut dice, 1, 30)),
        opened,
        clicked,
        unsubscribed: leaves,
        complained: dice.chance(1).then(|| delivered + seconds(&mut dice, 60, 7_200)),
    })
}

fn seconds(dice: &mut Dice, from: u32, to: u32) -> TimeDelta {
    TimeDelta::seconds(i64::from(from + dice.below(to - from)))
}

/// Half of the readers open within some two hours, the last of them after three days.
fn patience(dice: &mut Dice) -> TimeDelta {
    let most = dice.weighted(&[(35, 1_800), (30, 10_800), (25, 86_400), (10, 259_200)]);
    seconds(dice, 20, most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn readings() -> Vec<Reading> {
        let of = |number| match make(7, 3, number) {
            Reaction::Delivered(reading) => Some(reading),
            Reaction::Bounced(..) => None,
        };
        (1..=5_000).filter_map(of).collect()
    }

    #[test]
    fn the_same_message_meets_the_same_reaction() {
        assert!((1..200).all(|number| make(7, 3, number) == make(7, 3, number)));
        assert!((1..200).any(|number| make(7, 3, number) != make(7, 4, number)));
    }

    #[test]
    fn nobody_reacts_before_the_message_is_there() {
        for reading in readings() {
            let later = [reading.prefetched, reading.opened, reading.clicked.map(|click| click.0)];
            let later = later.into_iter().chain([reading.unsubscribed, reading.complained]).flatten();
            assert!(later.into_iter().all(|at| at > reading.delivered));
        }
    }

    #[test]
    fn most_messages_arrive_and_fewer_and_fewer_are_opened_and_clicked() {
        let readings = readings();
        let opened = readings.iter().filter(|reading| reading.opened.is_some()).count();
        let clicked = readings.iter().filter(|reading| reading.clicked.is_some()).count();
        assert!((4_800..5_000).contains(&readings.len()), "{}", readings.len());
        assert!(
            (1_000..2_800).contains(&opened) && clicked > 100 && clicked < opened / 2,
            "{opened} {clicked}"
        );
    }
}
