//! A refusal in Twilio's shape: `{"code", "message", "more_info", "status"}`.

use serde_json::json;

use crate::call::{Answer, BadBody};

/// Why a call is refused.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    status: u16,
    code: u32,
    message: String,
}

impl Refusal {
    pub(super) fn new(status: u16, code: u32, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into() }
    }

    /// 400 with a code of its own.
    pub(super) fn of(code: u32, message: impl Into<String>) -> Self {
        Self::new(400, code, message)
    }

    pub(super) fn not_found(path: &str) -> Self {
        Self::new(404, 20_404, format!("The requested resource {path} was not found"))
    }

    pub(super) fn method() -> Self {
        Self::new(405, 20_004, "Method not allowed")
    }

    pub(super) fn unauthorized() -> Self {
        Self::new(401, 20_003, "Authenticate")
    }

    pub(super) fn too_many() -> Self {
        Self::new(429, 20_429, "Too Many Requests")
    }

    pub(super) fn server_error() -> Self {
        Self::new(500, 20_500, "Internal Server Error")
    }
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Self {
        let body = json!({
            "code": refusal.code,
            "message": refusal.message,
            "more_info": format!("https://www.twilio.com/docs/errors/{}", refusal.code),
            "status": refusal.status,
        });
        Self::new(refusal.status, body)
    }
}

impl From<BadBody> for Refusal {
    fn from(body: BadBody) -> Self {
        let message = match body {
            BadBody::NotJson(error) => error,
            BadBody::NoObject => "The body is no object".to_owned(),
            BadBody::Member(path, error) => format!("{path}: {error}"),
        };
        Self::of(20_001, message)
    }
}
