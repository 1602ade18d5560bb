//! What is typed and not saved outlives a reload, an expired sign-in and a wrong click, in this tab.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Editor;
use crate::watch::watch;
use crate::{
    api::{Facts, Noun},
    browser::TAB,
};

/// A draft, the version it was made from, and what was sent to be saved over that and not heard of.
#[derive(Serialize, Deserialize)]
struct Kept<D> {
    version: Option<i64>,
    #[serde(default)]
    tried: Vec<u64>,
    draft: D,
}

impl<N: Noun> Editor<N> {
    /// Takes up what was kept, keeps what is typed from now on, and tells the guard.
    pub(super) fn keep_typed(self) {
        if !untrack(|| self.is_readonly()) {
            self.take_up();
        }
        let (guard, holder) = (self.guard, self.place.get_value());
        guard.hold(holder.clone(), Callback::new(move |()| self.discard()));
        watch(move || {
            let unsaved = self.is_unsaved();
            self.guard.unsaved.set(unsaved);
            let kept = Kept { version: self.version.get(), tried: self.tried.get(), draft: self.draft.get() };
            let place = self.place.get_value();
            match serde_json::to_string(&kept) {
                Ok(text) if unsaved => TAB.keep(&place, &text),
                _ => TAB.forget(&place),
            };
        });
        on_cleanup(move || guard.release(&holder));
    }

    fn take_up(self) {
        let kept = TAB.read(&self.place.get_value());
        // What an older release kept may not fit any more; then there is nothing to take up.
        let Some(Ok(kept)) = kept.map(|text| serde_json::from_str::<Kept<N::Draft>>(&text)) else { return };
        if self.origin.with_untracked(|origin| *origin != kept.draft) {
            self.draft.set(kept.draft);
            self.version.set(kept.version);
            self.tried.set(kept.tried);
            self.restored.set(true);
        }
    }

    /// What was typed on while it was being created goes on to its own page, as what was typed and not saved.
    pub(super) fn hand_on(self, facts: &Facts<N::Id>, draft: N::Draft) {
        let place = self.places.with_value(|places| format!("{places}{}", facts.id.to_string()));
        let kept = Kept { version: Some(facts.version), tried: Vec::new(), draft };
        if let Ok(text) = serde_json::to_string(&kept) {
            TAB.keep(&place, &text);
        }
    }

    /// Back to what is saved.
    pub(super) fn discard(self) {
        self.draft.set(self.origin.get_untracked());
        self.stand_at(self.saved.with_untracked(|view| view.as_ref().map(|view| N::facts(view).version)));
        self.problems.set(Vec::new());
        self.failure.set(None);
        self.restored.set(false);
        TAB.forget(&self.place.get_value());
    }
}
