//! A new campaign.

use domain::{Channel, Permission, campaign::CampaignEdit};
use leptos::prelude::*;

use super::form::CampaignForm;
use crate::{
    api::CampaignDraft,
    editor::Editor,
    i18n::{t_string, use_i18n},
    ui::{NoRight, may},
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
    let blank = CampaignDraft { channel: Channel::Email, edit: CampaignEdit::default() };
    view! { <CampaignForm editor=Editor::blank(blank)/> }.into_any()
}
