//! Amounts of money and names of countries, by the browser's own `Intl`.

use js_sys::{
    Array,
    Intl::{
        DisplayNames, DisplayNamesOptions, DisplayNamesType, NumberFormat, NumberFormatOptions,
        NumberFormatStyle,
    },
};
use wasm_bindgen::JsValue;

use crate::{i18n::Locale, intl};

/// Decimals that a price of one message may need.
const PRICE: u8 = 6;

/// `331,20 €`, of millionths.
pub(crate) fn money(locale: Locale, currency: &str, micros: i64) -> String {
    amount(locale, currency, micros, None)
}

/// `0,0712 €`, of millionths: as many decimals as it has.
pub(crate) fn price(locale: Locale, currency: &str, micros: i64) -> String {
    amount(locale, currency, micros, Some(PRICE))
}

fn amount(locale: Locale, currency: &str, micros: i64, decimals: Option<u8>) -> String {
    let options = NumberFormatOptions::new();
    options.set_style(NumberFormatStyle::Currency);
    options.set_currency(currency);
    if let Some(decimals) = decimals {
        options.set_maximum_fraction_digits(decimals);
    }
    let format = NumberFormat::new(&tags(locale), &options).format();
    #[allow(clippy::cast_precision_loss)] // amounts stay far below 2^53 millionths
    let value = JsValue::from_f64(micros as f64 / 1_000_000.0);
    format.call1(&JsValue::NULL, &value).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// « Côte d’Ivoire », by its code (ISO 3166-1 alpha-2).
pub(crate) fn country(locale: Locale, iso: &str) -> String {
    let options = DisplayNamesOptions::new();
    options.set_type(DisplayNamesType::Region);
    let name = DisplayNames::new(&tags(locale), &options).of(iso);
    name.map_or_else(|| iso.to_owned(), String::from)
}

fn tags(locale: Locale) -> Array {
    Array::of1(&JsValue::from_str(intl::tag(locale)))
}
