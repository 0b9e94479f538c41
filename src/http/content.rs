//! The second origin: attachments, by links that open once within a minute. No cookie is set or read here, so whatever a
//! stranger's file tries in a browser, it finds nobody signed in and no page of ours (DECISIONS "Content").
//!
//! The media type comes from a closed list (`exchange::content::Kind`), never from the package; only a PDF is shown, all
//! else is saved. Refused here: everything but a link. Absent: who may have a link (`exchange::content`).

use std::io::Read;

use actix_web::body::SizedStream;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, Charset, ContentDisposition, DispositionParam,
    DispositionType, ExtendedValue, HeaderName, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use bytes::Bytes;
use futures_util::stream;

use super::console::origin;
use super::problem::{self, lang_of};
use super::{Failure, Hub};
use crate::codes;
use crate::exchange::content::Opened;
use crate::i18n;
use crate::xml::is_invisible;

/// Puts the one route of the content port into its app.
pub fn content_routes(hub: Hub) -> impl FnOnce(&mut ServiceConfig) {
    move |cfg| {
        let all = web::scope("").wrap(from_fn(problem::dress));
        let all = all.route("/c/{token}", web::get().to(open)).default_service(web::to(nothing));
        cfg.app_data(web::Data::new(hub)).service(all);
    }
}

async fn open(hub: web::Data<Hub>, token: web::Path<String>, req: HttpRequest) -> HttpResponse {
    match hub.exchange.redeem(&token).await {
        Ok(opened) => answer(&hub, opened),
        Err(refusal) => said(&req, &Failure::from(refusal)),
    }
}

async fn nothing(req: HttpRequest) -> HttpResponse {
    said(&req, &Failure::new(codes::REQUEST_NO_SUCH_PATH, "only links to attachments lie here"))
}

fn answer(hub: &Hub, opened: Opened) -> HttpResponse {
    let Opened { name, kind, size, shown, reader } = opened;
    // The viewer of PDFs in browsers does not run under `sandbox`; this answer holds nothing but the PDF, on an origin
    // without cookies, and may be framed by the console alone.
    let policy = match shown {
        true => format!(
            "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors {}",
            origin(&hub.settings.public_url)
        ),
        false => "sandbox; default-src 'none'; frame-ancestors 'none'".to_owned(),
    };
    HttpResponse::Ok()
        .content_type(kind.media_type())
        .insert_header((CONTENT_DISPOSITION, disposition(&name, shown)))
        .insert_header((CONTENT_SECURITY_POLICY, policy))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((REFERRER_POLICY, "no-referrer"))
        .insert_header((HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"))
        .body(SizedStream::new(size, Box::pin(pieces(reader, size))))
}

/// A failure in a person's words: the link was followed by somebody.
fn said(req: &HttpRequest, failure: &Failure) -> HttpResponse {
    let (code, lang) = (failure.code(), lang_of(req.headers()));
    let status = StatusCode::from_u16(code.info().status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    HttpResponse::build(status)
        .content_type("text/plain; charset=utf-8")
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(format!("{}\n{}\n({code})\n", i18n::title(lang, code), i18n::remedy(lang, code)))
}

/// The name as old and new browsers read it (RFC 6266): plain in ASCII, and whole.
pub(super) fn disposition(name: &str, shown: bool) -> ContentDisposition {
    let clean: String = name.chars().map(|c| if is_odd(c) { '_' } else { c }).collect();
    let clean = clean.trim_start_matches('.').to_owned();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_. ".contains(c);
    let plain: String = clean.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
    let whole =
        ExtendedValue { charset: Charset::Ext("UTF-8".to_owned()), language_tag: None, value: clean.into_bytes() };
    ContentDisposition {
        disposition: if shown { DispositionType::Inline } else { DispositionType::Attachment },
        parameters: vec![DispositionParam::Filename(plain), DispositionParam::FilenameExt(whole)],
    }
}

/// What no name of a file on a clerk's machine has: paths, controls, and marks that turn a name around.
fn is_odd(c: char) -> bool {
    c.is_control() || matches!(c, '/' | '\\' | ';' | '=' | ':' | '*' | '?' | '"' | '<' | '>' | '|') || is_invisible(c)
}

/// Read away from the async threads, a piece at a time; an error breaks the answer off, so that nobody keeps a half.
pub(super) fn pieces(
    reader: Box<dyn Read + Send>,
    size: u64,
) -> impl futures_util::Stream<Item = Result<Bytes, std::io::Error>> {
    stream::try_unfold((reader, size), |(mut reader, left)| async move {
        let read = web::block(move || {
            let mut buffer = vec![0; PIECE_BYTES];
            let mut filled = 0;
            while filled < buffer.len() {
                match reader.read(&mut buffer[filled..])? {
                    0 => break,
                    n => filled += n,
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
        let (buffer, state) = read.await.map_err(|_| std::io::Error::other("the reading thread ended"))??;
        Ok((!buffer.is_empty()).then(|| (Bytes::from(buffer), state)))
    })
}

/// One piece of an answer.
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
}
