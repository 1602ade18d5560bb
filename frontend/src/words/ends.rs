//! Words of what did not go through, and of the decisions about it.

use domain::delivery::{DeadEnd, EndDecision};

use super::{Word, delivery, reason};
use crate::{
    i18n::{Locale, td_string},
    intl,
};

/// « Échec », « Refusé ».
pub(crate) fn dead_end(l: Locale, end: DeadEnd) -> Word {
    delivery(l, end.state())
}

/// Why it ended; also where nobody told.
pub(crate) fn end_reason(l: Locale, code: &str) -> String {
    if code.is_empty() { td_string!(l, ends.no_reason).to_owned() } else { reason(l, code) }
}

/// The act, as a verb.
pub(crate) fn decision(l: Locale, decision: EndDecision) -> Word {
    match decision {
        EndDecision::Resend => td_string!(l, ends.resend),
        EndDecision::Accept => td_string!(l, ends.accept),
        EndDecision::Replay => td_string!(l, ends.replay),
    }
}

/// The question before it, with the number.
pub(crate) fn decision_question(l: Locale, decision: EndDecision, deliveries: i64) -> String {
    let count = intl::count(l, deliveries);
    match decision {
        EndDecision::Resend => td_string!(l, ends.resend_title, count = count).to_string(),
        EndDecision::Accept => td_string!(l, ends.accept_title, count = count).to_string(),
        EndDecision::Replay => td_string!(l, ends.replay_title, count = count).to_string(),
    }
}

/// What it risks, with the number.
pub(crate) fn decision_risk(l: Locale, decision: EndDecision, deliveries: i64) -> String {
    let count = intl::count(l, deliveries);
    let one = intl::is_single(l, deliveries.unsigned_abs());
    match decision {
        EndDecision::Resend if one => td_string!(l, ends.resend_text.single, count = count).to_string(),
        EndDecision::Resend => td_string!(l, ends.resend_text.several, count = count).to_string(),
        EndDecision::Accept if one => td_string!(l, ends.accept_text.single, count = count).to_string(),
        EndDecision::Accept => td_string!(l, ends.accept_text.several, count = count).to_string(),
        EndDecision::Replay => td_string!(l, ends.replay_text).to_owned(),
    }
}

/// What it came to, just now.
pub(crate) fn decision_done(l: Locale, decision: EndDecision, deliveries: i64) -> String {
    let count = intl::count(l, deliveries);
    match decision {
        EndDecision::Resend => td_string!(l, ends.resent, count = count).to_string(),
        EndDecision::Accept => td_string!(l, ends.accepted, count = count).to_string(),
        EndDecision::Replay => td_string!(l, ends.replayed, count = count).to_string(),
    }
}

/// What was done, some time ago.
pub(crate) fn decision_past(l: Locale, decision: EndDecision, deliveries: i64) -> String {
    let count = intl::count(l, deliveries);
    match decision {
        EndDecision::Resend => td_string!(l, ends.did_resend, count = count).to_string(),
        EndDecision::Accept => td_string!(l, ends.did_accept, count = count).to_string(),
        EndDecision::Replay => td_string!(l, ends.did_replay, count = count).to_string(),
    }
}
