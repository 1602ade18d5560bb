//! Waking: NOTIFY for those who write, LISTEN for those who wait. A signal says only that there may be something to do: whoever
//! missed it finds out by looking.

use sqlx::postgres::{PgListener, PgPoolOptions};

use crate::{Result, Store, Tx};

/// The channels.
pub mod channel {
    /// A campaign came to another state; carries its id.
    pub const CAMPAIGNS: &str = "marketing_campaigns";
    /// A campaign's figures or state changed; carries its id.
    pub const PROGRESS: &str = "marketing_progress";
    /// Something was added to the figures of some campaign.
    pub const FIGURES: &str = "marketing_figure_deltas";
    /// A provider told something.
    pub const RECEIPTS: &str = "marketing_receipts";
    /// Events wait to be applied.
    pub const EVENTS: &str = "marketing_events";
    /// There are new batches.
    pub const BATCHES: &str = "marketing_batches";
    /// Something is to be done in the background.
    pub const ERRANDS: &str = "marketing_errands";
}

/// A connection that listens. It comes back by itself after a loss.
#[derive(Debug)]
pub struct Signal {
    listener: PgListener,
}

impl Store {
    /// Listens to channels, on a connection beside the pool: whoever listens does so for good.
    ///
    /// # Errors
    /// [`crate::StoreError::Unavailable`].
    pub async fn listen(&self, channels: &[&str]) -> Result<Signal> {
        let alone = PgPoolOptions::new().max_connections(1).max_lifetime(None).idle_timeout(None);
        let pool = alone.connect_with(self.pool.connect_options().as_ref().clone()).await?;
        let mut listener = PgListener::connect_with(&pool).await?;
        listener.listen_all(channels.iter().copied()).await?;
        Ok(Signal { listener })
    }
}

impl Store {
    /// Signals on a channel about what is committed already. PostgreSQL commits those who signal one after the other: where many commit at
    /// once, each of them durably, only this short transaction, which nothing is lost with, waits for its turn.
    ///
    /// # Errors
    /// [`crate::StoreError`]: whoever waits finds out by looking.
    pub async fn ring(&self, channel: &str) -> Result<()> {
        sqlx::query!("select set_config('synchronous_commit', 'off', true), pg_notify($1, '')", channel)
            .fetch_one(&self.pool)
            .await?;
        Ok(())
    }
}

impl Signal {
    /// Waits for the next signal and tells its channel and what it carries; none after the connection was lost, when signals
    /// may have been missed on any channel.
    ///
    /// # Errors
    /// [`crate::StoreError::Unavailable`] where the connection does not come back.
    pub async fn heard(&mut self) -> Result<Option<(String, String)>> {
        let heard = self.listener.try_recv().await?;
        Ok(heard.map(|heard| (heard.channel().to_owned(), heard.payload().to_owned())))
    }
}

impl Tx {
    /// Signals on a channel when the transaction is committed.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn notify(&mut self, channel: &str, payload: &str) -> Result<()> {
        notify(self.conn(), channel, payload).await
    }
}

pub(crate) async fn notify(conn: &mut sqlx::PgConnection, channel: &str, payload: &str) -> Result<()> {
    sqlx::query!("select pg_notify($1, $2)", channel, payload).fetch_one(conn).await?;
    Ok(())
}
