//! A fault in the clerk's words, beside the field that it is about. Never the path of an element.

use crate::codes;
use crate::exchange::Fault;
use crate::i18n::{self, Lang};

/// What is wrong at a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    /// The field's name in the form.
    pub field: &'static str,
    /// In words.
    pub words: String,
    /// Nothing is there yet: told when somebody asks, not while one begins to write.
    pub missing: bool,
}

/// Every fault once, in the order of the form.
pub(super) fn wrongs(lang: Lang, faults: &[Fault]) -> Vec<Wrong> {
    let mut out: Vec<Wrong> = Vec::new();
    for fault in faults {
        let wrong = wrong(lang, fault);
        // A field that has nothing in it is missing, and nothing else.
        if !out.iter().any(|one| one.field == wrong.field && (one.missing || *one == wrong)) {
            out.push(wrong);
        }
    }
    out.sort_by_key(|one| FIELDS.iter().position(|field| *field == one.field));
    out
}

/// What a clerk should look at beside a field, and refuses nothing: by the name of its place.
pub(super) fn unusual(lang: Lang, warnings: &[Fault]) -> Vec<(&'static str, String)> {
    let said =
        warnings.iter().filter(|fault| fault.code == codes::DRAFT_NUMBER_UNUSUAL).map(|fault| wrong(lang, fault));
    let place = |field| if field == "number" { "number-w" } else { "notation-w" };
    said.map(|one| (place(one.field), one.words)).collect()
}

fn wrong(lang: Lang, fault: &Fault) -> Wrong {
    let field = field(fault);
    let kind = match fault.code {
        codes::EDXML_MISSING | codes::EDXML_NO_RECEIVER | codes::BUSINESS_REASON_MISSING => "missing",
        codes::EDXML_TOO_LONG => "long",
        codes::EDXML_BAD_DATE => "date",
        codes::EDXML_FUTURE_DATE => "future",
        codes::DOCUMENT_ID_REUSED => "used",
        codes::DRAFT_NUMBER_FORM => "form",
        codes::DRAFT_NUMBER_UNUSUAL => "unusual",
        codes::PDF_NOT_SIGNED => "unsigned",
        _ => "",
    };
    let key = format!("compose-{kind}-{field}");
    let values = [
        ("found", fault.found.clone().unwrap_or_default().into()),
        ("expected", fault.expected.as_deref().and_then(number).unwrap_or_default().into()),
    ];
    let said = i18n::text(lang, &key, None, &values);
    let words = if kind.is_empty() || said == key { general(lang, fault) } else { said };
    Wrong { field, words, missing: kind == "missing" }
}

/// The registry's own words, with what was found.
fn general(lang: Lang, fault: &Fault) -> String {
    let (title, remedy) = (i18n::title(lang, fault.code), i18n::remedy(lang, fault.code));
    match fault.found.as_deref().filter(|found| !found.is_empty()) {
        Some(found) => format!("{title}: {found}. {remedy}"),
        None => format!("{title}. {remedy}"),
    }
}

fn field(fault: &Fault) -> &'static str {
    let place = fault.place.as_deref().unwrap_or_default();
    let rest = place.strip_prefix("MessageHeader/").unwrap_or(place);
    match rest {
        "Code/CodeNumber" | "Code" | "DocumentId" | "document_id" => "number",
        "Code/CodeNotation" => "notation",
        "PromulgationInfo/PromulgationDate" => "issued",
        "Subject" => "subject",
        "SignerInfo/Competence" => "competence",
        "SignerInfo/Position" => "position",
        "SignerInfo/FullName" => "signer",
        "TraceHeaderList/Bussiness/BussinessDocReason" | "TraceHeaderList/Bussiness/DocumentId" => "reason",
        "DueDate" => "due",
        "OtherInfo/Priority" => "priority",
        rest if rest.starts_with("DocumentType") => "type",
        rest if rest == "To" || rest.starts_with("To[") => "to",
        rest if rest.starts_with("ResponseFor") => "answer",
        rest if rest.starts_with("From") => "agency",
        _ => "files",
    }
}

/// "at most 500 characters"
fn number(expected: &str) -> Option<String> {
    expected.split_whitespace().find(|word| word.bytes().all(|byte| byte.is_ascii_digit())).map(str::to_owned)
}

/// In the order of the form.
const FIELDS: [&str; 14] = [
    "reason",
    "number",
    "notation",
    "issued",
    "type",
    "priority",
    "due",
    "subject",
    "competence",
    "position",
    "signer",
    "answer",
    "to",
    "files",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_said_beside_its_field_and_names_no_path() {
        for lang in Lang::ALL {
            for (code, place, field, missing) in [
                (codes::EDXML_MISSING, "MessageHeader/Code/CodeNumber", "number", true),
                (codes::EDXML_MISSING, "MessageHeader/Code/CodeNotation", "notation", true),
                (codes::EDXML_MISSING, "MessageHeader/DocumentType/TypeName", "type", true),
                (codes::EDXML_MISSING, "MessageHeader/Subject", "subject", true),
                (codes::EDXML_NO_RECEIVER, "MessageHeader/To", "to", true),
                (codes::BUSINESS_REASON_MISSING, "TraceHeaderList/Bussiness/BussinessDocReason", "reason", true),
                (codes::EDXML_TOO_LONG, "TraceHeaderList/Bussiness/BussinessDocReason", "reason", false),
                (codes::EDXML_BAD_DATE, "MessageHeader/PromulgationInfo/PromulgationDate", "issued", false),
                (codes::EDXML_FUTURE_DATE, "MessageHeader/PromulgationInfo/PromulgationDate", "issued", false),
                (codes::EDXML_BAD_DATE, "MessageHeader/DueDate", "due", false),
                (codes::EDXML_TOO_LONG, "MessageHeader/Code/CodeNumber", "number", false),
                (codes::EDXML_TOO_LONG, "MessageHeader/Code/CodeNotation", "notation", false),
                (codes::EDXML_TOO_LONG, "MessageHeader/Subject", "subject", false),
                (codes::EDXML_TOO_LONG, "MessageHeader/SignerInfo/FullName", "signer", false),
                (codes::EDXML_TOO_LONG, "MessageHeader/SignerInfo/Position", "position", false),
                (codes::EDXML_TOO_LONG, "MessageHeader/SignerInfo/Competence", "competence", false),
                (codes::EDXML_TOO_LONG, "MessageHeader/DocumentType/TypeName", "type", false),
                (codes::DOCUMENT_ID_REUSED, "document_id", "number", false),
                (codes::DRAFT_NUMBER_FORM, "MessageHeader/Code/CodeNumber", "number", false),
                (codes::DRAFT_NUMBER_FORM, "MessageHeader/Code/CodeNotation", "notation", false),
                (codes::DRAFT_NUMBER_UNUSUAL, "MessageHeader/Code/CodeNumber", "number", false),
                (codes::DRAFT_NUMBER_UNUSUAL, "MessageHeader/Code/CodeNotation", "notation", false),
            ] {
                let fault = Fault::found(code, "x").expecting("at most 11 characters").at(place);
                let all = wrongs(lang, &[fault.clone(), fault.clone()]);
                let [only] = all.as_slice() else { panic!("{all:?}") };
                assert_eq!((only.field, only.missing), (field, missing), "{place}");
                assert_ne!(only.words, general(lang, &fault), "{place} {code} has no words of its own");
                assert!(!only.words.contains("Header") && !only.words.contains('{'), "{}", only.words);
            }
        }
    }
}
