//! A file that somebody sent by WhatsApp.

use actix_web::{HttpResponse, http::header};
use domain::{MessageId, ProblemCode};

use crate::{Api, error::Refusal};

/// Endings by the types that WhatsApp carries (cloud-api/reference/media).
const ENDINGS: &[(&str, &str)] = &[
    ("image/jpeg", "jpg"),
    ("image/png", "png"),
    ("image/webp", "webp"),
    ("audio/aac", "aac"),
    ("audio/amr", "amr"),
    ("audio/mpeg", "mp3"),
    ("audio/mp4", "m4a"),
    ("audio/ogg", "ogg"),
    ("video/3gpp", "3gp"),
    ("video/mp4", "mp4"),
    ("application/pdf", "pdf"),
    ("text/plain", "txt"),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    ("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
];

/// The file, never shown by the browser itself: a stranger made it.
pub(super) async fn answer(api: &Api, message: MessageId) -> Result<HttpResponse, Refusal> {
    let mut tx = api.store.begin().await?;
    let file = tx.conversations().kept_media(message).await?.ok_or(ProblemCode::MediaNotFetched)?;
    let ending = ENDINGS.iter().find(|(mime, _)| *mime == file.mime).map_or("bin", |(_, ending)| ending);
    let kind: String = file.what.chars().filter(char::is_ascii_alphanumeric).collect();
    let name = format!("attachment; filename=\"{kind}-{message}.{ending}\"");
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, file.mime))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .body(file.bytes))
}
