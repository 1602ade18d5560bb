//! What a visitor does in a conversation; each comes back to it.

use std::sync::Arc;

use actix_web::{
    HttpResponse,
    http::header,
    post,
    web::{Data, Form, Path, Query},
};
use serde::Deserialize;

use crate::{
    inbox::query::Asked,
    people::Who,
    sandbox::Sandbox,
    whatsapp::{self, Line, Said, Speech},
};

fn back(line: Line, person: &str, asked: &Asked) -> HttpResponse {
    let place = format!("{}?lang={}", line.path(person), asked.texts().code);
    HttpResponse::SeeOther().insert_header((header::LOCATION, place)).finish()
}

#[derive(Debug, Deserialize)]
pub(super) struct Written {
    text: String,
}

#[post("/whatsapp/{line}/{person}/say")]
pub(super) async fn say(
    sandbox: Data<Sandbox>,
    place: Path<(Line, String)>,
    asked: Query<Asked>,
    written: Form<Written>,
) -> HttpResponse {
    let (line, person) = place.into_inner();
    let place = back(line, &person, &asked);
    let said = Said::Text { text: written.into_inner().text };
    let speech = Speech { line, person, said, answers: None, hidden: false, who: Who::Visitor };
    whatsapp::write(&sandbox, speech);
    place
}

#[post("/whatsapp/{line}/{person}/press/{number}/{at}")]
pub(super) async fn press(
    sandbox: Data<Sandbox>,
    place: Path<(Line, String, u64, usize)>,
    asked: Query<Asked>,
) -> HttpResponse {
    let (line, person, number, at) = place.into_inner();
    let found = sandbox.whatsapp.with(|world| world.find(number).map(|found| Arc::clone(&found.letter)));
    let letter = found.filter(|letter| letter.line == line && letter.person == person);
    if let Some(letter) = letter
        && let Some(button) = letter.shown.buttons.get(at)
    {
        whatsapp::press(&sandbox, &letter, button, Who::Visitor).await;
    }
    back(line, &person, &asked)
}

#[post("/whatsapp/{line}/{person}/read")]
pub(super) async fn read(
    sandbox: Data<Sandbox>,
    place: Path<(Line, String)>,
    asked: Query<Asked>,
) -> HttpResponse {
    whatsapp::read(&sandbox, place.0, &place.1);
    back(place.0, &place.1, &asked)
}

#[post("/whatsapp/{line}/{person}/block")]
pub(super) async fn block(
    sandbox: Data<Sandbox>,
    place: Path<(Line, String)>,
    asked: Query<Asked>,
) -> HttpResponse {
    whatsapp::block(&sandbox, place.0, &place.1, Who::Visitor);
    back(place.0, &place.1, &asked)
}

/// By WhatsApp's own menu.
#[post("/whatsapp/{line}/{person}/stop")]
pub(super) async fn stop(
    sandbox: Data<Sandbox>,
    place: Path<(Line, String)>,
    asked: Query<Asked>,
) -> HttpResponse {
    whatsapp::choose(&sandbox, &place.1, false, Who::Visitor);
    back(place.0, &place.1, &asked)
}
