//! What is known of a template, and how news of it changes that: late and repeated news change nothing.

use chrono::{DateTime, Utc};

use super::super::{Rejection, TemplateCategory, TemplateNews, TemplateQuality, TemplateStatus};

/// Why a campaign is paused whose template people take badly.
pub const TEMPLATE_QUALITY: &str = "template_quality";

/// What the provider has said of a template so far, and when it said so (UTC).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateStanding {
    /// Where it stands.
    pub status: TemplateStatus,
    /// Since when nothing later is known of the status.
    pub status_at: Option<DateTime<Utc>>,
    /// The provider's own word.
    pub told: Option<String>,
    /// Why it was refused or paused.
    pub rejection: Option<Rejection>,
    /// How people take it.
    pub quality: TemplateQuality,
    /// Since when nothing later is known of the quality.
    pub quality_at: Option<DateTime<Utc>>,
    /// What it is for.
    pub category: TemplateCategory,
    /// Since when nothing later is known of the category.
    pub category_at: Option<DateTime<Utc>>,
    /// The category that it is about to get.
    pub next_category: Option<TemplateCategory>,
    /// When that happens.
    pub next_category_at: Option<DateTime<Utc>>,
    /// The category that it had before the provider gave it another one.
    pub was_category: Option<TemplateCategory>,
}

impl TemplateStanding {
    /// What is known once the news is in. A draft is ours: what the provider says of an earlier form of it is none of its status.
    #[must_use]
    pub fn after(mut self, news: &TemplateNews) -> Self {
        if self.status != TemplateStatus::Draft {
            self.hear_status(news);
        }
        if let Some(quality) = news.quality.filter(|_| is_new(self.quality_at, news.at)) {
            (self.quality, self.quality_at) = (quality, Some(news.at));
        }
        if news.category.is_some() || news.next_category.is_some() {
            self.hear_category(news);
        }
        self
    }

    /// Content that waits at the provider without having been handed in for approval is no news: we make it a moment before.
    fn hear_status(&mut self, news: &TemplateNews) {
        let Some(status) = news.status.filter(|status| *status != TemplateStatus::Draft) else { return };
        let told = rejection(news);
        if !is_new(self.status_at, news.at) {
            // A poll tells a status before the webhook tells the reason.
            if status == self.status && self.rejection.is_none() {
                self.rejection = told;
            }
            return;
        }
        let kept = self.rejection.take().filter(|_| status == self.status);
        self.rejection =
            told.or(kept).filter(|_| !matches!(status, TemplateStatus::Approved | TemplateStatus::Pending));
        (self.status, self.status_at) = (status, Some(news.at));
        self.told.clone_from(&news.told);
    }

    fn hear_category(&mut self, news: &TemplateNews) {
        if !is_new(self.category_at, news.at) {
            return;
        }
        self.category_at = Some(news.at);
        if let Some(category) = news.category.filter(|category| *category != self.category) {
            self.was_category = (self.status != TemplateStatus::Draft).then_some(self.category);
            self.category = category;
        }
        match news.next_category {
            Some((category, at)) => (self.next_category, self.next_category_at) = (Some(category), at),
            None if self.next_category == Some(self.category) => {
                (self.next_category, self.next_category_at) = (None, None);
            }
            None => {}
        }
    }

    /// Whether somebody who looks at it sees something else than before.
    #[must_use]
    pub fn shows_more_than(&self, before: &Self) -> bool {
        self.status != before.status
            || self.rejection != before.rejection
            || self.quality != before.quality
            || self.category != before.category
            || self.next_category != before.next_category
    }

    /// Why campaigns that are sending it stop, until a person lets them go on; none where they need not. A template that becomes
    /// marketing costs more, and takes another consent; one that people take badly is about to be paused by Meta.
    #[must_use]
    pub fn stops_campaigns(&self, before: &Self) -> Option<&'static str> {
        let is_marketing_now =
            self.category == TemplateCategory::Marketing && before.category != self.category;
        if before.status.is_sendable() && !self.status.is_sendable() {
            Some("template_paused")
        } else if is_marketing_now {
            Some("template_category")
        } else {
            self.quality.turns_bad(before.quality).then_some(TEMPLATE_QUALITY)
        }
    }
}

fn is_new(known: Option<DateTime<Utc>>, at: DateTime<Utc>) -> bool {
    known.is_none_or(|known| known <= at)
}

