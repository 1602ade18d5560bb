//! What a campaign would cost.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Country, RateCard, RateCategory};
use crate::{provider::Provider, whatsapp::TemplateCategory};

/// People who would be written to, by the beginning of their numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReachGroup {
    /// The first [`Country::TELLS`] characters of their numbers.
    pub prefix: String,
    /// Whether they wrote to us within 24 hours.
    pub window: bool,
    /// How many.
    pub people: i64,
}

/// By which terms they would be.
#[derive(Debug, Clone, Copy)]
pub struct CostTerms<'c> {
    /// Who would carry it.
    pub provider: Provider,
    /// The category of the template.
    pub category: TemplateCategory,
    /// Whether an open window is answered with free text.
    pub free_text: bool,
    /// The card of the day on which it would leave.
    pub card: Option<&'c RateCard>,
}

/// What people of one country would cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CostLine {
    /// The country (ISO 3166-1 alpha-2), by the number's calling code; none where that tells none.
    pub country: Option<String>,
    /// What they would get: a template of this category, or free text (`service`).
    pub category: RateCategory,
    /// Whether their window is open.
    pub window: bool,
    /// How many.
    pub people: i64,
    /// What each costs by the card's list price, in millionths of its currency; none where no card tells.
    pub unit_micros: Option<i64>,
    /// What all of them cost; none where no card tells.
    pub micros: Option<i64>,
}

/// An estimate, at list prices: nothing of it is billed before it is delivered. What Meta takes off utility and authentication by the volume
/// of the month, of all numbers of a portfolio together, is in no card and not in it: it is never too low by that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CostEstimate {
    /// Who would carry it.
    pub provider: Provider,
    /// The category of the template.
    pub category: TemplateCategory,
    /// The day on which the card began that was used; none where no card holds.
    pub card: Option<NaiveDate>,
    /// The card's currency.
    pub currency: Option<String>,
    /// What the provider adds of its own for each message, which is in the amounts; none where nobody has said, or there is none.
    pub fee_micros: Option<i64>,
    /// Whether the provider adds a fee that nobody has told us: the amounts are without it.
    pub fee_unknown: bool,
    /// Country by country, most people first.
    pub lines: Vec<CostLine>,
    /// What is known of the cost, in millionths of the currency.
    pub micros: i64,
    /// How many would get free text in their open window.
    pub by_free_text: i64,
    /// How many would get the template.
    pub by_template: i64,
    /// Whose window is open, whatever they get.
    pub windows: i64,
    /// Of how many nobody can tell the cost.
    pub unknown_people: i64,
    /// In how many countries they are.
    pub unknown_countries: i64,
}

impl CostEstimate {
    /// What these people would cost. Free text is free where the card has no price for it, and so is a utility template in an open
    /// window; a marketing template never is (Meta, "Pricing").
    #[must_use]
    pub fn of(groups: &[ReachGroup], terms: CostTerms<'_>) -> Self {
        let mut people = BTreeMap::<_, i64>::new();
        for group in groups {
            let country = Country::of(&group.prefix);
            let category = terms.category_of(group.window);
            *people.entry((country.map(|country| country.iso), category, group.window)).or_default() +=
                group.people;
        }
        let line = |((iso, category, window), people): ((Option<&str>, RateCategory, bool), i64)| {
            let unit_micros = terms.unit(iso, category, window);
            let country = iso.map(str::to_owned);
            let micros = unit_micros.map(|unit| unit * people);
            CostLine { country, category, window, people, unit_micros, micros }
        };
        let mut lines: Vec<_> = people.into_iter().map(line).collect();
        lines.sort_by_key(|line| std::cmp::Reverse(line.people));
        Self::sum(lines, terms)
    }

    fn sum(lines: Vec<CostLine>, terms: CostTerms<'_>) -> Self {
        let count = |wanted: &dyn Fn(&CostLine) -> bool| {
            lines.iter().filter(|line| wanted(line)).map(|line| line.people).sum()
        };
        let unknown = lines.iter().filter(|line| line.micros.is_none());
        let countries: BTreeSet<_> = unknown.map(|line| &line.country).collect();
        let is_free_text = |line: &CostLine| line.category == RateCategory::Service;
        Self {
            provider: terms.provider,
            category: terms.category,
            card: terms.card.map(|card| card.begins_on),
            currency: terms.card.map(|card| card.currency.clone()),
            fee_micros: terms.fee(),
            fee_unknown: terms.provider == Provider::Twilio && terms.fee().is_none(),
            micros: lines.iter().filter_map(|line| line.micros).sum(),
            by_free_text: count(&is_free_text),
            by_template: count(&|line| !is_free_text(line)),
            windows: count(&|line| line.window),
            unknown_people: count(&|line| line.micros.is_none()),
            unknown_countries: i64::try_from(countries.len()).unwrap_or(i64::MAX),
            lines,
        }
    }

    /// How many would get a marketing template at an American number, where Meta delivers none (per-user limits).
    #[must_use]
    pub fn american(&self) -> i64 {
        let is_american = |line: &&CostLine| {
            line.country.as_deref() == Some("US") && line.category == RateCategory::Marketing
        };
        self.lines.iter().filter(is_american).map(|line| line.people).sum()
    }
}

