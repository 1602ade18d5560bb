//! A number of WhatsApp: how people take it, to how many more it may begin to write, and where its templates stand.

use domain::whatsapp::{TemplateCount, Tier, WhatsappSender};
use leptos::prelude::*;

use super::QualityPill;
use crate::{
    i18n::{Locale, t_string, td_string, use_i18n},
    intl, words,
};

/// What is known of it.
#[component]
pub(crate) fn NumberFacts(
    /// The number.
    sender: WhatsappSender,
) -> impl IntoView {
    let i18n = use_i18n();
    let WhatsappSender { phone, quality, tier, used, templates, .. } = sender;
    let limit = tier.and_then(|Tier(limit)| limit);
    let standing = move |l: Locale, one: &TemplateCount| {
        let (status, count) = (words::template_status(l, one.status), intl::count(l, one.templates));
        td_string!(l, whatsapp.templates_in, status = status, count = count).to_string()
    };
    let templates = move || {
        let told: Vec<_> = templates.iter().map(|one| standing(i18n.get_locale(), one)).collect();
        if told.is_empty() { "–".to_owned() } else { told.join(", ") }
    };
    view! {
        <dl class="eb-facts">
            <div><dt>{move || t_string!(i18n, whatsapp.number)}</dt><dd class="num">{phone}</dd></div>
            <div><dt>{move || t_string!(i18n, whatsapp.number_quality)}</dt><dd><QualityPill quality/></dd></div>
            <div><dt>{move || t_string!(i18n, whatsapp.day_used)}</dt><dd class="num">{move || told(i18n.get_locale(), tier, used)}
                {limit.map(|limit| view! { <span class="eb-track" aria-hidden="true"><span style:width=intl::part(used, limit.into())></span></span> })}</dd></div>
            <div><dt>{move || t_string!(i18n, whatsapp.templates_standing)}</dt><dd>{templates}</dd></div>
        </dl>
    }
}

fn told(l: Locale, tier: Option<Tier>, used: i64) -> String {
    let count = intl::count(l, used);
    match tier {
        Some(Tier(Some(limit))) => {
            td_string!(l, accounts.of, count = count, limit = intl::number(l, limit.into())).to_string()
        }
        Some(Tier(None)) => td_string!(l, accounts.free, count = count).to_string(),
        None => td_string!(l, whatsapp.tier_unknown, count = count).to_string(),
    }
}