fn rejection(news: &TemplateNews) -> Option<Rejection> {
    let reason =
        news.reason.as_deref().filter(|reason| !reason.is_empty() && !reason.eq_ignore_ascii_case("none"))?;
    Some(Rejection {
        reason: reason.to_uppercase(),
        detail: news.detail.clone(),
        recommendation: news.recommendation.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::whatsapp::TemplateRef;
    use proptest::{prelude::*, sample::select};

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_000_000 + seconds, 0).unwrap()
    }

    fn pending() -> TemplateStanding {
        TemplateStanding {
            status: TemplateStatus::Pending,
            status_at: Some(at(0)),
            told: None,
            rejection: None,
            quality: TemplateQuality::Unknown,
            quality_at: None,
            category: TemplateCategory::Utility,
            category_at: None,
            next_category: None,
            next_category_at: None,
            was_category: None,
        }
    }

    fn news(seconds: i64) -> TemplateNews {
        TemplateNews {
            template: TemplateRef { provider_id: None, name: None, language: None },
            status: None,
            told: None,
            quality: None,
            category: None,
            next_category: None,
            reason: None,
            detail: None,
            recommendation: None,
            at: at(seconds),
        }
    }

    fn status(seconds: i64, status: TemplateStatus) -> TemplateNews {
        TemplateNews { status: Some(status), ..news(seconds) }
    }

    prop_compose! {
        fn told()(
            status in prop::option::of(select(TemplateStatus::ALL)),
            quality in prop::option::of(select(TemplateQuality::ALL)),
            category in prop::option::of(select(TemplateCategory::ALL)),
            reason in prop::option::of(select(vec!["INVALID_FORMAT", "NONE", "FIRST_PAUSE"])),
        ) -> TemplateNews {
            TemplateNews { status, quality, category, reason: reason.map(str::to_owned), ..news(0) }
        }
    }

    proptest! {
        #[test]
        fn in_any_order_and_twice_the_same_news_end_in_the_same_place(
            told in prop::collection::vec(told(), 1..8),
            order in prop::collection::vec(any::<prop::sample::Index>(), 0..16),
        ) {
            let told: Vec<_> = (1..).zip(told).map(|(second, news)| TemplateNews { at: at(second), ..news }).collect();
            let straight = told.iter().fold(pending(), TemplateStanding::after);
            let mixed = order.iter().map(|index| index.get(&told)).chain(told.iter().rev());
            let mixed = mixed.fold(pending(), TemplateStanding::after);
            prop_assert_eq!((mixed.status, mixed.status_at), (straight.status, straight.status_at));
            prop_assert_eq!((mixed.quality, mixed.category), (straight.quality, straight.category));
        }
    }

    #[test]
    fn older_news_changes_nothing_but_tells_a_reason_that_was_missing() {
        let refused = pending().after(&status(10, TemplateStatus::Rejected));
        assert_eq!(refused.rejection, None);
        let earlier =
            TemplateNews { reason: Some("invalid_format".into()), ..status(5, TemplateStatus::Rejected) };
        let told = refused.clone().after(&earlier);
        assert_eq!(told.rejection.map(|rejection| rejection.reason).as_deref(), Some("INVALID_FORMAT"));
        assert_eq!(refused.clone().after(&status(5, TemplateStatus::Approved)), refused);
    }

    #[test]
    fn a_template_that_may_be_sent_again_has_no_reason_against_it() {
        let paused = TemplateNews { reason: Some("FIRST_PAUSE".into()), ..status(5, TemplateStatus::Paused) };
        let paused = pending().after(&status(1, TemplateStatus::Approved)).after(&paused);
        assert!(paused.rejection.is_some());
        assert_eq!(paused.after(&status(9, TemplateStatus::Approved)).rejection, None);
    }

    #[test]
    fn campaigns_stop_when_a_template_may_not_be_sent_any_more_or_becomes_marketing() {
        let approved = pending().after(&status(1, TemplateStatus::Approved));
        assert_eq!(approved.stops_campaigns(&pending()), None);
        for gone in
            [TemplateStatus::Paused, TemplateStatus::Disabled, TemplateStatus::Deleted, TemplateStatus::Other]
        {
            let stopped = approved.clone().after(&status(2, gone));
            assert_eq!(stopped.stops_campaigns(&approved), Some("template_paused"), "{gone}");
        }
        let dearer = TemplateNews { category: Some(TemplateCategory::Marketing), ..news(3) };
        assert_eq!(approved.clone().after(&dearer).stops_campaigns(&approved), Some("template_category"));
    }

    #[test]
    fn a_template_that_people_take_badly_stops_campaigns_once_and_a_doubtful_one_does_not() {
        let approved = pending().after(&status(1, TemplateStatus::Approved));
        let taken = |seconds, quality| TemplateNews { quality: Some(quality), ..news(seconds) };
        let doubtful = approved.clone().after(&taken(2, TemplateQuality::Yellow));
        assert_eq!(doubtful.stops_campaigns(&approved), None);
        let bad = doubtful.clone().after(&taken(3, TemplateQuality::Red));
        assert_eq!(bad.stops_campaigns(&doubtful), Some(TEMPLATE_QUALITY));
        assert_eq!(bad.clone().after(&taken(4, TemplateQuality::Red)).stops_campaigns(&bad), None);
    }

    #[test]
    fn only_a_category_that_the_provider_changed_is_told_as_changed() {
        let dearer = TemplateNews { category: Some(TemplateCategory::Marketing), ..news(3) };
        assert_eq!(pending().after(&dearer).was_category, Some(TemplateCategory::Utility));
        let same = TemplateNews { category: Some(TemplateCategory::Utility), ..news(3) };
        assert_eq!(pending().after(&same).was_category, None);
        let draft = TemplateStanding { status: TemplateStatus::Draft, ..pending() };
        assert_eq!(draft.after(&dearer).was_category, None, "whoever writes it chooses anew");
    }

    #[test]
    fn a_category_to_come_is_known_until_it_is_there() {
        let soon =
            TemplateNews { next_category: Some((TemplateCategory::Marketing, Some(at(90)))), ..news(3) };
        let warned = pending().after(&soon);
        assert_eq!(
            (warned.category, warned.next_category),
            (TemplateCategory::Utility, Some(TemplateCategory::Marketing))
        );
        let done = warned.after(&TemplateNews { category: Some(TemplateCategory::Marketing), ..news(90) });
        assert_eq!((done.category, done.next_category), (TemplateCategory::Marketing, None));
    }

    #[test]
    fn what_was_met_before_it_was_handed_in_is_none_the_less_approved() {
        let met = pending().after(&status(1, TemplateStatus::Draft));
        assert_eq!(met, pending());
        assert_eq!(met.after(&status(1, TemplateStatus::Approved)).status, TemplateStatus::Approved);
    }

    #[test]
    fn what_is_said_of_an_earlier_form_is_none_of_a_drafts_status() {
        let draft = TemplateStanding { status: TemplateStatus::Draft, ..pending() };
        assert_eq!(draft.clone().after(&status(9, TemplateStatus::Approved)), draft);
    }
}
