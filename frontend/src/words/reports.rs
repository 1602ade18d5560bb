//! Words of what came of it.

use domain::{
    delivery::DeliveryState,
    pace::WaitReason,
    report::{Period, RecipientGroup},
    whatsapp::{Cause, code_of},
};

use super::{Word, exclusion};
use crate::{
    i18n::{Locale, td_string},
    pages::Tab,
};

/// A page of the report.
pub(crate) fn report_tab(l: Locale, tab: Tab) -> Word {
    match tab {
        Tab::Summary => td_string!(l, report.summary),
        Tab::Recipients => td_string!(l, report.recipients),
        Tab::Exclusions => td_string!(l, report.left_out),
    }
}

/// Where a delivery stands.
pub(crate) fn delivery(l: Locale, state: DeliveryState) -> Word {
    use DeliveryState as S;
    match state {
        S::Planned => td_string!(l, delivery.planned),
        S::Batched => td_string!(l, delivery.batched),
        S::Submitting => td_string!(l, delivery.submitting),
        S::Unknown => td_string!(l, delivery.unknown),
        S::Failed => td_string!(l, delivery.failed),
        S::Cancelled => td_string!(l, delivery.cancelled),
        S::Dropped => td_string!(l, delivery.dropped),
        S::Accepted => td_string!(l, delivery.accepted),
        S::Held => td_string!(l, delivery.held),
        S::Sent => td_string!(l, delivery.sent),
        S::Refused => td_string!(l, delivery.refused),
        S::Delivered => td_string!(l, delivery.delivered),
        S::Read => td_string!(l, delivery.read),
        S::BouncedSoft => td_string!(l, delivery.bounced_soft),
        S::BouncedBlock => td_string!(l, delivery.bounced_block),
        S::BouncedPolicy => td_string!(l, delivery.bounced_policy),
        S::BouncedHard => td_string!(l, delivery.bounced_hard),
    }
}

/// What to show of the recipients.
pub(crate) fn recipient_group(l: Locale, group: RecipientGroup) -> Word {
    use RecipientGroup as G;
    match group {
        G::All => td_string!(l, recipients.of_all),
        G::Waiting => td_string!(l, recipients.of_waiting),
        G::Accepted => td_string!(l, recipients.of_accepted),
        G::Delivered => td_string!(l, recipients.of_delivered),
        G::Opened => td_string!(l, recipients.of_opened),
        G::Clicked => td_string!(l, recipients.of_clicked),
        G::Bounced => td_string!(l, recipients.of_bounced),
        G::NotSent => td_string!(l, recipients.of_not_sent),
        G::Unsubscribed => td_string!(l, recipients.of_unsubscribed),
        G::Complained => td_string!(l, recipients.of_complained),
    }
}

/// A period that ends today.
pub(crate) fn period(l: Locale, period: Period) -> Word {
    match period {
        Period::Week => td_string!(l, home.week),
        Period::Month => td_string!(l, home.month),
        Period::Quarter => td_string!(l, home.quarter),
        Period::Year => td_string!(l, home.year),
    }
}

/// A reason as a code; one without a name of ours reads as it came.
pub(crate) fn reason(l: Locale, code: &str) -> String {
    if let Ok(excluded) = code.parse() {
        return exclusion(l, excluded).to_owned();
    }
    if let Ok(awaited) = code.parse() {
        return waits_for(l, awaited).to_owned();
    }
    match code {
        "manual" => td_string!(l, reason.manual).to_owned(),
        "hard_bounces" => td_string!(l, reason.hard_bounces).to_owned(),
        "hard_bounces_rising" => td_string!(l, reason.hard_bounces_rising).to_owned(),
        "complaints" => td_string!(l, reason.complaints).to_owned(),
        "complaints_rising" => td_string!(l, reason.complaints_rising).to_owned(),
        "policy_refusals" => td_string!(l, reason.policy_refusals).to_owned(),
        "nobody_taken" => td_string!(l, reason.nobody_taken).to_owned(),
        "losses" => td_string!(l, reason.losses).to_owned(),
        "opt_outs" => td_string!(l, reason.opt_outs).to_owned(),
        "sender_refused" => td_string!(l, reason.sender_refused).to_owned(),
        "message_refused" => td_string!(l, reason.message_refused).to_owned(),
        "template_paused" => td_string!(l, reason.template_paused).to_owned(),
        "template_category" => td_string!(l, reason.template_category).to_owned(),
        "template_quality" => td_string!(l, reason.template_quality).to_owned(),
        "number_quality" => td_string!(l, reason.number_quality).to_owned(),
        "canary_nobody_delivered" => td_string!(l, reason.canary_nobody_delivered).to_owned(),
        "canary_hard_bounces" => td_string!(l, reason.canary_hard_bounces).to_owned(),
        "canary_complaints" => td_string!(l, reason.canary_complaints).to_owned(),
        "canary_opt_outs" => td_string!(l, reason.canary_opt_outs).to_owned(),
        "canary_losses" => td_string!(l, reason.canary_losses).to_owned(),
        "canary_reads" => td_string!(l, reason.canary_reads).to_owned(),
        "connection_lost" => td_string!(l, reason.connection_lost).to_owned(),
        "slow" => td_string!(l, reason.slow).to_owned(),
        "tls_not_offered" => td_string!(l, reason.tls_not_offered).to_owned(),
        "auth_not_offered" => td_string!(l, reason.auth_not_offered).to_owned(),
        "address_not_ascii" => td_string!(l, reason.address_not_ascii).to_owned(),
        "unauthorized" => td_string!(l, reason.unauthorized).to_owned(),
        "not_enough_credits" => td_string!(l, reason.not_enough_credits).to_owned(),
        "rate_limited" => td_string!(l, reason.rate_limited).to_owned(),
        "permission_denied" => td_string!(l, reason.permission_denied).to_owned(),
        "sandbox_mode" => td_string!(l, reason.sandbox_mode).to_owned(),
        "http_413" => td_string!(l, reason.http_413).to_owned(),
        "invalid_parameter" => td_string!(l, reason.invalid_parameter).to_owned(),
        "missing_parameter" => td_string!(l, reason.missing_parameter).to_owned(),
        "content.template" => td_string!(l, reason.content_template).to_owned(),
        "content.empty_value" => td_string!(l, reason.content_empty_value).to_owned(),
        "content.too_long" => td_string!(l, reason.content_too_long).to_owned(),
        "unreachable" => td_string!(l, reason.unreachable).to_owned(),
        "unavailable" => td_string!(l, reason.unavailable).to_owned(),
        "never_arrived" => td_string!(l, reason.never_arrived).to_owned(),
        "in_doubt" => td_string!(l, reason.in_doubt).to_owned(),
        "not_configured" => td_string!(l, reason.not_configured).to_owned(),
        "account_under_validation" => td_string!(l, reason.account_under_validation).to_owned(),
        "http_404" => td_string!(l, reason.http_404).to_owned(),
        "channel" => td_string!(l, reason.channel).to_owned(),
        "schedule.past" => td_string!(l, reason.schedule_past).to_owned(),
        "unbegun" => td_string!(l, reason.unbegun).to_owned(),
        other => told(l, other),
    }
}

