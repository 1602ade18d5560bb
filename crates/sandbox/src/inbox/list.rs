//! The list of messages, newest first.

use actix_web::{
    HttpResponse, get,
    web::{Data, Query},
};
use maud::{Markup, html};

use super::{answer, page::page, query::Asked, texts::Texts};
use crate::{mail::Message, sandbox::Sandbox};

/// Messages on a page.
const PAGE: usize = 50;

/// What one page shows.
struct Found {
    messages: Vec<Message>,
    total: usize,
    /// Messages whose body was dropped.
    dropped: usize,
    older: bool,
}

#[get("/")]
pub(crate) async fn show(sandbox: Data<Sandbox>, asked: Query<Asked>) -> HttpResponse {
    let texts = asked.texts();
    let found = find(&sandbox, &asked);
    let content = html! {
        form.search method="get" action="/" role="search" {
            input type="search" name="q" value=(asked.q) placeholder=(texts.search) aria-label=(texts.search);
            input type="hidden" name="lang" value=(texts.code);
            button { (texts.find) }
        }
        @if found.messages.is_empty() { p.card { (texts.none) } } @else { (table(texts, &found.messages)) }
        (pager(texts, &asked, &found))
    };
    answer(page(texts, texts.title, &asked.href(asked.page, texts.other.0), &content))
}

fn find(sandbox: &Sandbox, asked: &Asked) -> Found {
    let needle = asked.q.trim().to_lowercase();
    let fits = |message: &&Message| {
        let envelope = &message.envelope;
        needle.is_empty()
            || envelope.to.email.to_lowercase().contains(&needle)
            || envelope.subject.to_lowercase().contains(&needle)
    };
    sandbox.mail.with(|room| {
        let skipped = asked.page.saturating_mul(PAGE);
        let mut messages: Vec<_> =
            room.all().rev().filter(fits).skip(skipped).take(PAGE + 1).cloned().collect();
        let older = messages.len() > PAGE;
        messages.truncate(PAGE);
        Found { messages, total: room.all().len(), dropped: room.dropped(), older }
    })
}

fn table(texts: &Texts, messages: &[Message]) -> Markup {
    html! {
        div.card {
            table {
                thead {
                    tr { th { (texts.received) } th { (texts.to) } th { (texts.subject) } th { (texts.state) } }
                }
                tbody { @for message in messages { (row(texts, message)) } }
            }
        }
    }
}

fn row(texts: &Texts, message: &Message) -> Markup {
    let last = message.deeds.last();
    html! {
        tr {
            td.time { (message.at.format("%H:%M:%S")) }
            td { (message.envelope.to.email) }
            td { a href={ "/messages/" (message.number) "?lang=" (texts.code) } { (message.envelope.subject) } }
            td {
                @if let Some(deed) = last {
                    (texts.what(deed.what))
                    @if let Some(who) = deed.by { span.quiet { " · " (texts.who(who)) } }
                }
            }
        }
    }
}

fn pager(texts: &Texts, asked: &Asked, found: &Found) -> Markup {
    html! {
        nav {
            @if asked.page > 0 { a rel="prev" href=(asked.href(asked.page - 1, texts.code)) { (texts.newer) } }
            @if found.older { a rel="next" href=(asked.href(asked.page + 1, texts.code)) { (texts.older) } }
            span.quiet { (found.total) " " (texts.counts) }
            @if found.dropped > 0 { span.quiet { (found.dropped) " " (texts.without_body) } }
        }
    }
}
