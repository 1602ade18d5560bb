//! Which addresses are the open web's: those that the IANA registries of special addresses (RFC 6890) leave to everybody.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address leads to the open web, and to nothing of our own network.
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// This network and this machine, private networks, those of carriers (100.64/10), links (169.254/16, where clouds tell their keys),
/// protocols, examples, measurements (198.18/15), groups and what is kept back.
fn is_public_v4(address: Ipv4Addr) -> bool {
    !matches!(
        address.octets(),
        [0 | 10 | 127 | 224..=255, ..]
            | [100, 64..=127, ..]
            | [169, 254, ..]
            | [172, 16..=31, ..]
            | [192, 0, 0 | 2, _]
            | [192, 88, 99, _]
            | [192, 168, ..]
            | [198, 18 | 19, ..]
            | [198, 51, 100, _]
            | [203, 0, 113, _]
    )
}

/// What is given out to everybody (2000::/3) less protocols, examples and measurements. An address that holds one of IPv4 leads there, and
/// is what that one is: mapped, by NAT64 (64:ff9b::/96) and 6to4 (2002::/16).
fn is_public_v6(address: Ipv6Addr) -> bool {
    match address.segments() {
        [0, 0, 0, 0, 0, 0xffff, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => is_public_v4(held(high, low)),
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

fn held(high: u16, low: u16) -> Ipv4Addr {
    Ipv4Addr::from((u32::from(high) << 16) | u32::from(low))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The networks of IPv4 that are nobody's of the open web: the first address, and how many of its bits are the network's.
    const CLOSED: &[([u8; 4], u32)] = &[
        ([0, 0, 0, 0], 8),
        ([10, 0, 0, 0], 8),
        ([100, 64, 0, 0], 10),
        ([127, 0, 0, 0], 8),
        ([169, 254, 0, 0], 16),
        ([172, 16, 0, 0], 12),
        ([192, 0, 0, 0], 24),
        ([192, 0, 2, 0], 24),
        ([192, 88, 99, 0], 24),
        ([192, 168, 0, 0], 16),
        ([198, 18, 0, 0], 15),
        ([198, 51, 100, 0], 24),
        ([203, 0, 113, 0], 24),
        ([224, 0, 0, 0], 4),
        ([240, 0, 0, 0], 4),
    ];

    fn is_closed(address: u32) -> bool {
        CLOSED.iter().any(|(first, bits)| (address ^ u32::from_be_bytes(*first)) >> (32 - bits) == 0)
    }

    /// Any address, as often one of a closed network or beside it.
    fn addresses() -> impl Strategy<Value = u32> {
        let near = (prop::sample::select(CLOSED), any::<u32>(), any::<bool>());
        let near = near.prop_map(|((first, bits), host, is_beside)| {
            let network = u32::from_be_bytes(first) | (host & (u32::MAX >> bits));
            network ^ (u32::from(is_beside) << (32 - bits))
        });
        prop_oneof![any::<u32>(), near]
    }

    proptest! {
        #[test]
        fn an_address_of_ipv4_is_public_where_no_closed_network_holds_it(address in addresses()) {
            prop_assert_eq!(is_public(Ipv4Addr::from(address).into()), !is_closed(address));
        }

        #[test]
        fn an_address_that_holds_another_is_as_public_as_that_one(address in addresses(), rest in any::<u64>(), net in any::<u16>()) {
            let [high, low] = [(address >> 16) as u16, address as u16];
            let rest = [(rest >> 48) as u16, (rest >> 32) as u16, (rest >> 16) as u16, rest as u16];
            for segments in [
                [0, 0, 0, 0, 0, 0xffff, high, low],
                [0x64, 0xff9b, 0, 0, 0, 0, high, low],
                [0x2002, high, low, net, rest[0], rest[1], rest[2], rest[3]],
            ] {
                let holder = Ipv6Addr::from(segments);
                prop_assert_eq!(is_public(holder.into()), !is_closed(address), "{}", holder);
            }
        }

        #[test]
        fn no_address_of_ipv6_is_public_that_was_not_given_out(first in any::<u16>(), rest in any::<[u16; 7]>()) {
            let [b, c, d, e, f, g, h] = rest;
            let address = Ipv6Addr::from([first, b, c, d, e, f, g, h]);
            let is_nat64 = first == 0x64 && b == 0xff9b;
            prop_assert!(!is_public(address.into()) || is_nat64 || first >> 13 == 1, "{}", address);
        }
    }

    #[test]
    fn special_addresses_of_ipv6_are_closed_and_the_others_open() {
        for closed in [
            "::",
            "::1",
            "::10.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::10.0.0.1",
            "64:ff9b:1::8.8.8.8",
            "100::1",
            "2001::1",
            "2001:2::1",
            "2001:20::1",
            "2001:db8::1",
            "2002:7f00:1::1",
            "2002:a9fe:a9fe::",
            "3fff::1",
            "4000::1",
            "5f00::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(closed.parse().unwrap()), "{closed}");
        }
        for open in
            ["2001:200::1", "2001:4860:4860::8888", "2a00:1450:4007::1", "64:ff9b::8.8.8.8", "8.8.8.8"]
        {
            assert!(is_public(open.parse().unwrap()), "{open}");
        }
    }
}
