//! Replies: a code, an enhanced status where the server gives one (RFC 2034, RFC 3463), and words.

/// The most bytes of one reply: a server that says more is none.
const REPLY_MAX: usize = 64 << 10;

/// The most characters of a server's words that are kept.
const WORDS_MAX: usize = 500;

/// An enhanced status: `5.1.1`.
pub(super) type Status = [u16; 3];

/// What a server answers to a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reply {
    /// Three digits.
    pub(super) code: u16,
    /// The words of each line, without the code; an enhanced status is part of them.
    pub(super) lines: Vec<String>,
}

impl Reply {
    /// Takes the reply that a buffer begins with, and how many bytes it takes; none where it is not all there yet.
    pub(super) fn take(buffer: &[u8]) -> Result<Option<(Self, usize)>, String> {
        let (mut lines, mut at, mut first) = (Vec::new(), 0, None);
        while let Some(length) = memchr::memchr(b'\n', &buffer[at..]) {
            let (code, is_last, words) = line(&buffer[at..at + length])?;
            at += length + 1;
            lines.push(words);
            if *first.get_or_insert(code) != code {
                return Err("the lines of one reply have different codes".into());
            }
            if is_last {
                return Ok(Some((Self { code, lines }, at)));
            }
        }
        if buffer.len() > REPLY_MAX { Err("a reply without an end".into()) } else { Ok(None) }
    }

    /// Whether what was asked is done.
    pub(super) const fn is_yes(&self) -> bool {
        matches!(self.code, 200..=299)
    }

    /// The enhanced status; none where it contradicts the code.
    pub(super) fn status(&self) -> Option<Status> {
        status(self.lines.first()?).filter(|[class, ..]| *class == self.code / 100)
    }

    /// The code as it is kept: the enhanced status says more.
    pub(super) fn word(&self) -> String {
        match self.status() {
            Some([class, subject, detail]) => format!("smtp_{class}.{subject}.{detail}"),
            None => format!("smtp_{}", self.code),
        }
    }

    /// All of it, on one line.
    pub(super) fn words(&self) -> String {
        let whole = format!("{} {}", self.code, self.lines.join(" "));
        whole.replace(char::is_control, " ").chars().take(WORDS_MAX).collect()
    }
}

/// One line: `250-words` goes on, `250 words` and `250` end the reply (RFC 5321 §4.2.1).
fn line(bytes: &[u8]) -> Result<(u16, bool, String), String> {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_end();
    let odd = || format!("this is no SMTP: {:?}", text.chars().take(80).collect::<String>());
    let code = text.get(..3).and_then(|code| code.parse().ok()).filter(|code| matches!(code, 200..=599));
    let code = code.ok_or_else(odd)?;
    match text.as_bytes().get(3) {
        None => Ok((code, true, String::new())),
        Some(b' ') => Ok((code, true, text[4..].to_owned())),
        Some(b'-') => Ok((code, false, text[4..].to_owned())),
        Some(_) => Err(odd()),
    }
}

/// The enhanced status that a text begins with.
pub(super) fn status(text: &str) -> Option<Status> {
    let word = text.split_whitespace().next()?;
    let mut parts = word.split('.').map(|part| part.parse::<u16>().ok());
    let status = [parts.next()??, parts.next()??, parts.next()??];
    (parts.next().is_none() && matches!(status[0], 2 | 4 | 5)).then_some(status)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn taken(bytes: &str) -> Reply {
        Reply::take(bytes.as_bytes()).unwrap().unwrap().0
    }

    #[test]
    fn a_reply_of_many_lines_is_one() {
        let (reply, length) =
            Reply::take(b"250-mx.example\r\n250-PIPELINING\r\n250 8BITMIME\r\n220 x").unwrap().unwrap();
        assert_eq!(reply.lines, ["mx.example", "PIPELINING", "8BITMIME"]);
        assert_eq!((reply.code, length), (250, 46));
        assert_eq!(Reply::take(b"250-mx.example\r\n250 "), Ok(None));
    }

    #[test]
    fn the_status_says_more_than_the_code_unless_they_contradict() {
        assert_eq!(taken("550 5.1.1 unknown\r\n").word(), "smtp_5.1.1");
        assert_eq!(taken("550 unknown\r\n").word(), "smtp_550");
        assert_eq!(taken("550 2.0.0 what\r\n").word(), "smtp_550");
        assert_eq!(taken("550 192.0.2.1 is listed\r\n").word(), "smtp_550");
        assert_eq!(taken("250\r\n").words(), "250 ");
    }

    #[test]
    fn what_is_no_smtp_is_told() {
        for odd in ["HTTP/1.1 400 Bad Request\r\n", "25\r\n", "250x\r\n", "250-a\r\n251 b\r\n", "999 a\r\n"] {
            assert!(Reply::take(odd.as_bytes()).is_err(), "{odd}");
        }
        assert!(Reply::take(&vec![b'x'; REPLY_MAX + 1]).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..80), text in "[0-9é .\r\n-]{0,40}") {
            let _ = Reply::take(&bytes);
            if let Ok(Some((reply, length))) = Reply::take(text.as_bytes()) {
                prop_assert!(length <= text.len());
                let _ = (reply.word(), reply.words());
            }
        }
    }
}
