//! From those who match to those who are written to, step by step.

use domain::audience::{Excluded, ExclusionReason, Waterfall};
use icondata_bs as bs;
use leptos::prelude::*;

use super::Icon;
use crate::{
    i18n::{t_string, use_i18n},
    intl, words,
};

/// The picture of a reason.
fn picture(reason: ExclusionReason) -> icondata_core::Icon {
    use ExclusionReason as R;
    match reason {
        R::ByWhatsapp => bs::BsWhatsapp,
        R::NoAddress => bs::BsPersonX,
        R::InvalidAddress => bs::BsEnvelopeX,
        R::Duplicate => bs::BsCopy,
        R::Suppressed => bs::BsSlashCircle,
        R::NoConsent => bs::BsShieldX,
        R::FrequencyCap => bs::BsHourglassSplit,
        R::Capped => bs::BsHourglassBottom,
        R::Held => bs::BsChatDots,
    }
}

/// One line of it, ready to be shown.
struct Line {
    icon: icondata_core::Icon,
    reason: Option<ExclusionReason>,
    /// Left out at this step.
    out: i64,
    /// Left after it.
    left: i64,
    /// The first or the last line.
    edge: bool,
}

fn lines(waterfall: &Waterfall) -> Vec<Line> {
    let edge = |icon, left| Line { icon, reason: None, out: 0, left, edge: true };
    let step = |left: &mut i64, Excluded { reason, contacts }: &Excluded| {
        *left -= contacts;
        Some(Line { icon: picture(*reason), reason: Some(*reason), out: *contacts, left: *left, edge: false })
    };
    // What is asked by WhatsApp only, or of an e-mail part only, says nothing of others.
    let is_told = |told: &&Excluded| {
        use ExclusionReason as R;
        told.contacts > 0 || !matches!(told.reason, R::ByWhatsapp | R::Capped | R::Held)
    };
    let steps = waterfall.excluded.iter().filter(is_told).scan(waterfall.matched, step);
    let first = edge(bs::BsPeople, waterfall.matched);
    std::iter::once(first).chain(steps).chain([edge(bs::BsSend, waterfall.planned)]).collect()
}

/// The way down, and below it that of the e-mail part where there is one.
#[component]
pub(crate) fn Waterfalls(
    /// Of the campaign.
    main: Waterfall,
    /// Of its e-mail part.
    part: Option<Waterfall>,
) -> impl IntoView {
    let i18n = use_i18n();
    match part {
        None => view! { <WaterfallTable waterfall=main/> }.into_any(),
        Some(part) => view! {
            <h3 class="eb-small-title eb-parted">{move || t_string!(i18n, waterfall.main)}</h3>
            <WaterfallTable waterfall=main/>
            <h3 class="eb-small-title eb-parted">{move || t_string!(i18n, waterfall.part)}</h3>
            <WaterfallTable waterfall=part/>
        }
        .into_any(),
    }
}

/// A table with bars: kept, left out, and why.
#[component]
pub(crate) fn WaterfallTable(
    /// The whole way down.
    waterfall: Waterfall,
) -> impl IntoView {
    let i18n = use_i18n();
    let top = waterfall.matched;
    let lines = lines(&waterfall);
    let last = lines.len() - 1;
    let rows = lines.into_iter().enumerate().map(|(at, line)| view! { <Row line top is_last=at == last/> });
    view! {
        <table class="eb-waterfall">
            <thead><tr>
                <th scope="col">{move || t_string!(i18n, waterfall.step)}</th>
                <th class="eb-waterfall-key"><span aria-hidden="true"><i class="eb-key-mark eb-mark-bar eb-tint-soft"></i>{move || t_string!(i18n, waterfall.kept)}
                    <i class="eb-key-mark eb-mark-hatch eb-tint-5"></i>{move || t_string!(i18n, waterfall.left_out)}</span></th>
                <th scope="col" class="r">{move || t_string!(i18n, waterfall.out)}</th>
                <th scope="col" class="r">{move || t_string!(i18n, waterfall.left)}</th>
            </tr></thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}

#[component]
fn Row(line: Line, top: i64, is_last: bool) -> impl IntoView {
    let i18n = use_i18n();
    let Line { icon, reason, out, left, edge } = line;
    let name = move || match reason {
        Some(reason) => words::exclusion(i18n.get_locale(), reason),
        None if is_last => t_string!(i18n, waterfall.planned),
        None => t_string!(i18n, waterfall.matched),
    };
    let out = move || match out {
        0 if edge => String::new(),
        0 => "0".to_owned(),
        out => format!("−{}", intl::count(i18n.get_locale(), out)),
    };
    view! {
        <tr class:eb-waterfall-edge=edge>
            <th scope="row"><Icon name=icon/>{name}</th>
            <td aria-hidden="true"><div class="eb-track"><span class:eb-kept=!edge style:width=intl::part(left, top)></span>
                {(!edge && line.out > 0).then(|| view! { <span class="eb-hatched eb-out" style:width=intl::part(line.out, top)></span> })}</div></td>
            <td class="r">{out}</td>
            <td class="r">{move || intl::count(i18n.get_locale(), left)}</td>
        </tr>
    }
}
