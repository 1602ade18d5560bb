//! The consent ledger.

mod entries;
mod verification;

use crate::mounting::ServiceConfig;

/// Mounts the routes of the ledger.
pub(super) fn mount(config: &mut ServiceConfig<'_, '_>) {
    config.service(entries::list_consent_entries).service(entries::record_consent);
    config.service(verification::verify_ledger);
}
