//! Each rule broken alone, and what is said of it.

use jiff::civil::date;

use super::*;
use crate::edxml::{Attachment, ReplacementInfo, TraceHeader, fixture};

#[test]
fn finds_nothing_to_refuse_in_whole_messages() {
    assert_eq!(refusals(&of(fixture::document())), [] as [String; 0]);
    for code in ["01", "02", "03", "04", "05", "06", "13", "15", "16"] {
        let status = fixture::status(StatusCode::from_wire(code));
        assert_eq!(refusals(&Message::Status(Box::new(status))), [] as [String; 0], "{code}");
    }
}

#[test]
fn names_each_fault_of_a_document() {
    type Spoil = fn(&mut Document);
    let table: &[(Spoil, &[&str])] = &[
        (|d| d.from.organ_id.0.clear(), &["edxml.missing MessageHeader/From/OrganId"]),
        (|d| d.from.organ_id.0 = "0".repeat(36), &["edxml.too_long MessageHeader/From/OrganId"]),
        (|d| d.from.organ_id.0.push('\n'), &["edxml.surrounding_space MessageHeader/From/OrganId"]),
        (|d| d.to.clear(), &["edxml.no_receiver MessageHeader/To"]),
        (|d| d.to[1].organ_id.0.clear(), &["edxml.missing MessageHeader/To[2]/OrganId"]),
        (|d| d.to.push(d.to[0].clone()), &["edxml.duplicate_receiver MessageHeader/To[3]/OrganId"]),
        (|d| d.document_id.clear(), &["edxml.missing MessageHeader/DocumentId"]),
        (|d| d.code_number.clear(), &["edxml.missing MessageHeader/Code/CodeNumber"]),
        (|d| d.code_number = "1".repeat(12), &["edxml.too_long MessageHeader/Code/CodeNumber"]),
        (|d| d.code_notation = " ".to_owned(), &["edxml.missing MessageHeader/Code/CodeNotation"]),
        (
            |d| d.promulgation.date = "2026-11-24".to_owned(),
            &["edxml.bad_date MessageHeader/PromulgationInfo/PromulgationDate"],
        ),
        (
            |d| d.promulgation.date = "2026/11/25".to_owned(),
            &["edxml.future_date MessageHeader/PromulgationInfo/PromulgationDate"],
        ),
        (
            |d| d.promulgation.date = "25/11/2026".to_owned(),
            &["edxml.future_date MessageHeader/PromulgationInfo/PromulgationDate"],
        ),
        (|d| d.document_type.code = "CV".to_owned(), &["edxml.bad_number MessageHeader/DocumentType/Type"]),
        (|d| d.document_type.code.clear(), &["edxml.missing MessageHeader/DocumentType/Type"]),
        (
            |d| d.document_type.detail = Some("một".to_owned()),
            &["edxml.bad_number MessageHeader/DocumentType/TypeDetail"],
        ),
        (|d| d.document_type.name.clear(), &["edxml.missing MessageHeader/DocumentType/TypeName"]),
        (|d| d.subject.clear(), &["edxml.missing MessageHeader/Subject"]),
        (|d| d.subject = "ế".repeat(501), &["edxml.too_long MessageHeader/Subject"]),
        (|d| d.due_date = Some("mai".to_owned()), &["edxml.bad_date MessageHeader/DueDate"]),
        (|d| d.other.priority = Some("9".to_owned()), &["edxml.unknown_value MessageHeader/OtherInfo/Priority"]),
        (|d| d.other.page_amount = Some("-1".to_owned()), &["edxml.bad_number MessageHeader/OtherInfo/PageAmount"]),
        (|d| d.other.direction = Some("có".to_owned()), &["edxml.bad_boolean MessageHeader/OtherInfo/Direction"]),
        (
            |d| d.response_for[0].promulgation_date = Some("2027/01/01".to_owned()),
            &["edxml.future_date MessageHeader/ResponseFor[1]/PromulgationDate"],
        ),
        (|d| d.to_places = vec!["x".repeat(100); 11], &["edxml.too_long MessageHeader/ToPlaces"]),
        (|d| d.business.as_mut().unwrap().document_id = None, &["edxml.missing TraceHeaderList/Bussiness/DocumentId"]),
        (
            |d| d.business = Some(fixture::business("7")),
            &["edxml.unknown_value TraceHeaderList/Bussiness/BussinessDocType"],
        ),
        (
            |d| {
                d.business = Some(fixture::business("1"));
                d.response_for.clear();
            },
            &["edxml.missing MessageHeader/ResponseFor/DocumentId"],
        ),
        (
            |d| {
                d.business = Some(fixture::business("3"));
                d.business.as_mut().unwrap().replacements.clear();
            },
            &["edxml.missing TraceHeaderList/Bussiness/ReplacementInfoList/ReplacementInfo"],
        ),
        (
            |d| {
                d.business = Some(fixture::business("3"));
                d.business.as_mut().unwrap().replacements.push(ReplacementInfo::default());
            },
            &["edxml.missing TraceHeaderList/Bussiness/ReplacementInfoList/ReplacementInfo[2]/DocumentId"],
        ),
        (
            |d| d.business.as_mut().unwrap().paper = Some("2".to_owned()),
            &["edxml.bad_boolean TraceHeaderList/Bussiness/Paper"],
        ),
        (
            |d| d.manifest.references[1].content_id = Some("cid:công văn.pdf".to_owned()),
            &["edxml.duplicate_content_id edXMLBody/edXMLManifest/Reference[2]/ContentId"],
        ),
        (
            |d| d.attachments = vec![attachment("công văn.pdf"), attachment("cid:3")],
            &["edxml.attachment_mismatch AttachmentEncoded", "edxml.attachment_mismatch edXMLBody/edXMLManifest"],
        ),
        (|d| d.attachments = vec![attachment("công văn.pdf"), attachment("cid:2")], &[]),
        (
            |d| {
                d.subject.clear();
                d.to.clear();
                d.other.priority = Some("x".to_owned());
            },
            &[
                "edxml.no_receiver MessageHeader/To",
                "edxml.missing MessageHeader/Subject",
                "edxml.unknown_value MessageHeader/OtherInfo/Priority",
            ],
        ),
    ];
    for (row, (spoil, expected)) in table.iter().enumerate() {
        let mut document = fixture::document();
        spoil(&mut document);
        assert_eq!(refusals(&of(document)), *expected, "row {row}");
    }
}

