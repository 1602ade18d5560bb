//! News of templates and numbers.

use domain::whatsapp::{SenderNews, TemplateNews};
use store::{Receipt, StoreError, Tx};

/// Keeps what is told of a template. One that nobody knows was written elsewhere: it is asked for soon.
pub(super) async fn keep_template(
    tx: &mut Tx,
    receipt: &Receipt,
    news: &TemplateNews,
) -> Result<Option<String>, StoreError> {
    let heard = tx.whatsapp_templates().hear(&receipt.account, news, receipt.received_at).await?;
    let Some(heard) = heard else {
        tx.whatsapp_templates().poll_soon(&receipt.account, receipt.received_at).await?;
        let name = news.template.name.as_deref().unwrap_or_default();
        return Ok(Some(format!("a template that is not known yet: {name}")));
    };
    for campaign in heard.stopped {
        tracing::warn!(%campaign, template = %heard.template, "a campaign stops: its template may not be sent any more");
    }
    Ok(None)
}

/// Keeps what is told of a number. Meta says that something became of its quality without saying what: the number is asked for soon.
pub(super) async fn keep_number(tx: &mut Tx, receipt: &Receipt, news: &SenderNews) -> Result<(), StoreError> {
    let stopped = tx.whatsapp_senders().hear(&receipt.account, news, receipt.received_at).await?;
    if news.event.is_some() {
        tx.whatsapp_templates().poll_soon(&receipt.account, receipt.received_at).await?;
    }
    for campaign in stopped {
        tracing::warn!(%campaign, account = %receipt.account, "a campaign stops: people take its number badly");
    }
    Ok(())
}
