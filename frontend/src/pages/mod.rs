//! The pages, by their addresses.

mod address;
mod campaigns;
mod help;
mod home;
mod not_found;
mod route;
mod templates;

pub(crate) use campaigns::campaigns_href;

use leptos::prelude::*;

use crate::watch::watch;
use leptos_router::{
    hooks::use_location,
    location::{BrowserUrl, LocationProvider},
};

use campaigns::{CampaignPage, CampaignsPage, NewCampaignPage};
use help::HelpPage;
use home::HomePage;
use not_found::NotFoundPage;
use route::Route;
use templates::{NewTemplatePage, TemplatePage, TemplatesPage};

/// The page that the address names.
#[component]
pub(crate) fn Pages() -> impl IntoView {
    let path = use_location().pathname;
    let route = Memo::new(move |_| Route::of(&path.get()));
    arrive(path);
    move || match route.get() {
        Route::Home => view! { <HomePage/> }.into_any(),
        Route::Campaigns => view! { <CampaignsPage/> }.into_any(),
        Route::NewCampaign => view! { <NewCampaignPage/> }.into_any(),
        Route::Campaign(id) => view! { <CampaignPage id/> }.into_any(),
        Route::Templates => view! { <TemplatesPage/> }.into_any(),
        Route::NewTemplate => view! { <NewTemplatePage/> }.into_any(),
        Route::Template(id) => view! { <TemplatePage id/> }.into_any(),
        Route::Help => view! { <HelpPage/> }.into_any(),
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
