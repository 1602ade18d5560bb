//! Who visits: no more than evidence and the judgement of machines need.

use std::{
    future::{Ready, ready},
    net::IpAddr,
};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header};
use domain::{Language, hit::USER_AGENT_MAX};

use crate::manners::{head, problems};

/// A visit to a public path.
#[derive(Debug, Clone)]
pub(crate) struct Visit {
    /// The language of the visitor.
    pub(crate) language: Language,
    /// The program, as it names itself.
    pub(crate) user_agent: Option<String>,
    /// Where the visit comes from; behind a proxy, what the proxy says. Only its network is ever kept.
    pub(crate) ip: Option<IpAddr>,
    /// Whether only the head was asked for.
    pub(crate) only_head: bool,
}

impl FromRequest for Visit {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let agent = request.headers().get(header::USER_AGENT);
        ready(Ok(Self {
            language: problems::language(request),
            user_agent: agent
                .map(|value| String::from_utf8_lossy(value.as_bytes()).replace('\0', ""))
                .map(|agent| agent.chars().take(USER_AGENT_MAX).collect()),
            ip: request.connection_info().realip_remote_addr().and_then(|address| address.parse().ok()),
            only_head: head::is_only_head(request),
        }))
    }
}
