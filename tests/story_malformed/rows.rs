//! The table.

use lienthong::cli::demo::packages::{Kind, tamper};
use lienthong::signature::dev_pki::Bad;
use reqwest::{Method, RequestBuilder};
use serde_json::json;

use super::carrier;
use super::papers::{Papers, changed};
use crate::support::house::{House, OTHER, RECEIVER, SENDER};
use crate::support::zip_cases::bad_archives;

pub struct Row {
    pub name: &'static str,
    pub status: u16,
    pub code: &'static str,
    /// Whether it leaves one SubmissionRejection in the log.
    pub logged: bool,
    pub ask: Ask,
}

pub enum Ask {
    Http(Box<RequestBuilder>),
    /// The request's own bytes.
    Raw(String),
}

pub async fn rows(house: &House, papers: &Papers) -> Vec<Row> {
    let (_, sent, deliveries) = house.send(1, &[RECEIVER, OTHER]).await;
    let mut rows = requests(house, papers, &deliveries[0]);
    rows.extend(bodies(house));
    rows.extend(words(house, papers, &deliveries[0], &sent));
    let mut packages = packages(house, papers);
    packages.extend(archives());
    for (number, (name, code, package)) in packages.into_iter().enumerate() {
        let status = lienthong::codes::Code::lookup(code).unwrap_or_else(|| panic!("{code}")).info().status;
        let request = house.post("/api/v1/packages", carrier(number)).body(package);
        rows.push(Row { logged: true, ..Row::http(name, status, code, request) });
    }
    rows.extend(identity(house));
    rows
}

/// Who asks, and how.
fn requests(house: &House, papers: &Papers, delivery: &str) -> Vec<Row> {
    let inbox = |token: &str| house.bare(Method::GET, "/api/v1/inbox").header("authorization", token);
    let get = |path: &str| house.get(path, RECEIVER);
    let path = |end: &str| format!("/api/v1/deliveries/{delivery}/{end}");
    vec![
        Row::http("no token", 401, "auth.missing", house.bare(Method::GET, "/api/v1/inbox")),
        Row::http("token of another scheme", 401, "auth.malformed", inbox("Basic eDp5")),
        Row::http("empty token", 401, "auth.malformed", inbox("Bearer ")),
        Row::http("unknown token", 401, "auth.unknown", inbox("Bearer lt_0000")),
        Row::http("revoked token", 401, "auth.revoked", inbox(&format!("Bearer {}", papers.revoked))),
        Row::http(
            "package without a token",
            401,
            "auth.missing",
            house.bare(Method::POST, "/api/v1/packages").body("<a/>"),
        ),
        Row::http("no such path", 404, "request.no_such_path", get("/api/v1/nothing")),
        Row::http("another method", 405, "request.method", house.bare(Method::DELETE, "/api/v1/inbox")),
        Row::http("unknown query", 400, "request.query", get("/api/v1/inbox?colour=red")),
        Row::http("cursor of nowhere", 400, "request.cursor", get("/api/v1/inbox?after=x")),
        Row::http("a wait too long", 400, "request.query", get("/api/v1/inbox?wait=3600")),
        Row::http("attempt 0", 400, "request.query", house.post("/api/v1/packages?attempt=0", SENDER).body("<a/>")),
        Row::http("key too long", 400, "request.idempotency_key", {
            house.post("/api/v1/packages", SENDER).header("idempotency-key", "k".repeat(256)).body("<a/>")
        }),
        Row::http("a name that is no uuid", 404, "delivery.not_found", get("/api/v1/deliveries/1")),
        Row::http("another agency's delivery", 404, "delivery.not_found", house.get(&path("package"), 5)),
        Row::http("another agency's document", 404, "document.not_found", get("/api/v1/documents?document_id=x")),
        Row::http(
            "a range outside",
            416,
            "payload.range_outside",
            get(&path("package")).header("range", "bytes=99999999-"),
        ),
        Row::http("fetched other bytes", 409, "delivery.digest_mismatch", {
            house.post(&path("fetched"), RECEIVER).json(&json!({ "sha256": "0".repeat(64) }))
        }),
        Row::http("a digest that is none", 400, "request.json", {
            house.post(&path("fetched"), RECEIVER).json(&json!({ "sha256": "x" }))
        }),
        Row::http("no JSON", 400, "request.json", {
            house.post(&path("fetched"), RECEIVER).header("content-type", "application/json").body("{")
        }),
        Row::http(
            "JSON of another type",
            415,
            "request.content_type",
            house.post(&path("fetched"), RECEIVER).body("{}"),
        ),
        Row::http("JSON with an unknown field", 400, "request.json", {
            house.post(&path("acknowledgements"), RECEIVER).json(&json!({ "code": "01", "colour": "red" }))
        }),
        Row::http("JSON too large", 413, "request.too_large", {
            house.post(&path("acknowledgements"), RECEIVER).json(&json!({ "code": "02", "reason": "x".repeat(70_000) }))
        }),
        Row::http("declared for a month that is none", 422, "declaration.period", {
            house.post("/api/v1/declarations", SENDER).json(&json!({ "period": "2026-13", "count": 1 }))
        }),
        Row::http("log entries without being an auditor", 403, "auth.forbidden", get("/log/0/tile/entries/000.p/1")),
        Row::http("a tile that is not there", 404, "log.no_such_tile", house.bare(Method::GET, "/log/0/tile/0/999")),
    ]
}

