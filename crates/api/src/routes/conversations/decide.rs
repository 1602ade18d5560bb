//! What colleagues do about conversations without saying anything.

use actix_web::{
    post,
    web::{Data, Json, Path},
};
use domain::{
    Channel, ConversationId, ProblemCode,
    consent::{ConsentRecord, ConsentSource, Decision, Purpose},
    whatsapp::{Conversation, ConversationResolve},
};
use serde_json::{Map, json};
use store::Recorded;

use super::found;
use crate::{
    Api,
    caller::{Caller, permit::ConversationsReply},
    error::Refusal,
    ledger::{self, Saying},
    manners::body::Body,
};

/// Mark a conversation as read
///
/// Where somebody must decide what was meant, somebody still must.
#[utoipa::path(tag = "conversations", security(("bearer" = ["conversations:reply"])), params(("id" = ConversationId, Path, description = "The conversation's id")),
    extensions(("x-problems" = json!(["conversation.not_found"]))),
    responses((status = 200, body = Conversation, description = "The conversation")))]
#[post("/conversations/{id}/read")]
pub(super) async fn mark_conversation_read(
    _: Caller<ConversationsReply>,
    api: Data<Api>,
    id: Path<ConversationId>,
) -> Result<Json<Conversation>, Refusal> {
    let mut tx = api.store.begin().await?;
    tx.conversations().read(*id).await?;
    let read = found(&mut tx, *id).await?;
    tx.commit().await?;
    Ok(Json(read))
}

/// Decide what was meant
///
/// Ends the hold on marketing that a message with a word of opting out brought about: either the person opted out, and the ledger says
/// so with that message as its proof, or not.
#[utoipa::path(tag = "conversations", security(("bearer" = ["conversations:reply"])), params(("id" = ConversationId, Path, description = "The conversation's id")),
    request_body = ConversationResolve,
    extensions(("x-problems" = json!(["conversation.not_found", "conversation.resolved"]))),
    responses((status = 200, body = Conversation, description = "The conversation")))]
#[post("/conversations/{id}/resolve")]
pub(super) async fn resolve_conversation(
    caller: Caller<ConversationsReply>,
    api: Data<Api>,
    id: Path<ConversationId>,
    body: Body<ConversationResolve>,
) -> Result<Json<Conversation>, Refusal> {
    let mut tx = api.store.begin().await?;
    let held = found(&mut tx, *id).await?;
    if !tx.conversations().resolve(*id).await? {
        return Err(ProblemCode::ConversationResolved.into());
    }
    if body.command.opted_out {
        let record = withdrawal(&api, &held);
        let saying = Saying { record: &record, source: ConsentSource::Agent, actor: caller.id() };
        match ledger::write(&api, &mut tx, saying).await? {
            Recorded::Done(_) => {}
            _ => return Err(ProblemCode::ServerFailed.into()),
        }
    }
    let resolved = found(&mut tx, *id).await?;
    tx.commit().await?;
    Ok(Json(resolved))
}

/// The conversation is the proof: what was said stays in it.
fn withdrawal(api: &Api, held: &Conversation) -> ConsentRecord {
    let told = [("conversation", json!(held.id)), ("message", json!(held.excerpt))];
    ConsentRecord {
        address: held.address.clone(),
        channel: Channel::Whatsapp,
        purpose: Purpose::Marketing,
        decision: Decision::Withdrawn,
        occurred_at: (api.clock)(),
        evidence: told.map(|(name, value)| (name.to_owned(), value)).into_iter().collect::<Map<_, _>>(),
    }
}
