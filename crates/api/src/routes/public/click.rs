//! A followed link.

use actix_web::{
    HttpResponse, get,
    http::header,
    web::{Data, Path},
};
use content::token::{Kind, Token};
use domain::hit::Hit;

use crate::{
    Api,
    error::Refusal,
    public::{Links, Visit, answer},
};

/// Follow a link
///
/// Leads where the author's link leads, once the hit is stored. Only a link that we signed leads anywhere: nobody can use this
/// address to send readers elsewhere. While the database is away a reader is still sent on, and the hit is stored later; only where
/// the link is not known to this process yet is a page with 503 shown.
#[utoipa::path(tag = "public", params(("token" = String, Path, description = "What the address tells, signed")),
    responses((status = 302, description = "Where the link leads, in `Location`"),
              (status = 404, body = String, content_type = "text/html", description = "Not an address of ours"),
              (status = 503, body = String, content_type = "text/html", description = "Away for a moment")))]
#[get("/t/c/{token}")]
pub(super) async fn follow_link(
    api: Data<Api>,
    links: Data<Links>,
    token: Path<String>,
    visit: Visit,
) -> HttpResponse {
    let language = visit.language;
    answer(follow(&api, &links, &token, visit).await, language)
}

async fn follow(api: &Api, links: &Links, text: &str, visit: Visit) -> Result<Option<HttpResponse>, Refusal> {
    let token = Token::verify(text, api.urls.key());
    let Some((token, Kind::Click(link))) = token.map(|token| (token, token.kind)) else { return Ok(None) };
    let Some(url) = links.find(&api.store, token.campaign, link).await? else { return Ok(None) };
    let hit = Hit {
        campaign: token.campaign,
        number: token.delivery,
        link: Some(link),
        at: (api.clock)(),
        user_agent: visit.user_agent,
        ip: visit.ip,
        head_request: visit.only_head,
    };
    api.collector.take(hit).await;
    let mut there = HttpResponse::Found();
    there.insert_header((header::LOCATION, url)).insert_header((header::CACHE_CONTROL, "no-store"));
    Ok(Some(there.finish()))
}
