//! The pages, by their addresses.

mod address;
mod campaigns;
mod help;
mod home;
mod not_found;
mod templates;

pub(crate) use campaigns::campaigns_href;

use leptos::prelude::*;
use leptos_router::{
    components::{Route, Routes},
    path,
};

use campaigns::{CampaignPage, CampaignsPage, NewCampaignPage};
use help::HelpPage;
use home::HomePage;
use not_found::NotFoundPage;
use templates::{NewTemplatePage, TemplatePage, TemplatesPage};

/// The page that the address names.
#[component]
pub(crate) fn Pages() -> impl IntoView {
    view! {
        <Routes fallback=NotFoundPage>
            <Route path=path!("/") view=HomePage/>
            <Route path=path!("/campaigns") view=CampaignsPage/>
            <Route path=path!("/campaigns/new") view=NewCampaignPage/>
            <Route path=path!("/campaigns/:id") view=CampaignPage/>
            <Route path=path!("/templates") view=TemplatesPage/>
            <Route path=path!("/templates/new") view=NewTemplatePage/>
            <Route path=path!("/templates/:id") view=TemplatePage/>
            <Route path=path!("/help") view=HelpPage/>
        </Routes>
    }
}
