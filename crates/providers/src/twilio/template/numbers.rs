//! Numbers in the place of names: from 1 over header, text and buttons, in the order in which `ApprovedTemplate.places` has them;
//! last the file of the header.

use std::collections::BTreeMap;

use url::Url;

use super::super::variables::behind_host;
use crate::Failure;

/// The numbers that are given so far, with an example each.
#[derive(Debug)]
pub(super) struct Numbers<'a> {
    examples: &'a BTreeMap<String, String>,
    given: BTreeMap<usize, String>,
}

impl<'a> Numbers<'a> {
    pub(super) const fn new(examples: &'a BTreeMap<String, String>) -> Self {
        Self { examples, given: BTreeMap::new() }
    }

    /// The examples by number: what Meta looks at.
    pub(super) fn examples(self) -> BTreeMap<usize, String> {
        self.given
    }

    /// A place, with its example: `{{3}}`.
    pub(super) fn place(&mut self, example: String) -> String {
        let number = self.given.len() + 1;
        self.given.insert(number, example);
        tag(number)
    }

    /// The place of a variable, by the example of its name.
    pub(super) fn named(&mut self, name: &str) -> Result<String, Failure> {
        let example = self.examples.get(name).filter(|example| !example.trim().is_empty());
        let example =
            example.ok_or_else(|| refused("example", format!("give an example for {{{{{name}}}}}")))?;
        Ok(self.place(example.clone()))
    }

    /// A text with numbers in the place of names; the same name in it is the same number.
    pub(super) fn text(&mut self, text: &str) -> Result<String, Failure> {
        let mut known: BTreeMap<&str, String> = BTreeMap::new();
        let mut pieces = text.split("{{");
        let mut numbered = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (name, rest) =
                piece.split_once("}}").ok_or_else(|| refused("braces", "close every {{ with }}".into()))?;
            let name = name.trim();
            if !known.contains_key(name) {
                known.insert(name, self.named(name)?);
            }
            numbered.extend(known.get(name).map(String::as_str));
            numbered.push_str(rest);
        }
        Ok(numbered)
    }

    /// The address of a file of which all behind the host varies: Twilio takes no variable before that.
    pub(super) fn file(&mut self, url: &str) -> Result<String, Failure> {
        let host = Url::parse(url).ok().filter(|url| url.scheme() == "https");
        match (host, behind_host(url)) {
            (Some(host), Some(path)) => {
                Ok(format!("{}/{}", host.origin().ascii_serialization(), self.place(path)))
            }
            _ => {
                Err(refused("example_url", "give the https address of a file as the header's example".into()))
            }
        }
    }
}

/// How a number stands in a text.
fn tag(number: usize) -> String {
    format!("{{{{{number}}}}}")
}

pub(super) fn refused(code: &str, detail: String) -> Failure {
    Failure::Refused { code: code.into(), detail }
}
