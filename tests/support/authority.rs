//! Real authorities on 127.0.0.1: an OCSP responder and a timestamping authority, both `openssl`'s own, behind a small HTTP
//! server of ours that can also be slow, silent or lying.
#![allow(clippy::unwrap_used, reason = "an authority that cannot be started fails its story")]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use der::{Decode, Encode};
use lienthong::signature::certificate::Certificate;
use lienthong::signature::dev_pki::{DevPki, Issued};
use lienthong::signature::revocation::{Material, PkiSource};
use openssl::asn1::Asn1Time;
use openssl::bn::BigNum;
use openssl::hash::MessageDigest;
use openssl::x509::{X509CrlBuilder, X509Extension, X509RevokedBuilder};

/// What an authority answers; the question is what it was asked.
pub type Answering = Arc<dyn Fn(&[u8]) -> Reply + Send + Sync>;

pub enum Reply {
    Bytes(Vec<u8>),
    Status(u16),
    /// Nothing, until the asker goes.
    Silence,
    /// A byte now and then, until the asker goes.
    Trickle(Vec<u8>),
}

/// A server that answers on 127.0.0.1 until it is dropped.
pub struct Authority {
    pub url: String,
    answering: Arc<Mutex<Answering>>,
    end: Arc<AtomicBool>,
}

impl Authority {
    pub fn open(answering: impl Fn(&[u8]) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let end = Arc::new(AtomicBool::new(false));
        let answering: Arc<Mutex<Answering>> = Arc::new(Mutex::new(Arc::new(answering)));
        let (over, how) = (Arc::clone(&end), Arc::clone(&answering));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if over.load(Ordering::SeqCst) {
                    return;
                }
                let Ok(stream) = stream else { continue };
                let (how, over) = (Arc::clone(&how.lock().unwrap()), Arc::clone(&over));
                std::thread::spawn(move || serve(stream, &how, &over));
            }
        });
        Self { url, answering, end }
    }

    /// From now on it answers otherwise.
    pub fn answers(&self, answering: impl Fn(&[u8]) -> Reply + Send + Sync + 'static) {
        *self.answering.lock().unwrap() = Arc::new(answering);
    }
}

impl Drop for Authority {
    fn drop(&mut self) {
        self.end.store(true, Ordering::SeqCst);
        let address = self.url.trim_start_matches("http://").trim_end_matches('/');
        let _woken = TcpStream::connect(address);
    }
}

fn serve(mut stream: TcpStream, how: &Answering, over: &AtomicBool) {
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let Some((body, stamps)) = body(&mut stream) else { return };
    let kind = if stamps { "application/timestamp-reply" } else { "application/ocsp-response" };
    match how(&body) {
        Reply::Bytes(bytes) => {
            let head = format!(
                "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\r\n",
                bytes.len()
            );
            let _sent = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&bytes));
        }
        Reply::Status(status) => {
            let _sent = write!(stream, "HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
        }
        Reply::Silence => until_gone(&mut stream, over, &[]),
        Reply::Trickle(bytes) => {
            let _sent = write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", bytes.len());
            until_gone(&mut stream, over, &bytes);
        }
    }
}

/// Waits for the asker to go, a byte each time the wait for it ends; bounded.
fn until_gone(stream: &mut TcpStream, over: &AtomicBool, bytes: &[u8]) {
    stream.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
    let deadline = Instant::now() + Duration::from_secs(60);
    let mut left = bytes.iter();
    while Instant::now() < deadline && !over.load(Ordering::SeqCst) {
        match stream.read(&mut [0; 16]) {
            Ok(0) => return,
            Ok(_) => {}
            Err(_) => {
                if let Some(byte) = left.next()
                    && stream.write_all(&[*byte]).is_err()
                {
                    return;
                }
            }
        }
    }
}

/// The body of a request (of a GET the path), and whether it asks for a timestamp.
fn body(stream: &mut TcpStream) -> Option<(Vec<u8>, bool)> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let count = stream.read(&mut buffer).ok().filter(|count| *count > 0)?;
        bytes.extend_from_slice(&buffer[..count]);
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
        if head.starts_with("get ") {
            return Some((head.split_whitespace().nth(1)?.as_bytes().to_vec(), false));
        }
        let length =
            head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<usize>().ok())?;
        if bytes.len() >= end + 4 + length {
            return Some((bytes[end + 4..end + 4 + length].to_vec(), head.contains("timestamp-query")));
        }
    }
}

/// `openssl ocsp` as the responder of a CA.
#[derive(Clone)]
pub struct Ocsp {
    dir: PathBuf,
    ca: PathBuf,
    signer: (PathBuf, PathBuf),
    extra: Vec<String>,
}

