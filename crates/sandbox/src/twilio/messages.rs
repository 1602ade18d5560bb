//! Messages of both directions: one, or a list of them, newest first.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::{Refusal, facts, resource};
use crate::{
    call::{Answer, Call},
    sandbox::Sandbox,
    whatsapp::{Line, World},
};

const PAGE: usize = 50;
const PAGE_MAX: usize = 1_000;

/// `GET /Accounts/{AccountSid}/Messages/{Sid}.json`.
pub(super) fn get(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    let found = sandbox.whatsapp.with(|world| {
        let ours = world.find_by_id(&call.parameter).map(resource::of_ours);
        ours.or_else(|| world.heard().find(|heard| heard.id == call.parameter).map(resource::of_theirs))
    });
    found.map(|body| Answer::new(200, body)).ok_or_else(|| Refusal::not_found(&call.path))
}

/// What is asked for.
#[derive(Debug, Default)]
struct Asked {
    to: Option<String>,
    from: Option<String>,
    since: Option<DateTime<Utc>>,
    until: Option<DateTime<Utc>>,
    size: usize,
    page: usize,
}

impl Asked {
    fn of(query: &str) -> Result<Self, Refusal> {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
        let mut asked = Self { size: PAGE, ..Self::default() };
        for (name, value) in pairs {
            let invalid = || Refusal::of(20_001, format!("{name} cannot be {value}"));
            match name.as_str() {
                "To" => asked.to = Some(value),
                "From" => asked.from = Some(value),
                "DateSent>" => asked.since = Some(instant(&value, 0).ok_or_else(invalid)?),
                "DateSent<" => asked.until = Some(instant(&value, 1).ok_or_else(invalid)?),
                "PageSize" => asked.size = value.parse().map_err(|_| invalid())?,
                "Page" => asked.page = value.parse().map_err(|_| invalid())?,
                "PageToken" => {}
                _ => return Err(Refusal::of(20_001, format!("{name} is not imitated by the sandbox"))),
            }
        }
        asked.size = asked.size.clamp(1, PAGE_MAX);
        Ok(asked)
    }

    /// Whether a message is among those that are asked for.
    fn wants(&self, at: DateTime<Utc>, [from, to]: [&str; 2]) -> bool {
        let is = |asked: &Option<String>, own: &str| {
            asked.as_ref().is_none_or(|asked| asked.strip_prefix("whatsapp:").unwrap_or(asked) == own)
        };
        is(&self.from, from)
            && is(&self.to, to)
            && self.since.is_none_or(|since| at >= since)
            && self.until.is_none_or(|until| at < until)
    }
}

/// An instant, or a day from its beginning on; a whole day, so many days later, where it is the end of something.
fn instant(text: &str, days: i64) -> Option<DateTime<Utc>> {
    let instant = DateTime::parse_from_rfc3339(text).ok().map(|at| at.with_timezone(&Utc));
    let day = || Some(text.parse::<NaiveDate>().ok()?.and_time(NaiveTime::MIN).and_utc());
    instant.or_else(|| Some(day()? + TimeDelta::days(days)))
}

/// `GET /Accounts/{AccountSid}/Messages.json`.
pub(super) fn list(sandbox: &Sandbox, call: &Call) -> Result<Answer, Refusal> {
    let asked = Asked::of(&call.query)?;
    let mut found = sandbox.whatsapp.with(|world| found(world, &asked));
    found.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let start = asked.page.saturating_mul(asked.size);
    let more = found.len() > start.saturating_add(asked.size);
    let messages: Vec<_> = found.into_iter().skip(start).take(asked.size).map(|(_, body)| body).collect();
    let uri = |page: usize| {
        let path = format!("/2010-04-01/Accounts/{}/Messages.json", facts::ACCOUNT_SID);
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(&call.query).unwrap_or_default();
        let kept = pairs.into_iter().filter(|(name, _)| !name.starts_with("Page"));
        let own = [
            ("PageSize", asked.size.to_string()),
            ("Page", page.to_string()),
            ("PageToken", format!("PA{page}")),
        ];
        let own = own.map(|(name, value)| (name.to_owned(), value));
        let query = serde_urlencoded::to_string(kept.chain(own).collect::<Vec<_>>()).unwrap_or_default();
        format!("{path}?{query}")
    };
    let body = json!({
        "page": asked.page,
        "page_size": asked.size,
        "start": start,
        "end": start + messages.len().saturating_sub(1),
        "uri": uri(asked.page),
        "first_page_uri": uri(0),
        "next_page_uri": more.then(|| uri(asked.page + 1)),
        "previous_page_uri": asked.page.checked_sub(1).map(uri),
        "messages": messages,
    });
    Ok(Answer::new(200, body))
}

fn found(world: &World, asked: &Asked) -> Vec<(DateTime<Utc>, Value)> {
    let ours = world.messages().filter(|message| {
        let letter = &message.letter;
        letter.line == Line::Twilio && asked.wants(letter.at, [facts::PHONE, &letter.person])
    });
    let theirs = world
        .heard()
        .filter(|heard| heard.line == Line::Twilio && asked.wants(heard.at, [&heard.person, facts::PHONE]));
    let ours = ours.map(|message| (message.letter.at, resource::of_ours(message)));
    ours.chain(theirs.map(|heard| (heard.at, resource::of_theirs(heard)))).collect()
}
