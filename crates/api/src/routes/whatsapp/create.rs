//! A new template.

use actix_web::{HttpResponse, post, web::Data};
use domain::whatsapp::{WhatsappTemplate, WhatsappTemplateCreate};
use store::NewWhatsappTemplate;

use super::whatsapp;
use crate::{
    Api,
    caller::{Caller, permit::TemplatesWrite},
    error::Refusal,
    manners::{
        body::Body,
        once::{Once, OnceHeader},
    },
};

/// Create a template of WhatsApp
///
/// Makes a draft, which may be incomplete: it is checked when it is handed in. With an `Idempotency-Key`, a repeated request gets
/// the first answer.
#[utoipa::path(tag = "whatsapp", security(("bearer" = ["templates:write"])), params(OnceHeader), request_body = WhatsappTemplateCreate,
    extensions(("x-problems" = json!(["account.not_found", "template.name_taken", "suite.refused"]))),
    responses((status = 201, body = WhatsappTemplate, description = "The template, with its `ETag` and `Location`")))]
#[post("/whatsapp/templates")]
pub(super) async fn create_whatsapp_template(
    caller: Caller<TemplatesWrite>,
    api: Data<Api>,
    once: Once,
    body: Body<WhatsappTemplateCreate>,
) -> Result<HttpResponse, Refusal> {
    let WhatsappTemplateCreate { account, content } = &body.command;
    body.command.check()?;
    whatsapp(&api, account)?;
    once.make(&api, &caller, &body.bytes, async |tx, by| {
        Ok(tx.whatsapp_templates().create(NewWhatsappTemplate { account, content, by }).await?)
    })
    .await
}
