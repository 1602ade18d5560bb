//! A campaign to a million: planning it, its first message, its report.

use std::time::{Duration, Instant};

use anyhow::ensure;

use crate::{
    bench::{
        Scale,
        bed::{Bed, Stand},
        callers::{self, Manner, get},
        figure::Figure,
        letter,
        runs::{
            launch::now,
            sending::{settings, until_taken},
        },
        sink::Sink,
        usage,
    },
    stack::{
        api::until,
        database::ask,
        people::{Customers, Way},
    },
};

use serde_json::json;

const PATIENCE: Duration = Duration::from_secs(300);
/// Everybody whose number ends so has objected: they are left out, and recorded as such.
const OBJECTIONS: &str = "
    insert into marketing_consent_entries (id, address, channel, purpose, decision, source, actor, occurred_at, recorded_at)
    select gen_random_uuid(), email, 'email', 'marketing', 'objected', 'import', 'bench', now() - interval '1 day', now()
    from marketing_contacts where email like '%7@exemple.fr'";

pub(in crate::bench) fn run(bed: &mut Bed, scale: &Scale) -> anyhow::Result<Vec<Figure>> {
    let sink = Sink::start(bed, None)?;
    let customers = Customers { count: scale.many, by: Way::EMAIL, decided: ("objections", OBJECTIONS) };
    let stand = bed.stand_of(customers, "million", settings(&sink))?;
    let mut worker = stand.work()?;
    let begun = Instant::now();
    let campaign = stand.api.launch(letter::campaign("Un million"))?;
    let planned = until_planned(&stand)?;
    let planning = begun.elapsed();
    let first = until_first(&sink)?;
    let excluded = ask(&stand.database, "select count(*)::text from marketing_exclusions")?;
    ensure!(excluded.as_deref().is_some_and(|count| count != "0"), "nobody was left out");
    let people = ask(&stand.database, "select count(*)::text from marketing_deliveries")?.unwrap_or_default();
    let taken = until_taken(&sink, people.parse()?)?;
    stand.until_campaign(&campaign, "finished")?;
    stand.until_counted()?;
    let peak = usage::peak(worker.id())? + stand.peak()?;
    worker.stop()?;
    let report = get(
        &format!("/api/marketing/v1/campaigns/{campaign}/report"),
        &json!({"Authorization": format!("Bearer {}", stand.token)}),
    );
    let manner = Manner::Eager { connections: 8, seconds: scale.seconds };
    let heard = callers::call(&bed.gauges.load, stand.folder(), stand.address, &[report], manner)?;
    stand.leave()?;
    sink.stop()?;
    let wait = first.saturating_sub(planned) as f64 / 1_000.0;
    Ok(vec![
        Figure::new(
            format!("planning {} people, exclusions recorded", scale.many),
            planning.as_secs_f64(),
            "s",
        )
        .at_most(25.0),
        Figure::new("the first message after that plan", wait, "ms").at_most(500.0),
        Figure::new(format!("SMTP, {people} people, from the first to the last"), taken.rate(), "messages/s"),
        Figure::new("peak memory while sending them: worker and server together", peak, "MiB").at_most(150.0),
        Figure::new("its report, p95", heard.p95, "ms").at_most(30.0),
        Figure::new("its report, answers", heard.per_second, "per second"),
    ])
}

/// When the plan was committed, in microseconds.
fn until_planned(stand: &Stand) -> anyhow::Result<u64> {
    let begun = Instant::now();
    loop {
        crate::interrupt::check()?;
        let sending = "select count(*)::text from prospecting_campaigns where marketing_state = 'sending'";
        if ask(&stand.database, sending)?.as_deref() == Some("1") {
            return Ok(now());
        }
        ensure!(begun.elapsed() < PATIENCE, "the campaign was not planned");
    }
}

fn until_first(sink: &Sink) -> anyhow::Result<u64> {
    until("the first message has arrived", PATIENCE, || Ok(sink.taken()?.msgs > 0))?;
    Ok(sink.taken()?.first_us)
}
