//! What a campaign by WhatsApp would cost: the sum, what is not known of it, and country by country.

use domain::whatsapp::{CostEstimate, CostLine, TemplateCategory};
use leptos::prelude::*;

use super::Icon;
use crate::{
    i18n::{Locale, t_string, td_string, use_i18n},
    intl,
    money::{country, money, price},
    words,
};

/// The estimate.
#[component]
pub(crate) fn Estimate(
    /// The estimate.
    estimate: CostEstimate,
    /// Whether it is shown country by country.
    #[prop(default = true)]
    lines: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let estimate = StoredValue::new(estimate);
    let told = move |tell: fn(Locale, &CostEstimate) -> String| {
        move || estimate.with_value(|estimate| tell(i18n.get_locale(), estimate))
    };
    let is_unsure = estimate.with_value(|estimate| estimate.unknown_people > 0 || estimate.fee_unknown);
    let table = estimate.with_value(|estimate| lines && !estimate.lines.is_empty());
    view! {
        <p class="eb-hero num">{told(sum)}</p>
        <p class="eb-soft eb-small">{told(split)}</p>
        {is_unsure.then(|| view! { <p class="eb-notice eb-warning" role="note"><Icon name=icondata_bs::BsQuestionCircle/><span>{told(unknown)}</span></p> })}
        {table.then(|| view! { <Lines estimate/> })}
        <p class="eb-help">{told(card)}</p>
    }
}

/// The sum of what is known; a dash where nothing is.
pub(crate) fn sum(l: Locale, estimate: &CostEstimate) -> String {
    let is_known = estimate.lines.iter().any(|line| line.micros.is_some());
    match &estimate.currency {
        Some(currency) if is_known || estimate.lines.is_empty() => money(l, currency, estimate.micros),
        _ => td_string!(l, cost.unknown).to_owned(),
    }
}

/// « 4 688 par le modèle, 312 en texte libre dans leur fenêtre ouverte ».
fn split(l: Locale, estimate: &CostEstimate) -> String {
    let template = intl::count(l, estimate.by_template);
    match (estimate.by_free_text, estimate.windows) {
        (0, 0) => td_string!(l, cost.no_window, template = template).to_string(),
        (0, windows) => {
            td_string!(l, cost.windows, template = template, windows = intl::count(l, windows)).to_string()
        }
        (free, _) => td_string!(l, cost.split, template = template, free = intl::count(l, free)).to_string(),
    }
}

fn unknown(l: Locale, estimate: &CostEstimate) -> String {
    let people = (estimate.unknown_people > 0).then(|| {
        let (people, countries) =
            (intl::count(l, estimate.unknown_people), intl::count(l, estimate.unknown_countries));
        td_string!(l, cost.unknown_people, people = people, countries = countries).to_string()
    });
    let fee = estimate.fee_unknown.then(|| td_string!(l, cost.fee_unknown).to_owned());
    people.into_iter().chain(fee).collect::<Vec<_>>().join(" ")
}

fn card(l: Locale, estimate: &CostEstimate) -> String {
    let provider = words::provider(estimate.provider);
    let Some(day) = estimate.card else {
        return td_string!(l, cost.no_card, provider = provider).to_string();
    };
    let card = td_string!(l, cost.card, provider = provider, day = intl::day_of(l, day)).to_string();
    let fee = estimate.fee_micros.zip(estimate.currency.as_deref()).map(|(micros, currency)| {
        td_string!(l, cost.fee, provider = provider, fee = price(l, currency, micros)).to_string()
    });
    let list = (estimate.category != TemplateCategory::Marketing).then(|| {
        let category = words::rate_category(l, estimate.category.into());
        td_string!(l, cost.list_price, category = category).to_string()
    });
    std::iter::once(card).chain(list).chain(fee).collect::<Vec<_>>().join(" ")
}

#[component]
fn Lines(estimate: StoredValue<CostEstimate>) -> impl IntoView {
    let i18n = use_i18n();
    let rows = move || {
        estimate.with_value(|estimate| {
            let currency = estimate.currency.as_deref().unwrap_or_default();
            estimate.lines.iter().map(|line| row(i18n.get_locale(), currency, line)).collect_view()
        })
    };
    view! {
        <div class="eb-data" tabindex="0" role="region" aria-label=move || t_string!(i18n, cost.by_country)>
            <table class="eb-table eb-costs">
                <caption class="visually-hidden">{move || t_string!(i18n, cost.by_country)}</caption>
                <thead><tr><th scope="col">{move || t_string!(i18n, cost.country)}</th><th scope="col">{move || t_string!(i18n, cost.what)}</th>
                    <th scope="col" class="r">{move || t_string!(i18n, cost.people)}</th><th scope="col" class="r">{move || t_string!(i18n, cost.each)}</th>
                    <th scope="col" class="r">{move || t_string!(i18n, cost.total)}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row(l: Locale, currency: &str, line: &CostLine) -> impl IntoView + use<> {
    let unknown = || td_string!(l, cost.not_told).to_owned();
    let each = line.unit_micros.map_or_else(unknown, |micros| price(l, currency, micros));
    let total = line.micros.map_or_else(unknown, |micros| money(l, currency, micros));
    let window = line.window.then(|| format!(" ({})", td_string!(l, cost.window)));
    view! {
        <tr><th scope="row">{place(l, line.country.as_deref())}</th>
            <td data-label=td_string!(l, cost.what)>{words::rate_category(l, line.category)}{window}</td>
            <td class="r num" data-label=td_string!(l, cost.people)>{intl::count(l, line.people)}</td>
            <td class="r num" data-label=td_string!(l, cost.each)>{each}</td>
            <td class="r num" data-label=td_string!(l, cost.total)>{total}</td></tr>
    }
}

/// The country's name, or that nobody knows it.
pub(crate) fn place(l: Locale, iso: Option<&str>) -> String {
    iso.map_or_else(|| td_string!(l, cost.nowhere).to_owned(), |iso| country(l, iso))
}
