//! An e-mail, compiled: what every message has in common, and the slots where they differ.

use serde::{Deserialize, Serialize};

use crate::token::Kind;

/// An e-mail as its author wrote it, each part a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Email<'a> {
    /// The subject line.
    pub subject: &'a str,
    /// The preview text that mail programs show behind the subject.
    pub preheader: Option<&'a str>,
    /// The HTML part. Where it is blank it is made of the text.
    pub html: &'a str,
    /// The text part. Where it is blank it is made of the HTML.
    pub text: Option<&'a str>,
}

/// A compiled e-mail. The same e-mail always compiles to the same bytes, so that it may be kept as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compiled {
    pub(crate) subject: Vec<Segment>,
    pub(crate) html: Vec<Segment>,
    pub(crate) text: Vec<Segment>,
    pub(crate) slots: Vec<Slot>,
    pub(crate) links: Vec<Link>,
}

/// A tracked link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Its number in the campaign, from 1. An address that stands twice has one number.
    pub number: u16,
    /// Where it leads, as a browser makes it of the attribute (WHATWG URL): entities read, only ASCII, fit for `Location`.
    pub url: String,
}

/// A stretch of a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Segment {
    /// The same in every message.
    Static(String),
    /// The slot of this number.
    Slot(u16),
}

/// How a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Form {
    /// Escaped for HTML.
    Html,
    /// As it is.
    Text,
    /// As it is, on one line: a header ends at a line break.
    Line,
}

/// What is filled for each person.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Slot {
    /// The same for everybody, but not to be read by the provider's template language.
    Literal(String),
    /// An address of ours.
    Public {
        /// Which.
        kind: Kind,
        /// How it is written.
        form: Form,
    },
    /// A small template.
    Template {
        /// Its source.
        source: String,
        /// How its values are written.
        form: Form,
    },
}

/// A message, or the three bodies that a provider gets.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Message {
    /// The subject line, without line breaks.
    pub subject: String,
    /// The HTML part.
    pub html: String,
    /// The text part.
    pub text: String,
}

impl Compiled {
    /// The tracked links, in the order of their numbers.
    #[must_use]
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// How many slots there are; they are numbered from 0.
    #[must_use]
    pub fn slots(&self) -> usize {
        self.slots.len()
    }

    /// The bodies with `tag(n)` in place of slot `n`. For a provider that evaluates them, take the tags of what
    /// [`Compiled::neutralise`] answers.
    #[must_use]
    pub fn with_tags(&self, tag: impl Fn(u16) -> String) -> Message {
        let tags: Vec<String> = (0..u16::MAX).take(self.slots.len()).map(tag).collect();
        self.fill(&tags)
    }

    /// The message with a text for each slot.
    pub(crate) fn fill(&self, values: &[String]) -> Message {
        let write = |segments: &[Segment]| {
            let mut written = String::new();
            for segment in segments {
                written.push_str(match segment {
                    Segment::Static(text) => text,
                    Segment::Slot(slot) => values.get(usize::from(*slot)).map_or("", String::as_str),
                });
            }
            written
        };
        Message { subject: write(&self.subject), html: write(&self.html), text: write(&self.text) }
    }
}