impl Ocsp {
    /// The responder of the PKI's issuing CA, signing by the certificate that the CA delegated. `revoked` are revoked since
    /// an hour, with that reason; `good` are known.
    pub fn of(pki: &DevPki, good: &[&Issued], revoked: &[(&Issued, &str)]) -> Self {
        let dir = tempfile::Builder::new().prefix("ocsp").tempdir_in(pki.dir()).unwrap().keep();
        let stamp = |seconds: i64| jiff::Timestamp::from_second(seconds).unwrap().strftime("%y%m%d%H%M%SZ").to_string();
        let now = jiff::Timestamp::now().as_second();
        let mut index = String::new();
        let end = stamp(now + 86_400 * 300);
        for issued in good {
            index += &format!("V\t{end}\t\t{0}\tunknown\t/CN={0}\n", issued.certificate.serial_hex());
        }
        for (issued, reason) in revoked {
            let since = stamp(now - 3600);
            index += &format!("R\t{end}\t{since},{reason}\t{0}\tunknown\t/CN={0}\n", issued.certificate.serial_hex());
        }
        std::fs::write(dir.join("index.txt"), index).unwrap();
        let responder = pki.ocsp().unwrap();
        let ca = pki.issuing().cert_file.clone();
        Self { dir, ca, signer: (responder.cert_file, responder.key_file), extra: Vec::new() }
    }

    /// Signed by somebody else.
    pub fn signed_by(mut self, issued: &Issued) -> Self {
        self.signer = (issued.cert_file.clone(), issued.key_file.clone());
        self
    }

    /// With more options for `openssl ocsp`.
    pub fn with(mut self, options: &[&str]) -> Self {
        self.extra.extend(options.iter().map(|option| (*option).to_owned()));
        self
    }

    /// The answer to an OCSPRequest.
    pub fn answer(&self, request: &[u8]) -> Vec<u8> {
        let number = COUNTER.fetch_add(1, Ordering::SeqCst);
        let (asked, answered) = (self.dir.join(format!("{number}.req")), self.dir.join(format!("{number}.resp")));
        std::fs::write(&asked, request).unwrap();
        let index = self.dir.join("index.txt");
        let mut command = Command::new("openssl");
        command.args(["ocsp", "-ndays", "1", "-index"]).arg(index).arg("-CA").arg(&self.ca);
        command.arg("-rsigner").arg(&self.signer.0).arg("-rkey").arg(&self.signer.1);
        command.arg("-reqin").arg(asked).arg("-respout").arg(&answered).args(&self.extra);
        run(&mut command);
        std::fs::read(answered).unwrap()
    }
}

/// `openssl ts` as a timestamping authority.
#[derive(Clone)]
pub struct Tsa {
    dir: PathBuf,
    config: PathBuf,
}

impl Tsa {
    /// An authority that stamps by `issued`.
    pub fn of(pki: &DevPki, issued: &Issued) -> Self {
        let dir = tempfile::Builder::new().prefix("tsa").tempdir_in(pki.dir()).unwrap().keep();
        let config = dir.join("tsa.cnf");
        let text = format!(
            "[tsa]\ndefault_tsa = one\n[one]\nserial = {dir}/serial\ncrypto_device = builtin\nsigner_cert = {cert}\n\
             certs = {chain}\nsigner_key = {key}\nsigner_digest = sha256\ndefault_policy = 1.2.3.4.1\n\
             digests = sha256, sha384, sha512\naccuracy = secs:1\nclock_precision_digits = 3\nordering = no\n\
             tsa_name = yes\ness_cert_id_chain = no\ness_cert_id_alg = sha256\n",
            dir = dir.display(),
            cert = issued.cert_file.display(),
            chain = issued.chain_file.display(),
            key = issued.key_file.display(),
        );
        std::fs::write(&config, text).unwrap();
        Self { dir, config }
    }

    /// The TimeStampResp to a TimeStampReq.
    pub fn answer(&self, query: &[u8]) -> Vec<u8> {
        let number = COUNTER.fetch_add(1, Ordering::SeqCst);
        let (asked, answered) = (self.dir.join(format!("{number}.tsq")), self.dir.join(format!("{number}.tsr")));
        std::fs::write(&asked, query).unwrap();
        let mut command = Command::new("openssl");
        command.args(["ts", "-reply", "-section", "one", "-config"]).arg(&self.config);
        command.arg("-queryfile").arg(asked).arg("-out").arg(&answered);
        run(&mut command);
        std::fs::read(answered).unwrap()
    }

    /// The bare token over `data`.
    pub fn token(&self, data: &[u8]) -> Vec<u8> {
        let number = COUNTER.fetch_add(1, Ordering::SeqCst);
        let (file, asked) = (self.dir.join(format!("{number}.data")), self.dir.join(format!("{number}.q")));
        std::fs::write(&file, data).unwrap();
        run(Command::new("openssl")
            .args(["ts", "-query", "-sha256", "-cert", "-data"])
            .arg(file)
            .arg("-out")
            .arg(&asked));
        let token = self.dir.join(format!("{number}.token"));
        let mut command = Command::new("openssl");
        command.args(["ts", "-reply", "-token_out", "-section", "one", "-config"]).arg(&self.config);
        run(command.arg("-queryfile").arg(asked).arg("-out").arg(&token));
        std::fs::read(token).unwrap()
    }
}

