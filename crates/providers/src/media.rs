//! Files that people send by WhatsApp: fetched from the provider's own hosts and from nowhere else, and never more than fits.

use reqwest::RequestBuilder;
use url::Url;

use crate::{
    Failure,
    http::{self, Answer, Call},
};

/// The largest file that is fetched, in bytes: what WhatsApp takes of pictures, voice and films (cloud-api/reference/media). Documents
/// may be larger there.
pub const MEDIA_MAX: usize = 16 << 20;

/// Why a file is not fetched whose address leads elsewhere.
pub const MEDIA_FOREIGN: &str = "media.foreign";
/// Why a file is not fetched that the provider has no more.
pub const MEDIA_GONE: &str = "media.gone";
/// Why a file is not fetched that is larger than [`MEDIA_MAX`].
pub const MEDIA_TOO_LARGE: &str = "media.too_large";

/// What is kept of a type that nobody can read.
const UNKNOWN_MIME: &str = "application/octet-stream";
/// The longest MIME type (RFC 6838 §4.2: 127 for each half).
pub(crate) const MIME_MAX: usize = 255;

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaFile {
    /// Its MIME type, fit for a header.
    pub mime: String,
    /// The file itself, at most [`MEDIA_MAX`] bytes.
    pub bytes: Vec<u8>,
}

/// Where a file may be fetched from: below the account's own address, or, where that is the provider's real one, from the hosts that
/// the provider keeps files at.
#[derive(Debug)]
pub(crate) struct Hosts<'a> {
    /// The account's address of the API.
    pub(crate) base: &'a str,
    /// The provider's real address of the API.
    pub(crate) real: &'a str,
    /// Hosts of its own that it keeps files at, with everything below them where they begin with a dot.
    pub(crate) others: &'a [&'a str],
}

impl Hosts<'_> {
    /// The address, where it is one of theirs.
    pub(crate) fn allowed(&self, address: &str) -> Result<Url, Failure> {
        let url = Url::parse(address).ok().filter(|url| self.is_base(url) || self.is_other(url));
        url.filter(|url| url.username().is_empty() && url.password().is_none()).ok_or_else(|| {
            let detail =
                "the file's address leads to a host that is none of the provider's: it is not fetched";
            Failure::Refused { code: MEDIA_FOREIGN.into(), detail: detail.into() }
        })
    }

    /// Whether it is of the API's own origin: only there goes the key.
    pub(crate) fn is_base(&self, url: &Url) -> bool {
        Url::parse(self.base).is_ok_and(|base| base.origin() == url.origin())
    }

    fn is_other(&self, url: &Url) -> bool {
        let is_real = Url::parse(self.real).is_ok_and(|real| self.is_base(&real));
        let host = url.host_str().unwrap_or_default();
        let named =
            |other: &&str| if other.starts_with('.') { host.ends_with(*other) } else { host == *other };
        is_real && url.scheme() == "https" && url.port().is_none() && self.others.iter().any(named)
    }
}

/// What an answer to a call for a file is.
#[derive(Debug)]
pub(crate) enum Fetched {
    /// The file.
    File(MediaFile),
    /// It is elsewhere.
    Elsewhere(String),
}

/// Makes a call for a file. `mime` is what was told of it before, where something was.
pub(crate) async fn fetch(call: RequestBuilder, mime: Option<&str>) -> Result<Fetched, Failure> {
    let answer = match http::call(call).await {
        Call::Answered(answer) => answer,
        Call::NeverSent(detail) | Call::Lost(detail) => return Err(retry(detail)),
    };
    if matches!(answer.status, 301 | 302 | 303 | 307 | 308) {
        return Ok(Fetched::Elsewhere(header(&answer, "location").to_owned()));
    }
    refusal(&answer)?;
    let told = header(&answer, "content-type");
    let mime = fit(if told.is_empty() { mime.unwrap_or_default() } else { told });
    let length = header(&answer, "content-length").parse::<usize>().unwrap_or_default();
    match answer.body {
        Some(bytes) if bytes.len() <= MEDIA_MAX => Ok(Fetched::File(MediaFile { mime, bytes })),
        None if length <= MEDIA_MAX && length > 0 => Err(retry("the file broke off".into())),
        _ => Err(too_large()),
    }
}

