//! What providers tell of WhatsApp beside the fate of messages: each piece goes to where it belongs.

use domain::whatsapp::WhatsappNews;
use store::{Receipt, StoreError, Tx};

/// Keeps what is told; what nobody has a use for is named, for the receipt's notes.
pub(super) async fn keep(
    _tx: &mut Tx,
    _receipt: &Receipt,
    news: Vec<WhatsappNews>,
) -> Result<Vec<String>, StoreError> {
    Ok(news.iter().map(|news| format!("news of WhatsApp: {}", name(news))).collect())
}

const fn name(news: &WhatsappNews) -> &'static str {
    match news {
        WhatsappNews::Inbound(_) => "a message",
        WhatsappNews::Preference(_) => "a preference",
        WhatsappNews::Template(_) => "a template",
        WhatsappNews::Sender(_) => "a number",
        WhatsappNews::Charged(_) => "a price",
    }
}
