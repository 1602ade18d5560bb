//! One message.

use actix_web::{
    HttpResponse, get,
    http::header,
    post,
    web::{Data, Path, Query},
};
use maud::{Markup, html};

use super::{answer, page::page, query::Asked, texts::Texts, timeline::timeline};
use crate::{
    mail::{Mailbox, Message},
    people,
    sandbox::Sandbox,
};

#[get("/messages/{number}")]
pub(crate) async fn show(sandbox: Data<Sandbox>, number: Path<u64>, asked: Query<Asked>) -> HttpResponse {
    let texts = asked.texts();
    let other = format!("/messages/{number}?lang={}", texts.other.0);
    let Some(message) = find(&sandbox, *number) else {
        let mut missing = answer(page(texts, texts.title, &other, &html! { p.card { (texts.missing) } }));
        *missing.status_mut() = actix_web::http::StatusCode::NOT_FOUND;
        return missing;
    };
    answer(page(texts, &message.envelope.subject, &other, &content(texts, &message)))
}

/// Posts what the button of a mail program would post, and comes back.
#[post("/messages/{number}/unsubscribe")]
pub(crate) async fn unsubscribe(
    sandbox: Data<Sandbox>,
    number: Path<u64>,
    asked: Query<Asked>,
) -> HttpResponse {
    if let Some(message) = find(&sandbox, *number) {
        people::unsubscribe_as_visitor(&sandbox, &message).await;
    }
    let back = format!("/messages/{number}?lang={}", asked.texts().code);
    HttpResponse::SeeOther().insert_header((header::LOCATION, back)).finish()
}

fn find(sandbox: &Sandbox, number: u64) -> Option<Message> {
    sandbox.mail.with(|room| room.find(number).cloned())
}

fn content(texts: &Texts, message: &Message) -> Markup {
    let rendered = message.render();
    html! {
        a href={ "/?lang=" (texts.code) } { (texts.back) }
        h1 { (message.envelope.subject) }
        div.columns {
            div {
                section.card {
                    h2 { (texts.body) }
                    @if rendered.is_some() { (frame(texts, message)) } @else { p { (texts.dropped) } }
                }
                @if let Some(text) = rendered.and_then(|rendered| rendered.text) {
                    section.card { h2 { (texts.text_part) } pre { (text) } }
                }
            }
            div {
                (envelope(texts, message))
                (timeline(texts, &message.deeds))
                (headers(texts, message))
            }
        }
    }
}

/// Links of the message open in a window of their own, outside of the frame's sandbox.
fn frame(texts: &Texts, message: &Message) -> Markup {
    html! {
        iframe title=(texts.body) src={ "/messages/" (message.number) "/html" } referrerpolicy="no-referrer"
            sandbox="allow-popups allow-popups-to-escape-sandbox" {}
    }
}

fn envelope(texts: &Texts, message: &Message) -> Markup {
    let envelope = &message.envelope;
    let reply_to = message.body.as_ref().and_then(|body| body.content.reply_to.as_ref());
    html! {
        section.card {
            dl {
                dt { (texts.from) } dd { (mailbox(&envelope.from)) }
                dt { (texts.to) } dd { (mailbox(&envelope.to)) }
                @if let Some(reply_to) = reply_to { dt { (texts.reply_to) } dd { (mailbox(reply_to)) } }
                dt { "Message-ID" } dd { (envelope.id) }
                @if !envelope.tags.is_empty() { dt { (texts.tags) } dd { (envelope.tags.join(", ")) } }
            }
            @if message.header("List-Unsubscribe").is_some() {
                form method="post" action={ "/messages/" (message.number) "/unsubscribe?lang=" (texts.code) } {
                    p { button { (texts.unsubscribe) } }
                }
            }
        }
    }
}

fn headers(texts: &Texts, message: &Message) -> Markup {
    let headers = message.headers();
    html! {
        @if !headers.is_empty() {
            section.card {
                h2 { (texts.headers) }
                dl {
                    @for (name, value) in &headers { dt { (name) } dd { (value.as_str().unwrap_or_default()) } }
                }
            }
        }
    }
}

fn mailbox(mailbox: &Mailbox) -> Markup {
    html! {
        @if let Some(name) = &mailbox.name { (name) " <" (mailbox.email) ">" } @else { (mailbox.email) }
    }
}
