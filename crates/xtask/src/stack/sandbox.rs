//! The sandbox, playing the providers and their recipients.

use std::{
    env,
    fs::File,
    path::{Path, PathBuf},
    process::{Command, ExitStatus},
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};
use serde_json::{Value, json};

use super::whatsapp::Number;
use crate::{interrupt, shell::Running, workspace::Workspace};

/// The keys that the sandbox takes for Brevo's, SendGrid's and Meta's; Twilio's is a fact of its account.
pub(crate) const KEYS: [&str; 3] = ["xkeysib-sandbox", "SG.sandbox", Number::TOKEN];
/// Where the providers' own specifications are, for those who have them: every request is then held against them.
const SPECS: &str = "EBVISION_SPECS_DIR";
const PATIENCE: Duration = Duration::from_secs(30);

/// The sandbox, running.
#[derive(Debug)]
pub(crate) struct Sandbox {
    running: Running,
    address: String,
    /// The public key that it signs SendGrid's webhooks with.
    webhook_key: String,
    /// `smtp://127.0.0.1:…`: its mail server.
    mail_server: String,
    /// What the product is told of the WhatsApp accounts.
    whatsapp: Vec<(&'static str, String)>,
}

impl Sandbox {
    /// Starts it and waits until it answers. What it logs goes into a file.
    pub(crate) fn start(workspace: &Workspace, binary: &Path, port: u16, log: &Path) -> anyhow::Result<Self> {
        let file = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
        let also = file.try_clone().with_context(|| format!("cannot write {}", log.display()))?;
        let mut command = workspace.command(&binary.to_string_lossy());
        arguments(&mut command, port);
        command.stdout(file).stderr(also);
        let address = format!("http://127.0.0.1:{port}");
        let mut sandbox = Self {
            running: Running::start(&mut command)?,
            address,
            webhook_key: String::new(),
            mail_server: String::new(),
            whatsapp: Vec::new(),
        };
        sandbox.wait_until_it_answers().with_context(|| format!("its log is {}", log.display()))?;
        sandbox.webhook_key = sandbox.ask("sendgrid", "webhookKey")?;
        sandbox.mail_server = sandbox.ask("smtp", "url")?;
        sandbox.whatsapp = sandbox.accounts_of_whatsapp()?;
        Ok(sandbox)
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// The public key that it signs SendGrid's webhooks with.
    pub(crate) fn webhook_key(&self) -> &str {
        &self.webhook_key
    }

    /// Its mail server.
    pub(crate) fn mail_server(&self) -> &str {
        &self.mail_server
    }

    /// The settings of the accounts `meta` and `twilio`.
    pub(crate) fn whatsapp(&self) -> &[(&'static str, String)] {
        &self.whatsapp
    }

    fn accounts_of_whatsapp(&self) -> anyhow::Result<Vec<(&'static str, String)>> {
        let mut settings = Vec::new();
        for number in [Number::META, Number::TWILIO] {
            settings.extend(number.settings(&self.address, |member| self.ask(number.account, member))?);
        }
        Ok(settings)
    }

    /// Tells its mail server where bounces and complaints go: to the hook of the account `smtp`.
    pub(crate) fn report_to(&self, product: &str, token: &str) -> anyhow::Result<()> {
        let hook = json!({"hook": format!("{product}/hooks/smtp/smtp"), "token": token}).to_string();
        let told = ureq::post(format!("{}/_sandbox/smtp", self.address)).send(hook);
        told.map(drop).context("the sandbox does not take the hook of its mail server")
    }

    fn ask(&self, service: &str, member: &str) -> anyhow::Result<String> {
        let mut answer = ureq::get(format!("{}/_sandbox/{service}", self.address)).call()?;
        let account: Value = serde_json::from_reader(answer.body_mut().as_reader())?;
        let told = account[member]
            .as_str()
            .with_context(|| format!("the sandbox does not tell {member} of {service}"))?;
        Ok(told.to_owned())
    }

    /// How it ended, if it has.
    pub(crate) fn ended(&mut self) -> anyhow::Result<Option<ExitStatus>> {
        self.running.ended()
    }

    /// Stops it. With specifications it fails when a request broke them, or when none was held against them.
    pub(crate) fn stop(mut self) -> anyhow::Result<()> {
        self.running.stop()?;
        match self.running.ended()? {
            Some(status) if !status.success() => {
                bail!("the sandbox found fault with what it was sent ({status})")
            }
            _ => Ok(()),
        }
    }

    fn wait_until_it_answers(&mut self) -> anyhow::Result<()> {
        let start = Instant::now();
        while ureq::get(format!("{}/_sandbox/quiet", self.address)).call().is_err() {
            if let Some(status) = self.ended()? {
                bail!("the sandbox ended before it answered ({status})");
            }
            if interrupt::asked() || start.elapsed() > PATIENCE {
                bail!("the sandbox did not answer");
            }
            sleep(Duration::from_millis(50));
        }
        Ok(())
    }
}

/// The provider's limits are off, so that nobody waits for a minute between two hundred thousand messages.
fn arguments(command: &mut Command, port: u16) {
    command.args(["--port", &port.to_string(), "--no-limits"]);
    command.args(KEYS.iter().flat_map(|key| ["--api-key", key]));
    if let Some(folder) = specs() {
        command.arg("--specs").arg(folder);
    }
}

fn specs() -> Option<PathBuf> {
    env::var_os(SPECS).filter(|folder| !folder.is_empty()).map(PathBuf::from)
}
