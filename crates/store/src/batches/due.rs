//! When there will be something to claim.

use chrono::{DateTime, Utc};

use super::Batches;
use crate::Result;

impl Batches<'_> {
    /// The first instant after now, and before another one, at which a batch is due, limits allow more, or a message that was to
    /// wait comes back; none where nothing is expected so soon.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn next_due(
        &mut self,
        now: DateTime<Utc>,
        before: DateTime<Utc>,
    ) -> Result<Option<DateTime<Utc>>> {
        let next = sqlx::query_scalar!(
            "select least(
                 (select min(free_at) from marketing_paces where free_at > $1 and free_at < $2),
                 (select min(due_at) from marketing_batches where state <> 'done' and due_at > $1 and due_at < $2),
                 (select min(s.next_at) from prospecting_campaigns c
                  cross join lateral (select next_at from marketing_delivery_state
                                      where campaign_id = c.marketing_id and next_at > $1 and next_at < $2
                                      order by next_at limit 1) s
                  where c.marketing_state = 'sending'))",
            now,
            before
        )
        .fetch_one(&mut *self.conn)
        .await?;
        Ok(next)
    }
}
