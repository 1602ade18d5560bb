//! What a mail server says on demand, and to what.

use serde::{Deserialize, Serialize};

/// What of a message a mail server answers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// `MAIL FROM`.
    Sender,
    /// `RCPT TO`.
    Recipient,
    /// `DATA`, before the content.
    Data,
    /// The final dot of the content.
    Dot,
}

/// A no: a code and an enhanced status of its class (RFC 3463), `550 5.7.26`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SaidReply {
    code: u16,
    status: [u16; 3],
}

impl SaidReply {
    /// Whether the connection is closed after it.
    pub(crate) const fn closes(self) -> bool {
        self.code == 421
    }

    /// The enhanced status alone.
    pub(crate) fn status(self) -> String {
        let [class, subject, detail] = self.status;
        format!("{class}.{subject}.{detail}")
    }
}

impl TryFrom<String> for SaidReply {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        read(&text).ok_or_else(|| {
            format!("`{text}` is no refusal: write a code and a status of its class, \"550 5.7.26\" or \"451 4.7.1\"")
        })
    }
}

impl From<SaidReply> for String {
    fn from(reply: SaidReply) -> Self {
        format!("{} {}", reply.code, reply.status())
    }
}

fn read(text: &str) -> Option<SaidReply> {
    let (code, status) = text.split_once(' ')?;
    let code = code.parse().ok().filter(|code| matches!(code, 400..=599))?;
    let parts: Vec<u16> = status.split('.').map(str::parse).collect::<Result<_, _>>().ok()?;
    let status: [u16; 3] = parts.try_into().ok()?;
    (status[0] == code / 100).then_some(SaidReply { code, status })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_no_is_a_code_and_a_status_of_its_class() {
        for text in ["550 5.7.26", "421 4.3.2", "450 4.7.1"] {
            assert_eq!(String::from(SaidReply::try_from(text.to_owned()).unwrap()), text);
        }
        for odd in ["", "550", "250 2.0.0", "550 4.7.1", "550 5.7", "550 5.7.1.1", "550 5.7.x", "600 6.0.0"] {
            assert!(SaidReply::try_from(odd.to_owned()).unwrap_err().contains("550 5.7.26"), "{odd}");
        }
    }
}
