//! One account: its state in words, why, what to do, and when it was last heard of.

use chrono::{DateTime, Utc};
use domain::{
    Channel, Permission,
    provider::{Account, AccountCondition, AccountId, AccountPause},
};
use icondata_bs as bs;
use leptos::prelude::*;

use super::{
    number::Number,
    taken::{StoodIn, Taken},
};
use crate::{
    i18n::{t_string, use_i18n},
    intl,
    ui::{ChannelLabel, Icon, fresh_id, may},
    words,
};

/// The account, and the way to let it send again.
#[component]
pub(super) fn Card(
    /// The account.
    account: Account,
    /// Asks whether it shall send again.
    ask: Callback<AccountId>,
) -> impl IntoView {
    let i18n = use_i18n();
    let title = fresh_id("account");
    let labelled = title.clone();
    let Account {
        id,
        provider,
        senders,
        condition,
        pause,
        pace,
        carried,
        stands_in_for,
        tells_deliveries: _,
        last_webhook_at,
        last_accepted_at,
        silent_since,
    } = account;
    let number = (provider.channel() == Channel::Whatsapp).then(|| id.clone());
    let (name, about, href) = (id.0.clone(), id.0.clone(), format!("/accounts/{id}"));
    let paused = pause.clone();
    // A number sends from itself.
    let addresses = (!senders.is_empty())
        .then(|| senders.into_iter().map(|sender| sender.email).collect::<Vec<_>>().join(", "));
    view! {
        <article class="eb-block eb-account" aria-labelledby=labelled>
            <div class="eb-block-head">
                <div><h2 id=title>{name}</h2><p class="eb-page-facts">{words::provider(provider)}<ChannelLabel channel=provider.channel()/></p></div>
                <State condition/>
            </div>
            {paused.map(|pause| view! { <Why pause/> })}
            {(condition == AccountCondition::HalfOpen).then(|| view! { <p class="eb-notice" role="note"><Icon name=bs::BsInfoCircle/><span>{move || t_string!(i18n, accounts.half_open_text)}</span></p> })}
            {silent_since.map(|_| view! { <p class="eb-notice eb-warning" role="note"><Icon name=bs::BsBroadcast/><span>{move || t_string!(i18n, accounts.silent)}</span></p> })}
            <dl class="eb-facts">
                <Taken carried pace by_number=number.is_some()/>
                {stands_in_for.into_iter().map(|one| view! { <StoodIn one/> }).collect_view()}
                <div><dt>{move || t_string!(i18n, accounts.accepted)}</dt><dd><When at=last_accepted_at/></dd></div>
                <div><dt>{move || t_string!(i18n, accounts.webhook)}</dt><dd><When at=last_webhook_at/></dd></div>
                {addresses.map(|addresses| view! { <div><dt>{move || t_string!(i18n, accounts.senders)}</dt><dd>{addresses}</dd></div> })}
            </dl>
            {number.map(|account| view! { <Number account/> })}
            <div class="eb-account-acts">
                {pause.map(|_| view! { <Resume id ask/> })}
                {may(Permission::SettingsRead).then(|| view! { <a class="btn btn-secondary" href=href><Icon name=bs::BsSpeedometer2/>{move || t_string!(i18n, pace.open)}<span class="visually-hidden">" "{about}</span></a> })}
            </div>
        </article>
    }
}

/// A word, an icon and a colour.
#[component]
fn State(condition: AccountCondition) -> impl IntoView {
    use AccountCondition as C;
    let i18n = use_i18n();
    let (class, icon) = match condition {
        C::Well => ("eb-pill eb-pill-done", bs::BsCheckCircleFill),
        C::Resting => ("eb-pill eb-pill-warning", bs::BsHourglassSplit),
        C::HalfOpen => ("eb-pill eb-pill-info", bs::BsQuestionCircle),
        C::Stopped => ("eb-pill eb-pill-danger", bs::BsXOctagonFill),
    };
    let word = move || match condition {
        C::Well => t_string!(i18n, accounts.works),
        C::Resting => t_string!(i18n, accounts.rests),
        C::HalfOpen => t_string!(i18n, accounts.half_open),
        C::Stopped => t_string!(i18n, accounts.stopped),
    };
    view! { <span class=class><Icon name=icon/>{word}</span> }
}

/// Why nothing leaves by it, what to do, and until when.
#[component]
fn Why(pause: AccountPause) -> impl IntoView {
    let i18n = use_i18n();
    let AccountPause { code, until } = pause;
    let (class, icon) = match until {
        Some(_) => ("eb-notice eb-warning", bs::BsHourglassSplit),
        None => ("eb-notice eb-danger", bs::BsXOctagonFill),
    };
    let (reason, advice) = (code.clone(), code);
    let told = move || {
        until.map(|at| t_string!(i18n, accounts.until, when = intl::long(i18n.get_locale(), at)).to_string())
    };
    view! {
        <div class=class role="note"><Icon name=icon/><div>
            <p><b>{move || capital(&words::reason(i18n.get_locale(), &reason))}</b></p>
            <p>{move || words::account_advice(i18n.get_locale(), &advice, until.is_some())} " " {told}</p>
        </div></div>
    }
}

/// The same, as the beginning of a sentence.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

#[component]
fn When(at: Option<DateTime<Utc>>) -> impl IntoView {
    let i18n = use_i18n();
    match at {
        Some(at) => view! {
            <time class="num" datetime=intl::iso(at) title=move || intl::long(i18n.get_locale(), at)>{move || intl::ago(i18n.get_locale(), at)}</time>
        }
        .into_any(),
        None => view! { <span class="eb-faint">{move || t_string!(i18n, accounts.never)}</span> }.into_any(),
    }
}

/// The button, or the right that it takes.
#[component]
fn Resume(id: AccountId, ask: Callback<AccountId>) -> impl IntoView {
    let i18n = use_i18n();
    let right = move || words::permission(i18n.get_locale(), Permission::SettingsWrite);
    if !may(Permission::SettingsWrite) {
        return view! { <p class="eb-soft eb-small" role="note"><Icon name=bs::BsLock/>" "{move || t_string!(i18n, accounts.no_right, right = right()).to_string()}</p> }
            .into_any();
    }
    let name = id.0.clone();
    view! {
        <button type="button" class="btn btn-secondary" on:click=move |_| ask.run(id.clone())><Icon name=bs::BsPlayFill/>{move || t_string!(i18n, accounts.resume)}
            <span class="visually-hidden">" "{name}</span></button>
    }
    .into_any()
}
