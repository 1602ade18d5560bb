//! What needs a person, and the way there.

use domain::{
    CampaignId, TemplateId,
    report::{Attention, AttentionKind},
};
use icondata_bs as bs;
use leptos::prelude::*;

use crate::{
    i18n::{t_string, use_i18n},
    intl,
    ui::Icon,
    words,
};

/// The oldest first.
#[component]
pub(super) fn Needed(
    /// What needs a person.
    attention: Vec<Attention>,
) -> impl IntoView {
    let i18n = use_i18n();
    let empty = attention.is_empty();
    view! {
        <section class="eb-block eb-span-4" aria-labelledby="home-attention">
            <h2 id="home-attention">{move || t_string!(i18n, attention.title)}</h2>
            {empty.then(|| view! { <p class="eb-calm"><Icon name=bs::BsCheckCircle/>{move || t_string!(i18n, attention.nothing)}</p> })}
            <ul class="eb-needed">{attention.into_iter().map(|one| view! { <One one/> }).collect_view()}</ul>
        </section>
    }
}

/// How it looks, and whether it is grave.
fn look(kind: AttentionKind) -> (icondata_core::Icon, bool) {
    match kind {
        AttentionKind::CampaignPaused => (bs::BsPauseFill, false),
        AttentionKind::CampaignWarned => (bs::BsExclamationTriangleFill, false),
        AttentionKind::CampaignFailed => (bs::BsXOctagonFill, true),
        AttentionKind::CampaignOverdue => (bs::BsAlarm, false),
        AttentionKind::OutcomeUnknown => (bs::BsQuestionCircle, false),
        AttentionKind::DeadLetters => (bs::BsArrowCounterclockwise, false),
        AttentionKind::AccountPaused => (bs::BsPlug, true),
        AttentionKind::WebhookSilent => (bs::BsBroadcast, false),
        AttentionKind::TemplateRefused => (bs::BsXOctagonFill, true),
        AttentionKind::TemplatePaused => (bs::BsPauseFill, false),
        AttentionKind::TemplateFlagged | AttentionKind::NumberFlagged => (bs::BsFlagFill, true),
        AttentionKind::TemplateWarned | AttentionKind::NumberWarned | AttentionKind::AccountWarned => {
            (bs::BsExclamationTriangleFill, false)
        }
        AttentionKind::TemplateChanging | AttentionKind::TemplateChanged => (bs::BsTagFill, false),
        AttentionKind::NumberNearlyFull => (bs::BsSpeedometer2, false),
    }
}

/// The page where it is solved.
fn solved_at(campaign: Option<CampaignId>, template: Option<TemplateId>) -> String {
    match (campaign, template) {
        (Some(id), _) => format!("/campaigns/{id}"),
        (None, Some(id)) => format!("/whatsapp/templates/{id}"),
        (None, None) => "/accounts".to_owned(),
    }
}

#[component]
fn One(one: Attention) -> impl IntoView {
    let i18n = use_i18n();
    let Attention { kind, campaign, template, name, about, since } = one;
    let (icon, grave) = look(kind);
    let class = if grave { "eb-needed-icon eb-danger" } else { "eb-needed-icon" };
    let told = move || {
        let l = i18n.get_locale();
        let about = words::attention_why(l, kind, &about);
        [Some(about).filter(|about| !about.is_empty()), Some(intl::ago(l, since))]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(", ")
    };
    view! {
        <li><span class=class><Icon name=icon/></span>
            <div><b>{move || words::attention(i18n.get_locale(), kind)}</b><span>{name}</span><small>{told}</small></div>
            <a href=solved_at(campaign, template)>{move || t_string!(i18n, attention.look)}</a>
        </li>
    }
}
