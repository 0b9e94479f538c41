//! Levels B-T, B-LT and B-LTA: timestamps and evidence.

use std::path::Path;
use std::process::Command;

use lienthong::clock::Clock;
use lienthong::signature::Verifier;
use lienthong::signature::dev_pki::{DevPki, KeyKind};
use lienthong::signature::path::Anchors;
use lienthong::signature::pdf;
use lienthong::signature::revocation::{Kind, Material, Origin};

use super::made::{Lasting, Made, ask_pdfsig, pdf_of_nobody, shown, text};
use crate::support::authority::{Authority, Given, List, Reply, Tsa};
use crate::support::judges;

/// Levels B-T, B-LT and B-LTA as pyHanko writes them: evidence and document timestamps come after the last signature.
#[test]
fn what_outlives_a_certificate_changes_nothing() {
    let lasting = Lasting::new();
    let table = [
        ("b_t", "Signed -"),
        ("b_lt", "Signed -"),
        ("b_t_evidence", "Signed -"),
        ("b_lta", "Signed - -"),
        ("b_lta_again", "Signed - - -"),
        ("bare", "Signed -"),
        ("bare_stamped", "Signed - -"),
        ("base_stamped", "Unsigned -"),
    ];
    let theirs = lasting.made.asked(&table.map(|(name, _)| name));
    let now = Clock::System.now();
    for ((name, due), theirs) in table.iter().zip(theirs) {
        let ours = lasting.judge(&lasting.made.bytes(name), lasting.authorities(), now);
        assert_eq!(shown(&ours), *due, "{name}: {ours:?}");
        assert_eq!(theirs.error, None, "{name}");
        assert!(theirs.signatures.iter().all(|one| one.intact && one.valid && one.allowed), "{name}: {theirs:?}");
        for (ours, theirs) in ours.signatures.iter().zip(&theirs.signatures) {
            let (found, due) = ((&ours.field, ours.covers_whole_document), (&theirs.field, theirs.whole));
            assert_eq!(found, due, "{name}");
        }
        let said = ask_pdfsig(&lasting.made, name);
        // Document timestamps it lists and does not verify.
        let signatures = ours.signatures.iter().filter(|one| !one.is_timestamp).count();
        assert_eq!(said.matches("Signature is Valid").count(), signatures, "{name}: {said}");
    }
}

/// A document timestamp moves the time that counts of what lies before it, and is told with its own time.
#[test]
fn a_document_timestamp_outlives_the_certificate() {
    let lasting = Lasting::new();
    let now = Clock::System.now();
    let later = lasting.seal.certificate.not_after().plus_seconds(86_400);
    let untrusted = "timestamp.untrusted";
    for (name, trusted, at, due) in [
        ("bare", true, later, "NotEvaluated certificate.expired".to_owned()),
        ("bare_stamped", true, now, "Signed - -".to_owned()),
        ("bare_stamped", true, later, "Signed - -".to_owned()),
        ("b_lta_again", true, later, "Signed - - -".to_owned()),
        ("bare_stamped", false, now, format!("Signed - {untrusted}")),
        ("bare_stamped", false, later, format!("NotEvaluated certificate.expired {untrusted}")),
        ("base_stamped", false, now, format!("Unsigned {untrusted}")),
    ] {
        let authorities = if trusted { lasting.authorities() } else { Anchors::none() };
        let file = lasting.judge(&lasting.made.bytes(name), authorities, at);
        assert_eq!(shown(&file), due, "{name} {trusted} {at:?}: {file:?}");
    }
    let file = lasting.judge(&lasting.made.bytes("bare_stamped"), lasting.authorities(), later);
    let [signature, stamp] = file.signatures.as_slice() else { panic!("{file:?}") };
    assert!(stamp.is_timestamp && stamp.signer.as_ref().unwrap().contains("Dấu thời gian"), "{stamp:?}");
    let told = stamp.timestamp.as_ref().unwrap();
    assert_eq!((signature.best_signature_time, told.holds), (told.time, true));
    assert_eq!((stamp.best_signature_time, &signature.timestamp), (None, &None));
}

/// Whatever its size, a file lies in memory once: the bytes under signatures and stamps are hashed where they lie.
#[test]
fn a_document_timestamp_copies_nothing() {
    if let Some(file) = std::env::var_os(CHILD) {
        return memory_of(Path::new(&file));
    }
    let (short, lasting) = (Lasting::new(), Lasting::of(&"x".repeat(LONG)));
    let file = lasting.made.path("bare_stamped");
    assert!(std::fs::metadata(&file).unwrap().len() > LONG as u64);
    std::fs::copy(short.made.path("bare_stamped"), file.with_extension(SHORT)).unwrap();
    // In a process of its own, this test again: memory is the process's.
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "story_pdf::lasting::a_document_timestamp_copies_nothing", "--nocapture"])
        .env(CHILD, &file)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("memory grew"),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

