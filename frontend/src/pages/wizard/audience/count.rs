//! What the audience comes to: how many, why not the others, and some of them.

use domain::{
    Permission, ProblemCode,
    audience::{AudienceCount, Sample, Segment},
};
use leptos::prelude::*;

use crate::{
    i18n::{t_string, use_i18n},
    intl,
    remote::Remote,
    ui::{Avatar, Broken, NoRight, WaterfallTable},
    words,
};

/// The last count.
pub(super) type Count = Remote<Option<AudienceCount>>;

pub(super) fn counted(count: Count) -> Option<AudienceCount> {
    count.get()?.ok()?
}

/// The one number that matters, told as it changes.
#[component]
pub(super) fn Planned(
    /// The last count.
    count: Count,
    /// Who is asked for.
    segment: Memo<Option<Segment>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let planned = move || counted(count).map(|count| count.waterfall);
    let figure =
        move || planned().map_or_else(|| "–".to_owned(), |fall| intl::count(i18n.get_locale(), fall.planned));
    let share = move || {
        planned().map_or_else(
            || {
                if segment.with(Option::is_none) {
                    t_string!(i18n, audience.choose).to_owned()
                } else {
                    String::new()
                }
            },
            |fall| {
                let share = intl::ratio(i18n.get_locale(), fall.planned, fall.matched);
                t_string!(i18n, audience.share, share = share).to_string()
            },
        )
    };
    let width = move || planned().map_or_else(String::new, |fall| intl::part(fall.planned, fall.matched));
    view! {
        <section class="eb-block" aria-labelledby="audience-planned">
            <h2 class="eb-small-title" id="audience-planned">{move || t_string!(i18n, audience.planned)}</h2>
            <div role="status"><p class="eb-hero num">{figure}</p><p class="eb-soft eb-small">{share}</p></div>
            <div class="eb-track" aria-hidden="true"><span style:width=width></span></div>
            <p class="eb-help">{move || t_string!(i18n, audience.frozen)}</p>
        </section>
    }
}

/// Why so many and not all.
#[component]
pub(super) fn Falls(
    /// The last count.
    count: Count,
) -> impl IntoView {
    let i18n = use_i18n();
    let title = move || {
        counted(count).map(|AudienceCount { waterfall, .. }| {
            let l = i18n.get_locale();
            t_string!(
                i18n,
                audience.why,
                planned = intl::count(l, waterfall.planned),
                matched = intl::count(l, waterfall.matched)
            )
            .to_string()
        })
    };
    move || {
        match count.get() {
        Some(Ok(Some(AudienceCount { waterfall, .. }))) => view! {
            <section class="eb-block" aria-labelledby="audience-falls">
                <h2 id="audience-falls">{title}</h2><p class="eb-page-sub">{move || t_string!(i18n, audience.in_order)}</p>
                <WaterfallTable waterfall/>
            </section>
        }
        .into_any(),
        Some(Err(failure)) if failure.code() == Some(ProblemCode::PermissionDenied) => {
            view! { <div class="eb-block"><NoRight permission=Permission::PeopleRead/></div> }.into_any()
        }
        Some(Err(failure)) => {
            view! { <div class="eb-block"><Broken failure retry=Callback::new(move |()| count.refetch())/></div> }.into_any()
        }
        _ => ().into_any(),
    }
    }
}

/// Some who would be written to.
#[component]
pub(super) fn People(
    /// The last count.
    count: Count,
) -> impl IntoView {
    let i18n = use_i18n();
    let samples = move || counted(count).map(|count| count.samples).filter(|samples| !samples.is_empty());
    move || {
        samples().map(|samples| view! {
            <section class="eb-block" aria-labelledby="audience-people">
                <h2 id="audience-people">{move || t_string!(i18n, audience.some)}</h2>
                <ul class="eb-people">{samples.into_iter().map(|sample| view! { <Person sample/> }).collect_view()}</ul>
            </section>
        })
    }
}

#[component]
fn Person(sample: Sample) -> impl IntoView {
    let i18n = use_i18n();
    let Sample { name, company, address, source, .. } = sample;
    let shown = if name.is_empty() { address.clone() } else { name };
    let about = move || {
        let source = words::source(i18n.get_locale(), source);
        if company.is_empty() { format!("{source}, {address}") } else { company.clone() }
    };
    view! { <li><Avatar name=shown.clone()/><div><b>{shown}</b><span>{about}</span></div></li> }
}
