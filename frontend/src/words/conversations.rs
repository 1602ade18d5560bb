//! What conversations wait for, and where messages stand.

use domain::whatsapp::{ConversationState, MessageState};

use super::{Word, reason};
use crate::{
    api::Failure,
    i18n::{Locale, td_string},
};

/// « Non lue ».
pub(crate) fn conversation_state(l: Locale, state: ConversationState) -> Word {
    match state {
        ConversationState::Unread => td_string!(l, conversations.unread),
        ConversationState::NeedsPerson => td_string!(l, conversations.needs_person),
        ConversationState::Read => td_string!(l, conversations.read),
    }
}

/// « Délivré ».
pub(crate) fn message_state(l: Locale, state: MessageState) -> Word {
    match state {
        MessageState::Waiting => td_string!(l, conversations.waiting),
        MessageState::Accepted => td_string!(l, conversations.accepted),
        MessageState::Sent => td_string!(l, conversations.sent),
        MessageState::Delivered => td_string!(l, conversations.delivered),
        MessageState::Read => td_string!(l, conversations.seen),
        MessageState::Failed => td_string!(l, conversations.failed),
        MessageState::Unknown => td_string!(l, conversations.unknown),
    }
}

/// Why a file cannot be asked for.
pub(crate) fn file_failure(l: Locale, failure: Failure) -> String {
    match failure {
        Failure::Problem(problem) => problem.title,
        _ => td_string!(l, broken.network).to_owned(),
    }
}

/// Why a file that was asked for did not come, and what to do.
pub(crate) fn file_lost(l: Locale, code: &str) -> String {
    match code {
        "media.gone" => td_string!(l, conversations.file_gone).to_owned(),
        "media.too_large" => td_string!(l, conversations.file_too_large).to_owned(),
        "media.foreign" => td_string!(l, conversations.file_foreign).to_owned(),
        other => td_string!(l, conversations.file_lost, reason = reason(l, other)).to_string(),
    }
}
