//! Editing one thing, whatever its noun: what is typed, what is saved, and everything that can come between the two.

mod acts;
mod advice;
mod asking;
mod autosave;
mod bar;
mod conflict;
mod field;
mod fields;
mod form;
mod frame;
mod keep;
mod list_acts;
mod pointer;
mod save;
mod summary;
mod tags;
mod tried;
mod variables;

pub(crate) use acts::{Ask, Target};
pub(crate) use advice::{Advice, EVERYWHERE, Remarks};
pub(crate) use asking::Asking;
pub(crate) use autosave::{Autosave, SaveState};
pub(crate) use bar::Restored;
pub(crate) use conflict::{Conflict, Difference};
pub(crate) use field::field_id;
pub(crate) use fields::{Area, Choice, Line, Number, whole};
pub(crate) use form::Form;
pub(crate) use frame::{EditorFrame, Why};
pub(crate) use list_acts::{MoreActs, Others, RowActs};
pub(crate) use pointer::pointer;
pub(crate) use summary::Summary;
pub(crate) use tags::Tags;
pub(crate) use variables::{Variables, insert, wrap};

use domain::problem::FieldProblem;
use leptos::prelude::*;

use crate::{
    api::{Api, Failure, Noun, use_api},
    i18n::{Texts, use_i18n},
    shell::{Go, Guard, use_go, use_guard},
    ui::{Notices, may, use_me, use_notices},
};

/// One form and the thing behind it.
pub(crate) struct Editor<N: Noun> {
    api: Api,
    texts: Texts,
    go: Go,
    guard: Guard,
    notices: Notices,
    /// Whether the person may change things of this noun.
    writes: bool,
    /// What the form shows.
    pub(crate) draft: RwSignal<N::Draft>,
    /// What the API last gave us; nothing for a new one.
    pub(crate) saved: RwSignal<Option<N::View>>,
    /// What a form without changes shows.
    origin: RwSignal<N::Draft>,
    /// The version that the draft was made from.
    version: RwSignal<Option<i64>>,
    /// What was sent to be saved over that version, as far as its answer was not heard: a mark of each.
    tried: RwSignal<Vec<u64>>,
    /// The wrong fields.
    pub(crate) problems: RwSignal<Vec<FieldProblem>>,
    /// Why saving failed, when no field is to blame.
    failure: RwSignal<Option<Failure>>,
    /// What speaks against the next step.
    adviser: advice::Adviser,
    /// What somebody else saved meanwhile.
    theirs: RwSignal<Option<N::View>>,
    /// A call is under way.
    busy: RwSignal<bool>,
    /// The draft is one that was typed earlier in this tab.
    restored: RwSignal<bool>,
    /// Where the draft is kept until it is saved.
    place: StoredValue<String>,
    /// Where all drafts of this noun are kept: what their places begin with.
    places: StoredValue<String>,
    /// The attempt to create that is under way: a repeated one keeps its key.
    attempt: StoredValue<Option<(String, N::Draft)>>,
}

// Derived, these would ask the noun's own types to be `Copy`.
impl<N: Noun> Clone for Editor<N> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<N: Noun> Copy for Editor<N> {}

impl<N: Noun> Editor<N> {
    /// A form for what the API gave us.
    pub(crate) fn open(view: N::View) -> Self {
        let facts = N::facts(&view);
        Self::start(N::draft(&view), Some(view), Some(facts.version), &facts.id.to_string())
    }

    /// A form for a new one.
    pub(crate) fn blank(draft: N::Draft) -> Self {
        Self::start(draft, None, None, "new")
    }

    fn start(draft: N::Draft, view: Option<N::View>, version: Option<i64>, name: &str) -> Self {
        let places = format!("draft:{}:{}/", use_me().id, N::PATH);
        let editor = Self {
            api: use_api(),
            texts: use_i18n(),
            go: use_go(),
            guard: use_guard(),
            notices: use_notices(),
            writes: may_write::<N>(),
            origin: RwSignal::new(draft.clone()),
            draft: RwSignal::new(draft),
            saved: RwSignal::new(view),
            version: RwSignal::new(version),
            tried: RwSignal::new(Vec::new()),
            problems: RwSignal::new(Vec::new()),
            failure: RwSignal::new(None),
            adviser: advice::Adviser::new(),
            theirs: RwSignal::new(None),
            busy: RwSignal::new(false),
            restored: RwSignal::new(false),
            place: StoredValue::new(format!("{places}{name}")),
            places: StoredValue::new(places),
            attempt: StoredValue::new(None),
        };
        editor.keep_typed();
        editor
    }

    /// Whether the person may change anything here.
    pub(crate) fn is_readonly(self) -> bool {
        !self.writes || self.saved.with(|view| view.as_ref().is_some_and(|view| !N::facts(view).editable))
    }

    /// Whether something was typed and not saved.
    pub(crate) fn is_unsaved(self) -> bool {
        self.draft.with(|draft| self.origin.with(|origin| draft != origin))
    }
}

/// Whether the person may change things of this noun.
pub(crate) fn may_write<N: Noun>() -> bool {
    may(N::WRITE)
}
