//! CSV as spreadsheets open it: a byte order mark, the separator of the language, and no cell that computes.

use domain::Language;

/// Tells a spreadsheet that what follows is UTF-8.
pub(super) const MARK: &str = "\u{feff}";

/// The rows as CSV.
pub(super) fn rows<const N: usize>(
    language: Language,
    rows: impl Iterator<Item = [String; N]>,
) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(separator(language))
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.map(harmless))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// Where the comma is the decimal sign, spreadsheets separate by semicolons.
const fn separator(language: Language) -> u8 {
    match language {
        Language::Fr => b';',
        Language::En => b',',
    }
}

/// A cell that begins so is computed by spreadsheets, whoever wrote it: an apostrophe makes it text (OWASP, CSV injection).
fn harmless(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(bytes: &[u8], language: Language) -> Vec<String> {
        let mut reader =
            csv::ReaderBuilder::new().delimiter(separator(language)).has_headers(false).from_reader(bytes);
        let row = reader.records().next().unwrap().unwrap();
        row.iter().map(str::to_owned).collect()
    }

    proptest! {
        #[test]
        fn every_cell_comes_back_and_none_computes(first in ".*", second in "[=+@\t-].*", french: bool) {
            let language = if french { Language::Fr } else { Language::En };
            let rows = rows(language, [[first.clone(), second.clone()]].into_iter()).unwrap();
            let file = [MARK.as_bytes(), &rows].concat();
            let cells = read(&file, language);
            prop_assert_eq!(cells[0].trim_start_matches('\''), first.trim_start_matches('\''));
            prop_assert_eq!(&cells[1], &format!("'{second}"));
        }
    }
}
