//! Rate cards: what a provider bills for a message, from a day on.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Country, Market, Money, NoAmount};
use crate::{
    Channel,
    problem::{FieldError, FieldReason},
    provider::Provider,
    rules::Findings,
    text::words,
    whatsapp::TemplateCategory,
};

/// Longest CSV, in characters: Meta's own has some fifty lines.
const CSV_MAX: usize = 100_000;

words! {
    /// What a message is billed as; each is a column of Meta's cards.
    RateCategory {
        /// A marketing template.
        Marketing = "marketing",
        /// A utility template.
        Utility = "utility",
        /// An authentication template.
        Authentication = "authentication",
        /// An authentication template to another country than the sender's.
        AuthenticationInternational = "authentication_international",
        /// Free text in an open window: free, unless a card has a price for it.
        Service = "service",
    }
}

impl RateCategory {
    /// The category by the word of a webhook; `marketing_lite` is marketing by the Marketing Messages API.
    #[must_use]
    pub fn told(word: &str) -> Option<Self> {
        if word == "marketing_lite" { Some(Self::Marketing) } else { word.replace('-', "_").parse().ok() }
    }
}

impl From<TemplateCategory> for RateCategory {
    fn from(category: TemplateCategory) -> Self {
        match category {
            TemplateCategory::Marketing => Self::Marketing,
            TemplateCategory::Utility => Self::Utility,
            TemplateCategory::Authentication => Self::Authentication,
        }
    }
}

/// One price of a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rate {
    /// A country (ISO 3166-1 alpha-2), or a market of several as Meta names it.
    pub market: String,
    /// What is billed.
    pub category: RateCategory,
    /// Millionths of the card's currency, for each message: the list price, before anything that is taken off by volume.
    pub micros: i64,
}

/// A card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RateCard {
    /// Whose accounts it is for: `meta` or `twilio`.
    pub provider: Provider,
    /// The first day that it holds (UTC), until the next card of the provider begins.
    pub begins_on: NaiveDate,
    /// The currency (ISO 4217).
    pub currency: String,
    /// What the provider adds of its own for each message, in millionths of the currency; none where nobody has said.
    pub fee_micros: Option<i64>,
    /// The prices.
    pub rates: Vec<Rate>,
    /// Who imported it: the caller's id in the suite.
    pub imported_by: String,
    /// When (UTC).
    pub imported_at: DateTime<Utc>,
}

impl RateCard {
    /// What a message to a country costs, without the provider's own fee; none where the card does not tell. A country's own row goes
    /// before its market's.
    #[must_use]
    pub fn price(&self, country: &Country, category: RateCategory) -> Option<i64> {
        let of = |market: &str| {
            self.rates
                .iter()
                .find(|rate| rate.market == market && rate.category == category)
                .map(|rate| rate.micros)
        };
        of(country.iso).or_else(|| of(country.market?.as_str()))
    }

    /// The card that holds on a day: the one that began last.
    #[must_use]
    pub fn on(cards: &[Self], provider: Provider, day: NaiveDate) -> Option<&Self> {
        let begun = cards.iter().filter(|card| card.provider == provider && card.begins_on <= day);
        begun.max_by_key(|card| card.begins_on)
    }
}

/// Imports a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RateCardImport {
    /// Whose accounts it is for: `meta` or `twilio`.
    pub provider: Provider,
    /// The first day that it holds (UTC).
    pub begins_on: NaiveDate,
    /// The currency (ISO 4217), `EUR`.
    pub currency: String,
    /// What Twilio adds of its own for each message, `0.005`; none where it is not known, and always with Meta.
    #[serde(default)]
    pub fee: Option<String>,
    /// Meta's CSV: whatever stands above its head is passed over; the head names `Market`, `Currency` and at least one of `Marketing`,
    /// `Utility`, `Authentication`, `Authentication-International`, `Service`: these list prices are taken, other columns passed over.
    /// Then a line for each market, or for a country by its English name, its code (`SN`) or its calling code (`+221`). `n/a` or
    /// nothing where there is no price.
    pub csv: String,
}

