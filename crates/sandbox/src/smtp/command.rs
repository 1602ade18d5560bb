//! Commands, read.

/// What a client says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Command<'a> {
    Hello,
    Auth,
    /// From whom.
    Mail(&'a str),
    /// To whom.
    Recipient(&'a str),
    Data,
    Reset,
    Nothing,
    Quit,
    Unknown,
}

impl<'a> Command<'a> {
    pub(super) fn read(line: &'a str) -> Self {
        let verb = line.get(..4).unwrap_or(line).to_ascii_uppercase();
        match (verb.as_str(), path(line)) {
            ("EHLO" | "HELO", _) => Self::Hello,
            ("AUTH", _) => Self::Auth,
            ("MAIL", Some(path)) => Self::Mail(path),
            ("RCPT", Some(path)) => Self::Recipient(path),
            ("DATA", _) => Self::Data,
            ("RSET", _) => Self::Reset,
            ("NOOP", _) => Self::Nothing,
            ("QUIT", _) => Self::Quit,
            _ => Self::Unknown,
        }
    }
}

/// What stands between angle brackets.
fn path(line: &str) -> Option<&str> {
    Some(line.split_once('<')?.1.split_once('>')?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_read_in_any_case() {
        assert_eq!(Command::read("mail FROM:<a@example.org> SIZE=7"), Command::Mail("a@example.org"));
        assert_eq!(Command::read("RCPT TO:<b@example.org>"), Command::Recipient("b@example.org"));
        assert_eq!(Command::read("MAIL FROM:<>"), Command::Mail(""));
        assert_eq!(Command::read("ehlo [127.0.0.1]"), Command::Hello);
        for odd in ["", "é", "RCPT TO:b", "WHAT"] {
            assert_eq!(Command::read(odd), Command::Unknown, "{odd}");
        }
    }
}
