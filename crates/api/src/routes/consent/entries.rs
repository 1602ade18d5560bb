//! Entries of the ledger: read, and added; never changed.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Json},
};
use domain::{
    FieldError, FieldReason,
    consent::{ConsentEntry, ConsentQuery, ConsentRecord, ConsentSource},
    list::Page,
};
use store::Recorded;

use crate::{
    Api, addresses,
    caller::{
        Caller,
        permit::{ConsentRead, ConsentWrite},
    },
    error::Refusal,
    ledger::{self, Saying},
    manners::{body::Body, query::Asked},
};

/// List consent entries
///
/// What the ledger holds, of one address or of all, the newest recorded first. An entry is never changed or removed.
#[utoipa::path(tag = "consent", security(("bearer" = ["consent:read"])), params(ConsentQuery),
    responses((status = 200, body = Page<ConsentEntry>, description = "One page")))]
#[get("/consent/entries")]
pub(super) async fn list_consent_entries(
    _: Caller<ConsentRead>,
    api: Data<Api>,
    Asked(query): Asked<ConsentQuery>,
) -> Result<Json<Page<ConsentEntry>>, Refusal> {
    query.check()?;
    let address = match query.address.trim() {
        "" => None,
        written => Some(addresses::guessed(written, "?address")?),
    };
    let mut tx = api.store.begin().await?;
    Ok(Json(tx.consent().history(address.as_deref(), query.cursor.as_ref(), query.limit).await?))
}

/// Record consent
///
/// Writes what a person decided, with what proves it. It counts at once: for the next count, plan and batch. A yes to marketing by
/// WhatsApp takes `text`, what was shown, and `business_name`, in whose name, in its evidence: without them it is no opt-in.
#[utoipa::path(tag = "consent", security(("bearer" = ["consent:write"])), request_body = ConsentRecord,
    responses((status = 201, body = ConsentEntry, description = "The entry")))]
#[post("/consent/entries")]
pub(super) async fn record_consent(
    caller: Caller<ConsentWrite>,
    api: Data<Api>,
    body: Body<ConsentRecord>,
) -> Result<HttpResponse, Refusal> {
    let mut record = body.command;
    record.address = addresses::normal(record.channel, &record.address, "/address")?;
    let mut tx = api.store.begin().await?;
    let saying = Saying { record: &record, source: ConsentSource::Agent, actor: caller.id() };
    match ledger::write(&api, &mut tx, saying).await? {
        Recorded::Done(entry) => {
            tx.commit().await?;
            Ok(HttpResponse::Created().json(entry))
        }
        Recorded::Unproven(missing) => Err(Refusal::fields(missing)),
        Recorded::InTheFuture => Err(wrong("/occurred_at", FieldReason::Future)),
        Recorded::Contradiction => Err(wrong("/decision", FieldReason::Unknown)),
    }
}

fn wrong(pointer: &str, reason: FieldReason) -> Refusal {
    Refusal::fields(vec![FieldError::new(pointer, reason, "information ↔ informed")])
}
