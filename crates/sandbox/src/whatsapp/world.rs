//! Everything that is remembered of both numbers: messages, people, templates.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use chrono::{DateTime, Utc};

use super::{
    Deed, Heard, Letter, Line, Message, Template,
    standing::{Number, Standing},
    temper::Temper,
};

/// The state of both numbers and of everybody they write to.
#[derive(Debug, Default)]
pub(crate) struct World {
    messages: Vec<Message>,
    /// Number of the first message: numbers go on after everything was forgotten.
    first: u64,
    heard: Vec<Heard>,
    threads: HashMap<(Line, String), Vec<u64>>,
    standings: HashMap<(Line, String), Standing>,
    /// Numbers by the user ids that stand for them.
    user_ids: HashMap<String, String>,
    pub(super) overrides: HashMap<String, Temper>,
    pub(super) templates: Vec<Template>,
    /// Names of templates that were approved and deleted: they are reserved for 30 days.
    pub(super) buried: HashSet<(Line, String)>,
    pub(crate) meta: Number,
    pub(crate) twilio: Number,
    made: u64,
}

impl World {
    /// A number that was never given before in this run.
    pub(crate) fn next(&mut self) -> u64 {
        self.made += 1;
        self.made
    }

    pub(super) fn next_message(&self) -> u64 {
        self.first + self.messages.len() as u64
    }

    pub(super) fn standing(&mut self, line: Line, person: &str) -> &mut Standing {
        self.standings.entry((line, person.to_owned())).or_default()
    }

    pub(super) fn number(&mut self, line: Line) -> &mut Number {
        match line {
            Line::Meta => &mut self.meta,
            Line::Twilio => &mut self.twilio,
        }
    }

    /// Whether somebody had wanted no more of Twilio's number.
    pub(crate) fn has_stopped(&mut self, line: Line, person: &str) -> bool {
        self.standing(line, person).stopped
    }

    /// Counts a message to somebody, unless it is one too many.
    pub(crate) fn borrow(&mut self, line: Line, person: &str, now: DateTime<Utc>) -> bool {
        self.standing(line, person).borrow(now)
    }

    pub(super) fn take_in(&mut self, letter: Letter) -> Arc<Letter> {
        let letter = Arc::new(letter);
        self.threads.entry((letter.line, letter.person.clone())).or_default().push(letter.number);
        self.messages.push(Message { letter: Arc::clone(&letter), deeds: Vec::new() });
        letter
    }

    pub(super) fn hear(&mut self, heard: Heard) {
        self.heard.push(heard);
    }

    pub(crate) fn find(&self, number: u64) -> Option<&Message> {
        self.messages.get(usize::try_from(number.checked_sub(self.first)?).ok()?)
    }

    /// A message by the service's id of it.
    pub(crate) fn find_by_id(&self, id: &str) -> Option<&Message> {
        self.messages.iter().rev().find(|message| message.letter.id == id)
    }

    /// Writes down what became of a message; one that was forgotten meanwhile takes nothing more.
    pub(super) fn note(&mut self, number: u64, deed: Deed) {
        let index = number.checked_sub(self.first).and_then(|index| usize::try_from(index).ok());
        if let Some(message) = index.and_then(|index| self.messages.get_mut(index)) {
            message.deeds.push(deed);
        }
    }

    /// Messages of ours, oldest first.
    pub(crate) fn messages(&self) -> impl DoubleEndedIterator<Item = &Message> {
        self.messages.iter()
    }

    /// What people wrote, oldest first.
    pub(crate) fn heard(&self) -> impl DoubleEndedIterator<Item = &Heard> {
        self.heard.iter()
    }

    /// What one person wrote to a number, oldest first.
    pub(crate) fn heard_of(&self, line: Line, person: &str) -> impl DoubleEndedIterator<Item = &Heard> {
        self.heard.iter().filter(move |heard| heard.line == line && heard.person == person)
    }

    /// Whether free text is taken.
    pub(crate) fn is_open(&mut self, line: Line, person: &str, now: DateTime<Utc>) -> bool {
        self.standing(line, person).is_open(now)
    }

    /// Messages of ours to somebody, oldest first.
    pub(crate) fn thread(&self, line: Line, person: &str) -> Vec<&Message> {
        let numbers = self.threads.get(&(line, person.to_owned())).map_or(&[][..], Vec::as_slice);
        numbers.iter().filter_map(|number| self.find(*number)).collect()
    }

    /// The number that last wrote to somebody; Meta's where none did.
    pub(crate) fn line_of(&self, person: &str) -> Line {
        let last = self.messages.iter().rev().find(|message| message.letter.person == person);
        last.map_or(Line::Meta, |message| message.letter.line)
    }

    /// The templates of a line, oldest first.
    pub(crate) fn templates(&self, line: Line) -> impl Iterator<Item = &Template> {
        self.templates.iter().filter(move |template| template.line == line)
    }

    /// Whether no template may bear a name for now.
    pub(crate) fn is_reserved(&self, line: Line, name: &str) -> bool {
        self.buried.contains(&(line, name.to_owned()))
    }

    /// Who a user id stands for; whoever was never met is nobody.
    pub(crate) fn person_of(&self, user_id: &str) -> Option<String> {
        self.user_ids.get(user_id).cloned()
    }

    /// Remembers whom a user id stands for.
    pub(crate) fn meet(&mut self, user_id: String, person: &str) {
        self.user_ids.insert(user_id, person.to_owned());
    }

    /// Forgets messages and what was written; windows, opt-outs and templates stay.
    pub(crate) fn clear(&mut self) {
        self.first += self.messages.len() as u64;
        self.messages.clear();
        self.heard.clear();
        self.threads.clear();
    }
}
