//! The bounded scheduler: one heap with one entry for each message that still has something before it.

use std::{cmp::Reverse, collections::BinaryHeap, sync::Arc};

use tokio::{
    sync::{Notify, Semaphore},
    time::Instant,
};

use super::{act, plan::plan};
use crate::{locked::Locked, sandbox::Sandbox};

/// How many recipients act at the same time.
const HANDS: usize = 64;

/// A message and the step of its plan that comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    due: Instant,
    /// Entries that are due together keep the order of their making.
    order: u64,
    message: u64,
    step: usize,
}

#[derive(Debug, Default)]
struct Book {
    entries: BinaryHeap<Reverse<Entry>>,
    made: u64,
    /// Entries that were taken and are being acted on.
    at_work: usize,
}

/// What everybody will do.
#[derive(Debug, Default)]
pub(crate) struct Agenda {
    book: Locked<Book>,
    changed: Notify,
}

enum Next {
    Now(Entry),
    At(Instant),
    Never,
}

impl Agenda {
    /// Enters a message that was just accepted.
    pub(crate) fn enter(&self, message: u64) {
        self.add(Instant::now(), message, 0);
    }

    /// Messages that still have something before them.
    pub(crate) fn pending(&self) -> usize {
        self.book.with(|book| book.entries.len() + book.at_work)
    }

    /// Forgets what was going to happen.
    pub(crate) fn clear(&self) {
        self.book.with(|book| book.entries.clear());
    }

    fn add(&self, due: Instant, message: u64, step: usize) {
        self.book.with(|book| {
            book.made += 1;
            book.entries.push(Reverse(Entry { due, order: book.made, message, step }));
        });
        self.changed.notify_one();
    }

    fn next(&self) -> Next {
        self.book.with(|book| match book.entries.peek() {
            None => Next::Never,
            Some(Reverse(entry)) if entry.due > Instant::now() => Next::At(entry.due),
            Some(_) => {
                book.at_work += 1;
                book.entries.pop().map_or(Next::Never, |Reverse(entry)| Next::Now(entry))
            }
        })
    }

    fn done(&self) {
        self.book.with(|book| book.at_work -= 1);
    }
}

/// Plays the recipients for as long as it is polled.
pub(crate) async fn live(sandbox: Arc<Sandbox>) {
    let hands = Arc::new(Semaphore::new(HANDS));
    loop {
        match sandbox.agenda.next() {
            Next::Now(entry) => {
                // The semaphore is never closed.
                let hand = Arc::clone(&hands).acquire_owned().await.ok();
                let sandbox = Arc::clone(&sandbox);
                tokio::spawn(async move {
                    act_on(&sandbox, entry).await;
                    drop(hand);
                });
            }
            Next::At(due) => {
                tokio::select! {
                    () = tokio::time::sleep_until(due) => {}
                    () = sandbox.agenda.changed.notified() => {}
                }
            }
            Next::Never => sandbox.agenda.changed.notified().await,
        }
    }
}

/// Does one step and enters the one after it.
async fn act_on(sandbox: &Sandbox, entry: Entry) {
    if let Some(message) = sandbox.mail.with(|room| room.find(entry.message).cloned()) {
        let email = message.envelope.to.email.to_lowercase();
        let steps = plan(&message.temper, &email, sandbox.chance);
        if let Some((_, step)) = steps.get(entry.step) {
            act::perform(sandbox, &message, *step).await;
        }
        if let Some((wait, _)) = steps.get(entry.step + 1) {
            sandbox.agenda.add(
                Instant::now() + sandbox.settings.pace.scale(*wait),
                entry.message,
                entry.step + 1,
            );
        }
    }
    sandbox.agenda.done();
}
