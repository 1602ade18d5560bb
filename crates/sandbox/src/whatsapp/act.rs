//! What people do: write, press, choose, block, read. People of the program and visitors of the inbox alike.

use std::sync::Arc;

use chrono::TimeDelta;
use url::Url;

use super::{
    Button, Deed, Heard, Letter, Line, Message, Press, Said, Told, What,
    duty::{note, tell},
    line, words,
    world::World,
};
use crate::{clock, loopback, meta, people::Who, sandbox::Sandbox, twilio};

/// Hours that free text is taken after somebody wrote.
const WINDOW: i64 = 24;

/// Something that is said.
#[derive(Debug)]
pub(crate) struct Speech {
    pub(crate) line: Line,
    pub(crate) person: String,
    pub(crate) said: Said,
    /// The message of ours that is pointed at.
    pub(crate) answers: Option<String>,
    /// Whether the person's number is not told.
    pub(crate) hidden: bool,
    pub(crate) who: Who,
}

/// Somebody writes, or presses a button that is an answer. Tells the id of what was written.
pub(crate) fn write(sandbox: &Sandbox, speech: Speech) -> String {
    let (now, who) = (clock::now(), speech.who);
    let (heard, answered) = sandbox.whatsapp.with(|world| {
        let number = world.next();
        let id = match speech.line {
            Line::Meta => meta::message_id(now, number),
            Line::Twilio => twilio::message_id(now, number),
        };
        let standing = world.standing(speech.line, &speech.person);
        standing.window = Some(now + TimeDelta::hours(WINDOW));
        if speech.line == Line::Twilio {
            standing.stopped = match words::of_twilio(speech.said.text()) {
                Some(word) => word == "STOP",
                None => standing.stopped,
            };
        }
        let answered = answered(world, &speech);
        let heard = Heard {
            id,
            line: speech.line,
            person: speech.person,
            at: now,
            said: speech.said,
            answers: speech.answers,
            hidden: speech.hidden,
        };
        world.hear(heard.clone());
        (heard, answered)
    });
    if let Some(letter) = answered {
        note_speech(sandbox, &letter, &heard, who);
    }
    line::hand_over(sandbox, &heard);
    heard.id
}

/// The message that is pointed at, or the last one before: nobody points at what others got.
fn answered(world: &World, speech: &Speech) -> Option<Arc<Letter>> {
    let thread = world.thread(speech.line, &speech.person);
    let pointed = thread.iter().find(|message| speech.answers.as_ref() == Some(&message.letter.id));
    pointed.or(thread.last()).map(|message| Arc::clone(&message.letter))
}

fn note_speech(sandbox: &Sandbox, letter: &Letter, heard: &Heard, who: Who) {
    let what = if matches!(heard.said, Said::Button { .. }) { What::Pressed } else { What::Replied };
    let text = heard.said.text();
    let deed = |what| Deed { by: Some(who), text: Some(text.into()), ..Deed::plain(heard.at, what) };
    note(sandbox, letter, deed(what));
    if words::leaves(text) {
        note(sandbox, letter, deed(What::OptedOut));
    }
}

/// Somebody presses a button.
pub(crate) async fn press(sandbox: &Sandbox, letter: &Letter, button: &Button, who: Who) {
    match button.press {
        Press::Reply => press_reply(sandbox, letter, button, who),
        Press::Url => follow(sandbox, letter, &button.target, who).await,
        Press::Phone | Press::Code => {}
    }
}

fn speech(letter: &Letter, said: Said, points: bool, who: Who) -> Speech {
    Speech {
        line: letter.line,
        person: letter.person.clone(),
        said,
        answers: points.then(|| letter.id.clone()),
        hidden: false,
        who,
    }
}

/// Follows the address of a button, where it is of this machine.
async fn follow(sandbox: &Sandbox, letter: &Letter, target: &str, who: Who) {
    let url = Url::parse(target).ok().filter(loopback::is_loopback);
    let answer = match url {
        Some(url) => sandbox.web.get(url).header("User-Agent", AGENT).send().await.ok(),
        None => None,
    };
    let status = answer.map(|answer| answer.status().as_u16());
    let what = if status.is_some_and(|status| status < 400) { What::Clicked } else { What::Missed };
    let deed =
        Deed { by: Some(who), url: Some(target.into()), answer: status, ..Deed::plain(clock::now(), what) };
    note(sandbox, letter, deed);
}

/// What a phone follows links with.
const AGENT: &str = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36";

