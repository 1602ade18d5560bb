//! What a ticket opens. No token of a person is asked for: the ticket was one's, and is used up.

use actix_web::{
    HttpResponse, get,
    web::{Data, Path},
};
use domain::report::TicketKind;
use serde::{Deserialize, Serialize};

use crate::{Api, error::Refusal, export::Download, public::stored_page, tickets::redeem};

/// A rendered message that waits for its frame.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct PreviewPage {
    pub(super) html: String,
}

/// Open a preview
///
/// The HTML part of a preview, for a frame: it runs nothing, sends nothing and loads nothing but images and styles of its own.
/// The path comes from `POST /campaigns/{id}/preview`, and is good once, for 60 s.
#[utoipa::path(tag = "campaigns", params(("ticket" = String, Path, description = "The ticket")),
    extensions(("x-problems" = json!(["ticket.invalid", "database.unavailable"]))),
    responses((status = 200, body = String, content_type = "text/html", description = "The message")))]
#[get("/previews/{ticket}")]
pub(super) async fn open_preview(api: Data<Api>, ticket: Path<String>) -> Result<HttpResponse, Refusal> {
    let PreviewPage { html } = redeem(&api, TicketKind::Preview, &ticket).await?;
    let origins: String = api.origins.iter().map(|origin| format!(" {origin}")).collect();
    Ok(stored_page(html, &format!("'self'{origins}")))
}

/// Download a file
///
/// A file that was asked for: recipients as CSV (UTF-8 with a byte order mark, `;` between cells in French and `,` in English; cells that
/// a spreadsheet would compute begin with an apostrophe), or what somebody sent by WhatsApp, as it is. Always an attachment. The path is
/// good once, for 60 s.
#[utoipa::path(tag = "reports", params(("ticket" = String, Path, description = "The ticket")),
    extensions(("x-problems" = json!(["ticket.invalid", "media.not_fetched", "database.unavailable"]))),
    responses((status = 200, content((String = "text/csv"), (String = "application/octet-stream")), description = "The file")))]
#[get("/downloads/{ticket}")]
pub(super) async fn download(api: Data<Api>, ticket: Path<String>) -> Result<HttpResponse, Refusal> {
    let download: Download = redeem(&api, TicketKind::Download, &ticket).await?;
    download.answer(&api).await
}
