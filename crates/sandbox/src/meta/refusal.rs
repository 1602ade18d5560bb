//! A refusal in the Graph API's shape. What matters is the code; most words are chosen here.

use serde_json::{Value, json};

use crate::call::{Answer, BadBody};

/// Why a call is refused.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    status: u16,
    code: u32,
    subcode: Option<u32>,
    message: String,
    details: Option<String>,
    /// What a template's author is told: title and text.
    user: Option<(&'static str, String)>,
}

impl Refusal {
    fn new(status: u16, code: u32, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { status, code, subcode: None, message, details: None, user: None }
    }

    /// 100: something about the request is wrong.
    pub(super) fn invalid(details: impl Into<String>) -> Self {
        Self::of(100, "Invalid parameter").because(details)
    }

    /// A code of its own, with 400.
    pub(super) fn of(code: u32, message: impl Into<String>) -> Self {
        Self::new(400, code, message)
    }

    /// The same with what exactly is wrong.
    pub(super) fn because(self, details: impl Into<String>) -> Self {
        Self { details: Some(details.into()), ..self }
    }

    /// The same with a status of its own.
    pub(super) fn with_status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    /// 100 about a template, in words for its author.
    pub(super) fn of_template(subcode: u32, title: &'static str, text: impl Into<String>) -> Self {
        let user = Some((title, text.into()));
        Self { subcode: Some(subcode), user, ..Self::new(400, 100, "Invalid parameter") }
    }

    pub(super) fn no_such_object(path: &str) -> Self {
        let message = format!(
            "Unsupported request. Object with ID '{}' does not exist, cannot be loaded due to missing permissions, or does not \
             support this operation",
            path.split('/').nth(2).unwrap_or_default()
        );
        Self { subcode: Some(33), ..Self::new(400, 100, message) }
    }

    pub(super) fn unauthorized() -> Self {
        let expired = "Error validating access token: Session has expired";
        Self { subcode: Some(463), ..Self::new(401, 190, expired) }
    }

    pub(super) fn too_many_messages() -> Self {
        Self::new(429, 130_429, "Rate limit hit").because("Cloud API message throughput has been reached.")
    }

    pub(super) fn too_many_calls() -> Self {
        Self::new(429, 80_007, "There have been too many calls to this WhatsApp Business account.")
    }

    pub(super) fn pair() -> Self {
        Self::new(429, 131_056, "(Business Account, Consumer Account) pair rate limit hit")
            .because("Too many messages sent from the sender phone number to the same recipient in a short period of time.")
    }

    pub(super) fn server_error() -> Self {
        Self::new(500, 131_000, "Something went wrong")
    }

    const fn is_transient(&self) -> bool {
        matches!(self.code, 131_000 | 131_056 | 130_429 | 80_007)
    }
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Self {
        let mut error = json!({
            "message": format!("(#{}) {}", refusal.code, refusal.message),
            "type": "OAuthException",
            "code": refusal.code,
            "fbtrace_id": "AsandboxTrace00000000000",
        });
        let details = refusal.details.as_ref();
        let optional = [
            ("error_subcode", refusal.subcode.map(Value::from)),
            ("is_transient", refusal.is_transient().then_some(Value::Bool(true))),
            (
                "error_data",
                details.map(|details| json!({"messaging_product": "whatsapp", "details": details})),
            ),
            ("error_user_title", refusal.user.as_ref().map(|(title, _)| json!(title))),
            ("error_user_msg", refusal.user.as_ref().map(|(_, text)| json!(text))),
        ];
        for (name, value) in optional.into_iter().filter_map(|(name, value)| Some((name, value?))) {
            error[name] = value;
        }
        Self::new(refusal.status, json!({"error": error}))
    }
}

impl From<BadBody> for Refusal {
    fn from(body: BadBody) -> Self {
        match body {
            BadBody::NotJson(error) => Self::invalid(format!("The body is no JSON: {error}")),
            BadBody::NoObject => Self::invalid("The body is no object"),
            BadBody::Member(path, error) => Self::invalid(format!("{path}: {error}")),
        }
    }
}
