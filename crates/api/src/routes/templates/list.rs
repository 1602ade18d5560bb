//! The list.

use actix_web::{
    get,
    web::{Data, Json},
};
use domain::{
    list::Page,
    template::{TemplateQuery, TemplateSummary},
};

use crate::{
    Api,
    caller::{Caller, permit::TemplatesRead},
    error::Refusal,
    manners::query::Asked,
};

/// List templates
///
/// One page at a time; `next` and `previous` lead to its neighbours. Archived templates are shown instead of the others when asked for. The content itself is read one by one.
#[utoipa::path(tag = "templates", security(("bearer" = ["templates:read"])), params(TemplateQuery),
    responses((status = 200, body = Page<TemplateSummary>, description = "One page")))]
#[get("/templates")]
pub(super) async fn list_templates(
    _: Caller<TemplatesRead>,
    api: Data<Api>,
    Asked(query): Asked<TemplateQuery>,
) -> Result<Json<Page<TemplateSummary>>, Refusal> {
    query.check()?;
    let mut tx = api.store.begin().await?;
    Ok(Json(tx.templates().list(&query).await?))
}
