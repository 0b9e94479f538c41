//! Answers of the console: a page, a way back after a change, a failure in words, and the headers that hold on all.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderMap, HeaderName, HeaderValue, LOCATION, REFERRER_POLICY, RETRY_AFTER,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use askama::Template;

use super::frame::{Frame, Rail};
use super::seat::Viewer;
use crate::codes::{self, Retry};
use crate::exchange::Refusal;
use crate::http::{Failure, Hub, Settings};
use crate::i18n::{self, Lang};

/// A page.
///
/// # Errors
/// `internal` when a template cannot be written.
pub(super) fn page(template: &impl Template) -> Result<HttpResponse, Failure> {
    status(StatusCode::OK, template)
}

/// A page with another status: an error summary over a form is 422.
///
/// # Errors
/// `internal` when a template cannot be written.
pub(super) fn status(status: StatusCode, template: &impl Template) -> Result<HttpResponse, Failure> {
    let html = template.render().map_err(Refusal::internal)?;
    Ok(HttpResponse::build(status).content_type("text/html; charset=utf-8").body(html))
}

/// After a change: to the page that shows it, so that "back" and "reload" repeat nothing.
pub(super) fn see(path: impl AsRef<str>) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, path.as_ref())).finish()
}

/// A path of this console out of a request's own words; anything else (another host, another scheme) is the start page.
pub(super) fn local(path: Option<&str>) -> &str {
    let is_local = |path: &&str| {
        path.starts_with('/')
            && !path.starts_with("//")
            && !path.contains('\\')
            && path.bytes().all(|byte| (0x21..0x7f).contains(&byte))
    };
    path.filter(is_local).unwrap_or("/")
}

#[derive(Template)]
#[template(path = "console/failure.html")]
struct FailurePage<'a> {
    frame: Frame,
    title: String,
    remedy: String,
    detail: Option<&'a str>,
    faults: Vec<FaultLine>,
    code: &'static str,
}

struct FaultLine {
    title: String,
    found: Option<String>,
    remedy: String,
}

/// A failure in words: what it was, what was wrong with this request, what to do, and its code. With the frame of whoever is
/// signed in, where the hub can still be asked for it.
pub(super) async fn failure(hub: Option<&Hub>, viewer: &Viewer, path: &str, failure: &Failure) -> HttpResponse {
    let frame = match hub.filter(|_| failure.code().info().status < 500) {
        Some(hub) => Frame::load(hub, viewer, path, Rail::None).await.ok(),
        None => None,
    };
    let frame = frame.unwrap_or_else(|| Frame::bare(viewer, path, Rail::None));
    let (code, lang) = (failure.code(), viewer.lang);
    let refusal = failure.refusal();
    let line = |fault: &crate::exchange::Fault| FaultLine {
        title: i18n::title(lang, fault.code),
        found: fault.found.clone(),
        remedy: i18n::remedy(lang, fault.code),
    };
    let (title, remedy) = said(lang, code);
    let page = FailurePage {
        frame,
        title,
        remedy,
        detail: refusal.detail.as_deref().filter(|_| code.info().status < 500),
        faults: refusal.faults.iter().map(line).collect(),
        code: code.name(),
    };
    let mut answer = HttpResponse::build(StatusCode::from_u16(code.info().status).unwrap_or_default());
    if code.info().retry == Retry::Later {
        answer.insert_header((RETRY_AFTER, "5"));
    }
    metrics::counter!("lienthong_console_failures_total", "code" => code.name()).increment(1);
    match page.render() {
        Ok(html) => answer.content_type("text/html; charset=utf-8").body(html),
        Err(_) => answer.content_type("text/plain; charset=utf-8").body(i18n::title(Lang::Vi, code)),
    }
}

/// Title and remedy. What a program's author is told about tokens and addresses says nothing to who reads pages.
fn said(lang: Lang, code: crate::codes::Code) -> (String, String) {
    let key = match code {
        codes::AUTH_FORBIDDEN => "failure-forbidden",
        codes::REQUEST_NO_SUCH_PATH => "failure-not-there",
        _ => return (i18n::title(lang, code), i18n::remedy(lang, code)),
    };
    (i18n::text(lang, key, None, &[]), i18n::text(lang, key, Some("remedy"), &[]))
}

/// A page that may also connect to one other place; nothing else of the policy changes.
///
/// # Errors
/// `internal` when a template cannot be written.
pub(super) fn page_that_asks(
    template: &impl Template,
    settings: &Settings,
    place: &str,
) -> Result<HttpResponse, Failure> {
    let mut answer = page(template)?;
    let policy = policy(settings, &format!("'self' {}", origin(place)));
    let policy = HeaderValue::from_str(&policy).map_err(Refusal::internal)?;
    answer.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    Ok(answer)
}

fn policy(settings: &Settings, connect: &str) -> String {
    let frames = settings.content_url.as_deref().map_or_else(String::new, |url| format!("; frame-src {}", origin(url)));
    format!(
        "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; connect-src {connect}; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'{frames}"
    )
}

/// The headers of every answer of the console. A page is kept by nobody; a file bears its own rule.
pub(super) fn dress(headers: &mut HeaderMap, settings: &Settings) {
    let policy = policy(settings, "'self'");
    let mut put = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value)
            && !headers.contains_key(&name)
        {
            headers.insert(name, value);
        }
    };
    put(CONTENT_SECURITY_POLICY, &policy);
    put(CACHE_CONTROL, "no-store");
    put(X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(X_FRAME_OPTIONS, "DENY");
    put(REFERRER_POLICY, "same-origin");
    put(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    put(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    put(HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()");
    if settings.public_url.starts_with("https://") {
        put(STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
}

/// `https://hub.example` of `https://hub.example/path`.
pub(in crate::http) fn origin(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    url[host..].find('/').map_or(url, |end| &url[..host + end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_our_own_are_followed() {
        for good in ["/in", "/in?view=due&q=a%20b", "/d/0190"] {
            assert_eq!(local(Some(good)), good);
        }
        for bad in
            ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "", "in", "/a\nb"]
        {
            assert_eq!(local(Some(bad)), "/", "{bad:?}");
        }
        assert_eq!(local(None), "/");
    }

    #[test]
    fn an_origin_has_no_path() {
        assert_eq!(origin("https://hub.example"), "https://hub.example");
        assert_eq!(origin("http://127.0.0.1:8080/a/b"), "http://127.0.0.1:8080");
    }
}
