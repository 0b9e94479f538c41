//! A small mail server on loopback (RFC 5321) that keeps each mail as a file. Like a province's relay it wants STARTTLS
//! (RFC 3207) and AUTH PLAIN or LOGIN (RFC 4954) before it takes anything.
//!
//! Absent on purpose: relaying, queues, PIPELINING, 8BITMIME, more than one user.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use openssl::ssl::{Ssl, SslAcceptor, SslMethod};
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_openssl::SslStream;

use crate::crypto;
use crate::signature::dev_pki::Issued;

/// A mail server that runs in this process until it is dropped.
pub struct Catcher {
    /// Where it listens.
    pub address: SocketAddr,
    /// Where the mails lie, `<number>.eml` in the order of their coming.
    pub folder: PathBuf,
    task: JoinHandle<()>,
}

/// What every conversation shares.
struct House {
    tls: SslAcceptor,
    user: String,
    password: String,
    folder: PathBuf,
    count: AtomicU64,
}

impl Catcher {
    /// Starts one on a free loopback port, with the certificate of `server` and one user.
    ///
    /// # Errors
    /// When the folder cannot be made, the certificate cannot be used, or there is no port.
    pub async fn start(folder: &Path, server: &Issued, user: &str, password: &str) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        let mut tls = SslAcceptor::mozilla_intermediate_v5(SslMethod::tls_server())?;
        tls.set_certificate_chain_file(&server.chain_file)?;
        tls.set_private_key(&server.key)?;
        tls.check_private_key()?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.context("loopback has no free port")?;
        let address = listener.local_addr()?;
        let house = Arc::new(House {
            tls: tls.build(),
            user: user.to_owned(),
            password: password.to_owned(),
            folder: folder.to_owned(),
            count: AtomicU64::new(0),
        });
        Ok(Self { address, folder: folder.to_owned(), task: tokio::spawn(serve(listener, house)) })
    }
}

impl Drop for Catcher {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(listener: TcpListener, house: Arc<House>) {
    loop {
        let Ok((stream, _)) = listener.accept().await else { return };
        let house = house.clone();
        tokio::spawn(async move {
            if let Ok(Err(error)) = tokio::time::timeout(LONGEST, converse(stream, &house)).await {
                tracing::debug!(error = format!("{error:#}"), "a conversation with the mail catcher ended badly");
            }
        });
    }
}

async fn converse(stream: TcpStream, house: &House) -> anyhow::Result<()> {
    let mut plain = Talk::new(stream, house, false);
    plain.say("220 localhost mail catcher").await?;
    if plain.run().await? == End::Quit {
        return Ok(());
    }
    // What the client sent beyond its STARTTLS line in the clear is thrown away with the reader (RFC 3207 §4.2).
    let mut stream = SslStream::new(Ssl::new(house.tls.context())?, plain.stream.into_inner())?;
    Pin::new(&mut stream).accept().await.context("the TLS handshake failed")?;
    Talk::new(stream, house, true).run().await.map(drop)
}

/// How a conversation in one layer ends.
#[derive(PartialEq, Eq)]
enum End {
    Quit,
    StartTls,
}

/// A conversation, before or inside of TLS.
struct Talk<'a, S> {
    stream: BufReader<S>,
    house: &'a House,
    secure: bool,
    known: bool,
    from: Option<String>,
    to: Vec<String>,
}

impl<'a, S: AsyncRead + AsyncWrite + Unpin> Talk<'a, S> {
    fn new(stream: S, house: &'a House, secure: bool) -> Self {
        Self { stream: BufReader::new(stream), house, secure, known: false, from: None, to: Vec::new() }
    }

