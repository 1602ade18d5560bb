//! What a message costs: told by its resource once it is known, a while after it was sent (Twilio, "Understanding SMS Message Fees").
//! The amounts are nobody's.

use tokio::time::Instant;

use crate::{
    sandbox::Sandbox,
    whatsapp::{Letter, Message, Task, What},
};

/// The account's currency.
pub(crate) const CURRENCY: &str = "USD";
/// Twilio's own fee for each message, in millionths.
const FEE: i64 = 5_000;
/// Milliseconds at pace 1; the real one may take a day.
const WAIT: u64 = 20_000;

/// Has the price come later.
pub(crate) fn expect(sandbox: &Sandbox, letter: &Letter) {
    let due = Instant::now() + sandbox.settings.pace.scale(WAIT);
    sandbox.whatsapp_agenda.enter(due, Task::Price { message: letter.number });
}

/// What a message costs in millionths, once that is known.
pub(crate) fn micros(message: &Message) -> Option<i64> {
    let template = match message.letter.class() {
        (category, "regular") if category == "marketing" => 70_000,
        (category, "regular") if category == "authentication" => 30_000,
        (_, "regular") => 20_000,
        _ => 0,
    };
    message.did(What::Priced).then_some(FEE + template)
}

/// As the resource has it, below zero: `-0.07500`.
pub(super) fn shown(micros: i64) -> String {
    format!("-{}.{:05}", micros / 1_000_000, micros % 1_000_000 / 10)
}
