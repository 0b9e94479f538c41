//! A hub that lies: what it asks to be signed is not what it shows. Nothing of it reaches a question, let alone the key.

use lienthong::crypto::sha256;
use serde_json::{Value, json};

use super::{PASSWORD, key_file};
use crate::story_signing::{FILES, base64, chain, letter, octets, prepare, whole};
use crate::support::clerk::{Clerk, fresh, to_sign};
use crate::support::form::Form;
use crate::support::house::{House, OTHER, SENDER};
use crate::support::stores::Backend;

/// What is sent, with a part of it made anew.
struct Lie(Value);

impl Lie {
    fn text(&self, name: &str) -> String {
        String::from_utf8(octets(&self.0, name)).unwrap()
    }

    fn with(mut self, name: &str, text: &str) -> Self {
        self.0[name] = json!(base64(text.as_bytes()));
        self
    }

    fn info(self, change: impl Fn(String) -> String) -> Self {
        let info = change(self.text("signed_info"));
        self.with("signed_info", &info)
    }

    /// SignedProperties changed, and SignedInfo with the digest that goes with it.
    fn properties(self, change: impl Fn(String) -> String) -> Self {
        let before = self.text("signed_properties");
        let after = change(before.clone());
        assert_ne!(before, after);
        let digest = |text: &str| base64(&sha256(text.as_bytes()).0);
        self.info(|info| info.replace(&digest(&before), &digest(&after))).with("signed_properties", &after)
    }

    /// document.xml changed, and SignedInfo with the digest that goes with it.
    fn document(self, change: impl Fn(String) -> String) -> Self {
        let before = self.text("document_xml");
        let after = change(before.clone());
        let digest = |text: &str| base64(&sha256(text.as_bytes()).0);
        self.info(|info| info.replace(&digest(&before), &digest(&after))).with("document_xml", &after)
    }

    fn files(mut self, change: impl Fn(&mut Vec<Value>)) -> Self {
        change(self.0["files"].as_array_mut().unwrap());
        self
    }
}

