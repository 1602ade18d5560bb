//! Brevo's and SendGrid's dialects, to the sandbox.

use std::time::{Duration, Instant};

use anyhow::ensure;
use serde_json::Value;

use crate::{
    bench::{
        Scale,
        bed::{Bed, Stand},
        figure::Figure,
        letter,
        parts::Parts,
        usage,
    },
    shell::Running,
    stack::{api::Caller, program::Settings, server::free_port, serving::sandbox},
};

const FIRST_PORT: u16 = 19_600;
const KEY: &str = "a-key-of-the-bench";
/// What Brevo's webhooks are called with.
pub(in crate::bench) const TOKEN: &str = "a-token-of-the-bench";
/// What Brevo takes in a minute with `messageVersions`: a hundred calls (developers.brevo.com/docs/api-limits), each of a batch.
const CALLS_PER_MINUTE: u32 = 100;
const BATCH: u32 = 1_000;
/// Recipients do nothing: it is about sending.
const NOTHING: [&str; 16] = [
    "soft-bounce",
    "hard-bounce",
    "invalid",
    "blocked",
    "deferred",
    "scanner",
    "apple",
    "google",
    "open",
    "click",
    "complain",
    "unsubscribe",
    "provider-unsubscribe",
    "whatsapp-unreachable",
    "whatsapp-capped",
    "whatsapp-read",
];

/// A provider's dialect.
struct Dialect {
    name: &'static str,
    settings: fn(&str) -> Settings,
}

const DIALECTS: [Dialect; 2] =
    [Dialect { name: "brevo", settings: brevo }, Dialect { name: "sendgrid", settings: sendgrid }];

/// The sandbox.
pub(in crate::bench) struct Provider {
    running: Running,
    pub(in crate::bench) control: Caller,
}

impl Provider {
    pub(in crate::bench) fn start(bed: &Bed, limits: bool) -> anyhow::Result<Self> {
        let port = free_port(FIRST_PORT)?;
        let further: &[_] = if limits { &[] } else { &["--no-limits".to_owned()] };
        let (running, control) = sandbox(&bed.programs.sandbox, &bed.folder, port, &NOTHING, further)?;
        Ok(Self { running, control })
    }

    /// The settings of Brevo's account that leads to it.
    pub(in crate::bench) fn brevo(&self) -> Settings {
        brevo(self.control.address())
    }

    /// Fails where it took another number of messages of a campaign than there are people.
    fn took(&self, sent: &Sent, people: u32) -> anyhow::Result<()> {
        let ledger = self.control.get(&format!("/_sandbox/ledger?tag={}", sent.campaign))?;
        let lines = [&ledger["recipients"], &ledger["whatsapp"]["recipients"]].map(Value::as_array);
        let lines = lines.into_iter().flatten().flatten();
        let accepted: u64 = lines.filter_map(|line| line["accepted"].as_u64()).sum();
        ensure!(accepted == u64::from(people), "the sandbox took {accepted} messages of {people}");
        Ok(())
    }

    pub(in crate::bench) fn stop(mut self) -> anyhow::Result<()> {
        self.running.stop()
    }
}

pub(in crate::bench) fn run(bed: &mut Bed, scale: &Scale) -> anyhow::Result<Vec<Figure>> {
    let mut figures = Vec::new();
    for dialect in DIALECTS {
        let sandbox = Provider::start(bed, false)?;
        let name = format!("dialect-{}", dialect.name);
        let stand = bed.stand(&name, scale.people, (dialect.settings)(sandbox.control.address()))?;
        let sent = send(bed, &stand, &sandbox, dialect.name, (letter::campaign("Envoi"), scale.people))?;
        stand.leave()?;
        sandbox.stop()?;
        figures.extend(sent.figures(dialect.name, scale.people));
    }
    figures.push(limited(bed, scale)?);
    Ok(figures)
}

