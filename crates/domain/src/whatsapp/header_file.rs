//! What may stand above a text: formats and weights (developers.facebook.com, cloud-api/reference/media).

use super::HeaderMedia;
use crate::check::{Check, CheckCode, Severity};

/// What speaks against the file at an address, as far as a call tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileFault {
    /// It was not there: the status of the answer, where there was one in time.
    Unreachable(Option<u16>),
    /// It weighs more than this many bytes, the most that Meta takes.
    Heavy(u64),
    /// It is of a type that Meta does not take; empty where none is told.
    Type(String),
}

impl FileFault {
    /// What a review says of it. What Meta would refuse for everybody blocks; what Meta may see otherwise deserves a look.
    #[must_use]
    pub fn check(&self) -> Check {
        let (code, is_certain, about) = match self {
            Self::Unreachable(None) => (CheckCode::MediaUnreachable, false, String::new()),
            Self::Unreachable(Some(status)) => {
                (CheckCode::MediaUnreachable, matches!(*status, 404 | 410), status.to_string())
            }
            Self::Heavy(max) => (CheckCode::MediaHeavy, true, (max >> 20).to_string()),
            Self::Type(told) => (CheckCode::MediaType, !told.is_empty(), told.clone()),
        };
        let severity = if is_certain { Severity::Blocking } else { Severity::Warning };
        Check::new(code, severity, about, Some("/whatsapp/media_url"))
    }
}

/// Endings of files that Meta takes nowhere above a text; an address may end in anything else, and is not judged by it.
const NEVER: &[&str] = &[
    "gif", "webp", "svg", "bmp", "tif", "tiff", "heic", "heif", "avif", "ico", "psd", "mov", "avi", "mkv",
    "webm", "wmv", "flv", "mpg", "mpeg", "mp3", "wav", "ogg", "m4a", "aac", "zip", "rar", "7z", "html",
    "htm", "exe",
];

impl HeaderMedia {
    /// The endings of the files that it takes.
    #[must_use]
    pub const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Image => &["jpg", "jpeg", "png"],
            Self::Video => &["mp4", "3gp", "3gpp"],
            Self::Document => &["pdf", "txt", "doc", "docx", "xls", "xlsx", "ppt", "pptx"],
        }
    }

    /// The MIME types of the files that it takes.
    #[must_use]
    pub const fn types(self) -> &'static [&'static str] {
        match self {
            Self::Image => &["image/jpeg", "image/png"],
            Self::Video => &["video/mp4", "video/3gpp"],
            Self::Document => &[
                "application/pdf",
                "text/plain",
                "application/msword",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                "application/vnd.ms-excel",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "application/vnd.ms-powerpoint",
                "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            ],
        }
    }

    /// The most that a file may weigh, in bytes.
    #[must_use]
    pub const fn bytes_max(self) -> u64 {
        match self {
            Self::Image => 5 << 20,
            Self::Video => 16 << 20,
            Self::Document => 100 << 20,
        }
    }

    /// The ending of an address, where it is one of a file that cannot stand here: of another kind, or of a format that Meta does not
    /// take. Addresses that end otherwise may lead to anything: none.
    #[must_use]
    pub fn refuses(self, url: &str) -> Option<String> {
        let ending = ending(url)?;
        let is_known = NEVER.contains(&ending.as_str())
            || Self::ALL.iter().any(|kind| kind.endings().contains(&ending.as_str()));
        (is_known && !self.endings().contains(&ending.as_str())).then_some(ending)
    }
}

/// What stands behind the last dot of the path, in lower case.
fn ending(url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next()?.split_once("://")?.1;
    let (_, name) = path.split_once('/')?;
    let (_, ending) = name.rsplit('/').next()?.rsplit_once('.')?;
    Some(ending.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_another_kind_or_format_is_refused_by_its_ending() {
        for (media, url, ending) in [
            (HeaderMedia::Image, "https://x.fr/a/soldes.GIF?v=1.png", "gif"),
            (HeaderMedia::Image, "https://x.fr/soldes.webp#1", "webp"),
            (HeaderMedia::Image, "https://x.fr/soldes.pdf", "pdf"),
            (HeaderMedia::Video, "https://x.fr/film.mov", "mov"),
            (HeaderMedia::Document, "https://x.fr/devis.zip", "zip"),
        ] {
            assert_eq!(media.refuses(url).as_deref(), Some(ending), "{url}");
        }
    }

    #[test]
    fn what_meta_takes_and_what_tells_nothing_is_let_through() {
        for media in HeaderMedia::ALL {
            for ending in media.endings() {
                assert_eq!(media.refuses(&format!("https://x.fr/a.b/fichier.{ending}?w=gif")), None);
            }
            for url in [
                "https://x.fr",
                "https://x.fr/",
                "https://x.gif",
                "https://x.fr/media/42",
                "https://x.fr/a.php",
            ] {
                assert_eq!(media.refuses(url), None, "{url}");
            }
        }
    }

    #[test]
    fn only_what_meta_refuses_for_everybody_blocks() {
        for (fault, severity, about) in [
            (FileFault::Unreachable(Some(404)), Severity::Blocking, "404"),
            (FileFault::Unreachable(Some(410)), Severity::Blocking, "410"),
            (FileFault::Unreachable(Some(403)), Severity::Warning, "403"),
            (FileFault::Unreachable(Some(302)), Severity::Warning, "302"),
            (FileFault::Unreachable(None), Severity::Warning, ""),
            (FileFault::Heavy(HeaderMedia::Video.bytes_max()), Severity::Blocking, "16"),
            (FileFault::Type("text/html".into()), Severity::Blocking, "text/html"),
            (FileFault::Type(String::new()), Severity::Warning, ""),
        ] {
            let check = fault.check();
            assert_eq!((check.severity, check.about.as_str()), (severity, about), "{fault:?}");
        }
    }

    #[test]
    fn weights_are_those_of_meta() {
        assert_eq!(
            HeaderMedia::ALL.iter().map(|kind| kind.bytes_max() >> 20).collect::<Vec<_>>(),
            [5, 16, 100]
        );
    }
}
