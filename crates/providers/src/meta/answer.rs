//! What Meta's answers mean. Logic rests on `error.code`, never on titles nor on the HTTP status (support/error-codes).

use std::time::Duration;

use domain::{provider::Provider, whatsapp::Cause};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{
    Failure, Outcome,
    answer::{Said, Tongue, is_of_account, json, refused},
    cause,
    http::{Answer, Call, WAIT_MAX},
    payload::short,
};

/// How Meta words its answers.
pub(super) const META: Tongue = Tongue { name: "Meta", said, wait };

/// `error_subcode` of an object that is not there, or not for this token: no message is at fault.
const NO_SUCH_OBJECT: u64 = 33;

/// What was taken, but not let go yet (templates/template-pacing): it is sent later, or fails with 132015.
const HELD: [&str; 2] = ["held_for_quality_assessment", "paused"];

/// An error in Meta's own words.
struct Told {
    cause: Cause,
    code: u32,
    detail: String,
}

/// How the send of one message ended.
pub(super) fn outcome(call: Call) -> Outcome {
    match told(&call) {
        Some((answer, told)) => {
            cause::outcome(told.cause, &told.code.to_string(), &told.detail, patience(told.code, answer))
        }
        None => {
            META.outcome(call, accepted, |answer, said| refused(is_of_account(answer.status), None, said))
        }
    }
}

/// The answer to a call that sends nothing, read.
pub(super) fn success<T: DeserializeOwned>(call: Call) -> Result<T, Failure> {
    META.parsed(&answered(call)?)
}

/// The answer to a call that sends nothing.
pub(super) fn answered(call: Call) -> Result<Answer, Failure> {
    if let Some((answer, told)) = told(&call) {
        let code = told.code.to_string();
        return Err(if told.cause.may_be_tried_again() {
            Failure::Retry { after: patience(told.code, answer), code, detail: told.detail }
        } else {
            Failure::Refused { code, detail: told.detail }
        });
    }
    META.success(call)
}

/// The error that an answer holds, whatever its status.
fn told(call: &Call) -> Option<(&Answer, Told)> {
    let Call::Answered(answer) = call else { return None };
    let body = json(answer)?;
    let error = body.get("error")?;
    let code = u32::try_from(error.get("code")?.as_u64()?).ok()?;
    let cause = match (code, error.get("error_subcode").and_then(Value::as_u64)) {
        (100, Some(NO_SUCH_OBJECT)) => Cause::Account,
        _ => Cause::of(Provider::Meta, code),
    };
    Some((answer, Told { cause, code, detail: words(error) }))
}

/// What is said of an error: its details, else what is meant for people, else its message.
pub(super) fn words(error: &Value) -> String {
    let places = ["/error_data/details", "/error_user_msg", "/message", "/title"];
    let text = places.iter().find_map(|place| {
        error.pointer(place).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
    });
    short(text.unwrap_or_default())
}

/// A yes names the message.
fn accepted(answer: &Answer) -> Outcome {
    let body = json(answer).unwrap_or_default();
    let text = |place: &str| body.pointer(place).and_then(Value::as_str).filter(|text| !text.is_empty());
    let Some(id) = text("/messages/0/id") else {
        return Outcome::InDoubt {
            why: format!("Meta answered {} without the id of a message", answer.status),
        };
    };
    let message_ids = vec![Some(id.to_owned())];
    match text("/messages/0/message_status") {
        Some(status) if HELD.iter().any(|held| status.eq_ignore_ascii_case(held)) => {
            Outcome::Held { message_ids }
        }
        _ => Outcome::Accepted { message_ids },
    }
}

/// How long to wait by what a code is about, where the answer does not say.
fn patience(code: u32, answer: &Answer) -> Option<Duration> {
    let told = wait(answer);
    let own = match code {
        // A message in six seconds to one person (about-the-platform).
        131_056 => 6,
        // Maintenance takes a minute at most (throughput).
        131_057 => 60,
        // Calls are counted by the hour.
        4 | 80_007 | 80_008 => 300,
        // Templates are learned of within ten minutes (marketing-messages).
        134_101 => 600,
        _ => return told,
    };
    told.or(Some(Duration::from_secs(own)))
}

/// `Retry-After`, or the minutes of `X-Business-Use-Case-Usage`: `{"<id>": [{"estimated_time_to_regain_access": 5, …}]}`.
fn wait(answer: &Answer) -> Option<Duration> {
    answer.wait("retry-after").max(usage(answer))
}

fn usage(answer: &Answer) -> Option<Duration> {
    let usage = answer.headers.get("x-business-use-case-usage")?.to_str().ok()?;
    let usage: Value = serde_json::from_str(usage).ok()?;
    let cases = usage.as_object()?.values().filter_map(Value::as_array).flatten();
    let minutes = cases.filter_map(|case| case.get("estimated_time_to_regain_access")?.as_u64()).max()?;
    (minutes > 0).then(|| Duration::from_secs(minutes.saturating_mul(60).min(WAIT_MAX)))
}

/// What an answer without a code says.
fn said(answer: &Answer) -> Said {
    let error = json(answer).and_then(|mut body| body.get_mut("error").map(Value::take));
    let detail = error.as_ref().map(words).unwrap_or_default();
    Said { code: format!("http_{}", answer.status), detail, is_its_own: false }
}
