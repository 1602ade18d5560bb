//! The bar above the pages: search, language, theme, person.

use domain::{Permission, campaign::CampaignQuery};
use leptos::{ev::SubmitEvent, html, prelude::*};

use super::{LanguageMenu, ThemeMenu, rail::Rail, use_go, user::UserMenu};
use crate::{
    i18n::{t_string, use_i18n},
    pages::campaigns_href,
    ui::{Icon, Mark, may},
};

/// Stays at the top.
#[component]
pub(crate) fn TopBar() -> impl IntoView {
    let i18n = use_i18n();
    let rail: Rail = expect_context();
    view! {
        <header class="eb-topbar">
            <button type="button" class="btn btn-quiet eb-icon-button eb-only-phone" aria-label=move || t_string!(i18n, rail.open)
                aria-expanded=move || rail.drawer.get().to_string() on:click=move |_| rail.drawer.set(true)>
                <Icon name=icondata_bs::BsList/>
            </button>
            <a class="eb-brand eb-only-phone" href="/"><Mark/><span>"Marketing"</span></a>
            {may(Permission::CampaignsRead).then(|| view! { <Search/> })}
            <div class="eb-topbar-end"><LanguageMenu/><ThemeMenu/><UserMenu/></div>
        </header>
    }
}

/// Leads to the list of campaigns, filtered.
#[component]
fn Search() -> impl IntoView {
    let i18n = use_i18n();
    let go = use_go();
    let field = NodeRef::<html::Input>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(field) = field.get_untracked() {
            let q = field.value().trim().to_owned();
            go.to(&campaigns_href(&CampaignQuery { q, ..CampaignQuery::default() }));
            field.set_value("");
        }
    };
    view! {
        <form class="eb-topbar-search" role="search" aria-label=move || t_string!(i18n, shell.search_scope) on:submit=submit>
            <label class="visually-hidden" for="search">{move || t_string!(i18n, shell.search)}</label>
            <Icon name=icondata_bs::BsSearch/>
            <input id="search" type="search" maxlength="200" autocomplete="off" node_ref=field
                placeholder=move || t_string!(i18n, shell.search_hint)/>
            <kbd aria-hidden="true">"/"</kbd>
        </form>
    }
}
