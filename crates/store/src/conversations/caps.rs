//! To whom Meta delivers no marketing for a while.

use chrono::{DateTime, Utc};

use super::Conversations;
use crate::Result;

impl Conversations<'_> {
    /// Nobody writes to an address before an instant; one that is capped for longer stays so. `code` is the provider's.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn cap(&mut self, address: &str, until: DateTime<Utc>, code: &str) -> Result<()> {
        sqlx::query!(
            "insert into marketing_whatsapp_caps as c (address, until, code) values ($1, $2, $3)
             on conflict (address) do update set until = excluded.until, code = excluded.code where c.until < excluded.until",
            address,
            until,
            code
        )
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }
}
