//! The signatures inside PDFs: made by pyHanko, judged by us, by pyHanko and by pdfsig; and what was changed after signing.

use std::path::{Path, PathBuf};
use std::process::Command;

use lienthong::cli::demo::packages::{self, Draft, File, Kind as DraftKind};
use lienthong::clock::Clock;
use lienthong::config::PdfPolicy;
use lienthong::evidence::leaf::PdfSigned;
use lienthong::signature::dev_pki::{DevPki, KeyKind};
use lienthong::signature::path::Anchors;
use lienthong::signature::pdf;
use lienthong::signature::revocation::{Kind, Material, Origin};
use lienthong::signature::sign::{Attachment, SignOptions, Signer};
use lienthong::signature::{PdfFile, PdfState, Request, Verifier};
use serde::Deserialize;

use crate::support::authority::{Authority, Given, List, Reply, Tsa};
use crate::support::house::{House, RECEIVER, SENDER};
use crate::support::stores::Backend;
use crate::support::{edxml, judges};

#[derive(Deserialize)]
struct Judged {
    file: String,
    signatures: Vec<JudgedSignature>,
    error: Option<String>,
}

#[derive(Deserialize)]
struct JudgedSignature {
    field: String,
    intact: bool,
    valid: bool,
    whole: bool,
    allowed: bool,
}

struct Made {
    dir: tempfile::TempDir,
    pki: DevPki,
}

impl Made {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let pki = DevPki::make(dir.path().join("pki")).unwrap();
        Self::of(dir, pki)
    }

    fn of(dir: tempfile::TempDir, pki: DevPki) -> Self {
        let (person, seal) = (pki.person().unwrap(), pki.seal(KeyKind::Rsa2048).unwrap());
        let base = dir.path().join("base.pdf");
        let page = File::pdf("base.pdf", "CONG VAN SO 1", &["Kinh gui: So Noi vu"]);
        std::io::copy(&mut (page.open)().unwrap(), &mut std::fs::File::create(&base).unwrap()).unwrap();
        let chain = pki.issuing().cert_file.clone();
        let paths = [&person.key_file, &person.cert_file, &chain, &seal.key_file, &seal.cert_file, &base];
        let mut words = vec!["make"];
        words.extend(paths.iter().map(|path| text(path)));
        words.push(text(dir.path()));
        judges::python("pyhanko_pdf.py", &words);
        Self { dir, pki }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(format!("{name}.pdf"))
    }

    fn judge(&self, bytes: &[u8]) -> PdfFile {
        let verifier = Verifier::new(self.pki.anchors().unwrap());
        let now = Clock::System.now();
        pdf::judge("a.pdf", bytes, &pdf::Judging { verifier: &verifier, pki: None, at: now, now }).0
    }

    fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap()
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// The state, and the code of each signature (`-`: valid).
fn shown(file: &PdfFile) -> String {
    let codes = file.signatures.iter().map(|one| one.code.map_or("-", |code| code.name()));
    let own = file.code.map(|code| code.name());
    let all: Vec<&str> = own.into_iter().chain(codes).collect();
    format!("{:?} {}", file.state, all.join(" "))
}

