//! The pages that the browser fetches when they are first asked for, each group as a part of its own.
//!
//! A part hands out how its page is made; making it is left to the caller, which knows the page's place.

use domain::{CampaignId, TemplateId};
use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::{
    campaigns::{CampaignPage, CampaignsPage, NewCampaignPage},
    help::HelpPage,
    home::HomePage,
    templates::{NewTemplatePage, TemplatePage, TemplatesPage},
};

type Part<T> = Result<T, SplitLoaderError>;

/// `/`
#[wasm_split(home, fallible)]
pub(super) fn home() -> Part<fn() -> AnyView> {
    Ok(|| view! { <HomePage/> }.into_any())
}

/// `/campaigns`
#[wasm_split(campaigns, fallible)]
pub(super) fn campaigns() -> Part<fn() -> AnyView> {
    Ok(|| view! { <CampaignsPage/> }.into_any())
}

/// `/campaigns/new`
#[wasm_split(campaign, fallible)]
pub(super) fn new_campaign() -> Part<fn() -> AnyView> {
    Ok(|| view! { <NewCampaignPage/> }.into_any())
}

/// `/campaigns/{id}`
#[wasm_split(campaign, fallible)]
pub(super) fn campaign() -> Part<fn(CampaignId) -> AnyView> {
    Ok(|id| view! { <CampaignPage id/> }.into_any())
}

/// `/templates`
#[wasm_split(templates, fallible)]
pub(super) fn templates() -> Part<fn() -> AnyView> {
    Ok(|| view! { <TemplatesPage/> }.into_any())
}

/// `/templates/new`
#[wasm_split(template, fallible)]
pub(super) fn new_template() -> Part<fn() -> AnyView> {
    Ok(|| view! { <NewTemplatePage/> }.into_any())
}

/// `/templates/{id}`
#[wasm_split(template, fallible)]
pub(super) fn template() -> Part<fn(TemplateId) -> AnyView> {
    Ok(|id| view! { <TemplatePage id/> }.into_any())
}

/// `/help`
#[wasm_split(help, fallible)]
pub(super) fn help() -> Part<fn() -> AnyView> {
    Ok(|| view! { <HelpPage/> }.into_any())
}