fn refusal(answer: &Answer) -> Result<(), Failure> {
    match answer.status {
        200 => Ok(()),
        404 | 410 => Err(gone()),
        status @ (429 | 500..=599) => Err(retry(format!("the provider answered {status}"))),
        status => {
            let detail = format!("the provider answered {status} and gives the file to nobody with this key");
            Err(Failure::Refused { code: format!("http_{status}"), detail })
        }
    }
}

fn retry(detail: String) -> Failure {
    Failure::Retry { after: None, code: "unavailable".into(), detail }
}

/// The provider has it no more.
pub(crate) fn gone() -> Failure {
    let detail = "the provider has the file no more: ask the person to send it again";
    Failure::Refused { code: MEDIA_GONE.into(), detail: detail.into() }
}

/// It is larger than what is fetched.
pub(crate) fn too_large() -> Failure {
    let detail = format!("the file is larger than {} MB: look at it with the provider", MEDIA_MAX >> 20);
    Failure::Refused { code: MEDIA_TOO_LARGE.into(), detail }
}

fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// A type that can stand in a header: letters, digits and the marks of RFC 6838 §4.2, parameters left out.
fn fit(told: &str) -> String {
    let mime = told.split(';').next().unwrap_or_default().trim().to_lowercase();
    let is_word = |word: &str| {
        !word.is_empty()
            && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
    };
    let is_type = mime.split_once('/').is_some_and(|(kind, own)| is_word(kind) && is_word(own));
    if is_type && mime.len() <= MIME_MAX { mime } else { UNKNOWN_MIME.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const META: Hosts<'_> = Hosts {
        base: "https://graph.facebook.com/v25.0",
        real: "https://graph.facebook.com",
        others: &["lookaside.fbsbx.com", ".cdn.example"],
    };

    #[test]
    fn only_the_providers_own_hosts_are_gone_to() {
        for fine in [
            "https://graph.facebook.com/v25.0/1",
            "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1",
            "https://a.cdn.example/1",
        ] {
            assert!(META.allowed(fine).is_ok(), "{fine}");
        }
        for foreign in [
            "http://lookaside.fbsbx.com/1",
            "https://lookaside.fbsbx.com:8443/1",
            "https://lookaside.fbsbx.com.evil.example/1",
            "https://evillookaside.fbsbx.com/1",
            "https://evilcdn.example/1",
            "https://someone:secret@lookaside.fbsbx.com/1",
            "https://169.254.169.254/latest/meta-data",
            "http://127.0.0.1:8080/",
            "file:///etc/passwd",
            "",
        ] {
            assert!(META.allowed(foreign).is_err(), "{foreign}");
        }
    }

    #[test]
    fn an_account_with_another_address_knows_that_one_only() {
        let played = Hosts { base: "http://127.0.0.1:8025/meta/v25.0", ..META };
        assert!(played.allowed("http://127.0.0.1:8025/elsewhere").is_ok());
        for foreign in
            ["http://127.0.0.1:8026/meta", "https://lookaside.fbsbx.com/1", "http://localhost:8025/meta"]
        {
            assert!(played.allowed(foreign).is_err(), "{foreign}");
        }
    }

    #[test]
    fn a_type_that_could_break_a_header_is_kept_as_bytes() {
        assert_eq!(fit("Image/JPEG; charset=binary"), "image/jpeg");
        assert_eq!(fit("audio/ogg; codecs=opus"), "audio/ogg");
        for odd in ["", "image", "image/", "text/html\r\nx: y", "a b/c"] {
            assert_eq!(fit(odd), UNKNOWN_MIME, "{odd:?}");
        }
    }
}
