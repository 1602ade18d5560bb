//! The consent ledger.

mod entries;
mod verification;

use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts the routes of the ledger.
pub(super) fn mount(config: &mut ServiceConfig<'_>) {
    config.service(entries::list_consent_entries).service(entries::record_consent);
    config.service(verification::verify_ledger);
}
