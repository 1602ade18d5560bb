//! Words of the way from an audience to a launch.

use domain::{
    audience::{ExclusionReason, Field, Missed, MissedReason},
    check::{CheckCode, Severity},
    sources::{ContactRole, Source},
};

use super::{Word, group, source};
use crate::{
    i18n::{Locale, td_string},
    intl,
    pages::{Readiness, Step},
};

/// A step of the wizard.
pub(crate) fn step(l: Locale, step: Step) -> Word {
    match step {
        Step::Audience => td_string!(l, wizard.audience),
        Step::Content => td_string!(l, wizard.content),
        Step::Schedule => td_string!(l, wizard.schedule),
        Step::Review => td_string!(l, wizard.review),
    }
}

/// How far a step is.
pub(crate) fn readiness(l: Locale, readiness: Readiness) -> Word {
    match readiness {
        Readiness::ToDo => td_string!(l, wizard.todo),
        Readiness::Begun => td_string!(l, wizard.begun),
        Readiness::Ready => td_string!(l, wizard.ready),
    }
}

/// What a condition looks at.
pub(crate) fn field(l: Locale, field: Field) -> Word {
    match field {
        Field::Source => td_string!(l, segment.source),
        Field::Role => td_string!(l, segment.role),
        Field::Statut => td_string!(l, segment.statut),
        Field::Type => td_string!(l, segment.kind),
        Field::Industry => td_string!(l, segment.industry),
        Field::SizeLabel => td_string!(l, segment.size_label),
        Field::Missed => td_string!(l, segment.missed),
    }
}

/// A value of a field; what has no name of ours reads as the suite spells it.
pub(crate) fn value(l: Locale, field: Field, value: &str) -> String {
    match field {
        Field::Source => {
            value.parse::<Source>().map_or_else(|_| value.to_owned(), |known| source(l, known).to_owned())
        }
        Field::Role => {
            value.parse::<ContactRole>().map_or_else(|_| value.to_owned(), |known| role(l, known).to_owned())
        }
        Field::Missed => missed(l, value),
        Field::Statut | Field::Type | Field::Industry | Field::SizeLabel => group(l, value),
    }
}

fn missed(l: Locale, value: &str) -> String {
    let word = |missed: Missed| match missed.reason {
        MissedReason::Capped => td_string!(l, missed.capped),
        MissedReason::Unreachable => td_string!(l, missed.unreachable),
        MissedReason::Refused => td_string!(l, missed.refused),
    };
    value.parse().map_or_else(|()| value.to_owned(), |missed| word(missed).to_owned())
}

fn role(l: Locale, role: ContactRole) -> Word {
    match role {
        ContactRole::Main => td_string!(l, role.main),
        ContactRole::Administrateur => td_string!(l, role.administrateur),
        ContactRole::ContactInterne => td_string!(l, role.contact_interne),
    }
}

/// Why somebody is left out.
pub(crate) fn exclusion(l: Locale, reason: ExclusionReason) -> Word {
    match reason {
        ExclusionReason::ByWhatsapp => td_string!(l, waterfall.by_whatsapp),
        ExclusionReason::NoAddress => td_string!(l, waterfall.no_address),
        ExclusionReason::InvalidAddress => td_string!(l, waterfall.invalid_address),
        ExclusionReason::Duplicate => td_string!(l, waterfall.duplicate),
        ExclusionReason::Suppressed => td_string!(l, waterfall.suppressed),
        ExclusionReason::NoConsent => td_string!(l, waterfall.no_consent),
        ExclusionReason::FrequencyCap => td_string!(l, waterfall.frequency_cap),
        ExclusionReason::Capped => td_string!(l, waterfall.capped),
        ExclusionReason::Held => td_string!(l, waterfall.held),
    }
}

/// How much a finding weighs.
pub(crate) fn severity(l: Locale, severity: Severity) -> Word {
    match severity {
        Severity::Blocking => td_string!(l, review.blocking),
        Severity::Warning => td_string!(l, review.warning),
        Severity::Info => td_string!(l, review.info),
    }
}

/// A number as the language writes it.
pub(super) fn counted(l: Locale, about: &str) -> String {
    about.parse().map_or_else(|_| about.to_owned(), |count| intl::count(l, count))
}

