//! `/_sandbox/whatsapp`: acting as a person, and as Meta's reviewers.

use std::sync::Arc;

use actix_web::{
    HttpResponse, post,
    web::{Bytes, Data, Path, ServiceConfig},
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::json;

use super::{
    Letter, Line, Press, Quality, Said, Throughput, act,
    act::Speech,
    temper::{Behaviour, Temper},
    templates::{self, Order},
};
use crate::{control::complaint, meta, people::Who, sandbox::Sandbox};

/// Mounts the routes.
pub(crate) fn mount(config: &mut ServiceConfig) {
    config
        .service(say)
        .service(press_button)
        .service(read)
        .service(choose)
        .service(block)
        .service(behave)
        .service(set_templates)
        .service(set_number);
}

/// A person, and the number of ours that is meant: the one that last wrote to them where none is named.
#[derive(Debug, Deserialize)]
struct Whose {
    from: String,
    line: Option<Line>,
}

impl Whose {
    fn line(&self, sandbox: &Sandbox) -> Line {
        self.line.unwrap_or_else(|| sandbox.whatsapp.with(|world| world.line_of(&self.from)))
    }
}

#[derive(Debug, Deserialize)]
struct Say {
    #[serde(flatten)]
    whose: Whose,
    text: String,
    /// The id of the message that is answered.
    answers: Option<String>,
    /// Whether the person's number is kept from us.
    #[serde(default)]
    hidden: bool,
}

/// Reads a body, or says what it should be.
fn told<T: DeserializeOwned>(body: &Bytes, shape: &str) -> Result<T, String> {
    serde_json::from_slice(body).map_err(|error| format!("write {shape}: {error}"))
}

/// Makes the two ends of a request one.
fn either(answer: Result<HttpResponse, String>) -> HttpResponse {
    answer.unwrap_or_else(|why| complaint(&why))
}

/// A person writes.
#[post("/_sandbox/whatsapp/say")]
async fn say(sandbox: Data<Sandbox>, body: Bytes) -> HttpResponse {
    let shape =
        r#"{"from": "+33…", "text": "…", "line"?: "meta" or "twilio", "answers"?: id, "hidden"?: true}"#;
    either(told::<Say>(&body, shape).map(|say| {
        let line = say.whose.line(&sandbox);
        let said = Said::Text { text: say.text };
        let speech = Speech {
            line,
            person: say.whose.from,
            said,
            answers: say.answers,
            hidden: say.hidden,
            who: Who::Visitor,
        };
        HttpResponse::Ok().json(json!({"id": act::write(&sandbox, speech)}))
    }))
}

#[derive(Debug, Deserialize)]
struct PressOn {
    #[serde(flatten)]
    whose: Whose,
    /// What stands on it.
    button: String,
}

/// A person presses a button of the last message that has one with these words.
#[post("/_sandbox/whatsapp/press")]
async fn press_button(sandbox: Data<Sandbox>, body: Bytes) -> HttpResponse {
    let shape = r#"{"from": "+33…", "button": "what stands on it", "line"?: "meta" or "twilio"}"#;
    let press = match told::<PressOn>(&body, shape) {
        Ok(press) => press,
        Err(why) => return complaint(&why),
    };
    let line = press.whose.line(&sandbox);
    let Some((letter, at)) = with_button(&sandbox, line, &press.whose.from, &press.button) else {
        return complaint("this person has no message with such a button");
    };
    act::press(&sandbox, &letter, &letter.shown.buttons[at], Who::Visitor).await;
    HttpResponse::NoContent().finish()
}

fn with_button(sandbox: &Sandbox, line: Line, person: &str, text: &str) -> Option<(Arc<Letter>, usize)> {
    let presses = |kind| matches!(kind, Press::Reply | Press::Url);
    sandbox.whatsapp.with(|world| {
        world.thread(line, person).into_iter().rev().find_map(|message| {
            let buttons = &message.letter.shown.buttons;
            let at = buttons.iter().position(|button| button.text == text && presses(button.press))?;
            Some((Arc::clone(&message.letter), at))
        })
    })
}

/// A person reads everything that has arrived.
#[post("/_sandbox/whatsapp/read")]
async fn read(sandbox: Data<Sandbox>, body: Bytes) -> HttpResponse {
    either(told::<Whose>(&body, r#"{"from": "+33…", "line"?: "meta" or "twilio"}"#).map(|whose| {
        let line = whose.line(&sandbox);
        HttpResponse::Ok().json(json!({"read": act::read(&sandbox, line, &whose.from)}))
    }))
}

