//! Events out of bytes, as the HTML standard reads them (<https://html.spec.whatwg.org/multipage/server-sent-events.html>, §9.2.6).

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    /// Its kind; `message` where the server names none.
    pub(crate) event: String,
    /// What it says.
    pub(crate) data: String,
    /// The last number that the stream gave, from which it can be continued.
    pub(crate) id: Option<String>,
}

/// Bytes come in pieces that end anywhere, within a character too.
#[derive(Debug, Default)]
pub(crate) struct Parser {
    line: Vec<u8>,
    /// The piece before ended with a carriage return: a line feed that follows belongs to it.
    returned: bool,
    /// Something of the stream was read: a byte order mark stands at its start only.
    begun: bool,
    event: String,
    data: Option<String>,
    id: Option<String>,
}

impl Parser {
    /// Takes a piece; gives the events that it completes.
    pub(crate) fn feed(&mut self, bytes: &[u8]) -> Vec<Message> {
        let mut messages = Vec::new();
        for &byte in bytes {
            let after_return = std::mem::replace(&mut self.returned, byte == b'\r');
            match byte {
                b'\n' if after_return => {}
                b'\n' | b'\r' => messages.extend(self.end_line()),
                other => self.line.push(other),
            }
        }
        messages
    }

    fn end_line(&mut self) -> Option<Message> {
        let line = String::from_utf8_lossy(&std::mem::take(&mut self.line)).into_owned();
        let line = if self.begun { &line } else { line.strip_prefix('\u{feff}').unwrap_or(&line) };
        self.begun = true;
        if line.is_empty() {
            return self.dispatch();
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.event),
            "data" => match &mut self.data {
                Some(data) => *data = format!("{data}\n{value}"),
                none => *none = Some(value.to_owned()),
            },
            "id" if !value.contains('\0') => self.id = Some(value.to_owned()).filter(|id| !id.is_empty()),
            // A comment keeps the line open; what the standard does not name is left for later standards.
            _ => {}
        }
        None
    }

    /// An empty line ends an event; one without data is none.
    fn dispatch(&mut self) -> Option<Message> {
        let event = Some(std::mem::take(&mut self.event)).filter(|event| !event.is_empty());
        let data = self.data.take()?;
        Some(Message { event: event.unwrap_or_else(|| "message".to_owned()), data, id: self.id.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(event: &str, data: &str, id: Option<&str>) -> Message {
        Message { event: event.to_owned(), data: data.to_owned(), id: id.map(str::to_owned) }
    }

    fn read(text: &str) -> Vec<Message> {
        Parser::default().feed(text.as_bytes())
    }

    #[test]
    fn an_event_has_a_kind_data_and_a_number() {
        let text = "event: progress\nid: 7\ndata: {\"sent\":1}\n\n";
        assert_eq!(read(text), [message("progress", "{\"sent\":1}", Some("7"))]);
    }

    #[test]
    fn wherever_the_pieces_are_cut_the_events_are_the_same() {
        let text =
            "\u{feff}: bonjour\r\nevent: état\r\ndata: été 🌞\r\ndata: deux\r\rdata\n\nid: 2\ndata:x\n\n";
        let whole = read(text);
        assert_eq!(whole.len(), 3);
        for first in 0..text.len() {
            for second in first..text.len() {
                let bytes = text.as_bytes();
                let mut parser = Parser::default();
                let mut pieces = parser.feed(&bytes[..first]);
                pieces.extend(parser.feed(&bytes[first..second]));
                pieces.extend(parser.feed(&bytes[second..]));
                assert_eq!(pieces, whole, "cut at {first} and {second}");
            }
        }
    }

    #[test]
    fn several_lines_of_data_are_one_text() {
        assert_eq!(read("data: a\ndata:  b\ndata:\n\n"), [message("message", "a\n b\n", None)]);
    }

    #[test]
    fn all_three_ends_of_a_line_are_one_end() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["event: a", "data: b", "", ""].join(end);
            assert_eq!(read(&text), [message("a", "b", None)], "{end:?}");
        }
    }

    #[test]
    fn what_keeps_the_line_open_is_no_event() {
        assert_eq!(read(":\n\n: still here\n\nretry: 10\n\nevent: empty\n\n"), []);
    }

    #[test]
    fn the_kind_is_forgotten_and_the_number_kept() {
        let read = read("event: a\nid: 1\ndata: x\n\ndata: y\n\nid\ndata: z\n\n");
        assert_eq!(
            read,
            [message("a", "x", Some("1")), message("message", "y", Some("1")), message("message", "z", None)]
        );
    }

    #[test]
    fn an_event_that_was_cut_off_is_none() {
        assert_eq!(read("data: whole\n\ndata: cut"), [message("message", "whole", None)]);
    }
}
