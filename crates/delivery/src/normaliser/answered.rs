//! What became of answers of ours in conversations.

use domain::{
    Channel,
    consequence::Consequence,
    event::{Event, Subject},
    whatsapp::MessageState,
};
use store::{StoreError, Tx};

use super::inbound::Ears;
use crate::follow::{self, About};

impl Ears {
    /// Moves an answer on to where an event says that it stands, with what follows for the person. False where no answer of ours has
    /// its id.
    pub(super) async fn answered(self, tx: &mut Tx, event: Event) -> Result<bool, StoreError> {
        let (Subject::Answer(message), Some(state)) = (&event.subject, MessageState::of(event.kind)) else {
            return Ok(true);
        };
        let settled = tx
            .conversations()
            .settle(*message, state, event.reason.as_deref(), event.message_id.as_deref())
            .await?;
        let Some((_, address)) = settled else { return Ok(false) };
        let consequence = Consequence::of(&event);
        let about = About { event, address, channel: Channel::Whatsapp };
        match consequence {
            Some(Consequence::OptOut) => follow::opt_out(tx, about, self.ids, self.now).await?,
            Some(Consequence::Capped) => follow::cap(tx, &about).await?,
            Some(Consequence::WindowClosed) => follow::close_window(tx, &about).await?,
            // How often somebody is unreachable is counted by campaigns.
            _ => {}
        }
        Ok(true)
    }
}