/// The body of a package, as bytes on a line.
fn bodies(house: &House) -> Vec<Row> {
    let post = || house.post("/api/v1/packages", SENDER);
    let head = |more: &str| {
        let token = &house.agency(SENDER).token;
        format!("POST /api/v1/packages HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer {token}\r\n{more}\r\n\r\n")
    };
    let raw = |name, status, code, text: String| Row { name, status, code, logged: false, ask: Ask::Raw(text) };
    vec![
        Row::http("an empty body", 400, "request.empty", post()),
        Row::http("larger than any package", 413, "payload.too_large", post().body(vec![b'<'; (4 << 20) + 1])),
        Row::http("another Content-Digest", 400, "request.digest", {
            post().header("content-digest", "sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:").body("<a/>")
        }),
        Row::http("a Content-Digest that is none", 400, "request.malformed", {
            post().header("content-digest", "sha-256=:!:").body("<a/>")
        }),
        raw("announced, and never sent", 408, "request.timeout", head("Content-Length: 1000") + "<edXML"),
        raw("announced larger than any package", 413, "payload.too_large", head("Content-Length: 99999999999")),
    ]
}

/// The receiver's words.
fn words(house: &House, papers: &Papers, delivery: &str, sent: &serde_json::Value) -> Vec<Row> {
    let say = |body: serde_json::Value| {
        house.post(&format!("/api/v1/deliveries/{delivery}/acknowledgements"), RECEIVER).json(&body)
    };
    let file = |xml: Vec<u8>| house.post("/api/v1/packages", RECEIVER).body(xml);
    let logged = |row: Row| Row { logged: true, ..row };
    let id = sent["document"]["document_id"].as_str().unwrap().to_owned();
    vec![
        Row::http("a code that stands in no text", 422, "acknowledgement.unknown_code", say(json!({ "code": "07" }))),
        Row::http("returned without a reason", 422, "acknowledgement.reason_missing", say(json!({ "code": "02" }))),
        Row::http("a reason too long", 422, "acknowledgement.reason_too_long", {
            say(json!({ "code": "02", "reason": "x".repeat(1_001) }))
        }),
        Row::http(
            "a time that is none",
            400,
            "request.timestamp",
            say(json!({ "code": "01", "timestamp": "hôm nay" })),
        ),
        Row::http("13 by a receiver", 422, "acknowledgement.sender_only", say(json!({ "code": "13", "reason": "x" }))),
        Row::http("declined without a reason", 422, "acknowledgement.reason_missing", say(json!({ "code": "16" }))),
        logged(Row::http("status file: unknown code", 422, "edxml.bad_status_code", file(papers.status("09", |_| {})))),
        logged(Row::http("status file: no document", 422, "edxml.missing", {
            file(papers.status("01", |status| status.response_for.document_id = None))
        })),
        Row::http("status file: of an unknown document", 404, "delivery.not_found", file(papers.status("01", |_| {}))),
        logged(Row::http("status file: for another agency", 422, "signature.reporter_mismatch", {
            house.post("/api/v1/packages", OTHER).body(papers.status("01", |_| {}))
        })),
        Row::http("status file: 13 about nothing sent", 422, "business.target_unknown", {
            file(papers.status("13", |_| {}))
        }),
        Row::http("status file: 13 by a receiver", 403, "business.not_issuer", {
            file(papers.status("13", |status| status.response_for.document_id = Some(id)))
        }),
    ]
}

