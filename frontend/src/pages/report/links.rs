//! What attracted people: each link with the clicks of persons, machines, and of whoever cannot be told.

use domain::report::{CampaignReport, LinkFigures};
use leptos::prelude::*;

use crate::{
    i18n::{t_string, use_i18n},
    intl,
};

/// The links in the order of the message.
#[component]
pub(super) fn Links(
    /// The report.
    report: Signal<Option<CampaignReport>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let links = move || report.get().map(|report| report.links).unwrap_or_default();
    let rows = move || {
        let links = links();
        let top = links.iter().map(total).max().unwrap_or_default();
        links.into_iter().map(|link| view! { <Row link top/> }).collect_view()
    };
    view! {
        <section class="eb-block eb-span-8" aria-labelledby="report-links">
            <h2 id="report-links">{move || t_string!(i18n, links.title)}</h2>
            <p class="eb-page-sub">{move || t_string!(i18n, links.about)}</p>
            <Show when=move || !links().is_empty() fallback=move || view! { <p class="eb-soft">{move || t_string!(i18n, links.none)}</p> }>
                <table class="eb-bars eb-links">
                    <thead><tr>
                        <th scope="col">{move || t_string!(i18n, links.link)}</th>
                        <th class="eb-waterfall-key"><span aria-hidden="true"><i class="eb-key-mark eb-mark-bar eb-tint-main"></i>{move || t_string!(i18n, links.human)}
                            <i class="eb-key-mark eb-mark-hatch eb-tint-ref"></i>{move || t_string!(i18n, links.machine)}</span></th>
                        <th scope="col" class="r">{move || t_string!(i18n, links.human)}</th>
                        <th scope="col" class="r">{move || t_string!(i18n, links.machine)}</th>
                        <th scope="col" class="r">{move || t_string!(i18n, links.unknown)}</th>
                        <th scope="col" class="r">{move || t_string!(i18n, links.untracked)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </Show>
        </section>
    }
}

fn total(link: &LinkFigures) -> i64 {
    link.human + link.machine
}

#[component]
fn Row(link: LinkFigures, top: i64) -> impl IntoView {
    let i18n = use_i18n();
    let LinkFigures { number, url, human, machine, unknown, untracked, .. } = link;
    let shown = url.trim_start_matches("https://").trim_start_matches("http://").to_owned();
    let count = move |value: i64| move || intl::count(i18n.get_locale(), value);
    view! {
        <tr>
            <th scope="row"><span class="eb-link-cell"><span class="eb-link-number num">{number}</span><span class="eb-link-url" title=url>{shown}</span></span></th>
            <td aria-hidden="true"><div class="eb-track eb-track-open"><span style:width=intl::part(human, top)></span><span class="eb-hatched" style:width=intl::part(machine, top)></span></div></td>
            <td class="r"><b>{count(human)}</b></td>
            <td class="r">{count(machine)}</td>
            <td class="r">{count(unknown)}</td>
            <td class="r">{count(untracked)}</td>
        </tr>
    }
}
