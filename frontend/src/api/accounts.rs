//! The accounts that messages leave by.

use domain::{
    provider::{Account, AccountId},
    whatsapp::FREE_TEXT_MAX,
};

use super::{Api, Call, Failure};

impl Api {
    /// The accounts with their senders, and how they are.
    pub(crate) async fn accounts(self) -> Result<Vec<Account>, Failure> {
        self.call(Call::get("accounts")).await
    }

    /// Most characters of a free text by an account: by whichever provider takes the longest, where nobody knows the account any more.
    pub(crate) async fn free_text_max(self, account: &AccountId) -> Result<usize, Failure> {
        let accounts = self.accounts().await?;
        let carrier = accounts.iter().find(|known| known.id == *account);
        Ok(carrier.map_or(FREE_TEXT_MAX, |known| known.provider.free_text_max()))
    }

    /// Lets an account send again.
    pub(crate) async fn resume_account(self, id: &AccountId) -> Result<Account, Failure> {
        self.call(Call::post(format!("accounts/{id}/resume"))).await
    }
}
