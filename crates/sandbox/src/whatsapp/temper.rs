//! What somebody does with a message of WhatsApp: a pure function of seed, shares and number.

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

use super::Failure;
use crate::{
    chance::Chance,
    people::{Share, Shares},
};

/// One behaviour and nothing else, by request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Behaviour {
    /// Receives, and does not read.
    Deliver,
    Read,
    /// Reads, and answers by a text.
    Reply,
    /// Reads, and presses a button that is an answer.
    Press,
    /// Reads, and presses a button that leads somewhere.
    Click,
    /// Reads, and wants no more: by a button that says so, or by a text.
    Stop,
    /// Reads, and blocks the number.
    Block,
    /// Got too much marketing from everybody.
    Capped,
    /// Is not on WhatsApp.
    Unreachable,
    /// Is in a group that gets no marketing, for Meta's experiments.
    Experiment,
}

/// Everything that somebody will do with a message.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Temper {
    /// Why it does not arrive.
    pub(crate) fails: Option<Failure>,
    pub(crate) reads: bool,
    /// Reads it before the service tells of the delivery, which it then never does.
    pub(crate) hasty: bool,
    pub(crate) replies: bool,
    pub(crate) presses: bool,
    pub(crate) clicks: bool,
    pub(crate) stops: bool,
    pub(crate) blocks: bool,
}

impl Temper {
    /// The temper that was asked for; else the one that chance gives.
    pub(crate) fn of(person: &str, asked: Option<Self>, shares: &Shares, chance: Chance) -> Self {
        asked.unwrap_or_else(|| Self::drawn(person, shares, chance))
    }

    /// One whose messages fail with a code of the service's.
    pub(super) fn failing(code: u32) -> Self {
        Self { fails: Some(Failure::Asked(code)), ..Self::default() }
    }

    pub(super) fn asked(behaviour: Behaviour) -> Self {
        let calm = Self::default();
        let read = Self { reads: true, ..calm };
        match behaviour {
            Behaviour::Deliver => calm,
            Behaviour::Read => read,
            Behaviour::Reply => Self { replies: true, ..read },
            Behaviour::Press => Self { presses: true, ..read },
            Behaviour::Click => Self { clicks: true, ..read },
            Behaviour::Stop => Self { stops: true, ..read },
            Behaviour::Block => Self { blocks: true, ..read },
            Behaviour::Capped => Self { fails: Some(Failure::Capped), ..calm },
            Behaviour::Unreachable => Self { fails: Some(Failure::Unreachable), ..calm },
            Behaviour::Experiment => Self { fails: Some(Failure::Experiment), ..calm },
        }
    }

    fn drawn(person: &str, shares: &Shares, chance: Chance) -> Self {
        let lot = |question, share| chance.happens(person, question, shares.of(share));
        let unreachable = lot("on whatsapp", Share::WhatsappUnreachable).then_some(Failure::Unreachable);
        let capped = || lot("whatsapp cap", Share::WhatsappCapped).then_some(Failure::Capped);
        let reads = lot("whatsapp read", Share::WhatsappRead);
        let stops = reads && lot("whatsapp stop", Share::WhatsappStop);
        Self {
            fails: unreachable.or_else(capped),
            reads,
            hasty: reads && lot("whatsapp hasty", Share::WhatsappHasty),
            replies: reads && !stops && lot("whatsapp reply", Share::WhatsappReply),
            presses: reads && !stops && lot("whatsapp press", Share::WhatsappPress),
            clicks: reads && lot("whatsapp click", Share::WhatsappClick),
            stops,
            blocks: reads && lot("whatsapp block", Share::WhatsappBlock),
        }
    }
}
