//! The bodies that strangers send: small, or not read at all.

use std::time::Duration;

use actix_web::web::{Bytes, Payload};
use tokio::time::timeout;

/// The body, where it ends within `max` bytes and in time; else nothing of it.
pub(crate) async fn read(payload: Payload, max: usize, patience: Duration) -> Option<Bytes> {
    timeout(patience, payload.to_bytes_limited(max)).await.ok()?.ok()?.ok()
}
