//! A message as its reader sees it. It is kept raw, and only read when somebody looks.

use std::sync::{Arc, LazyLock};

use mail_parser::MessageParser;
use serde_json::Value;

use crate::mail::Content;

const HTML: &str = "html";
const TEXT: &str = "text";

/// What all messages have in common: nothing but that each is its own value.
pub(super) static RAW: LazyLock<Arc<Content>> = LazyLock::new(|| {
    Arc::new(Content {
        fill: part,
        reply_to: None,
        subject: String::new(),
        html: HTML.to_owned(),
        text: Some(TEXT.to_owned()),
    })
});

/// A part of a raw message.
fn part(name: &str, message: &Value) -> String {
    let raw = message.as_str().unwrap_or_default();
    let Some(message) = MessageParser::default().parse(raw.as_bytes()) else { return String::new() };
    let body = if name == HTML { message.body_html(0) } else { message.body_text(0) };
    body.map(|body| body.replace("\r\n", "\n")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_decoded_when_somebody_looks() {
        let raw = "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>d=C3=A9j=\r\n=C3=A0</p>\r\n";
        assert_eq!(part(HTML, &Value::from(raw)).trim_end(), "<p>déjà</p>");
    }
}
