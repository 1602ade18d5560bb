//! What is done when its time has come: steps of messages, reviews of templates.

use std::sync::Arc;

use tokio::time::Instant;

use super::{
    Deed, Failure, Letter, Line, Told, What, World, act, line,
    plan::{Step, plan},
    templates,
};
use crate::{
    agenda::{Agenda, Job},
    clock,
    people::Who,
    sandbox::Sandbox,
};

/// Something to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Task {
    /// The step of a message's plan that comes next.
    Step { message: u64, step: usize },
    /// What a message costs becomes known.
    Price { message: u64 },
    /// A template is looked at.
    Review { serial: u64 },
}

impl Job for Task {
    fn agenda(sandbox: &Sandbox) -> &Agenda<Self> {
        &sandbox.whatsapp_agenda
    }

    async fn perform(self, sandbox: &Sandbox) {
        match self {
            Self::Step { message, step } => next(sandbox, message, step).await,
            Self::Price { message } => price(sandbox, message),
            Self::Review { serial } => templates::look_at(sandbox, serial),
        }
    }
}

async fn next(sandbox: &Sandbox, message: u64, at: usize) {
    let found = sandbox.whatsapp.with(|world| world.find(message).map(|found| Arc::clone(&found.letter)));
    let Some(letter) = found else { return };
    let steps = plan(&letter.temper, &letter.person, sandbox.chance);
    let goes_on = match steps.get(at) {
        Some((_, step)) => happen(sandbox, &letter, *step).await,
        None => false,
    };
    if let Some((wait, _)) = steps.get(at + 1).filter(|_| goes_on) {
        let due = Instant::now() + sandbox.settings.pace.scale(*wait);
        sandbox.whatsapp_agenda.enter(due, Task::Step { message, step: at + 1 });
    }
}

/// One step; false when nothing follows from it any more.
async fn happen(sandbox: &Sandbox, letter: &Letter, step: Step) -> bool {
    match step {
        Step::Fail => {
            if let Some(why) = letter.temper.fails {
                fail(sandbox, letter, why);
            }
            return false;
        }
        Step::Sent => {
            tell(sandbox, letter, What::Sent, Told::Sent);
            line::expect_price(sandbox, letter);
        }
        Step::Delivered | Step::Read => return reach(sandbox, letter, step),
        Step::Press => act::press_an_answer(sandbox, letter),
        Step::Click => act::press_a_link(sandbox, letter).await,
        Step::Reply => act::answer(sandbox, letter),
        Step::Stop => act::leave(sandbox, letter),
        Step::Block => act::block(sandbox, letter.line, &letter.person, Who::Person),
    }
    true
}

/// Its price is known, unless it has failed meanwhile.
fn price(sandbox: &Sandbox, message: u64) {
    let stands = |world: &mut World| {
        world.find(message).filter(|found| !found.has_failed()).map(|found| Arc::clone(&found.letter))
    };
    if let Some(letter) = sandbox.whatsapp.with(stands) {
        note(sandbox, &letter, Deed::plain(clock::now(), What::Priced));
    }
}

/// It gets to the person, unless the person has blocked the number: Meta tells nothing of that.
fn reach(sandbox: &Sandbox, letter: &Letter, step: Step) -> bool {
    let blocked = sandbox.whatsapp.with(|world| {
        let blocked = world.standing(letter.line, &letter.person).blocked;
        if !blocked && !letter.in_window {
            world.number(letter.line).reach(&letter.person, clock::now());
        }
        blocked
    });
    match (blocked, letter.line) {
        (true, Line::Twilio) => fail(sandbox, letter, Failure::Blocked),
        (true, Line::Meta) => {}
        (false, _) if step == Step::Read => tell(sandbox, letter, What::Read, Told::Read),
        (false, _) => tell(sandbox, letter, What::Delivered, Told::Delivered),
    }
    !blocked
}

pub(super) fn fail(sandbox: &Sandbox, letter: &Letter, why: Failure) {
    let deed = Deed { code: Some(why.code(letter.line)), ..Deed::plain(clock::now(), What::Failed) };
    note(sandbox, letter, deed);
    line::tell(sandbox, letter, Told::Failed(why));
}

pub(super) fn tell(sandbox: &Sandbox, letter: &Letter, what: What, told: Told) {
    note(sandbox, letter, Deed::plain(clock::now(), what));
    line::tell(sandbox, letter, told);
}

/// The ledger, and its file, take a deed.
pub(super) fn note(sandbox: &Sandbox, letter: &Letter, deed: Deed) {
    sandbox.journal.whatsapp(letter, &deed);
    sandbox.whatsapp.with(|world| world.note(letter.number, deed));
}
