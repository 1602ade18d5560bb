//! What conversations wait for, and where messages stand.

use domain::whatsapp::{ConversationState, MessageState};

use super::Word;
use crate::i18n::{Locale, td_string};

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
