//! The addresses that a message carries.

use domain::CampaignId;
use thiserror::Error;

use crate::{
    compiled::Link,
    token::{Kind, Token, TokenKey},
};

/// The folder of the links that are counted.
const CLICKS: &str = "t/c";

/// Whoever knows the addresses for one person's message.
pub trait Urls {
    /// The address, as it stands in plain text: nothing in it is escaped for HTML.
    fn url(&self, kind: Kind) -> String;
}

/// Makes the public paths of words.md.
#[derive(Debug, Clone)]
pub struct PublicUrls {
    base: String,
    key: TokenKey,
}

/// The base of public addresses is not one.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` cannot start the links of messages: give an address such as https://mail.example.org")]
pub struct BaseUrlError(String);

/// What a person allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tracking {
    /// Opens may be told to be theirs.
    pub opens: bool,
    /// Clicks may be told to be theirs.
    pub clicks: bool,
}

impl PublicUrls {
    /// Addresses below `base`, an absolute http(s) URL without query and fragment; a path is welcome.
    ///
    /// # Errors
    /// Any other text.
    pub fn new(base: &str, key: TokenKey) -> Result<Self, BaseUrlError> {
        let url = url::Url::parse(base).ok().filter(|url| {
            matches!(url.scheme(), "http" | "https") && url.query().is_none() && url.fragment().is_none()
        });
        let url = url.ok_or_else(|| BaseUrlError(base.to_owned()))?;
        Ok(Self { base: url.as_str().trim_end_matches('/').to_owned(), key })
    }

    /// The addresses for one delivery.
    #[must_use]
    pub const fn delivery(
        &self,
        campaign: CampaignId,
        delivery: u32,
        tracking: Tracking,
    ) -> DeliveryUrls<'_> {
        DeliveryUrls { urls: self, campaign, delivery, tracking }
    }

    /// What stands before the token of every click: where the tracked buttons of WhatsApp templates lead.
    #[must_use]
    pub fn clicks(&self) -> String {
        format!("{}/{CLICKS}/", self.base)
    }

    /// The key, to verify what visitors bring.
    #[must_use]
    pub const fn key(&self) -> &TokenKey {
        &self.key
    }

    fn path(&self, token: &Token) -> String {
        let (folder, end) = match token.kind {
            Kind::Open => ("t/o", ".gif"),
            Kind::Click(_) => (CLICKS, ""),
            Kind::Unsubscribe => ("u", ""),
            Kind::Preferences => ("p", ""),
            Kind::WebVersion => ("v", ""),
        };
        format!("{}/{folder}/{}{end}", self.base, token.sign(&self.key))
    }
}

/// The addresses for one delivery. Pixel and links tell who only where tracking is granted; the others, which serve the
/// person and are never counted as reading, always do.
#[derive(Debug, Clone, Copy)]
pub struct DeliveryUrls<'a> {
    urls: &'a PublicUrls,
    campaign: CampaignId,
    delivery: u32,
    tracking: Tracking,
}

impl DeliveryUrls<'_> {
    /// The token of a click alone: WhatsApp's buttons hold what stands before it.
    #[must_use]
    pub fn click_token(&self, link: u16) -> String {
        self.token(Kind::Click(link)).sign(&self.urls.key)
    }

    fn token(&self, kind: Kind) -> Token {
        let may_tell = match kind {
            Kind::Open => self.tracking.opens,
            Kind::Click(_) => self.tracking.clicks,
            Kind::Unsubscribe | Kind::Preferences | Kind::WebVersion => true,
        };
        let delivery = may_tell.then_some(self.delivery);
        Token { kind, campaign: self.campaign, delivery }
    }
}

impl Urls for DeliveryUrls<'_> {
    fn url(&self, kind: Kind) -> String {
        self.urls.path(&self.token(kind))
    }
}

/// A pixel that asks nobody: one transparent point.
const STILL_PIXEL: &str = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

/// The addresses of a preview: links lead where the author pointed them, nothing is counted and nobody unsubscribes.
#[derive(Debug, Clone, Copy)]
pub struct PreviewUrls<'a>(pub &'a [Link]);

impl Urls for PreviewUrls<'_> {
    fn url(&self, kind: Kind) -> String {
        match kind {
            Kind::Open => STILL_PIXEL.to_owned(),
            Kind::Click(number) => self
                .0
                .iter()
                .find(|link| link.number == number)
                .map_or_else(|| "#".to_owned(), |link| link.url.clone()),
            Kind::Unsubscribe | Kind::Preferences | Kind::WebVersion => "#".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CAMPAIGN: CampaignId = CampaignId(uuid::Uuid::from_u128(3));

    fn public(base: &str) -> PublicUrls {
        PublicUrls::new(base, TokenKey::new(&[[1; 32]]).unwrap()).unwrap()
    }

    fn told(urls: &PublicUrls, tracking: Tracking, kind: Kind) -> Option<u32> {
        let url = urls.delivery(CAMPAIGN, 9, tracking).url(kind);
        let token = url.rsplit('/').next().unwrap().trim_end_matches(".gif");
        let token = Token::verify(token, urls.key()).unwrap();
        assert_eq!((token.kind, token.campaign), (kind, CAMPAIGN));
        token.delivery
    }

    #[test]
    fn the_public_paths_are_those_of_the_glossary() {
        let public = public("https://m.example.org/x/");
        let urls = public.delivery(CAMPAIGN, 9, Tracking { opens: true, clicks: true });
        let paths = [
            (Kind::Open, "t/o/"),
            (Kind::Click(1), "t/c/"),
            (Kind::Unsubscribe, "u/"),
            (Kind::Preferences, "p/"),
            (Kind::WebVersion, "v/"),
        ];
        for (kind, path) in paths {
            let url = urls.url(kind);
            assert!(url.starts_with(&format!("https://m.example.org/x/{path}")), "{url}");
            assert_eq!(url.ends_with(".gif"), kind == Kind::Open);
        }
    }

    #[test]
    fn who_grants_no_tracking_is_told_by_no_link_that_counts() {
        let public = public("https://m.example.org");
        for (opens, clicks) in [(false, false), (true, false), (false, true), (true, true)] {
            let tracking = Tracking { opens, clicks };
            assert_eq!(told(&public, tracking, Kind::Open), opens.then_some(9));
            assert_eq!(told(&public, tracking, Kind::Click(4)), clicks.then_some(9));
            for kind in [Kind::Unsubscribe, Kind::Preferences, Kind::WebVersion] {
                assert_eq!(told(&public, tracking, kind), Some(9));
            }
        }
    }

    #[test]
    fn a_base_is_an_address_and_nothing_else() {
        for base in
            ["", "m.example.org", "ftp://m.example.org", "https://m.example.org/?a", "https://a.fr/#b"]
        {
            let refused = PublicUrls::new(base, TokenKey::new(&[[1; 32]]).unwrap()).unwrap_err();
            assert!(refused.to_string().contains("https://mail.example.org"), "{base}");
        }
    }
}
