//! The providers that the sandbox plays, a line each.

use anyhow::Context as _;
use serde_json::json;

use super::plan::BATCH;
use crate::stack::{api::Caller, program::Settings, whatsapp::Number};

/// The sandbox lets every key in.
const KEY: &str = "a-key-of-the-chaos";
/// What hooks are called with.
const TOKEN: &str = "a-token-of-the-chaos";
/// Calls of one worker on their way at once: the product's own default.
const DISPATCHERS: u32 = 4;
/// Connections of one worker to a mail server: the product's own default.
const CONNECTIONS: u32 = 8;
/// Messages of WhatsApp that one batch has on its way at once: the product's own default.
const CALLS: u32 = 20;
/// Messages a second that Twilio raises a number to at most. Nothing but the product keeps to it: the sandbox has no limits here.
const TWILIO_PER_SECOND: u32 = 400;
/// For so long what was taken message by message may be unrecorded, in milliseconds (`providers::Windowed`).
const UNRECORDED: u32 = 50;
/// The same by WhatsApp.
const UNRECORDED_TOLD: u32 = 500;

/// What a provider takes to be carried by.
#[derive(Debug)]
pub(super) struct Provider {
    /// Its name, and that of its account.
    pub(super) name: &'static str,
    /// The sandbox's name for what sends.
    pub(super) route: &'static str,
    /// The product's settings, given the sandbox and the product's own address.
    pub(super) settings: fn(&Caller, &str) -> anyhow::Result<Settings>,
    /// How it carries messages.
    pub(super) carries: Carries,
    /// Who may be left of whom nobody can tell.
    pub(super) unknown: Unknown,
    /// Whether its webhooks come once and never again, and are looked up afterwards.
    pub(super) sweeps: bool,
    /// How its answers fail.
    pub(super) failures: &'static [Failure],
}

/// How messages are carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Carries {
    /// Many by one call.
    Calls,
    /// One after another, over connections.
    Connections,
    /// A call for each, several at once: by WhatsApp.
    Messages(&'static Number),
}

/// Of whom it may be that nobody can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unknown {
    /// Of nobody: a call that perhaps did not arrive is repeated under its key, or events tell of each that did.
    Nobody,
    /// Of those whom no call reached: by WhatsApp events name our own number of each message, and tell of everybody else.
    Unreached,
    /// Of those to whom messages were on their way: nothing tells of them.
    OnTheWay,
}

/// How answers fail, and how often: each `every`-th, so many times.
#[derive(Debug)]
pub(super) struct Failure {
    /// The sandbox's fault.
    pub(super) kind: &'static str,
    pub(super) times: u32,
    pub(super) every: u32,
    /// Whether nobody can tell from it whether the call arrived.
    pub(super) in_doubt: bool,
}

const fn failure(kind: &'static str, times: u32, every: u32) -> Failure {
    Failure { kind, times, every, in_doubt: true }
}

const fn refusal(kind: &'static str, times: u32, every: u32) -> Failure {
    Failure { kind, times, every, in_doubt: false }
}