/// One more reference before the end of SignedInfo.
fn reference(info: &str, attributes: &str, digest: &str) -> String {
    let method = "http://www.w3.org/2001/04/xmlenc#sha256";
    let one = format!(
        "<ds:Reference {attributes}><ds:DigestMethod Algorithm=\"{method}\"></ds:DigestMethod><ds:DigestValue>{digest}</ds:DigestValue></ds:Reference>"
    );
    info.replace("</ds:SignedInfo>", &format!("{one}</ds:SignedInfo>"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lying_hub_gets_no_signature() {
    let house = House::open(Backend::Sqlite).await;
    let file = key_file(house.agency(SENDER));
    let mut clerk =
        Clerk::start(&house.province.api(), &["--p12", file.to_str().unwrap(), "--wait", "30"], &[], Some(PASSWORD));
    clerk.pair().await;
    let said = prepare(&house, SENDER, whole(&house, 1)).await.expect(201).json();
    let lie = || Lie(to_sign(&said, &FILES));
    let zeros = base64(&[0; 32]);
    let other_seal = base64(&certificate(&house, OTHER).0);
    let own_seal = base64(&certificate(&house, SENDER).0);
    let ecdsa = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha";
    let lies: Vec<(&str, Lie, &str)> = vec![
        (
            "another document",
            lie().with("document_xml", &lie().text("document_xml").replace("gửi đi", "bán đất")),
            "signature.digest",
        ),
        ("another file", lie().files(|files| files[1]["content"] = json!(base64(b"khac"))), "signature.digest"),
        ("a file that is not sent", lie().files(|files| drop(files.pop())), "signature.unknown_entry"),
        (
            "a file too many",
            lie().files(|files| files.push(json!({ "name": "x.txt", "content": "" }))),
            "signature.uncovered_entry",
        ),
        ("a file twice", lie().files(|files| files.push(files[0].clone())), "package.duplicate_name"),
        ("another reference", lie().info(|info| reference(&info, "URI=\"x.txt\"", &zeros)), "signature.unknown_entry"),
        (
            "a reference to everything",
            lie().info(|info| reference(&info, "URI=\"\"", &zeros)),
            "signature.reference_uri",
        ),
        (
            "a reference without a name",
            lie().info(|info| reference(&info, "Id=\"x\"", &zeros)),
            "signature.reference_uri",
        ),
        (
            "a reference outside",
            lie().info(|info| reference(&info, "URI=\"https://evil.example/x\"", &zeros)),
            "signature.reference_uri",
        ),
        (
            "a reference to another part",
            lie().info(|info| reference(&info, "URI=\"#x\"", &zeros)),
            "signature.reference_uri",
        ),
        (
            "the manifest",
            lie().info(|info| reference(&info, "URI=\"META-INF/manifest.xml\"", &zeros)),
            "signature.unknown_entry",
        ),
        (
            "the document twice",
            lie().info(|info| reference(&info, "URI=\"document.xml\"", &zeros)),
            "signature.covered_twice",
        ),
        ("a file left out", lie().info(|info| without(&info, "ph%E1%BB%A5")), "signature.uncovered_entry"),
        (
            "no SignedProperties",
            lie().info(|info| without(&info, "SignedProperties")),
            "signature.properties_reference",
        ),
        (
            "properties that are not named",
            lie().with("signed_properties", &lie().text("signed_properties").replace("2026", "2025")),
            "signature.digest",
        ),
        (
            "the certificate of another",
            lie().properties(|text| text.replace(&own_seal, &other_seal)),
            "signature.signing_certificate_mismatch",
        ),
        ("a time long ago", lie().properties(|text| time(&text, "2020-01-01T00:00:00Z")), "agent.signing_time"),
        ("a time to come", lie().properties(|text| time(&text, "2090-01-01T00:00:00Z")), "agent.signing_time"),
        ("a policy nobody reads", lie().properties(policy), "signature.policy_not_evaluated"),
        (
            "an older digest",
            lie().info(|info| info.replace("2001/04/xmlenc#sha256", "2000/09/xmldsig#sha1")),
            "signature.digest_sha1",
        ),
        (
            "an older algorithm",
            lie().info(|info| info.replace(&format!("{ecdsa}256"), &format!("{ecdsa}1"))),
            "signature.algorithm_sha1",
        ),
        (
            "another algorithm",
            lie().info(|info| info.replace(&format!("{ecdsa}256"), &format!("{ecdsa}384"))),
            "signature.key_mismatch",
        ),
        (
            "a secret instead of a key",
            lie().info(|info| {
                info.replace(&format!("{ecdsa}256"), "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256")
            }),
            "signature.algorithm_hmac",
        ),
        (
            "another canonical form",
            lie().info(|info| info.replacen("2001/10/xml-exc-c14n#", "TR/2001/REC-xml-c14n-20010315", 1)),
            "signature.canonicalization",
        ),
        (
            "octets that read alike",
            lie().info(|info| info.replace("<ds:SignedInfo ", "<ds:SignedInfo  ")),
            "signature.canonicalization",
        ),
        (
            "an end before the end",
            lie().info(|info| format!("{info}<ds:SignatureValue>AAAA</ds:SignatureValue>")),
            "signature.key_info",
        ),
        ("two SignedInfo", lie().info(|info| format!("{info}{info}")), "signature.structure"),
        ("a bare digest", lie().with("signed_info", "0123456789abcdef0123456789abcdef"), "signature.structure"),
        ("something else to sign", lie().with("signed_info", "<x/>"), "signature.structure"),
        ("half of it", lie().info(|info| info.replace("</ds:SignedInfo>", "")), "xml.tag_mismatch"),
        (
            "a document that hides something",
            lie().document(|xml| xml.replace("<edXML:Subject>", "<edXML:Hidden>x</edXML:Hidden><edXML:Subject>")),
            "agent.document",
        ),
        (
            "a document with two subjects",
            lie().document(|xml| xml.replace("<edXML:Subject>", "<edXML:Subject>x</edXML:Subject><edXML:Subject>")),
            "agent.document",
        ),
        (
            "a document that names other files",
            lie().document(|xml| xml.replace("phụ lục.txt", "phụ lục 2.txt")),
            "agent.document",
        ),
        (
            "a second signature with words of its own",
            lie().document(|xml| {
                let end = "</edXML:edXMLHeader>";
                xml.replace(end, &format!("{end}<edXML:DigitalSignature><x>tùy ý</x></edXML:DigitalSignature>"))
            }),
            "agent.document",
        ),
        (
            "a file under a second name",
            lie().document(|xml| {
                xml.replacen("<edXML:AttachmentName>", "<edXML:AttachmentName>QUYETDINH.exe ", 1)
            }),
            "agent.document",
        ),
        (
            "a word in an attribute",
            lie().document(|xml| xml.replacen("version=\"1.0\">", "version=\"tùy ý\">", 1)),
            "agent.document",
        ),
        (
            "a word longer than the screen",
            lie().document(|xml| {
                let long = "x ".repeat(400);
                xml.replace("<edXML:Subject>", &format!("<edXML:Content>{long}</edXML:Content><edXML:Subject>"))
            }),
            "agent.document",
        ),
        (
            "a role that nobody sees",
            lie().properties(|text| {
                let end = "</xades:SignedSignatureProperties>";
                let role = "<xades:SignerRoleV2><xades:ClaimedRoles><xades:ClaimedRole>Chủ tịch</xades:ClaimedRole></xades:ClaimedRoles></xades:SignerRoleV2>";
                text.replace(end, &format!("{role}{end}"))
            }),
            "signature.structure",
        ),
        (
            "another media type",
            lie().properties(|text| text.replacen("<xades:MimeType>", "<xades:MimeType>x-", 1)),
            "signature.structure",
        ),
        (
            "words in an Id",
            lie().info(|info| info.replacen('>', " Id=\"toi-dong-y\">", 1)),
            "signature.structure",
        ),
        ("a document with a DTD", lie().document(|xml| xml.replace("?>\n", "?>\n<!DOCTYPE edXML>\n")), "xml.dtd"),
        (
            "a document in a signature",
            lie().document(|xml| xml.replace("<edXML:Subject>", "<Signature></Signature><edXML:Subject>")),
            "sign.already_signed",
        ),
    ];
    let mut wrong = Vec::new();
    for (what, mut lie, code) in lies {
        lie.0["request"] = json!(fresh());
        let reply = clerk.call("/sign", &lie.0).await;
        clerk.pty.hears("Không ký");
        if reply.body["code"] != code {
            wrong.push(format!("{what}: expected {code}, found {} ({})", reply.body["code"], reply.body["detail"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(!clerk.pty.all().contains("gõ gì khác"), "nobody was asked:\n{}", clerk.pty.all());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_does_not_steer_the_terminal() {
    let house = House::open(Backend::Sqlite).await;
    let file = key_file(house.agency(SENDER));
    let mut clerk =
        Clerk::start(&house.province.api(), &["--p12", file.to_str().unwrap(), "--wait", "30"], &[], Some(PASSWORD));
    clerk.pair().await;
    let mut document = letter(&house, 1);
    document["subject"] = json!("V/v \u{202e}nêyugn iàt\u{202c}");
    // A subject is made one line without controls by the hub already; its summary is not.
    document["content"] = json!("x \u{9b}2J\u{200b}ẩn");
    let form = Form::new().json("document", &document).part("certificate", None, chain(&house, SENDER).as_bytes());
    let said = prepare(&house, SENDER, form).await.expect(201).json();
    let body = to_sign(&said, &[]);
    let waiting = clerk.asks(&body);
    let shown = clerk.pty.hears("gõ gì khác là từ chối: ");
    clerk.pty.types("không");
    waiting.await.unwrap().problem("agent.refused");
    assert!(shown.contains("⟨U+202E⟩nêyugn") && shown.contains("⟨U+009B⟩2J⟨U+200B⟩ẩn"), "{shown}");
    let steering = |c: char| c.is_control() && !matches!(c, '\r' | '\n') || lienthong::xml::is_invisible(c);
    assert!(!shown.contains(steering), "{shown:?}");
    house.close().await;
}

/// SHA-256 of an agency's seal.
fn certificate(house: &House, number: usize) -> lienthong::domain::ids::Digest {
    house.agency(number).signer.certificate().sha256()
}

/// SignedInfo without the reference that mentions this.
fn without(info: &str, mention: &str) -> String {
    let at = info.find(mention).unwrap_or_else(|| panic!("{mention}: {info}"));
    let start = info[..at].rfind("<ds:Reference ").unwrap();
    let end = at + info[at..].find("</ds:Reference>").unwrap() + "</ds:Reference>".len();
    format!("{}{}", &info[..start], &info[end..])
}

fn time(properties: &str, time: &str) -> String {
    let (before, rest) = properties.split_once("<xades:SigningTime>").unwrap();
    let (_, after) = rest.split_once("</xades:SigningTime>").unwrap();
    format!("{before}<xades:SigningTime>{time}</xades:SigningTime>{after}")
}

fn policy(properties: String) -> String {
    let policy = "<xades:SignaturePolicyIdentifier><xades:SignaturePolicyImplied></xades:SignaturePolicyImplied></xades:SignaturePolicyIdentifier>";
    properties.replace("</xades:SignedSignatureProperties>", &format!("{policy}</xades:SignedSignatureProperties>"))
}
