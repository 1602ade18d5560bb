//! Files at addresses that people write: fetched from the open web and from nowhere else, and never more of them than is asked for.

mod names;
mod public;

use std::{error::Error, net::IpAddr, time::Duration};

use domain::whatsapp::{FileFault, HeaderMedia};
use reqwest::{Client, Response, header::CONTENT_TYPE};
use url::{Host, Url};

use crate::{Timeouts, http, media::MIME_MAX, settings::is_loopback};
use names::{Closed, PublicNames};
use public::is_public;

/// How long somebody waits to hear whether a file fits.
const LOOK_MAX: Duration = Duration::from_secs(3);

/// The way to files of the open web.
#[derive(Debug)]
pub(crate) struct Web {
    client: Client,
    /// The way to this very machine, where the provider's API is played on it: no setting opens it beside the real one.
    here: Option<Client>,
}

/// Why there is nothing to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Missed {
    /// The address is none of the open web's: without TLS, with a password, or of a network that is nobody's but ours.
    Closed,
    /// There was no answer, or it broke off.
    Lost(String),
}

/// An answer, of which no more than its head has been read.
#[derive(Debug)]
pub(crate) struct Head {
    pub(crate) status: u16,
    /// Its MIME type in lower case and without parameters; empty where none is told.
    pub(crate) mime: String,
    response: Response,
}

impl Web {
    /// For an account whose API is at `base`, which is called by `client`.
    pub(crate) fn open(base: &str, client: &Client, timeouts: Timeouts) -> Result<Self, String> {
        // A proxy would look names up itself: nobody would have checked where it goes.
        let builder = http::builder(timeouts).dns_resolver(PublicNames).https_only(true).no_proxy();
        // In the open is only what is played on this very machine (`settings::api_base`).
        let here = base.starts_with("http://").then(|| client.clone());
        Ok(Self { client: http::built(builder)?, here })
    }

    /// What answers at an address, within so long; the time of the settings where none is given.
    pub(crate) async fn get(&self, url: &str, within: Option<Duration>) -> Result<Head, Missed> {
        let (client, url) = self.way(url).ok_or(Missed::Closed)?;
        let mut call = client.get(url);
        if let Some(within) = within {
            call = call.timeout(within);
        }
        call.send().await.map(Head::of).map_err(|error| Missed::of(&error))
    }

    /// What speaks against the file at an address standing above a text.
    pub(crate) async fn fault(&self, media: HeaderMedia, url: &str) -> Option<FileFault> {
        let Ok(head) = self.get(url, Some(LOOK_MAX)).await else { return Some(FileFault::Unreachable(None)) };
        if head.status != 200 {
            return Some(FileFault::Unreachable(Some(head.status)));
        }
        if !media.types().contains(&head.mime.as_str()) {
            return Some(FileFault::Type(head.mime));
        }
        let max = media.bytes_max();
        head.weighs_more(max).await.then_some(FileFault::Heavy(max))
    }

    /// By TLS, to a public address; in the open only to this very machine, and only where the API is played on it too.
    fn way(&self, url: &str) -> Option<(&Client, Url)> {
        let url = Url::parse(url).ok().filter(|url| url.username().is_empty() && url.password().is_none())?;
        if let Some(here) = self.here.as_ref().filter(|_| is_loopback(&url)) {
            return Some((here, url));
        }
        // Nobody looks up what is a number already: names are judged once they are looked up.
        let is_open = match url.host()? {
            Host::Domain(_) => true,
            Host::Ipv4(address) => is_public(IpAddr::V4(address)),
            Host::Ipv6(address) => is_public(IpAddr::V6(address)),
        };
        (is_open && url.scheme() == "https").then_some((&self.client, url))
    }
}

impl Missed {
    fn of(error: &reqwest::Error) -> Self {
        let mut cause = error.source();
        while let Some(error) = cause {
            if error.is::<Closed>() {
                return Self::Closed;
            }
            cause = error.source();
        }
        Self::Lost(http::words(error))
    }
}

impl Head {
    fn of(response: Response) -> Self {
        let told = response.headers().get(CONTENT_TYPE).and_then(|mime| mime.to_str().ok());
        let mime = told.unwrap_or_default().split(';').next().unwrap_or_default().trim();
        let mime = mime[..mime.len().min(MIME_MAX)].to_lowercase();
        Self { status: response.status().as_u16(), mime, response }
    }

    /// Whether the body weighs more than `max` bytes, by what is told of it, or else as it comes; none of it is kept. What breaks off
    /// has not been found to.
    async fn weighs_more(mut self, max: u64) -> bool {
        if let Some(length) = self.response.content_length() {
            return length > max;
        }
        let mut read = 0;
        while let Ok(Some(chunk)) = self.response.chunk().await {
            read += chunk.len() as u64;
            if read > max {
                return true;
            }
        }
        false
    }

    /// The whole body; none where it weighs more than `max` bytes.
    pub(crate) async fn bytes(mut self, max: u64) -> Result<Option<Vec<u8>>, Missed> {
        if self.response.content_length().is_some_and(|length| length > max) {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = self.response.chunk().await.map_err(|error| Missed::of(&error))? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() as u64 > max {
                return Ok(None);
            }
        }
        Ok(Some(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn web(base: &str) -> Web {
        let timeouts = Timeouts::default();
        Web::open(base, &http::client(timeouts).unwrap(), timeouts).unwrap()
    }

    #[test]
    fn only_public_addresses_are_gone_to_and_by_tls() {
        let web = web("https://graph.facebook.com/v25.0");
        for open in
            ["https://cdn.exemple.fr/a.jpg", "https://cdn.exemple.fr:8443/a.jpg", "https://8.8.8.8/a.jpg"]
        {
            assert!(web.way(open).is_some(), "{open}");
        }
        for closed in [
            "http://cdn.exemple.fr/a.jpg",
            "https://awa:secret@cdn.exemple.fr/a.jpg",
            "https://awa@cdn.exemple.fr/a.jpg",
            "https://127.0.0.1/a.jpg",
            "https://2130706433/a.jpg",
            "https://0x7f.1/a.jpg",
            "https://169.254.169.254/latest/meta-data",
            "https://[::1]/a.jpg",
            "https://[::ffff:10.0.0.1]/a.jpg",
            "http://127.0.0.1:8025/a.jpg",
            "http://localhost:8025/a.jpg",
            "file:///etc/passwd",
            "data:image/png,x",
            "",
        ] {
            assert!(web.way(closed).is_none(), "{closed}");
        }
    }

    #[test]
    fn this_machine_is_gone_to_in_the_open_where_the_api_is_played_on_it() {
        let web = web("http://127.0.0.1:8025/meta/v25.0");
        for open in ["http://127.0.0.1:8026/a.jpg", "http://localhost/a.jpg", "https://cdn.exemple.fr/a.jpg"]
        {
            assert!(web.way(open).is_some(), "{open}");
        }
        for closed in ["https://127.0.0.1/a.jpg", "http://10.0.0.1/a.jpg", "http://cdn.exemple.fr/a.jpg"] {
            assert!(web.way(closed).is_none(), "{closed}");
        }
    }

    #[tokio::test]
    async fn a_name_of_this_machine_is_not_gone_to() {
        let web = web("https://graph.facebook.com/v25.0");
        assert_eq!(web.get("https://localhost:9/a.jpg", None).await.unwrap_err(), Missed::Closed);
    }
}
