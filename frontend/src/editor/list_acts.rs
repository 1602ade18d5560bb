//! What can be done with a row of a list.

use leptos::prelude::*;

use super::{Ask, Target, may_write};
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
    let (may, name, archived) = (may_write::<N>(), target.name.clone(), target.archived);
    let about = target.name.clone();
    let first = view! {
        <a class="btn btn-secondary btn-sm" href=href>
            {move || if editable && may { t_string!(i18n, acts.edit) } else { t_string!(i18n, acts.open) }}
            <span class="visually-hidden">" " {about}</span>
        </a>
    };
    let target = StoredValue::new(target);
    let others = may.then(|| view! {
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
    });
    view! { <div class="eb-row-acts">{first}{others}</div> }
}
