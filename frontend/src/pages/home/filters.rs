//! The period and the channel; they live in the address.

use domain::{
    Channel,
    report::{DashboardQuery, Period},
};
use leptos::prelude::*;

use crate::{
    i18n::{t_string, use_i18n},
    pages::address::href,
    shell::use_go,
    ui::ChannelFilter,
    words,
};

/// Each change leads to another address.
#[component]
pub(super) fn Filters(
    /// The query in force.
    query: Memo<DashboardQuery>,
) -> impl IntoView {
    let i18n = use_i18n();
    let go = use_go();
    let link = move |period: Period| {
        let to = move || href("/", &DashboardQuery { period, ..query.get() });
        let current = move || query.with(|query| query.period == period).then_some("true");
        view! { <a href=to aria-current=current data-noscroll="">{move || words::period(i18n.get_locale(), period)}</a> }
    };
    let choose = Callback::new(move |channel: Option<Channel>| {
        go.to(&href("/", &DashboardQuery { channel, ..query.get_untracked() }))
    });
    view! {
        <nav class="eb-segments" aria-label=move || t_string!(i18n, home.period)>{Period::ALL.iter().map(|period| link(*period)).collect_view()}</nav>
        <ChannelFilter channel=Signal::derive(move || query.with(|query| query.channel)) on_choice=choose/>
    }
}
