//! WhatsApp: whether the next campaign fits into what the numbers may still send, and what the months cost.

use std::collections::BTreeSet;

use domain::whatsapp::{ActualLine, BoardMonth, BoardSender, RateCategory, WhatsappBoard};
use leptos::prelude::*;

use crate::{
    api::use_api,
    chart::{Drawing, Figure, Series, Shape, Tone},
    i18n::{Locale, t_string, td_string, use_i18n},
    intl,
    remote::Remote,
    ui::NumberFacts,
    words,
};

/// The blocks; nothing without a number of WhatsApp.
#[component]
pub(super) fn Board() -> impl IntoView {
    let api = use_api();
    let board = Remote::new(move || api.whatsapp_board());
    move || {
        let board = board.get().and_then(Result::ok).filter(|board| !board.senders.is_empty());
        board.map(|board| view! { <Filled board/> })
    }
}

#[component]
fn Filled(board: WhatsappBoard) -> impl IntoView {
    let i18n = use_i18n();
    let WhatsappBoard { senders, months } = board;
    let months = StoredValue::new(months);
    let told = move |tell: fn(Locale, &[BoardMonth]) -> String| {
        Signal::derive(move || months.with_value(|months| tell(i18n.get_locale(), months)))
    };
    let drawing = Signal::derive(move || months.with_value(|months| drawing(i18n.get_locale(), months)));
    view! {
        <div class="eb-grid eb-home">
            <section class="eb-block eb-span-4" aria-labelledby="home-numbers">
                <h2 id="home-numbers">{move || t_string!(i18n, board.title)}</h2>
                {senders.into_iter().map(|one| view! { <Sender one/> }).collect_view()}
            </section>
            {match months.with_value(|months| currency(months).is_some()) {
                true => view! { <Figure title=Signal::derive(move || t_string!(i18n, board.spent).to_owned()) about=told(about) caption=told(caption) drawing/> }.into_any(),
                false => view! { <Nothing caption=told(caption)/> }.into_any(),
            }}
        </div>
    }
}

/// Where no price is known there is nothing to draw.
#[component]
fn Nothing(#[prop(into)] caption: Signal<String>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="eb-block eb-span-8" aria-labelledby="home-spent">
            <h2 id="home-spent">{move || t_string!(i18n, board.spent)}</h2>
            <p class="eb-page-sub">{move || t_string!(i18n, board.nothing)}</p>
            <p class="eb-soft">{caption}</p>
        </section>
    }
}

#[component]
fn Sender(one: BoardSender) -> impl IntoView {
    let BoardSender { account, sender } = one;
    view! { <h3 class="eb-small-title eb-parted">{account.0}</h3><NumberFacts sender/> }
}

/// The currency that is drawn: that of the newest bill.
fn currency(months: &[BoardMonth]) -> Option<&str> {
    months.iter().rev().find_map(|month| month.cost.money.first()).map(|money| money.currency.as_str())
}

fn about(l: Locale, months: &[BoardMonth]) -> String {
    match currency(months) {
        Some(currency) => td_string!(l, board.in_currency, currency = currency.to_owned()).to_string(),
        None => td_string!(l, board.nothing).to_owned(),
    }
}

/// « En novembre : 331,20 €. »
fn caption(l: Locale, months: &[BoardMonth]) -> String {
    let Some(last) = months.last() else { return String::new() };
    let told: Vec<_> =
        last.cost.money.iter().map(|one| crate::money::money(l, &one.currency, one.micros)).collect();
    let sum = if told.is_empty() { "–".to_owned() } else { told.join(" + ") };
    let (billed, unknown) = (intl::count(l, last.cost.billed), last.cost.unknown);
    match unknown {
        0 => td_string!(l, board.month, sum = sum, billed = billed).to_string(),
        some => {
            let some = intl::count(l, some);
            td_string!(l, board.month_unknown, sum = sum, billed = billed, unknown = some).to_string()
        }
    }
}

fn drawing(l: Locale, months: &[BoardMonth]) -> Drawing {
    let currency = currency(months).unwrap_or_default();
    let lines = months.iter().flat_map(|month| &month.cost.lines);
    let kinds: BTreeSet<_> = lines.filter(|line| line.billed).filter_map(kind).collect();
    let series = kinds.into_iter().map(|kind| {
        let values = months.iter().map(|month| spent(month, kind, currency)).collect();
        let label =
            kind.map_or_else(|| td_string!(l, cost.by_message), |category| words::rate_category(l, category));
        Series::new(label, Shape::Bar, kind.map_or(Tone::Main, tone), values)
    });
    Drawing {
        over: td_string!(l, board.over).to_owned(),
        labels: months.iter().map(|month| intl::month_of(l, month.month)).collect(),
        series: series.collect(),
    }
}

/// What a line is billed as: some category, or none where each message has its own price; nothing for words that nobody knows.
fn kind(line: &ActualLine) -> Option<Option<RateCategory>> {
    match line.category.as_deref() {
        None => Some(None),
        Some(word) => RateCategory::told(word).map(Some),
    }
}

/// What a category cost in a month, in units of the currency; none where nothing was billed.
fn spent(month: &BoardMonth, category: Option<RateCategory>, currency: &str) -> Option<f64> {
    let of = month.cost.lines.iter().filter(|line| line.billed && kind(line) == Some(category));
    let money = of.flat_map(|line| &line.money).filter(|money| money.currency == currency);
    let micros: i64 = money.map(|money| money.micros).sum();
    #[allow(clippy::cast_precision_loss)]
    (micros > 0).then(|| micros as f64 / 1_000_000.0)
}

const fn tone(category: RateCategory) -> Tone {
    match category {
        RateCategory::Marketing => Tone::First,
        RateCategory::Utility => Tone::Second,
        RateCategory::Service => Tone::Reference,
        RateCategory::Authentication | RateCategory::AuthenticationInternational => Tone::Main,
    }
}
