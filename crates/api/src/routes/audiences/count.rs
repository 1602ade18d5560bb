//! What an audience comes to.

use actix_web::{
    post,
    web::{Data, Json},
};
use domain::{
    Channel, FieldError, FieldReason,
    audience::{AudienceCount, AudienceQuestion},
};
use store::Reached;

use crate::{
    Api,
    audience::count,
    caller::{Caller, permit::PeopleRead},
    error::Refusal,
    manners::body::Body,
};

/// Count an audience
///
/// From those who match a segment down to those who would be written to, each step with its reason, and a few people to look
/// at; with `email_to_the_rest`, the same for the e-mails to those whom WhatsApp does not reach. Counted by the query that plans: at
/// its due time a campaign finds the same people, unless somebody changed them.
#[utoipa::path(tag = "people", security(("bearer" = ["people:read"])), request_body = AudienceQuestion,
    responses((status = 200, body = AudienceCount, description = "The count")))]
#[post("/audiences/count")]
pub(super) async fn count_audience(
    _: Caller<PeopleRead>,
    api: Data<Api>,
    body: Body<AudienceQuestion>,
) -> Result<Json<AudienceCount>, Refusal> {
    let AudienceQuestion { channel, segment, email_to_the_rest } = body.command;
    segment.check("/segment")?;
    if email_to_the_rest && channel != Channel::Whatsapp {
        return Err(vec![FieldError::new("/email_to_the_rest", FieldReason::Channel, channel)].into());
    }
    let mut tx = api.store.begin().await?;
    let mut found = count(&api, &mut tx, channel, &segment, Reached::Nobody).await?;
    if email_to_the_rest {
        let rest = count(&api, &mut tx, Channel::Email, &segment, Reached::AsThingsStand).await?;
        found.email_part = Some(rest.waterfall);
    }
    Ok(Json(found))
}
