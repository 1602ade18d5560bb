//! What was sent to be saved and not heard of. It may have been saved all the same, and is then no version of somebody else's.

use std::hash::{DefaultHasher, Hash, Hasher};

use leptos::prelude::*;

use super::Editor;
use crate::api::{Failure, Noun};

impl<N: Noun> Editor<N> {
    /// Saves this draft over that version; nothing where the form is gone before the answer is there.
    pub(super) async fn replace(
        self,
        id: N::Id,
        version: i64,
        draft: &N::Draft,
    ) -> Option<Result<N::View, Failure>> {
        let before = self.tried.get_untracked();
        let new = mark::<N>(draft.clone()).filter(|mark| !before.contains(mark));
        // Noted before it leaves: neither a lost answer nor a reload meanwhile forgets it.
        let tried: Vec<u64> = before.iter().copied().chain(new).collect();
        self.tried.set(tried);
        let result = self.api.save::<N>(id, version, &N::edit(draft.clone())).await;
        if self.is_gone() {
            return None;
        }
        if matches!(result, Err(Failure::Problem(_))) {
            // Refused: if it is there, then not by this attempt.
            self.tried.set(before);
        }
        Some(result)
    }

    /// Whether what is there now is what this form tried to save, without hearing that it was.
    pub(super) fn is_own(self, view: &N::View) -> bool {
        let there = mark::<N>(N::draft(view));
        there.is_some_and(|there| self.tried.with_untracked(|tried| tried.contains(&there)))
    }

    /// The next save replaces this version. What was tried over another one can come true no more.
    pub(super) fn stand_at(self, version: Option<i64>) {
        if self.version.get_untracked() != version {
            self.tried.set(Vec::new());
        }
        self.version.set(version);
    }
}

/// What a draft says, in little room: hands that type on while the network is away try many.
fn mark<N: Noun>(draft: N::Draft) -> Option<u64> {
    let text = serde_json::to_string(&N::as_saved(draft)).ok()?;
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    Some(hasher.finish())
}
