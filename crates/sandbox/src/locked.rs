//! A value behind a lock that is only ever held for the length of a closure.

use std::sync::{Mutex, PoisonError};

/// A shared value.
#[derive(Debug, Default)]
pub(crate) struct Locked<T>(Mutex<T>);

impl<T> Locked<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(Mutex::new(value))
    }

    /// Works on the value. A panic elsewhere leaves it usable: every change here is complete in itself.
    pub(crate) fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
