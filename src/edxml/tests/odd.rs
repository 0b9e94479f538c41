//! What the field sends, and what an attacker might: tolerated and told, or refused with its code.

use jiff::civil::date;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use super::*;

#[test]
fn takes_children_in_any_order_and_any_prefix() {
    let text = format!(
        r#"<q:edXML xmlns:q="{NAMESPACE}"><q:AttachmentEncoded><q:Attachment>
        <q:ContentTransferEncoded>Vs SD&#13;
        bg==</q:ContentTransferEncoded><q:ContentId>1</q:ContentId></q:Attachment></q:AttachmentEncoded>
        <q:edXMLEnvelope><q:edXMLBody><q:edXMLManifest version="1.0"/></q:edXMLBody><q:edXMLHeader><q:TraceHeaderList>
        <q:Bussiness/><q:TraceHeader><q:OrganId>null</q:OrganId></q:TraceHeader></q:TraceHeaderList><q:MessageHeader>
        <q:Subject>S&#7889;</q:Subject><q:ResponseFor/><q:To/><q:From><q:OrganId>A</q:OrganId></q:From></q:MessageHeader>
        </q:edXMLHeader></q:edXMLEnvelope></q:edXML>"#
    );
    let reading = read_header(text.as_bytes()).unwrap();
    assert_eq!((reading.faults, reading.extra), (vec![], vec![]));
    let Message::Document(document) = reading.message else { panic!("a document") };
    assert_eq!(document.subject, "Số");
    assert_eq!(document.from, Party::new("A"));
    assert_eq!(document.to, [Party::new("")]);
    assert!(document.response_for[0].is_empty());
    assert_eq!(document.trace[0].organ(), None);
    assert_eq!(document.business_type(), BusinessType::New);
    assert_eq!(document.attachments[0].size_bytes, 4);
}

#[test]
fn tells_what_has_no_place_and_hands_it_to_nobody() {
    let text = sample()
        .replace("<edXML ", "<edXML edXML:lang=\"vi\" ")
        .replace("<edXML:Subject>", "<x:Subject xmlns:x=\"urn:x\">giả</x:Subject><edXML:Subject x=\"1\">")
        .replace("</edXML:From>", "<edXML:Secret>1<a/></edXML:Secret>chữ</edXML:From>")
        .replace("</edXML:edXMLHeader>", "<Signature><SignedInfo/></Signature></edXML:edXMLHeader>")
        .replace("</edXML>", "<edXML:DigitalSignature/><other/></edXML>");
    let reading = read_header(text.as_bytes()).unwrap();
    let extra: Vec<_> = reading.extra.iter().map(|e| (e.path.as_str(), e.namespace.as_str(), e.kind)).collect();
    assert_eq!(
        extra,
        [
            ("edXML/@lang", NAMESPACE, ExtraKind::Attribute),
            ("edXML/other", NAMESPACE, ExtraKind::Element),
            ("MessageHeader/From/Secret", NAMESPACE, ExtraKind::Element),
            ("MessageHeader/From", "", ExtraKind::Text),
            ("MessageHeader/Subject/@x", "", ExtraKind::Attribute),
            ("MessageHeader/Subject", "urn:x", ExtraKind::Element),
        ]
    );
    let signatures: Vec<_> = reading.signatures.iter().map(|s| (s.path.as_str(), s.namespace.as_str())).collect();
    assert_eq!(signatures, [("edXML/DigitalSignature", NAMESPACE), ("edXMLEnvelope/edXMLHeader/Signature", NAMESPACE)]);
    assert_eq!(reading.message, read_header(sample().as_bytes()).unwrap().message);
}

