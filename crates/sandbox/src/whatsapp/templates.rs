//! Templates on their way: handed in, looked at, approved or rejected, and what is done to them on demand.

use serde::Deserialize;
use serde_json::Value;
use tokio::time::Instant;

use super::{
    Change, Failure, Line, Quality, Rejection, Status, Template, What, Words, arrive,
    duty::{self, Task},
    line,
    review::review,
};
use crate::{clock, sandbox::Sandbox};

/// Milliseconds at pace 1 until a template is looked at. The real services take minutes to a day.
const REVIEW_AFTER: u64 = 3_000;

/// A template as it comes in.
#[derive(Debug)]
pub(crate) struct Handed {
    pub(crate) line: Line,
    pub(crate) words: Words,
    pub(crate) own: Value,
    pub(crate) positional: bool,
}

/// Takes a template that waits for its review (`Pending`), or for being handed in (`Unsubmitted`).
pub(crate) fn hand_in(sandbox: &Sandbox, handed: Handed, status: Status) -> Template {
    let template = sandbox.whatsapp.with(|world| {
        let serial = world.next();
        let millis = clock::now().timestamp_millis();
        let template = Template {
            serial,
            line: handed.line,
            id: match handed.line {
                Line::Meta => format!("{millis}{:03}", serial % 1_000),
                Line::Twilio => format!("HX{millis:016x}{serial:016x}"),
            },
            words: handed.words,
            own: handed.own,
            positional: handed.positional,
            status,
            quality: Quality::Unknown,
            rejection: None,
            held: false,
            awaited: None,
        };
        world.templates.push(template.clone());
        template
    });
    if status == Status::Pending {
        await_review(sandbox, &template);
    }
    template
}

/// Changes a template, which is looked at again.
pub(crate) fn hand_in_again(sandbox: &Sandbox, serial: u64, work: impl FnOnce(&mut Template)) {
    let changed = change(sandbox, serial, |template| {
        work(template);
        (template.status, template.rejection) = (Status::Pending, None);
    });
    if let Some(template) = changed {
        await_review(sandbox, &template);
    }
}

fn await_review(sandbox: &Sandbox, template: &Template) {
    let due = Instant::now() + sandbox.settings.pace.scale(REVIEW_AFTER);
    sandbox.whatsapp_agenda.enter(due, Task::Review { serial: template.serial });
}

fn change(sandbox: &Sandbox, serial: u64, work: impl FnOnce(&mut Template)) -> Option<Template> {
    sandbox.whatsapp.with(|world| {
        let template = world.templates.iter_mut().find(|template| template.serial == serial)?;
        work(template);
        Some(template.clone())
    })
}

/// Takes templates away; the name of one that was ever approved is reserved from then on.
pub(crate) fn remove(sandbox: &Sandbox, line: Line, fits: impl Fn(&Template) -> bool) -> usize {
    sandbox.whatsapp.with(|world| {
        let gone: Vec<_> =
            world.templates.extract_if(.., |template| template.line == line && fits(template)).collect();
        let known = gone.iter().filter(|template| template.status.was_approved());
        let names = known.map(|template| (line, template.words.name.clone()));
        world.buried.extend(names);
        gone.len()
    })
}

/// The review: what is wrong with a template that still waits for it, or nothing.
pub(super) fn look_at(sandbox: &Sandbox, serial: u64) {
    let looked_at = sandbox.whatsapp.with(|world| {
        let at = world.templates.iter().position(|template| template.serial == serial)?;
        let (line, status) = (world.templates[at].line, world.templates[at].status);
        if status != Status::Pending {
            return None;
        }
        let handed_in = |other: &&Template| {
            other.serial != serial && other.line == line && other.status != Status::Unsubmitted
        };
        let others = world.templates.iter().filter(handed_in).map(|other| &other.words);
        let rejection = review(&world.templates[at].words, others);
        let template = &mut world.templates[at];
        template.status = if rejection.is_some() { Status::Rejected } else { Status::Approved };
        template.rejection = rejection;
        Some(template.clone())
    });
    if let Some(template) = looked_at {
        line::changed(sandbox, &template, &Change::Status);
    }
}

