//! Idempotency-Key: a POST that is repeated is answered, not done, twice.

use std::future::{Ready, ready};

use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    dev::Payload,
    http::{
        StatusCode,
        header::{self, HeaderName, HeaderValue},
    },
};
use domain::ProblemCode;
use sha2::{Digest, Sha256};
use store::{Authorship, Claim, StoredResponse, Tx};
use utoipa::IntoParams;

use super::version::{Located, etag};
use crate::{Api, caller::Caller, error::Refusal};

/// Longest key, in characters.
const KEY_MAX: usize = 200;

/// Marks an answer that was given before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// The header, for the document.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[allow(dead_code, reason = "describes a header; never built")]
pub(crate) struct OnceHeader {
    /// 1 to 200 visible ASCII characters. The same key with the same request gets the same answer for 24 hours.
    #[param(rename = "Idempotency-Key", example = "3f6f2c1e-9b54-4c8c-8a57-0d1f5a1b7c11")]
    idempotency_key: Option<String>,
}

/// A POST that makes something, at most once per key.
#[derive(Debug)]
pub(crate) struct Once {
    key: Option<String>,
    target: String,
}

impl FromRequest for Once {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let target = format!("{} {}", request.method(), request.path());
        ready(key(request).map(|key| Self { key, target }))
    }
}

fn key(request: &HttpRequest) -> Result<Option<String>, Refusal> {
    let Some(value) = request.headers().get("idempotency-key") else { return Ok(None) };
    let plain = value.to_str().ok().filter(|key| key.chars().all(|c| c.is_ascii_graphic()));
    let key =
        plain.filter(|key| (1..=KEY_MAX).contains(&key.len())).ok_or(ProblemCode::IdempotencyInvalid)?;
    Ok(Some(key.to_owned()))
}

impl Once {
    /// Makes something in one transaction with the answer that a repeated request gets.
    pub(crate) async fn make<P, T: Located>(
        self,
        api: &Api,
        caller: &Caller<P>,
        body: &[u8],
        work: impl AsyncFnOnce(&mut Tx, &Authorship) -> Result<T, Refusal>,
    ) -> Result<HttpResponse, Refusal> {
        let by = Authorship { id: (api.ids)(), owner: caller.owner(), now: (api.clock)() };
        let mut tx = api.store.begin().await?;
        let fingerprint = self.fingerprint(body);
        if let Some(key) = &self.key {
            match tx.idempotency().claim(caller.id(), key, &fingerprint, by.now).await? {
                Claim::Fresh => {}
                Claim::Replay(response) => return Ok(replayed(response)),
                Claim::Reused => return Err(ProblemCode::IdempotencyReused.into()),
            }
        }
        let response = made(&work(&mut tx, &by).await?)?;
        if let Some(key) = &self.key {
            tx.idempotency().finish(caller.id(), key, &response).await?;
        }
        tx.commit().await?;
        Ok(answer(response))
    }

    /// What the key was used for: the same key for another target or body is a mistake of the caller.
    fn fingerprint(&self, body: &[u8]) -> Vec<u8> {
        Sha256::new().chain_update(&self.target).chain_update([0]).chain_update(body).finalize().to_vec()
    }
}

fn made(object: &impl Located) -> Result<StoredResponse, Refusal> {
    let body = serde_json::to_string(object).map_err(|_| ProblemCode::ServerFailed)?;
    let headers = vec![("etag".to_owned(), etag(object)), ("location".to_owned(), object.location())];
    Ok(StoredResponse { status: StatusCode::CREATED.as_u16(), headers, body })
}

fn answer(stored: StoredResponse) -> HttpResponse {
    let status = StatusCode::from_u16(stored.status).unwrap_or(StatusCode::OK);
    let mut response = HttpResponse::build(status);
    for header in stored.headers {
        response.insert_header(header);
    }
    response.content_type(header::ContentType::json()).body(stored.body)
}

/// The same answer as the first time, marked as such.
fn replayed(stored: StoredResponse) -> HttpResponse {
    let mut response = answer(stored);
    response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    response
}
