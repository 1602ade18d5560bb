//! What an administrator decides while the product runs.

mod consent_policy;

use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts the routes of settings.
pub(super) fn mount(config: &mut ServiceConfig<'_>) {
    config.service(consent_policy::read_consent_policy).service(consent_policy::set_consent_policy);
}
