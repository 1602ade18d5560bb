//! Headers: subjects, names and addresses. Whatever is beyond ASCII goes in encoded words (RFC 2047); no value breaks its line.

use base64::{Engine, engine::general_purpose::STANDARD};

/// The longest line that a header is folded to.
const LINE: usize = 76;

/// Bytes of one encoded word: with `=?utf-8?B?…?=` and the longest name before it, it stays within a line.
const WORD: usize = 39;

/// `Name: text`, with its end.
pub(super) fn text(name: &str, text: &str, out: &mut Vec<u8>) {
    let text = one_line(text);
    let written = if is_plain(&text) { folded(&text, name.len() + 2) } else { encoded(&text) };
    put(&[name, ": ", &written, "\r\n"], out);
}

/// `Name: Exemple SAS <news@example.org>`, with its end.
pub(super) fn mailbox(name: &str, display: Option<&str>, address: &str, out: &mut Vec<u8>) {
    let display =
        display.map(one_line).map(|display| display.trim().to_owned()).filter(|text| !text.is_empty());
    match display {
        None => put(&[name, ": <", address, ">\r\n"], out),
        Some(display) => put(&[name, ": ", &phrase(&display), "\r\n <", address, ">\r\n"], out),
    }
}

pub(super) fn put(words: &[&str], out: &mut Vec<u8>) {
    words.iter().for_each(|word| out.extend_from_slice(word.as_bytes()));
}

/// A header ends at a line break: each control character is a blank.
fn one_line(text: &str) -> String {
    text.replace(char::is_control, " ")
}

/// Whether a text may stand as it is: ASCII that nobody takes for an encoded word, and that can be folded.
fn is_plain(text: &str) -> bool {
    let words = text.split(' ').all(|word| !word.is_empty() && word.len() < LINE - 20);
    text.is_ascii() && !text.contains("=?") && words
}

/// Broken before blanks so that no line is too long.
fn folded(text: &str, mut column: usize) -> String {
    let mut written = String::with_capacity(text.len() + 8);
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 {
            if column + 1 + word.len() > LINE {
                written.push_str("\r\n");
                column = 0;
            }
            written.push(' ');
            column += 1;
        }
        written.push_str(word);
        column += word.len();
    }
    written
}

/// Encoded words, one a line.
fn encoded(text: &str) -> String {
    let mut words = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (word, after) = rest.split_at(rest.floor_char_boundary(WORD));
        words.push(format!("=?utf-8?B?{}?=", STANDARD.encode(word)));
        rest = after;
    }
    words.join("\r\n ")
}

/// A display name: atoms, a quoted string, or encoded words (RFC 5322 §3.2.5).
fn phrase(name: &str) -> String {
    let atoms = |c: char| c.is_ascii_alphanumeric() || " !#$%&'*+-/=?^_`{|}~".contains(c);
    match name {
        _ if !is_plain(name) || name.len() > LINE - 20 => encoded(name),
        _ if name.chars().all(atoms) => name.to_owned(),
        _ => format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\"")),
    }
}
