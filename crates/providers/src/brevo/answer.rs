//! What Brevo's answers mean.

use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{
    Failure, Outcome, Scope,
    http::{Answer, Call},
};

/// Codes that speak of the account, whatever the request was.
const OF_ACCOUNT: &[&str] = &[
    "unauthorized",
    "not_enough_credits",
    "permission_denied",
    "reseller_permission_denied",
    "account_under_validation",
];

/// How a send ended.
pub(super) fn outcome(call: Call, members: usize) -> Outcome {
    let answer = match call {
        Call::Answered(answer) => answer,
        Call::NeverSent(detail) => return retry(None, "unreachable", detail),
        Call::Lost(why) => return Outcome::InDoubt { why },
    };
    match answer.status {
        200..=299 => accepted(&answer, members),
        429 => retry(wait(&answer), "rate_limited", Said::by(&answer).detail),
        // Brevo itself says that it is away. Any machine on the way may answer the same after Brevo acted, in HTML or even in JSON
        // with a message: only Brevo adds a code.
        503 if Said::by(&answer).has_code => retry(wait(&answer), "unavailable", Said::by(&answer).detail),
        408 | 500.. => Outcome::InDoubt { why: format!("Brevo answered {}", answer.status) },
        _ => refused(&answer, members),
    }
}

fn retry(after: Option<Duration>, code: &str, detail: String) -> Outcome {
    Outcome::Retry { after, code: code.into(), detail, scope: Scope::Account }
}

fn accepted(answer: &Answer, members: usize) -> Outcome {
    let ids = answer.body.as_deref().and_then(message_ids).unwrap_or_default();
    if ids.len() == members {
        return Outcome::Accepted { message_ids: ids };
    }
    let why =
        format!("Brevo answered {} with {} message ids for {members} messages", answer.status, ids.len());
    Outcome::InDoubt { why }
}

/// One id for a single message, a list in the order of the versions for several.
fn message_ids(body: &[u8]) -> Option<Vec<Option<String>>> {
    let body: Value = serde_json::from_slice(body).ok()?;
    match (body.get("messageIds"), body.get("messageId")) {
        (Some(Value::Array(ids)), _) => Some(ids.iter().map(|id| id.as_str().and_then(bare_id)).collect()),
        (_, Some(Value::String(id))) => Some(vec![bare_id(id)]),
        _ => None,
    }
}

/// A message id without its angle brackets: Brevo writes it now with, now without.
pub(super) fn bare_id(id: &str) -> Option<String> {
    let bare = id.trim().trim_start_matches('<').trim_end_matches('>');
    (!bare.is_empty()).then(|| bare.to_owned())
}

fn refused(answer: &Answer, members: usize) -> Outcome {
    let Said { code, detail, .. } = Said::by(answer);
    match code.as_str() {
        // The answer to a key that Brevo knows: it took the request before, and does not tell the ids again.
        "duplicate_parameter" => Outcome::Accepted { message_ids: vec![None; members] },
        // In Brevo's list of codes, described nowhere: it may mean the same.
        "duplicate_request" => Outcome::InDoubt { why: format!("{code}: {detail}") },
        _ => Outcome::Refused { scope: scope(answer.status, &code), code, detail },
    }
}

/// 404, 405 and redirects are answers to a wrong address of the API: no message is at fault.
fn scope(status: u16, code: &str) -> Scope {
    let account = matches!(status, 100..=399 | 401..=405) || OF_ACCOUNT.contains(&code);
    if account { Scope::Account } else { Scope::Request }
}

/// The answer to a call that sends nothing, or why there is none: then nothing is ever in doubt.
pub(super) fn success(call: Call) -> Result<Answer, Failure> {
    let retry = |after, code: &str, detail| Err(Failure::Retry { after, code: code.into(), detail });
    let answer = match call {
        Call::Answered(answer) => answer,
        Call::NeverSent(detail) => return retry(None, "unreachable", detail),
        Call::Lost(detail) => return retry(None, "no_answer", detail),
    };
    let Said { code, detail, .. } = Said::by(&answer);
    match answer.status {
        200..=299 => Ok(answer),
        429 => retry(wait(&answer), "rate_limited", detail),
        408 | 500.. => retry(wait(&answer), "unavailable", detail),
        _ => Err(Failure::Refused { code, detail }),
    }
}

/// A successful answer, read.
pub(super) fn parsed<T: DeserializeOwned>(answer: &Answer) -> Result<T, Failure> {
    let body = answer.body.as_deref().unwrap_or_default();
    serde_json::from_slice(body).map_err(|error| Failure::Retry {
        after: None,
        code: "unreadable".into(),
        detail: format!("Brevo's answer cannot be read: {error}"),
    })
}

/// `x-sib-ratelimit-reset` counts seconds from now (docs/limit-headers); `Retry-After` is read by Brevo's own client.
fn wait(answer: &Answer) -> Option<Duration> {
    answer.wait("x-sib-ratelimit-reset").max(answer.wait("retry-after"))
}

/// An error as Brevo words it: `{"code": …, "message": …}`, of which only the message is promised.
struct Said {
    code: String,
    detail: String,
    /// Whether the code is Brevo's own word, and not made from the status.
    has_code: bool,
}

impl Said {
    fn by(answer: &Answer) -> Self {
        let body = answer.body.as_deref().and_then(|body| serde_json::from_slice::<Value>(body).ok());
        let member = |name: &str| body.as_ref()?.get(name)?.as_str().map(str::to_owned);
        let detail = member("message").unwrap_or_default().chars().take(500).collect();
        let code = member("code").filter(|code| !code.is_empty());
        let has_code = code.is_some();
        Self { code: code.unwrap_or_else(|| format!("http_{}", answer.status)), detail, has_code }
    }
}
