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
pub use card::{NoAmount, Rate, RateCard, RateCardImport, RateCategory, RateLine};
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

/// Adds to the amount of the same currency, or begins one.
fn add(totals: &mut Vec<Money>, currency: &str, micros: i64) {
    match totals.iter_mut().find(|money| money.currency == currency) {
        Some(money) => money.micros += micros,
        None => totals.push(Money { currency: currency.to_owned(), micros }),
    }
}
