//! Reads the lists of addresses that providers send nothing more to, once a day: webhooks may be missed, and whoever is on such a list
//! would be counted as written to.

use std::time::Duration;

use address::Email;
use chrono::{DateTime, Utc};
use domain::{
    Channel,
    consent::{ConsentRecord, Decision, Purpose},
    provider::AccountId,
    suppression::Suppression,
};
use providers::{Blocked, BlockedPage, Failure, Window};
use serde_json::{Map, Value};
use store::{BlockedWalk, StoreError, Tx};

use crate::{
    Carrier, Stage, Step,
    carrier::{LEASE, Watch, span},
    follow,
};

/// The stage that reads them, a page at a time.
#[derive(Debug, Clone)]
pub struct BlockedLists {
    carrier: Carrier,
}

impl BlockedLists {
    /// The stage for those accounts whose providers keep such lists.
    #[must_use]
    pub fn new(carrier: Carrier) -> Self {
        Self { carrier }
    }

    fn accounts(&self) -> Vec<AccountId> {
        let all = self.carrier.accounts.iter();
        let with_lists = all.filter(|connection| connection.capabilities().blocked.is_some());
        with_lists.map(|connection| connection.id().clone()).collect()
    }

    async fn due(&self, now: DateTime<Utc>) -> Result<Option<BlockedWalk>, StoreError> {
        let accounts = self.accounts();
        if accounts.is_empty() {
            return Ok(None);
        }
        let mut tx = self.carrier.store.begin().await?;
        let walk = tx.accounts().next_blocked(&accounts, now, LEASE).await?;
        tx.commit().await?;
        Ok(walk)
    }

    /// The page and the place in the walk are kept together: a page is never passed over.
    async fn keep(
        &self,
        walk: &BlockedWalk,
        page: &BlockedPage,
        next_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let mut tx = self.carrier.store.begin().await?;
        let next = page.next.as_deref().map(|place| (place, next_at));
        if !tx.accounts().blocked_read(walk, next).await? {
            return tx.rollback().await;
        }
        let (mut suppressions, mut nobody) = (Vec::new(), page.unread);
        for blocked in &page.blocked {
            // Nobody is written to at what is no address.
            let Ok(address) = Email::parse(&blocked.address) else {
                nobody += 1;
                continue;
            };
            match suppression(blocked, &address) {
                Some(suppression) => suppressions.push(suppression),
                None => self.withdraw(&mut tx, walk, blocked, &address, now).await?,
            }
        }
        let new = tx.suppressions().learn(&suppressions).await?;
        tx.commit().await?;
        tracing::info!(account = %walk.account, told = page.blocked.len(), new, nobody, "a page of blocked addresses was read");
        Ok(())
    }

    /// An opt-out is an entry of the ledger, with the list as its proof; one that is told twice is one.
    async fn withdraw(
        &self,
        tx: &mut Tx,
        walk: &BlockedWalk,
        blocked: &Blocked,
        address: &Email,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let record = ConsentRecord {
            address: address.as_str().to_owned(),
            channel: Channel::Email,
            purpose: Purpose::Marketing,
            decision: Decision::Withdrawn,
            // A provider's clock may run ahead; the ledger knows no future.
            occurred_at: blocked.since.min(now),
            evidence: Map::from_iter([("list".to_owned(), Value::from(blocked.detail.as_str()))]),
        };
        if tx.consent().knows(&record).await? {
            return Ok(());
        }
        follow::withdraw(tx, &record, &walk.account.0, self.carrier.ids, now).await
    }

    /// What a person has to mend is tried again in a day: the walk goes on where it was.
    async fn rest(
        &self,
        walk: &BlockedWalk,
        failure: &Failure,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let wait = match failure {
            Failure::Retry { after, .. } => after.map_or(BlockedWalk::AFTER_FAILURE, span),
            Failure::Refused { .. } => BlockedWalk::BETWEEN,
        };
        tracing::warn!(account = %walk.account, %failure, "blocked addresses cannot be asked for");
        let mut tx = self.carrier.store.begin().await?;
        tx.accounts().blocked_later(walk, now + wait).await?;
        tx.commit().await
    }
}

/// None where the ledger is asked instead.
fn suppression(blocked: &Blocked, address: &Email) -> Option<Suppression> {
    Some(Suppression {
        address: address.as_str().to_owned(),
        channel: Channel::Email,
        reason: blocked.consequence.suppression()?,
        detail: Some(blocked.detail.clone()),
        created_at: blocked.since,
    })
}

impl Stage for BlockedLists {
    const NAME: &'static str = "blocked";
    const REST: Duration = Duration::from_secs(5);

    async fn step(&self, now: DateTime<Utc>) -> Result<Step, StoreError> {
        let watch = Watch::start(now);
        let Some(walk) = self.due(now).await? else { return Ok(Step::Idle) };
        let connection = self.carrier.accounts.get(&walk.account);
        let pause = connection.and_then(|connection| connection.capabilities().blocked);
        let (Some(connection), Some(pause)) = (connection, pause) else { return Ok(Step::Idle) };
        let window = Window { from: walk.from, to: walk.to, tag: None };
        match connection.blocked(&window, walk.place.as_deref()).await {
            Ok(page) => self.keep(&walk, &page, watch.now() + span(pause), watch.now()).await?,
            Err(failure) => self.rest(&walk, &failure, watch.now()).await?,
        }
        Ok(Step::Worked)
    }
}
