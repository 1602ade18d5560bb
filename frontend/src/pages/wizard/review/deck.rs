//! The flight deck of a campaign by WhatsApp: all that decides whether it arrives.

use domain::whatsapp::{DeckTemplate, Filling, FlightDeck, Tier, WhatsappSender};
use leptos::prelude::*;

use crate::{
    i18n::{Locale, t_string, td_string, use_i18n},
    intl,
    ui::{Estimate, QualityPill, TemplatePill},
    words,
};

/// The deck, and the cost below it.
#[component]
pub(super) fn Deck(
    /// What it shows.
    deck: FlightDeck,
) -> impl IntoView {
    let i18n = use_i18n();
    let FlightDeck {
        consented,
        without_consent,
        without_number,
        template,
        sender,
        days,
        filling,
        american,
        quiet,
        asleep,
        cost,
    } = deck;
    let count = move |number: i64| intl::count(i18n.get_locale(), number);
    let consent = move || {
        t_string!(i18n, deck.consented, yes = count(consented), none = count(without_consent)).to_string()
    };
    let days = move || days.map(|days| t_string!(i18n, deck.days, days = count(days)).to_string());
    let quiet = move || match (quiet, intl::is_single(i18n.get_locale(), asleep.unsigned_abs())) {
        (true, true) => t_string!(i18n, deck.quiet_set.single, count = count(asleep)).to_string(),
        (true, false) => t_string!(i18n, deck.quiet_set.several, count = count(asleep)).to_string(),
        (false, _) => t_string!(i18n, deck.quiet_none).to_owned(),
    };
    view! {
        <section class="eb-block eb-deck" aria-labelledby="review-deck">
            <h2 id="review-deck">{move || t_string!(i18n, deck.title)}</h2>
            <dl class="eb-facts">
                <div><dt>{move || t_string!(i18n, deck.consent)}</dt><dd class="num">{consent}</dd></div>
                <div><dt>{move || t_string!(i18n, deck.numbers)}</dt><dd class="num">{move || t_string!(i18n, deck.without_number, count = count(without_number)).to_string()}</dd></div>
                {template.map(|template| view! { <Template template/> })}
                {filling.map(|filling| view! { <div><dt>{move || t_string!(i18n, deck.filling)}</dt><dd class="num">{move || filled(i18n.get_locale(), &filling, consented)}</dd></div> })}
                {sender.map(|sender| view! { <Number sender/> })}
                <div><dt>{move || t_string!(i18n, deck.takes)}</dt><dd class="num">{move || days().unwrap_or_else(|| t_string!(i18n, deck.days_unknown).to_owned())}</dd></div>
                <div><dt>{move || t_string!(i18n, deck.american)}</dt><dd class="num">{move || count(american)}</dd></div>
                <div><dt>{move || t_string!(i18n, deck.quiet)}</dt><dd class="num">{quiet}</dd></div>
            </dl>
        </section>
        {cost.map(|estimate| view! {
            <section class="eb-block" aria-labelledby="review-cost">
                <h2 id="review-cost">{move || t_string!(i18n, cost.estimated)}</h2><Estimate estimate/>
            </section>
        })}
    }
}

#[component]
fn Template(template: DeckTemplate) -> impl IntoView {
    let i18n = use_i18n();
    let DeckTemplate { name, status, quality, category, .. } = template;
    view! {
        <div><dt>{move || t_string!(i18n, deck.template)}</dt><dd>{name}", "{move || words::category(i18n.get_locale(), category)}</dd></div>
        <div><dt>{move || t_string!(i18n, whatsapp.status_label)}</dt><dd><TemplatePill status/></dd></div>
        <div><dt>{move || t_string!(i18n, whatsapp.quality_label)}</dt><dd><QualityPill quality/></dd></div>
    }
}

#[component]
fn Number(sender: WhatsappSender) -> impl IntoView {
    let i18n = use_i18n();
    let WhatsappSender { phone, quality, tier, used, .. } = sender;
    view! {
        <div><dt>{move || t_string!(i18n, whatsapp.number)}</dt><dd class="num">{phone}</dd></div>
        <div><dt>{move || t_string!(i18n, whatsapp.number_quality)}</dt><dd><QualityPill quality/></dd></div>
        <div><dt>{move || t_string!(i18n, deck.left)}</dt><dd class="num">{move || left(i18n.get_locale(), tier, used)}</dd></div>
    }
}

/// « pour 8 864 sur 9 276 ».
fn filled(l: Locale, filling: &Filling, planned: i64) -> String {
    let count = |number: i64| intl::count(l, number);
    let (fit, all) = (count(filling.looked_at - filling.unfit), count(planned));
    match filling.is_whole(planned) {
        true => td_string!(l, deck.fills, fit, all).to_string(),
        false => td_string!(l, deck.fills_first, fit, looked = count(filling.looked_at), all).to_string(),
    }
}

/// « 1 588 sur 2 000 ».
fn left(l: Locale, tier: Option<Tier>, used: i64) -> String {
    match tier {
        None => td_string!(l, deck.days_unknown).to_owned(),
        Some(Tier(None)) => td_string!(l, deck.unlimited).to_owned(),
        Some(Tier(Some(limit))) => {
            let limit = i64::from(limit);
            let count = intl::count(l, (limit - used).max(0));
            td_string!(l, accounts.of, count = count, limit = intl::count(l, limit)).to_string()
        }
    }
}
