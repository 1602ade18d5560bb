//! SMTP, planned beforehand, beside what the user would write with nodemailer.

use std::{fs, path::Path, process::Command, time::Duration};

use anyhow::{Context as _, ensure};

use crate::{
    bench::{
        Scale,
        bed::{Bed, Stand},
        figure::Figure,
        letter,
        sink::{self, Sink, Taken},
        usage,
    },
    shell,
    stack::{api::until, program::Settings},
};

const PATIENCE: Duration = Duration::from_secs(900);
/// What the baseline needs, in the versions that it was measured with.
const PACKAGES: [&str; 3] = ["nodemailer@10", "pg@8", "handlebars@4"];
const PEOPLE: &str =
    "select id, email, nom as name from clients where $1::uuid is null or id > $1::uuid order by id limit $2";

/// The settings of the account that leads to a sink.
pub(in crate::bench) fn settings(sink: &Sink) -> Settings {
    vec![
        ("EBVISION_SMTP_URL", format!("smtp://{}?tls=none", sink.address())),
        ("EBVISION_SMTP_SENDERS", format!("Exemple SAS <{}>", letter::SENDER)),
        ("EBVISION_SENDING_BATCH", "1000".to_owned()),
    ]
}

pub(in crate::bench) fn run(bed: &mut Bed, scale: &Scale) -> anyhow::Result<Vec<Figure>> {
    let sink = Sink::start(bed, None)?;
    let stand = bed.stand("sending", scale.people, settings(&sink))?;
    let ours = send(bed, &stand, &sink, scale.people)?;
    let theirs = match sink::folder() {
        Some(source) => Some(nodemailer(&source, bed, &stand, &sink, scale.people)?),
        None => None,
    };
    stand.leave()?;
    sink.stop()?;
    let people = f64::from(scale.people);
    let each = |time: Duration| time.as_secs_f64() * 1_000_000.0 / people;
    let mut figures = vec![Figure::new(
        format!("SMTP, {} people, planned beforehand", scale.people),
        ours.taken.rate(),
        "messages/s",
    )];
    if let Some(theirs) = theirs {
        figures.extend([
            Figure::new("nodemailer, a pool of 20, to the same sink", theirs.rate(), "messages/s"),
            Figure::new("SMTP, ratio to nodemailer", ours.taken.rate() / theirs.rate(), "×").at_least(10.0),
        ]);
    }
    figures.extend([
        Figure::new("CPU of our sender", each(ours.sender), "µs per message").at_most(50.0),
        Figure::new("CPU of PostgreSQL, planning", each(ours.planning), "µs per message"),
        Figure::new(
            "CPU of PostgreSQL, planning and sending",
            each(ours.planning + ours.database),
            "µs per message",
        )
        .at_most(25.0),
        Figure::new("peak memory while sending: worker", ours.peak, "MiB").at_most(150.0),
    ]);
    Ok(figures)
}

/// A campaign that was sent.
struct Sent {
    taken: Taken,
    sender: Duration,
    planning: Duration,
    database: Duration,
    peak: usage::Mebibytes,
}

fn send(bed: &Bed, stand: &Stand, sink: &Sink, people: u32) -> anyhow::Result<Sent> {
    let campaign = stand.launch_held("smtp", letter::campaign("Envoi"))?;
    let before = usage::cpu_of_family(bed.postgres.id()?)?;
    let mut worker = stand.work()?;
    stand.until_campaign(&campaign, "sending")?;
    // What follows the plan at once belongs to it: statistics, figures.
    stand.until_counted()?;
    let (planned, idle) = (usage::cpu_of_family(bed.postgres.id()?)?, usage::cpu(worker.id())?);
    stand.go("smtp")?;
    let taken = until_taken(sink, people)?;
    stand.until_campaign(&campaign, "finished")?;
    stand.until_counted()?;
    let sent = Sent {
        taken,
        sender: usage::cpu(worker.id())? - idle,
        planning: planned - before,
        database: usage::cpu_of_family(bed.postgres.id()?)? - planned,
        peak: usage::peak(worker.id())?,
    };
    worker.stop()?;
    ensure!(
        sink.taken()?.msgs == u64::from(people),
        "the sink got another number of messages than there are people"
    );
    Ok(sent)
}

/// Waits until the sink has taken so many.
pub(in crate::bench) fn until_taken(sink: &Sink, messages: u32) -> anyhow::Result<Taken> {
    until("everything has arrived", PATIENCE, || Ok(sink.taken()?.msgs >= u64::from(messages)))?;
    sink.taken()
}

fn nodemailer(source: &Path, bed: &Bed, stand: &Stand, sink: &Sink, people: u32) -> anyhow::Result<Taken> {
    sink.reset()?;
    let folder = bed.folder.join("nodemailer");
    fs::create_dir_all(&folder).context("cannot make a folder for nodemailer")?;
    let mut npm = Command::new("npm");
    npm.args(["install", "--no-audit", "--no-fund", "--silent"]).args(PACKAGES).current_dir(&folder);
    shell::run(&mut npm)?;
    let program = folder.join("baseline.js");
    fs::copy(source.join("nodemailer_baseline.js"), &program)
        .context("cannot copy nodemailer_baseline.js")?;
    fs::write(folder.join("letter.hbs"), letter::html("{{name}}", "{{id}}"))?;
    let mut node = Command::new("node");
    node.arg(program).arg(&stand.database).arg(sink.address().to_string()).arg(people.to_string());
    node.args(["20"]).arg(folder.join("letter.hbs")).arg(PEOPLE);
    shell::run(&mut node)?;
    let taken = sink.taken()?;
    ensure!(taken.msgs == u64::from(people), "nodemailer sent {} messages", taken.msgs);
    Ok(taken)
}
