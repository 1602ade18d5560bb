//! What the parts of a form need of it, whatever the noun: one type, so that the browser gets each part once.

use domain::problem::FieldProblem;
use leptos::prelude::*;

use super::{Editor, advice::Adviser};
use crate::api::{Failure, Noun};

/// A form without its noun.
#[derive(Clone, Copy)]
pub(crate) struct Form {
    /// The wrong fields.
    pub(crate) problems: RwSignal<Vec<FieldProblem>>,
    /// Why saving failed, when no field is to blame.
    pub(super) failure: RwSignal<Option<Failure>>,
    /// What speaks against the next step.
    pub(super) adviser: Adviser,
    /// A call is under way.
    pub(super) busy: RwSignal<bool>,
    /// The draft is one that was typed earlier in this tab.
    pub(super) restored: RwSignal<bool>,
    /// Nothing may be changed.
    pub(crate) readonly: Signal<bool>,
    /// Something was typed and not saved.
    pub(super) unsaved: Signal<bool>,
    /// It is more than a draft: the API has it.
    pub(super) exists: Signal<bool>,
    /// Checks one field, by its pointer.
    pub(super) check: Callback<&'static str>,
    /// Forgets what was typed.
    pub(super) discard: Callback<()>,
}

impl Form {
    /// The same form, for what is for good once it is created: it is not changed any more while that is under way.
    pub(crate) fn for_good(self) -> Self {
        let is_created = move || self.busy.get() && !self.exists.get();
        Self { readonly: Signal::derive(move || self.readonly.get() || is_created()), ..self }
    }
}

impl<N: Noun> Editor<N> {
    /// The same form, for the parts that do not ask what it edits.
    pub(crate) fn form(self) -> Form {
        Form {
            problems: self.problems,
            failure: self.failure,
            adviser: self.adviser,
            busy: self.busy,
            restored: self.restored,
            readonly: Signal::derive(move || self.is_readonly()),
            unsaved: Signal::derive(move || self.is_unsaved()),
            exists: Signal::derive(move || self.saved.with(Option::is_some)),
            check: Callback::new(move |pointer| {
                self.check(pointer);
                self.advise(pointer);
            }),
            discard: Callback::new(move |()| self.discard()),
        }
    }
}
