//! A look at a template before it is handed in.

use actix_web::{
    post,
    web::{Data, Json},
};
use domain::whatsapp::{LintFinding, WhatsappTemplateCreate, lint};

use super::whatsapp;
use crate::{
    Api,
    caller::{Caller, permit::TemplatesRead},
    error::Refusal,
    manners::body::Body,
};

/// Check a template of WhatsApp
///
/// Tells what its provider would refuse, at its place in the text, and what deserves a look. Nothing is saved.
#[utoipa::path(tag = "whatsapp", security(("bearer" = ["templates:read"])), request_body = WhatsappTemplateCreate,
    extensions(("x-problems" = json!(["account.not_found"]))),
    responses((status = 200, body = Vec<LintFinding>, description = "What was found, what blocks first")))]
#[post("/whatsapp/templates/check")]
pub(super) async fn check_whatsapp_template(
    _: Caller<TemplatesRead>,
    api: Data<Api>,
    body: Body<WhatsappTemplateCreate>,
) -> Result<Json<Vec<LintFinding>>, Refusal> {
    let WhatsappTemplateCreate { account, content } = &body.command;
    let mut findings = lint(content, whatsapp(&api, account)?.provider());
    let mut tx = api.store.begin().await?;
    if let Some(twin) =
        tx.whatsapp_templates().twin(account, content, None).await?.filter(|name| *name != content.name)
    {
        findings.insert(0, LintFinding::duplicate(&twin));
    }
    Ok(Json(findings))
}
