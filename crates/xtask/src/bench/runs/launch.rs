//! From the click on "launch" to the first message.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::bench::{
    Scale,
    bed::Bed,
    figure::Figure,
    letter,
    runs::sending::{settings, until_taken},
    sink::Sink,
};

const PEOPLE: u32 = 1_000;
const TIMES: usize = 5;

pub(in crate::bench) fn run(bed: &mut Bed, _scale: &Scale) -> anyhow::Result<Vec<Figure>> {
    let sink = Sink::start(bed, None)?;
    let stand = bed.stand("launch", PEOPLE, settings(&sink))?;
    let mut worker = stand.work()?;
    let mut waits = Vec::new();
    for number in 1..=TIMES {
        sink.reset()?;
        let clicked = now();
        let campaign = stand.api.launch(letter::campaign(&format!("Départ {number}")))?;
        let taken = until_taken(&sink, PEOPLE)?;
        waits.push(taken.first_us.saturating_sub(clicked) as f64 / 1_000.0);
        stand.until_campaign(&campaign, "finished")?;
    }
    worker.stop()?;
    stand.leave()?;
    sink.stop()?;
    let longest = waits.into_iter().fold(0.0, f64::max);
    let what = format!(
        "creation, launch and first message of a campaign to {PEOPLE} people, the longest of {TIMES}"
    );
    Ok(vec![Figure::new(what, longest, "ms").at_most(500.0)])
}

/// Microseconds since 1970 (UTC), as the sink counts.
#[allow(clippy::disallowed_methods, reason = "what is measured is the time of this machine")]
pub(in crate::bench) fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_micros()).unwrap_or(u64::MAX)
}
