//! The way out of every message (RFC 8058, and article L34-5 CPCE).

use actix_web::{
    HttpResponse, get,
    http::StatusCode,
    post,
    web::{Data, Path, Payload},
};
use chrono::{DateTime, Utc};
use content::token::Kind;
use domain::{
    consent::{ConsentSource, Decision, LedgerState, Purpose},
    event::{Event, EventKind, Subject, Verdict},
};
use maud::{Markup, html};
use store::{NewEvent, signal::channel};

use crate::{
    Api,
    error::Refusal,
    public::{Choice, Letter, Page, Texts, Visit, answer, letter, masked, preferences_url, read},
};

/// What a mail program posts, in either encoding (RFC 8058 §3.1); our own form posts something else.
const ONE_CLICK: &[u8] = b"One-Click";
/// Largest body, in bytes.
const BODY_MAX: usize = 16 * 1024;

/// Ask whether to unsubscribe
///
/// A page with one button. Nothing changes: programs that follow every link of a message unsubscribe nobody.
#[utoipa::path(tag = "public", params(("token" = String, Path, description = "What the address tells, signed")),
    responses((status = 200, body = String, content_type = "text/html", description = "The page"),
              (status = 404, body = String, content_type = "text/html", description = "Not an address of ours"),
              (status = 503, body = String, content_type = "text/html", description = "Away for a moment")))]
#[get("/u/{token}")]
pub(super) async fn ask_to_unsubscribe(api: Data<Api>, token: Path<String>, visit: Visit) -> HttpResponse {
    let ask = async {
        let mut tx = api.store.begin().await?;
        let letter = letter(&api, &mut tx, &token, Kind::Unsubscribe).await?;
        Ok(letter.map(|letter| question(&letter, &visit)))
    };
    answer(ask.await, visit.language)
}

/// Unsubscribe
///
/// At once, without a cookie, a redirect or another question, and the same however often it comes. Takes what mail programs post
/// (`List-Unsubscribe=One-Click`, RFC 8058, urlencoded or multipart) and our own form; the body only tells which of them it was.
#[utoipa::path(tag = "public", params(("token" = String, Path, description = "What the address tells, signed")),
    responses((status = 200, body = String, content_type = "text/html", description = "Done"),
              (status = 404, body = String, content_type = "text/html", description = "Not an address of ours"),
              (status = 503, body = String, content_type = "text/html", description = "Away for a moment")))]
#[post("/u/{token}")]
pub(super) async fn unsubscribe(
    api: Data<Api>,
    token: Path<String>,
    visit: Visit,
    payload: Payload,
) -> HttpResponse {
    // A body that cannot be read does not make the order less clear.
    let body = read(payload, BODY_MAX, api.patience).await.unwrap_or_default();
    let is_one_click = body.windows(ONE_CLICK.len()).any(|part| part == ONE_CLICK);
    let source = if is_one_click { ConsentSource::OneClick } else { ConsentSource::UnsubscribePage };
    answer(withdraw(&api, &token, &visit, source).await, visit.language)
}

async fn withdraw(
    api: &Api,
    text: &str,
    visit: &Visit,
    source: ConsentSource,
) -> Result<Option<HttpResponse>, Refusal> {
    let mut tx = api.store.begin().await?;
    let Some(letter) = letter(api, &mut tx, text, Kind::Unsubscribe).await? else { return Ok(None) };
    let Letter { reader, .. } = &letter;
    let standing = tx.consent().standing(&reader.address, reader.channel, Purpose::Marketing).await?;
    if matches!(standing, LedgerState::Granted | LedgerState::Unknown) {
        let shown = Texts::of(visit.language).unsubscribe;
        let choice = Choice { purpose: Purpose::Marketing, decision: Decision::Withdrawn, source, shown };
        choice.record(api, &mut tx, &letter, text, visit).await?;
    }
    let now = (api.clock)();
    tx.events().add(&[event(&letter, now)], now).await?;
    tx.notify(channel::EVENTS, "").await?;
    tx.commit().await?;
    Ok(Some(done(api, &letter, visit)))
}

/// For the figures of the campaign; one for each message, however often its reader unsubscribes.
fn event(letter: &Letter, now: DateTime<Utc>) -> NewEvent {
    let (campaign, number) = (letter.token.campaign, letter.number);
    let event = Event {
        kind: EventKind::Unsubscribed,
        bounce: None,
        provider: None,
        account: None,
        natural_key: format!("unsubscribed {number}"),
        subject: Subject::Delivery { campaign, number },
        message_id: None,
        occurred_at: now,
        verdict: Verdict::Human,
        sign: None,
        reason: None,
        link: None,
        foreign: false,
    };
    NewEvent { campaign, number, event, receipt: None }
}

fn question(letter: &Letter, visit: &Visit) -> HttpResponse {
    let texts = Texts::of(visit.language);
    let content = html! {
        (about(texts.unsubscribe, letter))
        form method="post" { button type="submit" { (texts.unsubscribe_button) } }
    };
    page(visit, texts.unsubscribe_title, content)
}

fn done(api: &Api, letter: &Letter, visit: &Visit) -> HttpResponse {
    let texts = Texts::of(visit.language);
    let content = html! {
        div role="status" { (about(texts.unsubscribed, letter)) }
        p { a href=(preferences_url(api, letter)) { (texts.preferences_link) } }
    };
    page(visit, texts.unsubscribed_title, content)
}

fn about(sentence: &str, letter: &Letter) -> Markup {
    html! { p { (sentence) " " strong { (masked(&letter.reader.address)) } } }
}

fn page(visit: &Visit, title: &str, content: Markup) -> HttpResponse {
    Page { status: StatusCode::OK, language: visit.language, title, content }.answer()
}
