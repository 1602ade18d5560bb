//! What was said.

use actix_web::{
    get,
    web::{Data, Json, Path},
};
use domain::{
    ConversationId,
    list::Page,
    whatsapp::{Conversation, ConversationCounts, ConversationMessage, ConversationQuery, MessageQuery},
};

use super::found;
use crate::{
    Api,
    caller::{Caller, permit::ConversationsRead},
    error::Refusal,
    manners::query::Asked,
};

/// List conversations
///
/// What people write by WhatsApp, the one with the newest message first: all, those that nobody has read, or those in which somebody
/// must decide what was meant.
#[utoipa::path(tag = "conversations", security(("bearer" = ["conversations:read"])), params(ConversationQuery),
    responses((status = 200, body = Page<Conversation>, description = "One page")))]
#[get("/conversations")]
pub(super) async fn list_conversations(
    _: Caller<ConversationsRead>,
    api: Data<Api>,
    Asked(query): Asked<ConversationQuery>,
) -> Result<Json<Page<Conversation>>, Refusal> {
    query.check()?;
    let mut tx = api.store.begin().await?;
    Ok(Json(tx.conversations().page(&query).await?))
}

/// Count waiting conversations
///
/// How many nobody has read, and in how many somebody must decide what was meant.
#[utoipa::path(tag = "conversations", security(("bearer" = ["conversations:read"])),
    responses((status = 200, body = ConversationCounts, description = "The counts")))]
#[get("/conversations/count")]
pub(super) async fn count_conversations(
    _: Caller<ConversationsRead>,
    api: Data<Api>,
) -> Result<Json<ConversationCounts>, Refusal> {
    let mut tx = api.store.begin().await?;
    Ok(Json(tx.conversations().counts().await?))
}

/// Read a conversation
///
/// With whom it is, what it waits for, and until when anything may be said.
#[utoipa::path(tag = "conversations", security(("bearer" = ["conversations:read"])), params(("id" = ConversationId, Path, description = "The conversation's id")),
    extensions(("x-problems" = json!(["conversation.not_found"]))),
    responses((status = 200, body = Conversation, description = "The conversation")))]
#[get("/conversations/{id}")]
pub(super) async fn read_conversation(
    _: Caller<ConversationsRead>,
    api: Data<Api>,
    id: Path<ConversationId>,
) -> Result<Json<Conversation>, Refusal> {
    let mut tx = api.store.begin().await?;
    Ok(Json(found(&mut tx, *id).await?))
}

/// List messages
///
/// What was said in a conversation, the newest first. Files that people send are named, and not fetched.
#[utoipa::path(tag = "conversations", security(("bearer" = ["conversations:read"])),
    params(("id" = ConversationId, Path, description = "The conversation's id"), MessageQuery),
    extensions(("x-problems" = json!(["conversation.not_found"]))),
    responses((status = 200, body = Page<ConversationMessage>, description = "One page")))]
#[get("/conversations/{id}/messages")]
pub(super) async fn list_messages(
    _: Caller<ConversationsRead>,
    api: Data<Api>,
    id: Path<ConversationId>,
    Asked(query): Asked<MessageQuery>,
) -> Result<Json<Page<ConversationMessage>>, Refusal> {
    query.check()?;
    let mut tx = api.store.begin().await?;
    found(&mut tx, *id).await?;
    Ok(Json(tx.conversations().messages(*id, query.cursor.as_ref(), query.limit).await?))
}
