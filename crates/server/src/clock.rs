//! The only place that reads a clock or makes a random id (house.md §5): everybody else takes them as parameters.

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// The time.
#[allow(clippy::disallowed_methods, reason = "this is the clock")]
pub(crate) fn now() -> DateTime<Utc> {
    Utc::now()
}

/// A new id: UUIDv7, so that rows made together lie together.
#[allow(clippy::disallowed_methods, reason = "this is the source of ids")]
pub(crate) fn new_id() -> Uuid {
    Uuid::now_v7()
}

/// 32 random bytes, of which nobody can guess a part: two identifiers of version 4, 122 random bits in each 16 bytes.
#[allow(clippy::disallowed_methods, reason = "this is the source of secrets")]
pub(crate) fn new_secret() -> [u8; 32] {
    let mut secret = [0; 32];
    secret[..16].copy_from_slice(Uuid::new_v4().as_bytes());
    secret[16..].copy_from_slice(Uuid::new_v4().as_bytes());
    secret
}

/// A random number from 0 to below 1, out of the last 32 bits of an id, which are random.
pub(crate) fn chance() -> f64 {
    let [.., a, b, c, d] = new_id().into_bytes();
    f64::from(u32::from_be_bytes([a, b, c, d])) / (f64::from(u32::MAX) + 1.0)
}
