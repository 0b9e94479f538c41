//! A package's body: written once to a private file while it streams, with a cap, a deadline, and a longest silence. The
//! same for the body of a request, a part of a form, and a piece of an upload that is continued.

use actix_multipart::MultipartError;
use actix_web::error::PayloadError as BodyError;
use actix_web::http::header::CONTENT_LENGTH;
use actix_web::{HttpRequest, web};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::{Bytes, BytesMut};
use futures_util::{FutureExt, Stream, StreamExt};
use tokio::time::{Instant, timeout_at};

use super::{Failure, Hub};
use crate::codes;
use crate::domain::ids::Digest;
use crate::exchange::{Fault, Refusal};
use crate::payload::{PayloadError, Piece, Upload};
use crate::store::Store;

/// Takes the whole body. The upload is gone from the disk when it is dropped.
pub(super) async fn take(hub: &Hub, req: &HttpRequest, body: web::Payload) -> Result<Upload, Failure> {
    let limit = hub.settings.package_bytes;
    check_length(req, limit)?;
    let store = hub.exchange.store().clone();
    let min_free = hub.settings.min_free_bytes;
    let open = move || {
        check_room(&store, min_free)?;
        store.objects().upload(limit).map_err(store_failure)
    };
    let upload = stream(hub, body.map(|piece| piece.map_err(|error| body_failure(&error))), open).await?;
    check_size(upload.size(), limit).map_err(|fault| Refusal::of(vec![fault]))?;
    check_digest(req, upload.digest())?;
    Ok(upload)
}

/// Writes what comes to what `open` opens. What was written before a failure is the file's.
pub(super) async fn stream<S: Sink>(
    hub: &Hub,
    mut body: impl Stream<Item = Result<Bytes, Failure>> + Unpin,
    open: impl FnOnce() -> Result<S, Failure> + Send + 'static,
) -> Result<S, Failure> {
    // A small body that is there already is opened and written in one step; who has to wait for more has a file to wait with.
    let mut begun = Begun::Not(open);
    let deadline = Instant::now() + hub.settings.upload_deadline;
    let mut held = BytesMut::new();
    loop {
        let next = match body.next().now_or_never() {
            Some(next) => next,
            None => {
                begun = Begun::Open(begun.opened().await?);
                let silence = Instant::now() + hub.settings.upload_idle;
                let until = deadline.min(silence);
                timeout_at(until, body.next()).await.map_err(|_| {
                    let words =
                        if until == deadline { "the upload took too long" } else { "nothing came for too long" };
                    Failure::new(codes::REQUEST_TIMEOUT, words)
                })?
            }
        };
        match next {
            Some(Ok(piece)) => held.extend_from_slice(&piece),
            Some(Err(failure)) => return Err(failure),
            None => break,
        }
        if held.len() >= WRITE_BYTES {
            begun = Begun::Open(begun.write(held.split()).await?);
        }
    }
    begun.write(held).await
}

/// A body that is read into memory, up to a limit.
pub(super) async fn small(
    mut body: impl Stream<Item = Result<Bytes, BodyError>> + Unpin,
    most: usize,
) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    while let Some(piece) = body.next().await {
        let piece = piece.map_err(|error| body_failure(&error))?;
        if bytes.len() + piece.len() > most {
            return Err(Failure::new(codes::REQUEST_TOO_LARGE, format!("at most {most} bytes are read")));
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

/// A file that takes what comes.
pub(super) trait Sink: Send + 'static {
    /// Takes the next piece; blocks on the disk.
    fn write(&mut self, piece: &[u8]) -> Result<(), PayloadError>;
}

impl Sink for Upload {
    fn write(&mut self, piece: &[u8]) -> Result<(), PayloadError> {
        Self::write(self, piece)
    }
}

impl Sink for Piece {
    fn write(&mut self, piece: &[u8]) -> Result<(), PayloadError> {
        Self::write(self, piece)
    }
}

/// A file, or how to open one.
enum Begun<F, S> {
    Not(F),
    Open(S),
}

impl<S: Sink, F: FnOnce() -> Result<S, Failure> + Send + 'static> Begun<F, S> {
    /// The file, opened now if it was not.
    async fn opened(self) -> Result<S, Failure> {
        match self {
            Self::Not(open) => web::block(open).await?,
            Self::Open(file) => Ok(file),
        }
    }

    /// Writes the next piece, in one step with the beginning where that is still to come.
    async fn write(self, piece: BytesMut) -> Result<S, Failure> {
        web::block(move || {
            let mut file = match self {
                Self::Not(open) => open()?,
                Self::Open(file) => file,
            };
            file.write(&piece).map_err(store_failure)?;
            Ok(file)
        })
        .await?
    }
}

