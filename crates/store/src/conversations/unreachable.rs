//! How often nobody was reached at an address.

use chrono::{DateTime, Utc};
use domain::PersonId;

use super::Conversations;
use crate::Result;

impl Conversations<'_> {
    /// When each delivery to an address of a person was refused, and in which words: the first telling of each, the oldest first.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn refusals(
        &mut self,
        person: PersonId,
        address: &str,
    ) -> Result<Vec<(DateTime<Utc>, String)>> {
        let rows = sqlx::query!(
            r#"select min(e.occurred_at) as "first_at!", min(e.reason) as "reason!"
               from marketing_deliveries d
               join marketing_events e on e.campaign_id = d.campaign_id and e.number = d.number
               where d.person_id = $1 and d.address = $2 and e.kind in ('dropped_by_provider', 'refused') and e.reason is not null
               group by d.campaign_id, d.number order by 1"#,
            person.0,
            address
        )
        .fetch_all(&mut *self.conn)
        .await?;
        Ok(rows.into_iter().map(|row| (row.first_at, row.reason)).collect())
    }
}
