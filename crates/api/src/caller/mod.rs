//! The door: who calls, and whether the route is theirs.

mod claims;
mod keyring;
pub mod permit;

pub use claims::{ClaimNames, TokenPolicy};
pub use keyring::{KeyError, Keyring, VerifyKey};

use std::{
    future::{Ready, ready},
    marker::PhantomData,
};

use actix_web::{
    Error, FromRequest, HttpMessage, HttpRequest,
    body::MessageBody,
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::header,
    middleware::Next,
    web::Data,
};
use domain::{Permission, Permissions, ProblemCode, campaign::Owner, permission::Me};

use crate::{Api, error::Refusal};
use permit::Permit;

/// A caller whose token is good and grants the permission `P`: a handler that takes one cannot be reached otherwise.
#[derive(Debug, Clone)]
pub struct Caller<P> {
    me: Me,
    permit: PhantomData<P>,
}

impl<P> Caller<P> {
    /// The caller's id in the suite.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.me.id
    }

    /// Whether the caller holds a permission beside the route's own.
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        self.me.permissions.allow(permission)
    }

    /// Refuses whoever lacks a permission that only some requests of the route need.
    ///
    /// # Errors
    /// `permission.denied`.
    pub fn must(&self, permission: Permission) -> Result<(), Refusal> {
        if self.may(permission) { Ok(()) } else { Err(denied(permission)) }
    }

    /// The caller, as the owner of what is made now.
    #[must_use]
    pub fn owner(&self) -> Owner {
        Owner { id: self.me.id.clone(), name: self.me.name.clone() }
    }

    /// Who the caller is and what it may do.
    #[must_use]
    pub fn into_me(self) -> Me {
        self.me
    }
}

impl<P: Permit> FromRequest for Caller<P> {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(admitted(request).and_then(|me| {
            allow::<P>(&me.permissions)?;
            Ok(Self { me, permit: PhantomData })
        }))
    }
}

/// Who a request comes from, or why nobody is believed.
struct Identity(Result<Me, Refusal>);

fn admitted(request: &HttpRequest) -> Result<Me, Refusal> {
    let found = request.extensions().get::<Identity>().map(|identity| identity.0.clone());
    found.unwrap_or_else(|| Err(ProblemCode::TokenInvalid.into()))
}

/// Finds out who calls before any route reads a body, a version or a key: a stranger learns nothing but 401.
pub(crate) async fn identify(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if let Some(identity) = identity(&request).await {
        request.extensions_mut().insert(identity);
    }
    next.call(request).await
}

/// None without a token, for Prometheus' own, which is no token of a person, and outside of the API: readers bring none, and
/// the tokens of providers are judged by who knows them. They have no share of requests that could be used up either.
async fn identity(request: &ServiceRequest) -> Option<Identity> {
    let api = request.app_data::<Data<Api>>().filter(|_| is_for_callers(request.path()))?;
    let token = bearer(request.request()).filter(|token| !api.scrapes_with(token))?;
    let known = api.keyring.identify(token).await.ok_or_else(|| ProblemCode::TokenInvalid.into());
    let admitted = known.and_then(|me| api.limits.admit(&me.id).map(|()| me));
    if let Ok(me) = &admitted {
        tracing::Span::current().record("caller", &me.id);
    }
    Some(Identity(admitted))
}

fn is_for_callers(path: &str) -> bool {
    path.starts_with(crate::BASE) || path == "/metrics"
}

/// The token of `Authorization: Bearer …` (RFC 6750 §2.1); the scheme is case-insensitive (RFC 9110 §11.1).
pub(crate) fn bearer(request: &HttpRequest) -> Option<&str> {
    let value = request.headers().get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

fn allow<P: Permit>(held: &Permissions) -> Result<(), Refusal> {
    match P::PERMISSION {
        Some(permission) if !held.allow(permission) => Err(denied(permission)),
        _ => Ok(()),
    }
}

fn denied(permission: Permission) -> Refusal {
    tracing::info!(%permission, "permission denied");
    ProblemCode::PermissionDenied.into()
}
