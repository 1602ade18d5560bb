//! What Twilio's answers mean.

use std::time::Duration;

use domain::{provider::Provider, whatsapp::Cause};
use serde::Deserialize;
use serde_json::Value;

use crate::{
    Outcome,
    answer::{Said, Tongue, is_of_account, json, refused},
    cause,
    http::{Answer, Call},
    payload::short,
};

/// How Twilio words its answers.
pub(super) const TWILIO: Tongue = Tongue { name: "Twilio", said, wait };

/// The beginning of an answer to a message that was taken.
#[derive(Deserialize)]
struct Taken {
    sid: String,
    error_code: Option<u32>,
    error_message: Option<String>,
}

/// How a send ended.
pub(super) fn outcome(call: Call) -> Outcome {
    TWILIO.outcome(call, accepted, |answer, said| match code(answer) {
        Some(code) => by_cause(code, &said.detail, wait(answer)),
        None => refused(is_of_account(answer.status), None, said),
    })
}

/// A yes names the message. One that has failed already was not sent.
fn accepted(answer: &Answer) -> Outcome {
    let taken = json(answer).and_then(|body| serde_json::from_value::<Taken>(body).ok());
    match taken.filter(|taken| answer.status == 201 && is_message(&taken.sid)) {
        Some(Taken { error_code: Some(code), error_message, .. }) => {
            by_cause(code, &short(&error_message.unwrap_or_default()), None)
        }
        Some(Taken { sid, .. }) => Outcome::Accepted { message_ids: vec![Some(sid)] },
        None => {
            Outcome::InDoubt { why: format!("Twilio answered {} without the id of a message", answer.status) }
        }
    }
}

fn is_message(sid: &str) -> bool {
    sid.starts_with("SM") || sid.starts_with("MM")
}

fn by_cause(code: u32, detail: &str, after: Option<Duration>) -> Outcome {
    cause::outcome(Cause::of(Provider::Twilio, code), &code.to_string(), detail, after)
}

fn wait(answer: &Answer) -> Option<Duration> {
    answer.wait("retry-after")
}

/// Twilio's own code of an error (twilio.com/docs/api/errors).
fn code(answer: &Answer) -> Option<u32> {
    json(answer)?.get("code")?.as_u64()?.try_into().ok()
}

/// An error as Twilio words it: `{"code", "message", "more_info", "status"}`.
fn said(answer: &Answer) -> Said {
    let body = json(answer);
    let message = body.as_ref().and_then(|body| body.get("message")).and_then(Value::as_str);
    let code = code(answer);
    Said {
        code: code.map_or_else(|| format!("http_{}", answer.status), |code| code.to_string()),
        detail: short(message.unwrap_or_default()),
        is_its_own: code.is_some(),
    }
}
