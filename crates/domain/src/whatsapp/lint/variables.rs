//! The rules of variables and their examples.

use std::collections::BTreeSet;

use super::{
    code::{LintCode, Report, Span},
    pieces::{Kind, Piece, pieces},
};
use crate::{
    provider::Provider,
    whatsapp::{TemplateButton, TemplateContent, TemplateHeader, message::CODE_MAX},
};

/// Blanks in a row that no value may hold.
const BLANKS: &str = "     ";

/// How the variables of a template are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    /// By words; a number among them is none.
    Words,
    /// By their places, as templates made elsewhere often are: `{{1}}`, `{{2}}`, none left out, nothing above the text.
    Places,
}

impl Naming {
    pub(super) fn of(content: &TemplateContent) -> Self {
        let names = content.variables();
        let is_place = |(place, name): (usize, &&str)| **name == place.to_string();
        let above = matches!(&content.header, Some(TemplateHeader::Text { text }) if text.contains("{{"));
        let places = !names.is_empty() && !above && (1..).zip(&names).all(is_place);
        if places { Self::Places } else { Self::Words }
    }

    /// Whether a name may stand in a text but once: Meta wants named ones unique (templates/overview). Twilio is given a place in each
    /// name's stead, and a place may come again.
    const fn is_unique(self, provider: Provider) -> bool {
        matches!((self, provider), (Self::Words, Provider::Meta))
    }
}

/// The variables of the text: whole, named, neither first nor last, none beside another, and not too many for its words.
pub(super) fn of_text(
    report: &mut Report,
    pointer: &str,
    text: &str,
    (naming, provider): (Naming, Provider),
) {
    let pieces = pieces(text);
    names(report, pointer, &pieces, (naming, provider));
    let shown: Vec<_> = pieces.iter().filter(|piece| !is_blank(piece)).collect();
    for (edge, code) in [(shown.first(), LintCode::VariableFirst), (shown.last(), LintCode::VariableLast)] {
        if let Some(Piece { kind: Kind::Variable(name), span }) = edge {
            report.block(code, pointer, Some(*span), name);
        }
    }
    adjacent(report, pointer, &pieces);
    dense(report, pointer, &pieces);
}

/// Braces and names alone.
pub(super) fn names(
    report: &mut Report,
    pointer: &str,
    pieces: &[Piece<'_>],
    (naming, provider): (Naming, Provider),
) {
    let mut seen = BTreeSet::new();
    for piece in pieces {
        match piece.kind {
            Kind::Broken => report.block(LintCode::VariableBroken, pointer, Some(piece.span), ""),
            Kind::Variable(name) if naming == Naming::Words && !is_name(name) => {
                report.block(LintCode::VariableName, pointer, Some(piece.span), name);
            }
            Kind::Variable(name) if seen.insert(name) => {}
            Kind::Variable(name) if naming.is_unique(provider) => {
                report.block(LintCode::VariableTwice, pointer, Some(piece.span), name);
            }
            Kind::Variable(name) => {
                report.warn(LintCode::VariableTwice, pointer, Some(piece.span), name);
            }
            Kind::Text(_) => {}
        }
    }
}

/// Meta takes lower-case letters, digits and `_`.
fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn is_blank(piece: &Piece<'_>) -> bool {
    matches!(piece.kind, Kind::Text(text) if text.trim().is_empty())
}

/// Meta refuses `{{a}}{{b}}` as `INVALID_FORMAT`; with blanks between them reviewers often do.
fn adjacent(report: &mut Report, pointer: &str, pieces: &[Piece<'_>]) {
    let mut before: Option<Span> = None;
    for piece in pieces {
        match piece.kind {
            Kind::Variable(name) => {
                if let Some(before) = before {
                    let span = Some(Span { from: before.from, to: piece.span.to });
                    if before.to == piece.span.from {
                        report.block(LintCode::VariableAdjacent, pointer, span, name);
                    } else {
                        report.warn(LintCode::VariableAdjacent, pointer, span, name);
                    }
                }
                before = Some(piece.span);
            }
            Kind::Text(_) if is_blank(piece) => {}
            Kind::Text(_) | Kind::Broken => before = None,
        }
    }
}

/// No ratio is published; fewer than two words and one more for each variable is what reviewers refuse.
fn dense(report: &mut Report, pointer: &str, pieces: &[Piece<'_>]) {
    let variables = pieces.iter().filter(|piece| matches!(piece.kind, Kind::Variable(_))).count();
    let words: usize = pieces
        .iter()
        .filter_map(|piece| match piece.kind {
            Kind::Text(text) => Some(text.split_whitespace().filter(|word| has_letters(word)).count()),
            _ => None,
        })
        .sum();
    if variables > 0 && words < 2 * variables + 1 {
        report.warn(LintCode::VariableDense, pointer, None, variables);
    }
}

fn has_letters(word: &str) -> bool {
    word.chars().any(char::is_alphanumeric)
}

/// Every variable has an example that a message could carry.
pub(super) fn examples(report: &mut Report, content: &TemplateContent) {
    let naming = Naming::of(content);
    for name in content.variables().into_iter().filter(|name| naming == Naming::Places || is_name(name)) {
        let pointer = format!("/examples/{name}");
        match content.examples.get(name).map(String::as_str) {
            None => report.block(LintCode::ExampleMissing, &pointer, None, name),
            Some(example) if example.trim().is_empty() => {
                report.block(LintCode::ExampleMissing, &pointer, None, name);
            }
            Some(example) if example.contains(['\n', '\r', '\t']) || example.contains(BLANKS) => {
                report.block(LintCode::ExampleCharacters, &pointer, None, name);
            }
            Some(_) => {}
        }
    }
    let copies = content.buttons.contains(&TemplateButton::CopyCode);
    let code = content.examples.get("code").filter(|_| copies);
    if code.is_some_and(|code| code.chars().count() > CODE_MAX || code.contains(char::is_whitespace)) {
        report.block(LintCode::ExampleCode, "/examples/code", None, CODE_MAX);
    }
}
