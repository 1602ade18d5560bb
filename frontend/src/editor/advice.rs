//! What speaks against the next step of something that may be saved all the same, at the fields that it is about.

use std::sync::Arc;

use leptos::prelude::*;

use super::{Editor, field::field_id, form::Form, save::SUMMARY, save::belongs};
use crate::{
    api::Noun,
    browser,
    i18n::{Locale, t_string, use_i18n},
    ui::Icon,
};

/// Every field.
pub(crate) const EVERYWHERE: &str = "";

/// One remark.
#[derive(Clone)]
pub(crate) struct Advice {
    /// The field, by its JSON pointer.
    pub(crate) pointer: String,
    /// Whether the next step is refused until it is heeded.
    pub(crate) blocks: bool,
    /// Which part of the field's text, in the browser's units: from the first to behind the last.
    pub(crate) part: Option<(u32, u32)>,
    /// In words.
    pub(crate) tell: Arc<dyn Fn(Locale) -> String + Send + Sync>,
}

/// What gives advice, and which fields it is shown at: those that were left.
#[derive(Clone, Copy)]
pub(super) struct Adviser {
    /// What is shown.
    pub(super) advice: RwSignal<Vec<Advice>>,
    /// The next step was asked for, and refused: the summary says why.
    pub(super) hindered: RwSignal<bool>,
    ask: StoredValue<Option<Callback<(), Vec<Advice>>>>,
    left: StoredValue<Vec<&'static str>>,
}

impl Adviser {
    /// Nothing to say so far.
    pub(super) fn new() -> Self {
        Self {
            advice: RwSignal::new(Vec::new()),
            hindered: RwSignal::new(false),
            ask: StoredValue::new(None),
            left: StoredValue::new(Vec::new()),
        }
    }

    fn look(self) {
        let Some(ask) = self.ask.get_value() else { return };
        let is_left =
            |one: &Advice| self.left.with_value(|left| left.iter().any(|field| belongs(&one.pointer, field)));
        self.advice.set(ask.run(()).into_iter().filter(is_left).collect());
    }
}

impl<N: Noun> Editor<N> {
    /// From now on fields are advised when they are left.
    pub(crate) fn advised_by(self, ask: Callback<(), Vec<Advice>>) {
        self.adviser.ask.set_value(Some(ask));
    }

    /// Looks again, at this field too.
    pub(crate) fn advise(self, pointer: &'static str) {
        self.adviser.left.update_value(|left| {
            if !left.contains(&pointer) {
                left.push(pointer);
            }
        });
        self.adviser.look();
    }

    /// Looks again at the fields that are advised already.
    pub(crate) fn advise_again(self) {
        self.adviser.look();
    }

    /// The next step is asked for: what speaks against it is shown, with `more` that only the API knows; whether nothing
    /// does. Nothing is asked for any more once the form is gone.
    pub(crate) fn is_advised_well(self, more: Vec<Advice>) -> bool {
        if self.adviser.hindered.is_disposed() {
            return false;
        }
        self.advise(EVERYWHERE);
        self.adviser.advice.update(|advice| advice.extend(more));
        let blocked = self.adviser.advice.with_untracked(|advice| advice.iter().any(|one| one.blocks));
        self.adviser.hindered.set(blocked);
        if blocked {
            browser::focus_soon(SUMMARY);
        }
        !blocked
    }
}

/// What is said at one field.
#[component]
pub(crate) fn Remarks(
    /// The form it stands in.
    form: Form,
    /// The field.
    pointer: &'static str,
) -> impl IntoView {
    let i18n = use_i18n();
    let of_field = move || form.adviser.advice.get().into_iter().filter(move |one| one.pointer == pointer);
    let remark = move |one: Advice| {
        let (class, icon) = match one.blocks {
            true => ("eb-field-error", icondata_bs::BsExclamationTriangle),
            false => ("eb-help eb-remark", icondata_bs::BsInfoCircle),
        };
        let show = one.part.map(|(from, to)| view! {
            <button type="button" class="eb-link" on:click=move |_| browser::select(&field_id(pointer), from, to)>{move || t_string!(i18n, editor.show_place)}</button>
        });
        view! { <p class=class><Icon name=icon/><span>{move || (one.tell)(i18n.get_locale())}" "{show}</span></p> }
    };
    move || of_field().map(remark).collect_view()
}
