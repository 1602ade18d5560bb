//! The message as a web page.

use actix_web::{
    HttpResponse, get,
    web::{Data, Path},
};
use content::{
    Compiled, Renderer, Variables,
    token::Kind,
    urls::{DeliveryUrls, PreviewUrls, Tracking, Urls},
};
use domain::ProblemCode;
use serde::de::DeserializeOwned;

use crate::{
    Api,
    error::Refusal,
    public::{Letter, Visit, answer, letter, stored_page},
};

/// Show a message
///
/// The HTML part of a message as its reader got it, for mail programs that show it badly. It runs nothing, and its pixel counts
/// nothing: to look at a page is not to open a mail.
#[utoipa::path(tag = "public", params(("token" = String, Path, description = "What the address tells, signed")),
    responses((status = 200, body = String, content_type = "text/html", description = "The message"),
              (status = 404, body = String, content_type = "text/html", description = "Not an address of ours"),
              (status = 503, body = String, content_type = "text/html", description = "Away for a moment")))]
#[get("/v/{token}")]
pub(super) async fn show_web_version(api: Data<Api>, token: Path<String>, visit: Visit) -> HttpResponse {
    answer(show(&api, &token).await, visit.language)
}

async fn show(api: &Api, text: &str) -> Result<Option<HttpResponse>, Refusal> {
    let mut tx = api.store.begin().await?;
    let Some(letter) = letter(api, &mut tx, text, Kind::WebVersion).await? else { return Ok(None) };
    let campaign = tx.campaigns().find(letter.token.campaign).await?;
    let content = tx.readers().content(letter.token.campaign).await?;
    let Some((campaign, content)) = campaign.zip(content) else { return Ok(None) };
    let mut variables: Variables = kept(letter.reader.variables.clone())?;
    variables.set("campagne", "nom", campaign.name);
    let renderer = Renderer::new(kept::<Compiled>(content)?).map_err(|error| damaged(&error))?;
    let message =
        renderer.render(&variables, &PageUrls(urls(api, &letter))).map_err(|error| damaged(&error))?;
    Ok(Some(stored_page(message.html, "'none'")))
}

fn urls<'a>(api: &'a Api, letter: &Letter) -> DeliveryUrls<'a> {
    let tracking = Tracking { opens: letter.reader.opens_tracked, clicks: letter.reader.clicks_tracked };
    api.urls.delivery(letter.token.campaign, letter.number, tracking)
}

/// The message's own addresses, but for a pixel that asks nobody.
struct PageUrls<'a>(DeliveryUrls<'a>);

impl Urls for PageUrls<'_> {
    fn url(&self, kind: Kind) -> String {
        match kind {
            Kind::Open => PreviewUrls(&[]).url(kind),
            kind => self.0.url(kind),
        }
    }
}

fn kept<T: DeserializeOwned>(json: serde_json::Value) -> Result<T, Refusal> {
    serde_json::from_value(json).map_err(|error| damaged(&error))
}

fn damaged(error: &dyn std::fmt::Display) -> Refusal {
    tracing::error!(%error, "what was kept of a message cannot be rendered");
    ProblemCode::ServerFailed.into()
}
