//! What a name leads to on the open web.

use std::{error::Error, io, net::SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::net::lookup_host;

use super::public::is_public;

/// A name that leads to no public address.
#[derive(Debug, thiserror::Error)]
#[error("the name leads to no public address")]
pub(super) struct Closed;

/// Names as this machine knows them, and of their addresses the public ones alone. A connection asks here itself, so nothing lies between
/// the check and the call: a name that answers otherwise a moment later gains nothing.
#[derive(Debug)]
pub(super) struct PublicNames;

impl Resolve for PublicNames {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move { found(name.as_str()).await })
    }
}

async fn found(name: &str) -> Result<Addrs, Box<dyn Error + Send + Sync>> {
    let known: io::Result<Vec<SocketAddr>> = lookup_host((name, 0)).await.map(Iterator::collect);
    let public: Vec<_> = known?.into_iter().filter(|address| is_public(address.ip())).collect();
    if public.is_empty() { Err(Closed.into()) } else { Ok(Box::new(public.into_iter())) }
}
