//! The pages, by their addresses.

mod accounts;
mod address;
mod arriving;
mod campaigns;
mod chunks;
mod conversations;
mod help;
mod home;
mod not_found;
mod quiet;
mod report;
mod route;
mod studio;
mod templates;
mod wizard;

pub(crate) use campaigns::campaigns_href;
pub(crate) use report::{Tab, sent_steps};
pub(crate) use wizard::{Readiness, Step, segment_sentence};

use leptos::prelude::*;

use crate::watch::watch;
use leptos_router::{
    hooks::use_location,
    location::{BrowserUrl, LocationProvider},
};

use arriving::arriving;
use not_found::NotFoundPage;
use route::Route;

/// The page that the address names.
#[component]
pub(crate) fn Pages() -> impl IntoView {
    let path = use_location().pathname;
    let route = Memo::new(move |_| Route::of(&path.get()));
    arrive(path);
    move || match route.get() {
        Route::Home => arriving(chunks::home, |page| page()),
        Route::Campaigns => arriving(chunks::campaigns, |page| page()),
        Route::NewCampaign => arriving(chunks::new_campaign, |page| page()),
        Route::Report(id) => arriving(chunks::report, move |page| page(id)),
        Route::Wizard(id) => arriving(chunks::wizard, move |page| page(id)),
        Route::Templates => arriving(chunks::templates, |page| page()),
        Route::NewTemplate => arriving(chunks::new_template, |page| page()),
        Route::Template(id) => arriving(chunks::template, move |page| page(id)),
        Route::Conversations(id) => arriving(chunks::conversations, move |page| page(id)),
        Route::OptIn => arriving(chunks::opt_in, |page| page()),
        Route::Studio => arriving(chunks::studio, |page| page()),
        Route::NewStudioTemplate => arriving(chunks::new_studio_template, |page| page()),
        Route::StudioTemplate(id) => arriving(chunks::studio_template, move |page| page(id)),
        Route::Accounts => arriving(chunks::accounts, |page| page()),
        Route::Account(id) => arriving(chunks::account, move |page| page(id.clone())),
        Route::RateCards => arriving(chunks::rate_cards, |page| page()),
        Route::Help => arriving(chunks::help, |page| page()),
        Route::Unknown => view! { <NotFoundPage/> }.into_any(),
    }
}

/// Tells the router that the page of a followed link is there: only then does it write the address into the history.
fn arrive(path: Memo<String>) {
    let browser: BrowserUrl = expect_context();
    watch(move || {
        path.track();
        browser.ready_to_complete();
    });
}