/// A person blocks the number.
#[post("/_sandbox/whatsapp/block")]
async fn block(sandbox: Data<Sandbox>, body: Bytes) -> HttpResponse {
    either(told::<Whose>(&body, r#"{"from": "+33…", "line"?: "meta" or "twilio"}"#).map(|whose| {
        act::block(&sandbox, whose.line(&sandbox), &whose.from, Who::Visitor);
        HttpResponse::NoContent().finish()
    }))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Choice {
    from: String,
    /// Whether marketing is wanted from now on.
    wanted: bool,
}

/// A person stops marketing by WhatsApp's own menu, or wants it again: Meta alone tells of it.
#[post("/_sandbox/whatsapp/choose")]
async fn choose(sandbox: Data<Sandbox>, body: Bytes) -> HttpResponse {
    either(told::<Choice>(&body, r#"{"from": "+33…", "wanted": false}"#).map(|choice| {
        act::choose(&sandbox, &choice.from, choice.wanted, Who::Visitor);
        HttpResponse::NoContent().finish()
    }))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Override {
    behaviour: Option<Behaviour>,
    /// Messages fail later with this code of the service's.
    code: Option<u32>,
}

impl Override {
    fn temper(&self) -> Result<Temper, String> {
        match (self.behaviour, self.code) {
            (Some(behaviour), None) => Ok(Temper::asked(behaviour)),
            (None, Some(code)) => Ok(Temper::failing(code)),
            _ => Err("write either a behaviour or a code".to_owned()),
        }
    }
}

/// Makes a person behave in one way with messages to come.
#[post("/_sandbox/whatsapp/people/{person}")]
async fn behave(sandbox: Data<Sandbox>, person: Path<String>, body: Bytes) -> HttpResponse {
    let shape = r#"{"behaviour": "reply"} or {"code": 63021}"#;
    either(told::<Override>(&body, shape).and_then(|told| told.temper()).map(|temper| {
        sandbox.whatsapp.with(|world| world.overrides.insert(person.into_inner(), temper));
        HttpResponse::NoContent().finish()
    }))
}

/// Does something to templates.
#[post("/_sandbox/whatsapp/templates")]
async fn set_templates(sandbox: Data<Sandbox>, body: Bytes) -> HttpResponse {
    let shape = r#"{"line": "meta", "name": "…", "language"?: "fr", "status"?: "PAUSED", "reason"?: "…", "quality"?: "RED", "category"?: "MARKETING", "held"?: true, "after"?: 100}"#;
    either(told::<Order>(&body, shape).and_then(|order| match templates::obey(&sandbox, &order) {
        0 => Err("the number has no such template".to_owned()),
        many => Ok(HttpResponse::Ok().json(json!({"templates": many}))),
    }))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Seen {
    line: Line,
    quality: Option<Quality>,
    /// People that it may begin to write to in 24 hours; 0 for any number.
    tier: Option<u32>,
    /// How many messages a second it may send.
    throughput: Option<Throughput>,
}

/// Changes how a number is seen; Meta tells of it.
#[post("/_sandbox/whatsapp/number")]
async fn set_number(sandbox: Data<Sandbox>, body: Bytes) -> HttpResponse {
    let shape = r#"{"line": "meta", "quality"?: "YELLOW", "tier"?: 2000, "throughput"?: "HIGH"}"#;
    either(told::<Seen>(&body, shape).map(|seen| {
        let events = sandbox.whatsapp.with(|world| {
            let number = world.number(seen.line);
            let before = (number.quality, number.throughput, number.tier);
            number.quality = seen.quality.unwrap_or(number.quality);
            number.throughput = seen.throughput.unwrap_or(number.throughput);
            number.tier = seen.tier.map_or(number.tier, |tier| (tier > 0).then_some(tier));
            events(before, (number.quality, number.throughput, number.tier))
        });
        if seen.line == Line::Meta {
            meta::number_changed(&sandbox, &events);
        }
        HttpResponse::NoContent().finish()
    }))
}

type Abilities = (Quality, Throughput, Option<u32>);

/// What Meta tells of a number that is seen otherwise than before (webhooks/reference/phone_number_quality_update).
fn events(before: Abilities, now: Abilities) -> Vec<&'static str> {
    let red = |(quality, ..): Abilities| quality == Quality::Red;
    // No limit is the highest.
    let people = |(_, _, tier): Abilities| tier.unwrap_or(u32::MAX);
    let told = [
        (red(now) && !red(before), "FLAGGED"),
        (red(before) && !red(now), "UNFLAGGED"),
        (now.1 == Throughput::High && before.1 != now.1, "THROUGHPUT_UPGRADE"),
        (people(now) > people(before), meta::UPGRADE),
        (people(now) < people(before), meta::DOWNGRADE),
    ];
    told.into_iter().filter_map(|(happened, event)| happened.then_some(event)).collect()
}
