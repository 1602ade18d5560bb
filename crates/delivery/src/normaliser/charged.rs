//! What messages are billed as, or for.

use domain::{Channel, event::Subject, provider::Provider, whatsapp::Charged};
use store::{Clue, NewCharge, Receipt, StoreError, Tx};

/// Keeps what is told of messages of campaigns. An answer in a conversation belongs to none, and what is not ours costs us nothing.
pub(super) async fn keep_charged(
    tx: &mut Tx,
    receipt: &Receipt,
    provider: Provider,
    told: Vec<Charged>,
) -> Result<(), StoreError> {
    if told.is_empty() {
        return Ok(());
    }
    let clues: Vec<_> = told.iter().map(clue).collect();
    let found = tx.events().resolve(&receipt.account, Channel::Whatsapp, &clues).await?;
    let charges = told.into_iter().zip(found).filter_map(|(charged, found)| {
        let ours = match charged.subject {
            Subject::Delivery { campaign, number } => Some((campaign, number)),
            _ => found,
        };
        let (campaign, number) = ours?;
        Some(NewCharge { campaign, number, provider, billed: charged.billed, at: charged.at })
    });
    tx.costs().charge(&charges.collect::<Vec<_>>()).await
}

fn clue(charged: &Charged) -> Clue {
    let message_id = match charged.subject {
        Subject::Message { .. } => charged.message_id.clone(),
        _ => None,
    };
    Clue { message_id, ..Clue::default() }
}
