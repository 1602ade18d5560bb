//! Hits: somebody fetched the pixel or followed a link of ours. Who it was is judged here, and nowhere else.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    event::{MachineSign, Verdict},
    ids::CampaignId,
};

/// Most characters of a program's name for itself that are kept.
pub const USER_AGENT_MAX: usize = 300;

/// Sooner after the delivery than this, nobody has read what they click in.
const READING: TimeDelta = TimeDelta::seconds(5);

/// Two links of one message within this time were not both clicked by a person.
pub const AT_ONCE: TimeDelta = TimeDelta::seconds(2);

/// A fetched pixel or a followed link, as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The campaign.
    pub campaign: CampaignId,
    /// The delivery's number; none where the address told nobody's.
    pub number: Option<u32>,
    /// The link followed; none for the pixel.
    pub link: Option<u16>,
    /// When (UTC).
    pub at: DateTime<Utc>,
    /// What the program calls itself; cut at [`USER_AGENT_MAX`] when kept.
    pub user_agent: Option<String>,
    /// Where it came from; only its [`network`] is ever kept.
    pub ip: Option<IpAddr>,
    /// Whether only the head was asked for.
    pub head_request: bool,
}

/// What is known around a hit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// How long after the delivery, or after the message left where no more is known; negative where the events overtook
    /// each other. None by WhatsApp: nobody scans its messages, and people are quick.
    pub since_delivery: Option<TimeDelta>,
    /// Whether another link of the same message was followed within [`AT_ONCE`].
    pub other_link_at_once: bool,
}

/// Parts of the names of programs that fetch for others: mailboxes' image proxies (a reader may stand behind, nobody can tell),
/// security gateways, and tools. Lower case.
const MACHINES: &[&str] = &[
    "googleimageproxy",
    "yahoomailproxy",
    "safelinks",
    "proofpoint",
    "urldefense",
    "mimecast",
    "barracuda",
    "cisco",
    "symantec",
    "messagelabs",
    "trendmicro",
    "sophos",
    "forcepoint",
    "fireeye",
    "bitdefender",
    "headless",
    "crawler",
    "spider",
    "scanner",
    "bot/",
    "bot;",
    "bot)",
    "curl/",
    "wget/",
    "python-",
    "go-http-client",
    "java/",
    "libwww",
    "apache-httpclient",
];

/// Who it was, as far as can be told, and why a machine. No single sign is proof; the hit is kept as it came.
///
/// The time since the delivery and other links speak of clicks only: proxies fetch pixels at any time, and so do readers.
#[must_use]
pub fn judge(hit: &Hit, around: Circumstances) -> (Verdict, Option<MachineSign>) {
    match sign(hit, around) {
        Some(sign) => (Verdict::Machine, Some(sign)),
        None if hit.user_agent.as_deref().is_none_or(|name| name.trim().is_empty()) => {
            (Verdict::Unknown, None)
        }
        None => (Verdict::Human, None),
    }
}

fn sign(hit: &Hit, around: Circumstances) -> Option<MachineSign> {
    let is_click = hit.link.is_some();
    let too_soon = around.since_delivery.is_some_and(|since| since < READING);
    let signs = [
        (hit.user_agent.as_deref().is_some_and(is_machine), MachineSign::UserAgent),
        (hit.head_request, MachineSign::HeadRequest),
        (is_click && around.other_link_at_once, MachineSign::EveryLink),
        (is_click && too_soon, MachineSign::TooSoon),
    ];
    signs.into_iter().find_map(|(shown, sign)| shown.then_some(sign))
}

/// Apple's Mail Privacy Protection calls itself `Mozilla/5.0` and nothing more, which no browser does.
fn is_machine(user_agent: &str) -> bool {
    let name = user_agent.trim().to_lowercase();
    name == "mozilla/5.0" || MACHINES.iter().any(|machine| name.contains(machine))
}

/// The network of an address: its first 24 bits, of IPv6 48; it tells a provider, and no person.
#[must_use]
pub fn network(ip: IpAddr) -> String {
    match ip.to_canonical() {
        IpAddr::V4(ip) => {
            let [a, b, c, _] = ip.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(ip) => {
            let [a, b, c, ..] = ip.segments();
            format!("{a:x}:{b:x}:{c:x}::/48")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:148.0) Gecko/20100101 Firefox/148.0";

    fn hit(link: Option<u16>, user_agent: &str) -> Hit {
        Hit {
            campaign: CampaignId(uuid::Uuid::from_u128(1)),
            number: Some(7),
            link,
            at: DateTime::UNIX_EPOCH,
            user_agent: Some(user_agent.to_owned()),
            ip: None,
            head_request: false,
        }
    }

    fn after(seconds: i64) -> Circumstances {
        Circumstances { since_delivery: Some(TimeDelta::seconds(seconds)), other_link_at_once: false }
    }

    #[test]
    fn a_browser_that_takes_its_time_is_a_person() {
        assert_eq!(judge(&hit(Some(1), FIREFOX), after(5)), (Verdict::Human, None));
        assert_eq!(judge(&hit(None, FIREFOX), after(0)), (Verdict::Human, None));
    }

    #[test]
    fn proxies_and_scanners_are_known_by_their_names() {
        let names = [
            "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
            "Mozilla/5.0",
            "Mozilla/5.0 (compatible; Proofpoint URL Defense)",
            "Mozilla/5.0 (compatible; SomeBot/2.1; +https://example.org)",
        ];
        for name in names {
            let told = judge(&hit(None, name), after(60));
            assert_eq!(told, (Verdict::Machine, Some(MachineSign::UserAgent)), "{name}");
        }
        assert_eq!(judge(&hit(None, "Mozilla/5.0 (Linux; CUBOT X30)"), after(60)).0, Verdict::Human);
    }

    #[test]
    fn a_click_before_anybody_can_have_read_is_a_machines() {
        for seconds in [-2, 0, 4] {
            let told = judge(&hit(Some(1), FIREFOX), after(seconds));
            assert_eq!(told, (Verdict::Machine, Some(MachineSign::TooSoon)), "{seconds}");
        }
    }

    #[test]
    fn several_links_at_once_and_bare_heads_are_machines() {
        let at_once = Circumstances { other_link_at_once: true, ..after(60) };
        assert_eq!(judge(&hit(Some(1), FIREFOX), at_once), (Verdict::Machine, Some(MachineSign::EveryLink)));
        let head = Hit { head_request: true, ..hit(Some(1), FIREFOX) };
        assert_eq!(judge(&head, after(60)), (Verdict::Machine, Some(MachineSign::HeadRequest)));
    }

    #[test]
    fn who_does_not_say_what_it_is_cannot_be_told() {
        for name in [None, Some(" ".to_owned())] {
            let silent = Hit { user_agent: name, ..hit(Some(1), "") };
            assert_eq!(judge(&silent, after(60)), (Verdict::Unknown, None));
        }
    }

    #[test]
    fn of_an_address_only_the_network_is_kept() {
        assert_eq!(network("192.0.2.77".parse().unwrap()), "192.0.2.0/24");
        assert_eq!(network("::ffff:192.0.2.77".parse().unwrap()), "192.0.2.0/24");
        assert_eq!(network("2001:db8:1:2:3::4".parse().unwrap()), "2001:db8:1::/48");
    }
}
