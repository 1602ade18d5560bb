//! Members of what providers tell. Nothing is promised of any of them: each is read for itself, and a wrong type is a missing one.

use chrono::{DateTime, Utc};
use domain::{event::Subject, ids::CampaignId};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::Unreadable;

/// Numbers from here on count milliseconds, not seconds: in seconds it would be the year 5138.
const MILLISECONDS_FROM: i64 = 100_000_000_000;

/// The most characters that are kept of what somebody else wrote.
const WORDS_MAX: usize = 500;

/// One event, as it came.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Payload<'a>(pub(crate) &'a Map<String, Value>);

/// The events of a body: one object, an array, or an object that holds one array.
pub(crate) fn items(body: &[u8]) -> Result<Vec<Value>, Unreadable> {
    let body: Value = serde_json::from_slice(body).map_err(|error| Unreadable::NotJson(error.to_string()))?;
    match body {
        Value::Array(items) => Ok(items),
        Value::Object(map) if !map.contains_key("event") => list(map),
        Value::Object(_) => Ok(vec![body]),
        _ => Err(Unreadable::NoEvents("neither an object nor an array")),
    }
}

fn list(map: Map<String, Value>) -> Result<Vec<Value>, Unreadable> {
    let mut arrays = map.into_iter().filter_map(|(_, value)| match value {
        Value::Array(items) => Some(items),
        _ => None,
    });
    match (arrays.next(), arrays.next()) {
        (Some(items), None) => Ok(items),
        _ => Err(Unreadable::NoEvents("an object without the member `event` or one array")),
    }
}

/// Takes the character NUL out of every text: none means anything by it, and PostgreSQL holds none.
pub(crate) fn without_nul(mut value: Value) -> Value {
    match &mut value {
        Value::String(text) => text.retain(|c| c != '\0'),
        Value::Array(items) => items.iter_mut().for_each(|item| *item = without_nul(item.take())),
        Value::Object(map) => map.values_mut().for_each(|member| *member = without_nul(member.take())),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
    value
}

/// A short text that stands for a long one: links have any length, and indexes do not like that.
pub(crate) fn digest(whole: &Value) -> String {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, whole.to_string().as_bytes()).to_string()
}

/// At most 500 characters of what somebody else wrote.
pub(crate) fn short(text: &str) -> String {
    text.chars().take(WORDS_MAX).collect()
}

/// The delivery of our own numbers, where both are such.
pub(crate) fn delivery(campaign: Option<&str>, number: Option<u64>) -> Option<Subject> {
    let campaign: CampaignId = campaign?.parse().ok()?;
    let number = u32::try_from(number?).ok().filter(|number| *number > 0)?;
    Some(Subject::Delivery { campaign, number })
}

impl<'a> Payload<'a> {
    /// A text; none where it is empty.
    pub(crate) fn text(self, name: &str) -> Option<&'a str> {
        self.0.get(name)?.as_str().map(str::trim).filter(|text| !text.is_empty())
    }

    /// A number above zero, be it written as text.
    pub(crate) fn number(self, name: &str) -> Option<i64> {
        let number = match self.0.get(name)? {
            Value::Number(number) => number.as_i64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        number.filter(|number| *number > 0)
    }

    /// The instant of the first of these members that has one.
    pub(crate) fn instant(self, names: &[&str]) -> Option<DateTime<Utc>> {
        names.iter().find_map(|name| {
            let number = self.number(name)?;
            if number < MILLISECONDS_FROM {
                DateTime::from_timestamp(number, 0)
            } else {
                DateTime::from_timestamp_millis(number)
            }
        })
    }

    /// A text, or a number as text: some providers write one id either way.
    pub(crate) fn id(self, name: &str) -> Option<String> {
        match self.0.get(name)? {
            Value::Number(number) => Some(number.to_string()),
            _ => self.text(name).map(str::to_owned),
        }
    }

    /// An object.
    pub(crate) fn object(self, name: &str) -> Option<Self> {
        self.0.get(name)?.as_object().map(Payload)
    }

    /// The objects of an array; none where it is none.
    pub(crate) fn objects(self, name: &str) -> impl Iterator<Item = Self> + use<'a> {
        let items = self.0.get(name).and_then(Value::as_array);
        items.into_iter().flatten().filter_map(Value::as_object).map(Payload)
    }

    /// The texts of an array; none where it is none.
    pub(crate) fn texts(self, name: &str) -> Option<Vec<String>> {
        let items = self.0.get(name)?.as_array()?;
        Some(items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect())
    }

    /// Whom an event is about: our own numbers, else the message of the provider's id, else an address.
    pub(crate) fn subject(self, ours: Option<Subject>, message_id: Option<&str>) -> Option<Subject> {
        let address = self.text("email").map(str::to_owned);
        ours.or(match (message_id, address) {
            (Some(id), address) => Some(Subject::Message { message_id: id.to_owned(), address }),
            (None, Some(address)) => Some(Subject::Address(address)),
            (None, None) => None,
        })
    }
}
