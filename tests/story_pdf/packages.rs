//! PDFs among the attachments of a package.

use lienthong::cli::demo::packages::{self, Draft, File, Kind as DraftKind};
use lienthong::clock::Clock;
use lienthong::config::PdfPolicy;
use lienthong::evidence::leaf::PdfSigned;
use lienthong::signature::dev_pki::{DevPki, KeyKind};
use lienthong::signature::sign::{Attachment, SignOptions, Signer};
use lienthong::signature::{PdfState, Request, Verifier};

use super::made::{Made, shown};
use crate::support::edxml;
use crate::support::house::{House, RECEIVER, SENDER};
use crate::support::stores::Backend;

/// A signed package of these attachments.
fn packed(made: &Made, names: &[&str], contents: Vec<Vec<u8>>) -> std::sync::Arc<std::fs::File> {
    let seal = made.pki.seal(KeyKind::P256).unwrap();
    let signer = Signer::new(seal.key, seal.certificate, seal.chain).unwrap();
    let attachment = |(name, bytes): (&&str, Vec<u8>)| Attachment {
        name: (*name).to_owned(),
        media_type: "application/octet-stream".to_owned(),
        source: Box::new(std::io::Cursor::new(bytes)),
    };
    let attachments = names.iter().zip(contents).map(attachment).collect();
    let document = edxml::document_xml(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
    let path = made.dir.path().join("package.asice");
    let out = std::fs::File::create(&path).unwrap();
    signer.sign_asice(&document, attachments, &SignOptions::at(Clock::System.now()), out).unwrap();
    std::sync::Arc::new(std::fs::File::open(&path).unwrap())
}

#[test]
fn the_verdict_on_a_package_lists_its_pdfs() {
    let made = Made::new();
    let names = ["cong-van.pdf", "phu-luc.pdf", "so-lieu.bin", "sau-dong-trong.pdf"];
    // The last is one to every reader, though not to who looks at its first byte only.
    let behind = [b"\n".to_vec(), made.bytes("pades")].concat();
    let contents = [made.bytes("twice"), made.bytes("base"), b"no PDF".to_vec(), behind];
    let file = packed(&made, &names, contents.to_vec());
    let verifier = Verifier::new(made.pki.anchors().unwrap());
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

/// The files of a package share one budget: a few that cost as much as one may take what there is, and no more.
#[test]
fn costly_files_in_a_package_are_not_evaluated_one_after_the_other() {
    let made = Made::new();
    let (names, costly) = (["mot.pdf", "hai.pdf", "ba.pdf", "bon.pdf"], costly_pdf());
    let contents = [costly.clone(), costly.clone(), costly, made.bytes("pades")];
    let file = packed(&made, &names, contents.to_vec());
    let verifier = Verifier::new(made.pki.anchors().unwrap());
    let verdict = verifier.verify(file, &Request::report(Clock::System.now())).unwrap().verdict;
    assert_eq!(verdict.exit_code(), 0, "{:?}", verdict.findings);
    let told: Vec<String> = verdict.pdf.iter().map(shown).collect();
    let beyond = "NotEvaluated pdf.too_complex";
    assert_eq!(
        told,
        ["Unsigned ", beyond, beyond, beyond],
        "what comes after the costly ones is told as not evaluated"
    );
}

/// The same for what streams inflate to; a file that inflates nothing is still looked into.
#[test]
fn bombs_in_a_package_share_what_may_be_inflated() {
    let made = Made::new();
    let bomb = inflating_pdf();
    assert!(bomb.len() < 100_000, "{}", bomb.len());
    let file = packed(&made, &["mot.pdf", "hai.pdf", "ba.pdf"], vec![bomb.clone(), bomb, made.bytes("pades")]);
    let verifier = Verifier::new(made.pki.anchors().unwrap());
    let verdict = verifier.verify(file, &Request::report(Clock::System.now())).unwrap().verdict;
    let told: Vec<String> = verdict.pdf.iter().map(shown).collect();
    assert_eq!(told, ["Unsigned ", "NotEvaluated pdf.too_complex", "Signed -"]);
}

/// Its cross-reference stream inflates to 20 MB.
fn inflating_pdf() -> Vec<u8> {
    let mut out = b"%PDF-1.7\n% /ByteRange\n1 0 obj\n<< /Type /Catalog >>\nendobj\n".to_vec();
    let (catalog, at) = (22, out.len());
    let mut rows = vec![0, 0, 1, catalog];
    rows.resize(20 << 20, 0);
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::Write::write_all(&mut packed, &rows).unwrap();
    let packed = packed.finish().unwrap();
    let head = "<< /Type /XRef /Size 2 /W [1 1 0] /Root 1 0 R /Filter /FlateDecode /Length";
    out.extend_from_slice(format!("2 0 obj\n{head} {} >>\nstream\n", packed.len()).as_bytes());
    out.extend_from_slice(&packed);
    out.extend_from_slice(format!("\nendstream\nendobj\nstartxref\n{at}\n%%EOF\n").as_bytes());
    out
}

/// More than half of the objects that a package may cost, in a few kilobytes when it is packed.
fn costly_pdf() -> Vec<u8> {
    let values = "0 ".repeat(90_000);
    let kids: String = (4..18).map(|number| format!("{number} 0 R ")).collect();
    let mut out = String::from("%PDF-1.7\n% /ByteRange\n");
    let mut rows = String::from("0000000000 65535 f \n");
    let mut put = |object: &str| {
        rows.push_str(&format!("{:010} 00000 n \n", out.len()));
        out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", rows.len() / 20 - 1));
    };
    put(&format!("<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [{kids}] >> >>"));
    put("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
    put("<< /Type /Page /Parent 2 0 R >>");
    (4..18).for_each(|_| put(&format!("<< /FT /Sig /A [{values}] >>")));
    let at = out.len();
    out.push_str(&format!("xref\n0 18\n{rows}trailer\n<< /Size 18 /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n"));
    out.into_bytes()
}

/// `[policy] pdf = "require"`: a document is let in only when each PDF of it is signed as a whole.
#[tokio::test(flavor = "multi_thread")]
async fn a_hub_can_ask_for_signed_pdfs() {
    let house =
        House::open_at(Backend::Sqlite, Clock::System, |config, _| config.policy.pdf = PdfPolicy::Require).await;
    let dir = tempfile::tempdir().unwrap();
    let made = Made::of(dir, DevPki::make(house.province.dir.join("pki")).unwrap(), super::made::LINE);
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

/// Who composes is told apart what is wrong, what is not signed, and what is.
#[tokio::test(flavor = "multi_thread")]
async fn the_checklist_tells_a_wrong_signature_from_none() {
    use crate::story_compose::{attach, begin, clerk};
    let house = House::open(Backend::Sqlite).await;
    let dir = tempfile::tempdir().unwrap();
    let made = Made::of(dir, DevPki::make(house.province.dir.join("pki")).unwrap(), super::made::LINE);
    let clerk = clerk(&house, SENDER).await;
    let draft = begin(&clerk).await;
    let mut kept = serde_json::Value::Null;
    for name in ["twice", "base", "new_content"] {
        kept = attach(&clerk, &draft, &format!("{name}.pdf"), &made.bytes(name)).await.expect(200).json();
    }
    let checks = kept["pieces"]["checks"].as_str().unwrap();
    let lines: Vec<&str> = checks.split("<li").filter(|line| line.contains("tệp PDF")).collect();
    let [wrong, open, good] = lines.as_slice() else { panic!("{checks}") };
    assert!(wrong.contains("txt-bad") && wrong.contains("1 tệp PDF có chữ ký số không đúng"), "{wrong}");
    assert!(open.contains("txt-warn") && open.contains("1 tệp PDF chưa ký số"), "{open}");
    assert!(good.contains("#check") && good.contains("1 tệp PDF đã ký số trọn vẹn"), "{good}");
    assert!(kept["pieces"]["files"].as_str().unwrap().contains("sub txt-bad"), "{kept}");
    house.close().await;
}

/// Convention a of bare edXML: receivers unpack the one file in the ZIP, and see that.
#[test]
fn a_pdf_that_is_zipped_in_a_bare_file_is_judged_as_it_is() {
    let made = Made::new();
    let good = made.bytes("pades");
    let mut spoiled = good.clone();
    let at = memchr::memmem::find(&spoiled, b"/MediaBox").unwrap();
    spoiled[at + 1] = b'm';
    let (told_good, told_spoiled) = (shown(&made.judge(&good)), shown(&made.judge(&spoiled)));
    assert_eq!((told_good.as_str(), told_spoiled.starts_with("Broken")), ("Signed -", true), "{told_spoiled}");
    let damaged = |mut zip: Vec<u8>| {
        // The checksum, in both headers.
        for at in [14, zip.len() - 22 - 46 - 5 + 16] {
            zip[at] ^= 1;
        }
        zip
    };
    let table: [(&str, Vec<u8>, Option<&str>); 8] = [
        ("a.pdf", good.clone(), Some(&told_good)),
        ("a.pdf", zipped(&[("a.pdf", &good)]), Some(&told_good)),
        ("a.pdf", zipped(&[("b.bin", &spoiled)]), Some(&told_spoiled)),
        ("a.pdf", zipped(&[("a.pdf", &spoiled), ("b.pdf", &good)]), Some("Broken pdf.malformed")),
        ("a.txt", damaged(zipped(&[("a.pdf", &good)])), Some("Broken pdf.malformed")),
        ("a.pdf", zipped(&[("a.pdf", b"text")]), None),
        ("a.docx", zipped(&[("a.xml", b"text"), ("b.xml", b"text")]), None),
        ("a.txt", zipped(&[("a.xml", b"text"), ("b.xml", b"text")]), None),
    ];
    let seal = made.pki.seal(KeyKind::P256).unwrap();
    let signer = Signer::new(seal.key, seal.certificate, seal.chain).unwrap();
    for (number, (name, content, due)) in table.into_iter().enumerate() {
        let xml = with_attachment(name, &content);
        let options = SignOptions::at(Clock::System.now());
        let signed = signer.sign_enveloped(std::io::Cursor::new(xml), &options, Vec::new()).unwrap();
        let path = made.dir.path().join("bare.edxml");
        std::fs::write(&path, signed).unwrap();
        let file = std::sync::Arc::new(std::fs::File::open(&path).unwrap());
        let verifier = Verifier::new(made.pki.anchors().unwrap());
        let verdict = verifier.verify(file, &Request::report(Clock::System.now())).unwrap().verdict;
        assert_eq!(verdict.exit_code(), 0, "{number}: {:?}", verdict.findings);
        let told: Vec<String> = verdict.pdf.iter().map(shown).collect();
        assert_eq!(told, due.into_iter().map(str::to_owned).collect::<Vec<_>>(), "{number}: {name}");
    }
}

/// A bare file with that one attachment.
fn with_attachment(name: &str, content: &[u8]) -> String {
    use base64::Engine as _;
    let xml = String::from_utf8(edxml::bare()).unwrap();
    let end = xml.rfind("</").unwrap();
    let content = base64::engine::general_purpose::STANDARD.encode(content);
    format!(
        "{}<AttachmentEncoded xmlns=\"{}\"><Attachment><ContentId>cid:a</ContentId><AttachmentName>{name}</AttachmentName>\
         <ContentType>application/pdf</ContentType><ContentTransferEncoded>{content}</ContentTransferEncoded></Attachment>\
         </AttachmentEncoded>{}",
        &xml[..end],
        lienthong::edxml::NAMESPACE,
        &xml[end..]
    )
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write as _;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
