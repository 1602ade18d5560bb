//! A text part made of an HTML part.

use std::{cell::Cell, rc::Rc};

use lol_html::{doc_comments, element, end_tag, html_content::ContentType};

use super::{rewrite::rewrite, text_style::Plain};
use crate::{
    language::environment,
    mask::Mask,
    pieces::{Piece, join},
};

/// Wide enough for any paragraph: mail programs wrap for themselves, and a mark must not be cut.
const WIDTH: usize = 100_000;

/// Deepest nesting that is made into text. Layout tables reach a few dozen; what goes far beyond costs more the deeper
/// it is, and is no letter.
const DEPTH_MAX: usize = 256;

/// What says nothing in a text, or is not meant to be seen.
const UNSEEN: &str = "title, style, script, [style*=\"display:none\"], [style*=\"display: none\"]";

/// Makes the text; none where the HTML cannot be read or nests too deep, or where its blocks do not survive the way.
pub(crate) fn to_text(pieces: &[Piece]) -> Option<Vec<Piece>> {
    let (mask, masked) = Mask::over(pieces);
    let simple = simplify(&masked, &mask)?;
    let text = html2text::config::with_decorator(Plain::default())
        .raw_mode(true)
        .allow_width_overflow()
        .link_footnotes(false)
        .string_from_read(simple.as_bytes(), WIDTH)
        .ok()?;
    let pieces = mask.lift(&tidy(&text));
    environment().template_from_str(&join(&pieces)).ok()?;
    Some(pieces)
}

/// Takes out what is unseen, and makes tables blocks: an HTML parser moves text that stands between rows in front of the
/// table, and a condition would no longer hold its row. None where it nests too deep.
fn simplify(masked: &str, mask: &Mask) -> Option<String> {
    let (depth, deepest) = (Rc::new(Cell::new(0_usize)), Cell::new(0));
    let handlers = vec![
        element!("*:not(p):not(li)", |element| {
            if !element.can_have_content() {
                return Ok(());
            }
            depth.set(depth.get() + 1);
            deepest.set(deepest.get().max(depth.get()));
            let depth = Rc::clone(&depth);
            element.on_end_tag(end_tag!(move |_| {
                depth.set(depth.get().saturating_sub(1));
                Ok(())
            }))
        }),
        element!(UNSEEN, |element| {
            element.remove();
            Ok(())
        }),
        element!("table, caption, thead, tbody, tfoot, tr, td, th", |element| {
            Ok(element.set_tag_name("div")?)
        }),
        element!("hr", |element| {
            element.replace("<p>---</p>", ContentType::Html);
            Ok(())
        }),
    ];
    // Blocks may open and close in comments; they still decide what is read.
    let comments = vec![doc_comments!(|comment| {
        let text = comment.text();
        if mask.marks(&text) {
            comment.replace(&mask.only_marks(&text), ContentType::Text);
        }
        Ok(())
    })];
    let simple = rewrite(masked, handlers, comments).ok()?;
    (deepest.get() <= DEPTH_MAX).then_some(simple)
}

/// At most one empty line, no white space at the end of lines.
fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut empty = 1;
    for line in text.lines().map(str::trim_end) {
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            tidied.push_str(line);
            tidied.push('\n');
        }
    }
    tidied.truncate(tidied.trim_end().len());
    tidied.push('\n');
    tidied
}
