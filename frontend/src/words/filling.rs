//! For how many a message cannot be filled, as sentences.

use domain::{check::CheckCode, whatsapp::MessagePart};

use super::sending::counted;
use crate::i18n::{Locale, td_string};

/// A finding of those that are counted person by person. What it is about are numbers and names, parted by ` / `.
pub(super) fn check(l: Locale, code: CheckCode, about: &str) -> String {
    use CheckCode as C;
    let told: Vec<&str> = about.split(" / ").collect();
    let number = |at: usize| counted(l, told.get(at).copied().unwrap_or_default());
    let people = people(l, told[0]);
    match code {
        C::ValueEmpty => {
            let name = told.get(1).copied().unwrap_or_default().to_owned();
            td_string!(l, check.value_empty, people, name).to_string()
        }
        C::ValueLong => long(l, told.get(1).copied().unwrap_or_default(), people, number(2), number(3)),
        C::ValueUnfit => td_string!(l, check.value_unfit, people).to_string(),
        C::FreeTextEmpty => td_string!(l, check.free_text_empty, people).to_string(),
        C::FreeTextLong if told.len() == 1 => {
            td_string!(l, check.free_text_long_as_written, max = number(0)).to_string()
        }
        C::FreeTextLong => {
            td_string!(l, check.free_text_long, people, max = number(1), longest = number(2)).to_string()
        }
        _ => td_string!(l, check.audience_unfit, about = number(0)).to_string(),
    }
}

fn long(l: Locale, part: &str, people: String, max: String, longest: String) -> String {
    match part.parse() {
        Ok(MessagePart::Header) => td_string!(l, check.value_long_header, people, max, longest).to_string(),
        Ok(MessagePart::Code) => td_string!(l, check.value_long_code, people, max, longest).to_string(),
        _ => td_string!(l, check.value_long_body, people, max, longest).to_string(),
    }
}

fn people(l: Locale, count: &str) -> String {
    match count {
        "1" => td_string!(l, check.value_person).to_owned(),
        _ => td_string!(l, check.value_people, count = counted(l, count)).to_string(),
    }
}
