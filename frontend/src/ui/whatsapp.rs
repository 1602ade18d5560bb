//! Where a template of WhatsApp stands, and how people take it or a number: icon, word and colour.

use domain::whatsapp::{TemplateQuality, TemplateStatus};
use icondata_bs as bs;
use leptos::prelude::*;

use super::Icon;
use crate::{i18n::use_i18n, words};

/// Where a template stands.
#[component]
pub(crate) fn TemplatePill(
    /// Its status.
    status: TemplateStatus,
) -> impl IntoView {
    use TemplateStatus as S;
    let i18n = use_i18n();
    let (class, icon) = match status {
        S::Draft => ("eb-pill eb-pill-neutral", bs::BsPencil),
        S::Pending | S::InAppeal | S::PendingDeletion => ("eb-pill eb-pill-info", bs::BsHourglassSplit),
        S::Approved => ("eb-pill eb-pill-done", bs::BsCheckCircleFill),
        S::Paused => ("eb-pill eb-pill-warning", bs::BsPauseFill),
        S::Rejected | S::Disabled | S::LimitExceeded => ("eb-pill eb-pill-danger", bs::BsXOctagonFill),
        S::Deleted | S::Archived | S::Other => ("eb-pill eb-pill-neutral", bs::BsQuestionCircle),
    };
    view! { <span class=class><Icon name=icon/>{move || words::template_status(i18n.get_locale(), status)}</span> }
}

/// How people take it.
#[component]
pub(crate) fn QualityPill(
    /// The quality, as Meta sees it.
    quality: TemplateQuality,
) -> impl IntoView {
    let i18n = use_i18n();
    let (class, icon) = match quality {
        TemplateQuality::Unknown => ("eb-pill eb-pill-neutral", bs::BsQuestionCircle),
        TemplateQuality::Green => ("eb-pill eb-pill-done", bs::BsCheckCircleFill),
        TemplateQuality::Yellow => ("eb-pill eb-pill-warning", bs::BsHourglassSplit),
        TemplateQuality::Red => ("eb-pill eb-pill-danger", bs::BsXOctagonFill),
    };
    view! { <span class=class><Icon name=icon/>{move || words::quality(i18n.get_locale(), quality)}</span> }
}