#[test]
fn never_chooses_between_two_of_one_name() {
    let table = [
        ("<edXML:Subject>", "<edXML:Subject>khác</edXML:Subject><edXML:Subject>", "MessageHeader/Subject"),
        ("<edXML:Code>", "<edXML:Code/><edXML:Code>", "MessageHeader/Code"),
        ("<edXML:CodeNumber>", "<edXML:CodeNumber/><edXML:CodeNumber>", "MessageHeader/Code/CodeNumber"),
        ("<edXML:From>", "<edXML:From/><edXML:From>", "MessageHeader/From"),
        ("<edXML:Bussiness>", "<edXML:Bussiness/><edXML:Bussiness>", "TraceHeaderList/Bussiness"),
        ("<edXML:MessageHeader>", "<edXML:MessageHeader/><edXML:MessageHeader>", "MessageHeader"),
        ("<edXML:TraceHeaderList>", "<edXML:TraceHeaderList/><edXML:TraceHeaderList>", "TraceHeaderList"),
        ("<edXML:edXMLBody>", "<edXML:edXMLBody/><edXML:edXMLBody>", "edXMLBody"),
        (
            "<edXML:edXMLHeader>",
            "<edXML:edXMLHeader><edXML:MessageHeader/></edXML:edXMLHeader><edXML:edXMLHeader>",
            "edXMLHeader",
        ),
        ("</edXML>", "<edXML:edXMLEnvelope/></edXML>", "edXMLEnvelope"),
        ("</edXML>", "<AttachmentEncoded/><AttachmentEncoded/></edXML>", "AttachmentEncoded"),
        (
            "</edXML:MessageHeader>",
            "<edXML:StatusCode>03</edXML:StatusCode></edXML:MessageHeader>",
            "MessageHeader/StatusCode",
        ),
    ];
    for (at, with, path) in table {
        let text = sample().replacen(at, with, 1);
        let faults = refusals(&text);
        assert!(faults.contains(&format!("edxml.ambiguous {path}")), "{path}: {faults:?}");
    }
}

#[test]
fn refuses_content_where_none_belongs() {
    let text = sample().replace("<edXML:CodeNumber>123<", "<edXML:CodeNumber>1<b>2</b>3<");
    assert!(refusals(&text).contains(&"edxml.unexpected_content MessageHeader/Code/CodeNumber".to_owned()));
    let status = bytes_of(&Message::Status(Box::new(fixture::status(StatusCode::Arrived))));
    let text = String::from_utf8(status).unwrap().replace("</edXML>", "<AttachmentEncoded/></edXML>");
    assert_eq!(refusals(&text), ["edxml.unexpected_content AttachmentEncoded"]);
    let text = bare("<ContentTransferEncoded>QUJD<b/></ContentTransferEncoded>");
    assert!(refusals(&text).contains(&format!("edxml.unexpected_content {CONTENT}")));
    let text = bare("<ContentTransferEncoded/><ContentTransferEncoded/>");
    assert!(refusals(&text).contains(&format!("edxml.ambiguous {CONTENT}")));
    assert!(refusals(&bare("")).contains(&format!("edxml.missing {CONTENT}")));
}

#[test]
fn ends_at_what_is_no_edxml() {
    let table = [
        ("<html/>".to_owned(), "edxml.not_edxml"),
        ("<edXML/>".to_owned(), "edxml.not_edxml"),
        (format!("<edXML xmlns=\"{NAMESPACE}\"/>"), "edxml.not_edxml"),
        (format!("<edXML xmlns=\"{NAMESPACE}\"><edXMLEnvelope/></edXML>"), "edxml.not_edxml"),
        (
            format!("<edXML xmlns=\"{NAMESPACE}\"><edXMLEnvelope><edXMLHeader/></edXMLEnvelope></edXML>"),
            "edxml.not_edxml",
        ),
        (bare("<ContentTransferEncoded>QUJ</ContentTransferEncoded>"), "edxml.bad_base64"),
        (bare("<ContentTransferEncoded>QQ==QQ==</ContentTransferEncoded>"), "edxml.bad_base64"),
        (bare("<ContentTransferEncoded>Q!JD</ContentTransferEncoded>"), "edxml.bad_base64"),
        (sample().replace("<edXML:From>", "<edXML:From><!-- -->"), "xml.comment"),
        (sample().replace("<edXML ", "<!DOCTYPE edXML><edXML "), "xml.dtd"),
        (sample().replace("<edXML:Subject>", &format!("<edXML:Subject>{}", "x".repeat(1 << 20))), "xml.subtree_size"),
    ];
    for (text, code) in table {
        assert_eq!(read_header(text.as_bytes()).unwrap_err().code().name(), code, "{:.200}", text);
    }
}

