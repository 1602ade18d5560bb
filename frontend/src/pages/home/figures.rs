//! The figures at the top, each with its denominator.

use domain::sources::{Source, SourceCount, SourceCounts};
use leptos::prelude::*;

use crate::{
    i18n::{Locale, t_string, td_string, use_i18n},
    intl, words,
};

/// Rows of each source, and how many can be written to.
#[component]
pub(crate) fn Figures(
    /// The counts.
    counts: SourceCounts,
) -> impl IntoView {
    view! { <dl class="eb-figures">{counts.sources.into_iter().map(|source| view! { <OfSource source/> }).collect_view()}</dl> }
}

#[component]
fn OfSource(source: SourceCount) -> impl IntoView {
    let i18n = use_i18n();
    let SourceCount { source: which, rows, with_email, with_phone, key_contacts, .. } = source;
    let share = move |part: u64| of(i18n.get_locale(), part, rows);
    view! {
        <div class="eb-figures-first">
            <dt>{move || words::source(i18n.get_locale(), which)}</dt>
            <dd><b class="eb-figure num">{move || intl::number(i18n.get_locale(), rows)}</b><span>{move || t_string!(i18n, home.rows)}</span></dd>
        </div>
        <div>
            <dt><span class="visually-hidden">{move || words::source(i18n.get_locale(), which)} " "</span>{move || t_string!(i18n, home.with_email)}</dt>
            <dd><b class="eb-figure num">{move || intl::number(i18n.get_locale(), with_email)}</b><span class="num">{move || share(with_email)}</span></dd>
        </div>
        <div>
            <dt><span class="visually-hidden">{move || words::source(i18n.get_locale(), which)} " "</span>{move || t_string!(i18n, home.with_phone)}</dt>
            <dd><b class="eb-figure num">{move || intl::number(i18n.get_locale(), with_phone)}</b><span class="num">{move || share(with_phone)}</span></dd>
        </div>
        {(which == Source::Clients).then(|| view! {
            <div>
                <dt>{move || t_string!(i18n, home.key_contacts)}</dt>
                <dd><b class="eb-figure num">{move || intl::number(i18n.get_locale(), key_contacts)}</b><span>{move || t_string!(i18n, home.key_contacts_what)}</span></dd>
            </div>
        })}
    }
}

/// « 84,5 % de 12 480 »: a figure never stands without what it is out of.
pub(crate) fn of(l: Locale, part: u64, whole: u64) -> String {
    match intl::percent(l, part, whole) {
        Some(percent) => {
            td_string!(l, home.share, percent = percent, whole = intl::number(l, whole)).to_string()
        }
        None => td_string!(l, home.share_of_none).to_owned(),
    }
}
