//! A message of a conversation: said at most once.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::{
    MessageId,
    audience::ExclusionReason,
    whatsapp::{ConversationAnswer, MessageState},
};
use providers::{Answer, Connection, Form, Outcome, Place};
use serde_json::{Value, json};
use store::{DueAnswer, StoreError, Tx};

use super::{Errands, Stopped, heed::Said};
use crate::{
    carrier::span,
    whatsapp::{CODE, approved, fill, payload, value},
};

impl Errands {
    /// Says it, where it may still be said. Whoever dies meanwhile leaves it unknown: no provider of WhatsApp recognises a message that
    /// comes again.
    pub(super) async fn answer(
        &self,
        message: MessageId,
        may_wait: bool,
        now: DateTime<Utc>,
    ) -> Result<Value, Stopped> {
        let mut tx = self.carrier.store.begin().await?;
        let due = tx.conversations().take(message).await?;
        tx.commit().await?;
        let due = due.ok_or_else(|| Stopped::for_good("in_doubt", "it may have been said before"))?;
        let outcome = match self.written(message, &due, now).await {
            Ok((connection, answer)) => match connection.whatsapp() {
                Some(whatsapp) => whatsapp.answer(&answer).await,
                None => refused("channel", "the account serves another channel"),
            },
            Err(Stopped::Store(error)) => return Err(self.not_said(message, error).await),
            Err(Stopped::ForNow { code, detail, .. } | Stopped::ForGood { code, detail }) => {
                refused(&code, &detail)
            }
        };
        let template = matches!(due.answer, ConversationAnswer::Template { .. });
        let said = Said { id: message, account: &due.account, address: &due.address, template };
        self.settle(said, outcome, may_wait, now).await
    }

    /// What is to be sent, as things stand now.
    async fn written(
        &self,
        message: MessageId,
        due: &DueAnswer,
        now: DateTime<Utc>,
    ) -> Result<(&Arc<dyn Connection>, Answer), Stopped> {
        let connection = self.connection(&due.account)?;
        let (template, form) = match &due.answer {
            ConversationAnswer::Text { text } => {
                if due.window_until.is_none_or(|until| until <= now) {
                    return Err(Stopped::for_good(
                        "window_closed",
                        "more than 24 hours since the person last wrote",
                    ));
                }
                (None, Form::Text(text.clone()))
            }
            ConversationAnswer::Template { template_id, values, media_url } => {
                let mut tx = self.carrier.store.begin().await?;
                if let Some(reason) =
                    tx.conversations().forbids_template(&due.address, *template_id, now).await?
                {
                    return Err(Stopped::for_good(reason.as_str(), why_not(reason)));
                }
                let found = tx.conversations().approved(&due.account, *template_id).await?;
                tx.rollback().await?;
                let missing = || Stopped::for_good("template", "it is not approved any more");
                let (content, provider_id) = found.ok_or_else(missing)?;
                let template = approved(&content, &provider_id, connection.provider(), media_url.as_deref());
                let form = fill(&template.places, |place| match place {
                    Place::Header(name) | Place::Body(name) => value(values, name),
                    Place::Code(_) => value(values, CODE),
                    // Nobody counts what is answered to an answer, and only templates without a tracked button may be one.
                    Place::Payload(button) => payload(&content, *button, &message),
                    Place::Url(_) => String::new(),
                });
                (Some(template), form)
            }
        };
        Ok((connection, Answer { id: message, address: due.address.clone(), template, form }))
    }

    /// Nothing was said: it waits for its next try.
    async fn not_said(&self, message: MessageId, error: StoreError) -> Stopped {
        match self.put_back(message).await {
            Ok(()) => Stopped::Store(error),
            Err(worse) => Stopped::Store(worse),
        }
    }

    async fn put_back(&self, message: MessageId) -> Result<(), StoreError> {
        let mut tx = self.carrier.store.begin().await?;
        tx.conversations().put_back(message).await?;
        tx.commit().await
    }

    /// The message's row first, then what is heeded: the account's comes last.
    async fn settle(
        &self,
        said: Said<'_>,
        outcome: Outcome,
        may_wait: bool,
        now: DateTime<Utc>,
    ) -> Result<Value, Stopped> {
        let mut tx = self.carrier.store.begin().await?;
        let ended = match &outcome {
            Outcome::Retry { after, code, .. } if may_wait => {
                tx.conversations().put_back(said.id).await?;
                let (code, after) = (code.clone(), after.map(span));
                Err(Stopped::ForNow { code, detail: String::new(), after })
            }
            _ => ended(&mut tx, said.id, outcome.clone()).await?,
        };
        self.heed(&mut tx, said, &outcome, now).await?;
        tx.commit().await?;
        ended
    }
}

/// Records how a message ended that is not tried again.
async fn ended(
    tx: &mut Tx,
    message: MessageId,
    outcome: Outcome,
) -> Result<Result<Value, Stopped>, StoreError> {
    Ok(match outcome.each(1).pop() {
        Some(Outcome::Accepted { message_ids } | Outcome::Held { message_ids }) => {
            let id = message_ids.into_iter().next().flatten();
            tx.conversations().settle(message, MessageState::Accepted, None, id.as_deref()).await?;
            Ok(json!({"state": MessageState::Accepted}))
        }
        Some(Outcome::Refused { code, detail, .. } | Outcome::Retry { code, detail, .. }) => {
            let reason = format!("{code} {detail}");
            tx.conversations().settle(message, MessageState::Failed, Some(reason.trim()), None).await?;
            // The words may name whom it was for; whoever may read the conversation finds them there.
            Err(Stopped::ForGood { code, detail: String::new() })
        }
        Some(Outcome::Unbegun) => {
            tx.conversations().settle(message, MessageState::Failed, Some("unbegun"), None).await?;
            Err(Stopped::for_good("unbegun", "there was no time to send it"))
        }
        // It is unknown already.
        Some(Outcome::InDoubt { why }) => Err(Stopped::for_good("in_doubt", why)),
        Some(Outcome::Each(_)) | None => Err(Stopped::for_good("in_doubt", "no answer")),
    })
}

fn why_not(reason: ExclusionReason) -> &'static str {
    match reason {
        ExclusionReason::Capped => "Meta delivers no marketing to the person before 24 hours have passed",
        ExclusionReason::Held => "a colleague has to read first what the person wrote",
        _ => "a template takes a recorded yes",
    }
}

fn refused(code: &str, detail: &str) -> Outcome {
    Outcome::Refused { code: code.to_owned(), detail: detail.to_owned(), scope: providers::Scope::Request }
}
