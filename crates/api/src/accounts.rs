//! Accounts as the API shows them: what the settings say, and what is known of them.

use domain::provider::Account;
use providers::Connection;
use store::{AccountState, Tx};

use crate::{Api, error::Refusal};

/// Every account, in the order of the settings.
pub(crate) async fn all(api: &Api, tx: &mut Tx) -> Result<Vec<Account>, Refusal> {
    let states = tx.accounts().list((api.clock)()).await?;
    Ok(api.accounts.iter().map(|connection| shown(connection.as_ref(), &states)).collect())
}

fn shown(connection: &dyn Connection, states: &[AccountState]) -> Account {
    let state = states.iter().find(|state| &state.account == connection.id());
    Account {
        id: connection.id().clone(),
        provider: connection.provider(),
        senders: connection.senders().to_vec(),
        pause: state.and_then(|state| state.pause.clone()),
        last_webhook_at: state.and_then(|state| state.last_webhook_at),
        last_accepted_at: state.and_then(|state| state.last_accepted_at),
    }
}
