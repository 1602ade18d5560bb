//! One file of the SPA, as it goes out.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, HeaderValue},
    web::Bytes,
};
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};

/// A name that carries the digest of its content never changes its content.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Everything else is asked for again, and answered with 304 while it is the same.
const ASK_AGAIN: &str = "no-cache";

/// A file, and how it is announced.
#[derive(Debug)]
pub(super) struct Asset {
    kind: String,
    cache: &'static str,
    tag: String,
    plain: Bytes,
    /// Only where it is smaller.
    zipped: Option<Bytes>,
}

impl Asset {
    /// The file of this name, below the SPA's folder.
    pub(super) fn read(name: &str, path: &Path) -> io::Result<Self> {
        Self::new(name, fs::read(path)?)
    }

    pub(super) fn new(name: &str, content: Vec<u8>) -> io::Result<Self> {
        let zipped = Some(zip(&content)?).filter(|zipped| zipped.len() < content.len());
        Ok(Self {
            kind: mime_guess::from_path(name).first_or_octet_stream().to_string(),
            cache: if is_named_by_digest(name) { FOR_EVER } else { ASK_AGAIN },
            tag: tag(&content),
            plain: content.into(),
            zipped: zipped.map(Bytes::from),
        })
    }

    pub(super) fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let said = |name| request.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        let mut answer = HttpResponse::Ok();
        answer
            .insert_header((header::ETAG, self.tag.as_str()))
            .insert_header((header::CACHE_CONTROL, self.cache));
        answer.insert_header((header::VARY, "accept-encoding"));
        if said(header::IF_NONE_MATCH).is_some_and(|tags| tags.contains(&self.tag)) {
            return answer.status(actix_web::http::StatusCode::NOT_MODIFIED).finish();
        }
        answer.content_type(self.kind.as_str());
        match &self.zipped {
            Some(zipped) if said(header::ACCEPT_ENCODING).is_some_and(|codings| codings.contains("gzip")) => {
                answer.insert_header((header::CONTENT_ENCODING, "gzip")).body(zipped.clone())
            }
            _ => answer.body(self.plain.clone()),
        }
    }
}

/// Trunk and `cargo xtask finish` put at least 16 hexadecimal digits behind a dash, in a file's name or its folder's.
fn is_named_by_digest(name: &str) -> bool {
    name.split(['/', '-', '_', '.'])
        .any(|part| part.len() >= 16 && part.chars().all(|c| c.is_ascii_hexdigit()))
}

fn tag(content: &[u8]) -> String {
    let digest: String = Sha256::digest(content).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{digest}\"")
}

fn zip(content: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use actix_web::{http::StatusCode, test::TestRequest};

    use super::*;

    fn asset(name: &str) -> Asset {
        Asset::new(name, b"let a = 1;".repeat(100)).unwrap()
    }

    #[test]
    fn a_name_with_a_digest_is_kept_for_ever_and_the_page_is_asked_for_again() {
        assert_eq!(asset("frontend-9f8e7d6c5b4a3f2e_bg.wasm").cache, FOR_EVER);
        assert_eq!(asset("boot-9f8e7d6c5b4a3f2e.js").cache, FOR_EVER);
        assert_eq!(asset("app-9f8e7d6c5b4a3f2e/split_home.wasm").cache, FOR_EVER);
        assert_eq!(asset("index.html").cache, ASK_AGAIN);
    }

    #[test]
    fn what_is_compressed_reads_as_it_was() {
        let asset = asset("a.js");
        let mut read = String::new();
        flate2::read::GzDecoder::new(asset.zipped.as_deref().unwrap()).read_to_string(&mut read).unwrap();
        assert_eq!(read.as_bytes(), &asset.plain[..]);
    }

    #[test]
    fn whoever_has_the_same_version_gets_none_again() {
        let asset = asset("a.js");
        let again = TestRequest::default()
            .insert_header((header::IF_NONE_MATCH, asset.tag.as_str()))
            .to_http_request();
        assert_eq!(asset.answer(&again).status(), StatusCode::NOT_MODIFIED);
        let first =
            TestRequest::default().insert_header((header::ACCEPT_ENCODING, "gzip, br")).to_http_request();
        let answer = asset.answer(&first);
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers().get(header::CONTENT_ENCODING).unwrap(), "gzip");
    }
}
