//! The refusal of a launch: each blocking check as a wrong field, so that a form can show it where it is mended.

use domain::{
    FieldError, FieldReason, ProblemCode,
    campaign::Review,
    check::{Check, CheckCode},
};

use crate::error::Refusal;

/// Refuses for all that blocks.
pub(crate) fn refusal(review: &Review) -> Refusal {
    let own = review.checks.iter().filter(|check| check.is_blocking()).map(field);
    let part = review.email_part.iter().flat_map(|part| &part.checks).filter(|check| check.is_blocking());
    let errors = own.chain(part.map(field).map(of_part)).collect();
    Refusal { errors, ..Refusal::new(ProblemCode::CampaignNotReady) }
}

/// What an e-mail part lacks is told apart from what its main campaign lacks.
fn of_part(error: FieldError) -> FieldError {
    FieldError { pointer: format!("/email_part{}", error.pointer), ..error }
}

fn field(check: &Check) -> FieldError {
    let pointer = check.pointer.clone().unwrap_or_default();
    FieldError::new(pointer, reason(check.code), &check.about)
}

/// The nearest reason; the review says it better.
const fn reason(code: CheckCode) -> FieldReason {
    use CheckCode as C;
    match code {
        C::SchedulePast => FieldReason::Past,
        C::ScheduleZone => FieldReason::Zone,
        C::ReplyToInvalid => FieldReason::Address,
        C::TemplateBroken => FieldReason::Syntax,
        C::FreeTextLong => FieldReason::TooLong,
        C::MediaFormat | C::MediaType => FieldReason::Format,
        C::MediaHost => FieldReason::Host,
        C::MediaHeavy => FieldReason::Weight,
        C::MediaUnreachable => FieldReason::Unreachable,
        C::AudienceEmpty | C::AccountMissing | C::AccountPaused | C::SenderForeign => FieldReason::Missing,
        _ => FieldReason::Required,
    }
}