impl CostTerms<'_> {
    fn category_of(&self, window: bool) -> RateCategory {
        if window && self.free_text { RateCategory::Service } else { self.category.into() }
    }

    fn fee(&self) -> Option<i64> {
        self.card.and_then(|card| card.fee_micros)
    }

    fn unit(&self, iso: Option<&str>, category: RateCategory, window: bool) -> Option<i64> {
        let card = self.card?;
        let price = iso.and_then(Country::named).and_then(|country| card.price(country, category));
        let price = match category {
            RateCategory::Service => price.or(Some(0)),
            RateCategory::Utility if window => Some(0),
            _ => price,
        };
        price.map(|price| price + self.fee().unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use proptest::prelude::*;

    use super::{super::Rate, *};

    fn card(fee_micros: Option<i64>) -> RateCard {
        let rate = |market: &str, category, micros| Rate { market: market.into(), category, micros };
        RateCard {
            provider: Provider::Meta,
            begins_on: NaiveDate::default(),
            currency: "EUR".into(),
            fee_micros,
            rates: vec![
                rate("FR", RateCategory::Marketing, 70_000),
                rate("FR", RateCategory::Utility, 20_000),
                rate("Rest of Africa", RateCategory::Marketing, 15_000),
            ],
            imported_by: "42".into(),
            imported_at: DateTime::default(),
        }
    }

    fn group(prefix: &str, window: bool, people: i64) -> ReachGroup {
        ReachGroup { prefix: prefix.into(), window, people }
    }

    fn people() -> Vec<ReachGroup> {
        vec![
            group("+3361", false, 90),
            group("+3362", false, 10),
            group("+3361", true, 12),
            group("+2217", false, 50),
            group("+2246", false, 3),
            group("SN.20", false, 2),
            group("+1212", false, 4),
            group("+1514", false, 5),
        ]
    }

    fn terms(card: &RateCard) -> CostTerms<'_> {
        CostTerms {
            provider: Provider::Meta,
            category: TemplateCategory::Marketing,
            free_text: false,
            card: Some(card),
        }
    }

    #[test]
    fn a_campaign_costs_what_its_countries_cost_and_what_nobody_can_tell_is_said() {
        let card = card(None);
        let estimate = CostEstimate::of(&people(), terms(&card));
        assert_eq!(
            estimate.micros,
            112 * 70_000 + 50 * 15_000,
            "a marketing template is billed in an open window too"
        );
        assert_eq!((estimate.unknown_people, estimate.unknown_countries), (14, 4));
        assert_eq!((estimate.windows, estimate.by_free_text, estimate.by_template), (12, 0, 176));
        let first = &estimate.lines[0];
        assert_eq!(
            (first.country.as_deref(), first.people, first.micros),
            (Some("FR"), 100, Some(7_000_000))
        );
        assert_eq!(estimate.american(), 4, "Canada is none of the United States");
        let none = CostEstimate::of(&people(), CostTerms { card: None, ..terms(&card) });
        assert_eq!((none.micros, none.unknown_people, none.card), (0, 176, None));
    }

    #[test]
    fn an_open_window_is_free_for_free_text_and_for_utility() {
        let card = card(None);
        let free = CostEstimate::of(&people(), CostTerms { free_text: true, ..terms(&card) });
        assert_eq!((free.by_free_text, free.by_template), (12, 164));
        assert_eq!(free.micros, 100 * 70_000 + 50 * 15_000);
        let utility = CostTerms { category: TemplateCategory::Utility, ..terms(&card) };
        assert_eq!(CostEstimate::of(&people(), utility).micros, 100 * 20_000);
    }

    #[test]
    fn free_text_costs_what_a_card_says_once_one_does() {
        let mut card = card(None);
        card.rates.push(Rate { market: "FR".into(), category: RateCategory::Service, micros: 1_000 });
        let text =
            CostEstimate::of(&[group("+3361", true, 12)], CostTerms { free_text: true, ..terms(&card) });
        assert_eq!(text.micros, 12_000);
    }

    #[test]
    fn twilios_own_fee_is_added_to_every_message_or_said_to_be_unknown() {
        let (with, without) = (card(Some(5_000)), card(None));
        let by_twilio = |card| CostTerms { provider: Provider::Twilio, free_text: true, ..terms(card) };
        let told = CostEstimate::of(&people(), by_twilio(&with));
        assert_eq!(told.micros, 100 * 75_000 + 50 * 20_000 + 12 * 5_000);
        assert_eq!((told.fee_micros, told.fee_unknown), (Some(5_000), false));
        assert!(CostEstimate::of(&people(), by_twilio(&without)).fee_unknown);
        assert!(!CostEstimate::of(&people(), terms(&without)).fee_unknown, "Meta adds none");
    }

    proptest! {
        #[test]
        fn everybody_is_in_one_line(counts in prop::collection::vec((0_usize..8, any::<bool>(), 0_i64..1_000), 0..20), text: bool) {
            let prefixes = ["+3361", "+2217", "+2246", "+1212", "+1514", "", "+4479", "+7701"];
            let groups: Vec<_> = counts.iter().map(|(at, window, people)| group(prefixes[*at], *window, *people)).collect();
            let card = card(None);
            let estimate = CostEstimate::of(&groups, CostTerms { free_text: text, ..terms(&card) });
            let all: i64 = groups.iter().map(|group| group.people).sum();
            prop_assert_eq!(estimate.by_free_text + estimate.by_template, all);
            prop_assert_eq!(estimate.lines.iter().map(|line| line.people).sum::<i64>(), all);
        }
    }
}
