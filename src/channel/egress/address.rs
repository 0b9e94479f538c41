//! Which addresses are public.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether a stranger's name may lead there: none of the special-purpose blocks (IANA registries, RFC 6890), and no IPv6
/// address that stands for such an IPv4 one.
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(matches!(a, 0 | 10 | 127) // this network, private, loopback
        || (a == 100 && (64..128).contains(&b)) // shared, RFC 6598
        || (a == 169 && b == 254) // link-local
        || (a == 172 && (16..32).contains(&b)) // private
        || (a == 192 && b == 168) // private
        || (a == 192 && b == 0 && (c == 0 || c == 2)) // IETF protocols, documentation
        || (a == 192 && b == 88 && c == 99) // 6to4 relays
        || (a == 198 && (b == 18 || b == 19)) // benchmarks
        || (a == 198 && b == 51 && c == 100) // documentation
        || (a == 203 && b == 0 && c == 113) // documentation
        || a >= 224) // multicast, reserved, broadcast
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, third, ..] = address.segments();
    let tail = address.octets();
    let embedded = |at: usize| {
        let bytes: Option<[u8; 4]> = tail.get(at..at + 4).and_then(|four| four.try_into().ok());
        bytes.is_some_and(|bytes| is_public_v4(bytes.into()))
    };
    match (first, second, third) {
        // ::/96 and ::ffff:0:0/96: unspecified, loopback, compatible, mapped.
        (0, ..) => address.to_ipv4_mapped().is_some_and(is_public_v4),
        (0x64, 0xff9b, 0) => embedded(12),          // NAT64
        (0x64, ..) | (0x100, ..) => false,          // local NAT64, discard
        (0x2002, ..) => embedded(2),                // 6to4
        (0x2001, 0..0x200, _) => false,             // Teredo, ORCHID, benchmarks
        (0x2001, 0xdb8, _) | (0x3fff, ..) => false, // documentation
        (0x2000..0x4000, ..) => true,               // global unicast
        _ => false,                                 // unique-local, link-local, multicast, unassigned
    }
}