/// What somebody else's code says: a mail server's, WhatsApp's, the words that take an account away.
fn told(l: Locale, code: &str) -> String {
    match code.strip_prefix("smtp_") {
        Some("5.7.8") => td_string!(l, reason.unauthorized).to_owned(),
        Some(policy) if policy.starts_with("5.7.") => {
            td_string!(l, reason.unauthenticated, code = policy).to_string()
        }
        Some(answer) => td_string!(l, reason.smtp, code = answer).to_string(),
        None if Cause::told(code).is_some() => cause_words(l, code),
        None if is_taken_away(code) => td_string!(l, reason.compliance).to_owned(),
        None => code.to_owned(),
    }
}

/// What one message waits for; of a whole campaign it is told by [`super::wait`].
fn waits_for(l: Locale, awaited: WaitReason) -> Word {
    match awaited {
        WaitReason::AccountPaused => td_string!(l, reason.waits_account_paused),
        WaitReason::AccountPace => td_string!(l, reason.waits_account_pace),
        WaitReason::DomainPace => td_string!(l, reason.waits_domain_pace),
        WaitReason::QuietHours => td_string!(l, reason.waits_quiet_hours),
        WaitReason::CampaignPace => td_string!(l, reason.waits_campaign_pace),
        WaitReason::Capped => td_string!(l, cause.capped),
        WaitReason::Canary => td_string!(l, reason.waits_canary),
    }
}

/// Whether a provider has taken an account away, in SendGrid's words or in Meta's.
pub(crate) fn is_taken_away(code: &str) -> bool {
    ["compliance_", "DISABLED_UPDATE", "ACCOUNT_"].iter().any(|beginning| code.starts_with(beginning))
}

/// Whether a campaign that is paused for this reason waits for its account.
pub(crate) fn is_of_account(code: &str) -> bool {
    is_taken_away(code) || matches!(Cause::told(code), Some(Cause::Sender | Cause::Account))
}

/// Whether a campaign that is paused for this reason never goes on by its account.
pub(crate) fn is_shut_out(code: &str) -> bool {
    Cause::told(code) == Some(Cause::MarketingApi)
}

fn cause_words(l: Locale, reason: &str) -> String {
    let Some(cause) = Cause::told(reason) else { return reason.to_owned() };
    let words = match cause {
        Cause::Unavailable | Cause::Fault => td_string!(l, cause.unavailable),
        Cause::Throttled => td_string!(l, cause.throttled),
        Cause::Metered => td_string!(l, cause.metered),
        Cause::Exhausted => td_string!(l, cause.exhausted),
        Cause::PairLimited => td_string!(l, cause.pair_limited),
        Cause::Capped => td_string!(l, cause.capped),
        Cause::Experiment => td_string!(l, cause.experiment),
        Cause::OptOut => td_string!(l, cause.opt_out),
        Cause::WindowClosed => td_string!(l, cause.window_closed),
        Cause::Unreachable => td_string!(l, cause.unreachable),
        Cause::Recipient => td_string!(l, cause.recipient),
        Cause::Country => td_string!(l, cause.country),
        Cause::Campaign => td_string!(l, cause.campaign),
        Cause::Template => td_string!(l, cause.template),
        Cause::MarketingApi => td_string!(l, cause.marketing_api),
        Cause::Sender => td_string!(l, cause.sender),
        Cause::Account => td_string!(l, cause.account),
        Cause::Other => return reason.to_owned(),
    };
    let code = code_of(reason).unwrap_or_default();
    format!("{words} ({code})")
}