/// An answer's button that does not mean goodbye.
pub(super) fn press_an_answer(sandbox: &Sandbox, letter: &Letter) {
    let choices = answers(letter).filter(|button| !words::leaves(&button.text)).collect::<Vec<_>>();
    if let Some(button) = chosen(sandbox, letter, &choices) {
        press_reply(sandbox, letter, button, Who::Person);
    }
}

pub(super) async fn press_a_link(sandbox: &Sandbox, letter: &Letter) {
    let links: Vec<_> = letter.shown.buttons.iter().filter(|button| button.press == Press::Url).collect();
    if let Some(button) = chosen(sandbox, letter, &links) {
        follow(sandbox, letter, &button.target, Who::Person).await;
    }
}

/// Writes something; half of the people point at what they answer.
pub(super) fn answer(sandbox: &Sandbox, letter: &Letter) {
    let text = words::answer(sandbox.chance.number(&letter.person, "what is answered"));
    let points = sandbox.chance.happens(&letter.person, "points at what is answered", 50.0);
    write(sandbox, speech(letter, Said::Text { text: text.to_owned() }, points, Who::Person));
}

/// Wants no more: by a button that says so, where there is one; by WhatsApp's menu now and then; else by a text.
pub(super) fn leave(sandbox: &Sandbox, letter: &Letter) {
    let goodbye = answers(letter).find(|button| words::leaves(&button.text));
    let lot = |question, percent| sandbox.chance.happens(&letter.person, question, percent);
    if let Some(button) = goodbye.filter(|_| lot("presses to leave", 60.0)) {
        return press_reply(sandbox, letter, button, Who::Person);
    }
    if letter.line == Line::Meta && lot("leaves by the menu", 30.0) {
        return choose(sandbox, &letter.person, false, Who::Person);
    }
    let text = words::goodbye(sandbox.chance.number(&letter.person, "how somebody leaves"));
    write(sandbox, speech(letter, Said::Text { text: text.to_owned() }, false, Who::Person));
}

fn press_reply(sandbox: &Sandbox, letter: &Letter, button: &Button, who: Who) {
    let payload = if button.target.is_empty() { &button.text } else { &button.target };
    let said = Said::Button { payload: payload.clone(), text: button.text.clone() };
    write(sandbox, speech(letter, said, true, who));
}

fn answers(letter: &Letter) -> impl Iterator<Item = &Button> {
    letter.shown.buttons.iter().filter(|button| button.press == Press::Reply)
}

fn chosen<'b>(sandbox: &Sandbox, letter: &Letter, choices: &[&'b Button]) -> Option<&'b Button> {
    let number = sandbox.chance.number(&letter.person, "which button");
    let index = number.checked_rem(choices.len() as u64)?;
    choices.get(usize::try_from(index).ok()?).copied()
}

/// Somebody stops marketing by WhatsApp's own menu, which only Meta tells of, or wants it again.
pub(crate) fn choose(sandbox: &Sandbox, person: &str, wanted: bool, who: Who) {
    let letter = sandbox.whatsapp.with(|world| {
        world.standing(Line::Meta, person).stopped = !wanted;
        last(world, Line::Meta, person)
    });
    if let Some(letter) = letter.filter(|_| !wanted) {
        note(sandbox, &letter, Deed { by: Some(who), ..Deed::plain(clock::now(), What::OptedOut) });
    }
    meta::preference_told(sandbox, person, wanted);
}

/// Somebody blocks a number.
pub(crate) fn block(sandbox: &Sandbox, line: Line, person: &str, who: Who) {
    let letter = sandbox.whatsapp.with(|world| {
        world.standing(line, person).blocked = true;
        last(world, line, person)
    });
    if let Some(letter) = letter {
        note(sandbox, &letter, Deed { by: Some(who), ..Deed::plain(clock::now(), What::Blocked) });
    }
}

fn last(world: &World, line: Line, person: &str) -> Option<Arc<Letter>> {
    world.thread(line, person).last().map(|message| Arc::clone(&message.letter))
}

/// Somebody reads everything that has arrived; tells how many messages that is.
pub(crate) fn read(sandbox: &Sandbox, line: Line, person: &str) -> usize {
    let unread: Vec<_> = sandbox.whatsapp.with(|world| {
        let arrived = |message: &&Message| message.did(What::Delivered) && !message.did(What::Read);
        let unread = world.thread(line, person).into_iter().filter(arrived);
        unread.map(|message| Arc::clone(&message.letter)).collect()
    });
    for letter in &unread {
        tell(sandbox, letter, What::Read, Told::Read);
    }
    unread.len()
}
