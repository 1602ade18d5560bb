//! The table of slots, filled while the parts are cut into segments.

use std::collections::HashMap;

use crate::{
    compiled::{Form, Segment, Slot},
    groups::{Group, groups},
    pieces::{Piece, join},
    token::Kind,
};

/// The slots so far. Equal ones are one.
#[derive(Debug, Default)]
pub(crate) struct Slots {
    list: Vec<Slot>,
    numbers: HashMap<Slot, u16>,
}

/// More slots than a number can tell apart.
#[derive(Debug)]
pub(crate) struct TooMany;

impl Slots {
    /// Goes on with the slots of something compiled.
    pub(crate) fn from_list(list: Vec<Slot>) -> Self {
        let numbers = (0_u16..).zip(&list).map(|(number, slot)| (slot.clone(), number)).collect();
        Self { list, numbers }
    }

    /// All slots, by number.
    pub(crate) fn into_list(self) -> Vec<Slot> {
        self.list
    }

    /// The number of a slot.
    pub(crate) fn number(&mut self, slot: Slot) -> Result<u16, TooMany> {
        if let Some(number) = self.numbers.get(&slot) {
            return Ok(*number);
        }
        let number =
            u16::try_from(self.list.len()).ok().filter(|number| *number < u16::MAX).ok_or(TooMany)?;
        self.list.push(slot.clone());
        self.numbers.insert(slot, number);
        Ok(number)
    }

    /// The segments of a part.
    pub(crate) fn segments(&mut self, pieces: &[Piece], form: Form) -> Result<Vec<Segment>, TooMany> {
        groups(pieces)
            .into_iter()
            .map(|group| match group {
                Group::Single(Piece::Data(data)) => Ok(Segment::Static(data.clone())),
                Group::Single(Piece::Public(kind)) => self.slot(Slot::Public { kind: *kind, form }),
                Group::Single(piece) => self.slot(slot(std::slice::from_ref(piece), form)),
                Group::Block(pieces) => self.slot(slot(pieces, form)),
            })
            .collect()
    }

    fn slot(&mut self, slot: Slot) -> Result<Segment, TooMany> {
        self.number(slot).map(Segment::Slot)
    }
}

fn slot(pieces: &[Piece], form: Form) -> Slot {
    if let [Piece::Expression(inner)] = pieces
        && let Some(kind) = Kind::of_variable(inner)
    {
        return Slot::Public { kind, form };
    }
    Slot::Template { source: join(pieces), form }
}
