//! Packages on the wire: up in pieces, down in pieces, taken up again where the line broke, durable before it is said.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::stream;
use indicatif::{ProgressBar, ProgressStyle};
use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE, IF_RANGE, RANGE};
use reqwest::{Method, Response, StatusCode};
use tokio::fs::{File, OpenOptions};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::http::{Client, with_key};
use super::retry::is_worth_repeating;
use super::{ClientError, Delivery};
use crate::crypto;
use crate::domain::ids::Digest;

/// A bar for people on long transfers, or nothing.
#[derive(Clone, Debug)]
pub struct Progress(ProgressBar);

impl Progress {
    /// Nothing is drawn.
    pub fn none() -> Self {
        Self(ProgressBar::hidden())
    }

    /// A bar of `size` bytes on standard error; nothing where that is no terminal, or for a moment's worth of bytes.
    pub fn bar(size: u64) -> Self {
        if size < WORTH_A_BAR {
            return Self::none();
        }
        let bar = ProgressBar::new(size); // draws to stderr, and not at all where that is no terminal
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {bytes}/{total_bytes} {bytes_per_sec} {eta}") {
            bar.set_style(style);
        }
        Self(bar)
    }

    fn at(&self, bytes: u64) {
        self.0.set_position(bytes);
    }

    fn end(&self) {
        self.0.finish_and_clear();
    }
}

/// A package that lies here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Downloaded {
    /// Where.
    pub file: PathBuf,
    /// Its SHA-256, checked.
    pub sha256: Digest,
    /// Its bytes.
    pub size: u64,
    /// It lay there already.
    pub already: bool,
}

impl Client {
    /// POSTs a file, streaming; a repeat reads it again. The hub is told the digest (RFC 9530), so that a broken line
    /// never passes for a package.
    pub(super) async fn upload(
        &self,
        path: &str,
        query: &[(&str, String)],
        file: &Path,
        key: Option<&str>,
        progress: &Progress,
    ) -> Result<Response, ClientError> {
        let unreadable = |source| ClientError::Unreadable { path: file.to_owned(), source };
        let (digest, size) = digest_of(file).await.map_err(unreadable)?;
        let digest = format!("sha-256=:{}:", base64::Engine::encode(&base64::prelude::BASE64_STANDARD, digest.0));
        let mut pauses = self.pauses().start();
        loop {
            let body =
                reqwest::Body::wrap_stream(pieces(File::open(file).await.map_err(unreadable)?, progress.clone()));
            let request = self
                .request(Method::POST, path, query)
                .header(CONTENT_TYPE, "application/octet-stream")
                .header(CONTENT_LENGTH, size)
                .header("content-digest", &digest)
                .body(body);
            let answer = self.once(with_key(request, key)).await;
            match answer {
                Err(error) if is_worth_repeating(&error) => match pauses.next() {
                    Some(pause) => tokio::time::sleep(pause).await,
                    None => return Err(error),
                },
                settled => {
                    progress.end();
                    return settled;
                }
            }
        }
    }

    /// Fetches a delivery's package into `dir`: to a file beside, taken up again where an earlier run stopped, checked,
    /// fsynced, then given its name. What lies there already with the right digest is not fetched again.
    ///
    /// # Errors
    /// [`ClientError`]
    pub async fn download(
        &self,
        delivery: &Delivery,
        dir: &Path,
        progress: &Progress,
    ) -> Result<Downloaded, ClientError> {
        let expected = Digest::from_hex(&delivery.package.sha256).ok_or_else(|| ClientError::NotAHub {
            url: self.hub().to_owned(),
            words: "the delivery names no SHA-256".to_owned(),
        })?;
        let target = dir.join(file_name(delivery));
        let done =
            |already| Downloaded { file: target.clone(), sha256: expected, size: delivery.package.size, already };
        if let Ok((found, _)) = digest_of(&target).await
            && found == expected
        {
            return Ok(done(true));
        }
        tokio::fs::create_dir_all(dir).await.map_err(|source| unwritable(dir, source))?;
        let part = dir.join(format!(".{}.part", delivery.id));
        self.fill(delivery, &part, progress).await?;
        progress.end();
        let (found, _) = digest_of(&part).await.map_err(|source| unwritable(&part, source))?;
        if found != expected {
            // Kept bytes would be taken up again and never get right.
            tokio::fs::remove_file(&part).await.map_err(|source| unwritable(&part, source))?;
            return Err(ClientError::Digest { expected, found });
        }
        settle(&part, &target, dir).await.map_err(|source| unwritable(&target, source))?;
        Ok(done(false))
    }