#[test]
fn names_each_fault_of_a_status() {
    type Spoil = fn(&mut Status);
    let table: &[(Spoil, &[&str])] = &[
        (|s| s.from.organ_id.0.clear(), &["edxml.missing MessageHeader/From/OrganId"]),
        (
            |s| s.response_for = ResponseFor::default(),
            &[
                "edxml.missing MessageHeader/ResponseFor/OrganId",
                "edxml.missing MessageHeader/ResponseFor/Code",
                "edxml.missing MessageHeader/ResponseFor/DocumentId",
            ],
        ),
        (|s| s.status_code = StatusCode::default(), &["edxml.missing MessageHeader/StatusCode"]),
        (|s| s.status_code = StatusCode::from_wire("14"), &["edxml.bad_status_code MessageHeader/StatusCode"]),
        (|s| s.status_code = StatusCode::from_wire("3"), &["edxml.bad_status_code MessageHeader/StatusCode"]),
        (|s| s.description = None, &["edxml.missing MessageHeader/Description"]),
        (|s| s.timestamp = Some("2026-11-24T09:30:00".to_owned()), &["edxml.bad_date MessageHeader/Timestamp"]),
    ];
    for (row, (spoil, expected)) in table.iter().enumerate() {
        let mut status = fixture::status(StatusCode::Returned);
        spoil(&mut status);
        assert_eq!(refusals(&Message::Status(Box::new(status))), *expected, "row {row}");
    }
}

#[test]
fn tells_what_the_field_does_wrong_without_refusing_it() {
    let mut document = fixture::document();
    document.promulgation.date = "24/11/2026".to_owned();
    document.document_type.code = "18".to_owned();
    document.trace = vec![TraceHeader { organ_id: Some("null".to_owned()), timestamp: Some("now".to_owned()) }];
    let faults = check_message(&of(document), &Dialect::default(), today());
    let told: Vec<_> = faults.iter().map(|fault| (fault.code.name(), fault.severity, fault.found.as_str())).collect();
    assert_eq!(
        told,
        [
            ("edxml.foreign_date", Severity::Warn, "24/11/2026"),
            ("edxml.unknown_value", Severity::Warn, "18"),
            ("edxml.anonymous_trace", Severity::Warn, "null"),
            ("edxml.bad_date", Severity::Warn, "now"),
        ]
    );
}

#[test]
fn judges_by_the_dialect_it_is_given() {
    let mut document = fixture::document();
    document.code_number = "20251016112435".to_owned();
    let mut dialect = Dialect::default();
    let number = dialect.lengths.iter_mut().find(|length| length.path == "MessageHeader/Code/CodeNumber").unwrap();
    number.max_chars = 14;
    assert_eq!(check_message(&of(document.clone()), &Dialect::default(), today())[0].found, "14 characters");
    assert!(!check_message(&of(document), &dialect, today()).iter().any(|f| f.code == codes::EDXML_TOO_LONG));
}

#[test]
fn counts_characters_and_not_bytes_or_accents() {
    let mut document = fixture::document();
    document.subject = "ê\u{301}".repeat(500);
    assert_eq!(refusals(&of(document)), [] as [String; 0]);
}

fn refusals(message: &Message) -> Vec<String> {
    check_message(message, &Dialect::default(), today())
        .into_iter()
        .filter(|fault| fault.severity == Severity::Refuse)
        .map(|fault| format!("{} {}", fault.code, fault.path))
        .collect()
}

fn of(document: Document) -> Message {
    Message::Document(Box::new(document))
}

fn attachment(content_id: &str) -> Attachment {
    Attachment { content_id: Some(content_id.to_owned()), ..Attachment::default() }
}

fn today() -> Date {
    date(2026, 11, 24)
}