    async fn run(&mut self) -> anyhow::Result<End> {
        while let Some(line) = self.line().await? {
            let (verb, rest) = line.split_once(' ').unwrap_or((&line, ""));
            match verb.to_ascii_uppercase().as_str() {
                "EHLO" | "HELO" => self.greet().await?,
                "STARTTLS" if !self.secure => {
                    self.say("220 go ahead").await?;
                    return Ok(End::StartTls);
                }
                "AUTH" if self.secure && !self.known => self.auth(rest).await?,
                "MAIL" if !self.secure => self.say("530 5.7.0 STARTTLS first").await?,
                "MAIL" if !self.known => self.say("530 5.7.0 authentication required").await?,
                "MAIL" => match path(rest, "FROM:") {
                    Some(from) => {
                        (self.from, self.to) = (Some(from), Vec::new());
                        self.say("250 2.1.0 ok").await?;
                    }
                    None => self.say("501 5.5.4 MAIL FROM:<address>").await?,
                },
                "RCPT" if self.from.is_some() => match path(rest, "TO:") {
                    Some(to) if to.starts_with(super::morning::GONE) => {
                        self.say("550 5.1.1 no such letter box").await?
                    }
                    Some(to) => {
                        self.to.push(to);
                        self.say("250 2.1.5 ok").await?;
                    }
                    None => self.say("501 5.5.4 RCPT TO:<address>").await?,
                },
                "DATA" if !self.to.is_empty() => self.data().await?,
                "RSET" => {
                    (self.from, self.to) = (None, Vec::new());
                    self.say("250 2.0.0 ok").await?;
                }
                "NOOP" => self.say("250 2.0.0 ok").await?,
                "QUIT" => {
                    self.say("221 2.0.0 bye").await?;
                    return Ok(End::Quit);
                }
                "AUTH" | "STARTTLS" | "RCPT" | "DATA" => self.say("503 5.5.1 not now").await?,
                _ => self.say("500 5.5.2 not known here").await?,
            }
        }
        Ok(End::Quit)
    }

    async fn greet(&mut self) -> anyhow::Result<()> {
        let more = if self.secure { "AUTH PLAIN LOGIN" } else { "STARTTLS" };
        self.say(&format!("250-localhost\r\n250-{more}\r\n250 SIZE {MAIL_MAX_BYTES}")).await
    }

