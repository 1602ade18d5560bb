//! Webhooks: stored raw, and all the way into the figures.

use std::time::Instant;

use anyhow::ensure;
use serde_json::{Value, json};

use crate::{
    bench::{
        Scale,
        bed::{Bed, Stand},
        callers::{self, Manner},
        figure::Figure,
        letter,
        runs::{
            dialects::{Provider, TOKEN},
            launch::now,
        },
    },
    stack::database::pairs,
};

/// Events of one call: what Brevo puts into one at most (developers.brevo.com/docs/batch-webhooks).
const EVENTS: usize = 500;
const CONNECTIONS: u16 = 8;

pub(in crate::bench) fn run(bed: &mut Bed, scale: &Scale) -> anyhow::Result<Vec<Figure>> {
    let sandbox = Provider::start(bed, false)?;
    let stand = bed.stand("webhooks", scale.people, sandbox.brevo())?;
    let mut worker = stand.work()?;
    let campaign = stand.api.launch(letter::campaign("Lettre"))?;
    stand.until_campaign(&campaign, "finished")?;
    stand.until_counted()?;
    worker.stop()?;
    let calls = tellings(&stand, &campaign, "delivered", 0)?;
    let events = f64::from(scale.people);
    let heard = callers::call(
        &bed.gauges.load,
        stand.folder(),
        stand.address,
        &calls,
        Manner::Once { connections: CONNECTIONS },
    )?;
    let counting = Instant::now();
    let mut worker = stand.work()?;
    stand.until_counted()?;
    let counted = counting.elapsed().as_secs_f64();
    let delivered = stand.api.get(&format!("/campaigns/{campaign}/report"))?["figures"]["delivered"].as_u64();
    ensure!(delivered == Some(u64::from(scale.people)), "the report counts {delivered:?} deliveries");
    worker.stop()?;
    stand.leave()?;
    sandbox.stop()?;
    Ok(vec![
        Figure::new("webhooks: raw receipts committed", events / heard.seconds, "events/s")
            .at_least(20_000.0),
        Figure::new("webhooks: all the way into figures", events / (heard.seconds + counted), "events/s")
            .at_least(8_000.0),
    ])
}

/// The calls with which Brevo tells something of everybody of a campaign, so many seconds after it was sent.
pub(in crate::bench) fn tellings(
    stand: &Stand,
    campaign: &str,
    event: &str,
    seconds: i64,
) -> anyhow::Result<Vec<Value>> {
    let people = pairs(
        &stand.database,
        &format!(
            "select address, number from marketing_deliveries where campaign_id = '{campaign}' order by number"
        ),
    )?;
    ensure!(!people.is_empty(), "nobody was written to");
    let at = i64::try_from(now() / 1_000_000)? + seconds;
    let body = |people: &[(String, i32)]| {
        let events: Vec<_> =
            people.iter().map(|(email, number)| telling(campaign, email, *number, event, at)).collect();
        json!({
            "method": "POST",
            "path": "/hooks/brevo/brevo",
            "headers": {"Authorization": format!("Bearer {TOKEN}"), "Content-Type": "application/json"},
            "body": Value::from(events).to_string(),
        })
    };
    Ok(people.chunks(EVENTS).map(body).collect())
}

fn telling(campaign: &str, email: &str, number: i32, event: &str, at: i64) -> Value {
    json!({
        "event": event, "id": 814_119, "email": email, "date": "2026-11-22 11:00:08", "ts": at, "ts_event": at,
        "ts_epoch": at * 1_000, "message-id": format!("<{number}.{campaign}@smtp-relay.mailin.fr>"), "subject": "Bonjour",
        "tag": format!("[\"{campaign}\"]"), "tags": [campaign], "sending_ip": "192.0.2.20", "reason": "sent",
        "X-Mailin-custom": json!({"c": campaign, "n": number}).to_string(),
    })
}