/// Of some two hundred calls.
const OF_CALLS: &[Failure] = &[
    refusal(r#""kind": "rate_limit""#, 4, 3),
    failure(r#""kind": "server_error""#, 4, 5),
    failure(r#""kind": "hang_after_accept""#, 3, 11),
    failure(r#""kind": "reset_after_body""#, 4, 4),
    failure(r#""kind": "reset_after_body", "processed": false"#, 4, 7),
];

/// Of twenty thousand messages.
const OF_MESSAGES: &[Failure] = &[
    refusal(r#""kind": "rate_limit""#, 2, 4_000),
    refusal(r#""kind": "server_error""#, 40, 90),
    failure(r#""kind": "hang_after_accept""#, 2, 1_500),
    failure(r#""kind": "reset_after_body""#, 40, 70),
    failure(r#""kind": "reset_after_body", "processed": false"#, 40, 110),
];

/// The same where a 500 is no answer. Meta's own code in it says that nothing was sent: it counts among those of whom nobody can tell
/// all the same, as in a 500 of any machine on the way.
const OF_WHATSAPP: &[Failure] = &[
    refusal(r#""kind": "rate_limit""#, 2, 4_000),
    failure(r#""kind": "server_error""#, 40, 90),
    failure(r#""kind": "hang_after_accept""#, 2, 1_500),
    failure(r#""kind": "reset_after_body""#, 40, 70),
    failure(r#""kind": "reset_after_body", "processed": false"#, 40, 110),
];

/// The senders' address.
pub(super) const SENDER: (&str, &str) = ("Exemple SAS", "bonjour@exemple.fr");

pub(super) const PROVIDERS: &[Provider] = &[
    Provider {
        name: "brevo",
        route: "POST /smtp/email",
        settings: brevo,
        carries: Carries::Calls,
        unknown: Unknown::Nobody,
        sweeps: false,
        failures: OF_CALLS,
    },
    Provider {
        name: "sendgrid",
        route: "POST /v3/mail/send",
        settings: sendgrid,
        carries: Carries::Calls,
        unknown: Unknown::Nobody,
        sweeps: false,
        failures: OF_CALLS,
    },
    Provider {
        name: "smtp",
        route: "SMTP",
        settings: smtp,
        carries: Carries::Connections,
        unknown: Unknown::OnTheWay,
        sweeps: false,
        failures: OF_MESSAGES,
    },
    Provider {
        name: "meta",
        route: "POST /{Version}/{Phone-Number-ID}/messages",
        settings: meta,
        carries: Carries::Messages(&Number::META),
        unknown: Unknown::Unreached,
        sweeps: false,
        failures: OF_WHATSAPP,
    },
    Provider {
        name: "twilio",
        route: "POST /2010-04-01/Accounts/{AccountSid}/Messages.json",
        settings: twilio,
        carries: Carries::Messages(&Number::TWILIO),
        unknown: Unknown::Unreached,
        sweeps: true,
        failures: OF_WHATSAPP,
    },
];

impl Provider {
    /// People to whom one worker writes at once: one answer is about all of them, or each is about one.
    pub(super) const fn at_once(&self) -> u32 {
        match self.carries {
            Carries::Calls => DISPATCHERS * BATCH,
            Carries::Connections => CONNECTIONS,
            Carries::Messages(_) => DISPATCHERS * CALLS,
        }
    }

    /// People of whom a worker that dies has no answer at most, where an answer takes so many milliseconds: those of its calls;
    /// or one for each connection, and what was not recorded yet. By WhatsApp batches share the calls of their first window only.
    pub(super) fn on_the_way(&self, late: u32) -> u32 {
        match self.carries {
            Carries::Calls => self.at_once(),
            Carries::Connections => CONNECTIONS + (CONNECTIONS * UNRECORDED).div_ceil(late.max(1)),
            Carries::Messages(_) => CALLS + (self.at_once() * UNRECORDED_TOLD).div_ceil(late.max(1)),
        }
    }

    /// People whom one answer is about.
    pub(super) const fn answered_at_once(&self) -> u32 {
        match self.carries {
            Carries::Calls => BATCH,
            Carries::Connections | Carries::Messages(_) => 1,
        }
    }
}

fn senders() -> String {
    format!("{} <{}>", SENDER.0, SENDER.1)
}

fn brevo(sandbox: &Caller, _: &str) -> anyhow::Result<Settings> {
    Ok(vec![
        ("EBVISION_BREVO_KEY", KEY.to_owned()),
        ("EBVISION_BREVO_BASE_URL", format!("{}/v3", sandbox.address())),
        ("EBVISION_BREVO_WEBHOOK_TOKEN", TOKEN.to_owned()),
        ("EBVISION_BREVO_SENDERS", senders()),
    ])
}

fn sendgrid(sandbox: &Caller, _: &str) -> anyhow::Result<Settings> {
    let account = sandbox.get("/_sandbox/sendgrid")?;
    let key = account["webhookKey"].as_str().context("the sandbox tells no key of SendGrid's webhooks")?;
    Ok(vec![
        ("EBVISION_SENDGRID_KEY", KEY.to_owned()),
        ("EBVISION_SENDGRID_BASE_URL", format!("{}/sendgrid/v3", sandbox.address())),
        ("EBVISION_SENDGRID_WEBHOOK_KEY", key.to_owned()),
        ("EBVISION_SENDGRID_SENDERS", senders()),
    ])
}

/// A mail server is told by hand where bounces go.
fn smtp(sandbox: &Caller, product: &str) -> anyhow::Result<Settings> {
    let hook = json!({"hook": format!("{product}/hooks/smtp/smtp"), "token": TOKEN});
    sandbox.call("POST", "/_sandbox/smtp", Some(hook), None)?;
    let server = sandbox.get("/_sandbox/smtp")?;
    let server = server["url"].as_str().context("the sandbox tells no address of its mail server")?;
    Ok(vec![
        ("EBVISION_SMTP_URL", format!("{server}?tls=none")),
        ("EBVISION_SMTP_CONNECTIONS", CONNECTIONS.to_string()),
        ("EBVISION_SMTP_SENDERS", senders()),
        ("EBVISION_SMTP_BOUNCE_DOMAIN", "bounce.exemple.fr".to_owned()),
        ("EBVISION_SMTP_HOOK_TOKEN", TOKEN.to_owned()),
    ])
}

fn meta(sandbox: &Caller, _: &str) -> anyhow::Result<Settings> {
    Number::META.unbind(sandbox, true)?;
    Number::META.settings_by(sandbox)
}

fn twilio(sandbox: &Caller, _: &str) -> anyhow::Result<Settings> {
    Number::TWILIO.unbind(sandbox, true)?;
    let mut settings = Number::TWILIO.settings_by(sandbox)?;
    settings.push(("EBVISION_TWILIO_PER_SECOND", TWILIO_PER_SECOND.to_string()));
    Ok(settings)
}