    /// AUTH PLAIN (RFC 4616), with or without an initial response, and AUTH LOGIN.
    async fn auth(&mut self, rest: &str) -> anyhow::Result<()> {
        let (mechanism, initial) = rest.split_once(' ').unwrap_or((rest, ""));
        let (user, password) = match mechanism.to_ascii_uppercase().as_str() {
            "PLAIN" => {
                let answer = if initial.is_empty() { self.ask("334 ").await? } else { decode(initial) };
                let mut parts = answer.splitn(3, '\0').skip(1).map(str::to_owned);
                (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
            }
            "LOGIN" => (self.ask("334 VXNlcm5hbWU6").await?, self.ask("334 UGFzc3dvcmQ6").await?),
            _ => return self.say("504 5.5.4 PLAIN or LOGIN").await,
        };
        let house = self.house;
        self.known = user == house.user && crypto::same(password.as_bytes(), house.password.as_bytes());
        self.say(if self.known { "235 2.7.0 welcome" } else { "535 5.7.8 wrong user or password" }).await
    }

    async fn ask(&mut self, question: &str) -> anyhow::Result<String> {
        self.say(question).await?;
        Ok(self.line().await?.map(|line| decode(&line)).unwrap_or_default())
    }

    /// The mail itself, up to a line with a point alone (RFC 5321 §4.5.2), into a file that appears when it is whole.
    async fn data(&mut self) -> anyhow::Result<()> {
        self.say("354 go ahead").await?;
        let mut mail = format!("Return-Path: <{}>\r\n", self.from.take().unwrap_or_default());
        for to in std::mem::take(&mut self.to) {
            mail += &format!("X-Envelope-To: <{to}>\r\n");
        }
        let mut mail = mail.into_bytes();
        let mut line = Vec::new();
        loop {
            line.clear();
            let left = MAIL_MAX_BYTES.saturating_sub(mail.len() as u64);
            let count = (&mut self.stream).take(left).read_until(b'\n', &mut line).await?;
            anyhow::ensure!(count > 0, "the mail ended before its end, or is too large");
            match line.strip_prefix(b".") {
                Some(b"\r\n" | b"\n") => break,
                Some(rest) => mail.extend_from_slice(rest),
                None => mail.extend_from_slice(&line),
            }
        }
        let number = self.house.count.fetch_add(1, Ordering::SeqCst) + 1;
        let path = self.house.folder.join(format!("{number:04}.eml"));
        tokio::fs::write(path.with_extension("part"), &mail).await?;
        tokio::fs::rename(path.with_extension("part"), &path).await?;
        self.say(&format!("250 2.0.0 kept as {number:04}.eml")).await
    }

    async fn line(&mut self) -> anyhow::Result<Option<String>> {
        let mut line = Vec::new();
        let count = (&mut self.stream).take(LINE_MAX_BYTES).read_until(b'\n', &mut line).await?;
        Ok((count > 0).then(|| String::from_utf8_lossy(&line).trim_end().to_owned()))
    }

    async fn say(&mut self, answer: &str) -> anyhow::Result<()> {
        self.stream.write_all(answer.as_bytes()).await?;
        self.stream.write_all(b"\r\n").await?;
        Ok(self.stream.flush().await?)
    }
}

/// The address of `FROM:<address> …`.
fn path(rest: &str, keyword: &str) -> Option<String> {
    let (found, path) = rest.split_at_checked(keyword.len())?;
    let path = path.trim_start().strip_prefix('<').filter(|_| found.eq_ignore_ascii_case(keyword))?;
    path.split_once('>').map(|(address, _)| address.to_owned())
}

fn decode(text: &str) -> String {
    STANDARD.decode(text.trim()).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

/// RFC 5321 §4.5.3.1.4 wants 512; AUTH lines may be longer (RFC 4954 §4).
const LINE_MAX_BYTES: u64 = 12_288;
/// Far above a notice's few kilobytes.
const MAIL_MAX_BYTES: u64 = 1 << 20;
/// A conversation of one notice takes milliseconds.
const LONGEST: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::channel::mail::{Letter, Mailer, Outcome};
    use crate::config;
    use crate::signature::dev_pki::DevPki;

    fn relay(catcher: &Catcher, dir: &Path, pki: &DevPki, starttls: config::StartTls, password: &str) -> Mailer {
        std::fs::write(dir.join("password"), password).unwrap();
        let settings = config::Mail {
            enabled: true,
            port: catcher.address.port(),
            starttls,
            user: Some("hub".to_owned()),
            password_file: Some(dir.join("password")),
            from: Some("Trục liên thông <hub@tayninh.example>".to_owned()),
            ca_file: Some(pki.root_file().to_owned()),
            ..config::Mail::default()
        };
        Mailer::new(&settings).unwrap()
    }

    #[tokio::test]
    async fn mails_are_kept_and_strangers_are_not_heard() {
        let dir = tempfile::tempdir().unwrap();
        let pki = DevPki::make(dir.path().join("pki")).unwrap();
        let mails = dir.path().join("mails");
        let catcher = Catcher::start(&mails, &pki.tls_server().unwrap(), "hub", "secret").await.unwrap();
        let letter = Letter {
            to: vec!["vanthu@tayninh.example".to_owned()],
            subject: "Văn bản mới".to_owned(),
            text: ".một dấu chấm ở đầu dòng\r\n".to_owned(),
            html: "<p>Văn bản mới</p>".to_owned(),
            id: "one".to_owned(),
        };
        let good = relay(&catcher, dir.path(), &pki, config::StartTls::Required, "secret");
        assert_eq!(good.send(&letter).await.outcome, Outcome::Placed("2.0.0 kept as 0001.eml".to_owned()));
        let mail = std::fs::read_to_string(mails.join("0001.eml")).unwrap();
        assert!(mail.contains("X-Envelope-To: <vanthu@tayninh.example>\r\n"), "{mail}");
        assert!(mail.contains("Message-ID: <one@tayninh.example>\r\n"), "{mail}");

        let wrong = relay(&catcher, dir.path(), &pki, config::StartTls::Required, "guess");
        // A wrong password is the operator's to mend: the letter waits.
        assert!(matches!(wrong.send(&letter).await.outcome, Outcome::Later(reason) if reason.contains("535")));
        let bare = relay(&catcher, dir.path(), &pki, config::StartTls::Off, "secret");
        assert!(!matches!(bare.send(&letter).await.outcome, Outcome::Placed(_)));
        assert_eq!(std::fs::read_dir(&mails).unwrap().count(), 1);
    }
}
