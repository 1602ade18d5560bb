//! Pages. Twilio names the next one by a whole address; only what stands behind its `?` is taken from there, so that a call with our
//! key goes nowhere but to the addresses of the settings.

use std::sync::{Mutex, PoisonError};

use crate::Window;

/// What stands behind the `?` of the next page's address.
pub(super) fn query_of(next: &str) -> Option<String> {
    let (_, query) = next.split_once('?')?;
    let query = query.split('#').next().unwrap_or_default();
    (!query.is_empty()).then(|| query.to_owned())
}

/// Where a walk through past messages has come to: the reconciler counts pages, Twilio names them.
#[derive(Debug, Default)]
pub(super) struct Walk(Mutex<Option<Place>>);

#[derive(Debug)]
struct Place {
    window: Window,
    page: u32,
    query: String,
}

impl Walk {
    /// The nearest page that can be asked for, and by which query: the wanted one, or the first where this process has not walked.
    pub(super) fn nearest(
        &self,
        window: &Window,
        page: u32,
        first: impl FnOnce() -> String,
    ) -> (u32, String) {
        let place = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &*place {
            Some(place) if place.window == *window && place.page == page => (page, place.query.clone()),
            _ => (0, first()),
        }
    }

    /// Remembers which query asks for a page.
    pub(super) fn remember(&self, window: &Window, page: u32, query: String) {
        let place = Place { window: window.clone(), page, query };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(place);
    }
}
