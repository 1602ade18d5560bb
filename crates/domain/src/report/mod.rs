//! Figures and reports. Every figure says out of how many (words.md "Figures").

mod alarm;
mod counter;
mod dashboard;
mod ends;
mod figures;
mod progress;
mod reason;
mod recipient;

pub(crate) use alarm::heard;
pub use alarm::{Alarm, alarms};
pub use counter::{Counter, difference};
pub use dashboard::{Attention, AttentionKind, Dashboard, DashboardQuery, DayFigures, Period};
pub use ends::{DeadEndGroup, DeadEnds, Decided, EndChoice, EndsDecided};
pub use figures::{Figures, Rate};
pub use progress::{Pace, Progress};
pub use reason::{Reason, reasons};
pub use recipient::{ExportOrder, Recipient, RecipientGroup, RecipientQuery};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    audience::{Reach, Waterfall},
    campaign::{Campaign, CanaryStanding},
    delivery::DeliveryState,
    event::Verdict,
    text::words,
};

/// An answer counts for a delivery for so long (words.md "Figures").
pub const REPLY_WINDOW: TimeDelta = TimeDelta::days(7);

/// The report of a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CampaignReport {
    /// The campaign.
    pub campaign: Campaign,
    /// Its totals.
    pub figures: Figures,
    /// How its audience came about, as frozen at its due time.
    pub waterfall: Waterfall,
    /// Whom it reaches together with its e-mail part; none where it has none. The part's own figures are in the part's report.
    pub reach: Option<Reach>,
    /// How the audience of its e-mail part came about; none where it has none.
    pub part_waterfall: Option<Waterfall>,
    /// What happened, hour by hour (UTC); hours without anything are left out.
    pub hours: Vec<HourFigures>,
    /// Its links, in the order of the message.
    pub links: Vec<LinkFigures>,
    /// Why deliveries ended before they arrived, the most frequent first; at most 50.
    pub reasons: Vec<ReasonCount>,
    /// What became of its canary, and who decided; none where it had none.
    pub canary: Option<CanaryStanding>,
}

/// What happened in one hour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HourFigures {
    /// The beginning of the hour (UTC).
    pub hour: DateTime<Utc>,
    /// What was counted for the first time in this hour.
    pub figures: Figures,
}

words! {
    /// What is counted of a link; see the fields of [`LinkFigures`].
    LinkCounter {
        /// See [`LinkFigures::readers`].
        Readers = "readers",
        /// See [`LinkFigures::human`].
        Human = "human",
        /// See [`LinkFigures::machine`].
        Machine = "machine",
        /// See [`LinkFigures::unknown`].
        Unknown = "unknown",
        /// See [`LinkFigures::untracked`].
        Untracked = "untracked",
    }
}

impl LinkCounter {
    /// What a click counts as.
    #[must_use]
    pub const fn of_click(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Human => Self::Human,
            Verdict::Machine => Self::Machine,
            Verdict::Unknown => Self::Unknown,
        }
    }
}

/// How often one link was followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkFigures {
    /// Its number in the message, from 1.
    pub number: u16,
    /// Where it leads.
    pub url: String,
    /// Deliveries whose reader followed it.
    pub readers: i64,
    /// Clicks of persons.
    pub human: i64,
    /// Clicks of machines.
    pub machine: i64,
    /// Clicks that cannot be told.
    pub unknown: i64,
    /// Clicks of readers whose clicks are not tracked, whoever they were.
    pub untracked: i64,
}

/// How many deliveries ended for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReasonCount {
    /// The end.
    pub state: DeliveryState,
    /// The code or the provider's words; empty where there are none.
    pub code: String,
    /// How many.
    pub deliveries: i64,
}

words! {
    /// What a ticket opens.
    TicketKind {
        /// A rendered message, in a frame.
        Preview = "preview",
        /// A file.
        Download = "download",
    }
}

/// A way in without a token, for what a browser cannot send one for: a download, a frame. Good once, for 60 s.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ticket {
    /// The path to open, from the API's origin.
    pub path: String,
    /// Until when (UTC).
    pub expires_at: DateTime<Utc>,
}
