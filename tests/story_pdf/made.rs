//! Files that pyHanko made, and what it and pdfsig say of them.

use std::path::{Path, PathBuf};
use std::process::Command;

use lienthong::cli::demo::packages::File;
use lienthong::clock::Clock;
use lienthong::domain::ids::Micros;
use lienthong::signature::dev_pki::{DevPki, Issued, KeyKind};
use lienthong::signature::path::Anchors;
use lienthong::signature::pdf;
use lienthong::signature::revocation::{Kind, Material, Origin};
use lienthong::signature::{PdfFile, Verifier};
use serde::Deserialize;

use crate::support::authority::{Authority, Given, List, Reply, Tsa};
use crate::support::judges;

#[derive(Debug, Deserialize)]
pub(super) struct Judged {
    pub(super) file: String,
    pub(super) signatures: Vec<JudgedSignature>,
    pub(super) error: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct JudgedSignature {
    pub(super) field: String,
    pub(super) intact: bool,
    pub(super) valid: bool,
    pub(super) whole: bool,
    pub(super) allowed: bool,
}

pub(super) struct Made {
    pub(super) dir: tempfile::TempDir,
    pub(super) pki: DevPki,
}

impl Made {
    pub(super) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let pki = DevPki::make(dir.path().join("pki")).unwrap();
        Self::of(dir, pki, LINE)
    }

    pub(super) fn of(dir: tempfile::TempDir, pki: DevPki, line: &str) -> Self {
        let (person, seal) = (pki.person().unwrap(), pki.seal(KeyKind::Rsa2048).unwrap());
        let base = dir.path().join("base.pdf");
        let page = File::pdf("base.pdf", "CONG VAN SO 1", &[line]);
        std::io::copy(&mut (page.open)().unwrap(), &mut std::fs::File::create(&base).unwrap()).unwrap();
        let chain = pki.issuing().cert_file.clone();
        let paths = [&person.key_file, &person.cert_file, &chain, &seal.key_file, &seal.cert_file, &base];
        let mut words = vec!["make"];
        words.extend(paths.iter().map(|path| text(path)));
        words.push(text(dir.path()));
        judges::python("pyhanko_pdf.py", &words);
        Self { dir, pki }
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(format!("{name}.pdf"))
    }

    pub(super) fn judge(&self, bytes: &[u8]) -> PdfFile {
        let verifier = Verifier::new(self.pki.anchors().unwrap());
        let now = Clock::System.now();
        pdf::judge("a.pdf", bytes, &pdf::Judging { verifier: &verifier, pki: None, at: now, now }).0
    }

    /// What pyHanko says of these files.
    pub(super) fn asked(&self, names: &[&str]) -> Vec<Judged> {
        let files: Vec<PathBuf> = names.iter().map(|name| self.path(name)).collect();
        let mut words = vec!["judge", text(self.pki.root_file())];
        words.extend(files.iter().map(|path| text(path)));
        let output = judges::python("pyhanko_pdf.py", &words);
        let lines = String::from_utf8(output.stdout).unwrap();
        let all: Vec<Judged> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(all.len(), names.len());
        all
    }

    pub(super) fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap()
    }
}

/// The files of levels B-LT and B-LTA, with the authorities that made them.
pub(super) struct Lasting {
    pub(super) made: Made,
    pub(super) seal: Issued,
    pub(super) tsa: Issued,
}

impl Lasting {
    pub(super) fn new() -> Self {
        Self::of(LINE)
    }

    /// The same of a page with that line.
    pub(super) fn of(line: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let lists = Authority::open(|_| Reply::Status(503));
        let pki = DevPki::make(dir.path().join("pki")).unwrap().publishing(Some(lists.url.clone()), None);
        let made = Made::of(dir, pki, line);
        let (seal, tsa) = (made.pki.seal(KeyKind::P256).unwrap(), made.pki.tsa().unwrap());
        let list = List::of(made.pki.issuing()).der();
        lists.answers(move |_| Reply::Bytes(list.clone()));
        let stamping = Tsa::of(&made.pki, &tsa);
        let stamps = Authority::open(move |asked| Reply::Bytes(stamping.answer(asked)));
        let (chain, base) = (&made.pki.issuing().cert_file, made.path("base"));
        let paths = [&seal.key_file, &seal.cert_file, chain, made.pki.root_file(), &base, made.dir.path()];
        let mut words = vec!["lasting"];
        words.extend(paths.iter().map(|path| text(path)));
        words.push(&stamps.url);
        judges::python("pyhanko_pdf.py", &words);
        Self { made, seal, tsa }
    }

    /// With the CA's list at hand, whoever the timestamping authorities are.
    pub(super) fn judge(&self, bytes: &[u8], authorities: Anchors, at: Micros) -> PdfFile {
        let verifier = Verifier::new(self.made.pki.anchors().unwrap()).with_timestamping(authorities, Vec::new());
        let given = Given(vec![Material::new(Kind::Crl, List::of(self.made.pki.issuing()).der(), Origin::Given)]);
        pdf::judge("a.pdf", bytes, &pdf::Judging { verifier: &verifier, pki: Some(&given), at, now: at }).0
    }

    pub(super) fn authorities(&self) -> Anchors {
        self.made.pki.anchors().unwrap()
    }
}

pub(super) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// The state, and the code of each signature (`-`: valid).
pub(super) fn shown(file: &PdfFile) -> String {
    let codes = file.signatures.iter().map(|one| one.code.map_or("-", |code| code.name()));
    let own = file.code.map(|code| code.name());
    let all: Vec<&str> = own.into_iter().chain(codes).collect();
    format!("{:?} {}", file.state, all.join(" "))
}

pub(super) fn ask_pdfsig(made: &Made, name: &str) -> String {
    let output = Command::new("pdfsig").arg(made.path(name)).output();
    let output = output.unwrap_or_else(|error| panic!("pdfsig: {error}: the judge is missing, run `make setup`"));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub(super) fn pdf_of_nobody(bytes: &[u8]) -> PdfFile {
    let verifier = Verifier::new(Anchors::none());
    let now = Clock::System.now();
    pdf::judge("a.pdf", bytes, &pdf::Judging { verifier: &verifier, pki: None, at: now, now }).0
}

pub(super) const LINE: &str = "Kinh gui: So Noi vu";
