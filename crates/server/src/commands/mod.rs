//! One file per subcommand.

mod migrate;
mod openapi;
mod seed;
mod serve;
mod token;

use std::future::Future;

use anyhow::bail;
use api::Environment;

use crate::{
    cli::{Cli, Command},
    database::Database,
    settings::Settings,
    shutdown, supervisor, telemetry,
};

/// Does what the command line says.
pub(crate) fn run(cli: Cli) -> anyhow::Result<()> {
    if matches!(cli.command, Command::Openapi) {
        return openapi::print();
    }
    let settings = Settings::read(cli.config.as_deref())?;
    if let Command::Token(whose) = &cli.command {
        return token::mint(&settings, whose);
    }
    telemetry::start_log(&settings.log)?;
    let settings = &settings;
    match cli.command {
        Command::Serve => block_on(serve::serve(settings, serve::Work::Elsewhere)),
        Command::All => block_on(serve::serve(settings, serve::Work::Here)),
        Command::Work => block_on(work(settings)),
        Command::Migrate => block_on(migrate::migrate(settings)),
        Command::Seed(how) => block_on(seed::seed(settings, &how)),
        Command::Token(_) | Command::Openapi => Ok(()),
    }
}

fn block_on(work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    // An error only says that a provider is installed already, and ours is the only call.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let ended = runtime.block_on(work);
    // Whatever is still looked up or waited for in the background keeps no process alive.
    runtime.shutdown_background();
    ended
}

async fn work(settings: &Settings) -> anyhow::Result<()> {
    let stop = shutdown::listen()?;
    let database = Database::open(settings).await?;
    supervisor::work(&database.store, settings, &stop).await?;
    database.close().await
}

/// What invents or mints is for development only.
fn refuse_in_production(settings: &Settings, what: &str) -> anyhow::Result<()> {
    if settings.environment == Environment::Production {
        bail!(
            "{what} is refused in production; on a development machine set EBVISION_ENVIRONMENT=development"
        );
    }
    Ok(())
}
