//! The providers that the sandbox plays, a line each.

use anyhow::Context as _;

use super::api::Caller;

/// The sandbox lets every key in.
const KEY: &str = "a-key-of-the-chaos";

/// What a provider takes to be carried by.
#[derive(Debug)]
pub(super) struct Provider {
    /// Its name, and that of its account.
    pub(super) name: &'static str,
    /// The sandbox's name for what sends.
    pub(super) route: &'static str,
    /// The product's settings, given the sandbox.
    pub(super) settings: fn(&Caller) -> anyhow::Result<Settings>,
    /// Whether a call that may not have arrived is repeated under its key. Else nobody can ever tell that one did
    /// not arrive: whom it was meant for ends as unknown. Whoever got it never does: events tell.
    pub(super) knows_keys: bool,
}

type Settings = Vec<(&'static str, String)>;

/// The senders' address.
pub(super) const SENDER: (&str, &str) = ("Exemple SAS", "bonjour@exemple.fr");

pub(super) const PROVIDERS: &[Provider] = &[
    Provider { name: "brevo", route: "POST /smtp/email", settings: brevo, knows_keys: true },
    Provider { name: "sendgrid", route: "POST /v3/mail/send", settings: sendgrid, knows_keys: false },
];

fn senders() -> String {
    format!("{} <{}>", SENDER.0, SENDER.1)
}

fn brevo(sandbox: &Caller) -> anyhow::Result<Settings> {
    Ok(vec![
        ("EBVISION_BREVO_KEY", KEY.to_owned()),
        ("EBVISION_BREVO_BASE_URL", format!("{}/v3", sandbox.address())),
        ("EBVISION_BREVO_WEBHOOK_TOKEN", "a-token-of-the-chaos".to_owned()),
        ("EBVISION_BREVO_SENDERS", senders()),
    ])
}

fn sendgrid(sandbox: &Caller) -> anyhow::Result<Settings> {
    let account = sandbox.get("/_sandbox/sendgrid")?;
    let key = account["webhookKey"].as_str().context("the sandbox tells no key of SendGrid's webhooks")?;
    Ok(vec![
        ("EBVISION_SENDGRID_KEY", KEY.to_owned()),
        ("EBVISION_SENDGRID_BASE_URL", format!("{}/sendgrid/v3", sandbox.address())),
        ("EBVISION_SENDGRID_WEBHOOK_KEY", key.to_owned()),
        ("EBVISION_SENDGRID_SENDERS", senders()),
    ])
}
