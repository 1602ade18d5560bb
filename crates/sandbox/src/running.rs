//! Starting and stopping.

use std::{collections::HashMap, net::TcpListener, sync::Arc};

use actix_web::{
    App, HttpServer,
    dev::ServerHandle,
    web::{self, Data},
};
use anyhow::Context;
use tokio::{sync::watch, task::JoinHandle};

use crate::{
    agenda::{self, Agenda},
    brevo::{self, Brevo},
    chance::Chance,
    control,
    faults::{Faults, Wire},
    front::front,
    inbox,
    ledger::{Figures, Journal},
    locked::Locked,
    loopback,
    mail::Mailroom,
    meta::{self, Meta},
    people,
    post::{self, Outbox},
    sandbox::Sandbox,
    sendgrid::{self, Sendgrid},
    settings::Settings,
    smtp,
    specs::Specs,
    twilio::{self, Twilio},
    whatsapp,
};

/// Largest body that is read, in bytes. The real service's own limit is not documented.
const BODY_MAX: usize = 64 << 20;
/// Seconds that open requests get when the program stops.
const GRACE: u64 = 2;

/// A sandbox that runs.
#[derive(Debug)]
pub struct Running {
    url: String,
    smtp_url: String,
    sandbox: Arc<Sandbox>,
    server: ServerHandle,
    tasks: Vec<JoinHandle<()>>,
    stop: watch::Sender<bool>,
}

/// Starts a sandbox on 127.0.0.1, from within a Tokio runtime.
///
/// # Errors
///
/// The port is taken, the ledger's file cannot be made, or the specification cannot be read.
pub async fn start(settings: Settings) -> anyhow::Result<Running> {
    let (stop, stopping) = watch::channel(false);
    let listener = TcpListener::bind(("127.0.0.1", settings.port))
        .with_context(|| format!("port {} cannot be listened on; choose another --port", settings.port))?;
    let url = format!("http://{}", listener.local_addr()?);
    let mx = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.context("no port for SMTP is free")?;
    let smtp_url = format!("smtp://{}", mx.local_addr()?);
    let sandbox = Arc::new(assemble(settings, url.clone(), smtp_url.clone(), stopping)?);
    let app = Arc::clone(&sandbox);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(Data::from(Arc::clone(&app)))
            .app_data(web::PayloadConfig::new(BODY_MAX))
            .configure(control::mount)
            .configure(inbox::mount)
            .service(web::resource("/v3/{path:.*}").to(front::<Brevo>))
            .configure(whatsapp::mount)
            .configure(whatsapp::mount_files)
            .service(web::resource("/sendgrid/{path:.*}").to(front::<Sendgrid>))
            .service(web::resource("/meta/{path:.*}").to(front::<Meta>))
            .service(web::resource("/twilio/{path:.*}").to(front::<Twilio>))
            .service(web::resource("/twilio-content/{path:.*}").to(front::<Twilio>))
    })
    .on_connect(Wire::keep)
    .workers(2)
    .shutdown_timeout(GRACE)
    .disable_signals()
    .listen(listener)?
    .run();
    let handle = server.handle();
    let tasks = vec![
        tokio::spawn(async move {
            if let Err(error) = server.await {
                tracing::error!(%error, "the server has stopped");
            }
        }),
        tokio::spawn(agenda::live::<people::Duty>(Arc::clone(&sandbox))),
        tokio::spawn(agenda::live::<whatsapp::Task>(Arc::clone(&sandbox))),
        tokio::spawn(post::deliver::<brevo::Event>(Arc::clone(&sandbox))),
        tokio::spawn(post::deliver::<sendgrid::Event>(Arc::clone(&sandbox))),
        tokio::spawn(post::deliver::<smtp::Event>(Arc::clone(&sandbox))),
        tokio::spawn(post::deliver::<meta::Event>(Arc::clone(&sandbox))),
        tokio::spawn(post::deliver::<twilio::Event>(Arc::clone(&sandbox))),
        tokio::spawn(smtp::listen(Arc::clone(&sandbox), mx)),
    ];
    Ok(Running { url, smtp_url, sandbox, server: handle, tasks, stop })
}

fn assemble(
    settings: Settings,
    url: String,
    smtp_url: String,
    stopping: watch::Receiver<bool>,
) -> anyhow::Result<Sandbox> {
    let faults = Faults::new(settings.faults.clone());
    let of_webhooks = faults.of_webhooks();
    let journal = Journal::open(settings.ledger.as_deref()).context("--ledger: the file cannot be made")?;
    let sandbox = Sandbox {
        chance: Chance::new(settings.seed),
        mail: Locked::new(Mailroom::new(settings.memory)),
        agenda: Agenda::default(),
        brevo: Locked::default(),
        brevo_outbox: Outbox::default(),
        sendgrid: Locked::default(),
        sendgrid_outbox: Outbox::default(),
        signer: sendgrid::Signer::new(settings.seed)?,
        smtp: Locked::new(smtp::Account::at(smtp_url)),
        smtp_outbox: Outbox::default(),
        whatsapp: Locked::default(),
        whatsapp_agenda: Agenda::default(),
        meta: Locked::default(),
        meta_outbox: Outbox::default(),
        twilio: Locked::default(),
        twilio_outbox: Outbox::default(),
        faults: Locked::new(faults),
        overrides: Locked::new(HashMap::new()),
        figures: Locked::new(Figures::default()),
        journal,
        specs: settings.specs.as_deref().map(Specs::load).transpose()?,
        web: loopback::client()?,
        stopping,
        url,
        settings,
    };
    sandbox.set_webhook_faults(of_webhooks);
    Ok(sandbox)
}

impl Running {
    /// `http://127.0.0.1:port`, without a slash at its end.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// `smtp://127.0.0.1:port`: the mail server.
    #[must_use]
    pub fn smtp_url(&self) -> &str {
        &self.smtp_url
    }

    /// The public key that SendGrid's webhooks are signed with, as SendGrid shows it. It follows from the seed.
    #[must_use]
    pub fn sendgrid_webhook_key(&self) -> String {
        self.sandbox.signer.public_key()
    }

    /// Stops: no new requests, those that are open get two seconds.
    ///
    /// # Errors
    ///
    /// With `specs`: a violation was found, or nothing was validated. With `ledger`: the file is not whole.
    pub async fn stop(self) -> anyhow::Result<()> {
        self.stop.send_replace(true);
        self.server.stop(true).await;
        for task in self.tasks {
            task.abort();
        }
        if let Some(error) = self.sandbox.journal.error() {
            anyhow::bail!("--ledger: the file is not whole: {error}");
        }
        match self.sandbox.specs.as_ref().map(Specs::verdict) {
            Some(Err(why)) => anyhow::bail!(why),
            _ => Ok(()),
        }
    }
}