/// Same names, other things; asked last, because the good package of the other rows is theirs too.
fn identity(house: &House) -> Vec<Row> {
    let (draft, first) = house.package(Kind::AsicE, 1, &[RECEIVER, OTHER]);
    let other = house.pack(Kind::AsicE, &draft, &[RECEIVER, OTHER], "nội dung khác");
    let post = |path: &str, package: Vec<u8>| house.post(path, SENDER).body(package);
    vec![
        Row {
            logged: true,
            ..Row::http("same number, other content", 409, "document.id_reused", post("/api/v1/packages", other))
        },
        Row {
            logged: true,
            ..Row::http(
                "sent again while it still runs",
                409,
                "document.attempt_not_allowed",
                post("/api/v1/packages?attempt=2", first),
            )
        },
    ]
}

type Package = (&'static str, &'static str, Vec<u8>);

/// Packages that are read, and refused for what stands in them.
fn packages(house: &House, papers: &Papers) -> Vec<Package> {
    let seal = &house.agency(SENDER).signer;
    let good = papers.sealed(seal, &papers.document(100, |_| {}));
    let text = String::from_utf8(good.clone()).unwrap();
    let signature = {
        let (start, end) = (text.find("<ds:Signature").unwrap(), text.rfind("</ds:Signature>").unwrap());
        text[start..end + "</ds:Signature>".len()].to_owned()
    };
    let (_, asice) = house.package(Kind::AsicE, 101, &[RECEIVER]);
    let sealed = |number, change: &dyn Fn(&mut lienthong::edxml::Document)| {
        papers.sealed(seal, &papers.document(number, change))
    };
    let deep = format!("{}{}", "<a>".repeat(100), "</a>".repeat(100));
    let id = &house.agency(RECEIVER).organ_id.0;
    vec![
        ("text", "package.unknown_format", b"xin chao".to_vec()),
        ("zeros", "package.unknown_format", vec![0; 100]),
        ("not well-formed", "xml.tag_mismatch", b"<edXML><a></edXML>".to_vec()),
        ("cut off", "xml.truncated", good[..good.len() / 2].to_vec()),
        ("not UTF-8", "xml.not_utf8", b"<edXML>\xff</edXML>".to_vec()),
        ("UTF-16", "xml.encoding", changed(&good, "encoding=\"UTF-8\"", "encoding=\"UTF-16\"")),
        ("a DTD", "xml.dtd", b"<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>".to_vec()),
        ("a comment", "xml.comment", changed(&good, "</edXML>", "<!-- x --></edXML>")),
        ("an unknown entity", "xml.entity", b"<edXML>&b;</edXML>".to_vec()),
        ("too deep", "xml.depth", deep.into_bytes()),
        ("an attribute twice", "xml.duplicate_attribute", b"<edXML a=\"1\" a=\"2\"/>".to_vec()),
        ("a prefix of nowhere", "xml.unbound_prefix", b"<x:edXML/>".to_vec()),
        ("no signature", "signature.none", papers.unsigned(&papers.document(102, |_| {}))),
        ("tampered header", "signature.digest", changed(&good, "những điều sai", "những điều đúng")),
        ("tampered attachment", "signature.digest", tamper(&asice, "kế hoạch.txt").unwrap()),
        ("signature twice", "signature.several", changed(&good, &signature, &format!("{signature}{signature}"))),
        ("signature in another place", "signature.position", {
            let moved = changed(&good, &signature, "");
            changed(&moved, "<edXML:edXMLHeader>", &format!("<edXML:edXMLHeader>{signature}"))
        }),
        ("legacy signature", "signature.legacy", {
            changed(
                &good,
                "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
                "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
            )
        }),
        ("expired certificate", "certificate.expired", papers.bad(103, Bad::Expired)),
        ("certificate of the future", "certificate.not_yet_valid", papers.bad(104, Bad::NotYetValid)),
        ("certificate of another root", "certificate.untrusted", papers.bad(105, Bad::OtherRoot)),
        ("certificate for encryption", "certificate.key_usage", papers.bad(106, Bad::WrongKeyUsage)),
        ("certificate of a server", "certificate.extended_key_usage", papers.bad(107, Bad::WrongExtendedKeyUsage)),
        ("certificate of a CA", "certificate.is_ca", papers.bad(108, Bad::LeafAsCa)),
        ("a person's certificate", "binding.not_bound", papers.person(109)),
        (
            "another agency's seal",
            "binding.other_agency",
            papers.sealed(&house.agency(4).signer, &papers.document(110, |_| {})),
        ),
        (
            "a sender that nobody knows",
            "binding.other_agency",
            papers.sealed(seal, &papers.document(111, |document| document.from.organ_id.0 = "H99".to_owned())),
        ),
        ("a sender that it is not", "binding.other_agency", papers.sealed(seal, &papers.from(112, house.agency(5)))),
        ("a receiver that nobody knows", "agency.unknown", papers.sealed(seal, &papers.to(113, &[id, "H99.99.999"]))),
        ("a receiver that was closed", "agency.closed", papers.sealed(seal, &papers.to(114, &[id, &papers.closed]))),
        ("a receiver twice", "edxml.duplicate_receiver", papers.sealed(seal, &papers.to(115, &[id, id]))),
        ("no receiver", "edxml.no_receiver", papers.sealed(seal, &papers.to(116, &[]))),
        ("no subject", "edxml.missing", sealed(117, &|document| document.subject.clear())),
        ("a subject too long", "edxml.too_long", sealed(118, &|document| document.subject = "x".repeat(501))),
        (
            "issued tomorrow",
            "edxml.future_date",
            sealed(119, &|document| document.promulgation.date = "2099/01/01".to_owned()),
        ),
        (
            "a date that is none",
            "edxml.bad_date",
            sealed(120, &|document| document.promulgation.date = "hôm nay".to_owned()),
        ),
        ("a recall of nothing", "edxml.missing", papers.sealed(seal, &papers.business(121, "1"))),
        ("an update of nothing", "edxml.missing", papers.sealed(seal, &papers.business(122, "2"))),
        ("a replacement of nothing", "edxml.missing", papers.sealed(seal, &papers.business(123, "3"))),
        ("a business that is none", "edxml.unknown_value", papers.sealed(seal, &papers.business(124, "9"))),
    ]
}

/// One archive for each code of `package` that its own story has.
fn archives() -> Vec<Package> {
    let mut seen = Vec::new();
    let mut packages = Vec::new();
    for (name, code, bytes) in bad_archives() {
        // What does not begin like a ZIP is told apart before any archive is opened.
        if !seen.contains(&code) && bytes.starts_with(b"PK") && bytes.len() < 1 << 20 {
            seen.push(code);
            packages.push((name, code, bytes));
        }
    }
    packages
}
