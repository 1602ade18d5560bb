//! One batch in doubt. A call is repeated only under the same key, only for as long as the provider knows it, and only while it
//! may be made: the repetition may be the first that the provider hears of it. Else its events settle it, or nobody does.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use providers::{Batch, Connection, Outcome, Request};
use store::{Doubt, DoubtfulCall, Ended, Next, Sent, StoreError};

use super::Reconciler;
use crate::{
    carrier::{LEASE, Watch, span},
    dispatcher::{Caller, Desk, Load, Parts},
};

/// How long until calls in doubt are repeated again.
const BETWEEN_REPEATS: TimeDelta = TimeDelta::seconds(30);
/// How long until a batch is looked at again that waits for events.
const BETWEEN_LOOKS: TimeDelta = TimeDelta::seconds(60);

impl Reconciler {
    /// Looks at the batch that has been in doubt longest; false where there is none to look at.
    pub(super) async fn look_at_doubt(&self, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let watch = Watch::start(now);
        let mut tx = self.carrier.store.begin().await?;
        let doubt = tx.batches().claim_doubt(now, LEASE).await?;
        let Some(mut doubt) = doubt else { return Ok(false) };
        doubt.calls = tx.batches().settle(&doubt.hold, now).await?;
        tx.commit().await?;
        if doubt.calls.is_empty() {
            return Ok(true);
        }
        match self.carrier.accounts.get(&doubt.hold.account) {
            Some(connection) if doubt.calls.iter().any(|call| is_repeatable(&**connection, call, now)) => {
                self.repeat(connection, &doubt, watch).await?;
            }
            connection => self.wait(connection.map(|connection| &**connection), &doubt, now).await?,
        }
        Ok(true)
    }

    async fn repeat(
        &self,
        connection: &Arc<dyn Connection>,
        doubt: &Doubt,
        watch: Watch,
    ) -> Result<(), StoreError> {
        let mut waits_for_events = false;
        if let Some(batch) = self.rewrite(connection, doubt, watch.now()).await? {
            for call in &doubt.calls {
                let members = call.members.clone();
                // Each call takes its time: the key must still be known when it leaves.
                if !is_repeatable(&**connection, call, watch.now())
                    || !self.may_repeat(doubt, members.clone(), watch.now()).await?
                {
                    waits_for_events = true;
                    continue;
                }
                let outcome = connection.send(&batch, &Request::of(batch.key(), members.clone())).await;
                self.heard(doubt, members, outcome, watch.now()).await?;
            }
        }
        let sweeps = waits_for_events && connection.capabilities().sweeps.is_some();
        self.put_off(doubt, sweeps, watch.now() + BETWEEN_REPEATS, watch.now()).await
    }

    async fn may_repeat(
        &self,
        doubt: &Doubt,
        members: std::ops::Range<usize>,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let mut tx = self.carrier.store.begin().await?;
        let sent = Sent { hold: doubt.hold.clone(), members };
        let may_repeat = tx.batches().may_repeat(&sent, &self.carrier.clocks(now), now).await?;
        tx.commit().await?;
        Ok(may_repeat)
    }

    async fn rewrite(
        &self,
        connection: &Arc<dyn Connection>,
        doubt: &Doubt,
        now: DateTime<Utc>,
    ) -> Result<Option<Batch>, StoreError> {
        let mut tx = self.carrier.store.begin().await?;
        let letter = self.letters.of(&mut tx, doubt.hold.campaign, &**connection).await?;
        let Some(letter) = letter else { return Ok(None) };
        let members = tx.batches().intended(&doubt.hold, now).await?;
        tx.rollback().await?;
        // Only e-mail has keys under which a call may be repeated: no window is asked for.
        let desk = Desk {
            hold: &doubt.hold,
            key: doubt.key,
            connection,
            urls: &self.carrier.urls,
            windows: &BTreeMap::new(),
            now,
        };
        Ok(Load::rewrite(desk, &letter, &members))
    }

