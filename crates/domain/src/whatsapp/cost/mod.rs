//! What WhatsApp costs: dated rate cards, what a campaign would cost, and what it was billed for.
//!
//! Since July 2025 Meta bills each template that is delivered, by its category and the calling code of who gets it (pricing on the
//! WhatsApp Business Platform). No price is part of this program: all of them come from cards that somebody imported, and what no
//! card tells is unknown.

mod actual;
mod board;
mod card;
mod countries;
mod country;
mod deck;
mod estimate;

pub use actual::{ActualCost, ActualLine, CampaignCost, ChargeGroup};
pub use board::{BoardMonth, BoardSender, WhatsappBoard};
pub use card::{Rate, RateCard, RateCardImport, RateCategory, RateLine};
pub use country::{Country, Market};
pub use deck::{DeckTemplate, FlightDeck, days_by_tier};
pub use estimate::{CostEstimate, CostLine, CostTerms, ReachGroup};

use serde::{Deserialize, Serialize};

/// An amount of money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Money {
    /// The currency (ISO 4217).
    pub currency: String,
    /// Millionths of its unit.
    pub micros: i64,
}

impl Money {
    /// Decimals that an amount may have.
    const DECIMALS: usize = 6;

    /// The millionths of a plain amount: `0.0248`, `12`.
    ///
    /// # Errors
    /// [`NoAmount`] for anything else, for more than 6 decimals that say something, and for a million and more.
    pub fn micros_of(amount: &str) -> Result<i64, NoAmount> {
        let decimals = Self::DECIMALS;
        let (whole, part) = amount.split_once('.').unwrap_or((amount, ""));
        let part = match part.split_at_checked(decimals) {
            Some((told, beyond)) if beyond.bytes().all(|digit| digit == b'0') => told,
            _ => part,
        };
        let is_number = |digits: &str| digits.bytes().all(|digit| digit.is_ascii_digit());
        if whole.is_empty()
            || whole.len() > 6
            || part.len() > decimals
            || !is_number(whole)
            || !is_number(part)
        {
            return Err(NoAmount);
        }
        format!("{whole}{part:0<decimals$}").parse().map_err(|_| NoAmount)
    }
}

/// No amount of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoAmount;

/// Adds to the amount of the same currency, or begins one.
fn add(totals: &mut Vec<Money>, currency: &str, micros: i64) {
    match totals.iter_mut().find(|money| money.currency == currency) {
        Some(money) => money.micros += micros,
        None => totals.push(Money { currency: currency.to_owned(), micros }),
    }
}
