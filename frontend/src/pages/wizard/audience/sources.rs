//! Where contacts come from.

use domain::{
    Permission,
    sources::{Source, SourceCount},
};
use leptos::prelude::*;

use super::choice::Choice;
use crate::{
    api::use_api,
    i18n::{Locale, t_string, td_string, use_i18n},
    intl,
    remote::Remote,
    ui::{Icon, may},
    words,
};

/// A card for each source, and whether only key contacts are meant.
#[component]
pub(super) fn Sources(
    /// What is chosen.
    choice: Signal<Choice>,
    /// Takes another choice.
    change: Callback<Choice>,
) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let may_count = may(Permission::PeopleRead);
    let counts = Remote::new(move || async move {
        if may_count { api.sources().await.map(|counts| counts.sources) } else { Ok(Vec::new()) }
    });
    let card = move |source: Source| {
        let count = Signal::derive(move || {
            let counts = counts.get()?.ok()?;
            counts.into_iter().find(|count| count.source == source)
        });
        view! { <Card source count choice change/> }
    };
    let key_only = move |only: bool| {
        let mut next = choice.get_untracked();
        next.key_only(only);
        change.run(next);
    };
    view! {
        <section class="eb-block" aria-labelledby="audience-sources">
            <h2 id="audience-sources">{move || t_string!(i18n, audience.sources)}</h2>
            <div class="eb-cards" role="group" aria-labelledby="audience-sources">{Source::ALL.iter().map(|source| card(*source)).collect_view()}</div>
            <Show when=move || choice.with(|choice| choice.has(Source::Clients))>
                <label class="form-check form-switch eb-switch">
                    <input class="form-check-input" type="checkbox" role="switch" prop:checked=move || choice.with(Choice::is_key_only)
                        on:change:target=move |event| key_only(event.target().checked())/>
                    <span class="form-check-label">{move || t_string!(i18n, audience.key_only)}</span>
                </label>
            </Show>
        </section>
    }
}

#[component]
fn Card(
    source: Source,
    count: Signal<Option<SourceCount>>,
    choice: Signal<Choice>,
    change: Callback<Choice>,
) -> impl IntoView {
    let i18n = use_i18n();
    let icon = match source {
        Source::Clients => icondata_bs::BsPersonCheck,
        Source::Companies => icondata_bs::BsBuilding,
        Source::Import => icondata_bs::BsFileEarmarkArrowUp,
    };
    let toggle = move |_| {
        let mut next = choice.get_untracked();
        next.toggle(source);
        change.run(next);
    };
    view! {
        <label class="eb-card">
            <span class="eb-card-icon"><Icon name=icon/></span>
            <span class="eb-card-text"><b>{move || words::source(i18n.get_locale(), source)}</b>
                <small class="num">{move || count.get().map(|count| reach(i18n.get_locale(), &count))}</small></span>
            <input class="form-check-input" type="checkbox" prop:checked=move || choice.with(|choice| choice.has(source)) on:change=toggle/>
        </label>
    }
}

/// « 11 028 adresses sur 12 480 fiches ».
fn reach(l: Locale, count: &SourceCount) -> String {
    let (addresses, rows) = (intl::number(l, count.with_email), intl::number(l, count.rows));
    td_string!(l, audience.reach, addresses = addresses, rows = rows).to_string()
}
