//! Every route, mounted once: what is mounted here is what the document shows.

mod campaigns;
mod health;
mod me;
mod metrics;
mod problems;
mod sources;
mod templates;

use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts everything that the document describes.
pub(crate) fn mount(config: &mut ServiceConfig<'_>) {
    config.service(health::is_live).service(health::is_ready).service(metrics::metrics);
    config.service(utoipa_actix_web::scope::scope(crate::BASE).configure(marketing));
}

fn marketing(config: &mut ServiceConfig<'_>) {
    config.service(me::who_am_i).service(problems::list_problems).service(sources::count_sources);
    config.configure(campaigns::mount).configure(templates::mount);
}
