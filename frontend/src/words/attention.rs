//! What asks for a person on the home page, and what to do about it.

use domain::{
    consequence::ALERT,
    report::{AttentionKind, AttentionKind as A},
    whatsapp::TemplateCategory,
};

use super::{Word, category, reason, rejection};
use crate::{
    i18n::{Locale, td_string},
    intl,
};

/// What it is.
pub(crate) fn attention(l: Locale, kind: AttentionKind) -> Word {
    match kind {
        A::CampaignPaused => td_string!(l, attention.campaign_paused),
        A::CampaignWarned => td_string!(l, attention.campaign_warned),
        A::CampaignFailed => td_string!(l, attention.campaign_failed),
        A::CampaignOverdue => td_string!(l, attention.campaign_overdue),
        A::OutcomeUnknown => td_string!(l, attention.outcome_unknown),
        A::DeadLetters => td_string!(l, attention.dead_letters),
        A::AccountPaused => td_string!(l, attention.account_paused),
        A::AccountWarned => td_string!(l, attention.account_warned),
        A::WebhookSilent => td_string!(l, attention.webhook_silent),
        A::TemplateRefused => td_string!(l, attention.template_refused),
        A::TemplatePaused => td_string!(l, attention.template_paused),
        A::TemplateFlagged => td_string!(l, attention.template_flagged),
        A::TemplateWarned => td_string!(l, attention.template_warned),
        A::TemplateChanging => td_string!(l, attention.template_changing),
        A::TemplateChanged => td_string!(l, attention.template_changed),
        A::NumberFlagged => td_string!(l, attention.number_flagged),
        A::NumberWarned => td_string!(l, attention.number_warned),
        A::NumberNearlyFull => td_string!(l, attention.number_nearly_full),
    }
}

/// Why, and what to do about it.
pub(crate) fn attention_why(l: Locale, kind: AttentionKind, about: &str) -> String {
    match kind {
        A::TemplateRefused | A::TemplatePaused if !about.is_empty() => rejection(l, about),
        A::DeadLetters => td_string!(l, attention_todo.dead_letters, count = grouped(l, about)).to_string(),
        A::TemplateFlagged => td_string!(l, attention_todo.template_flagged).to_owned(),
        A::TemplateWarned => td_string!(l, attention_todo.template_warned).to_owned(),
        A::TemplateChanging => {
            td_string!(l, attention_todo.template_changing, category = named(l, about)).to_string()
        }
        A::TemplateChanged => {
            td_string!(l, attention_todo.template_changed, category = named(l, about)).to_string()
        }
        A::NumberFlagged => td_string!(l, attention_todo.number_flagged).to_owned(),
        A::NumberWarned => td_string!(l, attention_todo.number_warned).to_owned(),
        A::NumberNearlyFull => nearly_full(l, about),
        A::AccountWarned => {
            let words = about.strip_prefix(ALERT).unwrap_or(about).to_owned();
            td_string!(l, attention_todo.account_warned, words = words).to_string()
        }
        A::OutcomeUnknown => in_doubt(l, about),
        A::CampaignPaused
        | A::CampaignWarned
        | A::CampaignFailed
        | A::CampaignOverdue
        | A::AccountPaused
        | A::WebhookSilent
        | A::TemplateRefused
        | A::TemplatePaused => reason(l, about),
    }
}

fn in_doubt(l: Locale, about: &str) -> String {
    let Ok(messages) = about.parse::<u64>() else { return about.to_owned() };
    let count = intl::number(l, messages);
    match intl::is_single(l, messages) {
        true => td_string!(l, attention_todo.in_doubt.single, count = count).to_string(),
        false => td_string!(l, attention_todo.in_doubt.several, count = count).to_string(),
    }
}

fn named(l: Locale, told: &str) -> String {
    told.parse::<TemplateCategory>().map_or_else(|_| told.to_owned(), |known| category(l, known).to_owned())
}

fn nearly_full(l: Locale, about: &str) -> String {
    let (used, limit) = about.split_once('/').unwrap_or((about, ""));
    let (used, limit) = (grouped(l, used), grouped(l, limit));
    td_string!(l, attention_todo.number_nearly_full, used = used, limit = limit).to_string()
}

fn grouped(l: Locale, told: &str) -> String {
    told.parse().map_or_else(|_| told.to_owned(), |n| intl::count(l, n))
}
