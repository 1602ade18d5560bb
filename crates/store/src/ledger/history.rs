//! What the ledger says of one address, or of all.

use domain::{
    Channel,
    consent::{ConsentEntry, LedgerState, Purpose},
    list::{Cursor, Page},
};

use super::Consent;
use crate::{Result, campaigns::word, lists};

impl Consent<'_> {
    /// Entries, the newest recorded first; of one address (in its normal form), or of all.
    ///
    /// # Errors
    /// [`crate::StoreError::Cursor`] where the cursor was cut from another list.
    pub async fn history(
        &mut self,
        address: Option<&str>,
        cursor: Option<&Cursor>,
        limit: u32,
    ) -> Result<Page<ConsentEntry>> {
        lists::consent::page(self.conn, address, cursor, limit).await
    }

    /// Where the ledger stands for an address, channel and purpose.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn standing(
        &mut self,
        address: &str,
        channel: Channel,
        purpose: Purpose,
    ) -> Result<LedgerState> {
        let decision = sqlx::query_scalar!(
            "select decision from marketing_consents where address = $1 and channel = $2 and purpose = $3",
            address,
            channel.as_str(),
            purpose.as_str()
        )
        .fetch_optional(&mut *self.conn)
        .await?;
        match decision.as_deref() {
            None => Ok(LedgerState::Unknown),
            // Information is no decision of the person.
            Some("informed") => Ok(LedgerState::Unknown),
            Some(decision) => word(decision, "ledger state"),
        }
    }
}
