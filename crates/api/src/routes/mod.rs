//! Every route, mounted once: what is mounted here is what the document shows.

mod accounts;
mod audiences;
mod campaigns;
mod consent;
mod conversations;
mod dashboard;
mod errands;
mod health;
mod hooks;
mod me;
mod metrics;
mod problems;
mod public;
mod settings;
mod sources;
mod suppressions;
mod templates;
mod tickets;
mod whatsapp;

use crate::mounting::ServiceConfig;

/// Mounts everything that the document describes. Routes are tried one after the other: those that readers and providers call by
/// the thousand come first.
pub(crate) fn mount(config: &mut ServiceConfig<'_, '_>) {
    config.configure(public::mount).service(hooks::take_webhook).service(hooks::answer_challenge);
    config.service(health::is_live).service(health::is_ready).service(metrics::metrics);
    config.scope(crate::BASE, marketing);
}

fn marketing(config: &mut ServiceConfig<'_, '_>) {
    config.service(me::who_am_i).service(problems::list_problems).service(sources::count_sources);
    config.configure(campaigns::mount).configure(templates::mount).configure(audiences::mount);
    config.service(dashboard::read_dashboard).configure(accounts::mount).service(errands::read_errand);
    config
        .configure(conversations::mount)
        .configure(consent::mount)
        .configure(suppressions::mount)
        .configure(settings::mount)
        .configure(whatsapp::mount);
    config.service(tickets::open_preview).service(tickets::download);
}
