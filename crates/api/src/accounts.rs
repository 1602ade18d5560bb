//! Accounts as the API shows them: what the settings say, and what is known of them.

use chrono::{DateTime, Utc};
use domain::provider::{Account, AccountCondition, AccountId, Carried, StandIn};
use providers::Connection;
use store::{AccountState, Tx};

use crate::{Api, error::Refusal};

/// What is known of every account.
struct Known {
    states: Vec<AccountState>,
    carried: Vec<(AccountId, Carried)>,
    stand_ins: Vec<(AccountId, StandIn)>,
    silent: Vec<(AccountId, DateTime<Utc>)>,
}

/// The accounts whose providers tell of deliveries.
pub(crate) fn telling(api: &Api) -> Vec<String> {
    let telling = api.accounts.iter().filter(|account| account.capabilities().tells_deliveries);
    telling.map(|account| account.id().0.clone()).collect()
}

/// Every account, in the order of the settings.
pub(crate) async fn all(api: &Api, tx: &mut Tx) -> Result<Vec<Account>, Refusal> {
    let now = (api.clock)();
    let known = Known {
        states: tx.accounts().list(now).await?,
        carried: tx.accounts().carried(now).await?,
        stand_ins: tx.accounts().stand_ins(now).await?,
        silent: tx.accounts().silent(&telling(api), now).await?,
    };
    let mut shown = Vec::new();
    for connection in api.accounts.iter() {
        let pace = tx.settings().account_pace(connection.id()).await?.value;
        shown.push(Account { pace, ..known.shown(connection.as_ref()) });
    }
    Ok(shown)
}

impl Known {
    fn shown(&self, connection: &dyn Connection) -> Account {
        let id = connection.id();
        let state = self.states.iter().find(|state| &state.account == id);
        let carried = self.carried.iter().find(|(account, _)| account == id);
        let silent = self.silent.iter().find(|(account, _)| account == id);
        let stand_ins = self.stand_ins.iter().filter(|(account, _)| account == id);
        Account {
            id: id.clone(),
            provider: connection.provider(),
            senders: connection.senders().to_vec(),
            tells_deliveries: connection.capabilities().tells_deliveries,
            condition: state.map_or(AccountCondition::Well, AccountState::condition),
            pause: state.and_then(|state| state.pause.clone()),
            pace: Default::default(),
            carried: carried.map(|(_, carried)| *carried).unwrap_or_default(),
            stands_in_for: stand_ins.map(|(_, stand_in)| stand_in.clone()).collect(),
            last_webhook_at: state.and_then(|state| state.last_webhook_at),
            last_accepted_at: state.and_then(|state| state.last_accepted_at),
            silent_since: silent.map(|(_, since)| *since),
        }
    }
}
