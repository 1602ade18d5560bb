//! The noun canary: a few people of a campaign who leave first. The others wait in batches that nobody may claim, until one
//! transaction decides, and lets them all go.

mod decide;
mod reserve;
mod standing;

use sqlx::PgConnection;

pub use decide::{DueCanary, Ruled};

/// The canaries, within a transaction.
#[derive(Debug)]
pub struct Canaries<'t> {
    pub(crate) conn: &'t mut PgConnection,
}
