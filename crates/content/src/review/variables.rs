//! Variables that leave a hole where a person lacks them.

use std::collections::BTreeSet;

use domain::check::{Check, CheckCode, Severity};

use crate::{
    compile::Parts,
    pieces::{Piece, join},
    simple::Simple,
};

/// What every message has: our addresses, the campaign, and the address it goes to.
const ALWAYS: [&str; 3] = ["lien.", "campagne.", "contact.email"];

/// Looks for bare variables without a default; each is told once, where it stands first.
pub(super) fn look(parts: &Parts) -> Vec<Check> {
    let mut seen = BTreeSet::new();
    let mut checks = Vec::new();
    for (pointer, pieces) in [
        ("/subject", &parts.subject),
        ("/preheader", &parts.preheader),
        ("/html", &parts.html),
        ("/text", &parts.text),
    ] {
        for name in pieces.iter().filter_map(bare).filter(|name| seen.insert(name.clone())) {
            checks.push(Check::new(CheckCode::VariableWithoutDefault, Severity::Info, name, Some(pointer)));
        }
    }
    checks
}

fn bare(piece: &Piece) -> Option<String> {
    let Piece::Expression(_) = piece else { return None };
    let Simple { group, name, default } = Simple::read(&join(std::slice::from_ref(piece)))?;
    let name = format!("{group}.{name}");
    (default.is_none() && !ALWAYS.iter().any(|always| name.starts_with(always))).then_some(name)
}
