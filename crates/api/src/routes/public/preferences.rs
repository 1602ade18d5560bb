//! What a reader gets and grants: three switches, each with the proof of how it stands.

use actix_web::{
    HttpResponse, get,
    http::StatusCode,
    post,
    web::{Data, Path, Payload},
};
use content::token::Kind;
use domain::{
    consent::{ConsentEntry, ConsentSource, Decision, Purpose},
    list::MAX_LIMIT,
};
use maud::{Markup, html};
use store::Tx;

use crate::{
    Api,
    error::Refusal,
    public::{Choice, Letter, Page, Texts, Visit, answer, day, letter, masked, read},
};

use super::switches::{Turned, is_on, newest, says, shown_name, turned};

/// Largest body, in bytes.
const BODY_MAX: usize = 16 * 1024;
/// What can be switched, in the order of the page.
const PURPOSES: [Purpose; 3] = [Purpose::Marketing, Purpose::OpenTracking, Purpose::ClickTracking];

/// Show preferences
///
/// A page with three switches: to be written to, opens told, clicks told. Each says since when it stands so. Nothing changes.
#[utoipa::path(tag = "public", params(("token" = String, Path, description = "What the address tells, signed")),
    responses((status = 200, body = String, content_type = "text/html", description = "The page"),
              (status = 404, body = String, content_type = "text/html", description = "Not an address of ours"),
              (status = 503, body = String, content_type = "text/html", description = "Away for a moment")))]
#[get("/p/{token}")]
pub(super) async fn show_preferences(api: Data<Api>, token: Path<String>, visit: Visit) -> HttpResponse {
    let show = async {
        let mut tx = api.store.begin().await?;
        let Some(letter) = letter(&api, &mut tx, &token, Kind::Preferences).await? else { return Ok(None) };
        Ok(Some(page(&api, &mut tx, &letter, &visit, None).await?))
    };
    answer(show.await, visit.language)
}

/// Save preferences
///
/// Records each switch that was turned, and shows the page as it stands now. A page that was opened before the latest decision
/// grants nothing that was withdrawn since. Tracking that is taken back silences the links of messages already sent: they lead
/// where they led, and tell nobody.
#[utoipa::path(tag = "public", params(("token" = String, Path, description = "What the address tells, signed")),
    responses((status = 200, body = String, content_type = "text/html", description = "Saved"),
              (status = 404, body = String, content_type = "text/html", description = "Not an address of ours"),
              (status = 503, body = String, content_type = "text/html", description = "Away for a moment")))]
#[post("/p/{token}")]
pub(super) async fn save_preferences(
    api: Data<Api>,
    token: Path<String>,
    visit: Visit,
    payload: Payload,
) -> HttpResponse {
    let save = async {
        let mut tx = api.store.begin().await?;
        let Some(letter) = letter(&api, &mut tx, &token, Kind::Preferences).await? else { return Ok(None) };
        // A form that did not arrive whole changes nothing: its missing switches would count as turned off.
        let body = read(payload, BODY_MAX, api.patience).await;
        let told = match body.filter(|body| says(body, "form", "preferences")) {
            Some(body) => Some(turn(&api, &mut tx, &letter, &token, &visit, &body).await?),
            None => None,
        };
        let page = page(&api, &mut tx, &letter, &visit, told).await?;
        tx.commit().await?;
        Ok(Some(page))
    };
    answer(save.await, visit.language)
}

/// Records each switch that was turned, and gives what to tell the reader.
async fn turn(
    api: &Api,
    tx: &mut Tx,
    letter: &Letter,
    token: &str,
    visit: &Visit,
    body: &[u8],
) -> Result<&'static str, Refusal> {
    let texts = Texts::of(visit.language);
    let entries = entries(tx, letter).await?;
    let mut told = texts.saved;
    for purpose in PURPOSES {
        match turned(purpose, &entries, body) {
            Turned::No => {}
            Turned::Stale => told = texts.stale,
            Turned::To(decision) => {
                let shown = label(purpose, visit);
                let choice = Choice { purpose, decision, source: ConsentSource::PreferencesPage, shown };
                choice.record(api, tx, letter, token, visit).await?;
            }
        }
    }
    Ok(told)
}

/// What the ledger holds of the reader, for the channel of the message.
async fn entries(tx: &mut Tx, letter: &Letter) -> Result<Vec<ConsentEntry>, Refusal> {
    let page = tx.consent().history(Some(&letter.reader.address), None, MAX_LIMIT).await?;
    Ok(page.items.into_iter().filter(|entry| entry.channel == letter.reader.channel).collect())
}

const fn label(purpose: Purpose, visit: &Visit) -> &'static str {
    let texts = Texts::of(visit.language);
    match purpose {
        Purpose::OpenTracking => texts.open_tracking,
        Purpose::ClickTracking => texts.click_tracking,
        Purpose::Marketing | Purpose::Information => texts.marketing,
    }
}

async fn page(
    api: &Api,
    tx: &mut Tx,
    letter: &Letter,
    visit: &Visit,
    told: Option<&str>,
) -> Result<HttpResponse, Refusal> {
    let texts = Texts::of(visit.language);
    let entries = entries(tx, letter).await?;
    let switches = PURPOSES.map(|purpose| switch(api, visit, purpose, newest(&entries, purpose)));
    let content = html! {
        @if let Some(told) = told { p.done role="status" { (told) } }
        p { (texts.preferences) " " strong { (masked(&letter.reader.address)) } }
        form method="post" {
            input type="hidden" name="form" value="preferences";
            fieldset { @for switch in &switches { (switch) } }
            button type="submit" { (texts.preferences_button) }
        }
    };
    let title = texts.preferences_title;
    Ok(Page { status: StatusCode::OK, language: visit.language, title, content }.answer())
}

fn switch(api: &Api, visit: &Visit, purpose: Purpose, newest: Option<&ConsentEntry>) -> Markup {
    let id = newest.map_or_else(String::new, |entry| entry.id.to_string());
    html! {
        input type="hidden" name=(shown_name(purpose)) value=(id);
        label {
            input type="checkbox" name=(purpose) value="on" checked[is_on(purpose, newest)];
            span { (label(purpose, visit)) span.since { (proof(api, visit, newest)) } }
        }
    }
}

/// Since when it stands so.
fn proof(api: &Api, visit: &Visit, newest: Option<&ConsentEntry>) -> String {
    let texts = Texts::of(visit.language);
    let Some(entry) = newest else { return texts.never_asked.to_owned() };
    let said = if entry.decision == Decision::Granted { texts.granted } else { texts.withdrawn };
    format!("{said} {}", day(entry.occurred_at, api.zone, visit.language))
}
