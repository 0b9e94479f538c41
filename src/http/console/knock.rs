//! From where somebody signs in, for the count of tries and for the list of sessions.
//!
//! What a header says of the address is believed only from proxies that the operator named; an address of this very machine is
//! a proxy's, and whoever sits behind it is not known.

use std::net::IpAddr;

use actix_web::HttpRequest;
use actix_web::http::header::USER_AGENT;

use super::seat;
use crate::crypto;
use crate::exchange::Knock;
use crate::http::Hub;

/// Who knocks. The session or half session that the browser shows ends when a new one begins.
pub(super) fn of(hub: &Hub, req: &HttpRequest) -> Knock {
    let header = |name: &str| req.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let peer = req.peer_addr().map(|peer| peer.ip());
    Knock {
        address: address(peer, header("x-forwarded-for"), &hub.settings.trusted_proxies),
        agent: header(USER_AGENT.as_str()).to_owned(),
        instead: req.cookie(seat::cookie_name(hub)).map(|cookie| crypto::sha256(cookie.value().as_bytes())),
    }
}

fn address(peer: Option<IpAddr>, forwarded: &str, proxies: &[IpAddr]) -> Option<IpAddr> {
    let peer = peer?.to_canonical();
    if !proxies.contains(&peer) {
        return Some(peer).filter(|peer| !peer.is_loopback());
    }
    // From the right: what stands before the first that is no proxy of ours was written by anybody.
    let hops = forwarded.rsplit(',').map(|hop| hop.trim().parse::<IpAddr>().ok().map(|hop| hop.to_canonical()));
    hops.into_iter().find(|hop| hop.is_none_or(|hop| !proxies.contains(&hop))).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_named_proxy_is_believed() {
        let ip = |text: &str| text.parse::<IpAddr>().ok();
        let proxies = [ip("10.0.0.1").unwrap(), ip("127.0.0.1").unwrap()];
        assert_eq!(address(ip("192.0.2.1"), "198.51.100.9", &proxies), ip("192.0.2.1"));
        assert_eq!(address(ip("10.0.0.1"), "203.0.113.5, 198.51.100.9", &proxies), ip("198.51.100.9"));
        assert_eq!(address(ip("127.0.0.1"), "203.0.113.5, 198.51.100.9,10.0.0.1", &proxies), ip("198.51.100.9"));
        assert_eq!(address(ip("::ffff:10.0.0.1"), "198.51.100.9", &proxies), ip("198.51.100.9"));
        for nothing in ["", "unknown", "198.51.100.9, _hidden"] {
            assert_eq!(address(ip("10.0.0.1"), nothing, &proxies), None, "{nothing}");
        }
        assert_eq!(address(ip("127.0.0.1"), "198.51.100.9", &[]), None, "a proxy that nobody named");
        assert_eq!(address(None, "", &[]), None);
    }
}
