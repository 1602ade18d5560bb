//! One campaign, or a new one.

use domain::{
    CampaignId, Channel, Permission,
    campaign::{Campaign, CampaignCreate},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::form::CampaignForm;
use crate::{
    api::{Campaigns, use_api},
    editor::Editor,
    pages::not_found::NotFoundPage,
    ui::{Loaded, NoRight, may},
};

/// `/campaigns/new`
#[component]
pub(crate) fn NewCampaignPage() -> impl IntoView {
    if !may(Permission::CampaignsWrite) {
        return view! { <div class="eb-block"><NoRight permission=Permission::CampaignsWrite/></div> }.into_any();
    }
    let blank = CampaignCreate {
        name: String::new(),
        channel: Channel::Email,
        subject: None,
        preheader: None,
        template_id: None,
        tags: Vec::new(),
    };
    view! { <CampaignForm editor=Editor::blank(blank)/> }.into_any()
}

/// `/campaigns/{id}`
#[component]
pub(crate) fn CampaignPage() -> impl IntoView {
    let api = use_api();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").and_then(|id| id.parse::<CampaignId>().ok())));
    move || match id.get() {
        None => view! { <NotFoundPage/> }.into_any(),
        Some(id) => {
            let campaign = LocalResource::new(move || api.read::<Campaigns>(id));
            let ready = |campaign: Campaign| view! { <CampaignForm editor=Editor::open(campaign)/> };
            view! { <div class="eb-page"><Loaded from=campaign right=Permission::CampaignsRead ready/></div> }.into_any()
        }
    }
}
