//! Examples of pictures, films and documents: fetched from where they are, and uploaded to Meta (Resumable Upload API).

use domain::whatsapp::HeaderMedia;
use reqwest::Method;
use serde::Deserialize;

use crate::{
    Failure, http,
    meta::{Meta, answer::success},
    web::Missed,
};

/// The largest example that is fetched, in bytes: Meta takes longer documents, but looks at examples only to judge a template.
const EXAMPLE_MAX: u64 = 16 << 20;

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
        let head = self.web.get(url, None).await.map_err(missed)?;
        if head.status != 200 {
            let status = head.status;
            let detail = format!(
                "the address of the example answered {status}: give one that leads to the file itself"
            );
            return Err(refused("example", detail));
        }
        let (mime, wanted) = (head.mime.clone(), types(media));
        if !wanted.contains(&mime.as_str()) {
            let detail = format!("the example is {mime:?}: give one of {}", wanted.join(", "));
            return Err(refused("example", detail));
        }
        let max = media.bytes_max().min(EXAMPLE_MAX);
        match head.bytes(max).await.map_err(missed)? {
            Some(bytes) => Ok(File { bytes, mime }),
            None => {
                let detail = format!("the example is larger than {} MB: give a smaller one", max >> 20);
                Err(refused("example", detail))
            }
        }
    }
}

fn missed(missed: Missed) -> Failure {
    match missed {
        Missed::Closed => {
            refused("example", "give an https address for the example that everybody can go to".into())
        }
        Missed::Lost(detail) => Failure::Retry { after: None, code: "example".into(), detail },
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
