//! Keeps stages running: one that crashes is told of and started again.

use std::{sync::Arc, time::Duration};

use anyhow::Context;
use delivery::{
    Bell, Bells, BlockedLists, CanaryWatch, Carrier, Directory, Dispatcher, Errands, Failover, Janitor,
    Judge, Normaliser, Planner, PlannerSettings, Projector, Reconciler, Rollup, Sealer, Stage, Templates,
};
use providers::Accounts;
use store::Store;
use tokio::task::JoinSet;

use crate::{
    clock,
    settings::Settings,
    shutdown::{self, GRACE, Stop},
};

/// How long a crashed stage stays down: long enough not to fill the log, short enough not to be missed.
const PAUSE: Duration = Duration::from_secs(2);

/// The stages that run, and the bells that wake them.
struct Shift {
    running: JoinSet<()>,
    bells: Bells,
    stop: Stop,
}

impl Shift {
    fn begin<S: Stage>(&mut self, stage: S) {
        let bell = self.bells.hang(S::WAKES);
        self.running.spawn(keep(Arc::new(stage), bell, PAUSE, self.stop.clone()));
    }

    /// The stages that call providers; they need to know how readers and providers reach us.
    fn carry(&mut self, store: &Store, accounts: Accounts, settings: &Settings) -> anyhow::Result<()> {
        let carrier = Carrier {
            store: store.clone(),
            accounts,
            urls: settings.public_urls()?,
            zone: settings.organisation.zone,
            ids: clock::new_id,
            chance: clock::chance,
        };
        let public_url = settings.public_url()?.parse().context("EBVISION_PUBLIC_URL")?;
        // Each on its own task, all from one: they share what they have parsed.
        let dispatcher = Dispatcher::new(carrier.clone(), settings.sending.batch).until(self.stop.clone());
        for _ in 0..settings.sending.dispatchers {
            self.begin(dispatcher.clone());
        }
        if !settings.sending.failover.is_empty() {
            self.begin(Failover::new(&carrier, &settings.sending.failover));
        }
        self.begin(Reconciler::new(carrier.clone(), settings.sending.patience, settings.sending.silence));
        self.begin(Templates::new(carrier.clone()));
        self.begin(BlockedLists::new(carrier.clone()));
        self.begin(Errands::new(carrier, public_url, settings.organisation.language));
        Ok(())
    }
}

/// Runs every stage until told to stop; returns when each has finished its last step, or was broken off in it.
///
/// # Errors
/// Where the settings do not open the accounts.
pub(crate) async fn work(store: &Store, settings: &Settings, stop: &Stop) -> anyhow::Result<()> {
    // Opened once: the stages share its one HTTP client.
    let accounts = settings.open_accounts()?;
    let planner = PlannerSettings {
        accounts: accounts.clone(),
        batch: settings.sending.batch,
        language: settings.organisation.language,
    };
    let mut shift = Shift { running: JoinSet::new(), bells: Bells::default(), stop: stop.clone() };
    shift.begin(Directory::new(store.clone()));
    shift.begin(Planner::new(store.clone(), planner));
    shift.begin(Rollup::new(store.clone(), &accounts));
    shift.begin(CanaryWatch::new(store.clone(), &accounts));
    shift.begin(Sealer::new(store.clone()));
    shift.begin(Janitor::new(store.clone()));
    shift.begin(Normaliser::new(
        store.clone(),
        accounts.clone(),
        clock::new_id,
        settings.organisation.language,
    ));
    shift.begin(Judge::new(store.clone()));
    shift.begin(Projector::new(store.clone(), clock::new_id));
    if !settings.sending.accounts.is_empty() {
        shift.carry(store, accounts, settings)?;
    }
    let Shift { running: mut stages, bells, stop } = shift;
    let store = store.clone();
    let listening = stop.clone();
    stages.spawn(async move { bells.listen(&store, listening).await });
    finish(stages, stop, GRACE).await;
    Ok(())
}

/// Waits for stages to end. Those whose step takes longer than `grace` after the process was told to stop are broken off where
/// they are, as a kill would: what was meant to be sent and is not recorded is in doubt, and settled by whoever works next.
async fn finish(mut stages: JoinSet<()>, stop: Stop, grace: Duration) {
    let overdue = shutdown::told_since(stop, grace);
    tokio::pin!(overdue);
    loop {
        tokio::select! {
            ended = stages.join_next() => match ended {
                Some(Ok(())) => {}
                Some(Err(error)) => tracing::error!(%error, "a supervisor ended"),
                None => return,
            },
            () = &mut overdue => break,
        }
    }
    tracing::warn!(stages = stages.len(), "steps that take too long to end are broken off");
    stages.shutdown().await;
}

async fn keep<S: Stage>(stage: Arc<S>, bell: Bell, pause: Duration, stop: Stop) {
    tracing::info!(stage = S::NAME, "started");
    while !*stop.borrow() {
        let (running, bell, watched) = (Arc::clone(&stage), bell.clone(), stop.clone());
        // A set, because it ends with this task: a step that is broken off here goes on nowhere else.
        let mut run = JoinSet::new();
        run.spawn(async move { delivery::run(&*running, clock::now, &bell, watched).await });
        if let Some(Err(error)) = run.join_next().await {
            metrics::counter!("stage_restarts_total", "stage" => S::NAME).increment(1);
            tracing::error!(stage = S::NAME, %error, "crashed; starting again");
            tokio::time::sleep(pause).await;
        }
    }
    tracing::info!(stage = S::NAME, "stopped");
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use chrono::{DateTime, Utc};
    use delivery::Step;
    use store::StoreError;
    use tokio::sync::watch;

    use super::*;

    /// Crashes at its first step, and tells the process to stop at its second.
    struct Clumsy {
        steps: AtomicU32,
        told: watch::Sender<bool>,
    }

    impl Stage for Clumsy {
        const NAME: &'static str = "clumsy";
        const REST: Duration = Duration::ZERO;

        async fn step(&self, _: DateTime<Utc>) -> Result<Step, StoreError> {
            assert!(self.steps.fetch_add(1, Ordering::SeqCst) > 0, "the first step crashes, as it should");
            self.told.send_replace(true);
            Ok(Step::Idle)
        }
    }

    /// Never ends its step; drops what it holds when it is broken off.
    struct Stubborn(watch::Sender<bool>);

    impl Stage for Stubborn {
        const NAME: &'static str = "stubborn";
        const REST: Duration = Duration::ZERO;

        async fn step(&self, _: DateTime<Utc>) -> Result<Step, StoreError> {
            self.0.send_replace(true);
            std::future::pending().await
        }
    }

    #[tokio::test]
    async fn a_step_that_does_not_end_is_broken_off() {
        let (told, stop) = watch::channel(false);
        let (begun, mut has_begun) = watch::channel(false);
        let mut stages = JoinSet::new();
        stages.spawn(keep(Arc::new(Stubborn(begun)), Bell::default(), Duration::ZERO, stop.clone()));
        has_begun.wait_for(|begun| *begun).await.unwrap();
        told.send_replace(true);
        finish(stages, stop, Duration::ZERO).await;
        // The stage is gone with everything in it, and does not go on behind our back.
        assert!(has_begun.changed().await.is_err());
    }

    #[tokio::test]
    async fn a_stage_that_crashes_is_restarted() {
        let (told, stop) = watch::channel(false);
        let stage = Arc::new(Clumsy { steps: AtomicU32::new(0), told });
        keep(Arc::clone(&stage), Bell::default(), Duration::ZERO, stop).await;
        assert_eq!(stage.steps.load(Ordering::SeqCst), 2);
    }
}
