//! Walks through the providers' past events, a page at a time, for what webhooks did not bring. Each page is a receipt.

use chrono::{DateTime, Utc};
use domain::event::ReceiptOrigin;
use providers::{Failure, Page, Window};
use store::{NewReceipt, StoreError, Sweep};

use super::Reconciler;
use crate::{carrier::span, normaliser::Swept};

impl Reconciler {
    /// Asks for one page; false where no walk is due.
    pub(super) async fn sweep(&self, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let mut tx = self.carrier.store.begin().await?;
        let late = self.carrier.accounts.iter().filter(|account| account.capabilities().prices_late);
        let late: Vec<_> = late.map(|account| account.id().clone()).collect();
        let sweep = tx.accounts().next_sweep(&late, now).await?;
        tx.commit().await?;
        let Some(sweep) = sweep else { return Ok(false) };
        let connection = self.carrier.accounts.get(&sweep.account);
        let pause = connection.and_then(|connection| connection.capabilities().sweeps);
        let (Some(connection), Some(pause)) = (connection, pause) else {
            self.end(&sweep, now).await?;
            return Ok(true);
        };
        let window = Window { from: sweep.from, to: sweep.to, tag: None };
        match connection.sweep(&window, sweep.page).await {
            Ok(page) => self.keep(&sweep, page, now + span(pause), now).await?,
            Err(failure) => self.rest(&sweep, &failure, now).await?,
        }
        Ok(true)
    }

    /// The page and the place in the walk are kept together: a page is never passed over. The next one, if there is one, is due then.
    async fn keep(
        &self,
        sweep: &Sweep,
        page: Page,
        next_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let swept = Swept::from(page.told);
        let body = serde_json::to_vec(&swept).map_err(|error| StoreError::Corrupt(error.to_string()))?;
        let mut tx = self.carrier.store.begin().await?;
        if !swept.is_empty() {
            let receipt = NewReceipt {
                account: &sweep.account,
                origin: ReceiptOrigin::Sweep,
                headers: &[],
                query: "",
                body: &body,
                received_at: now,
            };
            tx.receipts().insert(receipt).await?;
        }
        tx.accounts().swept(sweep, page.next.map(|page| (page, next_at)), now).await?;
        tx.commit().await
    }

    async fn end(&self, sweep: &Sweep, now: DateTime<Utc>) -> Result<(), StoreError> {
        let mut tx = self.carrier.store.begin().await?;
        tx.accounts().swept(sweep, None, now).await?;
        tx.commit().await
    }

    async fn rest(&self, sweep: &Sweep, failure: &Failure, now: DateTime<Utc>) -> Result<(), StoreError> {
        let asked = match failure {
            Failure::Retry { after, .. } => after.map(span),
            Failure::Refused { .. } => None,
        };
        tracing::warn!(account = %sweep.account, %failure, "past events cannot be asked for");
        let mut tx = self.carrier.store.begin().await?;
        tx.accounts().sweep_later(&sweep.account, now + asked.unwrap_or(Sweep::AFTER_FAILURE)).await?;
        tx.commit().await
    }
}
