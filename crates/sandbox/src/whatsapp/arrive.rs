//! Taking a message to somebody.

use std::sync::Arc;

use tokio::time::Instant;

use super::{
    Deed, Failure, Letter, Line, Shown, Status, Template, What,
    duty::{self, Task},
    temper::Temper,
    templates,
    world::World,
};
use crate::{clock, sandbox::Sandbox};

/// The longest body of a template, once it is filled (Meta, "Template components"; Twilio, error 63021).
const FILLED_MAX: usize = 1_024;

/// A message, with everything that its service had to check already checked.
#[derive(Debug)]
pub(crate) struct Arrival {
    pub(crate) line: Line,
    pub(crate) id: String,
    pub(crate) person: String,
    pub(crate) correlation: Option<String>,
    pub(crate) callback: Option<String>,
    /// None for free text.
    pub(crate) template: Option<Template>,
    pub(crate) shown: Shown,
}

/// Takes a message. What becomes of it follows from now on, unless it is held.
pub(crate) fn arrive(sandbox: &Sandbox, arrival: Arrival) -> (Arc<Letter>, bool) {
    let held = arrival.template.as_ref().is_some_and(|template| template.held);
    let template = arrival.template.as_ref().map(|template| template.serial);
    let letter = sandbox.whatsapp.with(|world| {
        let letter = letter(sandbox, world, arrival);
        world.take_in(letter)
    });
    duty::note(sandbox, &letter, Deed::plain(clock::now(), What::Accepted));
    if held {
        duty::note(sandbox, &letter, Deed::plain(clock::now(), What::Held));
    } else {
        begin(sandbox, letter.number);
    }
    if let Some(template) = template {
        templates::taken(sandbox, template);
    }
    (letter, held)
}

/// Lets what follows from a message follow.
pub(super) fn begin(sandbox: &Sandbox, message: u64) {
    sandbox.whatsapp_agenda.enter(Instant::now(), Task::Step { message, step: 0 });
}

fn letter(sandbox: &Sandbox, world: &mut World, arrival: Arrival) -> Letter {
    let now = clock::now();
    let in_window = world.standing(arrival.line, &arrival.person).is_open(now);
    let temper = temper(sandbox, world, &arrival, in_window);
    let words = arrival.template.map(|template| template.words);
    Letter {
        number: world.next_message(),
        line: arrival.line,
        id: arrival.id,
        person: arrival.person,
        at: now,
        correlation: arrival.correlation,
        callback: arrival.callback,
        category: words.as_ref().map(|words| words.category.clone()),
        template: words.map(|words| words.name),
        shown: arrival.shown,
        in_window,
        temper,
    }
}

/// What the person will do, and whether the message gets there at all.
fn temper(sandbox: &Sandbox, world: &mut World, arrival: &Arrival, in_window: bool) -> Temper {
    let (line, person) = (arrival.line, arrival.person.as_str());
    let asked = world.overrides.get(person).copied();
    let drawn = Temper::of(person, asked, &sandbox.settings.shares, sandbox.chance);
    let category = arrival.template.as_ref().map(|template| template.words.category.as_str());
    let marketing = category == Some("MARKETING");
    let drawn = Temper {
        // Neither counts within an open window, nor for anything but marketing.
        fails: drawn.fails.filter(|why| {
            matches!(why, Failure::Unreachable | Failure::Asked(_)) || (marketing && !in_window)
        }),
        ..drawn
    };
    let refused = match &arrival.template {
        Some(template) if template.status != Status::Approved => unapproved(template.status, in_window),
        Some(_) if arrival.shown.body.chars().count() > FILLED_MAX => Some(Failure::TooLong),
        None if !in_window => Some(Failure::WindowClosed),
        _ if marketing && line == Line::Meta && world.standing(line, person).stopped => {
            Some(Failure::OptedOut)
        }
        _ if in_window || !sandbox.settings.limits => None,
        _ => {
            let begins = world.number(line).may_begin(person, clock::now());
            (!begins).then_some(Failure::LimitReached)
        }
    };
    let fails = refused.or(drawn.fails);
    // Free text is read, and that is that: people do not answer answers for ever.
    let reader = Temper { reads: drawn.reads, hasty: drawn.hasty, ..Temper::default() };
    Temper { fails, ..if category.is_some() { drawn } else { reader } }
}

/// Why a content does not go that is not approved. Twilio takes it all the same, and sends one that nobody ever looked at as free text.
const fn unapproved(status: Status, in_window: bool) -> Option<Failure> {
    match status {
        Status::Paused => Some(Failure::TemplatePaused),
        Status::Disabled | Status::Archived => Some(Failure::TemplateDisabled),
        _ if in_window => None,
        _ => Some(Failure::WindowClosed),
    }
}