    /// Writes what `part` lacks, over broken lines.
    async fn fill(&self, delivery: &Delivery, part: &Path, progress: &Progress) -> Result<(), ClientError> {
        let mut pauses = self.pauses().start();
        loop {
            match self.fill_once(delivery, part, progress).await {
                Err(error) if is_worth_repeating(&error) => match pauses.next() {
                    Some(pause) => tokio::time::sleep(pause).await,
                    None => return Err(error),
                },
                settled => return settled,
            }
        }
    }

    async fn fill_once(&self, delivery: &Delivery, part: &Path, progress: &Progress) -> Result<(), ClientError> {
        let failed = |source| unwritable(part, source);
        let mut file = OpenOptions::new().create(true).append(true).open(part).await.map_err(failed)?;
        let mut have = file.metadata().await.map_err(failed)?.len();
        if have > delivery.package.size {
            file.set_len(0).await.map_err(failed)?;
            have = 0;
        }
        if have == delivery.package.size && have > 0 {
            return file.sync_all().await.map_err(failed);
        }
        let mut request = self.request(Method::GET, &Self::package_path(delivery.id), &[]);
        if have > 0 {
            request = request
                .header(RANGE, format!("bytes={have}-"))
                .header(IF_RANGE, format!("\"{}\"", delivery.package.sha256));
        }
        let mut answer = self.once(request).await?;
        if answer.status() != StatusCode::PARTIAL_CONTENT {
            file.set_len(0).await.map_err(failed)?;
            have = 0;
        }
        loop {
            let piece = tokio::time::timeout(SILENCE, answer.chunk()).await;
            let Ok(piece) = piece else {
                let words = "nothing came for too long".to_owned();
                return Err(ClientError::Unreachable { url: self.hub().to_owned(), words });
            };
            let Some(piece) = piece.map_err(|error| self.broken(&error))? else { break };
            file.write_all(&piece).await.map_err(failed)?;
            have += piece.len() as u64;
            progress.at(have);
        }
        file.sync_all().await.map_err(failed)
    }
}

/// The name under which a package is kept: `<delivery>.asice` or `.edxml`. Nothing of it comes from a stranger.
pub fn file_name(delivery: &Delivery) -> String {
    let ending = if delivery.package.container == "edxml" { "edxml" } else { "asice" };
    format!("{}.{ending}", delivery.id)
}

/// Gives the finished file its name, durably.
async fn settle(part: &Path, target: &Path, dir: &Path) -> io::Result<()> {
    tokio::fs::rename(part, target).await?;
    File::open(dir).await?.sync_all().await
}

pub(in crate::cli) async fn digest_of(file: &Path) -> io::Result<(Digest, u64)> {
    let mut file = File::open(file).await?;
    let mut hash = crypto::Sha256::default();
    let (mut buffer, mut size) = (vec![0; PIECE], 0);
    loop {
        let count = file.read(&mut buffer).await?;
        if count == 0 {
            return Ok((hash.finish(), size));
        }
        hash.update(buffer.get(..count).unwrap_or_default());
        size += count as u64;
    }
}

fn pieces(file: File, progress: Progress) -> impl futures_util::Stream<Item = io::Result<Bytes>> {
    stream::try_unfold((file, 0_u64), move |(mut file, sent)| {
        let progress = progress.clone();
        async move {
            let mut buffer = BytesMut::with_capacity(PIECE);
            let count = file.read_buf(&mut buffer).await?;
            progress.at(sent);
            Ok((count > 0).then(|| (buffer.freeze(), (file, sent + count as u64))))
        }
    })
}

fn unwritable(path: &Path, source: io::Error) -> ClientError {
    ClientError::Unwritable { path: path.to_owned(), source }
}

/// One piece in memory.
const PIECE: usize = 256 * 1024;
/// Below this a bar would only flicker.
const WORTH_A_BAR: u64 = 4 << 20;
/// The longest silence within a download.
const SILENCE: Duration = Duration::from_secs(60);
