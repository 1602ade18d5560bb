//! The message of a call: what is the same for everybody is written once, and what differs is put in between.

use chrono::{DateTime, Utc};

use super::{
    header, quoted,
    tags::{Stretch, fill, stretches},
};
use crate::{EmailBatch, EmailRecipient};

/// A message, but for what differs from one person to the next.
#[derive(Debug)]
pub(in crate::smtp) struct Mould<'a> {
    subject: Subject<'a>,
    /// The headers that are the same for everybody.
    head: Vec<u8>,
    body: Vec<Piece>,
    size: usize,
}

#[derive(Debug)]
enum Subject<'a> {
    /// Ready to leave.
    Fixed(Vec<u8>),
    /// To be filled.
    Open(&'a str),
}

/// A stretch of the body.
#[derive(Debug)]
enum Piece {
    /// What stands around the parts.
    Frame(Vec<u8>),
    /// Fixed text, encoded, and how long its last line is.
    Fixed(Vec<u8>, usize),
    /// The value of this slot.
    Slot(usize),
}

impl<'a> Mould<'a> {
    /// The message of a batch, sent at this instant.
    pub(in crate::smtp) fn of(batch: &'a EmailBatch, at: DateTime<Utc>) -> Self {
        let open = stretches(&batch.subject).any(|stretch| matches!(stretch, Stretch::Slot(_)));
        let subject = if open { Subject::Open(&batch.subject) } else { Subject::fixed(&batch.subject) };
        // `=_` never stands in quoted-printable text.
        let boundary = format!("=_{}", batch.key.simple());
        let (head, body) = (head(batch, at, &boundary), body(batch, &boundary));
        let size = 2_048 + head.len() + body.iter().map(Piece::size).sum::<usize>();
        Self { subject, head, body, size }
    }

    /// About how many bytes a message takes.
    pub(in crate::smtp) const fn size(&self) -> usize {
        self.size
    }

    /// Writes the message of a person.
    pub(in crate::smtp) fn write(
        &self,
        recipient: &EmailRecipient,
        message_id: &str,
        return_path: Option<&str>,
        out: &mut Vec<u8>,
    ) {
        out.extend_from_slice(&self.head);
        header::mailbox("To", recipient.name.as_deref(), &recipient.address, out);
        match &self.subject {
            Subject::Fixed(line) => out.extend_from_slice(line),
            Subject::Open(text) => header::text("Subject", &fill(text, &recipient.values), out),
        }
        header::put(&["Message-ID: <", message_id, ">\r\n"], out);
        // One click unsubscribes (RFC 8058).
        header::put(&["List-Unsubscribe: <", &recipient.unsubscribe_url, ">\r\n"], out);
        header::put(&["List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"], out);
        if let Some(path) = return_path {
            // Complaints come by the same way as bounces, with the same proof (RFC 9477).
            header::put(&["CFBL-Address: ", path, "; report=arf\r\n"], out);
        }
        out.extend_from_slice(b"\r\n");
        self.write_body(&recipient.values, out);
    }

    fn write_body(&self, values: &[String], out: &mut Vec<u8>) {
        let mut column = 0;
        for piece in &self.body {
            let value = |slot: usize| values.get(slot).filter(|value| !value.is_empty());
            match piece {
                Piece::Frame(bytes) => {
                    out.extend_from_slice(bytes);
                    column = 0;
                }
                Piece::Fixed(bytes, end) => {
                    part_from(column, out);
                    out.extend_from_slice(bytes);
                    column = *end;
                }
                Piece::Slot(slot) => {
                    if let Some(value) = value(*slot) {
                        part_from(column, out);
                        column = quoted::encode(value, out);
                    }
                }
            }
        }
    }
}

/// Each stretch begins a line.
fn part_from(column: usize, out: &mut Vec<u8>) {
    if column > 0 {
        out.extend_from_slice(quoted::SOFT_BREAK);
    }
}

impl Subject<'_> {
    fn fixed(text: &str) -> Self {
        let mut line = Vec::new();
        header::text("Subject", text, &mut line);
        Self::Fixed(line)
    }
}

impl Piece {
    fn size(&self) -> usize {
        match self {
            Self::Frame(bytes) | Self::Fixed(bytes, _) => bytes.len(),
            Self::Slot(_) => 64,
        }
    }
}

fn head(batch: &EmailBatch, at: DateTime<Utc>, boundary: &str) -> Vec<u8> {
    let mut head = Vec::new();
    header::mailbox("From", Some(&batch.sender.name), &batch.sender.email, &mut head);
    if let Some(address) = &batch.reply_to {
        header::mailbox("Reply-To", None, address, &mut head);
    }
    header::put(&["Date: ", &at.to_rfc2822(), "\r\nMIME-Version: 1.0\r\n"], &mut head);
    if batch.text.is_empty() {
        head.extend_from_slice(HTML);
    } else {
        header::put(&["Content-Type: multipart/alternative;\r\n boundary=\"", boundary, "\"\r\n"], &mut head);
    }
    head
}

const HTML: &[u8] =
    b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n";
const TEXT: &[u8] =
    b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n";

/// The HTML alone, or text and HTML as alternatives, the better one last (RFC 2046 §5.1.4).
fn body(batch: &EmailBatch, boundary: &str) -> Vec<Piece> {
    let mut body = Vec::new();
    if batch.text.is_empty() {
        body.extend(part(&batch.html));
        body.push(Piece::Frame(b"\r\n".to_vec()));
        return body;
    }
    for (before, head, text) in [("", TEXT, &batch.text), ("\r\n", HTML, &batch.html)] {
        body.push(Piece::Frame([format!("{before}--{boundary}\r\n").as_bytes(), head, b"\r\n"].concat()));
        body.extend(part(text));
    }
    body.push(Piece::Frame(format!("\r\n--{boundary}--\r\n").into_bytes()));
    body
}

fn part(text: &str) -> impl Iterator<Item = Piece> {
    stretches(text).map(|stretch| match stretch {
        Stretch::Slot(slot) => Piece::Slot(slot),
        Stretch::Fixed(text) => {
            let mut bytes = Vec::with_capacity(text.len() + text.len() / 8);
            let column = quoted::encode(text, &mut bytes);
            Piece::Fixed(bytes, column)
        }
    })
}
