//! The number of an account of WhatsApp: how people take it, and to how many more it may begin to write.

use domain::{
    Permission,
    provider::AccountId,
    whatsapp::{Tier, WhatsappSender},
};
use leptos::prelude::*;

use crate::{
    api::use_api,
    i18n::{t_string, use_i18n},
    intl,
    remote::Remote,
    ui::{Loaded, QualityPill},
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
    view! { <Loaded from=sender right=Permission::CampaignsRead rows=2 ready=|sender| view! { <Facts sender/> }/> }
}

#[component]
fn Facts(sender: WhatsappSender) -> impl IntoView {
    let i18n = use_i18n();
    let WhatsappSender { phone, quality, tier, used, .. } = sender;
    let limit = tier.and_then(|Tier(limit)| limit);
    let told = move || {
        let l = i18n.get_locale();
        let count = intl::count(l, used);
        match (tier, limit) {
            (_, Some(limit)) => {
                t_string!(i18n, accounts.of, count, limit = intl::number(l, limit.into())).to_string()
            }
            (Some(_), None) => t_string!(i18n, accounts.free, count).to_string(),
            (None, None) => t_string!(i18n, whatsapp.tier_unknown, count).to_string(),
        }
    };
    view! {
        <dl class="eb-facts">
            <div><dt>{move || t_string!(i18n, whatsapp.number)}</dt><dd class="num">{phone}</dd></div>
            <div><dt>{move || t_string!(i18n, whatsapp.number_quality)}</dt><dd><QualityPill quality/></dd></div>
            <div><dt>{move || t_string!(i18n, whatsapp.day_used)}</dt><dd class="num">{told}
                {limit.map(|limit| view! { <span class="eb-track" aria-hidden="true"><span style:width=intl::part(used, limit.into())></span></span> })}</dd></div>
        </dl>
    }
}
