//! The content origin (DECISIONS, Content): attachments of documents, each by a link that works once, for a minute. It
//! is another origin than the console's, with no cookie and no session: what a document carries is a stranger's, and what
//! it could do there is done where nothing lies.
//!
//! The origin is told by the Host of a request. Everything else on that host is nothing; these paths on any other host
//! are nothing. Only a PDF is shown; every other kind, by a closed list, is saved.

use actix_web::body::SizedStream;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, ContentDisposition, DispositionParam, DispositionType,
    ExtendedValue, HOST, HeaderName, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::{HttpRequest, HttpResponse, web};
use bytes::Bytes;
use futures_util::stream;
use std::io::Read;

use crate::codes;
use crate::http::{Failure, Hub};

/// The address of what a token opens.
pub(super) fn url(base: &str, token: &str) -> String {
    format!("{base}/content/{token}")
}

/// Whether a request came to the content origin.
pub(super) fn is_here(hub: &Hub, req: &HttpRequest) -> bool {
    let host = req.headers().get(HOST).and_then(|host| host.to_str().ok());
    let own = hub.settings.content_url.as_deref().map(authority);
    host.is_some() && own == host
}

/// Opens what a one-time link names.
pub(super) async fn content(
    hub: web::Data<Hub>,
    req: HttpRequest,
    token: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    if !is_here(&hub, &req) {
        return Err(Failure::new(codes::REQUEST_NO_SUCH_PATH, "content lies on its own origin"));
    }
    let opened = hub.exchange.redeem(&token).await?;
    let console = crate::http::console::origin(&hub.settings.public_url);
    // Chrome's viewer does not run in a sandbox; it draws PDF in a process of its own, and the answer is nothing else.
    let policy = if opened.shown {
        format!("default-src 'none'; object-src 'self'; frame-ancestors {console}")
    } else {
        "sandbox; default-src 'none'; frame-ancestors 'none'".to_owned()
    };
    let mut answer = HttpResponse::Ok();
    answer
        .content_type(opened.kind.media_type())
        .insert_header((CONTENT_SECURITY_POLICY, policy))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((REFERRER_POLICY, "no-referrer"))
        .insert_header((HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"))
        .insert_header((CONTENT_DISPOSITION, disposition(&opened.name, opened.shown)));
    let size = opened.size;
    Ok(answer.body(SizedStream::new(size, Box::pin(pieces(opened.reader, size)))))
}

/// The name as both old and new browsers read it (RFC 6266): plain in ASCII, and whole.
fn disposition(name: &str, shown: bool) -> ContentDisposition {
    let clean: String = name.chars().map(|c| if is_odd(c) { '_' } else { c }).collect();
    let plain: String = clean.chars().map(|c| if c.is_ascii_alphanumeric() || "-_. ".contains(c) { c } else { '_' }).collect();
    let whole = ExtendedValue {
        charset: actix_web::http::header::Charset::Ext("UTF-8".to_owned()),
        language_tag: None,
        value: clean.into_bytes(),
    };
    ContentDisposition {
        disposition: if shown { DispositionType::Inline } else { DispositionType::Attachment },
        parameters: vec![DispositionParam::Filename(plain), DispositionParam::FilenameExt(whole)],
    }
}

/// What no name of a file on a clerk's machine has: paths, controls, and marks that turn a name around.
fn is_odd(c: char) -> bool {
    c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|') || crate::package::is_invisible(c)
}

/// The bytes in pieces, read away from the async threads. A fault breaks the answer off instead of ending it.
fn pieces(reader: Box<dyn Read + Send>, size: u64) -> impl futures_util::Stream<Item = Result<Bytes, std::io::Error>> {
    stream::try_unfold((reader, size), |(mut reader, left)| async move {
        let read = web::block(move || {
            let mut buffer = vec![0; PIECE_BYTES];
            let mut filled = 0;
            while filled < buffer.len() {
                match reader.read(&mut buffer[filled..])? {
                    0 => break,
                    count => filled += count,
                }
            }
            buffer.truncate(filled);
            let left = left.saturating_sub(filled as u64);
            // Read to the end before the last piece goes out: after it the answer has its length and cannot break off.
            if filled > 0 && left == 0 && reader.read(&mut [0])? > 0 {
                return Err(std::io::Error::other("more bytes than were announced"));
            }
            Ok::<_, std::io::Error>((buffer, (reader, left)))
        });
        match read.await {
            Ok(Ok((piece, _))) if piece.is_empty() => Ok(None),
            Ok(Ok((piece, state))) => Ok(Some((Bytes::from(piece), state))),
            Ok(Err(error)) => Err(error),
            Err(_) => Err(std::io::Error::other("the reading thread ended")),
        }
    })
}

/// `files.hub.example:8443` of `https://files.hub.example:8443`.
fn authority(url: &str) -> &str {
    let rest = url.find("://").map_or(url, |at| &url[at + 3..]);
    rest.split('/').next().unwrap_or(rest)
}

const PIECE_BYTES: usize = 64 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_tricks_become_names() {
        let named = |name: &str| disposition(name, false).to_string();
        let plain = named("Phụ lục 01.xlsx");
        assert!(plain.starts_with("attachment; filename=\"Ph_ l_c 01.xlsx\"; filename*=UTF-8''Ph"), "{plain}");
        for trick in ["../../etc/passwd", "a\"; filename=\"b.exe", "\u{202e}fdp.exe", "a\r\nX: y", "C:\\x"] {
            let said = named(trick);
            assert!(!said.contains("..%2F") && !said.contains('\n') && !said.contains("%E2%80%AE"), "{said}");
            assert_eq!(said.matches("filename=").count(), 1, "{said}");
        }
        assert!(disposition("a.pdf", true).to_string().starts_with("inline"));
    }

    #[test]
    fn the_host_is_the_origin() {
        assert_eq!(authority("https://files.hub.example"), "files.hub.example");
        assert_eq!(authority("http://localhost:8081"), "localhost:8081");
    }
}
