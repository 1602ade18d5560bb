//! A walk through all templates of an account, and a look at its number.

use providers::{Connection, Failure, KnownTemplate, Whatsapp};
use store::{StoreError, Tx};

use crate::{Carrier, carrier::Watch};

/// Most pages of a walk: Meta keeps at most 6,000 templates of an account, and tells 100 with each page.
const PAGES_MAX: usize = 200;

/// What came of a walk.
#[derive(Debug, Default)]
pub(crate) struct Walked {
    /// How many templates there are.
    pub(crate) templates: usize,
    /// Why the number told nothing of itself; none where it did.
    pub(crate) silent: Option<Failure>,
}

/// Why a walk did not come to its end.
#[derive(Debug)]
pub(crate) enum Unasked {
    /// The provider did not answer, or does not want to.
    Failure(Failure),
    /// The database failed.
    Store(StoreError),
}

impl From<StoreError> for Unasked {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Failure> for Unasked {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

/// Asks an account for its number and all of its templates, and keeps what is told; what is not there any more is deleted. Templates wait
/// for their verdict whatever becomes of the number.
pub(crate) async fn walk(
    carrier: &Carrier,
    connection: &dyn Connection,
    watch: Watch,
) -> Result<Walked, Unasked> {
    let begun = watch.now();
    let Some(whatsapp) = connection.whatsapp() else { return Ok(Walked::default()) };
    let silent = look_at_number(carrier, whatsapp, watch).await?;
    let templates = look_at_templates(carrier, whatsapp, watch).await?;
    let mut tx = carrier.store.begin().await?;
    tx.whatsapp_templates().miss(connection.id(), begun, watch.now()).await?;
    tx.whatsapp_templates().take_back_lost(connection.id(), begun, watch.now()).await?;
    tx.whatsapp_templates().polled(connection.id(), watch.now()).await?;
    tx.commit().await?;
    Ok(Walked { templates, silent })
}

/// Keeps what the number tells of itself, or tells why it does not.
async fn look_at_number(
    carrier: &Carrier,
    whatsapp: &dyn Whatsapp,
    watch: Watch,
) -> Result<Option<Failure>, StoreError> {
    let news = match whatsapp.sender().await {
        Ok(news) => news,
        Err(failure) => {
            tracing::warn!(account = %whatsapp.id(), %failure, "the number cannot be asked for");
            return Ok(Some(failure));
        }
    };
    let mut tx = carrier.store.begin().await?;
    let stopped = tx.whatsapp_senders().hear(whatsapp.id(), &news, watch.now()).await?;
    tx.commit().await?;
    for campaign in stopped {
        tracing::warn!(%campaign, account = %whatsapp.id(), "a campaign stops: people take its number badly");
    }
    Ok(None)
}

async fn look_at_templates(
    carrier: &Carrier,
    whatsapp: &dyn Whatsapp,
    watch: Watch,
) -> Result<usize, Unasked> {
    let (mut met, mut next) = (0, None::<String>);
    for _ in 0..PAGES_MAX {
        let page = whatsapp.templates(next.as_deref()).await?;
        let mut tx = carrier.store.begin().await?;
        for known in &page.templates {
            keep(carrier, &mut tx, whatsapp, known, watch).await?;
        }
        tx.commit().await?;
        met += page.templates.len();
        next = page.next;
        if next.is_none() {
            return Ok(met);
        }
    }
    Err(Unasked::Failure(Failure::Refused {
        code: "templates.endless".to_owned(),
        detail: format!("the provider tells more than {PAGES_MAX} pages of templates"),
    }))
}

/// What fails is undone alone: one odd template never keeps the others waiting.
async fn keep(
    carrier: &Carrier,
    tx: &mut Tx,
    whatsapp: &dyn Whatsapp,
    known: &KnownTemplate,
    watch: Watch,
) -> Result<(), StoreError> {
    tx.part().await?;
    let (account, now) = (whatsapp.id(), watch.now());
    let ended = match &known.content {
        Some(content) => {
            tx.whatsapp_templates().meet(account, &known.news, content, (carrier.ids)(), now).await.map(Some)
        }
        None => tx.whatsapp_templates().hear(account, &known.news, now).await,
    };
    if let Err(why) = tx.settle(ended).await? {
        tracing::warn!(%account, template = ?known.news.template, %why, "a template cannot be kept");
    }
    Ok(())
}
