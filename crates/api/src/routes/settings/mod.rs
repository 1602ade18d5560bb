//! What an administrator decides while the product runs.

mod consent_policy;
mod quiet_hours;
mod rate_cards;

use crate::mounting::ServiceConfig;

/// Mounts the routes of settings.
pub(super) fn mount(config: &mut ServiceConfig<'_, '_>) {
    config.service(consent_policy::read_consent_policy).service(consent_policy::set_consent_policy);
    config.service(quiet_hours::read_quiet_hours).service(quiet_hours::set_quiet_hours);
    config.service(rate_cards::list_rate_cards).service(rate_cards::import_rate_card);
}
