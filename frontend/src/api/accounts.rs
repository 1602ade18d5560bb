//! The accounts that messages leave by.

use domain::provider::{Account, AccountId};

use super::{Api, Call, Failure};

impl Api {
    /// The accounts with their senders, and how they are.
    pub(crate) async fn accounts(self) -> Result<Vec<Account>, Failure> {
        self.call(Call::get("accounts")).await
    }

    /// Lets an account send again.
    pub(crate) async fn resume_account(self, id: &AccountId) -> Result<Account, Failure> {
        self.call(Call::post(format!("accounts/{id}/resume"))).await
    }
}
