//! Why nothing leaves, and what to do about it.

use chrono::{DateTime, TimeDelta, Utc};
use domain::pace::{WaitReason, Waiting};

use super::{Word, is_of_account, is_shut_out, is_taken_away, reason};
use crate::{
    i18n::{Locale, td_string},
    intl,
};

/// Beyond this, an hour alone would be taken for one of today.
const SOON: TimeDelta = TimeDelta::hours(12);

/// What to do about a campaign that is paused for this reason.
pub(crate) fn pause_advice(l: Locale, code: &str) -> String {
    match code {
        "manual" => td_string!(l, advice.manual).to_owned(),
        "hard_bounces" => td_string!(l, advice.hard_bounces).to_owned(),
        "complaints" => td_string!(l, advice.complaints).to_owned(),
        "policy_refusals" => td_string!(l, advice.policy_refusals).to_owned(),
        "nobody_taken" => td_string!(l, advice.nobody_taken).to_owned(),
        "losses" => td_string!(l, advice.losses).to_owned(),
        "opt_outs" => td_string!(l, advice.opt_outs).to_owned(),
        "sender_refused" => td_string!(l, advice.sender_refused).to_owned(),
        "message_refused" => td_string!(l, advice.message_refused).to_owned(),
        "template_paused" => td_string!(l, advice.template_paused).to_owned(),
        "template_category" => td_string!(l, advice.template_category).to_owned(),
        "template_quality" => td_string!(l, advice.template_quality).to_owned(),
        "number_quality" => td_string!(l, advice.number_quality).to_owned(),
        canary if canary.starts_with("canary_") => {
            td_string!(l, advice.canary, reason = reason(l, canary)).to_string()
        }
        account if is_of_account(account) => {
            td_string!(l, advice.account, reason = reason(l, account)).to_string()
        }
        code if is_shut_out(code) => td_string!(l, advice.marketing_api).to_owned(),
        other => td_string!(l, advice.other, reason = reason(l, other)).to_string(),
    }
}

/// What to do about an account that rests, or has stopped, for this reason.
pub(crate) fn account_advice(l: Locale, code: &str, goes_on_by_itself: bool) -> Word {
    match code {
        _ if goes_on_by_itself => td_string!(l, advice.wait),
        "unauthorized" => td_string!(l, advice.key),
        "not_enough_credits" => td_string!(l, advice.credits),
        "permission_denied" => td_string!(l, advice.permission),
        "sandbox_mode" => td_string!(l, advice.sandbox),
        code if is_taken_away(code) => td_string!(l, advice.compliance),
        _ => td_string!(l, advice.provider),
    }
}

/// « fin vers 14 h 52 », or with its day where that is not today.
pub(crate) fn end(l: Locale, end: DateTime<Utc>, now: DateTime<Utc>) -> String {
    if end - now < SOON {
        td_string!(l, live.end, time = intl::hour(l, end)).to_string()
    } else {
        td_string!(l, live.end_day, time = intl::long(l, end)).to_string()
    }
}

/// « En attente : le compte a envoyé tout ce que sa cadence permet pour l’instant. Reprise prévue à 14 h 52. »
pub(crate) fn wait(l: Locale, waiting: Waiting, now: DateTime<Utc>) -> String {
    let why = match waiting.reason {
        WaitReason::AccountPaused => td_string!(l, live.wait_account_paused),
        WaitReason::AccountPace => td_string!(l, live.wait_account_pace),
        WaitReason::DomainPace => td_string!(l, live.wait_domain_pace),
        WaitReason::QuietHours => td_string!(l, live.wait_quiet_hours),
        WaitReason::CampaignPace => td_string!(l, live.wait_campaign_pace),
        WaitReason::Capped => td_string!(l, live.wait_capped),
        WaitReason::Canary => td_string!(l, live.wait_canary),
    };
    match waiting.until {
        Some(until) if until - now < SOON => {
            td_string!(l, live.wait_until, why = why, time = intl::hour(l, until)).to_string()
        }
        Some(until) => td_string!(l, live.wait_until_day, why = why, time = intl::long(l, until)).to_string(),
        None => td_string!(l, live.wait_person, why = why).to_string(),
    }
}
