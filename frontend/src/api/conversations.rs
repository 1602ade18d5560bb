//! What people write by WhatsApp.

use domain::{
    ConversationId, ErrandId, MessageId,
    consent::{ConsentEntry, ConsentRecord},
    errand::Errand,
    list::Page,
    report::Ticket,
    whatsapp::{
        Conversation, ConversationAnswer, ConversationCounts, ConversationMessage, ConversationQuery,
        ConversationResolve,
    },
};

use super::{Api, Call, Failure, noun::search};

impl Api {
    /// One page of the conversations.
    pub(crate) async fn conversations(
        self,
        query: &ConversationQuery,
    ) -> Result<Page<Conversation>, Failure> {
        self.call(Call::get(format!("conversations{}", search(query)?))).await
    }

    /// How many wait for somebody.
    pub(crate) async fn waiting_conversations(self) -> Result<ConversationCounts, Failure> {
        self.call(Call::get("conversations/count")).await
    }

    /// One conversation.
    pub(crate) async fn conversation(self, id: ConversationId) -> Result<Conversation, Failure> {
        self.call(Call::get(format!("conversations/{id}"))).await
    }

    /// What was said last in it, the newest first.
    pub(crate) async fn messages(self, id: ConversationId) -> Result<Page<ConversationMessage>, Failure> {
        self.call(Call::get(format!("conversations/{id}/messages?limit=200"))).await
    }

    /// Says that it was read.
    pub(crate) async fn mark_read(self, id: ConversationId) -> Result<Conversation, Failure> {
        self.call(Call::post(format!("conversations/{id}/read"))).await
    }

    /// Decides what was meant.
    pub(crate) async fn resolve(self, id: ConversationId, opted_out: bool) -> Result<Conversation, Failure> {
        let body = ConversationResolve { opted_out };
        self.call(Call::post(format!("conversations/{id}/resolve")).body(&body)?).await
    }

    /// Answers.
    pub(crate) async fn answer(
        self,
        id: ConversationId,
        answer: &ConversationAnswer,
    ) -> Result<ConversationMessage, Failure> {
        self.call(Call::post(format!("conversations/{id}/messages")).body(answer)?).await
    }

    /// Asks for the file that somebody sent with a message.
    pub(crate) async fn fetch_media(self, id: ConversationId, message: MessageId) -> Result<Errand, Failure> {
        self.call(Call::post(format!("conversations/{id}/messages/{message}/media"))).await
    }

    /// How that stands.
    pub(crate) async fn follow_media(
        self,
        id: ConversationId,
        message: MessageId,
        errand: ErrandId,
    ) -> Result<Errand, Failure> {
        self.call(Call::get(format!("conversations/{id}/messages/{message}/media/{errand}"))).await
    }

    /// The way to the file, once it was fetched.
    pub(crate) async fn open_media(self, id: ConversationId, message: MessageId) -> Result<Ticket, Failure> {
        self.call(Call::post(format!("conversations/{id}/messages/{message}/media/ticket"))).await
    }

    /// Records what a person decided, with what proves it.
    pub(crate) async fn record_consent(self, record: &ConsentRecord) -> Result<ConsentEntry, Failure> {
        self.call(Call::post("consent/entries").body(record)?).await
    }
}
