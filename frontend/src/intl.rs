//! Numbers, dates and plurals, by the browser's own `Intl`.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use js_sys::{
    Array, Date, Function,
    Intl::{
        DateTimeFormat, DateTimeFormatOptions, DateTimeStyle, DayFormat, MonthFormat, NumberFormat,
        NumberFormatOptions, NumberFormatStyle, NumericFormat, PluralRules, PluralRulesOptions,
        RelativeTimeFormat, RelativeTimeFormatNumeric, RelativeTimeFormatOptions, WeekdayFormat,
    },
    Object, Reflect,
};
use wasm_bindgen::{JsCast, JsValue};

use crate::i18n::{Locale, td_string};

/// The browser's name of the language. British English: days before months, 24 hours.
pub(crate) fn tag(locale: Locale) -> &'static str {
    match locale {
        Locale::fr => "fr-FR",
        Locale::en => "en-GB",
    }
}

fn tags(locale: Locale) -> Array {
    Array::of1(&JsValue::from_str(tag(locale)))
}

fn apply(format: &Function, value: &JsValue) -> String {
    format.call1(&JsValue::NULL, value).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// `12 480`.
#[allow(clippy::cast_precision_loss)] // counts of rows stay far below 2^53
pub(crate) fn number(locale: Locale, value: u64) -> String {
    decimal(locale, value as f64)
}

/// `1 240,5`.
pub(crate) fn decimal(locale: Locale, value: f64) -> String {
    let options = NumberFormatOptions::new();
    options.set_maximum_fraction_digits(1);
    apply(&NumberFormat::new(&tags(locale), &options).format(), &JsValue::from_f64(value))
}

/// `4,2` or `1 240`: tenths tell something of small rates only.
pub(crate) fn rate(locale: Locale, value: f64) -> String {
    decimal(locale, if value < 10.0 { value } else { value.round() })
}

/// `45,6 %`; nothing where there is nothing to divide by.
#[allow(clippy::cast_precision_loss)]
pub(crate) fn percent(locale: Locale, part: u64, whole: u64) -> Option<String> {
    (whole > 0).then(|| share(locale, part as f64 / whole as f64))
}

/// `45,6 %`, of a share of one. Small shares keep two digits: `0,13 %`.
pub(crate) fn share(locale: Locale, value: f64) -> String {
    let options = NumberFormatOptions::new();
    options.set_style(NumberFormatStyle::Percent);
    options.set_maximum_fraction_digits(if value.abs() < 0.01 { 2 } else { 1 });
    let text = apply(&NumberFormat::new(&tags(locale), &options).format(), &JsValue::from_f64(value));
    // Browsers put a wide no-break space before %; French typography a narrow one.
    text.replace('\u{a0}', "\u{202f}")
}

/// `+0,5`, with a true minus; one digit, and no sign where that is nothing.
pub(crate) fn signed(locale: Locale, value: f64) -> String {
    let sign = match value {
        value if value.abs() < 0.05 => "",
        value if value < 0.0 => "−",
        _ => "+",
    };
    format!("{sign}{}", decimal(locale, value.abs()))
}

/// `+12,4 %`.
pub(crate) fn signed_share(locale: Locale, value: f64) -> String {
    let sign = if value < 0.0 { '−' } else { '+' };
    format!("{sign}{}", share(locale, value.abs()))
}

/// A count of the API, `12 480`.
pub(crate) fn count(locale: Locale, value: i64) -> String {
    #[allow(clippy::cast_precision_loss)] // counts stay far below 2^53
    decimal(locale, value as f64)
}

/// One count of another, `45,6 %`; a dash where there is nothing to divide by.
pub(crate) fn ratio(locale: Locale, part: i64, whole: i64) -> String {
    #[allow(clippy::cast_precision_loss)]
    if whole > 0 { share(locale, part as f64 / whole as f64) } else { "–".to_owned() }
}

/// The same as a share in CSS.
pub(crate) fn part(part: i64, whole: i64) -> String {
    width(part.try_into().unwrap_or_default(), whole.try_into().unwrap_or_default())
}

/// A part of a whole as a width in CSS; the exact number stands beside the bar.
pub(crate) fn width(part: u64, whole: u64) -> String {
    let per_mille = part.saturating_mul(1_000).checked_div(whole).unwrap_or_default().min(1_000);
    format!("{}.{}%", per_mille / 10, per_mille % 10)
}

/// Whether the number takes the singular: 0 and 1 in French, 1 in English.
#[allow(clippy::cast_precision_loss)]
pub(crate) fn is_single(locale: Locale, value: u64) -> bool {
    PluralRules::new(&tags(locale), &PluralRulesOptions::new()).select(value as f64) == "one"
}

/// The browser's zone, as IANA names it.
pub(crate) fn zone() -> String {
    let resolved = DateTimeFormat::new(&Array::new(), &DateTimeFormatOptions::new()).resolved_options();
    Reflect::get(&resolved, &JsValue::from_str("timeZone"))
        .ok()
        .and_then(|z| z.as_string())
        .unwrap_or_default()
}

pub(crate) fn date_of(instant: DateTime<Utc>) -> Date {
    #[allow(clippy::cast_precision_loss)]
    let milliseconds = instant.timestamp_millis() as f64;
    Date::new(&JsValue::from_f64(milliseconds))
}

/// The instant as machines read it, for `<time datetime>`.
pub(crate) fn iso(instant: DateTime<Utc>) -> String {
    date_of(instant).to_iso_string().into()
}

fn dated(locale: Locale, instant: &Date, options: &Object) -> String {
    apply(&DateTimeFormat::new(&tags(locale), options).format(), instant)
}

fn day(locale: Locale, instant: &Date, style: DateTimeStyle) -> String {
    let options = DateTimeFormatOptions::new();
    options.set_date_style(style);
    dated(locale, instant, &options)
}

fn clock(locale: Locale, instant: &Date) -> String {
    let options = DateTimeFormatOptions::new();
    options.set_hour(NumericFormat::TwoDigit);
    options.set_minute(NumericFormat::TwoDigit);
    dated(locale, instant, &options)
}

/// A day without an hour, as an instant of its own: noon UTC is the same day wherever people work.
fn noon(day: NaiveDate) -> Date {
    date_of(day.and_time(NaiveTime::default()).and_utc() + TimeDelta::hours(12))
}

/// `3 mars 2026`.
pub(crate) fn day_of(locale: Locale, date: NaiveDate) -> String {
    day(locale, &noon(date), DateTimeStyle::Long)
}

/// `3 mars`.
pub(crate) fn day_short(locale: Locale, date: NaiveDate) -> String {
    let options = DateTimeFormatOptions::new();
    options.set_day(DayFormat::Numeric);
    options.set_month(MonthFormat::Short);
    dated(locale, &noon(date), &options)
}

/// `mars`.
pub(crate) fn month_of(locale: Locale, date: NaiveDate) -> String {
    let options = DateTimeFormatOptions::new();
    options.set_month(MonthFormat::Short);
    dated(locale, &noon(date), &options)
}

/// `jeu. 14 h`, for an axis of hours.
pub(crate) fn hour_of_week(locale: Locale, instant: DateTime<Utc>) -> String {
    let options = DateTimeFormatOptions::new();
    options.set_weekday(WeekdayFormat::Short);
    options.set_hour(NumericFormat::Numeric);
    dated(locale, &date_of(instant), &options)
}

/// `14 h 30`, here.
pub(crate) fn hour(locale: Locale, instant: DateTime<Utc>) -> String {
    spoken(locale, &date_of(instant))
}

/// `03/03/2026 14:30`, for tables whose head names the zone.
pub(crate) fn short(locale: Locale, instant: DateTime<Utc>) -> String {
    let date = date_of(instant);
    format!("{} {}", day(locale, &date, DateTimeStyle::Short), clock(locale, &date))
}

/// `mardi 3 mars 2026 à 14 h 30 (Europe/Paris)`.
pub(crate) fn long(locale: Locale, instant: DateTime<Utc>) -> String {
    let date = date_of(instant);
    let text = td_string!(
        locale,
        dates.long,
        day = day(locale, &date, DateTimeStyle::Full),
        time = spoken(locale, &date),
        zone = zone()
    );
    text.to_string()
}

/// `14:30`, now.
pub(crate) fn hour_now(locale: Locale) -> String {
    clock(locale, &Date::new_0())
}

/// `14 h 30 (Europe/Paris)`, now.
pub(crate) fn now(locale: Locale) -> String {
    td_string!(locale, dates.time_zone, time = spoken(locale, &Date::new_0()), zone = zone()).to_string()
}

fn spoken(locale: Locale, date: &Date) -> String {
    in_words(locale, &clock(locale, date))
}

fn in_words(locale: Locale, time: &str) -> String {
    let (hour, minute) = time.split_once(':').unwrap_or((time, ""));
    td_string!(locale, dates.time, hour = hour.to_owned(), minute = minute.to_owned()).to_string()
}

/// The same in a zone of its own.
pub(crate) fn long_in(locale: Locale, instant: DateTime<Utc>, zone: &str) -> String {
    let date = date_of(instant);
    let options = DateTimeFormatOptions::new();
    options.set_date_style(DateTimeStyle::Full);
    options.set_time_zone(zone);
    let (day, time) = (dated(locale, &date, &options), hour_in(locale, instant, zone));
    td_string!(locale, dates.long, day = day, time = time, zone = zone.to_owned()).to_string()
}

/// `14 h 30`, in a zone that the browser knows.
pub(crate) fn hour_in(locale: Locale, instant: DateTime<Utc>, zone: &str) -> String {
    let options = DateTimeFormatOptions::new();
    options.set_hour(NumericFormat::TwoDigit);
    options.set_minute(NumericFormat::TwoDigit);
    options.set_time_zone(zone);
    in_words(locale, &dated(locale, &date_of(instant), &options))
}

/// Whether the instant is behind us.
pub(crate) fn is_past(instant: DateTime<Utc>) -> bool {
    #[allow(clippy::cast_precision_loss)]
    let then = instant.timestamp_millis() as f64;
    then < Date::now()
}

/// The instant by the browser's clock.
pub(crate) fn instant_now() -> DateTime<Utc> {
    instant(Date::now()).unwrap_or(DateTime::UNIX_EPOCH)
}

/// The instant of a wall time in the browser's zone: `2026-03-03T14:30`.
pub(crate) fn instant_of(wall: &str) -> Option<DateTime<Utc>> {
    instant(Date::new(&JsValue::from_str(wall)).get_time())
}

fn instant(milliseconds: f64) -> Option<DateTime<Utc>> {
    #[allow(clippy::cast_possible_truncation)] // instants of dates are whole and far below 2^53
    milliseconds.is_finite().then(|| DateTime::from_timestamp_millis(milliseconds as i64)).flatten()
}

/// `3 h 05`, of what is left until an instant.
pub(crate) fn left(locale: Locale, until: DateTime<Utc>) -> String {
    let minutes = (until - instant_now()).num_minutes().max(0);
    let (hours, minutes) = (count(locale, minutes / 60), minutes % 60);
    format!("{hours}\u{202f}h\u{202f}{minutes:02}")
}

/// `il y a 3 minutes`, `hier`.
pub(crate) fn ago(locale: Locale, instant: DateTime<Utc>) -> String {
    #[allow(clippy::cast_precision_loss)]
    let seconds = (Date::now() - instant.timestamp_millis() as f64) / 1_000.0;
    let (span, unit) = match seconds {
        s if s < 60.0 => return td_string!(locale, dates.just_now).to_owned(),
        s if s < 3_600.0 => (60.0, "minute"),
        s if s < 86_400.0 => (3_600.0, "hour"),
        s if s < 86_400.0 * 60.0 => (86_400.0, "day"),
        s if s < 86_400.0 * 730.0 => (86_400.0 * 30.4, "month"),
        _ => (86_400.0 * 365.25, "year"),
    };
    let options = RelativeTimeFormatOptions::new();
    options.set_numeric(RelativeTimeFormatNumeric::Auto);
    RelativeTimeFormat::new(&tags(locale), &options).format(-(seconds / span).floor(), unit).into()
}

/// `anglais (États-Unis)`, of a language as Meta writes it: `en_US`. A browser that knows no name of it shows it as it is written.
pub(crate) fn language_name(locale: Locale, code: &str) -> String {
    named(locale, &code.replace('_', "-")).unwrap_or_else(|| code.to_owned())
}

fn named(locale: Locale, code: &str) -> Option<String> {
    let member = |of: &JsValue, name: &str| Reflect::get(of, &JsValue::from_str(name)).ok();
    let names: Function = member(&member(&js_sys::global(), "Intl")?, "DisplayNames")?.dyn_into().ok()?;
    let options = Object::new();
    Reflect::set(&options, &JsValue::from_str("type"), &JsValue::from_str("language")).ok()?;
    let names = Reflect::construct(&names, &Array::of2(&tags(locale), &options)).ok()?;
    let of: Function = member(&names, "of")?.dyn_into().ok()?;
    of.call1(&names, &JsValue::from_str(code)).ok()?.as_string()
}
