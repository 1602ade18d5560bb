//! The conversations, newest first.

use std::collections::HashMap;

use actix_web::{
    HttpResponse, get,
    web::{Data, Query},
};
use chrono::{DateTime, Utc};
use maud::{Markup, html};

use super::texts::Words;
use crate::{
    inbox::{answer, page::page, query::Asked},
    sandbox::Sandbox,
    whatsapp::{Line, World},
};

/// Conversations on the page.
const PAGE: usize = 200;

/// One conversation.
struct Chat {
    line: Line,
    person: String,
    last: String,
    at: DateTime<Utc>,
}

#[get("/whatsapp")]
pub(super) async fn show(sandbox: Data<Sandbox>, asked: Query<Asked>) -> HttpResponse {
    let texts = asked.texts();
    let words = Words::of(texts.code);
    let chats = sandbox.whatsapp.with(|world| chats(world, asked.q.trim()));
    let content = html! {
        form.search method="get" action="/whatsapp" role="search" {
            input type="search" name="q" value=(asked.q) placeholder=(words.person) aria-label=(words.person);
            input type="hidden" name="lang" value=(texts.code);
            button { (texts.find) }
        }
        @if chats.is_empty() { p.card { (words.none) } } @else { (table(words, texts.code, &chats)) }
    };
    answer(page(texts, words.title, &format!("/whatsapp?lang={}", texts.other.0), &content))
}

/// What was last said in each of them.
fn chats(world: &World, needle: &str) -> Vec<Chat> {
    let ours = world.messages().map(|message| {
        let letter = &message.letter;
        ((letter.line, letter.person.as_str()), (letter.at, letter.shown.body.as_str()))
    });
    let theirs =
        world.heard().map(|heard| ((heard.line, heard.person.as_str()), (heard.at, heard.said.text())));
    let mut last = HashMap::new();
    for (who, said) in ours.chain(theirs).filter(|((_, person), _)| person.contains(needle)) {
        let newest = last.entry(who).or_insert(said);
        *newest = said.max(*newest);
    }
    let chat = |((line, person), (at, last)): ((Line, &str), (DateTime<Utc>, &str))| Chat {
        line,
        person: person.to_owned(),
        last: last.to_owned(),
        at,
    };
    let mut chats: Vec<_> = last.into_iter().map(chat).collect();
    chats.sort_by_key(|chat| std::cmp::Reverse(chat.at));
    chats.truncate(PAGE);
    chats
}

fn table(words: &Words, code: &str, chats: &[Chat]) -> Markup {
    html! {
        div.card {
            table {
                thead { tr { th { (words.when) } th { (words.person) } th { (words.by) } th { (words.last) } } }
                tbody {
                    @for chat in chats {
                        tr {
                            td.time { (chat.at.format("%H:%M:%S")) }
                            td { a href={ (chat.line.path(&chat.person)) "?lang=" (code) } { (chat.person) } }
                            td { (chat.line.name()) }
                            td { (chat.last.chars().take(120).collect::<String>()) }
                        }
                    }
                }
            }
        }
    }
}
