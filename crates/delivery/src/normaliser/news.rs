//! What providers tell of WhatsApp beside the fate of messages: each piece goes to where it belongs.

use domain::{
    provider::Provider,
    whatsapp::{Known, WhatsappNews},
};
use store::{Receipt, StoreError, Tx};

use super::{
    charged::keep_charged,
    inbound::Ears,
    templates::{keep_number, keep_template},
};

/// Keeps what the provider tells; what is about nothing of ours is named, for the receipt's notes.
pub(super) async fn keep(
    tx: &mut Tx,
    receipt: &Receipt,
    provider: Provider,
    news: Vec<WhatsappNews>,
    ears: Ears,
) -> Result<Vec<String>, StoreError> {
    let (mut notes, mut charged) = (Vec::new(), Vec::new());
    // Whoever writes under a user id in the same page is known by then.
    ears.meet(tx, receipt, &known(&news)).await?;
    for news in news {
        match news {
            WhatsappNews::Inbound(told) => ears.hear(tx, receipt, &told).await?,
            WhatsappNews::Preference(told) => ears.choose(tx, receipt, &told).await?,
            WhatsappNews::Template(news) => notes.extend(keep_template(tx, receipt, &news).await?),
            WhatsappNews::Sender(news) => keep_number(tx, receipt, &news).await?,
            WhatsappNews::Charged(told) => charged.push(told),
            WhatsappNews::Known(_) => {}
        }
    }
    keep_charged(tx, receipt, provider, charged).await?;
    Ok(notes)
}

fn known(news: &[WhatsappNews]) -> Vec<Known> {
    let known = news.iter().filter_map(|news| match news {
        WhatsappNews::Known(known) => Some(known.clone()),
        _ => None,
    });
    known.collect()
}
