//! What became of answers of ours in conversations, and of tests.

use domain::{
    Channel,
    event::{Event, Subject},
    whatsapp::MessageState,
};
use store::{StoreError, Tx};

use super::inbound::Ears;
use crate::follow::{self, About};

impl Ears {
    /// Moves an answer on to where an event says that it stands, with what follows for the person. False where no answer of ours, and
    /// no test, has its id.
    pub(super) async fn answered(self, tx: &mut Tx, event: Event) -> Result<bool, StoreError> {
        let (Subject::Answer(message), Some(state)) = (&event.subject, MessageState::of(event.kind)) else {
            return Ok(true);
        };
        let settled = tx
            .conversations()
            .settle(*message, state, event.reason.as_deref(), event.message_id.as_deref())
            .await?;
        let address = match settled {
            Some((_, address)) => Some(address),
            None => tx.test_messages().settle(*message, state).await?,
        };
        let Some(address) = address else { return Ok(false) };
        follow::person(tx, About { event, address, channel: Channel::Whatsapp }, self.ids, self.now).await?;
        Ok(true)
    }
}
