//! What providers tell: stored raw, answered at once, understood later.

use std::sync::Arc;

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::{StatusCode, header},
    post,
    web::{Data, Path, Payload},
};
use chrono::{DateTime, Utc};
use domain::{
    ProblemCode,
    event::ReceiptOrigin,
    provider::{AccountId, Provider},
};
use providers::{Connection, Hook};
use store::{NewReceipt, StoreError, signal::channel};

use crate::{Api, error::Refusal, public};

/// Largest body of a webhook, in bytes: far above a batch of Brevo's.
const BODY_MAX: usize = 10 * 1024 * 1024;
/// The headers worth keeping: what the body is, and who sent it.
const KEPT: [header::HeaderName; 2] = [header::CONTENT_TYPE, header::USER_AGENT];

/// Take a webhook
///
/// For providers. The body is stored as it came and answered at once; the same body twice is one. Authenticity is the
/// provider's: Brevo sends the account's webhook token as a bearer token, SendGrid and Meta sign. Where it cannot be stored,
/// the answer is the status that makes the provider come again. Calls are not limited by rate: a provider that is refused gives up sooner than it should.
#[utoipa::path(tag = "public", params(("provider" = Provider, Path, description = "The provider"), ("account" = AccountId, Path, description = "The account's name")),
    extensions(("x-problems" = json!(["account.not_found", "hook.refused", "request.too_large"]))),
    responses((status = 200, description = "It is stored")))]
#[post("/hooks/{provider}/{account}")]
pub(super) async fn take_webhook(
    api: Data<Api>,
    path: Path<(String, AccountId)>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Refusal> {
    let (provider, account) = path.into_inner();
    let connection = connection(&api, &provider, &account)?;
    let body = public::read(payload, BODY_MAX, api.patience).await.ok_or(ProblemCode::RequestTooLarge)?;
    let received_at = (api.clock)();
    let query = request.query_string();
    if !is_authentic(connection.as_ref(), &request, &body, received_at) {
        return Err(ProblemCode::HookRefused.into());
    }
    let headers = kept(&request);
    let receipt = NewReceipt {
        account: &account,
        origin: ReceiptOrigin::Webhook,
        headers: &headers,
        query,
        body: &body,
        received_at,
    };
    Ok(match keep(&api, receipt).await {
        // Meta comes again after anything but a 200.
        Ok(()) => HttpResponse::Ok().finish(),
        Err(error) => come_again(connection.as_ref(), &error),
    })
}

/// Say whether a webhook is ours
///
/// For providers that ask before their first webhook: Meta shows the account's verify token, and is answered with its challenge as it came.
#[utoipa::path(tag = "public", params(("provider" = Provider, Path, description = "The provider"), ("account" = AccountId, Path, description = "The account's name")),
    extensions(("x-problems" = json!(["account.not_found", "hook.refused"]))),
    responses((status = 200, description = "The challenge", content_type = "text/plain", body = String)))]
#[get("/hooks/{provider}/{account}")]
pub(super) async fn answer_challenge(
    api: Data<Api>,
    path: Path<(String, AccountId)>,
    request: HttpRequest,
) -> Result<HttpResponse, Refusal> {
    let (provider, account) = path.into_inner();
    let connection = connection(&api, &provider, &account)?;
    let answer = connection.challenge(request.query_string()).ok_or(ProblemCode::HookRefused)?;
    Ok(HttpResponse::Ok().content_type(header::ContentType::plaintext()).body(answer))
}

fn connection<'a>(
    api: &'a Api,
    provider: &str,
    account: &AccountId,
) -> Result<&'a Arc<dyn Connection>, ProblemCode> {
    let known = api.accounts.get(account).filter(|known| known.provider().as_str() == provider);
    known.ok_or(ProblemCode::AccountNotFound)
}

fn is_authentic(
    connection: &dyn Connection,
    request: &HttpRequest,
    body: &[u8],
    received_at: DateTime<Utc>,
) -> bool {
    let headers: Vec<_> = request
        .headers()
        .iter()
        .filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)))
        .collect();
    connection.authentic(&Hook { headers: &headers, query: request.query_string(), body, received_at })
}

fn kept(request: &HttpRequest) -> Vec<(String, String)> {
    let said = |name: &header::HeaderName| {
        let value = request.headers().get(name)?.to_str().ok()?;
        Some((name.to_string(), value.to_owned()))
    };
    KEPT.iter().filter_map(said).collect()
}

async fn keep(api: &Api, receipt: NewReceipt<'_>) -> Result<(), StoreError> {
    let mut tx = api.store.begin().await?;
    tx.receipts().insert(receipt).await?;
    tx.accounts().heard(receipt.account, receipt.received_at).await?;
    tx.commit().await?;
    if let Err(error) = api.store.ring(channel::RECEIPTS).await {
        tracing::warn!(%error, "a webhook is stored and is read when it is found");
    }
    Ok(())
}

fn come_again(connection: &dyn Connection, error: &StoreError) -> HttpResponse {
    tracing::error!(%error, account = %connection.id(), "a webhook cannot be stored; the provider is asked to come again");
    let status = StatusCode::from_u16(connection.refusal_status()).unwrap_or(StatusCode::TOO_MANY_REQUESTS);
    HttpResponse::build(status).insert_header((header::RETRY_AFTER, "60")).finish()
}
