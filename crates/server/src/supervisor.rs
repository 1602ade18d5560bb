//! Keeps stages running: one that crashes is told of and started again.

use std::{sync::Arc, time::Duration};

use anyhow::Context;
use delivery::{
    Bell, Bells, Carrier, Directory, Dispatcher, Errands, Janitor, Normaliser, Planner, PlannerSettings,
    Projector, Reconciler, Rollup, Sealer, Stage,
};
use providers::Accounts;
use store::Store;
use tokio::task::JoinSet;

use crate::{clock, settings::Settings, shutdown::Stop};

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
            ids: clock::new_id,
            chance: clock::chance,
        };
        let public_url = settings.public_url()?.parse().context("EBVISION_PUBLIC_URL")?;
        // Each on its own task, all from one: they share what they have parsed.
        let dispatcher = Dispatcher::new(carrier.clone(), settings.sending.batch);
        for _ in 0..settings.sending.dispatchers {
            self.begin(dispatcher.clone());
        }
        self.begin(Reconciler::new(carrier.clone(), Reconciler::PATIENCE));
        self.begin(Errands::new(carrier, public_url, settings.organisation.language));
        Ok(())
    }
}

/// Runs every stage until told to stop; returns when each has finished its last step.
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
    shift.begin(Rollup::new(store.clone()));
    shift.begin(Sealer::new(store.clone()));
    shift.begin(Janitor::new(store.clone()));
    shift.begin(Normaliser::new(store.clone(), accounts.clone()));
    shift.begin(Projector::new(store.clone(), clock::new_id));
    if !settings.sending.accounts.is_empty() {
        shift.carry(store, accounts, settings)?;
    }
    let Shift { running: mut stages, bells, stop } = shift;
    let store = store.clone();
    stages.spawn(async move { bells.listen(&store, stop).await });
    while let Some(ended) = stages.join_next().await {
        if let Err(error) = ended {
            tracing::error!(%error, "a supervisor ended");
        }
    }
    Ok(())
}

async fn keep<S: Stage>(stage: Arc<S>, bell: Bell, pause: Duration, stop: Stop) {
    tracing::info!(stage = S::NAME, "started");
    while !*stop.borrow() {
        let (running, bell, watched) = (Arc::clone(&stage), bell.clone(), stop.clone());
        let run = tokio::spawn(async move { delivery::run(&*running, clock::now, &bell, watched).await });
        if let Err(error) = run.await {
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

    #[tokio::test]
    async fn a_stage_that_crashes_is_restarted() {
        let (told, stop) = watch::channel(false);
        let stage = Arc::new(Clumsy { steps: AtomicU32::new(0), told });
        keep(Arc::clone(&stage), Bell::default(), Duration::ZERO, stop).await;
        assert_eq!(stage.steps.load(Ordering::SeqCst), 2);
    }
}
