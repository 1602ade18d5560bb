//! What SendGrid's answers mean.

use std::time::Duration;

use chrono::DateTime;
use serde_json::Value;

use crate::{
    Outcome, Scope,
    answer::{MESSAGE_REFUSED, SENDER_REFUSED, Said, Tongue, is_of_account, json, refused},
    http::{Answer, Call, WAIT_MAX},
    payload::short,
};

/// How SendGrid words its answers.
pub(super) const SENDGRID: Tongue = Tongue { name: "SendGrid", said, wait };

/// What a 401 says that is about the plan and not about the key (support article 18322114821403).
const NO_CREDITS: &str = "maximum credits exceeded";

/// How a send ended.
pub(super) fn outcome(call: Call, members: usize) -> Outcome {
    SENDGRID.outcome(
        call,
        |answer| accepted(answer, members),
        |answer, said| refused(is_of_account(answer.status), common(answer, members), said),
    )
}

/// The code of what all recipients have in common, where an error names it (reference "Mail Send", errors): whatever is no
/// personalization. The texts of a request for one recipient may hold their own values. Errors that name nothing may be about
/// anybody.
fn common(answer: &Answer, members: usize) -> Option<&'static str> {
    let body = json(answer).filter(|_| answer.status == 400)?;
    let fields = errors(&body).iter().filter_map(field);
    fields.filter_map(|field| field.split('.').next()).find_map(|member| match member {
        "personalizations" => None,
        "subject" | "content" if members == 1 => None,
        "from" | "reply_to" => Some(SENDER_REFUSED),
        _ => Some(MESSAGE_REFUSED),
    })
}

/// A yes is a 202 with the id of the request. A 200 is the answer to a request that is only tried out: nothing was sent.
fn accepted(answer: &Answer, members: usize) -> Outcome {
    match (answer.status, request_id(answer), &answer.body) {
        (202, Some(id), _) => Outcome::Accepted { message_ids: message_ids(id, members) },
        (200, _, Some(body)) if body.is_empty() || json(answer).is_some() => Outcome::Refused {
            code: "sandbox_mode".into(),
            detail: "SendGrid checked the request and sent nothing: switch its sandbox mode off".into(),
            scope: Scope::Account,
        },
        (status, ..) => {
            Outcome::InDoubt { why: format!("SendGrid answered {status} without the id of a request") }
        }
    }
}

fn request_id(answer: &Answer) -> Option<String> {
    let id = answer.headers.get("x-message-id")?.to_str().ok()?.trim();
    (!id.is_empty()).then(|| id.to_owned())
}

/// The id names the request: it is a message's own only where there is one.
fn message_ids(id: String, members: usize) -> Vec<Option<String>> {
    match members {
        1 => vec![Some(id)],
        many => vec![None; many],
    }
}

/// `Retry-After`, or `X-RateLimit-Reset`: an instant, counted from the answer's own `Date`.
fn wait(answer: &Answer) -> Option<Duration> {
    answer.wait("retry-after").max(reset(answer))
}

fn reset(answer: &Answer) -> Option<Duration> {
    let text = |name: &str| answer.headers.get(name)?.to_str().ok();
    let reset: i64 = text("x-ratelimit-reset")?.trim().parse().ok()?;
    let date = DateTime::parse_from_rfc2822(text("date")?).ok()?;
    let seconds = u64::try_from(reset.checked_sub(date.timestamp())?).ok()?;
    Some(Duration::from_secs(seconds.min(WAIT_MAX)))
}

/// An error as SendGrid words it: `{"errors": [{"message", "field"?, "help"?}]}`, without a code.
fn said(answer: &Answer) -> Said {
    let body = json(answer);
    let words: Vec<_> = body.as_ref().map(errors).unwrap_or_default().iter().filter_map(words).collect();
    let detail = short(&words.join("; "));
    Said { code: code(answer.status, &detail), is_its_own: !detail.is_empty(), detail }
}

fn errors(body: &Value) -> &[Value] {
    body.get("errors").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// The member of the request that an error is about: `null`, also written as text, is none.
fn field(error: &Value) -> Option<&str> {
    error.get("field").and_then(Value::as_str).filter(|field| !matches!(*field, "" | "null"))
}

/// The message, behind the member that it is about.
fn words(error: &Value) -> Option<String> {
    let message = error.get("message")?.as_str()?;
    Some(field(error).map_or_else(|| message.to_owned(), |field| format!("{field}: {message}")))
}

fn code(status: u16, detail: &str) -> String {
    match status {
        401 if detail.to_lowercase().contains(NO_CREDITS) => "not_enough_credits".into(),
        401 => "unauthorized".into(),
        403 => "permission_denied".into(),
        status => format!("http_{status}"),
    }
}
