//! A running campaign, as it is told live.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::Figures;
use crate::{
    campaign::{CampaignState, CanaryStanding},
    ids::CampaignId,
    pace::Waiting,
};

/// Where a campaign stands at a moment: one event of the stream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Progress {
    /// The campaign.
    pub campaign: CampaignId,
    /// Its state.
    pub state: CampaignState,
    /// Why it is paused, overdue or failed.
    pub state_reason: Option<String>,
    /// Its totals.
    pub figures: Figures,
    /// Messages that left per second over the last half minute; none while too little left to tell.
    pub per_second: Option<f64>,
    /// When the last message will have left, at this rate (UTC).
    pub ends_at: Option<DateTime<Utc>>,
    /// What it waits for while nothing of it may leave; none where something may.
    pub waiting: Option<Waiting>,
    /// Where its canary stands; none where it has none.
    pub canary: Option<CanaryStanding>,
    /// When it stood so (UTC).
    pub at: DateTime<Utc>,
}

/// How many messages left of late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// How many providers took.
    pub taken: i64,
    /// In which time: [`Pace::WINDOW`], or less where the campaign began to leave after its beginning.
    pub over: TimeDelta,
}

impl Pace {
    /// How far back it looks.
    pub const WINDOW: TimeDelta = TimeDelta::seconds(30);
    /// Less time than this tells nothing.
    const LEAST: TimeDelta = TimeDelta::seconds(2);

    /// Messages per second; none while too little left to tell.
    #[must_use]
    pub fn per_second(self) -> Option<f64> {
        let seconds = self.over.num_milliseconds() as f64 / 1_000.0;
        (self.taken > 0 && self.over >= Self::LEAST).then(|| self.taken as f64 / seconds)
    }

    /// When the last of those who wait will have left, at this pace (UTC); none where nobody waits or the pace is not known.
    #[must_use]
    pub fn ends_at(self, waiting: i64, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let seconds = waiting as f64 / self.per_second().filter(|_| waiting > 0)?;
        now.checked_add_signed(TimeDelta::try_seconds(seconds.ceil() as i64)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pace(taken: i64, seconds: i64) -> Pace {
        Pace { taken, over: TimeDelta::seconds(seconds) }
    }

    #[test]
    fn the_end_is_where_the_pace_leads() {
        let now = DateTime::UNIX_EPOCH;
        assert_eq!(pace(3_000, 30).per_second(), Some(100.0));
        assert_eq!(pace(3_000, 30).ends_at(1_001, now), Some(now + TimeDelta::seconds(11)));
        assert_eq!(pace(3_000, 30).ends_at(0, now), None);
    }

    #[test]
    fn too_little_tells_nothing() {
        assert_eq!(pace(0, 30).per_second(), None);
        assert_eq!(pace(500, 1).per_second(), None);
        assert_eq!(pace(0, 30).ends_at(10, DateTime::UNIX_EPOCH), None);
    }

    #[test]
    fn an_end_beyond_time_is_none() {
        assert_eq!(pace(1, 30).ends_at(i64::MAX, DateTime::UNIX_EPOCH), None);
    }
}
