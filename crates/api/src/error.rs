//! How a handler refuses: a code of the catalogue, and what the document needs besides.

use std::{fmt, time::Duration};

use actix_web::{HttpResponse, ResponseError, http::StatusCode};
use domain::{FieldError, FieldReason, ProblemCode};
use store::StoreError;

/// A refusal. The middleware in [`crate::manners::problems`] writes the document, in the caller's language.
#[derive(Debug, Clone)]
pub struct Refusal {
    pub(crate) code: ProblemCode,
    pub(crate) detail: Option<String>,
    pub(crate) errors: Vec<FieldError>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) allow: Option<String>,
}

impl Refusal {
    /// Refuses with the catalogue's own advice.
    #[must_use]
    pub fn new(code: ProblemCode) -> Self {
        Self { code, detail: None, errors: Vec::new(), retry_after: None, allow: None }
    }

    /// Refuses with a detail of this request.
    #[must_use]
    pub fn with_detail(code: ProblemCode, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..Self::new(code) }
    }

    /// Refuses for wrong fields.
    #[must_use]
    pub fn fields(errors: Vec<FieldError>) -> Self {
        Self { errors, ..Self::new(ProblemCode::RequestInvalid) }
    }

    /// Refuses until a moment has passed.
    #[must_use]
    pub fn until(code: ProblemCode, retry_after: Duration) -> Self {
        Self { retry_after: Some(retry_after), ..Self::new(code) }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.code.fmt(f)
    }
}

impl std::error::Error for Refusal {}

impl ResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}

impl From<Vec<FieldError>> for Refusal {
    fn from(errors: Vec<FieldError>) -> Self {
        Self::fields(errors)
    }
}

impl From<ProblemCode> for Refusal {
    fn from(code: ProblemCode) -> Self {
        Self::new(code)
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) => passing(ProblemCode::DatabaseUnavailable, &error),
            StoreError::Timeout(_) => passing(ProblemCode::RequestTimeout, &error),
            StoreError::SuiteRefused { detail } => Self::with_detail(ProblemCode::SuiteRefused, detail),
            StoreError::TemplateMissing => template_missing(),
            StoreError::TemplateNameTaken => ProblemCode::TemplateNameTaken.into(),
            StoreError::Cursor => ProblemCode::CursorInvalid.into(),
            _ => failed(&error),
        }
    }
}

/// The template that a campaign names does not exist, is archived or of another channel.
pub(crate) fn template_missing() -> Refusal {
    Refusal::fields(vec![FieldError::new("/template_id", FieldReason::Missing, "")])
}

/// What may go well in a moment, without anybody changing anything.
fn passing(code: ProblemCode, error: &StoreError) -> Refusal {
    tracing::warn!(%error, "the database did not answer in time");
    Refusal::until(code, Duration::from_secs(5))
}

/// What nobody outside can mend: the log has the reason, the caller a number to quote.
fn failed(error: &StoreError) -> Refusal {
    tracing::error!(%error, "the store failed");
    ProblemCode::ServerFailed.into()
}
