//! A new version, or another language.

use actix_web::{
    HttpResponse, post,
    web::{Data, Path},
};
use domain::{
    ProblemCode, TemplateId,
    whatsapp::{WhatsappTemplate, WhatsappTemplateCopy},
};
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

/// Copy a template of WhatsApp
///
/// Makes a draft that says the same under another name (a new version), in another language, or for another account.
#[utoipa::path(tag = "whatsapp", security(("bearer" = ["templates:write"])), params(("id" = TemplateId, Path, description = "The template's id"), OnceHeader),
    request_body = WhatsappTemplateCopy,
    extensions(("x-problems" = json!(["template.not_found", "template.name_taken", "account.not_found", "suite.refused"]))),
    responses((status = 201, body = WhatsappTemplate, description = "The draft, with its `ETag` and `Location`")))]
#[post("/whatsapp/templates/{id}/duplicate")]
pub(super) async fn copy_whatsapp_template(
    caller: Caller<TemplatesWrite>,
    api: Data<Api>,
    id: Path<TemplateId>,
    once: Once,
    body: Body<WhatsappTemplateCopy>,
) -> Result<HttpResponse, Refusal> {
    body.command.check()?;
    once.make(&api, &caller, &body.bytes, async |tx, by| {
        let original = tx.whatsapp_templates().find(*id).await?.ok_or(ProblemCode::TemplateNotFound)?;
        let WhatsappTemplateCopy { name, language, account } = &body.command;
        let account = account.as_ref().unwrap_or(&original.account);
        whatsapp(&api, account)?;
        let mut content = original.content.clone();
        (content.name, content.language) = (name.clone(), language.clone());
        Ok(tx.whatsapp_templates().create(NewWhatsappTemplate { account, content: &content, by }).await?)
    })
    .await
}
