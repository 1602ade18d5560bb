//! A file that somebody sent, fetched because a colleague asked for it.

use chrono::{DateTime, Utc};
use domain::MessageId;
use providers::MEDIA_GONE;
use serde_json::{Value, json};

use super::{Errands, Stopped};

impl Errands {
    /// Fetches it, and keeps it for a while. One that is here already is not fetched again.
    pub(super) async fn fetch_media(&self, message: MessageId, now: DateTime<Utc>) -> Result<Value, Stopped> {
        let mut tx = self.carrier.store.begin().await?;
        let named = tx.conversations().media(message).await?;
        tx.commit().await?;
        let named =
            named.ok_or_else(|| Stopped::for_good("media.not_found", "there is no file in the message"))?;
        if named.is_kept {
            return Ok(json!({}));
        }
        let connection = self.connection(&named.account)?;
        let whatsapp = connection.whatsapp();
        let whatsapp =
            whatsapp.ok_or_else(|| Stopped::for_good("channel", "the account serves another channel"))?;
        let untold = || Stopped::for_good(MEDIA_GONE, "the provider did not tell where the file is");
        let reference = named.media.reference.ok_or_else(untold)?;
        let file = whatsapp.media(&reference).await?;
        let mut tx = self.carrier.store.begin().await?;
        tx.conversations().keep_media(message, &file.mime, &file.bytes, now).await?;
        tx.commit().await?;
        Ok(json!({"bytes": file.bytes.len()}))
    }
}
