//! The ledger as a file: a line of JSON for each request and each deed, written as it happens.

use std::{
    fs::File,
    io::{self, Write},
    path::Path,
};

use serde_json::{Value, json};

use crate::{
    call::{Answer, Call},
    clock,
    locked::Locked,
    mail::Message,
    people::Deed,
    whatsapp,
};

#[derive(Debug)]
struct Paper {
    file: File,
    /// The first error; after it nothing more is written.
    error: Option<io::Error>,
}

/// The file, where one is wanted.
#[derive(Debug, Default)]
pub(crate) struct Journal(Option<Locked<Paper>>);

impl Journal {
    /// Starts a new file.
    pub(crate) fn open(path: Option<&Path>) -> io::Result<Self> {
        let Some(path) = path else { return Ok(Self::default()) };
        Ok(Self(Some(Locked::new(Paper { file: File::create(path)?, error: None }))))
    }

    /// A request to the provider's API was answered.
    pub(crate) fn request(&self, call: &Call, answer: &Answer) {
        self.line(|| {
            json!({
                "at": clock::now(),
                "request": format!("{} {}", call.method, call.path),
                "status": answer.status,
                "accepted": answer.accepted,
            })
        });
    }

    /// Something happened to a message.
    pub(crate) fn deed(&self, message: &Message, deed: &Deed) {
        let envelope = &message.envelope;
        self.line(|| {
            json!({
                "message": message.number,
                "messageId": &*envelope.id,
                "email": envelope.to.email,
                "tags": &*envelope.tags,
                "deed": deed,
            })
        });
    }

    /// Something happened to a message of WhatsApp.
    pub(crate) fn whatsapp(&self, letter: &whatsapp::Letter, deed: &whatsapp::Deed) {
        self.line(|| {
            json!({
                "whatsapp": letter.number,
                "messageId": letter.id,
                "to": letter.person,
                "tag": letter.tag(),
                "deed": deed,
            })
        });
    }

    /// What kept the file from being whole.
    pub(crate) fn error(&self) -> Option<String> {
        self.0.as_ref()?.with(|paper| paper.error.as_ref().map(ToString::to_string))
    }

    fn line(&self, value: impl FnOnce() -> Value) {
        let Some(paper) = &self.0 else { return };
        let line = format!("{}\n", value());
        paper.with(|paper| {
            if paper.error.is_none()
                && let Err(error) = paper.file.write_all(line.as_bytes())
            {
                tracing::error!(%error, "the ledger's file takes nothing more");
                paper.error = Some(error);
            }
        });
    }
}
