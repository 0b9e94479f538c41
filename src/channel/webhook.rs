//! Events to an agency's own software: one POST, signed with the secret that both sides have.
//!
//! `Lienthong-Signature: t=<seconds since 1970>,v1=<hex of HMAC-SHA256(secret, "<t>.<body>")>`. Any 2xx is a yes. Only hosts
//! that the operator named are told; plain http only where they stand inside.

use crate::channel::egress::{Egress, EgressError, Rules};
use crate::crypto::{self, RandomError};
use crate::domain::ids::Micros;

/// The way to the agencies' software. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Webhooks {
    egress: Egress,
    inside: Vec<String>,
}

/// One event on its way.
#[derive(Clone, Copy, Debug)]
pub struct Post<'a> {
    /// Where to.
    pub url: &'a str,
    /// Signs.
    pub secret: &'a str,
    /// The webhook's name.
    pub webhook: &'a str,
    /// The event's name: a repeat bears the same.
    pub id: &'a str,
    /// When it is sent: a receiver refuses what is old.
    pub at: Micros,
}

impl Webhooks {
    /// By `rules`, whose private hosts are allowed like the others.
    ///
    /// # Errors
    /// When TLS cannot start.
    pub fn new(rules: Rules) -> Result<Self, EgressError> {
        let inside = rules.private_hosts.clone();
        let hosts = rules.hosts.iter().chain(&inside).cloned().collect();
        Ok(Self { egress: Egress::new(Rules { hosts, ..rules })?, inside })
    }

    /// Whether `url` may be told.
    ///
    /// # Errors
    /// [`EgressError`].
    pub fn check(&self, url: &str) -> Result<(), EgressError> {
        self.egress.check(url)?;
        let host = host(url);
        let inside = self.inside.iter().any(|one| one.eq_ignore_ascii_case(&host));
        match url.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("https://")) || inside {
            true => Ok(()),
            false => Err(EgressError::Url { url: host, detail: "https is wanted".to_owned() }),
        }
    }

    /// Tells one event.
    ///
    /// # Errors
    /// [`EgressError`]: nobody, or nobody who said yes, has it.
    pub async fn post(&self, post: Post<'_>, body: Vec<u8>) -> Result<(), EgressError> {
        self.check(post.url)?;
        let seconds = post.at.0.div_euclid(1_000_000);
        let signature =
            signature(post.secret, seconds, &body).map_err(|error| EgressError::Start { detail: error.to_string() })?;
        let headers = [
            ("Lienthong-Signature", signature),
            ("Lienthong-Webhook", post.webhook.to_owned()),
            ("Lienthong-Event-Id", post.id.to_owned()),
        ];
        self.egress.push(post.url, "application/json", &headers, body).await
    }
}

/// The header's value.
fn signature(secret: &str, seconds: i64, body: &[u8]) -> Result<String, RandomError> {
    let signed = [format!("{seconds}.").as_bytes(), body].concat();
    let mac = crypto::hmac_sha256(secret.as_bytes(), &signed)?;
    Ok(format!("t={seconds},v1={mac}"))
}

/// The host of a URL, for people: what stands behind it may be a secret.
pub fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let bare = authority.rsplit('@').next().unwrap_or_default();
    let host = match bare.rsplit_once(':') {
        Some((host, port)) if port.chars().all(|c| c.is_ascii_digit()) => host,
        _ => bare,
    };
    host.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn webhooks(hosts: &[&str], inside: &[&str]) -> Webhooks {
        let own = |list: &[&str]| list.iter().map(|&host| host.to_owned()).collect();
        Webhooks::new(Rules { hosts: own(hosts), private_hosts: own(inside), ..Rules::default() }).unwrap()
    }

    #[test]
    fn only_named_hosts_are_told_and_only_inside_without_tls() {
        let ways = webhooks(&["qlvb.example.vn"], &["127.0.0.1"]);
        for (url, code) in [
            ("https://qlvb.example.vn/hook?k=1", None),
            ("https://QLVB.example.vn:8443/hook", None),
            ("http://127.0.0.1:9/hook", None),
            ("http://qlvb.example.vn/hook", Some("egress.url")),
            ("https://other.example.vn/hook", Some("egress.host_not_allowed")),
            ("https://qlvb.example.vn@evil.example/hook", Some("egress.url")),
            ("https://evil.example/qlvb.example.vn", Some("egress.host_not_allowed")),
            ("http://localhost:9/hook", Some("egress.host_not_allowed")),
            ("ftp://qlvb.example.vn/hook", Some("egress.url")),
            ("hook", Some("egress.url")),
        ] {
            assert_eq!(ways.check(url).err().map(|error| error.code().name()), code, "{url}");
        }
        // A private address has to be named as one.
        let error = webhooks(&["127.0.0.1"], &[]).check("https://127.0.0.1/hook").unwrap_err();
        assert_eq!(error.code().name(), "egress.private_address");
    }

    #[test]
    fn the_signature_is_over_time_and_body() {
        // openssl: printf '1700000000.{}' | openssl dgst -sha256 -hmac whsec_1
        let expected = crypto::hmac_sha256(b"whsec_1", b"1700000000.{}").unwrap();
        assert_eq!(signature("whsec_1", 1_700_000_000, b"{}").unwrap(), format!("t=1700000000,v1={expected}"));
        assert_ne!(signature("whsec_1", 1_700_000_001, b"{}").unwrap()[13..], expected.to_string());
    }
}
