//! One campaign, or a new one.

use domain::{
    CampaignId, Channel, Permission,
    campaign::{Campaign, CampaignCreate},
};
use leptos::prelude::*;

use super::form::CampaignForm;
use crate::{
    api::{Campaigns, use_api},
    editor::Editor,
    i18n::{t_string, use_i18n},
    remote::Remote,
    ui::{LoadedPage, NoRight, may},
};

/// `/campaigns/new`
#[component]
pub(crate) fn NewCampaignPage() -> impl IntoView {
    let i18n = use_i18n();
    if !may(Permission::CampaignsWrite) {
        return view! {
            <h1 class="eb-page-head">{move || t_string!(i18n, campaigns.new)}</h1>
            <div class="eb-block"><NoRight permission=Permission::CampaignsWrite/></div>
        }
        .into_any();
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
pub(crate) fn CampaignPage(
    /// Which one.
    id: CampaignId,
) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let campaign = Remote::new(move || api.read::<Campaigns>(id));
    let ready = |campaign: Campaign| view! { <CampaignForm editor=Editor::open(campaign)/> }.into_any();
    view! { <LoadedPage from=campaign right=Permission::CampaignsRead title=move || t_string!(i18n, campaigns.title) ready/> }
}
