//! The number of an account of WhatsApp.

use domain::{Permission, provider::AccountId};
use leptos::prelude::*;

use crate::{
    api::use_api,
    remote::Remote,
    ui::{Loaded, NumberFacts},
};

/// The number, once it is known.
#[component]
pub(super) fn Number(
    /// The account.
    account: AccountId,
) -> impl IntoView {
    let api = use_api();
    let sender = Remote::new(move || {
        let account = account.clone();
        async move { api.whatsapp_sender(&account).await }
    });
    view! { <Loaded from=sender right=Permission::CampaignsRead rows=2 ready=|sender| view! { <NumberFacts sender/> }/> }
}
