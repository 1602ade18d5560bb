//! Answering.

use std::collections::BTreeMap;

use actix_web::{
    HttpResponse, post,
    web::{Data, Path},
};
use chrono::{DateTime, Utc};
use content::media_misfit;
use domain::{
    ConversationId, ErrandId, FieldError, FieldReason, MessageId, ProblemCode,
    audience::ExclusionReason,
    errand::ErrandTask,
    provider::Provider,
    whatsapp::{Conversation, ConversationAnswer, ConversationMessage, TemplateContent},
};
use store::{NewAnswer, Tx, signal::channel};

use super::found;
use crate::{
    Api,
    caller::{Caller, permit::ConversationsReply},
    error::Refusal,
    manners::body::Body,
};

/// Answer in a conversation
///
/// A free text within 24 hours of the person's last message; an approved template at any time, where the person said yes to
/// marketing by WhatsApp; one of marketing not while a colleague has to read what they wrote, nor within 24 hours of Meta's word that it
/// delivers them no more. It is sent in the background, once; its state tells how it went.
#[utoipa::path(tag = "conversations", security(("bearer" = ["conversations:reply"])), params(("id" = ConversationId, Path, description = "The conversation's id")),
    request_body = ConversationAnswer,
    extensions(("x-problems" = json!(["conversation.not_found", "conversation.window_closed", "conversation.no_consent", "conversation.capped", "conversation.held"]))),
    responses((status = 202, body = ConversationMessage, description = "The message, which waits for its turn")))]
#[post("/conversations/{id}/messages")]
pub(super) async fn answer_conversation(
    caller: Caller<ConversationsReply>,
    api: Data<Api>,
    id: Path<ConversationId>,
    body: Body<ConversationAnswer>,
) -> Result<HttpResponse, Refusal> {
    body.command.check()?;
    let now = (api.clock)();
    let mut tx = api.store.begin().await?;
    let conversation = found(&mut tx, *id).await?;
    // Where the settings have lost the account: what Meta takes.
    let account = api.accounts.get(&conversation.account);
    let provider = account.map_or(Provider::Meta, |connection| connection.provider());
    body.command.check_for(provider)?;
    let text = text(&mut tx, &conversation, &body.command, provider, now).await?;
    let message = MessageId((api.ids)());
    let by = caller.owner();
    let new =
        NewAnswer { id: message, answer: &body.command, text: &text, author: Some((&by.id, &by.name)), now };
    tx.conversations().answer(*id, new).await?;
    let errand = ErrandId((api.ids)());
    tx.errands().create(errand, &ErrandTask::Answer { message }, caller.id(), now).await?;
    tx.notify(channel::ERRANDS, "").await?;
    let newest: ConversationMessage =
        tx.conversations().message(message).await?.ok_or(ProblemCode::ServerFailed)?;
    tx.commit().await?;
    Ok(HttpResponse::Accepted().json(newest))
}

/// How the answer reads, where it may be given.
async fn text(
    tx: &mut Tx,
    conversation: &Conversation,
    answer: &ConversationAnswer,
    provider: Provider,
    now: DateTime<Utc>,
) -> Result<String, Refusal> {
    match answer {
        ConversationAnswer::Text { text } => {
            if conversation.window_until.is_none_or(|until| until <= now) {
                return Err(ProblemCode::ConversationWindowClosed.into());
            }
            Ok(text.clone())
        }
        ConversationAnswer::Template { template_id, values, media_url } => {
            let address = &conversation.address;
            if let Some(reason) = tx.conversations().forbids_template(address, *template_id, now).await? {
                return Err(problem(reason).into());
            }
            let approved = tx.conversations().approved(&conversation.account, *template_id).await?;
            let approved = approved.map(|(content, _)| content).filter(|content| !content.needs_campaign());
            let missing = || vec![FieldError::new("/template_id", FieldReason::Missing, "")];
            let content = approved.ok_or_else(missing)?;
            complete(&content, values, media_url.as_deref(), provider)?;
            Ok(content.filled(values))
        }
    }
}

/// Why a template may not be said, in words that say what to do.
const fn problem(reason: ExclusionReason) -> ProblemCode {
    match reason {
        ExclusionReason::Capped => ProblemCode::ConversationCapped,
        ExclusionReason::Held => ProblemCode::ConversationHeld,
        _ => ProblemCode::ConversationNoConsent,
    }
}

/// Every variable has a value, for providers send their own examples for what is missing; and the header has its file.
fn complete(
    content: &TemplateContent,
    values: &BTreeMap<String, String>,
    media_url: Option<&str>,
    provider: Provider,
) -> Result<(), Vec<FieldError>> {
    let without = content.variables().into_iter().filter(|name| !values.contains_key(*name));
    let missing = without.map(|name| FieldError::new(format!("/values/{name}"), FieldReason::Required, ""));
    let wrong: Vec<_> = missing.chain(misfit(content, media_url, provider)).collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

fn misfit(content: &TemplateContent, media_url: Option<&str>, provider: Provider) -> Option<FieldError> {
    let (reason, about) = match (content.media(), media_url) {
        (Some(_), None) => (FieldReason::Required, String::new()),
        (None, Some(_)) => (FieldReason::Unexpected, String::new()),
        (Some(_), Some(url)) => media_misfit(content, url, provider)?,
        (None, None) => return None,
    };
    Some(FieldError::new("/media_url", reason, about))
}
