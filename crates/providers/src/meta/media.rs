//! Files that people sent (cloud-api/reference/media): where one is, for five minutes, and then itself, with the same token.

use reqwest::Method;
use serde::Deserialize;

use super::{Meta, answer::success, settings::BASE_URL};
use crate::{
    Failure, MediaFile, http,
    media::{Fetched, Hosts, MEDIA_FOREIGN, MEDIA_MAX, fetch, gone, too_large},
};

/// Where Meta keeps files.
const FILES: &[&str] = &["lookaside.fbsbx.com"];

/// `code` of an object that is not there any more.
const NO_SUCH_OBJECT: &str = "100";

#[derive(Deserialize)]
struct Place {
    url: String,
    mime_type: Option<String>,
    file_size: Option<serde_json::Value>,
}

impl Place {
    /// Its size in bytes, which is told as a number or as text.
    fn size(&self) -> Option<usize> {
        let told = self.file_size.as_ref()?;
        told.as_u64().and_then(|size| size.try_into().ok()).or_else(|| told.as_str()?.parse().ok())
    }
}

impl Meta {
    /// The file with this id of Meta's.
    pub(super) async fn file(&self, id: &str) -> Result<MediaFile, Failure> {
        if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(gone());
        }
        let call = self.call(Method::GET, id).query(&[("phone_number_id", &self.phone_number_id)]);
        let place: Place = success(http::call(call).await).map_err(plain)?;
        if place.size().is_some_and(|size| size > MEDIA_MAX) {
            return Err(too_large());
        }
        let url = Hosts { base: &self.base, real: BASE_URL, others: FILES }.allowed(&place.url)?;
        // Meta's own page: the token is wanted at this address too.
        let call = self.client.get(url).header("authorization", self.authorization.clone());
        match fetch(call, place.mime_type.as_deref()).await? {
            Fetched::File(file) => Ok(file),
            Fetched::Elsewhere(_) => {
                let detail = "Meta sends us elsewhere for the file: it is not fetched";
                Err(Failure::Refused { code: MEDIA_FOREIGN.into(), detail: detail.into() })
            }
        }
    }
}

/// Meta deletes files after some days, and says then that there is no such object.
fn plain(failure: Failure) -> Failure {
    match failure {
        Failure::Refused { code, .. } if code == NO_SUCH_OBJECT || code == "http_404" => gone(),
        other => other,
    }
}
