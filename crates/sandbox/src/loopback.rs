//! Nothing leaves this machine: every address is looked at before it is called.

use reqwest::redirect;
use url::{Host, Url};

/// Whether an address is of this machine, by http or https.
pub(crate) fn is_loopback(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
        && match url.host() {
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
}

/// A client that neither follows redirects nor takes a proxy, so that no call is led elsewhere.
pub(crate) fn client() -> reqwest::Result<reqwest::Client> {
    // Somebody else in the process may have chosen already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .redirect(redirect::Policy::none())
        .no_proxy()
        .timeout(std::time::Duration::from_secs(5))
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_called() {
        let call = |text| is_loopback(&Url::parse(text).unwrap());
        for near in ["http://127.0.0.1:8080/t", "http://localhost/", "http://[::1]:1/", "http://127.9.9.9/"] {
            assert!(call(near), "{near}");
        }
        for far in [
            "http://192.0.2.1/",
            "https://example.org/",
            "http://localhost.example.org/",
            "mailto:a@localhost",
        ] {
            assert!(!call(far), "{far}");
        }
    }
}