#[test]
fn what_pyhanko_signs_and_spoils_is_told_apart_as_pyhanko_and_pdfsig_do() {
    let made = Made::new();
    let changed = "ChangedAfter pdf.changed_after pdf.changed_after";
    // Ours is stricter on three: a digest that proves nothing, a field without a signature, an object nobody asks for.
    let table = [
        ("base", "Unsigned ", true),
        ("adobe", "Signed -", true),
        ("pades", "Signed -", true),
        ("twice", "Signed - -", true),
        // Evidence after the last signature comes with metadata written anew: stricter until those are told apart.
        ("evidence", "ChangedAfter - pdf.changed_after", true),
        ("sha1", "NotEvaluated pdf.weak", true),
        ("new_content", changed, false),
        ("add_annotation", changed, false),
        ("other_pages", changed, false),
        ("empty_field", changed, true),
        ("stray_object", changed, true),
        ("signed_again", "ChangedAfter pdf.changed_after pdf.changed_after -", false),
    ];
    let files: Vec<PathBuf> = table.iter().map(|(name, _, _)| made.path(name)).collect();
    let root = made.pki.root_file().to_owned();
    let mut words = vec!["judge", text(&root)];
    words.extend(files.iter().map(|path| text(path)));
    let output = judges::python("pyhanko_pdf.py", &words);
    let lines = String::from_utf8(output.stdout).unwrap();
    let theirs: Vec<Judged> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(theirs.len(), table.len());
    for ((name, due, allowed), theirs) in table.iter().zip(theirs) {
        let ours = made.judge(&made.bytes(name));
        assert_eq!(shown(&ours), *due, "{name}: {ours:?}");
        assert_eq!((theirs.file.as_str(), theirs.error), (format!("{name}.pdf").as_str(), None));
        assert_eq!(theirs.signatures.len(), ours.signatures.len(), "{name}");
        assert!(theirs.signatures.iter().all(|one| one.intact && one.valid), "{name}: every change is an increment");
        assert_eq!(theirs.signatures.iter().all(|one| one.allowed), *allowed, "{name}: pyHanko");
        for (ours, theirs) in ours.signatures.iter().zip(&theirs.signatures) {
            assert_eq!(
                (ours.field.as_str(), ours.covers_whole_document),
                (theirs.field.as_str(), theirs.whole),
                "{name}"
            );
        }
    }
    let twice = made.judge(&made.bytes("twice"));
    let places: Vec<_> = twice.signatures.iter().map(|one| (one.page, one.rectangle, one.revision)).collect();
    assert_eq!(places, [(Some(1), Some([50, 60, 250, 160]), 1), (Some(1), Some([300, 60, 400, 160]), 2)]);
    assert!(twice.signatures[0].signer.as_ref().is_some_and(|name| name.contains("Nguyễn Thị Hồng Ánh")), "{twice:?}");
    assert!(twice.is_signed_as_a_whole());
    assert!(!made.judge(&made.bytes("sha1")).is_signed_as_a_whole());
    pdfsig(&made);
}

fn pdfsig(made: &Made) {
    let ask = |name: &str| {
        let output = Command::new("pdfsig").arg(made.path(name)).output();
        let output = output.unwrap_or_else(|error| panic!("pdfsig: {error}: the judge is missing, run `make setup`"));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    for (name, valid) in [("adobe", 1), ("pades", 1), ("twice", 2)] {
        let said = ask(name);
        assert_eq!(said.matches("Signature is Valid").count(), valid, "{name}: {said}");
        assert_eq!(said.matches("Total document signed").count(), 1, "{name}: {said}");
    }
    assert_eq!(ask("new_content").matches("Total document signed").count(), 0);
}

#[test]
fn bytes_changed_by_hand_are_refused() {
    let made = Made::new();
    let good = made.bytes("pades");
    assert_eq!(shown(&made.judge(&good)), "Signed -");
    let find = |needle: &[u8]| good.windows(needle.len()).position(|window| window == needle).unwrap();

    let mut flipped = good.clone();
    let at = find(b"/MediaBox");
    flipped[at + 1] = b'N';
    assert_eq!(shown(&made.judge(&flipped)), "Broken pdf.signature");

    let mut contents = good.clone();
    let at = find(b"/Contents <30") + 200;
    contents[at] = if contents[at] == b'0' { b'1' } else { b'0' };
    let spoiled = made.judge(&contents);
    assert_eq!(spoiled.state, PdfState::Broken, "{spoiled:?}");

    let mut behind = good.clone();
    behind.extend_from_slice(b"\n1 0 obj\nnull\nendobj\n");
    assert_eq!(shown(&made.judge(&behind)), "Broken pdf.malformed");

    // A signature of another file, taken over with its field: its bytes are not these.
    let mut other = made.bytes("adobe");
    other.retain(|byte| *byte != b'\r');
    let mut moved = good.clone();
    moved.splice(0..8, *b"%PDF-1.6");
    assert_eq!(shown(&made.judge(&moved)), "Broken pdf.signature");

    for end in (good.len() - 40)..good.len() {
        let cut = made.judge(&good[..end]);
        assert_ne!(cut.state, PdfState::Signed, "cut at {end}: {cut:?}");
    }
}

/// It is not held against an authority, so nothing of it may be shown, and it must be one.
#[test]
fn a_document_timestamp_that_is_none_or_shows_a_picture_is_told() {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] /SigFlags 3 >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /Annots [4 0 R] >>",
        "<< /Type /Annot /Subtype /Widget /FT /Sig /T (TS) /V 5 0 R /Rect [0 0 600 800] /P 3 0 R >>",
        "<< /Type /DocTimeStamp /SubFilter /ETSI.RFC3161 /ByteRange [0 AAAAAAAA BBBBBBBB CCCCCCCC] /Contents <3003020101> >>",
    ];
    let (mut out, mut rows) = (String::from("%PDF-1.7\n"), String::from("0000000000 65535 f \n"));
    for (index, object) in objects.iter().enumerate() {
        rows.push_str(&format!("{:010} 00000 n \n", out.len()));
        out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", index + 1));
    }
    let at = out.len();
    out.push_str(&format!("xref\n0 6\n{rows}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n"));
    let open = out.find("<30").unwrap();
    let close = open + out[open..].find('>').unwrap() + 1;
    for (word, number) in [("AAAAAAAA", open), ("BBBBBBBB", close), ("CCCCCCCC", out.len() - close)] {
        out = out.replace(word, &format!("{number:08}"));
    }
    let file = pdf_of_nobody(out.as_bytes());
    assert_eq!(shown(&file), "NotEvaluated pdf.sub_filter", "{file:?}");
    assert!(file.signatures[0].is_timestamp);
}

