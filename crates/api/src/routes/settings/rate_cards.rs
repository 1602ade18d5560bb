//! What providers of WhatsApp bill for a message.

use actix_web::{
    get, post,
    web::{Data, Json},
};
use domain::{
    FieldError, FieldReason,
    whatsapp::{RateCard, RateCardImport},
};

use crate::{
    Api,
    caller::{
        Caller,
        permit::{SettingsRead, SettingsWrite},
    },
    error::Refusal,
    manners::body::Body,
    rates,
};

/// List the rate cards
///
/// All that were imported, the one that begins last first. On a day the card of the provider holds that began last.
#[utoipa::path(tag = "settings", security(("bearer" = ["settings:read"])),
    responses((status = 200, body = Vec<RateCard>, description = "The cards")))]
#[get("/settings/rate-cards")]
pub(super) async fn list_rate_cards(
    _: Caller<SettingsRead>,
    api: Data<Api>,
) -> Result<Json<Vec<RateCard>>, Refusal> {
    let mut tx = api.store.begin().await?;
    Ok(Json(tx.costs().cards().await?))
}

/// Import a rate card
///
/// Takes the CSV that Meta publishes, whole or not at all: every wrong line is told with its number. It holds from its day on; what was
/// delivered before keeps its price. A card that has begun cannot be replaced, and importing the same one again changes nothing. Meta's
/// base rates are what is taken: its volume discounts for utility and authentication are not known, so that an estimate is never too low
/// by them.
#[utoipa::path(tag = "settings", security(("bearer" = ["settings:write"])), request_body = RateCardImport,
    responses((status = 200, body = RateCard, description = "The card")))]
#[post("/settings/rate-cards")]
pub(super) async fn import_rate_card(
    caller: Caller<SettingsWrite>,
    api: Data<Api>,
    body: Body<RateCardImport>,
) -> Result<Json<RateCard>, Refusal> {
    let (import, now) = (&body.command, (api.clock)());
    import.check()?;
    let card = RateCard {
        provider: import.provider,
        begins_on: import.begins_on,
        currency: import.currency.clone(),
        fee_micros: import.fee_micros().ok().flatten(),
        rates: import.rates(&rates::lines(&import.csv)?)?,
        imported_by: caller.id().to_owned(),
        imported_at: now,
    };
    let mut tx = api.store.begin().await?;
    if !tx.costs().import(&card, now.date_naive()).await? {
        return Err(vec![FieldError::new("/begins_on", FieldReason::Past, "")].into());
    }
    tx.commit().await?;
    Ok(Json(card))
}
