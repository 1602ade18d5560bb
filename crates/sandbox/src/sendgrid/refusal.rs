//! A refusal in SendGrid's shape: `{"errors": [{"message", "field", "help"}]}`. There are no codes.

use serde_json::{Value, json};

use crate::call::{Answer, BadBody};

/// Why a call is refused.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) message: String,
    field: Option<String>,
}

impl Refusal {
    fn new(status: u16, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), field: None }
    }

    /// 400, about a member of the body.
    pub(crate) fn of(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: Some(field.into()), ..Self::new(400, message) }
    }

    /// 400, about all of it.
    pub(crate) fn bad(message: impl Into<String>) -> Self {
        Self::new(400, message)
    }

    pub(crate) fn unauthorized() -> Self {
        Self::new(401, "The provided authorization grant is invalid, expired, or revoked")
    }

    pub(crate) fn no_credits() -> Self {
        Self::new(401, "Maximum credits exceeded")
    }

    pub(crate) fn forbidden(message: impl Into<String>) -> Self {
        Self::new(403, message)
    }

    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new(404, message)
    }

    pub(crate) fn method() -> Self {
        Self::new(405, "method not allowed")
    }

    pub(crate) fn too_large() -> Self {
        Self::new(413, "content too large")
    }

    pub(crate) fn too_many() -> Self {
        Self::new(429, "too many requests")
    }

    pub(crate) fn server_error() -> Self {
        Self::new(500, "internal server error")
    }
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Self {
        let mut error = json!({"message": refusal.message});
        if let Some(field) = refusal.field {
            error["field"] = Value::String(field);
        }
        Self::new(refusal.status, json!({"errors": [error]}))
    }
}

impl From<BadBody> for Refusal {
    fn from(body: BadBody) -> Self {
        match body {
            BadBody::NotJson(error) => Self::bad(format!("Bad Request: {error}")),
            BadBody::NoObject => Self::bad("Bad Request: the body is no object"),
            BadBody::Member(path, error) => Self::of(path, error),
        }
    }
}
