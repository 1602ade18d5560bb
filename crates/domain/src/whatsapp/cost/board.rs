//! WhatsApp on the dashboard: whether the next campaign fits, and what the months cost.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ActualCost;
use crate::{provider::AccountId, whatsapp::WhatsappSender};

/// WhatsApp, on one page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WhatsappBoard {
    /// The numbers, in the order of the settings.
    pub senders: Vec<BoardSender>,
    /// This month and the five before, the oldest first; days are UTC, as cards are.
    pub months: Vec<BoardMonth>,
}

/// A number, with its account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BoardSender {
    /// The account.
    pub account: AccountId,
    /// Its number.
    pub sender: WhatsappSender,
}

/// What a month was billed for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BoardMonth {
    /// Its first day.
    pub month: NaiveDate,
    /// What was billed, of all campaigns.
    pub cost: ActualCost,
}
