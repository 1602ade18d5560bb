//! Conversations.

use std::collections::BTreeMap;

use domain::{
    CampaignId, ConversationId, MessageId, PersonId,
    errand::ErrandTask,
    list::Page,
    provider::AccountId,
    whatsapp::{
        Conversation, ConversationAnswer, ConversationCounts, ConversationMessage, ConversationResolve,
        ConversationState, Direction, InboundContent, MessageState, WINDOW,
    },
};
use uuid::Uuid;

use super::{Example, answer, at, exchange, outcome::ticket, template_id, whatsapp::errand};

pub(super) fn all() -> Vec<(&'static str, Example)> {
    let one = Page { items: vec![conversation()], next: None, previous: None };
    let said = Page { items: vec![ours(), theirs()], next: None, previous: None };
    let read = Conversation { state: ConversationState::Read, unread: 0, ..conversation() };
    let template = ConversationAnswer::Template {
        template_id: template_id(),
        values: BTreeMap::from([("prenom".to_owned(), "Awa".to_owned())]),
        media_url: None,
    };
    let asked = ErrandTask::FetchMedia { message: theirs().id };
    vec![
        ("list_conversations", answer(one)),
        ("count_conversations", answer(ConversationCounts { unread: 12, needs_person: 1 })),
        ("read_conversation", answer(conversation())),
        ("list_messages", answer(said)),
        ("mark_conversation_read", answer(read.clone())),
        ("resolve_conversation", exchange(ConversationResolve { opted_out: false }, read)),
        ("answer_conversation", exchange(template, ours())),
        ("fetch_media", answer(errand(asked.clone()))),
        ("follow_media", answer(errand(asked))),
        ("open_media", answer(ticket())),
    ]
}

fn conversation() -> Conversation {
    Conversation {
        id: ConversationId(Uuid::from_u128(0x0199_8f7e_2f3a_7c1b_9a55_6b1d_2c3e_4f60)),
        account: AccountId("whatsapp".into()),
        address: "+221771234567".into(),
        person: Some(PersonId(Uuid::from_u128(0x0199_8f7e_2f3a_7c1b_9a55_6b1d_2c3e_4f61))),
        name: Some("Awa Diop".into()),
        state: ConversationState::NeedsPerson,
        unread: 1,
        excerpt: "Stop chez vous demain ?".into(),
        last: Direction::Inbound,
        last_at: at(10),
        window_until: Some(at(10) + WINDOW),
    }
}

fn theirs() -> ConversationMessage {
    ConversationMessage {
        id: MessageId(Uuid::from_u128(0x0199_8f7e_2f3a_7c1b_9a55_6b1d_2c3e_4f62)),
        direction: Direction::Inbound,
        content: InboundContent::Text { text: "Stop chez vous demain ?".into() },
        campaign: Some(CampaignId(Uuid::from_u128(0x0199_8f7e_2f3a_7c1b_9a55_6b1d_2c3e_4f50))),
        author: None,
        state: None,
        reason: None,
        at: at(10),
    }
}

fn ours() -> ConversationMessage {
    ConversationMessage {
        id: MessageId(Uuid::from_u128(0x0199_8f7e_2f3a_7c1b_9a55_6b1d_2c3e_4f63)),
        direction: Direction::Outbound,
        content: InboundContent::Text {
            text: "Bonjour Awa, nous sommes ouverts demain de 9 h à 18 h.".into(),
        },
        campaign: None,
        author: Some("Jean Martin".into()),
        state: Some(MessageState::Waiting),
        reason: None,
        at: at(11),
    }
}
