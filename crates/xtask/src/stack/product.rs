//! The product's binary with its settings.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use super::{
    sandbox::{KEYS, Sandbox},
    secret::secret,
};
use crate::{shell, workspace::Workspace};

/// Who the demo writes as, by Brevo, by SendGrid and by SMTP.
const SENDERS: &str =
    "EB VISION Démo <bonjour@demo.ebvision.example>, Service clients <clients@demo.ebvision.example>";
const SENDGRID_SENDERS: &str = "EB VISION Actualités <actualites@demo.ebvision.example>";
const SMTP_SENDERS: &str = "EB VISION Courrier <courrier@demo.ebvision.example>";

/// The binary, the database it works on, and what both need.
#[derive(Debug, Clone)]
pub(crate) struct Product {
    workspace: Workspace,
    binary: PathBuf,
    database_url: String,
    sandbox_url: String,
    sandbox_key: String,
    mail_server: String,
    /// The settings of the accounts of WhatsApp, and whatever else was asked for.
    further: Vec<(&'static str, String)>,
    secret: String,
}

/// How many rows of test data; the binary knows how many make a good demo.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Amount {
    pub(crate) clients: Option<u32>,
    pub(crate) companies: Option<u32>,
}

impl Product {
    pub(crate) fn new(
        workspace: &Workspace,
        binary: PathBuf,
        database_url: String,
        sandbox: &Sandbox,
    ) -> anyhow::Result<Self> {
        Ok(Self {
            secret: secret(workspace)?,
            workspace: workspace.clone(),
            binary,
            database_url,
            sandbox_url: sandbox.address().to_owned(),
            sandbox_key: sandbox.webhook_key().to_owned(),
            mail_server: sandbox.mail_server().to_owned(),
            further: sandbox.whatsapp().to_vec(),
        })
    }

    /// The same with one more setting.
    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.further.push((name, value.to_owned()));
        self
    }

    pub(crate) fn binary(&self) -> &Path {
        &self.binary
    }

    /// A subcommand with the settings of a developer's machine.
    pub(crate) fn command(&self, subcommand: &str) -> Command {
        let mut command = self.workspace.command(&self.binary.to_string_lossy());
        command.arg(subcommand);
        command.envs(self.settings());
        command
    }

    /// What the hooks are called with.
    pub(crate) fn hook_token(&self) -> String {
        format!("hook-{}", &self.secret[..24])
    }

    pub(crate) fn settings(&self) -> Vec<(&'static str, String)> {
        let mut settings = vec![
            ("EBVISION_ENVIRONMENT", "development".to_owned()),
            ("EBVISION_LOG_FORMAT", "text".to_owned()),
            ("DATABASE_URL", self.database_url.clone()),
            ("EBVISION_JWT_SECRET", self.secret.clone()),
            ("EBVISION_SPA_DIR", self.workspace.path("dist").display().to_string()),
            ("EBVISION_BREVO_KEY", KEYS[0].to_owned()),
            ("EBVISION_BREVO_BASE_URL", format!("{}/v3", self.sandbox_url)),
            ("EBVISION_BREVO_WEBHOOK_TOKEN", self.hook_token()),
            ("EBVISION_BREVO_SENDERS", SENDERS.to_owned()),
            ("EBVISION_SENDGRID_KEY", KEYS[1].to_owned()),
            ("EBVISION_SENDGRID_BASE_URL", format!("{}/sendgrid/v3", self.sandbox_url)),
            ("EBVISION_SENDGRID_WEBHOOK_KEY", self.sandbox_key.clone()),
            ("EBVISION_SENDGRID_SENDERS", SENDGRID_SENDERS.to_owned()),
            ("EBVISION_SMTP_URL", format!("{}?tls=none", self.mail_server)),
            ("EBVISION_SMTP_SENDERS", SMTP_SENDERS.to_owned()),
            ("EBVISION_SMTP_BOUNCE_DOMAIN", "bounce.demo.ebvision.example".to_owned()),
            ("EBVISION_SMTP_HOOK_TOKEN", self.hook_token()),
        ];
        settings.extend(self.further.iter().cloned());
        settings
    }

    pub(crate) fn migrate(&self) -> anyhow::Result<()> {
        shell::run(&mut self.command("migrate"))
    }

    pub(crate) fn seed(&self, amount: Amount) -> anyhow::Result<()> {
        let mut seed = self.command("seed");
        seed.arg("--if-empty");
        for (option, number) in [("--clients", amount.clients), ("--companies", amount.companies)] {
            seed.args(number.map(|number| format!("{option}={number}")));
        }
        shell::run(&mut seed)
    }

    /// A token for one of the roles.
    pub(crate) fn token(&self, role: &str) -> anyhow::Result<String> {
        let token = shell::read(self.command("token").args(["--role", role, "--ttl", "12h"]))?;
        Ok(token.trim().to_owned())
    }
}
