//! The quiet hours of a campaign, as people choose them.

use chrono::NaiveTime;
use domain::quiet::{QuietHours, QuietWindow, Weekday};

use crate::i18n::{Locale, td_string};

/// The hours that most people mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quiet {
    /// The organisation's.
    House,
    /// None at all.
    None,
    /// Nights.
    Nights,
    /// Nights and Sundays.
    Sundays,
    /// Others, which another program has set.
    Own,
}

impl Quiet {
    /// Those that are offered.
    pub(super) const OFFERED: [Self; 4] = [Self::House, Self::None, Self::Nights, Self::Sundays];

    /// What the hours of a campaign are.
    pub(super) fn of(hours: Option<&QuietHours>) -> Self {
        let same = |quiet: &Self| quiet.hours().as_ref() == hours;
        Self::OFFERED.into_iter().find(same).unwrap_or(Self::Own)
    }

    /// The hours that it stands for.
    pub(super) fn hours(self) -> Option<QuietHours> {
        let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
        let nights = QuietWindow { from: at(20), to: at(8), days: Weekday::ALL.to_vec() };
        let sundays = QuietWindow { from: at(0), to: at(0), days: vec![Weekday::Sunday] };
        let windows = match self {
            Self::House | Self::Own => return None,
            Self::None => Vec::new(),
            Self::Nights => vec![nights],
            Self::Sundays => vec![nights, sundays],
        };
        Some(QuietHours { zone: None, windows })
    }

    /// Its name on the wire of this form.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::House => "house",
            Self::None => "none",
            Self::Nights => "nights",
            Self::Sundays => "sundays",
            Self::Own => "own",
        }
    }

    /// Its name.
    pub(super) fn name(self, l: Locale) -> &'static str {
        match self {
            Self::House => td_string!(l, settings.quiet_house),
            Self::None => td_string!(l, settings.quiet_none),
            Self::Nights => td_string!(l, settings.quiet_nights),
            Self::Sundays => td_string!(l, settings.quiet_sundays),
            Self::Own => td_string!(l, settings.quiet_own),
        }
    }

    /// What it means within a sentence.
    pub(super) fn told(self, l: Locale) -> &'static str {
        match self {
            Self::House => td_string!(l, settings.told_house),
            Self::None => td_string!(l, settings.told_quiet_none),
            Self::Nights => td_string!(l, settings.told_nights),
            Self::Sundays => td_string!(l, settings.told_sundays),
            Self::Own => td_string!(l, settings.told_own),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_choice_of_quiet_hours_is_known_again_and_others_are_kept_apart() {
        for quiet in Quiet::OFFERED {
            assert_eq!(Quiet::of(quiet.hours().as_ref()), quiet);
            quiet.hours().map_or(Ok(()), |hours| hours.check("")).unwrap();
        }
        let other = QuietHours { zone: Some("Asia/Tokyo".into()), ..Quiet::Nights.hours().unwrap() };
        assert_eq!(Quiet::of(Some(&other)), Quiet::Own);
    }
}
