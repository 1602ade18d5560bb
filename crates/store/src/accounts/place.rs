//! A place under an account's limits for a message of no campaign: nobody keeps it waiting, and campaigns have one place less.

use chrono::{DateTime, Utc};
use domain::{
    pace::{AccountPace, AccountTaken, Limits},
    provider::AccountId,
};
use sqlx::types::Json;

use super::Accounts;
use crate::{
    Result,
    paces::{self, Scope},
};

impl Accounts<'_> {
    /// Counts a template that went to an address among the messages that the account's number may begin with: a test, an answer.
    /// Whoever wrote within 24 hours is in no such count (messaging-limits).
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn takes_place(
        &mut self,
        account: &AccountId,
        address: &str,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let found = sqlx::query!(
            r#"select (select value from marketing_settings where key = 'pace.' || $1) as "account: Json<AccountPace>",
                      (select marketing_number_limits($1)) as "number: Json<Limits>",
                      exists (select from marketing_conversations
                              where account = $1 and address = $2 and window_until > $3) as "open!""#,
            account.0,
            address,
            now
        )
        .fetch_one(&mut *self.conn)
        .await?;
        let pace = found.account.map(|pace| pace.0).unwrap_or_default();
        let number = found.number.map(|number| number.0).unwrap_or_default();
        let limits = pace.limits_on(now.date_naive()).and(&number);
        if found.open || limits.is_none() {
            return Ok(());
        }
        let scope = Scope::Account(account);
        let mut taken: AccountTaken = paces::lock(self.conn, &scope).await?;
        taken.all.take(&limits, now, 1);
        paces::write(self.conn, &scope, &taken, None).await
    }
}
