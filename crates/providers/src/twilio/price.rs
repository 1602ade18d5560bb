//! What Twilio bills for a message: `price` and `price_unit` of its resource (specification, `api.v2010.account.message`). Nothing at
//! first: it may take a day until it is there (Twilio, "Understanding SMS Message Fees").

use chrono::{DateTime, Utc};
use domain::{
    event::Subject,
    whatsapp::{Billed, Charged, Money},
};

use super::{fate::number_of, sweep::dated};
use crate::payload::{Payload, short};

/// What is billed for a message of ours, as of the day on which it left; none while nobody has said, else in a few words why it cannot be
/// read. `otherwise` is when it happened where it has no date.
pub(super) fn charged(message: Payload<'_>, otherwise: DateTime<Utc>) -> Result<Option<Charged>, String> {
    let (Some(price), Some(sid)) = (message.text("price"), message.text("sid")) else { return Ok(None) };
    let unit = message.text("price_unit").unwrap_or_default();
    let money = money(price, unit).ok_or_else(|| short(&format!("the price {price} {unit}")))?;
    let address = message.text("to").and_then(number_of).map(str::to_owned);
    Ok(Some(Charged {
        subject: Subject::Message { message_id: sid.to_owned(), address },
        message_id: Some(sid.to_owned()),
        billed: Billed::For(money),
        at: dated(message, &["date_sent", "date_created"]).unwrap_or(otherwise),
    }))
}

/// What is taken from the account is below zero: `-0.00750`.
fn money(price: &str, unit: &str) -> Option<Money> {
    let (amount, sign) = price.strip_prefix('-').map_or((price, -1), |amount| (amount, 1));
    let is_currency = unit.len() == 3 && unit.bytes().all(|letter| letter.is_ascii_alphabetic());
    let micros = Money::micros_of(amount).ok().filter(|_| is_currency)?;
    Some(Money { currency: unit.to_ascii_uppercase(), micros: sign * micros })
}
