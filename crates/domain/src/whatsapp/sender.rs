//! A number that messages leave from.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{TemplateQuality, TemplateStatus};

/// Over which time Meta counts whom a number begins to write to: any 24 hours (messaging limits).
pub const TIER_SPAN: TimeDelta = TimeDelta::hours(24);

/// Why a campaign is paused whose number people take badly.
pub const NUMBER_QUALITY: &str = "number_quality";

/// How many people a number may begin to write to in any 24 hours: 250, 2 000, 10 000, 100 000, or any number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Tier(pub Option<u32>);

impl Tier {
    /// Reads Meta's word or number: `TIER_2K`, `TIER_250`, `TIER_UNLIMITED`, `2000`, `-1`; none where nobody can tell.
    #[must_use]
    pub fn read(told: &str) -> Option<Self> {
        let told = told.trim().to_uppercase();
        let told = told.strip_prefix("TIER_").unwrap_or(&told);
        if matches!(told, "UNLIMITED" | "-1") {
            return Some(Self(None));
        }
        let (digits, times) = told.strip_suffix('K').map_or((told, 1), |digits| (digits, 1_000));
        let number: u32 = digits.parse().ok()?;
        number.checked_mul(times).map(|limit| Self(Some(limit)))
    }

    /// Whether over 80 % of it is used.
    #[must_use]
    pub fn is_nearly_used(self, used: i64) -> bool {
        self.0.is_some_and(|limit| used.saturating_mul(5) > i64::from(limit) * 4)
    }
}

/// A number, as the API shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WhatsappSender {
    /// The number in E.164, with its `+`.
    pub phone: String,
    /// Its quality, as Meta sees it.
    pub quality: TemplateQuality,
    /// How many people it may begin to write to in any 24 hours; none while nobody has told.
    pub tier: Option<Tier>,
    /// To how many it has begun to write within the last 24 hours.
    pub used: i64,
    /// The templates of its account by where they stand, the most frequent first; deleted ones do not count.
    pub templates: Vec<TemplateCount>,
    /// When the provider was last asked or told of it (UTC).
    pub synced_at: Option<DateTime<Utc>>,
}

/// Templates that stand alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateCount {
    /// Where they stand.
    pub status: TemplateStatus,
    /// How many.
    pub templates: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tier_is_nearly_used_from_four_fifths_on_and_one_without_a_limit_never() {
        assert!(!Tier(Some(2_000)).is_nearly_used(1_600));
        assert!(Tier(Some(2_000)).is_nearly_used(1_601));
        assert!(!Tier(None).is_nearly_used(i64::MAX));
    }

    #[test]
    fn a_tier_is_read_however_meta_writes_it() {
        for (told, limit) in [("TIER_250", 250), ("TIER_2K", 2_000), ("tier_100k", 100_000), ("2000", 2_000)]
        {
            assert_eq!(Tier::read(told), Some(Tier(Some(limit))), "{told}");
        }
        for told in ["TIER_UNLIMITED", "-1"] {
            assert_eq!(Tier::read(told), Some(Tier(None)), "{told}");
        }
        for told in ["", "TIER_", "TIER_NOT_SET", "-2", "9999999K"] {
            assert_eq!(Tier::read(told), None, "{told}");
        }
    }
}
