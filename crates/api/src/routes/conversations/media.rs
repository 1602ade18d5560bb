//! Files that people sent: fetched when somebody asks for them, then opened by a ticket.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Json, Path},
};
use domain::{
    ConversationId, ErrandId, MessageId, ProblemCode,
    errand::{Errand, ErrandTask},
    report::{Ticket, TicketKind},
};
use store::{Tx, signal::channel};

use super::found;
use crate::{
    Api,
    caller::{Caller, permit::ConversationsRead},
    error::Refusal,
    export::Download,
    tickets::issue,
};

/// Fetch a file that somebody sent
///
/// Files are named in messages and stay with the provider until somebody asks for one. It is fetched in the background, from the
/// provider's own hosts only, and at most 16 MB; how that ended is the errand's result: `media.gone` where the provider has it no more,
/// `media.too_large`, `media.foreign` where its address leads elsewhere. It is kept for a day.
#[utoipa::path(tag = "conversations", security(("bearer" = ["conversations:read"])),
    params(("id" = ConversationId, Path, description = "The conversation's id"), ("message" = MessageId, Path, description = "The message's id")),
    extensions(("x-problems" = json!(["conversation.not_found", "media.not_found"]))),
    responses((status = 202, body = Errand, description = "The errand that does it")))]
#[post("/conversations/{id}/messages/{message}/media")]
pub(super) async fn fetch_media(
    caller: Caller<ConversationsRead>,
    api: Data<Api>,
    ids: Path<(ConversationId, MessageId)>,
) -> Result<HttpResponse, Refusal> {
    let (id, message) = ids.into_inner();
    let mut tx = api.store.begin().await?;
    sent(&mut tx, id, message).await?;
    let errand = ErrandId((api.ids)());
    tx.errands().create(errand, &ErrandTask::FetchMedia { message }, caller.id(), (api.clock)()).await?;
    tx.notify(channel::ERRANDS, "").await?;
    let asked = tx.errands().find(errand).await?.ok_or(ProblemCode::ServerFailed)?;
    tx.commit().await?;
    Ok(HttpResponse::Accepted().json(asked))
}

/// Read how the fetching of a file stands
///
/// The errand that asking for it gave, for whoever may read conversations.
#[utoipa::path(tag = "conversations", security(("bearer" = ["conversations:read"])),
    params(("id" = ConversationId, Path, description = "The conversation's id"), ("message" = MessageId, Path, description = "The message's id"),
        ("errand" = ErrandId, Path, description = "The errand's id")),
    extensions(("x-problems" = json!(["conversation.not_found", "media.not_found", "errand.not_found"]))),
    responses((status = 200, body = Errand, description = "The errand")))]
#[get("/conversations/{id}/messages/{message}/media/{errand}")]
pub(super) async fn follow_media(
    _: Caller<ConversationsRead>,
    api: Data<Api>,
    ids: Path<(ConversationId, MessageId, ErrandId)>,
) -> Result<Json<Errand>, Refusal> {
    let (id, message, errand) = ids.into_inner();
    let mut tx = api.store.begin().await?;
    sent(&mut tx, id, message).await?;
    let found = tx.errands().find(errand).await?;
    let found = found.filter(|errand| errand.task == ErrandTask::FetchMedia { message });
    Ok(Json(found.ok_or(ProblemCode::ErrandNotFound)?))
}

/// Open a file that somebody sent
///
/// Gives the path of a file that was fetched; it is served as an attachment, with the type that the provider told. The path is good
/// once, for 60 s.
#[utoipa::path(tag = "conversations", security(("bearer" = ["conversations:read"])),
    params(("id" = ConversationId, Path, description = "The conversation's id"), ("message" = MessageId, Path, description = "The message's id")),
    extensions(("x-problems" = json!(["conversation.not_found", "media.not_found", "media.not_fetched"]))),
    responses((status = 200, body = Ticket, description = "The way to the file")))]
#[post("/conversations/{id}/messages/{message}/media/ticket")]
pub(super) async fn open_media(
    _: Caller<ConversationsRead>,
    api: Data<Api>,
    ids: Path<(ConversationId, MessageId)>,
) -> Result<Json<Ticket>, Refusal> {
    let (id, message) = ids.into_inner();
    let mut tx = api.store.begin().await?;
    if !sent(&mut tx, id, message).await? {
        return Err(ProblemCode::MediaNotFetched.into());
    }
    let ticket = issue(&api, &mut tx, TicketKind::Download, &Download::Media { message }).await?;
    tx.commit().await?;
    Ok(Json(ticket))
}

/// That the message of this conversation holds a file; whether it was fetched.
async fn sent(tx: &mut Tx, id: ConversationId, message: MessageId) -> Result<bool, Refusal> {
    found(tx, id).await?;
    let is_here = tx.conversations().holds(id, message).await?;
    let named = tx.conversations().media(message).await?.filter(|_| is_here);
    Ok(named.ok_or(ProblemCode::MediaNotFound)?.is_kept)
}
