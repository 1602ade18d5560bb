//! Audiences.

mod count;
mod values;

use crate::mounting::ServiceConfig;

/// Mounts the routes of audiences.
pub(super) fn mount(config: &mut ServiceConfig<'_, '_>) {
    config.service(count::count_audience).service(values::list_audience_values);
}
