//! The pages that the browser fetches when they are first asked for, each group as a part of its own.
//!
//! A part hands out how its page is made; making it is left to the caller, which knows the page's place.

use domain::{CampaignId, ConversationId, TemplateId, provider::AccountId};
use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::{
    accounts::{AccountsPage, PacePage, RateCardsPage},
    campaigns::{CampaignsPage, NewCampaignPage},
    conversations::{ConversationsPage, OptInPage},
    help::HelpPage,
    home::HomePage,
    report::ReportPage,
    studio::{NewStudioTemplatePage, StudioPage, StudioTemplatePage},
    templates::{NewTemplatePage, TemplatePage, TemplatesPage},
    wizard::WizardPage,
};

type Part<T> = Result<T, SplitLoaderError>;

/// `/`
#[wasm_split(home, fallible)]
pub(super) fn home() -> Part<fn() -> AnyView> {
    Ok(|| view! { <HomePage/> }.into_any())
}

/// `/campaigns`
#[wasm_split(lists, fallible)]
pub(super) fn campaigns() -> Part<fn() -> AnyView> {
    Ok(|| view! { <CampaignsPage/> }.into_any())
}

/// `/campaigns/new`
#[wasm_split(forms, fallible)]
pub(super) fn new_campaign() -> Part<fn() -> AnyView> {
    Ok(|| view! { <NewCampaignPage/> }.into_any())
}

/// `/campaigns/{id}`, `…/recipients`, `…/exclusions`
#[wasm_split(report, fallible)]
pub(super) fn report() -> Part<fn(CampaignId) -> AnyView> {
    Ok(|id| view! { <ReportPage id/> }.into_any())
}

/// `/campaigns/{id}/audience`, `…/content`, `…/schedule`, `…/review`
#[wasm_split(wizard, fallible)]
pub(super) fn wizard() -> Part<fn(CampaignId) -> AnyView> {
    Ok(|id| view! { <WizardPage id/> }.into_any())
}

/// `/templates`
#[wasm_split(lists, fallible)]
pub(super) fn templates() -> Part<fn() -> AnyView> {
    Ok(|| view! { <TemplatesPage/> }.into_any())
}

/// `/templates/new`
#[wasm_split(forms, fallible)]
pub(super) fn new_template() -> Part<fn() -> AnyView> {
    Ok(|| view! { <NewTemplatePage/> }.into_any())
}

/// `/templates/{id}`
#[wasm_split(forms, fallible)]
pub(super) fn template() -> Part<fn(TemplateId) -> AnyView> {
    Ok(|id| view! { <TemplatePage id/> }.into_any())
}

/// `/conversations`, `/conversations/{id}`
#[wasm_split(whatsapp, fallible)]
pub(super) fn conversations() -> Part<fn(Option<ConversationId>) -> AnyView> {
    Ok(|open| view! { <ConversationsPage open/> }.into_any())
}

/// `/conversations/opt-in`
#[wasm_split(whatsapp, fallible)]
pub(super) fn opt_in() -> Part<fn() -> AnyView> {
    Ok(|| view! { <OptInPage/> }.into_any())
}

/// `/whatsapp/templates`
#[wasm_split(lists, fallible)]
pub(super) fn studio() -> Part<fn() -> AnyView> {
    Ok(|| view! { <StudioPage/> }.into_any())
}

/// `/whatsapp/templates/new`
#[wasm_split(whatsapp, fallible)]
pub(super) fn new_studio_template() -> Part<fn() -> AnyView> {
    Ok(|| view! { <NewStudioTemplatePage/> }.into_any())
}

/// `/whatsapp/templates/{id}`
#[wasm_split(whatsapp, fallible)]
pub(super) fn studio_template() -> Part<fn(TemplateId) -> AnyView> {
    Ok(|id| view! { <StudioTemplatePage id/> }.into_any())
}

/// `/accounts`
#[wasm_split(settings, fallible)]
pub(super) fn accounts() -> Part<fn() -> AnyView> {
    Ok(|| view! { <AccountsPage/> }.into_any())
}

/// `/accounts/{id}`
#[wasm_split(settings, fallible)]
pub(super) fn account() -> Part<fn(AccountId) -> AnyView> {
    Ok(|id| view! { <PacePage id/> }.into_any())
}

/// `/rate-cards`
#[wasm_split(settings, fallible)]
pub(super) fn rate_cards() -> Part<fn() -> AnyView> {
    Ok(|| view! { <RateCardsPage/> }.into_any())
}

/// `/help`
#[wasm_split(lists, fallible)]
pub(super) fn help() -> Part<fn() -> AnyView> {
    Ok(|| view! { <HelpPage/> }.into_any())
}
