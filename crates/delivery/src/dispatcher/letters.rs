//! The letters of campaigns, ready to be filled: parsed once, not for each batch.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use content::{Compiled, Message, Renderer};
use domain::{CampaignId, provider::AccountId, provider::Sender};
use providers::Connection;
use store::{StoreError, Tx};

/// Most letters that are kept: they are few that are sent at once.
const KEPT: usize = 16;

/// A campaign's letter, in the dialect of the provider that carries it.
#[derive(Debug)]
pub(crate) struct Letter {
    pub(crate) name: String,
    pub(crate) sender: Sender,
    pub(crate) reply_to: Option<String>,
    /// The bodies with the provider's tags; none where it wants finished messages.
    pub(crate) bodies: Message,
    pub(crate) renderer: Renderer,
}

type Known = BTreeMap<(CampaignId, AccountId), Arc<Letter>>;

/// The letters that are known. What is frozen with an audience never changes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Letters(Arc<Mutex<Known>>);

impl Letters {
    /// A campaign's letter; none where it has none that can be read.
    pub(crate) async fn of(
        &self,
        tx: &mut Tx,
        campaign: CampaignId,
        connection: &dyn Connection,
    ) -> Result<Option<Arc<Letter>>, StoreError> {
        let place = (campaign, connection.id().clone());
        if let Some(letter) = self.known().get(&place) {
            return Ok(Some(Arc::clone(letter)));
        }
        let Some(kept) = tx.batches().letter(campaign).await? else { return Ok(None) };
        let Some(letter) = Letter::read(kept, connection).map(Arc::new) else { return Ok(None) };
        let mut known = self.known();
        if known.len() >= KEPT {
            known.clear();
        }
        known.insert(place, Arc::clone(&letter));
        Ok(Some(letter))
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Known> {
        // Letters are put in whole: whoever panicked left none half done.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Letter {
    fn read(kept: store::Letter, connection: &dyn Connection) -> Option<Self> {
        let compiled: Compiled = serde_json::from_value(kept.compiled).ok()?;
        let sender = kept.sender.or_else(|| connection.senders().first().cloned())?;
        Self::of(compiled, kept.name, sender, kept.reply_to, connection)
    }

    /// A letter of compiled content; none where the provider's language leaves no room for it.
    pub(crate) fn of(
        compiled: Compiled,
        name: String,
        sender: Sender,
        reply_to: Option<String>,
        connection: &dyn Connection,
    ) -> Option<Self> {
        let dialect = connection.capabilities().dialect?;
        let compiled = compiled.neutralise(dialect.delimiters).ok()?;
        let bodies = compiled.with_tags(dialect.tag);
        Some(Self { name, sender, reply_to, bodies, renderer: Renderer::new(compiled).ok()? })
    }
}
