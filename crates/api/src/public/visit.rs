//! Who visits: no more than evidence and the judgement of machines need.

use std::{
    future::{Ready, ready},
    net::{IpAddr, SocketAddr},
};

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header::{self, HeaderMap, HeaderName},
    web::Data,
};
use domain::{Language, hit::USER_AGENT_MAX};
use ipnet::IpNet;

use crate::{
    Api,
    manners::{head, problems},
};

/// What proxies append the address to that called them. `Forwarded` is not read: few proxies write it, and one that does not
/// know it passes on what the visitor wrote.
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// A visit to a public path.
#[derive(Debug, Clone)]
pub(crate) struct Visit {
    /// The language of the visitor.
    pub(crate) language: Language,
    /// The program, as it names itself.
    pub(crate) user_agent: Option<String>,
    /// Where the visit comes from; behind a trusted proxy, what the proxy says. Only its network is ever kept.
    pub(crate) ip: Option<IpAddr>,
    /// Whether only the head was asked for.
    pub(crate) only_head: bool,
}

impl FromRequest for Visit {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let agent = request.headers().get(header::USER_AGENT);
        ready(Ok(Self {
            language: problems::language(request),
            user_agent: agent
                .map(|value| String::from_utf8_lossy(value.as_bytes()).replace('\0', ""))
                .map(|agent| agent.chars().take(USER_AGENT_MAX).collect()),
            ip: request.peer_addr().map(|peer| origin(peer.ip(), request.headers(), trusted(request))),
            only_head: head::is_only_head(request),
        }))
    }
}

fn trusted(request: &HttpRequest) -> &[IpNet] {
    request.app_data::<Data<Api>>().map_or(&[], |api| &api.trusted_proxies)
}

/// Each proxy appends who called it, so that the list is believed from its end, as long as whoever wrote an entry is trusted.
/// What stands before was written by a stranger. An entry that is no address ends the walk at the proxy that wrote it.
fn origin(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |ip: &IpAddr| trusted.iter().any(|network| network.contains(ip));
    let lines: Vec<_> = headers.get_all(FORWARDED_FOR).filter_map(|line| line.to_str().ok()).collect();
    let mut told = lines.iter().rev().flat_map(|line| line.rsplit(',')).map(|entry| address(entry.trim()));
    let mut origin = peer.to_canonical();
    while is_trusted(&origin)
        && let Some(Some(before)) = told.next()
    {
        origin = before;
    }
    origin
}

/// An address, as proxies write it: with or without a port, an IPv6 one with or without brackets.
fn address(written: &str) -> Option<IpAddr> {
    let bare = || written.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    let with_port = || Some(written.parse::<SocketAddr>().ok()?.ip());
    written.parse().ok().or_else(bare).or_else(with_port).map(|ip: IpAddr| ip.to_canonical())
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    fn seen(peer: &str, lines: &[&'static str], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(FORWARDED_FOR, HeaderValue::from_static(line));
        }
        let trusted: Vec<IpNet> = trusted.iter().map(|network| network.parse().unwrap()).collect();
        origin(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn nobody_is_believed_who_is_not_trusted() {
        assert_eq!(seen("203.0.113.9", &["198.51.100.7"], &[]), "203.0.113.9");
        assert_eq!(seen("203.0.113.9", &["198.51.100.7"], &["10.0.0.0/8"]), "203.0.113.9");
    }

    #[test]
    fn a_trusted_proxy_tells_who_called_it_and_not_what_the_caller_claims() {
        let trusted = ["10.0.0.0/8", "fd00::/8"];
        assert_eq!(seen("10.0.0.1", &["198.51.100.7"], &trusted), "198.51.100.7");
        assert_eq!(seen("::ffff:10.0.0.1", &["1.1.1.1, 198.51.100.7, 10.0.0.2"], &trusted), "198.51.100.7");
        assert_eq!(seen("10.0.0.1", &["1.1.1.1", "198.51.100.7:4711"], &trusted), "198.51.100.7");
        assert_eq!(seen("fd00::1", &["[2001:db8::7]:4711"], &trusted), "2001:db8::7");
        assert_eq!(seen("fd00::1", &["[2001:db8::7]"], &trusted), "2001:db8::7");
    }

    #[test]
    fn what_is_no_address_ends_the_walk_at_who_wrote_it() {
        assert_eq!(seen("10.0.0.1", &["198.51.100.7, unknown"], &["10.0.0.0/8"]), "10.0.0.1");
        assert_eq!(seen("10.0.0.1", &["198.51.100.7, , 10.0.0.2"], &["10.0.0.0/8"]), "10.0.0.2");
        assert_eq!(seen("10.0.0.1", &[], &["10.0.0.0/8"]), "10.0.0.1");
    }
}
