//! What answers have in common, whoever gives them.

use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{
    Failure, Outcome, Scope,
    http::{Answer, Call},
};

/// An error, as a provider words it.
#[derive(Debug)]
pub(crate) struct Said {
    /// The provider's code, or `http_` and the status.
    pub(crate) code: String,
    /// The provider's words, at most 500 characters.
    pub(crate) detail: String,
    /// Whether the words are the provider's own: any machine on the way may answer as well.
    pub(crate) is_its_own: bool,
}

/// How a provider words its answers.
#[derive(Debug)]
pub(crate) struct Tongue {
    /// Its name, for people.
    pub(crate) name: &'static str,
    /// What an error says.
    pub(crate) said: fn(&Answer) -> Said,
    /// How long it asks to wait.
    pub(crate) wait: fn(&Answer) -> Option<Duration>,
}

impl Tongue {
    /// How a send ended: `accepted` reads a 2xx, `refused` a definite no.
    ///
    /// A 503 is a no only in the provider's own words: any machine on the way may answer the same after the provider acted.
    pub(crate) fn outcome(
        &self,
        call: Call,
        accepted: impl FnOnce(&Answer) -> Outcome,
        refused: impl FnOnce(&Answer, Said) -> Outcome,
    ) -> Outcome {
        let answer = match call {
            Call::Answered(answer) => answer,
            Call::NeverSent(detail) => return retry(None, "unreachable", detail),
            Call::Lost(why) => return Outcome::InDoubt { why },
        };
        let (status, said) = (answer.status, (self.said)(&answer));
        match status {
            200..=299 => accepted(&answer),
            429 => retry((self.wait)(&answer), "rate_limited", said.detail),
            503 if said.is_its_own => retry((self.wait)(&answer), "unavailable", said.detail),
            408 | 500.. => Outcome::InDoubt { why: format!("{} answered {status}", self.name) },
            _ => refused(&answer, said),
        }
    }

    /// The answer to a call that sends nothing, or why there is none: then nothing is ever in doubt.
    pub(crate) fn success(&self, call: Call) -> Result<Answer, Failure> {
        let retry = |after, code: &str, detail| Err(Failure::Retry { after, code: code.into(), detail });
        let answer = match call {
            Call::Answered(answer) => answer,
            Call::NeverSent(detail) => return retry(None, "unreachable", detail),
            Call::Lost(detail) => return retry(None, "no_answer", detail),
        };
        let Said { code, detail, .. } = (self.said)(&answer);
        match answer.status {
            200..=299 => Ok(answer),
            429 => retry((self.wait)(&answer), "rate_limited", detail),
            408 | 500.. => retry((self.wait)(&answer), "unavailable", detail),
            _ => Err(Failure::Refused { code, detail }),
        }
    }

    /// A successful answer, read.
    pub(crate) fn parsed<T: DeserializeOwned>(&self, answer: &Answer) -> Result<T, Failure> {
        let body = answer.body.as_deref().unwrap_or_default();
        serde_json::from_slice(body).map_err(|error| Failure::Retry {
            after: None,
            code: "unreadable".into(),
            detail: format!("{}'s answer cannot be read: {error}", self.name),
        })
    }
}

fn retry(after: Option<Duration>, code: &str, detail: String) -> Outcome {
    Outcome::Retry { after, code: code.into(), detail, scope: Scope::Account }
}

/// The body of an answer, where it is JSON.
pub(crate) fn json(answer: &Answer) -> Option<Value> {
    serde_json::from_slice(answer.body.as_deref()?).ok()
}

/// Whether a status speaks of the account, whatever the request was. 404, 405 and redirects are answers to a wrong address of
/// the API, 415 to a wrong way of speaking to it: no message is at fault.
pub(crate) const fn is_of_account(status: u16) -> bool {
    matches!(status, 100..=399 | 401..=405 | 415)
}

/// The code of a campaign whose sender is refused, or the address that answers go to.
pub(crate) const SENDER_REFUSED: &str = "sender_refused";

/// The code of a campaign whose message is refused, whoever it is for.
pub(crate) const MESSAGE_REFUSED: &str = "message_refused";

/// A definite no: about the account by its status, about the campaign where something is named that all recipients have in common
/// (`common` is the code of that), else about the request.
pub(crate) fn refused(is_of_account: bool, common: Option<&str>, said: Said) -> Outcome {
    let Said { code, detail, .. } = said;
    match common {
        _ if is_of_account => Outcome::Refused { code, detail, scope: Scope::Account },
        Some(code) => Outcome::Refused { code: code.to_owned(), detail, scope: Scope::Campaign },
        None => Outcome::Refused { code, detail, scope: Scope::Request },
    }
}
