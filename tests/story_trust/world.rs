//! One PKI whose certificates name a responder, and its authorities.

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use lienthong::channel::egress::{Egress, Rules};
use lienthong::channel::pki::{Resolver, Stamper};
use lienthong::clock::Clock;
use lienthong::domain::ids::Micros;
use lienthong::signature::dev_pki::{DevPki, Issued, KeyKind};
use lienthong::signature::path::{Anchor, Anchors, RevocationRule};
use lienthong::signature::revocation::PkiSource;
use lienthong::signature::sign::{SignError, SignOptions, Signer};
use lienthong::signature::{Request, Verdict, Verifier};

use crate::support::authority::{Authority, Ocsp, Reply, Tsa};
use crate::support::edxml;

pub struct World {
    pub dir: tempfile::TempDir,
    pub pki: DevPki,
    pub seal: Issued,
    pub tsa: Issued,
    pub ocsp: Authority,
    pub stamps: Authority,
}

impl World {
    /// A seal that names an honest responder, and an honest timestamping authority that names it too.
    pub fn open() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let ocsp = Authority::open(|_| Reply::Status(503));
        let pki = DevPki::make(dir.path().join("pki")).unwrap().publishing(None, Some(ocsp.url.clone()));
        let (seal, tsa) = (pki.seal(KeyKind::P256).unwrap(), pki.tsa().unwrap());
        let honest = Ocsp::of(&pki, &[&seal, &tsa], &[]);
        ocsp.answers(move |asked| Reply::Bytes(honest.answer(asked)));
        let stamper = Tsa::of(&pki, &tsa);
        let stamps = Authority::open(move |asked| Reply::Bytes(stamper.answer(asked)));
        Self { dir, pki, seal, tsa, ocsp, stamps }
    }

    /// The issuing CA, which is itself in nobody's list: "good" is said of a path whose every certificate was asked about.
    pub fn anchors(&self, revocation: RevocationRule) -> Anchors {
        Anchors::new([Anchor { certificate: self.pki.issuing().certificate.clone(), revocation }]).unwrap()
    }

    /// Trusts the issuing CA for seals and for timestamps.
    pub fn verifier(&self) -> Verifier {
        let rule = RevocationRule::IfPublished;
        Verifier::new(self.anchors(rule)).with_timestamping(self.anchors(rule), Vec::new())
    }

    pub fn resolver(&self, clock: Clock) -> Resolver {
        let rules = Rules { inside: true, timeout: Duration::from_secs(2), ..Rules::default() };
        Resolver::new(Egress::new(rules).unwrap(), Anchors::none(), clock)
    }

    pub fn signer(&self) -> Signer {
        let Issued { key, certificate, chain, .. } = self.seal.clone();
        Signer::new(key, certificate, chain).unwrap()
    }

    /// Signs a bare edXML file, stamped by the authority there is.
    pub fn sign(&self, lt: bool) -> Result<Vec<u8>, SignError> {
        self.sign_at(lt, Clock::System)
    }

    pub fn sign_at(&self, lt: bool, clock: Clock) -> Result<Vec<u8>, SignError> {
        let rule = RevocationRule::IfPublished;
        let (authorities, anchors) = (self.anchors(rule), self.anchors(rule));
        let stamper = Stamper::new(self.resolver(clock), self.stamps.url.clone(), authorities, anchors, lt);
        let signer = self.signer().with_lasting(Arc::new(stamper));
        signer.sign_enveloped(Cursor::new(edxml::bare()), &SignOptions::at(now()), Vec::new())
    }

    pub fn judge(&self, file: &[u8], pki: Option<&dyn PkiSource>) -> Verdict {
        self.judge_by(&self.verifier(), file, now(), pki)
    }

    pub fn judge_by(&self, verifier: &Verifier, file: &[u8], at: Micros, pki: Option<&dyn PkiSource>) -> Verdict {
        let path = self.write("judged.edxml", file);
        let request = Request { pki, ..Request::report(at) };
        verifier.verify(Arc::new(std::fs::File::open(path).unwrap()), &request).unwrap().verdict
    }

    pub fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

pub fn now() -> Micros {
    Micros(jiff::Timestamp::now().as_microsecond())
}

/// `TOTAL-…: findings | warnings`, each code once.
pub fn shown(verdict: &Verdict) -> String {
    let names = |findings: &[lienthong::signature::Finding]| {
        let mut names: Vec<&str> = findings.iter().map(|finding| finding.code.name()).collect();
        names.dedup();
        names.join(" ")
    };
    format!("{}: {} | {}", verdict.indication, names(&verdict.findings), names(&verdict.warnings))
}

pub fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
