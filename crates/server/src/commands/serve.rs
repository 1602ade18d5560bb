//! `serve` and `all`.

use std::{net::TcpListener, sync::Arc, time::Duration};

use actix_web::HttpServer;
use anyhow::Context;
use api::{Api, Collector, Keyring, Limits, Live, Spa};
use domain::{ErrandId, errand::ErrandTask};
use providers::Accounts;
use secrecy::ExposeSecret;

use crate::{
    clock,
    database::Database,
    jwks,
    settings::Settings,
    shutdown::{self, LAST_ACT, Stop},
    supervisor, telemetry,
};

/// How long a connection may take to send the head of a request.
const HEAD_PATIENCE: Duration = Duration::from_secs(10);
/// How often callers that went silent are forgotten.
const FORGET_EVERY: Duration = Duration::from_secs(300);

/// Where the stages run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Work {
    /// In this process.
    Here,
    /// In others.
    Elsewhere,
}

/// Serves until told to stop, then drains.
pub(crate) async fn serve(settings: &Settings, work: Work) -> anyhow::Result<()> {
    let stop = shutdown::listen()?;
    let listener = TcpListener::bind(settings.http.bind).with_context(|| {
        format!("{} cannot be listened on; choose another EBVISION_HTTP_BIND", settings.http.bind)
    })?;
    let keyring = jwks::open(&settings.jwt).await?;
    let database = Database::open(settings).await?;
    let (collector, collecting) = Collector::new(database.store.clone());
    let (live, listening) = Live::new(database.store.clone(), stop.clone());
    let api = assemble(settings, &database, keyring, (collector, live))?;
    if is_migrated(&database).await? {
        ask_for_webhooks(&api.accounts, &database).await?;
    }
    let limits = Arc::clone(&api.limits);
    let forgetful = tokio::spawn(async move { forget(&limits).await });
    let mut collected = tokio::spawn(collecting.run());
    let overdue = tokio::spawn(shutdown::told_since(stop.clone(), settings.http.drain + LAST_ACT));
    tokio::spawn(listening.run());
    match work {
        Work::Here => {
            let stages = supervisor::work(&database.store, settings, &stop);
            tokio::try_join!(listen(settings, listener, api, stop.clone()), stages)?;
        }
        Work::Elsewhere => listen(settings, listener, api, stop).await?,
    }
    forgetful.abort();
    // The server is gone, and every collector with it: what was taken is stored before the database is closed.
    tokio::select! {
        _ = &mut collected => {}
        _ = overdue => tracing::error!("hits that were taken could not be stored in time"),
    }
    database.close().await
}

fn assemble(
    settings: &Settings,
    database: &Database,
    keyring: Arc<Keyring>,
    (collector, live): (Collector, Live),
) -> anyhow::Result<Api> {
    let http = &settings.http;
    Ok(Api {
        store: database.store.clone(),
        keyring,
        limits: Arc::new(Limits::new(http.rate_per_second, http.rate_burst)),
        clock: clock::now,
        ids: clock::new_id,
        secrets: clock::new_secret,
        accounts: settings.open_accounts()?,
        urls: Arc::new(settings.public_urls()?),
        collector,
        live,
        zone: settings.organisation.zone,
        language: settings.organisation.language,
        patience: http.timeout,
        body_max: http.body_max,
        origins: http.origins.clone(),
        trusted_proxies: http.trusted_proxies.clone(),
        metrics: telemetry::start_metrics()?,
        scrape_token: settings.metrics_token.as_ref().map(|token| token.expose_secret().to_owned()),
        spa: load_spa(settings)?,
    })
}

fn load_spa(settings: &Settings) -> anyhow::Result<Option<Arc<Spa>>> {
    let Some(spa) = &settings.spa else { return Ok(None) };
    let loaded =
        Spa::load(spa).with_context(|| format!("the SPA in {} cannot be read", spa.folder.display()))?;
    Ok(Some(Arc::new(loaded)))
}

async fn is_migrated(database: &Database) -> anyhow::Result<bool> {
    let is_ready = database.store.is_ready().await?;
    if !is_ready {
        tracing::warn!(
            "migrations are missing: run `ebvision-marketing migrate`; until then /health/ready says no"
        );
    }
    Ok(is_ready)
}

/// Whoever takes webhooks has the providers asked to send them, at each start: the address may be another one by now.
async fn ask_for_webhooks(accounts: &Accounts, database: &Database) -> anyhow::Result<()> {
    let mut tx = database.store.begin().await?;
    for account in accounts.iter().filter(|account| account.capabilities().registers_webhook) {
        let task = ErrandTask::EnsureWebhook { account: account.id().clone() };
        tx.errands().create(ErrandId(clock::new_id()), &task, "settings", clock::now()).await?;
    }
    Ok(tx.commit().await?)
}

async fn listen(settings: &Settings, listener: TcpListener, api: Api, stop: Stop) -> anyhow::Result<()> {
    let http = &settings.http;
    tracing::info!(address = %listener.local_addr()?, environment = ?settings.environment, "listening");
    let server = HttpServer::new(move || api::app(api.clone()))
        .workers(http.workers.get())
        .client_request_timeout(HEAD_PATIENCE)
        .shutdown_timeout(http.drain.as_secs())
        .disable_signals()
        .listen(listener)?
        .run();
    let handle = server.handle();
    tokio::spawn(async move {
        shutdown::told(stop).await;
        handle.stop(true).await;
    });
    server.await?;
    Ok(())
}

async fn forget(limits: &Limits) {
    loop {
        tokio::time::sleep(FORGET_EVERY).await;
        limits.forget_the_idle();
    }
}
