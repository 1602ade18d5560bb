//! What Brevo's answers mean.

use std::time::Duration;

use serde_json::Value;

use crate::{
    Outcome,
    answer::{self, MESSAGE_REFUSED, SENDER_REFUSED, Said, Tongue, is_of_account, json},
    http::{Answer, Call},
};

/// How Brevo words its answers.
pub(super) const BREVO: Tongue = Tongue { name: "Brevo", said, wait };

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
    BREVO.outcome(
        call,
        |answer| accepted(answer, members),
        |answer, said| refused(answer.status, said, members),
    )
}

fn accepted(answer: &Answer, members: usize) -> Outcome {
    let ids = json(answer).and_then(|body| message_ids(&body)).unwrap_or_default();
    if ids.len() == members {
        return Outcome::Accepted { message_ids: ids };
    }
    let why =
        format!("Brevo answered {} with {} message ids for {members} messages", answer.status, ids.len());
    Outcome::InDoubt { why }
}

/// One id for a single message, a list in the order of the versions for several.
fn message_ids(body: &Value) -> Option<Vec<Option<String>>> {
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

fn refused(status: u16, said: Said, members: usize) -> Outcome {
    match said.code.as_str() {
        // The answer to a key that Brevo knows: it took the request before, and does not tell the ids again.
        "duplicate_parameter" => Outcome::Accepted { message_ids: vec![None; members] },
        // In Brevo's list of codes, described nowhere: it may mean the same.
        "duplicate_request" => Outcome::InDoubt { why: format!("{}: {}", said.code, said.detail) },
        code => {
            let is_of_account = is_of_account(status) || OF_ACCOUNT.contains(&code);
            let common = if status == 400 { common(&said.detail, members) } else { None };
            answer::refused(is_of_account, common, said)
        }
    }
}

/// The code of what all recipients have in common, where Brevo's words name it: no member of its errors tells ("sender is missing",
/// but "email is not valid in to"). Subjects are each recipient's own, and so may be the texts of a request for one.
fn common(detail: &str, members: usize) -> Option<&'static str> {
    let detail = detail.to_lowercase();
    let words: Vec<_> = detail.split_whitespace().filter_map(member).collect();
    let names = |members: &[&str]| words.iter().any(|word| members.contains(word));
    if names(&["sender", "replyto"]) {
        Some(SENDER_REFUSED)
    } else if names(&["tags"]) || members > 1 && names(&["htmlcontent", "textcontent"]) {
        Some(MESSAGE_REFUSED)
    } else {
        None
    }
}

/// The member of a request that a word may name: `sender.email` is the sender's, `sender@x.example` is no member at all.
fn member(word: &str) -> Option<&str> {
    word.trim_matches(|c: char| !c.is_alphanumeric()).split(['.', '[']).next()
}

/// `x-sib-ratelimit-reset` counts seconds from now (docs/limit-headers); `Retry-After` is read by Brevo's own client.
fn wait(answer: &Answer) -> Option<Duration> {
    answer.wait("x-sib-ratelimit-reset").max(answer.wait("retry-after"))
}

/// An error as Brevo words it: `{"code": …, "message": …}`, of which only the message is promised. Machines on the way word
/// theirs in HTML or even in JSON with a message: only Brevo adds a code.
fn said(answer: &Answer) -> Said {
    let body = json(answer);
    let member = |name: &str| body.as_ref()?.get(name)?.as_str().map(str::to_owned);
    let detail = member("message").unwrap_or_default().chars().take(500).collect();
    let code = member("code").filter(|code| !code.is_empty());
    let is_its_own = code.is_some();
    Said { code: code.unwrap_or_else(|| format!("http_{}", answer.status)), detail, is_its_own }
}
