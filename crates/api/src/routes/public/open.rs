//! The pixel.

use actix_web::{
    HttpResponse, get,
    http::header,
    web::{Data, Path},
};
use content::token::{Kind, Token};
use domain::hit::Hit;

use crate::{
    Api,
    public::{Visit, missing},
};

/// One transparent point.
const PIXEL: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x01D\x00;";

/// Count an open
///
/// The pixel of a message, answered once the hit is stored. A reader who does not grant open tracking is counted without being
/// told by. HEAD works too, and is kept as what it is. An address that is not ours is a page with 404.
#[utoipa::path(tag = "public", params(("token" = String, Path, description = "What the address tells, signed")),
    responses((status = 200, body = Vec<u8>, content_type = "image/gif", description = "The pixel"),
              (status = 404, body = String, content_type = "text/html", description = "Not an address of ours")))]
#[get("/t/o/{token}.gif")]
pub(super) async fn count_open(api: Data<Api>, token: Path<String>, visit: Visit) -> HttpResponse {
    let token = Token::verify(&token, api.urls.key()).filter(|token| token.kind == Kind::Open);
    let Some(token) = token else { return missing(visit.language) };
    let hit = Hit {
        campaign: token.campaign,
        number: token.delivery,
        link: None,
        at: (api.clock)(),
        user_agent: visit.user_agent,
        ip: visit.ip,
        head_request: visit.only_head,
    };
    api.collector.take(hit).await;
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "image/gif"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        // Mail programs on the web show it on a page of their own.
        .insert_header((header::CROSS_ORIGIN_RESOURCE_POLICY, "cross-origin"))
        .body(PIXEL)
}
