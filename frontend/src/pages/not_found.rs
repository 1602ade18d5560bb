//! No page has this address.

use leptos::prelude::*;

use crate::{
    i18n::{t_string, use_i18n},
    ui::{Empty, set_title},
};

/// Says so, and leads home.
#[component]
pub(crate) fn NotFoundPage() -> impl IntoView {
    let i18n = use_i18n();
    set_title(move || t_string!(i18n, not_found.title).to_owned());
    view! {
        <h1 class="visually-hidden">{move || t_string!(i18n, not_found.title)}</h1>
        <div class="eb-block">
            <Empty icon=icondata_bs::BsCompass title=move || t_string!(i18n, not_found.title) text=move || t_string!(i18n, not_found.text)>
                <a class="btn btn-primary" href="/">{move || t_string!(i18n, not_found.home)}</a>
            </Empty>
        </div>
    }
}
