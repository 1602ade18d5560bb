//! Audiences.

mod count;
mod values;

use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts the routes of audiences.
pub(super) fn mount(config: &mut ServiceConfig<'_>) {
    config.service(count::count_audience).service(values::list_audience_values);
}