    /// Only a yes settles a doubt: a no to the repetition tells nothing of the first try. What it says of the account holds all the same:
    /// nothing more leaves by it before it has rested, or before a person lets it go on. The account's row comes after those of the batch.
    async fn heard(
        &self,
        doubt: &Doubt,
        members: std::ops::Range<usize>,
        outcome: Outcome,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let outcomes = outcome.each(members.len());
        let mut parts = Parts::default();
        for (member, outcome) in members.clone().zip(outcomes.clone()) {
            match outcome {
                Outcome::Accepted { message_ids } => parts.add(member, Ended::Accepted(message_ids)),
                Outcome::Held { message_ids } => parts.add(member, Ended::Held(message_ids)),
                still => parts.add(member, Ended::InDoubt(format!("{still:?}"))),
            }
        }
        let sent = Sent { hold: doubt.hold.clone(), members };
        let mut tx = self.carrier.store.begin().await?;
        let clocks = self.carrier.clocks(now);
        tx.batches().turn(&sent, &parts.0, Next::Nothing, &clocks, now, LEASE).await?;
        let caller = Caller { hold: &doubt.hold, now, chance: (self.carrier.chance)() };
        caller.rest(&mut tx, &outcomes).await?;
        tx.commit().await
    }

    /// Waits for events. Where the provider tells past ones, until a walk through them has covered the time after the last
    /// repetition of a call; what is left of it then is unknown.
    async fn wait(
        &self,
        connection: Option<&dyn Connection>,
        doubt: &Doubt,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let sweeps = connection.is_some_and(|connection| connection.capabilities().sweeps.is_some());
        let told_to = if sweeps { doubt.swept_to.unwrap_or(DateTime::UNIX_EPOCH).min(now) } else { now };
        let silence =
            connection.filter(|connection| connection.capabilities().tells_each).map(|_| self.silence);
        let begun_by = told_to - connection.map_or(TimeDelta::zero(), known_for) - self.patience;
        let (given_up, waiting): (Vec<_>, Vec<_>) =
            doubt.calls.iter().partition(|call| call.begun_at <= begun_by);
        let mut tx = self.carrier.store.begin().await?;
        if !given_up.is_empty() {
            tx.batches().give_up(&doubt.hold, begun_by, silence, now).await?;
            tracing::warn!(campaign = %doubt.hold.campaign, batch = doubt.hold.no, calls = given_up.len(), "what became of them is unknown");
        }
        if sweeps && !waiting.is_empty() {
            tx.accounts().sweep_soon(&doubt.hold.account, now).await?;
        }
        tx.batches().put_off(&doubt.hold, now + BETWEEN_LOOKS).await?;
        tx.commit().await
    }

    /// Judges one call that was given up and of which nothing was told since; false where there is none.
    pub(super) async fn judge_silence(&self, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let mut tx = self.carrier.store.begin().await?;
        let judged = tx.batches().judge_silence(self.silence, now).await?;
        tx.commit().await?;
        Ok(judged)
    }

    /// Leaves it until then; where only events can settle it, past ones are asked for at once.
    async fn put_off(
        &self,
        doubt: &Doubt,
        sweeps: bool,
        until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let mut tx = self.carrier.store.begin().await?;
        if sweeps {
            tx.accounts().sweep_soon(&doubt.hold.account, now).await?;
        }
        tx.batches().put_off(&doubt.hold, until).await?;
        tx.commit().await
    }
}

/// How long after its beginning the provider knows the key of a call.
fn known_for(connection: &dyn Connection) -> TimeDelta {
    connection.capabilities().idempotent.map_or(TimeDelta::zero(), span)
}

fn is_repeatable(connection: &dyn Connection, call: &DoubtfulCall, now: DateTime<Utc>) -> bool {
    now < call.begun_at + known_for(connection)
}