fn pdf_of_nobody(bytes: &[u8]) -> PdfFile {
    let verifier = Verifier::new(Anchors::none());
    let now = Clock::System.now();
    pdf::judge("a.pdf", bytes, &pdf::Judging { verifier: &verifier, pki: None, at: now, now }).0
}

/// A signature by nobody whom we trust may draw over the page like any other.
#[test]
fn a_file_signed_by_strangers_is_not_signed() {
    let made = Made::new();
    let bytes = made.bytes("twice");
    let file = pdf_of_nobody(&bytes);
    assert_eq!(file.state, PdfState::NotEvaluated, "{file:?}");
}

#[test]
fn the_verdict_on_a_package_lists_its_pdfs() {
    let made = Made::new();
    let names = ["cong-van.pdf", "phu-luc.pdf", "so-lieu.bin", "sau-dong-trong.pdf"];
    // The last is one to every reader, though not to who looks at its first byte only.
    let behind = [b"\n".to_vec(), made.bytes("pades")].concat();
    let contents = [made.bytes("twice"), made.bytes("base"), b"no PDF".to_vec(), behind];
    let seal = made.pki.seal(KeyKind::P256).unwrap();
    let signer = Signer::new(seal.key, seal.certificate, seal.chain).unwrap();
    let attachment = |(name, bytes): (&str, Vec<u8>)| Attachment {
        name: name.to_owned(),
        media_type: "application/octet-stream".to_owned(),
        source: Box::new(std::io::Cursor::new(bytes)),
    };
    let attachments = names.into_iter().zip(contents).map(attachment).collect();
    let document = edxml::document_xml(&names.map(str::to_owned));
    let path = made.dir.path().join("package.asice");
    let out = std::fs::File::create(&path).unwrap();
    signer.sign_asice(&document, attachments, &SignOptions::at(Clock::System.now()), out).unwrap();
    let verifier = Verifier::new(made.pki.anchors().unwrap());
    let file = std::sync::Arc::new(std::fs::File::open(&path).unwrap());
    let verdict = verifier.verify(file, &Request::report(Clock::System.now())).unwrap().verdict;
    assert_eq!(verdict.exit_code(), 0, "{verdict:?}");
    let shown: Vec<_> =
        verdict.pdf.iter().map(|file| (file.name.as_str(), file.state, file.signatures.len())).collect();
    assert_eq!(
        shown,
        [
            ("cong-van.pdf", PdfState::Signed, 2),
            ("phu-luc.pdf", PdfState::Unsigned, 0),
            ("sau-dong-trong.pdf", PdfState::Broken, 0)
        ]
    );
}