/// What tests and the demo do to templates: `POST /_sandbox/whatsapp/templates`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Order {
    line: Line,
    name: String,
    /// All languages where none is named.
    language: Option<String>,
    status: Option<Status>,
    /// The code of a rejection: `INVALID_FORMAT`.
    reason: Option<String>,
    quality: Option<Quality>,
    /// In capitals: `MARKETING`.
    category: Option<String>,
    /// Whether its messages are held back from now on; those that were are let go when it is false again.
    held: Option<bool>,
    /// Done only once so many more of its messages were taken, and not now.
    after: Option<u32>,
}

/// Does as told, now or in time; how many templates it is about.
pub(super) fn obey(sandbox: &Sandbox, order: &Order) -> usize {
    let serials: Vec<_> = sandbox.whatsapp.with(|world| {
        let language = |words: &Words| order.language.as_ref().is_none_or(|own| *own == words.language);
        let wanted = |template: &&Template| template.words.name == order.name && language(&template.words);
        world.templates(order.line).filter(wanted).map(|template| template.serial).collect()
    });
    if let Some(messages) = order.after {
        let now = Order { after: None, ..order.clone() };
        for serial in &serials {
            change(sandbox, *serial, |template| template.awaited = Some((messages, now.clone())));
        }
        return serials.len();
    }
    for serial in &serials {
        set(sandbox, *serial, order);
    }
    if serials.is_empty() {
        return 0;
    }
    match (order.status, order.held) {
        (Some(Status::Paused), _) => settle(sandbox, order, Some(Failure::TemplatePaused)),
        (Some(Status::Disabled), _) => settle(sandbox, order, Some(Failure::TemplateDisabled)),
        (_, Some(false)) => settle(sandbox, order, None),
        _ => {}
    }
    serials.len()
}

fn set(sandbox: &Sandbox, serial: u64, order: &Order) {
    let mut changes = Vec::new();
    let template = change(sandbox, serial, |template| {
        template.held = order.held.unwrap_or(template.held);
        if let Some(status) = order.status {
            template.status = status;
            let reason = order.reason.as_deref().unwrap_or("ABUSIVE_CONTENT");
            template.rejection = (status == Status::Rejected).then(|| Rejection::forced(reason));
            changes.push(Change::Status);
        }
        if let Some(quality) = order.quality {
            changes.push(Change::Quality(std::mem::replace(&mut template.quality, quality)));
        }
        if let Some(category) = &order.category {
            let before = std::mem::replace(&mut template.words.category, category.clone());
            changes.push(Change::Category(before));
        }
    });
    for (template, change) in template.iter().flat_map(|template| changes.iter().map(move |c| (template, c)))
    {
        line::changed(sandbox, template, change);
    }
}

/// A message of a template was taken: what awaits so many is done with the last of them.
pub(super) fn taken(sandbox: &Sandbox, serial: u64) {
    let due = sandbox.whatsapp.with(|world| {
        let template = world.templates.iter_mut().find(|template| template.serial == serial)?;
        let (left, _) = template.awaited.as_mut()?;
        *left = left.saturating_sub(1);
        if *left == 0 { template.awaited.take() } else { None }
    });
    if let Some((_, order)) = due {
        obey(sandbox, &order);
    }
}

/// Held messages are let go, or dropped for a reason.
fn settle(sandbox: &Sandbox, order: &Order, dropped: Option<Failure>) {
    let waiting: Vec<_> = sandbox.whatsapp.with(|world| {
        let of_it = world.messages().filter(|message| {
            let letter = &message.letter;
            letter.line == order.line && letter.template.as_ref() == Some(&order.name)
        });
        let held = of_it.filter(|message| message.deeds.last().is_some_and(|deed| deed.what == What::Held));
        held.map(|message| message.letter.clone()).collect()
    });
    for letter in waiting {
        match dropped {
            None => arrive::begin(sandbox, letter.number),
            Some(why) => duty::fail(sandbox, &letter, why),
        }
    }
}
