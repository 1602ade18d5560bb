//! Files that people sent: `GET /{media}` tells where one is, for whoever has the token.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Refusal, signing::hex};
use crate::{
    call::{Answer, Call},
    sandbox::Sandbox,
    whatsapp::{File, Line, file_of},
};

/// How the ids of files begin here, so that nobody takes them for those of templates.
const PREFIX: &str = "70550000";

/// The id of a file.
fn id(number: u64) -> String {
    format!("{PREFIX}{number:08}")
}

/// Whether it is the id of a file.
pub(super) fn is_file(value: &str) -> bool {
    value.len() == PREFIX.len() + 8 && value.starts_with(PREFIX)
}

/// A file, as a message names it.
pub(super) fn named(file: &File) -> Value {
    let mut named = json!({"id": id(file.number), "mime_type": file.mime, "sha256": sum(file)});
    if !file.caption.is_empty() {
        named["caption"] = json!(file.caption);
    }
    named
}

/// `GET /{media}`.
pub(super) fn get(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    let number = call.parameter.strip_prefix(PREFIX).unwrap_or_default();
    let file = file_of(sandbox, Line::Meta, number).ok_or_else(|| Refusal::no_such_object(&call.path))?;
    let own = format!("{}/meta-files/{}", sandbox.url, file.number);
    Ok(Answer::new(
        200,
        json!({
            "messaging_product": "whatsapp",
            "url": file.elsewhere.as_ref().unwrap_or(&own),
            "mime_type": file.mime,
            "sha256": sum(&file),
            "file_size": file.content.len().to_string(),
            "id": call.parameter,
        }),
    ))
}

fn sum(file: &File) -> String {
    hex(&Sha256::digest(&file.content))
}
