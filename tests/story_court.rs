//! The receipt as evidence: a PDF that holds its own proof, and an ASiC-E under the hub's seal. Foreign software reads both:
//! poppler the paper and what is attached to it, libdigidocpp and lxml the container. And only a party of the document
//! gets one.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use lienthong::cli::demo::packages::Kind;
use lienthong::crypto;
use lienthong::domain::ids::{Micros, OrganId};
use lienthong::domain::person::Role;
use lienthong::package::{Asice, Limits};
use lienthong::report::court::{Court, EVIDENCE_NAME, PDF_NAME, RECEIPT_NAME};
use lienthong::report::inside;

use crate::support::house::{Answer, House, OTHER, RECEIVER, SENDER, STRANGER, answer};
use crate::support::judges;
use crate::support::stores::Backend;
use crate::support::visitor::Visitor;

/// Runs a program of poppler.
fn poppler(program: &str, arguments: &[&str]) -> Output {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .unwrap_or_else(|error| panic!("{program}: {error}: run `make setup`"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn lienthong(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_lienthong")).args(arguments).output().unwrap()
}

/// An entry of a container, read by our own reader.
fn entry(file: &Path, name: &str) -> Vec<u8> {
    let asice = Asice::open(Arc::new(std::fs::File::open(file).unwrap()), &Limits::default()).unwrap();
    asice.read(asice.entry(name).unwrap(), 1 << 20).unwrap()
}

/// What the paper says, and that it is what it says it is.
fn is_a_paper(dir: &Path, pdf: &[u8], receipt: &[u8], words: &[&str]) {
    let file = dir.join("paper.pdf");
    std::fs::write(&file, pdf).unwrap();
    let path = file.to_str().unwrap();
    let info = said(&poppler("pdfinfo", &[path]));
    assert!(info.contains("Tagged:          yes"), "{info}");
    let meta = said(&poppler("pdfinfo", &["-meta", path]));
    assert!(meta.contains("<pdfaid:part>3</pdfaid:part>") && meta.contains("<pdfaid:conformance>B"), "{meta}");
    let structure = said(&poppler("pdfinfo", &["-struct", path]));
    for element in ["H1", "H2", "Table", "TH", "TD", "L", "Figure"] {
        assert!(structure.lines().any(|line| line.trim_start().starts_with(element)), "{element}: {structure}");
    }
    let text = said(&poppler("pdftotext", &["-layout", path, "-"]));
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for word in words {
        assert!(flat.contains(word), "{word:?} is not on the paper:\n{text}");
    }
    // What is attached is the receipt, to the byte, and named as what the paper was made from.
    let raw = String::from_utf8_lossy(pdf);
    assert!(raw.contains("/AFRelationship/Source") || raw.contains("/AFRelationship /Source"), "AFRelationship");
    let attached = dir.join("attached.json");
    poppler("pdfdetach", &["-save", "1", "-o", attached.to_str().unwrap(), path]);
    assert_eq!(std::fs::read(&attached).unwrap(), receipt);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_paper_holds_its_proof_and_the_container_bears_the_seal() {
    let house = House::open(Backend::Sqlite).await;
    let (draft, package) = house.package(Kind::AsicE, 1, &[RECEIVER]);
    let sent = house.submit(SENDER, &package).await.expect(201);
    let uuid = sent.json()["document"]["uuid"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/documents/{uuid}/receipt");
    let json = answer(house.get(&path, SENDER)).await.expect(200);
    house.proves(&json.bytes, Some(crypto::sha256(&package)));

    let dir = tempfile::tempdir().unwrap();
    let pdf = answer(house.get(&format!("{path}?format=pdf"), SENDER)).await.expect(200);
    assert_eq!(pdf.header("content-type"), "application/pdf");
    assert!(pdf.header("content-disposition").contains(".pdf"));
    let sender = house.agency(SENDER);
    let sha256 = crypto::sha256(&package).to_string();
    let words = [
        "Biên nhận dùng làm chứng cứ",
        "Receipt as evidence",
        "Trục nhận văn bản",
        &sender.name,
        &sender.organ_id.0,
        "chưa có chứng nhân",
        "lienthong audit receipt",
        "/proof",
        &sha256[..40],
    ];
    is_a_paper(dir.path(), &pdf.bytes, &json.bytes, &words);
    assert!(!draft.subject.is_empty() && !pdf.text().contains(&draft.subject), "a leaf holds no subject");
    // And the command believes what came out of the paper.
    let vkey = dir.path().join("log.vkey");
    std::fs::write(&vkey, &house.app.vkey).unwrap();
    let (attached, letter) = (dir.path().join("attached.json"), dir.path().join("letter.asice"));
    std::fs::write(&letter, &package).unwrap();
    let judged = lienthong(&[
        "audit",
        "receipt",
        attached.to_str().unwrap(),
        "--key",
        vkey.to_str().unwrap(),
        "--package",
        letter.to_str().unwrap(),
    ]);
    assert!(judged.status.success(), "{}", said(&judged));

    qr_leads_to_the_leaf(&house, dir.path(), &house.proves(&json.bytes, None));
    // It takes the receipt out of the paper by itself.
    let paper = dir.path().join("paper.pdf");
    let judged = lienthong(&["audit", "receipt", paper.to_str().unwrap(), "--key", vkey.to_str().unwrap()]);
    assert!(judged.status.success(), "{}", said(&judged));
    assert!(said(&judged).contains("PDF"), "what is not checked is said: {}", said(&judged));

    let (api, token) = (house.province.api(), sender.token_file.to_str().unwrap());
    let get = |name: &str| {
        let out = dir.path().join(name);
        let got = lienthong(&["receipt", &uuid, "-o", out.to_str().unwrap(), "--hub", &api, "--token-file", token]);
        (got.status.code(), std::fs::read(&out).unwrap_or_default())
    };
    assert_eq!(get("got.json"), (Some(0), json.bytes.clone()));
    assert!(get("got.tlog-proof").1.starts_with(b"c2sp.org/tlog-proof@v1\n"));
    assert!(get("got.pdf").1.starts_with(b"%PDF-1.7") && get("got.asice").1.starts_with(b"PK"));
    assert_eq!(get("got.docx"), (Some(64), Vec::new()));

    let asice = answer(house.get(&format!("{path}?format=asice"), SENDER)).await.expect(200);
    assert_eq!(asice.header("content-type"), "application/vnd.etsi.asic-e+zip");
    let file = dir.path().join("court.asice");
    std::fs::write(&file, &asice.bytes).unwrap();
    seal_holds(&house, dir.path(), &file);
    assert_eq!(entry(&file, RECEIPT_NAME), json.bytes);
    takes_out(dir.path(), &pdf.bytes, &asice.bytes, &json.bytes, &package);
    is_a_paper(dir.path(), &entry(&file, PDF_NAME), &json.bytes, &["Biên nhận dùng làm chứng cứ"]);
    let evidence = dir.path().join("evidence.xml");
    std::fs::write(&evidence, entry(&file, EVIDENCE_NAME)).unwrap();
    let said = judges::python("court_evidence.py", &[evidence.to_str().unwrap()]);
    let found: serde_json::Value = serde_json::from_slice(&said.stdout).unwrap();
    assert_eq!(found["event"], "http://uri.etsi.org/19522/Event/SubmissionAcceptance");
    assert_eq!(found["sender"], sender.organ_id.0);
    assert_eq!(found["sender_name"], sender.name);
    assert_eq!(found["receipt_digest"], crypto::sha256(&json.bytes).to_string());
    // It is none of the exchange's own packages: nobody can send it on.
    let refused = house.submit(SENDER, &asice.bytes).await;
    assert_eq!(refused.json()["code"], "package.document_missing", "{}", refused.text());
    house.close().await;
}

/// What a phone reads on the paper: the hub's page, and behind the # the leaf.
fn qr_leads_to_the_leaf(house: &House, dir: &Path, leaf: &lienthong::evidence::leaf::Leaf) {
    let page = dir.join("page");
    let paper = dir.join("paper.pdf");
    poppler(
        "pdftoppm",
        &["-png", "-r", "150", "-f", "1", "-l", "1", "-singlefile", paper.to_str().unwrap(), page.to_str().unwrap()],
    );
    let read = poppler("zbarimg", &["--quiet", "--raw", page.with_extension("png").to_str().unwrap()]);
    let hash: String = leaf.hash().0.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(said(&read).trim(), format!("{}/proof#leaf={hash}", house.province.config.server.public_url));
}

/// Program and page take the same receipt out of the same files, and none out of others.
fn takes_out(dir: &Path, pdf: &[u8], asice: &[u8], receipt: &[u8], package: &[u8]) {
    let text = |from: &[u8], to: &[u8], bytes: &[u8]| {
        let at = bytes.windows(from.len()).position(|window| window == from).unwrap();
        [&bytes[..at], to, &bytes[at + from.len()..]].concat()
    };
    let mut filtered = pdf.to_vec();
    for at in 0..filtered.len() - 11 {
        if filtered[at..].starts_with(b"FlateDecode") {
            filtered[at..at + 11].copy_from_slice(b"LZWDecodeXX");
        }
    }
    // Its last mention is that of the central directory.
    let renamed = |bytes: &[u8]| {
        let at = bytes.windows(12).rposition(|window| window == b"receipt.json").unwrap();
        [&bytes[..at], b"receipt.jsox", &bytes[at + 12..]].concat()
    };
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("the paper", pdf.to_vec()),
        ("the container", asice.to_vec()),
        ("a package", package.to_vec()),
        ("a receipt", receipt.to_vec()),
        ("a paper without it", text(b"/EmbeddedFile", b"/EmbeddedFilx", pdf)),
        ("a paper with another filter", filtered),
        ("a paper cut", pdf[..pdf.len() / 2].to_vec()),
        ("a paper with two", [pdf, b"/EmbeddedFile".as_slice()].concat()),
        ("a container cut", asice[..asice.len() - 1].to_vec()),
        ("a container bent", text(b"\"leaf\"", b"\"laef\"", asice)),
        ("a container of another name", renamed(asice)),
        ("nothing", Vec::new()),
    ];
    let script = lienthong::report::proof::judge_script();
    let mut ours = Vec::new();
    for (number, (_, bytes)) in cases.iter().enumerate() {
        std::fs::write(dir.join(format!("inside-{number}")), bytes).unwrap();
        ours.push(inside::receipt_inside(bytes));
    }
    let run = format!(
        "{script}\nconst fs = require('node:fs');\n(async () => {{ const out = []; for (let one = 0; one < {}; one += 1) {{ const \
         found = await receiptInside(new Uint8Array(fs.readFileSync(`{}/inside-${{one}}`))); out.push(found === null ? null : \
         Buffer.from(found).toString('hex')); }} console.log(JSON.stringify(out)); }})();",
        cases.len(),
        dir.display()
    );
    std::fs::write(dir.join("inside.cjs"), run).unwrap();
    let output = Command::new("node").arg(dir.join("inside.cjs")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let theirs: Vec<Option<String>> = serde_json::from_slice(&output.stdout).unwrap();
    for (number, (name, _)) in cases.iter().enumerate() {
        let hex = |bytes: &Vec<u8>| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        assert_eq!(ours[number].as_ref().map(hex), theirs[number], "{name}");
        let whole = ["the paper", "the container"].contains(name);
        assert_eq!(ours[number].as_deref(), whole.then_some(receipt), "{name}");
    }
}

/// libdigidocpp, and our own verifier.
fn seal_holds(house: &House, dir: &Path, file: &Path) {
    let mut bent = std::fs::read(file).unwrap();
    let at = bent.windows(6).position(|window| window == b"\"leaf\"").unwrap();
    bent[at + 10] ^= 1;
    let tampered = dir.join("tampered.asice");
    std::fs::write(&tampered, bent).unwrap();
    let reports = judges::digidoc(dir, &[], &[file, &tampered]);
    let names: Vec<&str> = reports[0].entries.iter().map(|(name, _, _)| name.as_str()).collect();
    assert_eq!(names, [RECEIPT_NAME, EVIDENCE_NAME, PDF_NAME]);
    assert_eq!(reports[0].signatures.len(), 1);
    assert_eq!(reports[0].signatures[0].faults(), [""; 0]);
    assert!(reports[0].signatures[0].signed_by.contains("Trục liên thông"), "{reports:?}");
    let refused = reports[1].error.is_some() || !reports[1].signatures[0].faults().is_empty();
    assert!(refused, "the judge is blind: {:?}", reports[1]);
    let verify = |file: &Path| {
        let trust = house.province.trust_file.to_str().unwrap();
        lienthong(&["--format", "json", "verify", file.to_str().unwrap(), "--trust", trust])
    };
    let good = verify(file);
    assert!(good.status.success(), "{}", said(&good));
    assert!(said(&good).contains("package.court_receipt"), "{}", said(&good));
    assert!(!verify(&tampered).status.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_party_gets_one_and_without_a_seal_the_paper_still_comes() {
    let house = House::open_at(Backend::Sqlite, lienthong::clock::Clock::System, |config, _| config.seal = None).await;
    let (_, sent, deliveries) = house.send(1, &[RECEIVER]).await;
    let uuid = sent["document"]["uuid"].as_str().unwrap();
    let path = format!("/api/v1/documents/{uuid}/receipt");
    for form in ["json", "tlog-proof", "pdf", "asice"] {
        let ask = |number| house.get(&format!("{path}?format={form}"), number);
        for stranger in [OTHER, STRANGER] {
            answer(ask(stranger)).await.problem(404, "document.not_found");
        }
        answer(house.bare(reqwest::Method::GET, &format!("{path}?format={form}"))).await.problem(401, "auth.missing");
        let own = answer(ask(SENDER)).await;
        match form {
            "asice" => drop(own.problem(409, "seal.none")),
            _ => drop(own.expect(200)),
        }
    }
    answer(house.get(&format!("{path}?format=docx"), SENDER)).await.problem(400, "request.query");

    // The same at the console: the receiver's desk has it for each event, another agency's has none of it.
    let desk = format!("/in/{}", deliveries[0]);
    let clerk = Visitor::at(&house, Some(&house.agency(RECEIVER).organ_id), Role::Clerk).await;
    let page = clerk.get(&desk).await.expect(200).text();
    let links = hrefs(&page, "/receipt/");
    assert!(links.iter().any(|href| href.ends_with("?format=pdf")), "{links:?}");
    assert!(links.iter().all(|href| !href.ends_with("?format=asice")), "a hub without a seal offers none: {links:?}");
    for href in links {
        let own: Answer = clerk.get(&href).await.expect(200);
        if href.ends_with("pdf") {
            assert!(own.bytes.starts_with(b"%PDF-1.7"), "{href}");
        }
        let stranger = Visitor::at(&house, Some(&house.agency(OTHER).organ_id), Role::Clerk).await;
        assert_eq!(stranger.get(&href).await.status, 404, "{href}");
        assert_eq!(clerk.get(&format!("{}?format=asice", href.split('?').next().unwrap())).await.status, 409);
    }
    house.close().await;
}

/// The addresses on a page with `part` in them.
fn hrefs(page: &str, part: &str) -> Vec<String> {
    let all = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    all.filter(|href| href.contains(part)).map(str::to_owned).collect()
}

#[test]
fn every_event_makes_a_paper_whatever_the_names_are() {
    let long = "Ủy ban nhân dân phường Nguyễn Thị Minh Khai – Trung tâm Phục vụ hành chính công và Kiểm soát thủ tục hành chính liên thông";
    let dir = tempfile::tempdir().unwrap();
    for (number, receipt) in crate::story_proof::receipts_of_every_event().into_iter().enumerate() {
        let name = |_: &OrganId, _: Micros| Some(long.to_owned());
        let url = "https://lienthong.tayninh.example/proof".to_owned();
        let court = Court::new(receipt.clone(), name, url, Micros(1_795_000_000_000_000)).unwrap();
        let pdf = court.pdf().unwrap();
        assert_eq!(pdf, court.pdf().unwrap(), "the same paper each time");
        if number % 12 == 0 {
            is_a_paper(dir.path(), &pdf, &receipt.to_json(), &["Biên nhận dùng làm chứng cứ"]);
        }
        let xml = String::from_utf8(court.evidence_xml()).unwrap();
        let event = court.leaf().body().event;
        let base = if event.is_of_etsi() { "http://uri.etsi.org/19522/Event/" } else { "urn:x-lienthong:event:" };
        assert!(xml.contains(&format!("{base}{}</", event.as_str())), "{xml}");
        assert!(!xml.contains("http://uri.etsi.org/19522/Event/Status"));
    }
}
