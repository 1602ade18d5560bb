//! Members of a webhook's body. Nothing is promised of any of them: each is read for itself, and a wrong type is a missing one.

use chrono::{DateTime, Utc};
use domain::{event::Subject, ids::CampaignId};
use serde_json::{Map, Value};

use super::answer::bare_id;
use crate::Unreadable;

/// Numbers from here on count milliseconds, not seconds: in seconds it would be the year 5138.
const MILLISECONDS_FROM: i64 = 100_000_000_000;

/// One event, as it came.
#[derive(Debug, Clone, Copy)]
pub(super) struct Payload<'a>(pub(super) &'a Map<String, Value>);

/// The events of a body: one object, an array, or an object that holds one array. Brevo does not say what a batch looks like.
pub(super) fn items(body: Value) -> Result<Vec<Value>, Unreadable> {
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
pub(super) fn without_nul(mut value: Value) -> Value {
    match &mut value {
        Value::String(text) => text.retain(|c| c != '\0'),
        Value::Array(items) => items.iter_mut().for_each(|item| *item = without_nul(item.take())),
        Value::Object(map) => map.values_mut().for_each(|member| *member = without_nul(member.take())),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
    value
}

impl<'a> Payload<'a> {
    /// A text; none where it is empty.
    pub(super) fn text(self, name: &str) -> Option<&'a str> {
        self.0.get(name)?.as_str().map(str::trim).filter(|text| !text.is_empty())
    }

    fn number(self, name: &str) -> Option<i64> {
        let number = match self.0.get(name)? {
            Value::Number(number) => number.as_i64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        number.filter(|number| *number > 0)
    }

    /// The instant of the first of these members that has one.
    pub(super) fn instant(self, names: &[&str]) -> Option<DateTime<Utc>> {
        names.iter().find_map(|name| {
            let number = self.number(name)?;
            if number < MILLISECONDS_FROM {
                DateTime::from_timestamp(number, 0)
            } else {
                DateTime::from_timestamp_millis(number)
            }
        })
    }

    pub(super) fn message_id(self, name: &str) -> Option<String> {
        self.text(name).and_then(bare_id)
    }

    /// The tags: `tags` is an array, `tag` an array written as text, or one tag.
    pub(super) fn tags(self) -> Vec<String> {
        let (tags, tag) = (self.0.get("tags"), self.text("tag"));
        let written = tag.and_then(|tag| serde_json::from_str::<Vec<String>>(tag).ok());
        match (tags, written, tag) {
            (Some(Value::Array(tags)), _, _) => {
                tags.iter().filter_map(|tag| tag.as_str().map(str::to_owned)).collect()
            }
            (_, Some(tags), _) => tags,
            (_, None, tag) => tag.map(str::to_owned).into_iter().collect(),
        }
    }

    /// Our own numbers, as the body of a send wrote them.
    pub(super) fn ours(self) -> Option<Subject> {
        let ours: Value = serde_json::from_str(self.text("X-Mailin-custom")?).ok()?;
        let campaign: CampaignId = ours.get("c")?.as_str()?.parse().ok()?;
        let number = u32::try_from(ours.get("n")?.as_u64()?).ok().filter(|number| *number > 0)?;
        Some(Subject::Delivery { campaign, number })
    }
}
