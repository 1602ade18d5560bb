//! The template of WhatsApp that a campaign names.

use domain::{TemplateId, whatsapp::WhatsappTemplate};
use store::Tx;

use crate::error::Refusal;

/// The template, wherever it stands; none where none is named, or there is none.
pub(crate) async fn found(tx: &mut Tx, id: Option<TemplateId>) -> Result<Option<WhatsappTemplate>, Refusal> {
    Ok(match id {
        Some(id) => tx.whatsapp_templates().find(id).await?,
        None => None,
    })
}
