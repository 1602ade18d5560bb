//! ETag and If-Match (RFC 9110 §8.8.3, §13.1.1): nobody overwrites what they have not read.

use std::future::{Ready, ready};

use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    dev::Payload,
    http::{StatusCode, header},
};
use domain::{
    ProblemCode, campaign::Campaign, setting::Setting, template::Template, whatsapp::WhatsappTemplate,
};
use serde::Serialize;
use store::Change;
use utoipa::IntoParams;

use crate::error::Refusal;

/// The header, for the document.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[allow(dead_code, reason = "describes a header; never built")]
pub(crate) struct VersionHeader {
    /// The `ETag` of the version that was read.
    #[param(rename = "If-Match", example = "\"3\"")]
    if_match: String,
}

/// The version that the caller has read, from `If-Match`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Expected(pub(crate) i64);

impl FromRequest for Expected {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(expected(request).map(Self))
    }
}

/// `*` would overwrite whatever is there, which is what the header is asked for to prevent.
fn expected(request: &HttpRequest) -> Result<i64, Refusal> {
    let value = request.headers().get(header::IF_MATCH).and_then(|value| value.to_str().ok());
    let tag = value.map(str::trim).filter(|tag| *tag != "*").ok_or(ProblemCode::VersionRequired)?;
    let number =
        tag.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).and_then(|text| text.parse().ok());
    number.ok_or(ProblemCode::VersionStale.into())
}

/// What can be edited, and therefore has a version.
pub(crate) trait Versioned: Serialize {
    /// The version, which is the ETag.
    fn version(&self) -> i64;
}

/// What can be made, and therefore has an address.
pub(crate) trait Located: Versioned {
    /// The address.
    fn location(&self) -> String;
}

impl Versioned for Campaign {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Located for Campaign {
    fn location(&self) -> String {
        format!("{}/campaigns/{}", crate::BASE, self.id)
    }
}

impl Versioned for Template {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Located for Template {
    fn location(&self) -> String {
        format!("{}/templates/{}", crate::BASE, self.id)
    }
}

impl Versioned for WhatsappTemplate {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Located for WhatsappTemplate {
    fn location(&self) -> String {
        format!("{}/whatsapp/templates/{}", crate::BASE, self.id)
    }
}

impl<T: Serialize> Versioned for Setting<T> {
    fn version(&self) -> i64 {
        self.version
    }
}

/// Shows an object with its ETag.
pub(crate) fn shown(object: &impl Versioned) -> HttpResponse {
    HttpResponse::build(StatusCode::OK).insert_header((header::ETAG, etag(object))).json(object)
}

/// The ETag of an object.
pub(crate) fn etag(object: &impl Versioned) -> String {
    format!("\"{}\"", object.version())
}

/// The answer to a change that was asked for under a version.
pub(crate) fn changed<T: Versioned>(
    change: Change<T>,
    missing: ProblemCode,
    not_editable: ProblemCode,
) -> Result<HttpResponse, Refusal> {
    match change {
        Change::Done(object) => Ok(shown(&object)),
        Change::Stale(_) => Err(ProblemCode::VersionStale.into()),
        Change::NotEditable(_) => Err(not_editable.into()),
        Change::Missing => Err(missing.into()),
    }
}
