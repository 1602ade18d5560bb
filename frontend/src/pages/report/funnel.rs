//! Where people were lost.

use domain::{
    Channel,
    report::{CampaignReport, Figures},
};
use leptos::prelude::*;

use crate::{
    chart::{Funnel, Step},
    i18n::{Locale, t_string, td_string, use_i18n},
    intl,
};

/// The funnel from those who match to those who click.
#[component]
pub(super) fn FunnelBlock(
    /// The report.
    report: Signal<Option<CampaignReport>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let steps = Signal::derive(move || {
        report.get().map(|report| steps(i18n.get_locale(), &report)).unwrap_or_default()
    });
    view! {
        <section class="eb-block eb-span-4" aria-labelledby="report-funnel">
            <h2 id="report-funnel">{move || t_string!(i18n, report.funnel)}</h2>
            <Funnel steps/>
        </section>
    }
}

fn steps(l: Locale, report: &CampaignReport) -> Vec<Step> {
    let matched = report.waterfall.matched;
    let excluded = matched - report.waterfall.planned;
    let first = step(td_string!(l, funnel.matched), matched);
    let rest = match report.campaign.channel {
        Channel::Email => sent(l, &report.figures),
        Channel::Whatsapp => sent_by_whatsapp(l, &report.figures),
    };
    let lost = lost(l, excluded, td_string!(l, funnel.excluded));
    std::iter::once(first)
        .chain(
            rest.into_iter()
                .enumerate()
                .map(|(at, step)| if at == 0 { Step { lost: lost.clone(), ..step } } else { step }),
        )
        .collect()
}

fn step(name: &str, count: i64) -> Step {
    Step {
        name: name.to_owned(),
        base: None,
        count: count.try_into().unwrap_or_default(),
        rate: None,
        lost: None,
        hatched: false,
    }
}

fn lost(l: Locale, count: i64, what: &str) -> Option<String> {
    (count > 0).then(|| format!("−{} {what}", intl::count(l, count)))
}

/// From those who were planned on, by WhatsApp.
fn sent_by_whatsapp(l: Locale, figures: &Figures) -> Vec<Step> {
    let Figures { planned, accepted, held, sent, delivered, read, replied, refused, waiting, .. } = *figures;
    let rate = |part, whole| Some(intl::ratio(l, part, whole));
    vec![
        step(td_string!(l, funnel.planned), planned),
        Step {
            rate: rate(accepted, planned),
            lost: lost(l, planned - accepted - waiting, td_string!(l, funnel.not_taken)),
            ..step(td_string!(l, funnel.accepted), accepted)
        },
        Step {
            rate: rate(sent, accepted),
            lost: lost(l, held, td_string!(l, funnel.held)),
            ..step(td_string!(l, funnel.sent), sent)
        },
        Step {
            rate: rate(delivered, accepted),
            lost: lost(l, refused, td_string!(l, funnel.refused)),
            ..step(td_string!(l, funnel.delivered), delivered)
        },
        Step { rate: rate(read, delivered), hatched: true, ..step(td_string!(l, funnel.read), read) },
        Step { rate: rate(replied, delivered), ..step(td_string!(l, funnel.replied), replied) },
    ]
}

/// From those who were planned on; the home page begins there.
pub(crate) fn sent(l: Locale, figures: &Figures) -> Vec<Step> {
    let Figures {
        planned,
        accepted,
        delivered,
        bounced,
        waiting,
        delivered_opens_tracked,
        delivered_clicks_tracked,
        opened_human,
        clicked_human,
        ..
    } = *figures;
    let rate = |part, whole| Some(intl::ratio(l, part, whole));
    let base = |count| Some(td_string!(l, funnel.of_tracked, count = intl::count(l, count)).to_string());
    let unheard = accepted - delivered - bounced;
    vec![
        step(td_string!(l, funnel.planned), planned),
        Step {
            rate: rate(accepted, planned),
            lost: lost(l, planned - accepted - waiting, td_string!(l, funnel.not_taken)),
            ..step(td_string!(l, funnel.accepted), accepted)
        },
        Step {
            rate: rate(delivered, accepted),
            lost: lost(l, bounced, td_string!(l, funnel.bounced))
                .or_else(|| lost(l, unheard, td_string!(l, funnel.unheard))),
            ..step(td_string!(l, funnel.delivered), delivered)
        },
        Step {
            base: base(delivered_opens_tracked),
            rate: rate(opened_human, delivered_opens_tracked),
            hatched: true,
            ..step(td_string!(l, funnel.opened), opened_human)
        },
        Step {
            base: base(delivered_clicks_tracked),
            rate: rate(clicked_human, delivered_clicks_tracked),
            hatched: true,
            ..step(td_string!(l, funnel.clicked), clicked_human)
        },
    ]
}
