//! Somebody saved in between: both versions side by side, and three ways out. Nothing is overwritten unasked.

use leptos::prelude::*;

use super::Editor;
use crate::{
    api::Noun,
    i18n::{Locale, t_string, td_string, use_i18n},
    ui::Dialog,
};

/// One field that differs: its name, theirs, mine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    /// The field's name.
    pub(crate) field: String,
    /// What the other person saved.
    pub(crate) theirs: String,
    /// What this person typed.
    pub(crate) mine: String,
}

impl Difference {
    /// The field, if it differs.
    pub(crate) fn between(field: &str, theirs: &str, mine: &str) -> Option<Self> {
        let own = |text: &str| text.to_owned();
        (theirs != mine).then(|| Self { field: own(field), theirs: own(theirs), mine: own(mine) })
    }
}

impl<N: Noun> Editor<N> {
    /// Keeps what somebody else saved as the base, and saves over it.
    fn keep_mine(self) {
        if let Some(theirs) = self.theirs.get_untracked() {
            self.stand_at(Some(N::facts(&theirs).version));
            self.saved.set(Some(theirs));
            self.theirs.set(None);
            self.save();
        }
    }

    /// Drops what was typed for what somebody else saved.
    fn take_theirs(self) {
        if let Some(theirs) = self.theirs.get_untracked() {
            self.theirs.set(None);
            self.adopt(theirs);
        }
    }

    /// Leaves theirs as it is, and makes a new one of mine.
    fn keep_both(self) {
        let locale = self.texts.get_locale_untracked();
        let draft = self.draft.get_untracked();
        let name = td_string!(locale, conflict.my_copy, name = N::name(&draft).to_owned()).to_string();
        self.theirs.set(None);
        self.create(N::renamed(draft, name));
    }
}

/// Asks which version to keep.
#[component]
pub(crate) fn Conflict<N: Noun>(
    /// Whose conflict.
    editor: Editor<N>,
    /// Which fields differ between theirs and mine.
    differences: fn(Locale, &N::Draft, &N::Draft) -> Vec<Difference>,
) -> impl IntoView {
    let i18n = use_i18n();
    let open = Signal::derive(move || editor.theirs.with(Option::is_some));
    let close = Callback::new(move |()| editor.theirs.set(None));
    let rows = move || {
        let theirs = editor.theirs.get().map(|view| N::draft(&view));
        theirs.map(|theirs| differences(i18n.get_locale(), &theirs, &editor.draft.get())).unwrap_or_default()
    };
    view! {
        <Dialog open on_close=close wide=true title=move || t_string!(i18n, conflict.title)>
            <p>{move || t_string!(i18n, conflict.text)}</p>
            <Versions rows=rows()/>
            <div class="eb-dialog-acts">
                <button type="button" class="btn btn-primary" on:click=move |_| editor.keep_mine()>{move || t_string!(i18n, conflict.mine)}</button>
                <button type="button" class="btn btn-secondary" on:click=move |_| editor.take_theirs()>{move || t_string!(i18n, conflict.theirs)}</button>
                {N::COPIES.then(|| view! { <button type="button" class="btn btn-quiet" on:click=move |_| editor.keep_both()>{move || t_string!(i18n, conflict.both)}</button> })}
            </div>
        </Dialog>
    }
}

#[component]
fn Versions(rows: Vec<Difference>) -> impl IntoView {
    let i18n = use_i18n();
    if rows.is_empty() {
        return view! { <p class="eb-notice">{move || t_string!(i18n, conflict.same)}</p> }.into_any();
    }
    let cell = move |text: String| match text.is_empty() {
        true => view! { <i class="eb-soft">{move || t_string!(i18n, conflict.empty)}</i> }.into_any(),
        false => text.into_any(),
    };
    let row = move |row: Difference| {
        view! {
            <tr><th scope="row">{row.field}</th>
                <td data-label=move || t_string!(i18n, conflict.column_theirs)><del>{cell(row.theirs)}</del></td>
                <td data-label=move || t_string!(i18n, conflict.column_mine)><ins>{cell(row.mine)}</ins></td></tr>
        }
    };
    view! {
        <div class="eb-versions" tabindex="0" role="region" aria-label=move || t_string!(i18n, conflict.title)>
            <table>
                <thead><tr><th scope="col">{move || t_string!(i18n, conflict.field)}</th><th scope="col">{move || t_string!(i18n, conflict.column_theirs)}</th>
                    <th scope="col">{move || t_string!(i18n, conflict.column_mine)}</th></tr></thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
