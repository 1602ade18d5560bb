//! One conversation, as the person's phone shows it.

use actix_web::{
    HttpResponse, get,
    web::{Data, Path, Query},
};
use chrono::{DateTime, Utc};
use maud::{Markup, html};

use super::texts::Words;
use crate::{
    clock,
    inbox::{answer, page::page, query::Asked, texts::Texts},
    sandbox::Sandbox,
    whatsapp::{Button, Heard, Line, Message, Press, World},
};

/// What stands in a conversation.
enum Bubble {
    Ours(Message),
    Theirs(Heard),
}

impl Bubble {
    fn at(&self) -> DateTime<Utc> {
        match self {
            Self::Ours(message) => message.letter.at,
            Self::Theirs(heard) => heard.at,
        }
    }
}

#[get("/whatsapp/{line}/{person}")]
pub(super) async fn show(
    sandbox: Data<Sandbox>,
    place: Path<(Line, String)>,
    asked: Query<Asked>,
) -> HttpResponse {
    let (line, person) = place.into_inner();
    let texts = asked.texts();
    let (bubbles, open) = sandbox
        .whatsapp
        .with(|world| (bubbles(world, line, &person), world.is_open(line, &person, clock::now())));
    let chat = Chat { line, person: &person, texts, words: Words::of(texts.code) };
    let other = format!("{}?lang={}", line.path(&person), texts.other.0);
    answer(page(texts, &person, &other, &chat.content(&bubbles, open)))
}

fn bubbles(world: &World, line: Line, person: &str) -> Vec<Bubble> {
    let ours = world.thread(line, person).into_iter().cloned().map(Bubble::Ours);
    let mut all: Vec<_> = ours.chain(world.heard_of(line, person).cloned().map(Bubble::Theirs)).collect();
    all.sort_by_key(Bubble::at);
    all
}

/// Whose conversation it is, and in which language the page around it is.
struct Chat<'a> {
    line: Line,
    person: &'a str,
    texts: &'static Texts,
    words: &'static Words,
}

impl Chat<'_> {
    /// Where something is posted to.
    fn action(&self, deed: &str) -> String {
        format!("{}/{deed}?lang={}", self.line.path(self.person), self.texts.code)
    }

    fn content(&self, bubbles: &[Bubble], open: bool) -> Markup {
        let words = self.words;
        html! {
            a href={ "/whatsapp?lang=" (self.texts.code) } { (words.back) }
            h1 { (self.person) " · " (self.line.name()) }
            p.quiet { (words.notice) " " (if open { words.window } else { words.no_window }) }
            ol.chat {
                @for bubble in bubbles {
                    @match bubble {
                        Bubble::Ours(message) => (self.ours(message)),
                        Bubble::Theirs(heard) => (self.theirs(heard)),
                    }
                }
            }
            form.search method="post" action=(self.action("say")) {
                input name="text" required maxlength="4096" placeholder=(words.write) aria-label=(words.write) autocomplete="off";
                button { (words.send) }
            }
            nav {
                (self.button("read", words.read))
                (self.button("block", words.block))
                @if self.line == Line::Meta { (self.button("stop", words.stop)) }
            }
        }
    }

    fn button(&self, deed: &str, text: &str) -> Markup {
        html! { form method="post" action=(self.action(deed)) { button { (text) } } }
    }

    fn ours(&self, message: &Message) -> Markup {
        let (letter, words) = (&message.letter, self.words);
        let shown = &letter.shown;
        html! {
            li.ours {
                article.bubble aria-label=(words.us) {
                    @if let Some(header) = &shown.header { strong { (header) } }
                    p { (shown.body) }
                    @if let Some(footer) = &shown.footer { small.quiet { (footer) } }
                    @for (at, button) in shown.buttons.iter().enumerate() { (self.pressed(letter.number, at, button)) }
                }
                small.quiet {
                    (letter.at.format("%H:%M:%S"))
                    @for deed in &message.deeds {
                        " · " (words.what(deed.what)) @if let Some(code) = deed.code { " " (code) }
                    }
                }
            }
        }
    }

    /// A link opens in the visitor's own browser; an answer is posted.
    fn pressed(&self, number: u64, at: usize, button: &Button) -> Markup {
        html! {
            @match button.press {
                Press::Url => a.press href=(button.target) target="_blank" rel="noreferrer" { (button.text) },
                Press::Reply => form method="post" action=(self.action(&format!("press/{number}/{at}"))) {
                    button.press { (button.text) }
                },
                Press::Phone | Press::Code => span.press { (button.text) " " (button.target) },
            }
        }
    }

    fn theirs(&self, heard: &Heard) -> Markup {
        html! {
            li.theirs {
                article.bubble aria-label=(self.words.you) { p { (heard.said.text()) } }
                small.quiet { (heard.at.format("%H:%M:%S")) }
            }
        }
    }
}