/// With Brevo's limits on: what the calls of two whole minutes carry, and a few calls more.
fn limited(bed: &mut Bed, scale: &Scale) -> anyhow::Result<Figure> {
    let people = scale.lasting;
    let sandbox = Provider::start(bed, true)?;
    let stand = bed.stand("limited", people, sandbox.brevo())?;
    let sent = send(bed, &stand, &sandbox, "brevo", (letter::campaign("Envoi"), people))?;
    stand.leave()?;
    sandbox.stop()?;
    let minutes = (people - 1) / (CALLS_PER_MINUTE * BATCH);
    let share = f64::from(minutes) * 60.0 / sent.took.as_secs_f64() * 100.0;
    let what =
        format!("{people} people, Brevo's limits on ({minutes} min at best): speed, of what they allow");
    Ok(Figure::new(what, share, "%").at_least(95.0))
}

/// A campaign that was sent.
pub(in crate::bench) struct Sent {
    pub(in crate::bench) campaign: String,
    pub(in crate::bench) took: Duration,
    used: Parts<3>,
    peak: usage::Mebibytes,
}

impl Sent {
    fn figures(&self, name: &str, people: u32) -> Vec<Figure> {
        let rate = f64::from(people) / self.took.as_secs_f64();
        let mut figures = vec![
            Figure::new(format!("{name}'s dialect, its limits off"), rate, "people/s").at_least(25_000.0),
        ];
        figures.extend(self.used.figures(name, f64::from(people), "µs per message"));
        figures.push(Figure::new(format!("{name}: peak memory, worker"), self.peak, "MiB").at_most(150.0));
        figures
    }
}

/// Of everybody who has a part in a message.
fn used(bed: &Bed, worker: &Running, sandbox: &Provider) -> anyhow::Result<Parts<3>> {
    Ok(Parts([
        ("our sender", usage::cpu(worker.id())?),
        ("PostgreSQL, sending", usage::cpu_of_family(bed.postgres.id()?)?),
        ("the sandbox", usage::cpu(sandbox.running.id())?),
    ]))
}

/// Sends a campaign to so many people that was planned beforehand.
pub(in crate::bench) fn send(
    bed: &Bed,
    stand: &Stand,
    sandbox: &Provider,
    account: &str,
    (content, people): (Value, u32),
) -> anyhow::Result<Sent> {
    let campaign = stand.launch_held(account, content)?;
    let mut worker = stand.work()?;
    stand.until_campaign(&campaign, "sending")?;
    stand.until_counted()?;
    let before = used(bed, &worker, sandbox)?;
    let begun = Instant::now();
    stand.go(account)?;
    stand.until_campaign(&campaign, "finished")?;
    let took = begun.elapsed();
    let parts = used(bed, &worker, sandbox)?.since(&before);
    let peak = usage::peak(worker.id())?;
    worker.stop()?;
    let sent = Sent { campaign, took, used: parts, peak };
    sandbox.took(&sent, people)?;
    Ok(sent)
}

fn senders() -> String {
    format!("Exemple SAS <{}>", letter::SENDER)
}

fn brevo(sandbox: &str) -> Settings {
    vec![
        ("EBVISION_BREVO_KEY", KEY.to_owned()),
        ("EBVISION_BREVO_BASE_URL", format!("{sandbox}/v3")),
        ("EBVISION_BREVO_WEBHOOK_TOKEN", TOKEN.to_owned()),
        ("EBVISION_BREVO_SENDERS", senders()),
        ("EBVISION_SENDING_BATCH", BATCH.to_string()),
    ]
}

fn sendgrid(sandbox: &str) -> Settings {
    vec![
        ("EBVISION_SENDGRID_KEY", KEY.to_owned()),
        ("EBVISION_SENDGRID_BASE_URL", format!("{sandbox}/sendgrid/v3")),
        ("EBVISION_SENDGRID_SENDERS", senders()),
        ("EBVISION_SENDING_BATCH", BATCH.to_string()),
    ]
}
