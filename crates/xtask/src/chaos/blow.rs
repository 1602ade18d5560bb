//! The blows fall.

use std::{thread::sleep, time::Duration};

use anyhow::{Context as _, ensure};

use super::{
    house::House,
    plan::{Blow, Run},
};
use crate::{
    interrupt,
    shell::Running,
    stack::{api::until, database::ask, postgres::Postgres},
};

/// How long a process may take to come to the place where it dies.
const PATIENCE: Duration = Duration::from_secs(120);

/// Whether a call has been begun: what strikes before strikes nothing on its way.
const LEAVING: &str = "select exists (select from marketing_requests)::text";

/// Lets all blows of a run fall on a house whose campaign is launched; afterwards everything runs, unharmed.
pub(super) fn fall(house: &mut House, mut postgres: Option<&mut Postgres>, run: &Run) -> anyhow::Result<()> {
    if !run.dies_by_itself() {
        staff(house, run.workers)?;
        until("messages leave", PATIENCE, || Ok(ask(&house.database, LEAVING)?.as_deref() == Some("true")))?;
    }
    for blow in &run.blows {
        interrupt::check()?;
        match *blow {
            Blow::Kill { after, worker } => {
                pause(after);
                kill(house, worker)?;
            }
            Blow::Die { place, pass } => die(house, place, pass)?,
            Blow::StopPostgres { after, away } => {
                pause(after);
                let away = Duration::from_millis(u64::from(away));
                postgres.as_mut().context("whose PostgreSQL?")?.restart(away)?;
            }
            Blow::KillPostgres { after } => {
                pause(after);
                postgres.as_mut().context("whose PostgreSQL?")?.kill()?;
            }
        }
    }
    staff(house, run.workers)?;
    answer_at_once(house)
}

/// From now on no answer is kept back; every other fault stays as it is.
fn answer_at_once(house: &House) -> anyhow::Result<()> {
    let mut faults = house.sandbox.get("/_sandbox/faults")?;
    faults.as_array_mut().context("the sandbox lists no faults")?.retain(|fault| fault["kind"] != "slow");
    house.sandbox.call("DELETE", "/_sandbox/faults", None, None)?;
    house.sandbox.call("POST", "/_sandbox/faults", Some(faults), None)?;
    Ok(())
}

/// As many workers as there are to be.
fn staff(house: &mut House, workers: usize) -> anyhow::Result<()> {
    while house.workers.len() < workers {
        let worker = house.start_worker(None)?;
        house.workers.push(worker);
    }
    Ok(())
}

/// Kills a worker, and starts another in its place.
fn kill(house: &mut House, worker: usize) -> anyhow::Result<()> {
    let unlucky = &mut house.workers[worker];
    ensure!(unlucky.ended()?.is_none(), "a worker ended by itself; its log tells why");
    unlucky.kill()?;
    house.workers[worker] = house.start_worker(None)?;
    Ok(())
}

/// Starts a worker that dies at a place, and waits until it has.
fn die(house: &mut House, place: &str, pass: u32) -> anyhow::Result<()> {
    let mut doomed: Running = house.start_worker(Some((place, pass)))?;
    until(&format!("a worker dies {place}"), PATIENCE, || Ok(doomed.ended()?.is_some()))?;
    let status = doomed.ended()?.context("it has ended")?;
    ensure!(!status.success(), "a worker that was to die {place} ended well");
    Ok(())
}

fn pause(milliseconds: u32) {
    sleep(Duration::from_millis(u64::from(milliseconds)));
}
