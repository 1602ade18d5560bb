//! Rate cards as Meta publishes them: CSV, with a few lines above the head that nobody needs.

use csv::{ReaderBuilder, StringRecord, Trim};
use domain::{
    FieldError, FieldReason,
    whatsapp::{RateCategory, RateLine},
};

/// The column that every card has, and the head's first.
const MARKET: &str = "market";
const CURRENCY: &str = "currency";

/// Where the columns of a card are.
struct Head {
    currency: Option<usize>,
    prices: Vec<(usize, RateCategory)>,
}

/// The lines below the head, with the number that an editor shows for them. Commas or semicolons part the cells.
///
/// # Errors
/// Where there is no head, or it has no price; and where the text is no CSV at all.
pub(crate) fn lines(csv: &str) -> Result<Vec<RateLine>, Vec<FieldError>> {
    let csv = csv.trim_start_matches('\u{feff}');
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter(csv))
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .from_reader(csv.as_bytes());
    let (mut head, mut lines) = (None, Vec::new());
    for record in reader.records() {
        let record = record.map_err(|error| wrong(FieldReason::Type, format!("CSV: {error}")))?;
        match &head {
            None => head = is_head(&record).then(|| Head::of(&record)),
            Some(_) if record.iter().all(str::is_empty) => {}
            Some(head) => lines.push(head.line(&record)),
        }
    }
    match head {
        Some(Head { prices, .. }) if !prices.is_empty() => Ok(lines),
        Some(_) => Err(wrong(FieldReason::Column, "Marketing, Utility, Authentication, Service")),
        None => Err(wrong(FieldReason::Column, "Market")),
    }
}

fn wrong(reason: FieldReason, about: impl ToString) -> Vec<FieldError> {
    vec![FieldError::new("/csv", reason, about)]
}

/// Whatever parts the cells of the head.
fn delimiter(csv: &str) -> u8 {
    let head = csv.lines().find(|line| line.trim_start_matches('"').to_lowercase().starts_with(MARKET));
    let is_semicolon = head.is_some_and(|head| head.contains(';') && !head.contains(','));
    if is_semicolon { b';' } else { b',' }
}

fn is_head(record: &StringRecord) -> bool {
    record.get(0).is_some_and(|first| first.eq_ignore_ascii_case(MARKET))
}

impl Head {
    fn of(record: &StringRecord) -> Self {
        let named = |cell: &str| cell.to_lowercase().replace([' ', '-'], "_");
        let prices = record.iter().enumerate();
        Self {
            currency: record.iter().position(|cell| cell.eq_ignore_ascii_case(CURRENCY)),
            prices: prices.filter_map(|(at, cell)| Some((at, named(cell).parse().ok()?))).collect(),
        }
    }

    fn line(&self, record: &StringRecord) -> RateLine {
        let cell = |at: usize| record.get(at).unwrap_or_default().to_owned();
        RateLine {
            number: record.position().map_or(0, csv::Position::line),
            market: cell(0),
            currency: self.currency.map(cell).unwrap_or_default(),
            cells: self.prices.iter().map(|(at, category)| (*category, cell(*at))).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_read_as_meta_publishes_it() {
        let csv = "\u{feff}Base rates,,,\n\"Effective 1 July, or so\",,,\n\
                   Market,Currency,Marketing,Utility,Authentication,Authentication-International,Service\n\
                   France,EUR,0.1,0.2,0.2,n/a,n/a\n,,,\nRest of Africa,EUR,0.3\n";
        let lines = lines(csv).unwrap();
        let told: Vec<_> =
            lines.iter().map(|line| (line.number, line.market.as_str(), line.cells.len())).collect();
        assert_eq!(told, [(4, "France", 5), (6, "Rest of Africa", 5)]);
        assert_eq!(lines[0].currency, "EUR");
        assert_eq!(lines[0].cells[3], (RateCategory::AuthenticationInternational, "n/a".to_owned()));
        assert_eq!(lines[1].cells[1], (RateCategory::Utility, String::new()), "a short line tells less");
    }

    #[test]
    fn prices_by_volume_are_no_list_prices_and_passed_over() {
        let csv = "Market,Utility,Utility tier 2,Authentication - from 100001\nFrance,0.2,0.1,0.05\n";
        assert_eq!(lines(csv).unwrap()[0].cells, [(RateCategory::Utility, "0.2".to_owned())]);
    }

    #[test]
    fn semicolons_part_cells_too() {
        let lines = lines("Market;Marketing\nFrance;0.1").unwrap();
        assert_eq!(lines[0].cells, [(RateCategory::Marketing, "0.1".to_owned())]);
    }

    #[test]
    fn a_table_without_the_columns_that_it_needs_is_refused() {
        for (csv, missing) in [("France,0.1", "Market"), ("Market,Price\nFrance,0.1", "Marketing")] {
            let error = lines(csv).unwrap_err().remove(0);
            assert_eq!((error.pointer.as_str(), error.reason), ("/csv", FieldReason::Column));
            assert!(error.about.starts_with(missing), "{}", error.about);
        }
    }
}
