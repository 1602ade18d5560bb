//! Who the clients are, how large the companies: bars with their numbers.

use domain::sources::{GroupCount, Source, SourceCount};
use leptos::prelude::*;

use crate::{
    i18n::{t_string, td_string, use_i18n},
    intl,
    pages::home::figures::of,
    words,
};

/// The rows of a source by its main distinction; the title is the question, the caption the answer.
#[component]
pub(crate) fn Groups(
    /// The source.
    source: SourceCount,
) -> impl IntoView {
    let i18n = use_i18n();
    let id = format!("groups-{}", source.source);
    let labelled = id.clone();
    let largest = source.groups.first().cloned();
    let (whole, top) = (source.rows, largest.as_ref().map_or(0, |group| group.rows));
    let question = move || match source.source {
        Source::Clients => td_string!(i18n.get_locale(), home.who_clients),
        Source::Companies => td_string!(i18n.get_locale(), home.who_companies),
        Source::Import => td_string!(i18n.get_locale(), home.who_import),
    };
    let answer = move || {
        let l = i18n.get_locale();
        largest.as_ref().map(|group| {
            let percent = intl::percent(l, group.rows, whole).unwrap_or_default();
            td_string!(l, home.largest, name = words::group(l, &group.value), percent = percent).to_string()
        })
    };
    view! {
        <section class="eb-block eb-span-6" aria-labelledby=labelled>
            <h2 id=id>{question}</h2>
            <table class="eb-bars">
                <thead class="visually-hidden"><tr><th scope="col">{move || t_string!(i18n, home.group)}</th><th scope="col">{move || t_string!(i18n, home.bar)}</th>
                    <th scope="col">{move || t_string!(i18n, home.rows_head)}</th></tr></thead>
                <tbody>{source.groups.into_iter().map(|group| view! { <Bar group whole top/> }).collect_view()}</tbody>
            </table>
            <p class="eb-caption">{answer}</p>
        </section>
    }
}

#[component]
fn Bar(group: GroupCount, whole: u64, top: u64) -> impl IntoView {
    let i18n = use_i18n();
    let GroupCount { value, rows } = group;
    let width = intl::width(rows, top);
    view! {
        <tr>
            <th scope="row">{move || words::group(i18n.get_locale(), &value)}</th>
            <td class="eb-bar" aria-hidden="true"><span style:width=width></span></td>
            <td class="r"><b>{move || intl::number(i18n.get_locale(), rows)}</b><small>{move || of(i18n.get_locale(), rows, whole)}</small></td>
        </tr>
    }
}