impl RateCardImport {
    /// Checks everything but the lines of the CSV.
    ///
    /// # Errors
    /// Every wrong field.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut findings = Findings::default();
        if self.provider.channel() != Channel::Whatsapp {
            findings.add("/provider", FieldReason::Unknown, "meta, twilio");
        }
        if !is_currency(&self.currency) {
            findings.add("/currency", FieldReason::Currency, "");
        }
        if self.fee.is_some() && self.provider != Provider::Twilio {
            findings.add("/fee", FieldReason::Unexpected, "");
        } else if self.fee_micros().is_err() {
            findings.add("/fee", FieldReason::Amount, "");
        }
        if self.csv.trim().is_empty() {
            findings.add("/csv", FieldReason::Required, "");
        }
        findings.text("/csv", self.csv.trim_start_matches('\u{feff}'), CSV_MAX);
        findings.verdict()
    }

    /// The provider's own fee.
    ///
    /// # Errors
    /// Where it is no amount.
    pub fn fee_micros(&self) -> Result<Option<i64>, NoAmount> {
        self.fee.as_deref().map_or(Ok(None), micros_of)
    }

    /// The prices of all lines.
    ///
    /// # Errors
    /// Every wrong line, with its number; then nothing of the CSV is of use.
    pub fn rates(&self, lines: &[RateLine]) -> Result<Vec<Rate>, Vec<FieldError>> {
        let (mut findings, mut seen, mut rates) = (Findings::default(), BTreeMap::new(), Vec::new());
        for line in lines {
            match market(&line.market) {
                None => line.complain(&mut findings, FieldReason::Market, &line.market),
                Some(market) if seen.contains_key(market) => {
                    let first = seen.get(market).copied().unwrap_or_default();
                    line.complain(
                        &mut findings,
                        FieldReason::LineRepeated,
                        &format!("{} = {first}", line.market),
                    );
                }
                Some(market) => {
                    seen.insert(market, line.number);
                    rates.extend(line.rates(market, &mut findings));
                }
            }
            if !self.is_in(&line.currency) {
                line.complain(&mut findings, FieldReason::LineCurrency, &line.currency);
            }
        }
        if lines.is_empty() {
            findings.add("/csv", FieldReason::Required, "");
        }
        findings.verdict().map(|()| rates)
    }

    /// Whether a cell names the card's currency: by its code, or as Meta's cards write some.
    fn is_in(&self, cell: &str) -> bool {
        let code = match cell.trim() {
            "" => return true,
            "$" | "$US" | "US$" => "USD",
            "€" => "EUR",
            "£" => "GBP",
            "₹" => "INR",
            code => code,
        };
        code.eq_ignore_ascii_case(&self.currency)
    }
}

/// A line of the CSV.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateLine {
    /// Which one, from 1.
    pub number: u64,
    /// Its market.
    pub market: String,
    /// Its currency; empty where it names none.
    pub currency: String,
    /// Its prices.
    pub cells: Vec<(RateCategory, String)>,
}

impl RateLine {
    fn rates(&self, market: &str, findings: &mut Findings) -> Vec<Rate> {
        let mut rates = Vec::new();
        for (category, cell) in &self.cells {
            match micros_of(cell) {
                Ok(micros) => {
                    let rate = |micros| Rate { market: market.to_owned(), category: *category, micros };
                    rates.extend(micros.map(rate));
                }
                Err(NoAmount) => {
                    self.complain(findings, FieldReason::LineAmount, &format!("{category} = {cell}"))
                }
            }
        }
        rates
    }

    fn complain(&self, findings: &mut Findings, reason: FieldReason, what: &str) {
        let what: String = what.chars().filter(|c| !c.is_control()).take(60).collect();
        findings.add("/csv", reason, format!("{} ({what})", self.number));
    }
}

fn market(cell: &str) -> Option<&'static str> {
    let several = Market::ALL.iter().find(|market| market.as_str().eq_ignore_ascii_case(cell.trim()));
    several.map(|market| market.as_str()).or_else(|| Country::named(cell).map(|country| country.iso))
}

fn is_currency(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|letter| letter.is_ascii_uppercase())
}