/// A stamp over the value moves the time that counts, as in XAdES; one that does not hold moves nothing.
#[test]
fn a_timestamp_inside_the_cms_outlives_the_certificate() {
    let made = Made::new();
    let seal = made.pki.seal(KeyKind::P256).unwrap();
    let tsa = Tsa::of(&made.pki, &made.pki.tsa().unwrap());
    let authority = Authority::open(move |asked| Reply::Bytes(tsa.answer(asked)));
    let chain = &made.pki.issuing().cert_file;
    let out = made.path("stamped");
    let base = made.path("base");
    let paths = [&seal.key_file, &seal.cert_file, chain, &base, &out];
    let mut words = vec!["stamp"];
    words.extend(paths.iter().map(|path| text(path)));
    words.push(&authority.url);
    judges::python("pyhanko_pdf.py", &words);
    let bytes = made.bytes("stamped");
    let verifier = |trusted: bool| {
        let authorities = if trusted { made.pki.anchors().unwrap() } else { Anchors::none() };
        Verifier::new(made.pki.anchors().unwrap()).with_timestamping(authorities, Vec::new())
    };
    let now = Clock::System.now();
    let later = seal.certificate.not_after().plus_seconds(86_400);
    let judge = |trusted: bool, at| {
        let verifier = verifier(trusted);
        pdf::judge("a.pdf", &bytes, &pdf::Judging { verifier: &verifier, pki: None, at, now: at }).0
    };
    for (trusted, at, due, holds) in [
        (true, now, "Signed -", true),
        (true, later, "Signed -", true),
        (false, now, "Signed -", false),
        (false, later, "NotEvaluated certificate.expired", false),
    ] {
        let file = judge(trusted, at);
        assert_eq!(shown(&file), due, "{trusted} {at:?}: {file:?}");
        assert_eq!(file.signatures[0].timestamp.as_ref().map(|stamp| stamp.holds), Some(holds), "{file:?}");
    }
}

#[test]
fn a_revoked_signer_is_not_counted() {
    let made = Made::new();
    let (good, bytes) = (made.judge(&made.bytes("pades")), made.bytes("pades"));
    assert!(good.is_signed_as_a_whole());
    // The person signs; her certificate is in the CA's list.
    let person = made.pki.person().unwrap();
    let list = List { revoked: Some(&person), ..List::of(made.pki.issuing()) }.der();
    let given = Given(vec![Material::new(Kind::Crl, list, Origin::Given)]);
    let verifier = Verifier::new(made.pki.anchors().unwrap());
    let now = Clock::System.now();
    let judging = pdf::Judging { verifier: &verifier, pki: Some(&given), at: now, now };
    let file = pdf::judge("a.pdf", &bytes, &judging).0;
    assert_eq!(shown(&file), "NotEvaluated revocation.revoked", "{file:?}");
    assert!(!file.is_signed_as_a_whole());
}

/// `[policy] pdf = "require"`: a document is let in only when each PDF of it is signed as a whole.
#[tokio::test(flavor = "multi_thread")]
async fn a_hub_can_ask_for_signed_pdfs() {
    let house =
        House::open_at(Backend::Sqlite, Clock::System, |config, _| config.policy.pdf = PdfPolicy::Require).await;
    let dir = tempfile::tempdir().unwrap();
    let made = Made::of(dir, DevPki::make(house.province.dir.join("pki")).unwrap());
    let pack = |number: u32, names: &[&str]| {
        let files: Vec<File> =
            names.iter().map(|name| File::of(format!("{name}.pdf"), "application/pdf", made.bytes(name))).collect();
        let draft = Draft::letter(number, &house.clock);
        packages::pack(house.agency(SENDER), &[house.agency(RECEIVER)], DraftKind::AsicE, &draft, &files).unwrap()
    };
    let refused =
        house.submit(SENDER, &pack(1, &["twice", "base", "new_content"])).await.problem(422, "pdf.not_signed");
    let named: Vec<&str> =
        refused["errors"].as_array().unwrap().iter().map(|one| one["found"].as_str().unwrap()).collect();
    assert_eq!(named, ["base.pdf", "new_content.pdf"], "{refused}");
    let sent = house.submit(SENDER, &pack(2, &["twice", "pades"])).await.expect(201);
    assert_eq!(house.proven(&sent, None).body().pdf, Some(PdfSigned::All));
    house.close().await;
}
