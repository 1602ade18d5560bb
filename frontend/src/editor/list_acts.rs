//! What can be done with a row of a list.

use leptos::prelude::*;

use super::{Ask, Asking, Editor, Target, may_write};
use crate::{
    api::Noun,
    i18n::{t_string, use_i18n},
    ui::{Icon, Menu},
};

/// The row's first act, and a menu of the others for whoever may.
#[component]
pub(crate) fn RowActs<N: Noun>(
    /// What kind of row.
    noun: N,
    /// The row.
    target: Target<N::Id>,
    /// Whether it can be edited, or only looked at.
    editable: bool,
    /// Where questions go.
    ask: RwSignal<Option<Ask<N::Id>>>,
) -> impl IntoView {
    let _ = noun;
    let i18n = use_i18n();
    let href = format!("/{}/{}", N::PATH, target.id.to_string());
    let may = may_write::<N>();
    let about = target.name.clone();
    let first = view! {
        <a class="btn btn-secondary btn-sm" href=href>
            {move || if editable && may { t_string!(i18n, acts.edit) } else { t_string!(i18n, acts.open) }}
            <span class="visually-hidden">" " {about}</span>
        </a>
    };
    let others = may.then(|| view! { <Others noun=N::default() target ask/> });
    view! { <div class="eb-row-acts">{first}{others}</div> }
}

/// The same menu for what is open in a form.
#[component]
pub(crate) fn MoreActs<N: Noun>(
    /// The form's state.
    editor: Editor<N>,
) -> impl IntoView {
    let ask = RwSignal::new(None);
    // Without its version: a menu must not close because something was saved meanwhile.
    let target = Memo::new(move |_| {
        editor
            .saved
            .with(|view| view.as_ref().map(|view| Target { version: None, ..Target::from(N::facts(view)) }))
    });
    view! {
        {move || target.get().filter(|_| editor.writes).map(|target| view! { <Others noun=N::default() target ask/> })}
        <Asking noun=N::default() ask done=Callback::new(move |view| editor.adopt_flags(view))/>
    }
}

/// Duplicating and putting away, in a menu.
#[component]
pub(crate) fn Others<N: Noun>(
    /// What kind of thing.
    noun: N,
    /// What it is about.
    target: Target<N::Id>,
    /// Where questions go.
    ask: RwSignal<Option<Ask<N::Id>>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let _ = noun;
    let (name, archived) = (target.name.clone(), target.archived);
    let target = StoredValue::new(target);
    view! {
        <Menu label=move || t_string!(i18n, acts.more, name = name.clone()).to_string() class="btn btn-quiet btn-sm eb-icon-button"
            face=|| view! { <Icon name=icondata_bs::BsThreeDots/> }>
            <button type="button" on:click=move |_| ask.set(Some(Ask::Duplicate(target.get_value())))>
                <Icon name=icondata_bs::BsCopy/>{move || t_string!(i18n, acts.duplicate)}
            </button>
            <button type="button" on:click=move |_| ask.set(Some(Ask::PutAway(target.get_value())))>
                <Icon name=icondata_bs::BsArchive/>
                {move || if archived { t_string!(i18n, acts.unarchive) } else { t_string!(i18n, acts.archive) }}
            </button>
        </Menu>
    }
}
