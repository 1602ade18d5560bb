//! How HTML looks as plain text: words as they are, links with their address behind them.

use html2text::render::TextDecorator;

/// The style. It remembers the addresses of the links that are open.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plain(Vec<String>);

/// A mark without meaning.
type Nothing = (String, ());

const fn nothing() -> Nothing {
    (String::new(), ())
}

impl TextDecorator for Plain {
    type Annotation = ();

    fn decorate_link_start(&mut self, url: &str) -> Nothing {
        self.0.push(url.to_owned());
        nothing()
    }

    /// The true address, never a tracked one; a mail address or a phone number reads well without.
    fn decorate_link_end(&mut self) -> String {
        let url = self.0.pop().unwrap_or_default();
        let untold = ["mailto:", "tel:", "sms:", "cid:", "#", "/"].iter().any(|start| url.starts_with(start));
        if url.is_empty() || untold { String::new() } else { format!(" ({url})") }
    }

    fn decorate_em_start(&self) -> Nothing {
        nothing()
    }

    fn decorate_em_end(&self) -> String {
        String::new()
    }

    fn decorate_strong_start(&self) -> Nothing {
        nothing()
    }

    fn decorate_strong_end(&self) -> String {
        String::new()
    }

    fn decorate_strikeout_start(&self) -> Nothing {
        nothing()
    }

    fn decorate_strikeout_end(&self) -> String {
        String::new()
    }

    fn decorate_code_start(&self) -> Nothing {
        nothing()
    }

    fn decorate_code_end(&self) -> String {
        String::new()
    }

    fn decorate_superscript_start(&self) -> Nothing {
        nothing()
    }

    fn decorate_superscript_end(&self) -> String {
        String::new()
    }

    fn decorate_preformat_first(&self) {}

    fn decorate_preformat_cont(&self) {}

    fn decorate_image(&mut self, _: &str, alternative: &str) -> Nothing {
        (alternative.to_owned(), ())
    }

    fn header_prefix(&self, _: usize) -> String {
        String::new()
    }

    fn quote_prefix(&self) -> String {
        "> ".to_owned()
    }

    fn unordered_item_prefix(&self) -> String {
        "- ".to_owned()
    }

    fn ordered_item_prefix(&self, number: i64) -> String {
        format!("{number}. ")
    }

    fn make_subblock_decorator(&self) -> Self {
        self.clone()
    }
}
