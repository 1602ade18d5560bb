//! The door: who calls, and whether the route is theirs.

mod claims;
mod keyring;
pub mod permit;

pub use claims::{ClaimNames, TokenPolicy};
pub use keyring::{KeyError, Keyring, VerifyKey};

use std::{future::Future, marker::PhantomData, pin::Pin};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header, web::Data};
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
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refusal>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let me = identify(&request).await?;
            allow::<P>(&me.permissions)?;
            Ok(Self { me, permit: PhantomData })
        })
    }
}

async fn identify(request: &HttpRequest) -> Result<Me, Refusal> {
    let api = request.app_data::<Data<Api>>().ok_or(ProblemCode::ServerFailed)?;
    let token = bearer(request).ok_or(ProblemCode::TokenInvalid)?;
    let me = api.keyring.identify(token).await.ok_or(ProblemCode::TokenInvalid)?;
    api.limits.admit(&me.id)?;
    tracing::Span::current().record("caller", &me.id);
    Ok(me)
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