/// A finding as a sentence.
pub(crate) fn check(l: Locale, code: CheckCode, about: &str) -> String {
    use CheckCode as C;
    let about = about.to_owned();
    match code {
        C::AudienceMissing => td_string!(l, check.audience_missing).to_owned(),
        C::AudienceEmpty => td_string!(l, check.audience_empty).to_owned(),
        C::AudienceMostlyExcluded => td_string!(l, check.audience_mostly_excluded).to_owned(),
        C::AudienceAmerican => td_string!(l, check.audience_american, about = counted(l, &about)).to_string(),
        C::AudienceAsleep => td_string!(l, check.audience_asleep, about = counted(l, &about)).to_string(),
        C::AudienceUnfit
        | C::ValueEmpty
        | C::ValueLong
        | C::ValueUnfit
        | C::FreeTextEmpty
        | C::FreeTextLong => super::filling::check(l, code, &about),
        C::AccountMissing => td_string!(l, check.account_missing).to_owned(),
        C::AccountPaused => td_string!(l, check.account_paused, about = super::reason(l, &about)).to_string(),
        C::SenderMissing => td_string!(l, check.sender_missing).to_owned(),
        C::SenderForeign => td_string!(l, check.sender_foreign, about).to_string(),
        C::ReplyToInvalid => td_string!(l, check.reply_to_invalid, about).to_string(),
        C::SchedulePast => td_string!(l, check.schedule_past).to_owned(),
        C::ScheduleZone => td_string!(l, check.schedule_zone, about).to_string(),
        C::ScheduleQuiet => td_string!(l, check.schedule_quiet).to_owned(),
        C::SubjectMissing => td_string!(l, check.subject_missing).to_owned(),
        C::SubjectLong => td_string!(l, check.subject_long, about).to_string(),
        C::SubjectShouts => td_string!(l, check.subject_shouts).to_owned(),
        C::ContentMissing => td_string!(l, check.content_missing).to_owned(),
        C::TemplateBroken => td_string!(l, check.template_broken, about).to_string(),
        C::ContentClipped => td_string!(l, check.content_clipped, about).to_string(),
        C::ImageAlt => td_string!(l, check.image_alt, about).to_string(),
        C::ContentStripped => td_string!(l, check.content_stripped, about).to_string(),
        C::LanguageMissing => td_string!(l, check.language_missing).to_owned(),
        C::TextMade => td_string!(l, check.text_made).to_owned(),
        C::FooterAdded => td_string!(l, check.footer_added).to_owned(),
        C::LinkInsecure => td_string!(l, check.link_insecure, about).to_string(),
        C::LinkUntracked => td_string!(l, check.link_untracked, about).to_string(),
        C::TemplateMissing => td_string!(l, check.template_missing).to_owned(),
        C::TemplateUnapproved => {
            td_string!(l, check.template_unapproved, about = super::whatsapp::standing(l, &about)).to_string()
        }
        C::TemplateQuality => td_string!(l, check.template_quality).to_owned(),
        C::TemplateCategory => td_string!(l, check.template_category, about).to_string(),
        C::ValueMissing => td_string!(l, check.value_missing, about).to_string(),
        C::ValueUnknown => td_string!(l, check.value_unknown, about).to_string(),
        C::MediaFormat => td_string!(l, check.media_format, about).to_string(),
        C::MediaHost => td_string!(l, check.media_host, about).to_string(),
        C::MediaUnreachable | C::MediaHeavy | C::MediaType => file(l, code, about),
        C::SenderTier => td_string!(l, check.sender_tier, about).to_string(),
        C::SenderTierUnknown => td_string!(l, check.sender_tier_unknown).to_owned(),
        C::SenderQuality => td_string!(l, check.sender_quality).to_owned(),
        C::VariableWithoutDefault => td_string!(l, check.variable_without_default, about).to_string(),
    }
}

/// What was found behind the address of the file above the text.
fn file(l: Locale, code: CheckCode, about: String) -> String {
    use CheckCode as C;
    match code {
        C::MediaHeavy => td_string!(l, check.media_heavy, about).to_string(),
        C::MediaType if about.is_empty() => td_string!(l, check.media_type_untold).to_owned(),
        C::MediaType => td_string!(l, check.media_type, about).to_string(),
        _ if about.is_empty() => td_string!(l, check.media_silent).to_owned(),
        _ => td_string!(l, check.media_unreachable, about).to_string(),
    }
}
