//! A process that has nothing to do: how soon it is there, and what it takes.

use std::{
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::ensure;

use crate::{
    bench::{Scale, bed::Bed, figure::Figure, usage},
    interrupt,
};

const TIMES: usize = 5;
const PATIENCE: Duration = Duration::from_secs(30);
/// After so long, what a start needs is given back.
const SETTLED: Duration = Duration::from_secs(10);

pub(in crate::bench) fn run(bed: &mut Bed, _scale: &Scale) -> anyhow::Result<Vec<Figure>> {
    let stand = bed.stand("idle", 1_000, Vec::new())?;
    let (mut starts, mut memory) = (Vec::new(), 0.0);
    for number in 1..=TIMES {
        let begun = Instant::now();
        let (mut everything, address) = stand.everything()?;
        while !ureq::get(format!("http://{address}/health/ready"))
            .call()
            .is_ok_and(|answer| answer.status() == 200)
        {
            interrupt::check()?;
            ensure!(begun.elapsed() < PATIENCE, "the process is not healthy");
            sleep(Duration::from_millis(2));
        }
        starts.push(begun.elapsed().as_secs_f64() * 1_000.0);
        if number == TIMES {
            sleep(SETTLED);
            memory = usage::resident(everything.id())?;
        }
        everything.stop()?;
    }
    stand.leave()?;
    let longest = starts.into_iter().fold(0.0, f64::max);
    Ok(vec![
        Figure::new("idle memory: server and worker in one process", memory, "MiB").at_most(30.0),
        Figure::new(
            format!("start to healthy on a migrated database, the longest of {TIMES}"),
            longest,
            "ms",
        )
        .at_most(300.0),
    ])
}
