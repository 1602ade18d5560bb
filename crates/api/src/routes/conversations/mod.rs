//! Conversations by WhatsApp.

mod answer;
mod decide;
mod media;
mod read;

use domain::{ConversationId, ProblemCode, whatsapp::Conversation};
use store::Tx;

use crate::{error::Refusal, mounting::ServiceConfig};

/// Mounts the routes of conversations.
pub(super) fn mount(config: &mut ServiceConfig<'_, '_>) {
    config.service(read::list_conversations).service(read::count_conversations);
    config.service(read::read_conversation).service(read::list_messages);
    config.service(decide::mark_conversation_read).service(decide::resolve_conversation);
    config.service(answer::answer_conversation);
    config.service(media::fetch_media).service(media::follow_media).service(media::open_media);
}

async fn found(tx: &mut Tx, id: ConversationId) -> Result<Conversation, Refusal> {
    Ok(tx.conversations().find(id).await?.ok_or(ProblemCode::ConversationNotFound)?)
}
