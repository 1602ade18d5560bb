//! Writing a batch's messages.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, Utc};
use content::urls::PublicUrls;
use domain::audience::ExclusionReason;
use providers::{Batch, Connection, Form, Request};
use store::{Call, Hold, Member};
use uuid::Uuid;

use super::{
    calls::Calls,
    letters::Letter,
    pens::{EmailPen, WhatsappPen},
};
use crate::carrier::Watch;

/// A batch, written and ready to leave.
#[derive(Debug, Clone)]
pub struct Load {
    /// The batch.
    pub hold: Hold,
    /// What is sent.
    pub batch: Batch,
    pub(super) calls: Calls,
    pub(super) dropped: Vec<(u32, ExclusionReason)>,
    pub(super) failed: Vec<(u32, String)>,
    pub(super) capped: Vec<(u32, DateTime<Utc>)>,
    pub(super) connection: Arc<dyn Connection>,
    pub(super) kept: Vec<Member>,
    /// What time it is, since it was written.
    pub(super) watch: Watch,
}

/// What all messages of a batch are written with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Desk<'a> {
    pub(crate) hold: &'a Hold,
    /// What the keys of the calls follow from.
    pub(crate) key: Uuid,
    pub(crate) connection: &'a Arc<dyn Connection>,
    pub(crate) urls: &'a PublicUrls,
    /// Until when anything may be said to an address, by WhatsApp.
    pub(crate) windows: &'a BTreeMap<String, DateTime<Utc>>,
    pub(crate) now: DateTime<Utc>,
}

/// The members of a batch, as they were sorted by writing to them.
struct Sorted<R> {
    recipients: Vec<R>,
    kept: Vec<Member>,
    dropped: Vec<(u32, ExclusionReason)>,
    failed: Vec<(u32, String)>,
    capped: Vec<(u32, DateTime<Utc>)>,
}

impl Load {
    /// Writes the messages of those that may still be written to.
    pub(crate) fn write(desk: Desk<'_>, letter: &Letter, members: Vec<Member>) -> Self {
        match letter {
            Letter::Email(letter) => {
                let pen = EmailPen { desk, letter };
                let (recipients, sorted) = sort(members, |member| pen.write(member)).part();
                Self::of(desk, pen.batch(recipients), sorted)
            }
            Letter::Whatsapp(letter) => {
                let pen = WhatsappPen { desk, letter };
                let (recipients, sorted) = sort(members, |member| pen.write(member)).part();
                Self::of(desk, pen.batch(recipients), sorted)
            }
        }
    }

    fn of(desk: Desk<'_>, batch: Batch, sorted: Sorted<()>) -> Self {
        let Sorted { kept, dropped, failed, capped, .. } = sorted;
        let calls = Calls::of(&**desk.connection, &batch);
        let connection = Arc::clone(desk.connection);
        Self {
            hold: desk.hold.clone(),
            batch,
            calls,
            dropped,
            failed,
            capped,
            connection,
            kept,
            watch: Watch::start(desk.now),
        }
    }

    /// Writes the same messages again, to repeat calls that are in doubt: nobody is left out, because the calls must be the
    /// same; a call with somebody who may not be written to any more is not repeated at all. None where that cannot be.
    pub(crate) fn rewrite(desk: Desk<'_>, letter: &Letter, members: &[Member]) -> Option<Batch> {
        match letter {
            Letter::Email(letter) => {
                let pen = EmailPen { desk, letter };
                let recipients = members.iter().map(|member| pen.write(member)).collect::<Result<_, _>>();
                Some(pen.batch(recipients.ok()?))
            }
            Letter::Whatsapp(letter) => {
                let pen = WhatsappPen { desk, letter };
                let recipients = members.iter().map(|member| pen.write(member)).collect::<Result<_, _>>();
                Some(pen.batch(recipients.ok()?))
            }
        }
    }

    /// A call, with its members as their messages were written.
    pub(super) fn call(&self, request: &Request) -> Call<'_> {
        let members = request.members.clone();
        Call { written: self.kept.get(members.clone()).unwrap_or_default(), members }
    }

    /// Whether a member gets free text, for as long as the window is open.
    pub(super) fn is_free_text(&self, member: usize) -> bool {
        let batch = self.batch.whatsapp();
        let recipient = batch.and_then(|batch| batch.recipients.get(member));
        recipient.is_some_and(|recipient| matches!(recipient.form, Form::Text(_)))
    }

    /// How often a member was refused for a time before.
    pub(super) fn failures(&self, member: usize) -> i32 {
        self.kept.get(member).map_or(0, |member| i32::from(member.attempts))
    }
}

/// Sorts members by what becomes of them: written to, refused by our own rules, written to once a cap has ended, or without a form
/// for them, with its code.
fn sort<R>(members: Vec<Member>, write: impl Fn(&Member) -> Result<R, &'static str>) -> Sorted<R> {
    let mut sorted = Sorted::none();
    for member in members {
        match (member.refused, member.capped_until, write(&member)) {
            (Some(why), ..) => sorted.dropped.push((member.number, why)),
            (None, Some(until), _) => sorted.capped.push((member.number, until)),
            (None, None, Err(code)) => sorted.failed.push((member.number, code.to_owned())),
            (None, None, Ok(recipient)) => {
                sorted.recipients.push(recipient);
                sorted.kept.push(member);
            }
        }
    }
    sorted
}

impl<R> Sorted<R> {
    const fn none() -> Self {
        Self {
            recipients: Vec::new(),
            kept: Vec::new(),
            dropped: Vec::new(),
            failed: Vec::new(),
            capped: Vec::new(),
        }
    }

    fn part(self) -> (Vec<R>, Sorted<()>) {
        let Self { recipients, kept, dropped, failed, capped } = self;
        (recipients, Sorted { kept, dropped, failed, capped, ..Sorted::none() })
    }
}
