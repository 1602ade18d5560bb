//! The bounded scheduler: one heap of what is still to be done, each with its time.

use std::{cmp::Reverse, collections::BinaryHeap, future::Future, sync::Arc};

use tokio::{
    sync::{Notify, Semaphore},
    time::Instant,
};

use crate::{locked::Locked, sandbox::Sandbox};

/// How many act at the same time.
const HANDS: usize = 64;

/// Something that is done when its time has come.
pub(crate) trait Job: Copy + Ord + Send + Sync + 'static {
    /// Where it is entered.
    fn agenda(sandbox: &Sandbox) -> &Agenda<Self>;

    /// Does it, and enters what follows from it.
    fn perform(self, sandbox: &Sandbox) -> impl Future<Output = ()> + Send;
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry<J> {
    due: Instant,
    /// Entries that are due together keep the order of their making.
    order: u64,
    job: J,
}

#[derive(Debug)]
struct Book<J> {
    entries: BinaryHeap<Reverse<Entry<J>>>,
    made: u64,
    /// Entries that were taken and are being acted on.
    at_work: usize,
}

/// What everybody will do.
#[derive(Debug)]
pub(crate) struct Agenda<J> {
    book: Locked<Book<J>>,
    changed: Notify,
}

impl<J: Job> Default for Agenda<J> {
    fn default() -> Self {
        let book = Book { entries: BinaryHeap::new(), made: 0, at_work: 0 };
        Self { book: Locked::new(book), changed: Notify::new() }
    }
}

enum Next<J> {
    Now(J),
    At(Instant),
    Never,
}

impl<J: Job> Agenda<J> {
    /// Enters a job.
    pub(crate) fn enter(&self, due: Instant, job: J) {
        self.book.with(|book| {
            book.made += 1;
            book.entries.push(Reverse(Entry { due, order: book.made, job }));
        });
        self.changed.notify_one();
    }

    /// Jobs that are still to be done.
    pub(crate) fn pending(&self) -> usize {
        self.book.with(|book| book.entries.len() + book.at_work)
    }

    /// Forgets what was going to happen.
    pub(crate) fn clear(&self) {
        self.book.with(|book| book.entries.clear());
    }

    fn next(&self) -> Next<J> {
        self.book.with(|book| match book.entries.peek() {
            None => Next::Never,
            Some(Reverse(entry)) if entry.due > Instant::now() => Next::At(entry.due),
            Some(_) => {
                book.at_work += 1;
                book.entries.pop().map_or(Next::Never, |Reverse(entry)| Next::Now(entry.job))
            }
        })
    }

    fn done(&self) {
        self.book.with(|book| book.at_work -= 1);
    }
}

/// Does the jobs for as long as it is polled.
pub(crate) async fn live<J: Job>(sandbox: Arc<Sandbox>) {
    let hands = Arc::new(Semaphore::new(HANDS));
    let agenda = J::agenda(&sandbox);
    loop {
        match agenda.next() {
            Next::Now(job) => {
                // The semaphore is never closed.
                let hand = Arc::clone(&hands).acquire_owned().await.ok();
                let sandbox = Arc::clone(&sandbox);
                tokio::spawn(async move {
                    job.perform(&sandbox).await;
                    J::agenda(&sandbox).done();
                    drop(hand);
                });
            }
            Next::At(due) => {
                tokio::select! {
                    () = tokio::time::sleep_until(due) => {}
                    () = agenda.changed.notified() => {}
                }
            }
            Next::Never => agenda.changed.notified().await,
        }
    }
}
