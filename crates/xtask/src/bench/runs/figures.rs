//! The list of campaigns with all its figures, and the same when ten times as much has happened.

use serde_json::json;

use crate::bench::{
    Scale,
    bed::{Bed, Stand},
    callers::{self, Manner, get},
    figure::Figure,
    letter,
    runs::{calls::tellings, dialects::Provider},
};

const PEOPLE: u32 = 1_000;
const CAMPAIGNS: u32 = 20;
/// How many events of a person make ten times one.
const FURTHER: i64 = 9;

pub(in crate::bench) fn run(bed: &mut Bed, scale: &Scale) -> anyhow::Result<Vec<Figure>> {
    let sandbox = Provider::start(bed, false)?;
    let stand = bed.stand("list", PEOPLE, sandbox.brevo())?;
    let mut worker = stand.work()?;
    let mut campaigns = Vec::new();
    for number in 1..=CAMPAIGNS {
        let campaign = stand.api.launch(letter::campaign(&format!("Lettre {number}")))?;
        stand.until_campaign(&campaign, "finished")?;
        campaigns.push(campaign);
    }
    tell(bed, &stand, &campaigns, "delivered", 1)?;
    let once = list(bed, &stand, scale)?;
    for second in 2..2 + FURTHER {
        tell(bed, &stand, &campaigns, "opened", second)?;
    }
    let tenfold = list(bed, &stand, scale)?;
    worker.stop()?;
    stand.leave()?;
    sandbox.stop()?;
    let events = CAMPAIGNS * PEOPLE;
    Ok(vec![
        Figure::new(
            format!("list of {CAMPAIGNS} campaigns with all figures, {events} events"),
            once,
            "per second",
        )
        .at_least(2_000.0),
        Figure::new("the same, ten times the events: of that speed", tenfold / once * 100.0, "%")
            .at_least(80.0),
    ])
}

/// Tells something of everybody of every campaign, and waits until it is counted.
fn tell(bed: &Bed, stand: &Stand, campaigns: &[String], event: &str, second: i64) -> anyhow::Result<()> {
    for campaign in campaigns {
        let calls = tellings(stand, campaign, event, second)?;
        callers::call(
            &bed.gauges.load,
            stand.folder(),
            stand.address,
            &calls,
            Manner::Once { connections: 1 },
        )?;
    }
    stand.until_counted()
}

fn list(bed: &Bed, stand: &Stand, scale: &Scale) -> anyhow::Result<f64> {
    let headers = json!({"Authorization": format!("Bearer {}", stand.token)});
    let list = get("/api/marketing/v1/campaigns?limit=20", &headers);
    let manner = Manner::Eager { connections: 16, seconds: scale.seconds };
    Ok(callers::call(&bed.gauges.load, stand.folder(), stand.address, &[list], manner)?.per_second)
}
