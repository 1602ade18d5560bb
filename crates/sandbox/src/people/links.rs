//! The addresses in a message, as a mail program finds them.

use html5gum::{Token, Tokenizer};
use url::Url;

/// What can be followed and what is loaded by itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Links {
    /// Targets of `<a>` and `<area>` by http(s), in order, each once.
    pub(crate) followed: Vec<Url>,
    /// Sources of `<img>` by http(s), in order, each once.
    pub(crate) loaded: Vec<Url>,
}

impl Links {
    pub(crate) fn of(html: &str) -> Self {
        let mut links = Self::default();
        for Ok(token) in Tokenizer::new(html) {
            let Token::StartTag(tag) = token else { continue };
            let (attribute, into) = match tag.name.as_slice() {
                b"a" | b"area" => ("href", &mut links.followed),
                b"img" => ("src", &mut links.loaded),
                _ => continue,
            };
            let Some(value) = tag.attributes.get(attribute.as_bytes()) else { continue };
            if let Some(url) = web_address(&String::from_utf8_lossy(value))
                && !into.contains(&url)
            {
                into.push(url);
            }
        }
        links
    }
}

fn web_address(text: &str) -> Option<Url> {
    Url::parse(text.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

/// The http(s) address of a `List-Unsubscribe` header: `<mailto:…>, <https://…>` (RFC 2369, RFC 8058).
pub(crate) fn unsubscribe_address(header: &str) -> Option<Url> {
    let inside = |part: &str| Some(part.split_once('<')?.1.split_once('>')?.0.to_owned());
    header.split(',').filter_map(inside).find_map(|text| web_address(&text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_decoded_and_comments_are_left_alone() {
        let html = r#"<A HREF='http://127.0.0.1/c?a=1&amp;b=2'>x</A> <!-- <a href="http://127.0.0.1/no"> -->
            <a href="mailto:a@example.org">y</a><a>z</a> <img src=http://127.0.0.1/o.gif>
            <a href="http://127.0.0.1/c?a=1&b=2">again</a>"#;
        let links = Links::of(html);
        assert_eq!(links.followed, [Url::parse("http://127.0.0.1/c?a=1&b=2").unwrap()]);
        assert_eq!(links.loaded, [Url::parse("http://127.0.0.1/o.gif").unwrap()]);
    }

    #[test]
    fn the_web_address_of_a_header_is_found_beside_a_mail_address() {
        let found = unsubscribe_address("<mailto:u@example.org?subject=a>, <http://127.0.0.1:1/u/9f3c>");
        assert_eq!(found.unwrap().as_str(), "http://127.0.0.1:1/u/9f3c");
        assert_eq!(unsubscribe_address("<mailto:u@example.org>"), None);
    }
}