/// The millionths of an amount: `0.0248`, `$0.0248`; none for nothing and for `n/a`. A comma is refused: it may mean a thousand times as much.
///
/// # Errors
/// [`NoAmount`] for anything else, for more than 6 decimals, and for a million and more.
fn micros_of(cell: &str) -> Result<Option<i64>, NoAmount> {
    let cell = cell.trim();
    if cell.is_empty() || cell.eq_ignore_ascii_case("n/a") {
        return Ok(None);
    }
    Money::micros_of(cell.trim_start_matches(['$', '€', '£', '₹', ' '])).map(Some)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn import() -> RateCardImport {
        RateCardImport {
            provider: Provider::Meta,
            begins_on: NaiveDate::default(),
            currency: "EUR".into(),
            fee: None,
            csv: "Market,Marketing".into(),
        }
    }

    fn line(number: u64, market: &str, currency: &str, marketing: &str) -> RateLine {
        let cells = vec![(RateCategory::Marketing, marketing.to_owned())];
        RateLine { number, market: market.into(), currency: currency.into(), cells }
    }

    fn card(rates: Vec<Rate>) -> RateCard {
        let at = DateTime::default();
        let RateCardImport { provider, begins_on, currency, .. } = import();
        RateCard {
            provider,
            begins_on,
            currency,
            fee_micros: None,
            rates,
            imported_by: "42".into(),
            imported_at: at,
        }
    }

    #[test]
    fn every_wrong_line_is_told_with_its_number() {
        let lines = [
            line(2, "France", "EUR", "0.07"),
            line(3, "Atlantis", "EUR", "0.07"),
            line(4, "Spain", "$US", "0.07"),
            line(5, "FR", "€", "0.08"),
            line(6, "Italy", "", "0,07"),
        ];
        let wrong = import().rates(&lines).unwrap_err();
        let told: Vec<_> = wrong.iter().map(|error| (error.reason, error.about.as_str())).collect();
        assert_eq!(
            told,
            [
                (FieldReason::Market, "3 (Atlantis)"),
                (FieldReason::LineCurrency, "4 ($US)"),
                (FieldReason::LineRepeated, "5 (FR = 2)"),
                (FieldReason::LineAmount, "6 (marketing = 0,07)"),
            ]
        );
        assert!(wrong.iter().all(|error| error.pointer == "/csv"));
        assert_eq!(import().rates(&[]).unwrap_err()[0].reason, FieldReason::Required);
    }

    #[test]
    fn a_country_with_a_row_of_its_own_is_not_billed_as_its_market() {
        let lines =
            [line(2, "Rest of Africa", "", "0.02"), line(3, "+212", "", "0.05"), line(4, "Other", "", "n/a")];
        let card = card(import().rates(&lines).unwrap());
        let price = |iso: &str| card.price(Country::named(iso).unwrap(), RateCategory::Marketing);
        assert_eq!((price("SN"), price("MA")), (Some(20_000), Some(50_000)));
        assert_eq!((price("GN"), price("FR")), (None, None), "what no line tells is unknown");
        assert_eq!(card.price(Country::named("SN").unwrap(), RateCategory::Utility), None);
    }

    #[test]
    fn the_card_that_began_last_holds() {
        let from =
            |day| RateCard { begins_on: NaiveDate::from_ymd_opt(2026, 7, day).unwrap(), ..card(Vec::new()) };
        let (cards, day) =
            ([from(1), from(20), from(10)], |day| NaiveDate::from_ymd_opt(2026, 7, day).unwrap());
        let on = |at| RateCard::on(&cards, Provider::Meta, at).map(|card| card.begins_on);
        assert_eq!((on(day(9)), on(day(10)), on(day(31))), (Some(day(1)), Some(day(10)), Some(day(20))));
        assert_eq!(on(NaiveDate::from_ymd_opt(2026, 6, 30).unwrap()), None);
        assert_eq!(RateCard::on(&cards, Provider::Twilio, day(31)), None);
    }

    #[test]
    fn what_a_card_says_of_itself_is_checked() {
        let wrong = RateCardImport {
            provider: Provider::Brevo,
            currency: "euros".into(),
            fee: Some("0.005".into()),
            csv: " ".into(),
            ..import()
        };
        let wrong: Vec<_> = wrong.check().unwrap_err().into_iter().map(|error| error.pointer).collect();
        assert_eq!(wrong, ["/provider", "/currency", "/fee", "/csv"]);
        assert_eq!(import().check(), Ok(()));
        let by_twilio =
            |fee: &str| RateCardImport { provider: Provider::Twilio, fee: Some(fee.into()), ..import() };
        assert_eq!(by_twilio("0.005").fee_micros(), Ok(Some(5_000)));
        assert_eq!(by_twilio("free").check().unwrap_err()[0].reason, FieldReason::Amount);
    }

    #[test]
    fn an_amount_has_a_point_and_at_most_six_decimals() {
        assert_eq!(micros_of("$0.0248"), Ok(Some(24_800)));
        assert_eq!((micros_of("2280"), micros_of("0.000001")), (Ok(Some(2_280_000_000)), Ok(Some(1))));
        assert_eq!((micros_of(" n/a "), micros_of("")), (Ok(None), Ok(None)));
        for wrong in ["0,0248", "1,234.5", "-0.1", "0.1.2", "0.0000001", ".5", "1000000", "free", "1e3"] {
            assert_eq!(micros_of(wrong), Err(NoAmount), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn no_decimal_is_lost(micros in 0_i64..1_000_000_000_000) {
            let written = format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000);
            prop_assert_eq!(micros_of(&written), Ok(Some(micros)));
        }
    }
}
