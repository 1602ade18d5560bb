//! Problems (RFC 9457): what every refusal of the API looks like, from a closed list of codes.

mod code;
mod field;
mod text;
mod word;

pub use code::ProblemCode;
pub use field::{FieldError, FieldProblem, FieldReason};
pub use word::UnknownWord;

use serde::{Deserialize, Serialize};

use crate::language::Language;

/// The media type of a problem document.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// A problem document. `code` is the member to match on; texts follow `Accept-Language`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// Where the kind of problem is described: a reference into the catalogue.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind of problem, from the closed catalogue.
    pub code: ProblemCode,
    /// What is wrong, in a few words that never vary.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What to do about it, this time.
    pub detail: String,
    /// The request id, for whoever looks into the logs.
    pub instance: String,
    /// One entry per wrong field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
}

impl Problem {
    /// The document for `code` in a language; `instance` is the request id.
    #[must_use]
    pub fn new(code: ProblemCode, language: Language, instance: &str) -> Self {
        Self {
            kind: code.reference(),
            code,
            title: code.title(language).to_owned(),
            status: code.status(),
            detail: code.advice(language).to_owned(),
            instance: instance.to_owned(),
            errors: Vec::new(),
        }
    }
}

/// One entry of the catalogue: a kind of problem, described.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CatalogueEntry {
    /// The code that problems of this kind carry.
    pub code: ProblemCode,
    /// The HTTP status that they have.
    pub status: u16,
    /// What is wrong.
    pub title: String,
    /// What to do about it.
    pub advice: String,
}

impl CatalogueEntry {
    /// The whole catalogue in one language.
    #[must_use]
    pub fn all(language: Language) -> Vec<Self> {
        ProblemCode::ALL
            .iter()
            .map(|code| Self {
                code: *code,
                status: code.status(),
                title: code.title(language).to_owned(),
                advice: code.advice(language).to_owned(),
            })
            .collect()
    }
}
