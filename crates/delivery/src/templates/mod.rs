//! Keeps what is known of WhatsApp's templates and numbers current, whatever webhooks did not bring.

mod walk;

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use domain::provider::AccountId;
use providers::Connection;
use store::StoreError;

pub(crate) use walk::{Unasked, Walked, walk};

use crate::{Carrier, Stage, Step, carrier::Watch};

/// The stage that asks providers for templates: every 2 minutes while one of them waits for its verdict, else every hour.
#[derive(Debug, Clone)]
pub struct Templates {
    carrier: Carrier,
}

impl Templates {
    /// The stage for the accounts of WhatsApp.
    #[must_use]
    pub fn new(carrier: Carrier) -> Self {
        Self { carrier }
    }

    fn accounts(&self) -> impl Iterator<Item = &Arc<dyn Connection>> {
        self.carrier.accounts.iter().filter(|connection| connection.whatsapp().is_some())
    }

    async fn due(&self, now: DateTime<Utc>) -> Result<Option<AccountId>, StoreError> {
        let accounts: Vec<_> = self.accounts().map(|connection| connection.id().clone()).collect();
        if accounts.is_empty() {
            return Ok(None);
        }
        let mut tx = self.carrier.store.begin().await?;
        let due = tx.whatsapp_templates().next_poll(&accounts, now).await?;
        tx.commit().await?;
        Ok(due)
    }
}

impl Stage for Templates {
    const NAME: &'static str = "templates";
    const REST: Duration = Duration::from_secs(10);

    async fn step(&self, now: DateTime<Utc>) -> Result<Step, StoreError> {
        let Some(account) = self.due(now).await? else { return Ok(Step::Idle) };
        let Some(connection) = self.carrier.accounts.get(&account) else { return Ok(Step::Idle) };
        match walk(&self.carrier, connection.as_ref(), Watch::start(now)).await {
            Ok(_) => {}
            Err(Unasked::Store(error)) => return Err(error),
            Err(Unasked::Failure(failure)) => {
                tracing::warn!(%account, %failure, "templates cannot be asked for");
            }
        }
        Ok(Step::Worked)
    }
}
