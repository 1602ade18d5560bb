//! Something that is fetched, and fetched again when what it depends on changes.

use std::{future::Future, pin::Pin};

use leptos::{prelude::*, task::spawn_local};

use crate::api::Failure;
use crate::watch::watch;

/// What is there of it so far: nothing, the value, or why not.
pub(crate) type Answer<T> = Option<Result<T, Failure>>;

/// How it is fetched. Erased: else each page that fetches would bring what follows once more into the browser.
type Fetch<T> = Box<dyn Fn() -> Pin<Box<dyn Future<Output = Result<T, Failure>>>>>;

/// A value from the API. Until the next answer is there, the one before stays; an answer that was overtaken is dropped.
///
/// It does what the library's resources do, for a tenth of their weight in the browser.
pub(crate) struct Remote<T: 'static> {
    answer: RwSignal<Answer<T>, LocalStorage>,
    again: RwSignal<u32>,
}

impl<T: 'static> Clone for Remote<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: 'static> Copy for Remote<T> {}

impl<T: 'static> Remote<T> {
    /// Fetches now, and whenever a signal that `fetch` reads has changed.
    pub(crate) fn new<F>(fetch: impl Fn() -> F + 'static) -> Self
    where
        F: Future<Output = Result<T, Failure>> + 'static,
    {
        Self::by(Box::new(move || Box::pin(fetch())))
    }

    fn by(fetch: Fetch<T>) -> Self {
        let remote = Self { answer: RwSignal::new_local(None), again: RwSignal::new(0) };
        let latest = StoredValue::new(0_u32);
        watch(move || {
            remote.again.track();
            latest.update_value(|number| *number += 1);
            let number = latest.get_value();
            let answer = fetch();
            spawn_local(async move {
                let answer = answer.await;
                if latest.try_get_value() == Some(number) {
                    remote.answer.set(Some(answer));
                }
            });
        });
        remote
    }

    /// Fetches once more.
    pub(crate) fn refetch(self) {
        self.again.update(|count| *count += 1);
    }

    /// Looks at what is there.
    pub(crate) fn with<R>(self, look: impl FnOnce(&Answer<T>) -> R) -> R {
        self.answer.with(look)
    }
}

impl<T: Clone + 'static> Remote<T> {
    /// What is there.
    pub(crate) fn get(self) -> Answer<T> {
        self.answer.get()
    }
}
