//! What a campaign was billed for, as the provider tells it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{CostEstimate, Country, Money, RateCard, RateCategory, add};
use crate::{provider::Provider, whatsapp::Billed};

/// Messages of one day that were told to be billed alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChargeGroup {
    /// Who billed them.
    pub provider: Provider,
    /// The day (UTC).
    pub day: NaiveDate,
    /// The first [`Country::TELLS`] characters of the numbers.
    pub prefix: String,
    /// The provider's word for what they are billed as; empty where it tells amounts.
    pub category: String,
    /// The word for whether they are: `regular`, `free_customer_service`, `free_entry_point`, `free`.
    pub kind: String,
    /// How many.
    pub messages: i64,
    /// What the provider itself told that it bills for all of them; none where it tells classes.
    pub money: Option<Money>,
}

/// Messages of one country that were billed alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActualLine {
    /// The country (ISO 3166-1 alpha-2), by the number's calling code; none where that tells none.
    pub country: Option<String>,
    /// What they were billed as, in the provider's word: it may be another category than the template's. None where the provider tells
    /// the price of each message and not what it is for: Twilio.
    pub category: Option<String>,
    /// Whether they are billed at all.
    pub billed: bool,
    /// How many.
    pub messages: i64,
    /// What they cost, as the provider told it, else by the cards of their days; nothing for those that are free.
    pub money: Vec<Money>,
    /// Of how many no card tells the price.
    pub unknown: i64,
}

/// What a campaign was billed for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActualCost {
    /// Country by country, most messages first.
    pub lines: Vec<ActualLine>,
    /// How many messages are billed.
    pub billed: i64,
    /// How many the provider told to be free.
    pub free: i64,
    /// What the billed ones cost: as the provider told it, else by the cards of their days, without fees that are not told.
    pub money: Vec<Money>,
    /// Of how many billed ones no card tells the price.
    pub unknown: i64,
}

impl ActualCost {
    /// Adds up the amounts that were told. What was told by its class is priced, each message by the card of the day on which it was
    /// delivered: a newer card changes nothing of it.
    #[must_use]
    pub fn of(groups: &[ChargeGroup], cards: &[RateCard]) -> Self {
        let mut lines = BTreeMap::<_, ActualLine>::new();
        for group in groups {
            let country = Country::of(&group.prefix);
            let billed = group.kind == Billed::REGULAR;
            let category = Some(group.category.as_str()).filter(|category| !category.is_empty());
            let key = (country.map(|country| country.iso), category, billed);
            let line = lines.entry(key).or_insert_with(|| ActualLine {
                country: country.map(|country| country.iso.to_owned()),
                category: category.map(str::to_owned),
                billed,
                messages: 0,
                money: Vec::new(),
                unknown: 0,
            });
            line.take(group, country, RateCard::on(cards, group.provider, group.day));
        }
        let mut lines: Vec<_> = lines.into_values().collect();
        lines.sort_by_key(|line| std::cmp::Reverse(line.messages));
        Self::sum(lines)
    }

    fn sum(lines: Vec<ActualLine>) -> Self {
        let mut cost = Self::default();
        for line in &lines {
            let of = if line.billed { &mut cost.billed } else { &mut cost.free };
            *of += line.messages;
            cost.unknown += line.unknown;
            line.money.iter().for_each(|money| add(&mut cost.money, &money.currency, money.micros));
        }
        Self { lines, ..cost }
    }
}

impl ActualLine {
    fn take(&mut self, group: &ChargeGroup, country: Option<&Country>, card: Option<&RateCard>) {
        self.messages += group.messages;
        if !self.billed {
            return;
        }
        let price = || {
            let card = card?;
            let price = card.price(country?, RateCategory::told(&group.category)?)?;
            Some((card, price + card.fee_micros.unwrap_or(0)))
        };
        match (&group.money, price()) {
            (Some(told), _) => add(&mut self.money, &told.currency, told.micros),
            (None, Some((card, price))) => add(&mut self.money, &card.currency, price * group.messages),
            (None, None) => self.unknown += group.messages,
        }
    }
}

