//! Writing to the ledger: who says it, where, and the salt that makes the hash of its evidence unguessable.

use domain::consent::{ConsentRecord, ConsentSource};
use store::{NewConsent, Recorded, Tx};

use crate::{Api, error::Refusal};

/// What is to be written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Saying<'a> {
    pub(crate) record: &'a ConsentRecord,
    pub(crate) source: ConsentSource,
    pub(crate) actor: &'a str,
}

/// Writes an entry with its evidence.
pub(crate) async fn write(api: &Api, tx: &mut Tx, saying: Saying<'_>) -> Result<Recorded, Refusal> {
    let Saying { record, source, actor } = saying;
    let mut salt = [0; 16];
    salt.copy_from_slice(&(api.secrets)()[..16]);
    let (id, now) = ((api.ids)(), (api.clock)());
    Ok(tx.consent().record(NewConsent { id, record, source: source.as_str(), actor, salt, now }).await?)
}
