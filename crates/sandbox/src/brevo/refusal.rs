//! A refusal in Brevo's shape: `{"code", "message"}`. The codes are Brevo's; most of the messages are ours.

use serde_json::json;

use crate::call::{Answer, BadBody};

/// Why a call is refused.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

impl Refusal {
    fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into() }
    }

    pub(crate) fn bad(message: impl Into<String>) -> Self {
        Self::new(400, "bad_request", message)
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(400, "invalid_parameter", message)
    }

    pub(crate) fn missing(message: impl Into<String>) -> Self {
        Self::new(400, "missing_parameter", message)
    }

    pub(crate) fn out_of_range(message: impl Into<String>) -> Self {
        Self::new(400, "out_of_range", message)
    }

    pub(crate) fn duplicate(message: impl Into<String>) -> Self {
        Self::new(400, "duplicate_parameter", message)
    }

    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new(404, "document_not_found", message)
    }

    pub(crate) fn method() -> Self {
        Self::new(405, "method_not_allowed", "Method is not allowed on this path")
    }

    pub(crate) fn unauthorized() -> Self {
        Self::new(401, "unauthorized", "Key not found")
    }

    pub(crate) fn too_many() -> Self {
        Self::new(429, "too_many_requests", "Rate limit exceeded: wait for x-sib-ratelimit-reset seconds")
    }

    pub(crate) fn server_error() -> Self {
        Self::new(500, "internal_error", "Internal server error")
    }
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Self {
        Self::new(refusal.status, json!({"code": refusal.code, "message": refusal.message}))
    }
}

impl From<BadBody> for Refusal {
    fn from(body: BadBody) -> Self {
        match body {
            BadBody::NotJson(error) => Self::bad(format!("Invalid JSON: {error}")),
            BadBody::NoObject => Self::bad("Input must be a valid JSON object"),
            BadBody::Member(path, error) => Self::invalid(format!("{path} is not valid: {error}")),
        }
    }
}