/// Answers at hand, the same for every certificate.
pub struct Given(pub Vec<Material>);

impl PkiSource for Given {
    fn material(&self, _: &Certificate, _: &Certificate) -> Vec<Material> {
        self.0.clone()
    }
}

/// A certificate revocation list, as good or as bad as a story wants it.
pub struct List<'l> {
    pub issuer: &'l Issued,
    pub named: &'l Issued,
    pub signer: &'l Issued,
    pub digest: MessageDigest,
    pub from: i64,
    pub to: i64,
    pub revoked: Option<&'l Issued>,
    /// Since when it is revoked.
    pub since: i64,
    /// An extension of its entry.
    pub entry: Option<(&'static str, bool, &'static [u8])>,
    /// The same serial number once more, revoked so many seconds from now.
    pub again: Option<i64>,
    pub extra: Option<(&'static str, bool, &'static [u8])>,
}

impl<'l> List<'l> {
    /// A good one of `issuer`, begun an hour ago and valid for another.
    pub fn of(issuer: &'l Issued) -> Self {
        Self {
            issuer,
            named: issuer,
            signer: issuer,
            digest: MessageDigest::sha256(),
            from: -3600,
            to: 3600,
            revoked: None,
            since: -3600,
            entry: None,
            again: None,
            extra: None,
        }
    }

    pub fn der(&self) -> Vec<u8> {
        let at = |seconds: i64| Asn1Time::from_unix(jiff::Timestamp::now().as_second() + seconds).unwrap();
        let mut builder = X509CrlBuilder::new().unwrap();
        builder.set_issuer_name(self.named.certificate.x509().subject_name()).unwrap();
        builder.set_last_update(&at(self.from)).unwrap();
        builder.set_next_update(&at(self.to)).unwrap();
        let key_id = self.issuer.certificate.x509().subject_key_id().unwrap().as_slice().to_vec();
        let length = u8::try_from(key_id.len()).unwrap();
        let above = [&[0x30, length + 2, 0x80, length], key_id.as_slice()].concat();
        builder.append_extension(extension("2.5.29.35", false, &above)).unwrap();
        let number = openssl::x509::extension::CrlNumber::new(BigNum::from_u32(7).unwrap()).unwrap();
        builder.append_extension(number.build().unwrap()).unwrap();
        if let Some((oid, critical, der)) = self.extra {
            builder.append_extension(extension(oid, critical, der)).unwrap();
        }
        if let Some(revoked) = self.revoked {
            let mut entry = X509RevokedBuilder::new().unwrap();
            entry.set_serial_number(revoked.certificate.x509().serial_number()).unwrap();
            entry.set_revocation_date(&at(self.since)).unwrap();
            builder.add_revoked(entry.build()).unwrap();
            if let Some(seconds) = self.again {
                let mut entry = X509RevokedBuilder::new().unwrap();
                entry.set_serial_number(revoked.certificate.x509().serial_number()).unwrap();
                entry.set_revocation_date(&at(seconds)).unwrap();
                builder.add_revoked(entry.build()).unwrap();
            }
        }
        builder.sign(&self.signer.key, self.digest).unwrap();
        let der = builder.build().unwrap().to_der().unwrap();
        self.entry.map_or(der.clone(), |extension| self.with_entry(&der, extension))
    }

    /// OpenSSL's builder knows no extensions of entries.
    fn with_entry(&self, der: &[u8], (oid, critical, value): (&str, bool, &[u8])) -> Vec<u8> {
        let mut list = x509_cert::crl::CertificateList::from_der(der).unwrap();
        let extension = x509_cert::ext::Extension {
            extn_id: der::asn1::ObjectIdentifier::new(oid).unwrap(),
            critical,
            extn_value: der::asn1::OctetString::new(value).unwrap(),
        };
        for entry in list.tbs_cert_list.revoked_certificates.iter_mut().flatten() {
            entry.crl_entry_extensions = Some(vec![extension.clone()]);
        }
        let mut signer = openssl::sign::Signer::new(self.digest, &self.signer.key).unwrap();
        let value = signer.sign_oneshot_to_vec(&list.tbs_cert_list.to_der().unwrap()).unwrap();
        list.signature = der::asn1::BitString::from_bytes(&value).unwrap();
        list.to_der().unwrap()
    }
}

fn extension(oid: &str, critical: bool, der: &[u8]) -> X509Extension {
    let oid = openssl::asn1::Asn1Object::from_str(oid).unwrap();
    let octets = openssl::asn1::Asn1OctetString::new_from_bytes(der).unwrap();
    X509Extension::new_from_der(&oid, critical, &octets).unwrap()
}

fn run(command: &mut Command) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}: run `make setup`"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

static COUNTER: AtomicUsize = AtomicUsize::new(0);
