//! What a webhook says: `{"entry": [{"id", "time", "changes": [{"field", "value"}]}]}`, up to a thousand changes in one.
//!
//! Nothing is promised of any member: fields are not always what they say, so that the members of `value` decide.

mod account;
mod inbound;
mod preference;
mod status;
mod template;

use chrono::{DateTime, Utc};
use domain::whatsapp::WhatsappNews;
use serde_json::Value;

use super::Meta;
use crate::{
    Hook, Told, Unreadable,
    payload::{Payload, short, without_nul},
};

/// A change, with what stands around it.
#[derive(Clone, Copy)]
struct Change<'a> {
    account: &'a Meta,
    /// Its name: what Meta says it is about.
    field: &'a str,
    value: Payload<'a>,
    /// What it came in: the id of the WhatsApp Business Account, and a time.
    entry: Payload<'a>,
    /// When it happened, where it says nothing of its own.
    at: DateTime<Utc>,
}

impl Meta {
    pub(super) fn told(&self, hook: &Hook<'_>) -> Result<Told, Unreadable> {
        let body: Value =
            serde_json::from_slice(hook.body).map_err(|error| Unreadable::NotJson(error.to_string()))?;
        let body = without_nul(body);
        let body = body.as_object().map(Payload).ok_or(Unreadable::NoEvents("no object"))?;
        if !body.0.get("entry").is_some_and(Value::is_array) {
            return Err(Unreadable::NoEvents("an object without the array `entry`"));
        }
        let mut told = Told::default();
        for entry in body.objects("entry") {
            let at = entry.instant(&["time"]).unwrap_or(hook.received_at);
            for change in entry.objects("changes") {
                let field = change.text("field").unwrap_or("a change without a name");
                match change.object("value") {
                    Some(value) => {
                        Change { account: self, field, value, entry, at }.tell(&mut told);
                    }
                    None => told.unknown.push(short(field)),
                }
            }
        }
        Ok(told)
    }
}

impl<'a> Change<'a> {
    fn tell(self, told: &mut Told) {
        if self.is_of_another_number() {
            return told.unknown.push(short(&format!("{} of another number", self.field)));
        }
        let lists = ["statuses", "messages", "user_preferences"];
        if lists.iter().any(|list| self.value.0.contains_key(*list)) {
            return self.tell_lists(told);
        }
        if let Some(news) = template::news(self) {
            told.news.push(WhatsappNews::Template(news));
        } else if let Some(news) = account::sender(self) {
            told.news.push(WhatsappNews::Sender(news));
        } else if let Some(telling) = account::telling(self) {
            told.tellings.push(telling);
        } else {
            told.unknown.push(self.words());
        }
    }

    fn tell_lists(self, told: &mut Told) {
        for payload in self.value.objects("statuses") {
            match status::telling(self, payload) {
                Ok(telling) => {
                    told.news.extend(status::charged(payload, &telling.event).map(WhatsappNews::Charged));
                    told.news.extend(status::known(self, payload, &telling.event).map(WhatsappNews::Known));
                    told.tellings.push(telling);
                }
                Err(unknown) => told.unknown.push(unknown),
            }
        }
        let messages = self.value.objects("messages").map(|payload| inbound::news(self, payload));
        let preferences =
            self.value.objects("user_preferences").map(|payload| preference::news(self, payload));
        for news in messages.chain(preferences) {
            match news {
                Ok(news) => told.news.push(news),
                Err(unknown) => told.unknown.push(unknown),
            }
        }
    }

    /// Several numbers of one account, or accounts of one app, may be told of at one address.
    fn is_of_another_number(self) -> bool {
        let number = self.value.object("metadata").and_then(|metadata| metadata.id("phone_number_id"));
        number.map_or_else(|| self.is_of_another_account(), |number| number != self.account.phone_number_id)
    }

    fn is_of_another_account(self) -> bool {
        // Meta's own tests carry 0.
        let id = self.entry.id("id").filter(|id| id != "0");
        id.is_some_and(|id| id != self.account.waba_id)
    }

    /// What nobody has a use for, for the receipt's notes.
    fn words(self) -> String {
        let alert = self.value.object("alert_info").unwrap_or(self.value);
        let said = ["event", "alert_type", "alert_description", "decision"].map(|name| alert.text(name));
        let words: Vec<_> = std::iter::once(self.field).chain(said.into_iter().flatten()).collect();
        short(&words.join(" "))
    }
}

/// A number as WhatsApp writes it, in E.164: its digits without the `+`.
fn e164(told: &str) -> Option<String> {
    let digits = told.trim_start_matches('+');
    let is_number = (7..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| format!("+{digits}"))
}
