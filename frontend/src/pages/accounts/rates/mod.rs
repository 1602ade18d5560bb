//! The rate cards: what providers of WhatsApp bill for a message, from which day on.

mod form;

use domain::{
    Permission,
    whatsapp::{Rate, RateCard},
};
use leptos::prelude::*;

use crate::{
    api::use_api,
    i18n::{Locale, t_string, td_string, use_i18n},
    intl,
    money::{country, price},
    remote::Remote,
    ui::{Empty, Icon, Loaded, may, set_title},
    words,
};

/// `/rate-cards`
#[component]
pub(crate) fn RateCardsPage() -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    set_title(move || t_string!(i18n, rates.title).to_owned());
    let cards = Remote::new(move || api.rate_cards());
    view! {
        <div class="eb-page-head"><div>
            <a class="eb-talk-back" href="/accounts"><Icon name=icondata_bs::BsChevronLeft/>{move || t_string!(i18n, accounts.title)}</a>
            <h1>{move || t_string!(i18n, rates.title)}</h1><p class="eb-page-sub">{move || t_string!(i18n, rates.about)}</p>
        </div></div>
        <Loaded from=cards right=Permission::SettingsRead ready=|cards| view! { <Cards cards/> }/>
        {may(Permission::SettingsWrite).then(|| view! { <form::Import from=cards/> })}
    }
}

#[component]
fn Cards(cards: Vec<RateCard>) -> impl IntoView {
    let i18n = use_i18n();
    if cards.is_empty() {
        return view! {
            <div class="eb-block eb-home"><Empty icon=icondata_bs::BsCashCoin title=move || t_string!(i18n, rates.none) text=move || t_string!(i18n, rates.none_text)/></div>
        }
        .into_any();
    }
    cards.into_iter().map(|card| view! { <Card card/> }).collect_view().into_any()
}

#[component]
fn Card(card: RateCard) -> impl IntoView {
    let i18n = use_i18n();
    let RateCard { provider, begins_on, currency, fee_micros, rates, imported_at, .. } = card;
    let title = move || {
        let (provider, day) = (words::provider(provider), intl::day_of(i18n.get_locale(), begins_on));
        t_string!(i18n, rates.card, provider, day).to_string()
    };
    let imported = move || {
        t_string!(i18n, rates.imported, when = intl::long(i18n.get_locale(), imported_at)).to_string()
    };
    let unit = currency.clone();
    let fee = move || {
        fee_micros.map(|micros| {
            t_string!(i18n, rates.fee_told, fee = price(i18n.get_locale(), &unit, micros)).to_string()
        })
    };
    let rows = move || rates.iter().map(|rate| row(i18n.get_locale(), &currency, rate)).collect_view();
    view! {
        <details class="eb-block eb-card-rates">
            <summary><h2>{title}</h2><span class="eb-soft eb-small">{imported} " " {fee}</span></summary>
            <table class="eb-table eb-costs">
                <caption class="visually-hidden">{title}</caption>
                <thead><tr><th scope="col">{move || t_string!(i18n, rates.market)}</th><th scope="col">{move || t_string!(i18n, cost.what)}</th>
                    <th scope="col" class="r">{move || t_string!(i18n, cost.each)}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </details>
    }
}

fn row(l: Locale, currency: &str, rate: &Rate) -> impl IntoView + use<> {
    let market = if rate.market.len() == 2 { country(l, &rate.market) } else { rate.market.clone() };
    view! {
        <tr><th scope="row">{market}</th><td data-label=td_string!(l, cost.what)>{words::rate_category(l, rate.category)}</td>
            <td class="r num" data-label=td_string!(l, cost.each)>{price(l, currency, rate.micros)}</td></tr>
    }
}
