//! Examples of pictures, films and documents: fetched from where they are, and uploaded to Meta (Resumable Upload API).

use domain::whatsapp::HeaderMedia;
use reqwest::Method;
use serde::Deserialize;
use url::Url;

use crate::{
    Failure,
    http::{self, Call},
    meta::{Meta, answer::success},
    settings::is_loopback,
};

#[derive(Deserialize)]
struct Opened {
    id: String,
}

#[derive(Deserialize)]
struct Uploaded {
    h: String,
}

/// A file, with its MIME type.
struct File {
    bytes: Vec<u8>,
    mime: String,
}

impl Meta {
    /// What Meta calls the example once it has it.
    pub(super) async fn handle(&self, media: HeaderMedia, url: &str) -> Result<String, Failure> {
        let app = self.app_id.as_deref().ok_or_else(|| {
            refused(
                "no_app",
                "set EBVISION_META_APP_ID: examples of pictures, films and documents are uploaded to the app"
                    .into(),
            )
        })?;
        let file = self.fetched(media, url).await?;
        let length = file.bytes.len().to_string();
        let about = [("file_name", media.as_str()), ("file_length", &length), ("file_type", &file.mime)];
        let open = self.call(Method::POST, &format!("{app}/uploads")).query(&about);
        let Opened { id } = success(http::call(open).await)?;
        let upload = self.client.post(format!("{}/{id}", self.base)).header("file_offset", "0");
        let upload = upload.header("authorization", self.upload_authorization.clone()).body(file.bytes);
        success(http::call(upload).await).map(|Uploaded { h }| h)
    }

    /// The file at an address, which is no secret: it stands above a message to many. Only what Meta takes is passed on.
    async fn fetched(&self, media: HeaderMedia, url: &str) -> Result<File, Failure> {
        let url = self.address(url)?;
        let answer = match http::call(self.client.get(url)).await {
            Call::Answered(answer) => answer,
            Call::NeverSent(detail) | Call::Lost(detail) => {
                return Err(Failure::Retry { after: None, code: "example".into(), detail });
            }
        };
        let mime = answer.headers.get("content-type").and_then(|mime| mime.to_str().ok()).unwrap_or_default();
        let mime = mime.split(';').next().unwrap_or_default().trim().to_lowercase();
        let wanted = types(media);
        match (answer.status, answer.body) {
            (200, Some(bytes)) if bytes.len() as u64 > media.bytes_max() => {
                let detail =
                    format!("the example is larger than {} MB: give a smaller one", media.bytes_max() >> 20);
                Err(refused("example", detail))
            }
            (200, Some(bytes)) if wanted.contains(&mime.as_str()) => Ok(File { bytes, mime }),
            (200, Some(_)) => {
                let detail = format!("the example is {mime:?}: give one of {}", wanted.join(", "));
                Err(refused("example", detail))
            }
            (200, None) => Err(refused("example", "the example is larger than 16 MB, or broke off".into())),
            (status, _) => {
                let detail = format!(
                    "the address of the example answered {status}: give one that leads to the file itself"
                );
                Err(refused("example", detail))
            }
        }
    }

    /// By TLS; in the open only on this very machine, and only where the API is played on it too.
    fn address(&self, url: &str) -> Result<Url, Failure> {
        let is_played_here = self.base.starts_with("http://");
        let fits = |url: &Url| url.scheme() == "https" || is_played_here && is_loopback(url);
        let url = Url::parse(url).ok().filter(fits);
        url.ok_or_else(|| refused("example", "give an https address for the example".into()))
    }
}

/// What Meta takes above a text (templates/components).
const fn types(media: HeaderMedia) -> &'static [&'static str] {
    match media {
        HeaderMedia::Image => &["image/jpeg", "image/png"],
        HeaderMedia::Video => &["video/mp4"],
        HeaderMedia::Document => &["application/pdf"],
    }
}

fn refused(code: &str, detail: String) -> Failure {
    Failure::Refused { code: code.into(), detail }
}
