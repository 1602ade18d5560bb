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
use store::{Leaving, Recorded, Tx, Written};

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
        opt_out(&api, &mut tx, &held, caller.id()).await?;
    }
    let resolved = found(&mut tx, *id).await?;
    tx.commit().await?;
    Ok(Json(resolved))
}

/// What the person wrote decides, as if it had been understood at once: for every address that is known to be theirs, and for the campaign
/// that it is about.
async fn opt_out(api: &Api, tx: &mut Tx, held: &Conversation, actor: &str) -> Result<(), Refusal> {
    let written = tx.conversations().unclear(held.id).await?;
    let others = tx.conversations().other_addresses(held.id).await?;
    for address in others.iter().chain([&held.address]) {
        let record = withdrawal(api, held, address, written.as_ref());
        let saying = Saying { record: &record, source: ConsentSource::Agent, actor };
        match ledger::write(api, tx, saying).await? {
            Recorded::Done(_) => {}
            _ => return Err(ProblemCode::ServerFailed.into()),
        }
    }
    match written {
        Some(written) => count(api, tx, held, &written).await,
        None => Ok(()),
    }
}

/// The conversation is the proof, with the message for which it needed a person: what was said stays in it.
fn withdrawal(api: &Api, held: &Conversation, address: &str, written: Option<&Written>) -> ConsentRecord {
    let told = [
        ("conversation", json!(held.id)),
        ("message", json!(written.map(|written| written.content.said()))),
        ("message_id", json!(written.map(|written| &written.message_id))),
    ];
    ConsentRecord {
        address: address.to_owned(),
        channel: Channel::Whatsapp,
        purpose: Purpose::Marketing,
        decision: Decision::Withdrawn,
        occurred_at: (api.clock)(),
        evidence: told.map(|(name, value)| (name.to_owned(), value)).into_iter().collect::<Map<_, _>>(),
    }
}

async fn count(api: &Api, tx: &mut Tx, held: &Conversation, written: &Written) -> Result<(), Refusal> {
    let because = match written.answers {
        Some(delivery) => {
            tx.conversations().answered(delivery).await?.map(|answered| answered.blamed(delivery))
        }
        None => None,
    };
    let (account, address, key) = (&held.account, &held.address, &written.message_id);
    let leaving = Leaving { account, address, at: written.at, key, because, receipt: None };
    Ok(tx.events().count_leaving(leaving, (api.clock)()).await?)
}