fn memory_of(file: &Path) {
    // Code and tables are loaded by a short one.
    pdf_of_nobody(&std::fs::read(file.with_extension(SHORT)).unwrap());
    let bytes = std::fs::read(file).unwrap();
    let kib = |field: &str| {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find(|line| line.starts_with(field)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap()
    };
    let before = kib("VmRSS:");
    let judged = pdf_of_nobody(&bytes);
    let grown = kib("VmHWM:") - before;
    assert_eq!(shown(&judged), "NotEvaluated certificate.untrusted timestamp.untrusted", "{judged:?}");
    println!("memory grew by {grown} KiB over {} bytes", bytes.len());
    assert!(grown << 10 < LONG / 2, "{grown} KiB");
}

/// Level B-LT: the answers that the file carries speak for its signatures when nobody else does.
#[test]
fn what_a_file_carries_speaks_for_it() {
    let lasting = Lasting::new();
    let now = Clock::System.now();
    let verifier = Verifier::new(lasting.authorities()).with_timestamping(lasting.authorities(), Vec::new());
    let judge =
        |bytes: &[u8], at| pdf::judge("a.pdf", bytes, &pdf::Judging { verifier: &verifier, pki: None, at, now: at }).0;
    let later = lasting.seal.certificate.not_after().plus_seconds(86_400);
    for (name, at, due) in [
        ("b_t", now, "Signed revocation.unknown"),
        ("b_t_evidence", now, "Signed -"),
        ("b_lt", now, "Signed -"),
        ("b_lt", later, "Signed -"),
        ("b_t", later, "NotEvaluated certificate.expired"),
        ("b_lta", now, "Signed - -"),
        ("b_lta_again", later, "Signed - - -"),
        ("bare_stamped", now, "Signed revocation.unknown timestamp.revocation_unknown"),
    ] {
        let file = judge(&lasting.made.bytes(name), at);
        assert_eq!(shown(&file), due, "{name} {at:?}: {file:?}");
    }
    // Whoever bends an answer of the file takes it away, and no more.
    let mut bent = lasting.made.bytes("b_lt");
    let der = List::of(lasting.made.pki.issuing()).der();
    let head = &der[4..40];
    let at = bent.windows(head.len()).position(|one| one == head).unwrap() + head.len();
    bent[at + 200] ^= 1;
    assert_eq!(shown(&judge(&bent, now)), "Signed revocation.unknown");
}

/// What can be wrong about one: each has its own code, and proves nothing.
#[test]
fn a_document_timestamp_that_does_not_hold_proves_nothing() {
    let lasting = Lasting::new();
    let (good, now) = (lasting.made.bytes("bare_stamped"), Clock::System.now());
    let later = lasting.seal.certificate.not_after().plus_seconds(86_400);
    let rfind = |what: &[u8]| good.windows(what.len()).rposition(|one| one == what).unwrap();
    let open = rfind(b"/Contents <") + b"/Contents ".len();
    let close = open + good[open..].iter().position(|byte| *byte == b'>').unwrap() + 1;
    let stamped = [&good[..open], &good[close..]].concat();
    let with = |token: &[u8]| {
        let hex: String = token.iter().map(|byte| format!("{byte:02x}")).collect();
        let hole = format!("<{hex:0<width$}>", width = close - open - 2);
        assert_eq!(hole.len(), close - open, "the token does not fit");
        [&good[..open], hole.as_bytes(), &good[close..]].concat()
    };
    let honest = Tsa::of(&lasting.made.pki, &lasting.tsa);
    let other = DevPki::make(lasting.made.dir.path().join("other")).unwrap();
    let stranger = Tsa::of(&other, &other.tsa().unwrap());
    let mut bent = honest.token(&stamped);
    let last = bent.len() - 1;
    bent[last] ^= 1;
    for (what, token, state, code) in [
        ("the bench is right", honest.token(&stamped), "Signed", "-"),
        ("over other bytes", honest.token(b"other bytes"), "Broken", "timestamp.imprint"),
        ("bent", bent, "Broken", "timestamp.signature"),
        ("no token", b"0\x03\x02\x01\x05".to_vec(), "Broken", "timestamp.malformed"),
        ("by nobody known", stranger.token(&stamped), "Signed", "timestamp.untrusted"),
    ] {
        let bytes = with(&token);
        let file = lasting.judge(&bytes, lasting.authorities(), now);
        assert_eq!(shown(&file), format!("{state} - {code}"), "{what}: {file:?}");
        let proves = file.signatures[0].best_signature_time.is_some();
        assert_eq!((proves, file.is_signed_as_a_whole()), (code == "-", state == "Signed"), "{what}");
        let file = lasting.judge(&bytes, lasting.authorities(), later);
        assert_eq!(file.is_signed_as_a_whole(), code == "-", "{what}: {file:?}");
    }
    // Its authority's certificate was revoked, or nobody answered for it.
    let verifier = Verifier::new(lasting.authorities()).with_timestamping(lasting.authorities(), Vec::new());
    let list = List { revoked: Some(&lasting.tsa), ..List::of(lasting.made.pki.issuing()) }.der();
    for (material, due) in [
        (vec![Material::new(Kind::Crl, list, Origin::Given)], "Signed - timestamp.revoked"),
        (Vec::new(), "Signed revocation.unknown timestamp.revocation_unknown"),
    ] {
        let given = Given(material);
        let judging = pdf::Judging { verifier: &verifier, pki: Some(&given), at: now, now };
        assert_eq!(shown(&pdf::judge("a.pdf", &good, &judging).0), due);
    }
}

/// Whatever it shows.
#[test]
fn a_document_timestamp_that_is_none_is_told() {
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
    assert_eq!(shown(&file), "Broken timestamp.malformed", "{file:?}");
    assert!(file.signatures[0].is_timestamp);
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

/// Of the page, bytes.
const LONG: usize = 8 << 20;
const SHORT: &str = "short";
/// Names the file to the process that only measures.
const CHILD: &str = "LIENTHONG_TEST_STAMPED";
