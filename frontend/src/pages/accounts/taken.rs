//! What an account has taken of late, against what it may take, and for whom it stands in.

use domain::{
    pace::AccountPace,
    provider::{Carried, StandIn},
};
use leptos::prelude::*;

use super::warm_up::today;
use crate::{
    i18n::{t_string, use_i18n},
    intl,
};

/// Two facts, each with its bar where there is a limit.
#[component]
pub(super) fn Taken(
    /// What it took.
    carried: Carried,
    /// What it may take.
    pace: AccountPace,
    /// Whether the provider limits the people written to, which is told with the number: then no other limit is none to speak of.
    by_number: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let limits = pace.limits_on(today());
    view! {
        <Fact name=Signal::derive(move || t_string!(i18n, accounts.minute)) count=carried.minute limit=limits.per_minute by_number/>
        <Fact name=Signal::derive(move || t_string!(i18n, accounts.day)) count=carried.day limit=limits.per_day by_number/>
    }
}

#[component]
fn Fact(name: Signal<&'static str>, count: i64, limit: Option<u32>, by_number: bool) -> impl IntoView {
    let i18n = use_i18n();
    let told = move || {
        let l = i18n.get_locale();
        let count = intl::count(l, count);
        match limit {
            Some(limit) => {
                t_string!(i18n, accounts.of, count, limit = intl::number(l, limit.into())).to_string()
            }
            None if by_number => count,
            None => t_string!(i18n, accounts.free, count).to_string(),
        }
    };
    view! {
        <div><dt>{move || name.get()}</dt><dd class="num">{told}
            {limit.map(|limit| view! { <span class="eb-track" aria-hidden="true"><span style:width=intl::part(count, limit.into())></span></span> })}</dd></div>
    }
}

/// An account that could not send, and what this one carries for it.
#[component]
pub(super) fn StoodIn(
    /// For whom, and how many.
    one: StandIn,
) -> impl IntoView {
    let i18n = use_i18n();
    let StandIn { account, messages } = one;
    let handed = move || {
        let count = intl::count(i18n.get_locale(), messages);
        match intl::is_single(i18n.get_locale(), messages.unsigned_abs()) {
            true => t_string!(i18n, accounts.handed.single, count).to_string(),
            false => t_string!(i18n, accounts.handed.several, count).to_string(),
        }
    };
    view! {
        <div><dt>{move || t_string!(i18n, accounts.stands_in, account = account.0.clone()).to_string()}</dt>
            <dd class="num">{handed}</dd></div>
    }
}
