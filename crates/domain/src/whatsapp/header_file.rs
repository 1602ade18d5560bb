//! What may stand above a text: formats and weights (developers.facebook.com, cloud-api/reference/media).

use super::HeaderMedia;

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
    fn weights_are_those_of_meta() {
        assert_eq!(
            HeaderMedia::ALL.iter().map(|kind| kind.bytes_max() >> 20).collect::<Vec<_>>(),
            [5, 16, 100]
        );
    }
}