/// What a campaign by WhatsApp costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CampaignCost {
    /// The estimate: of this moment while the campaign is a draft, else the one that whoever launched it saw. None by e-mail and
    /// without a template.
    pub estimate: Option<CostEstimate>,
    /// What the provider told to have billed so far. None by e-mail.
    pub actual: Option<ActualCost>,
    /// Of how many messages that it took a provider that tells prices has told none yet: Twilio's come up to a day later, and what never
    /// left may have none. 0 where classes are told: Meta.
    pub awaited: i64,
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::{super::Rate, *};

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 7, day).unwrap()
    }

    fn card(begins: u32, currency: &str, micros: i64) -> RateCard {
        RateCard {
            provider: Provider::Meta,
            begins_on: day(begins),
            currency: currency.into(),
            fee_micros: None,
            rates: vec![Rate { market: "FR".into(), category: RateCategory::Marketing, micros }],
            imported_by: "42".into(),
            imported_at: DateTime::default(),
        }
    }

    fn group(at: u32, prefix: &str, category: &str, kind: &str, messages: i64) -> ChargeGroup {
        let (category, kind) = (category.to_owned(), kind.to_owned());
        ChargeGroup {
            provider: Provider::Meta,
            day: day(at),
            prefix: prefix.into(),
            category,
            kind,
            messages,
            money: None,
        }
    }

    fn priced(prefix: &str, kind: &str, messages: i64, currency: &str, micros: i64) -> ChargeGroup {
        let money = Some(Money { currency: currency.into(), micros });
        ChargeGroup { provider: Provider::Twilio, money, ..group(5, prefix, "", kind, messages) }
    }

    #[test]
    fn what_a_provider_told_by_the_message_is_taken_as_it_told_it_whatever_a_card_says() {
        let groups = [
            priced("+3361", "regular", 10, "USD", 712_500),
            priced("+2217", "regular", 2, "USD", 55_000),
            priced("+3361", "free", 3, "USD", 0),
        ];
        let cards = [RateCard { provider: Provider::Twilio, ..card(1, "EUR", 70_000) }];
        let cost = ActualCost::of(&groups, &cards);
        assert_eq!(cost.money, [Money { currency: "USD".into(), micros: 767_500 }]);
        assert_eq!((cost.billed, cost.free, cost.unknown), (12, 3, 0));
        assert!(cost.lines.iter().all(|line| line.category.is_none()), "nobody told what it is for");
    }

    #[test]
    fn each_message_costs_what_the_card_of_its_day_says() {
        let groups = [
            group(5, "+3361", "marketing", "regular", 10),
            group(15, "+3362", "marketing_lite", "regular", 10),
            group(15, "+3361", "marketing", "regular", 1),
            group(15, "+2217", "marketing", "regular", 4),
            group(15, "+3361", "service", "free_customer_service", 7),
            group(15, "+3361", "utility", "regular", 2),
        ];
        let before = ActualCost::of(&groups, &[card(1, "EUR", 70_000)]);
        assert_eq!(before.money, [Money { currency: "EUR".into(), micros: 21 * 70_000 }]);
        assert_eq!((before.billed, before.free, before.unknown), (27, 7, 6));
        let cards = [card(1, "EUR", 70_000), card(10, "EUR", 80_000)];
        let after = ActualCost::of(&groups, &cards);
        assert_eq!(
            after.money[0].micros,
            10 * 70_000 + 11 * 80_000,
            "a newer card changes nothing of older messages"
        );
        assert_eq!(
            ActualCost::of(&groups, &[RateCard { provider: Provider::Twilio, ..card(1, "EUR", 9) }]).unknown,
            27
        );
    }

    #[test]
    fn amounts_of_two_currencies_are_not_added_up() {
        let groups =
            [group(5, "+3361", "marketing", "regular", 1), group(15, "+3361", "marketing", "regular", 1)];
        let cost = ActualCost::of(&groups, &[card(1, "EUR", 7), card(10, "USD", 8)]);
        let money = |currency: &str, micros| Money { currency: currency.into(), micros };
        assert_eq!(cost.money, [money("EUR", 7), money("USD", 8)]);
    }
}