/// Whether the announced length is one that is taken.
pub(super) fn check_length(req: &HttpRequest, limit: u64) -> Result<(), Failure> {
    let Some(header) = req.headers().get(CONTENT_LENGTH) else { return Ok(()) };
    let length = header.to_str().ok().and_then(|text| text.parse::<u64>().ok());
    match length {
        Some(length) => check_size(length, limit).map_err(|fault| Refusal::of(vec![fault]).into()),
        None => Err(Failure::new(codes::REQUEST_MALFORMED, "the header Content-Length is not a number")),
    }
}

/// Whether a package of that size is taken.
pub(super) fn check_size(size: u64, limit: u64) -> Result<(), Fault> {
    match size {
        0 => Err(Fault::found(codes::REQUEST_EMPTY, "0 bytes").at("size")),
        size if size > limit => {
            let fault = Fault::found(codes::PAYLOAD_TOO_LARGE, format!("{size} bytes")).at("size");
            Err(fault.expecting(format!("at most {limit} bytes")))
        }
        _ => Ok(()),
    }
}

/// Whether there is room for another package. Blocks.
pub(super) fn check_room(store: &Store, min_free: u64) -> Result<(), Failure> {
    match store.objects().free_bytes().map_err(store_failure)? {
        free if free < min_free => Err(Failure::new(codes::STORE_DISK_FULL, "the hub's disk is nearly full")),
        _ => Ok(()),
    }
}

/// RFC 9530: a `Content-Digest` that the client sent must be that of what came.
fn check_digest(req: &HttpRequest, found: Digest) -> Result<(), Failure> {
    let Some(header) = req.headers().get("content-digest") else { return Ok(()) };
    let value = header
        .to_str()
        .ok()
        .and_then(|text| text.split(',').find_map(|item| item.trim().strip_prefix("sha-256=:")?.strip_suffix(':')));
    // Another algorithm than SHA-256 is not checked: RFC 9530 §2 lets a receiver ignore what it does not know.
    let Some(value) = value else { return Ok(()) };
    let said = BASE64_STANDARD.decode(value).ok().and_then(|bytes| Digest::from_slice(&bytes));
    match said {
        Some(said) if said == found => Ok(()),
        Some(said) => Err(Failure::new(codes::REQUEST_DIGEST, format!("Content-Digest says {said}, {found} came"))),
        None => Err(Failure::new(codes::REQUEST_MALFORMED, "Content-Digest is not base64 of 32 bytes")),
    }
}

/// A fault of the file, for the caller; what is the hub's own matter goes to the log only.
pub(super) fn store_failure(error: PayloadError) -> Failure {
    let words = error.to_string();
    if error.code().info().status >= 500 {
        tracing::error!(error = %words, "an upload could not be written");
        return Failure::new(error.code(), "the upload could not be written");
    }
    Failure::new(error.code(), words)
}

/// A body that broke off.
pub(super) fn body_failure(error: &BodyError) -> Failure {
    match error {
        BodyError::Incomplete(_) => {
            Failure::new(codes::REQUEST_INCOMPLETE, "the body ended before its announced length")
        }
        BodyError::Overflow => Failure::new(codes::PAYLOAD_TOO_LARGE, "the body is too large"),
        other => Failure::new(codes::REQUEST_INCOMPLETE, format!("the body broke off: {other}")),
    }
}

/// A form that broke off, or is none.
pub(super) fn multipart_failure(error: &MultipartError) -> Failure {
    match error {
        MultipartError::Payload(error) => body_failure(error),
        other => Failure::new(codes::REQUEST_MALFORMED, other.to_string()),
    }
}

/// What is gathered before the disk is asked: few system calls, and little memory an upload (LIMITS §8).
const WRITE_BYTES: usize = 256 * 1024;