#[test]
fn a_status_without_a_code_is_still_a_status() {
    let mut status = fixture::status(StatusCode::Arrived);
    let bytes = bytes_of(&Message::Status(Box::new(status.clone())));
    let text = String::from_utf8(bytes).unwrap().replace("<edXML:StatusCode>01</edXML:StatusCode>", "");
    status.status_code = StatusCode::default();
    assert_eq!(read_header(text.as_bytes()).unwrap().message, Message::Status(Box::new(status)));
    assert_eq!(refusals(&text), ["edxml.missing MessageHeader/StatusCode"]);
}

#[test]
fn a_flood_of_small_elements_costs_little() {
    let text = sample().replace("</edXML>", &format!("{}</edXML>", "<a/>".repeat(100_000)));
    let reading = read_header(text.as_bytes()).unwrap();
    assert_eq!((reading.extra.len(), reading.omitted), (1000, 99_000));
    let text = sample().replace("</edXML>", &format!("<{0}></{0}></edXML>", "đ".repeat(100_000)));
    assert!(read_header(text.as_bytes()).unwrap().extra[0].path.len() < 1000);
    let many = "<Attachment><ContentTransferEncoded/></Attachment>".repeat(1001);
    let text = sample().replace("</edXML>", &format!("<AttachmentEncoded>{many}</AttachmentEncoded></edXML>"));
    assert_eq!(read_header(text.as_bytes()).unwrap_err().code().name(), "edxml.too_many_attachments");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    /// Cut, overwritten and doubled at will: an answer or an error, and whatever is read can be checked, written and
    /// read again as the same.
    #[test]
    fn no_bytes_make_it_panic(
        edits in vec((any::<Index>(), any::<Index>(), prop_oneof![
            Just(Vec::new()),
            "[<>/&;\"=a:]{1,3}".prop_map(String::into_bytes),
            Just(b"<edXML:StatusCode>01</edXML:StatusCode>".to_vec()),
            Just(b"<Attachment></Attachment>".to_vec()),
            vec(any::<u8>(), 1..4),
        ]), 0..3),
    ) {
        let mut bytes = bare("<ContentTransferEncoded>QUJD</ContentTransferEncoded>").into_bytes();
        for (from, to, with) in edits {
            let (from, to) = (from.index(bytes.len() + 1), to.index(bytes.len() + 1));
            bytes.splice(from.min(to)..from.max(to).min(from.min(to) + 40), with);
        }
        if let Ok(reading) = read_header(&bytes) {
            check(&reading, &Dialect::default(), date(2026, 11, 24));
            let mut message = reading.message;
            if let Message::Document(document) = &mut message {
                document.attachments.clear();
            }
            prop_assert_eq!(&read_header(&bytes_of(&message)).unwrap().message, &message);
        }
    }
}

fn refusals(text: &str) -> Vec<String> {
    let reading = read_header(text.as_bytes()).unwrap();
    check(&reading, &Dialect::default(), date(2026, 11, 24))
        .into_iter()
        .filter(|fault| fault.severity == Severity::Refuse)
        .map(|fault| format!("{} {}", fault.code, fault.path))
        .collect()
}

fn sample() -> String {
    String::from_utf8(bytes_of(&Message::Document(Box::new(fixture::document())))).unwrap()
}

fn bare(content: &str) -> String {
    let attachment = format!("<Attachment><ContentId>2</ContentId>{content}</Attachment>");
    sample().replace("</edXML>", &format!("<AttachmentEncoded>{attachment}</AttachmentEncoded></edXML>"))
}

const CONTENT: &str = "AttachmentEncoded/Attachment[1]/ContentTransferEncoded";
