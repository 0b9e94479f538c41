//! Who may ask at all: the checks before a body is read. Pure, over what stands in the headers.

use super::AgentError;

/// DNS rebinding: a page of a stranger's name whose address became 127.0.0.1 still sends its own name. Only the address itself
/// counts, with the port that is listened on; not even `localhost`.
pub(super) fn host(found: Option<&str>, port: u16) -> Result<(), AgentError> {
    let found = found.unwrap_or_default();
    if found == format!("127.0.0.1:{port}") { Ok(()) } else { Err(AgentError::Host { found: found.to_owned() }) }
}

/// Cross-site requests: browsers name the page's origin, and no page can write this header itself. A request without one is no page's.
pub(super) fn origin(found: Option<&str>, may: impl FnOnce(&str) -> bool) -> Result<&str, AgentError> {
    match found {
        Some(origin) if may(origin) => Ok(origin),
        found => Err(AgentError::Origin { found: found.unwrap_or_default().to_owned() }),
    }
}

/// A form of another page cannot be JSON; `fetch` can, but then asks first, and is not allowed.
pub(super) fn content_type(found: Option<&str>) -> Result<(), AgentError> {
    let found = found.unwrap_or_default();
    let (kind, parameter) = found.split_once(';').unwrap_or((found, ""));
    let parameter = parameter.trim();
    let utf8 = parameter.is_empty() || parameter.eq_ignore_ascii_case("charset=utf-8");
    match kind.trim().eq_ignore_ascii_case("application/json") && utf8 {
        true => Ok(()),
        false => Err(AgentError::ContentType { found: found.to_owned() }),
    }
}

/// The secret in `Authorization: Bearer …`.
pub(super) fn bearer(found: Option<&str>) -> Result<&str, AgentError> {
    let secret =
        found.and_then(|text| text.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    secret.map(|(_, secret)| secret.trim()).filter(|secret| !secret.is_empty()).ok_or(AgentError::NotPaired)
}

/// The origin of a hub as browsers write it (RFC 6454 §6.2): https, or http at this machine for trying out.
///
/// # Errors
/// [`AgentError::HubUrl`] for anything else: a path, a user, another scheme.
pub fn origin_of(url: &str) -> Result<String, AgentError> {
    let refused = || AgentError::HubUrl { url: url.to_owned() };
    let (scheme, rest) = url.split_once("://").ok_or_else(refused)?;
    let scheme = scheme.to_ascii_lowercase();
    let authority = rest.strip_suffix('/').unwrap_or(rest).to_ascii_lowercase();
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    if authority.is_empty() || !authority.chars().all(allowed) {
        return Err(refused());
    }
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port.parse::<u16>().map_err(|_| refused())?)),
        _ => (authority.as_str(), None),
    };
    let here = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    let usual = match scheme.as_str() {
        "https" => 443,
        "http" if here => 80,
        _ => return Err(refused()),
    };
    Ok(match port.filter(|port| *port != usual) {
        Some(port) => format!("{scheme}://{host}:{port}"),
        None => format!("{scheme}://{host}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_address_itself_is_meant() {
        assert!(host(Some("127.0.0.1:9463"), 9463).is_ok());
        for found in [
            None,
            Some(""),
            Some("127.0.0.1"),
            Some("localhost:9463"),
            Some("evil.example:9463"),
            Some("127.0.0.1:9464"),
            Some("127.0.0.1:9463.evil.example"),
            Some("[::1]:9463"),
        ] {
            assert!(host(found, 9463).is_err(), "{found:?}");
        }
    }

    #[test]
    fn json_and_nothing_else() {
        for found in ["application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8"] {
            assert!(content_type(Some(found)).is_ok(), "{found}");
        }
        for found in [
            None,
            Some("text/plain"),
            Some("application/x-www-form-urlencoded"),
            Some("application/json, text/plain"),
            Some("application/jsonp"),
            Some("text/plain; application/json"),
            Some("application/json; boundary=x"),
        ] {
            assert!(content_type(found).is_err(), "{found:?}");
        }
    }

    #[test]
    fn an_origin_is_written_as_browsers_do() {
        for (url, origin) in [
            ("https://truc.example", Some("https://truc.example")),
            ("HTTPS://Truc.Example:443/", Some("https://truc.example")),
            ("https://truc.example:8443", Some("https://truc.example:8443")),
            ("http://127.0.0.1:8080", Some("http://127.0.0.1:8080")),
            ("http://[::1]:8080", Some("http://[::1]:8080")),
            ("http://truc.example", None),
            ("https://truc.example/path", None),
            ("https://a@truc.example", None),
            ("truc.example", None),
            ("https://", None),
            ("https://x:y", None),
            ("null", None),
            ("*", None),
        ] {
            assert_eq!(origin_of(url).ok().as_deref(), origin, "{url}");
        }
    }
}
