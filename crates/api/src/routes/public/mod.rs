//! What readers of messages call: no token of a person, no problem documents, nothing limited by rate.

mod click;
mod open;
mod preferences;
mod switches;
mod unsubscribe;
mod web_version;

use crate::mounting::ServiceConfig;

/// Mounts the public routes.
pub(super) fn mount(config: &mut ServiceConfig<'_, '_>) {
    config.service(open::count_open).service(click::follow_link).service(web_version::show_web_version);
    config.service(unsubscribe::ask_to_unsubscribe).service(unsubscribe::unsubscribe);
    config.service(preferences::show_preferences).service(preferences::save_preferences);
}
