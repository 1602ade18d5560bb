//! What the campaign cost: what was expected, and what the provider told to have billed.

use domain::{
    Permission,
    provider::Provider,
    whatsapp::{ActualCost, ActualLine, CampaignCost, CostEstimate, Money},
};
use leptos::prelude::*;

use super::Sheet;
use crate::{
    api::use_api,
    i18n::{Locale, t_string, td_string, use_i18n},
    intl,
    money::money,
    remote::Remote,
    ui::{Estimate, Icon, Loaded, cost_place},
    words,
};

/// The block; nothing by e-mail. It is read again whenever the report is.
#[component]
pub(super) fn Cost(
    /// The campaign.
    sheet: Sheet,
) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    if sheet.campaign.with_untracked(|campaign| campaign.channel == domain::Channel::Email) {
        return ().into_any();
    }
    let cost = Remote::new(move || {
        sheet.report.with(|_| ());
        api.cost(sheet.id)
    });
    view! {
        <section class="eb-block eb-span-12" aria-labelledby="report-cost">
            <h2 id="report-cost">{move || t_string!(i18n, cost.title)}</h2>
            <Loaded from=cost right=Permission::CampaignsRead rows=3 ready=|cost| view! { <Both cost/> }/>
        </section>
    }
    .into_any()
}

#[component]
fn Both(cost: CampaignCost) -> impl IntoView {
    let i18n = use_i18n();
    let CampaignCost { estimate, actual, awaited } = cost;
    let category = estimate.as_ref().map(|estimate| estimate.category.to_string());
    let by_message = estimate.as_ref().is_some_and(|estimate| estimate.provider == Provider::Twilio);
    let billed = actual.map(|actual| view! { <Billed actual category awaited by_message/> });
    view! {
        <div class="eb-cost-halves">
            <div><h3 class="eb-small-title">{move || t_string!(i18n, cost.estimated_at_launch)}</h3><Expected estimate/></div>
            <div><h3 class="eb-small-title">{move || t_string!(i18n, cost.billed)}</h3>{billed}</div>
        </div>
    }
}

#[component]
fn Expected(estimate: Option<CostEstimate>) -> impl IntoView {
    let i18n = use_i18n();
    match estimate {
        Some(estimate) => view! { <Estimate estimate/> }.into_any(),
        None => view! { <p class="eb-soft">{move || t_string!(i18n, cost.never_estimated)}</p> }.into_any(),
    }
}

#[component]
fn Billed(
    actual: ActualCost,
    /// The template's category when it was launched.
    category: Option<String>,
    /// Of how many messages no price is told yet.
    awaited: i64,
    /// Whether the provider tells the price of each message.
    by_message: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let ActualCost { lines, billed, free, money, unknown } = actual;
    let count = move |number: i64| intl::count(i18n.get_locale(), number);
    let is_other = |line: &ActualLine| {
        line.billed && line.category.is_some() && category.is_some() && line.category != category
    };
    let other: i64 = lines.iter().filter(|line| is_other(line)).map(|line| line.messages).sum();
    let sum = move || amounts(i18n.get_locale(), &money);
    let rows = move || lines.iter().map(|line| row(i18n.get_locale(), line)).collect_view();
    view! {
        <p class="eb-hero num">{sum}</p>
        <p class="eb-soft eb-small">{move || t_string!(i18n, cost.billed_split, billed = count(billed), free = count(free)).to_string()}</p>
        {(unknown > 0).then(|| view! { <p class="eb-notice eb-warning" role="note"><Icon name=icondata_bs::BsQuestionCircle/><span>{move || t_string!(i18n, cost.unknown_messages, count = count(unknown)).to_string()}</span></p> })}
        {(awaited > 0).then(|| view! { <p class="eb-notice" role="note"><Icon name=icondata_bs::BsHourglassSplit/><span>{move || t_string!(i18n, cost.awaited, count = count(awaited)).to_string()}</span></p> })}
        {(other > 0).then(|| view! { <p class="eb-notice" role="note"><Icon name=icondata_bs::BsInfoCircle/><span>{move || t_string!(i18n, cost.other_category, count = count(other)).to_string()}</span></p> })}
        <table class="eb-table eb-costs">
            <caption class="visually-hidden">{move || t_string!(i18n, cost.billed)}</caption>
            <thead><tr><th scope="col">{move || t_string!(i18n, cost.country)}</th><th scope="col">{move || t_string!(i18n, cost.what)}</th>
                <th scope="col" class="r">{move || t_string!(i18n, cost.messages)}</th><th scope="col" class="r">{move || t_string!(i18n, cost.total)}</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
        <p class="eb-help">{move || if by_message { t_string!(i18n, cost.priced_help) } else { t_string!(i18n, cost.billed_help) }}</p>
    }
}

fn row(l: Locale, line: &ActualLine) -> impl IntoView + use<> {
    let category = match line.category.as_deref() {
        None => td_string!(l, cost.by_message).to_owned(),
        Some(told) => {
            told.parse().map_or_else(|_| told.to_owned(), |known| words::rate_category(l, known).to_owned())
        }
    };
    let total = match (line.billed, line.money.is_empty()) {
        (false, _) => td_string!(l, cost.free).to_owned(),
        (true, true) => td_string!(l, cost.not_told).to_owned(),
        (true, false) => amounts(l, &line.money),
    };
    view! {
        <tr><th scope="row">{cost_place(l, line.country.as_deref())}</th><td data-label=td_string!(l, cost.what)>{category}</td>
            <td class="r num" data-label=td_string!(l, cost.messages)>{intl::count(l, line.messages)}</td>
            <td class="r num" data-label=td_string!(l, cost.total)>{total}</td></tr>
    }
}

/// The amounts, each in its currency; a dash where there are none.
fn amounts(l: Locale, amounts: &[Money]) -> String {
    let told: Vec<_> = amounts.iter().map(|one| money(l, &one.currency, one.micros)).collect();
    if told.is_empty() { "–".to_owned() } else { told.join(" + ") }
}
