//! Fixed text that a provider would take for its own template language.

use crate::{
    compiled::{Compiled, Segment, Slot},
    slots::{Slots, TooMany},
};

impl Compiled {
    /// The same e-mail for a provider that evaluates bodies: wherever fixed text holds one of its opening `delimiters`
    /// (`{{`), or ends as one begins, that becomes a slot of its own, so that the only thing the provider finds to
    /// evaluate are our tags. Take tags *and* values from the answer.
    ///
    /// A provider that makes a single pass then shows a person called `{{params.s0}}` as just that. One that evaluates
    /// values again has to part their braces itself; only its adapter knows.
    ///
    /// # Errors
    /// None of practical size: [`TooManySlots`] beyond 65 534 slots.
    pub fn neutralise(&self, delimiters: &[&str]) -> Result<Self, TooManySlots> {
        let mut slots = Slots::from_list(self.slots.clone());
        let mut part =
            |segments: &[Segment]| part(segments, delimiters, &mut slots).map_err(|TooMany| TooManySlots);
        let (subject, html, text) = (part(&self.subject)?, part(&self.html)?, part(&self.text)?);
        Ok(Self { subject, html, text, slots: slots.into_list(), links: self.links.clone() })
    }
}

/// More slots than a number can tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this e-mail needs more than 65 534 slots: shorten it, or take braces out of it")]
pub struct TooManySlots;

fn part(segments: &[Segment], delimiters: &[&str], slots: &mut Slots) -> Result<Vec<Segment>, TooMany> {
    let mut safe = Vec::with_capacity(segments.len());
    for segment in segments {
        match segment {
            Segment::Static(text) => {
                for (stretch, evaluated) in stretches(text, delimiters) {
                    safe.push(match evaluated {
                        true => Segment::Slot(slots.number(Slot::Literal(stretch.to_owned()))?),
                        false => Segment::Static(stretch.to_owned()),
                    });
                }
            }
            Segment::Slot(number) => safe.push(Segment::Slot(*number)),
        }
    }
    Ok(safe)
}

/// Cuts a text into stretches that are harmless and stretches that a provider would read. Of the latter each is a run of
/// delimiters and of the characters that begin them: `{{{` is one, and so is a `{` before the end or before a delimiter.
fn stretches<'a>(text: &'a str, delimiters: &[&str]) -> Vec<(&'a str, bool)> {
    let mut found = Vec::new();
    let (mut harmless, mut at) = (0, 0);
    while at < text.len() {
        let length = run(&text[at..], delimiters);
        if length > 0 {
            found.push((&text[harmless..at], false));
            found.push((&text[at..at + length], true));
            harmless = at + length;
        }
        at += length.max(text[at..].chars().next().map_or(1, char::len_utf8));
    }
    found.push((&text[harmless..], false));
    found.retain(|(stretch, _)| !stretch.is_empty());
    found
}

/// How long the run of delimiters is that begins here; a beginning of one counts at the end of the text, where a tag
/// follows.
fn run(text: &str, delimiters: &[&str]) -> usize {
    let mut length = 0;
    while let Some(next) = delimiter(&text[length..], delimiters) {
        length += next;
    }
    length
}

fn delimiter(text: &str, delimiters: &[&str]) -> Option<usize> {
    let whole = delimiters.iter().filter(|delimiter| !delimiter.is_empty() && text.starts_with(**delimiter));
    let beginning = || delimiters.iter().any(|delimiter| !text.is_empty() && delimiter.starts_with(text));
    whole.map(|delimiter| delimiter.len()).max().or_else(|| beginning().then_some(text.len()))
}
