//! What providers tell of WhatsApp beside the fate of messages: each piece goes to where it belongs.

use domain::whatsapp::WhatsappNews;
use store::{Receipt, StoreError, Tx};

use super::{
    inbound::Ears,
    templates::{keep_number, keep_template},
};

/// Keeps what is told; what nobody has a use for is named, for the receipt's notes.
pub(super) async fn keep(
    tx: &mut Tx,
    receipt: &Receipt,
    news: Vec<WhatsappNews>,
    ears: Ears,
) -> Result<Vec<String>, StoreError> {
    let mut notes = Vec::new();
    for news in &news {
        match news {
            WhatsappNews::Inbound(told) => ears.hear(tx, receipt, told).await?,
            WhatsappNews::Preference(told) => ears.choose(tx, receipt, told).await?,
            WhatsappNews::Template(news) => notes.extend(keep_template(tx, receipt, news).await?),
            WhatsappNews::Sender(news) => keep_number(tx, receipt, news).await?,
            WhatsappNews::Charged(_) => notes.push(format!("news of WhatsApp: {}", name(news))),
        }
    }
    Ok(notes)
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
