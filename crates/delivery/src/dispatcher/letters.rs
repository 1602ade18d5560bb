//! The letters of campaigns, ready to be filled: parsed once, not for each batch.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use content::{Compiled, Message, Renderer, WhatsappCompiled, WhatsappRenderer};
use domain::{
    CampaignId, Channel,
    provider::{AccountId, Provider, Sender},
};
use providers::{ApprovedTemplate, Connection};
use store::{StoreError, Tx};

use crate::whatsapp::approved;

/// Most letters that are kept: they are few that are sent at once.
const KEPT: usize = 16;

/// What a campaign says, ready to be filled for the provider that carries it.
#[derive(Debug)]
pub(crate) enum Letter {
    /// By e-mail.
    Email(Box<EmailLetter>),
    /// By WhatsApp.
    Whatsapp(Box<WhatsappLetter>),
}

/// A campaign's e-mail, in the dialect of its provider.
#[derive(Debug)]
pub(crate) struct EmailLetter {
    pub(crate) name: String,
    pub(crate) sender: Sender,
    pub(crate) reply_to: Option<String>,
    /// The bodies with the provider's tags; none where it wants finished messages.
    pub(crate) bodies: Message,
    pub(crate) renderer: Renderer,
}

/// A campaign's WhatsApp message.
#[derive(Debug)]
pub(crate) struct WhatsappLetter {
    pub(crate) name: String,
    pub(crate) template: ApprovedTemplate,
    pub(crate) renderer: WhatsappRenderer,
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
        match connection.provider().channel() {
            Channel::Email => EmailLetter::read(kept, connection).map(|letter| Self::Email(Box::new(letter))),
            Channel::Whatsapp => WhatsappLetter::read(kept, connection.provider())
                .map(|letter| Self::Whatsapp(Box::new(letter))),
        }
    }
}

impl EmailLetter {
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

impl WhatsappLetter {
    fn read(kept: store::Letter, provider: Provider) -> Option<Self> {
        Self::of(serde_json::from_value(kept.compiled).ok()?, kept.name, provider)
    }

    /// A letter of compiled content; none where what was kept is damaged.
    fn of(compiled: WhatsappCompiled, name: String, provider: Provider) -> Option<Self> {
        let template = approved(
            &compiled.template,
            &compiled.provider_id,
            provider,
            compiled.message.media_url.as_deref(),
        );
        Some(Self { name, template, renderer: WhatsappRenderer::new(compiled, provider).ok()? })
    }

    /// Whether something else is said to those whose window is open.
    pub(crate) const fn is_free_within_the_window(&self) -> bool {
        self.renderer.compiled().message.free_text.is_some()
    }
}
