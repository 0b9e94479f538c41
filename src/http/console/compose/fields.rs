//! What a form of a draft says: the fields of the paper, the receivers, and which button was pressed.

use std::collections::HashSet;

use uuid::Uuid;

use crate::edxml::{Draft, DraftParty, DraftResponse, one_line};
use crate::exchange::Revision;
use crate::http::console::pill;

/// What a button wants besides that the form is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    /// Nothing: Lưu nháp.
    Save,
    /// Say what is missing.
    Check,
    /// Go on to the signature.
    Sign,
    /// Keep what is shown, over what another window saved.
    Keep,
    /// Keep what is shown as a draft of its own.
    Beside,
    /// Take a receiver off.
    Drop(String),
    /// Take a file off.
    Detach(Uuid),
    /// It answers nothing.
    Unanswer,
    /// It answers that one of those that bear the code.
    Answers(Uuid),
}

/// A form that came.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    /// The draft with what was typed.
    pub fields: Draft,
    /// Groups that are to be written out.
    pub groups: Vec<String>,
    /// The revision that the window was opened on.
    pub base: i64,
    /// The button.
    pub verb: Verb,
    /// The page says what is missing too.
    pub full: bool,
}

impl Typed {
    /// `before` is the draft as it lies there: what the form does not show stays.
    pub fn read(pairs: &[(String, String)], before: &Draft) -> Self {
        let last = |name: &str| pairs.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let all = |name: &'static str| pairs.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.trim());
        let mut fields = before.clone();
        let put = |name: &str, into: &mut String| {
            if let Some(text) = last(name) {
                *into = one_line(text);
            }
        };
        put("number", &mut fields.number);
        put("notation", &mut fields.notation);
        put("type", &mut fields.type_name);
        put("subject", &mut fields.subject);
        let some = |name: &str, into: &mut Option<String>| {
            if let Some(text) = last(name) {
                *into = Some(one_line(text)).filter(|text| !text.is_empty());
            }
        };
        some("issued", &mut fields.promulgation_date);
        if let Some((business, text)) = fields.business.as_mut().zip(last("reason")) {
            business.reason = one_line(text);
        }
        some("due", &mut fields.due);
        some("competence", &mut fields.signer.competence);
        some("position", &mut fields.signer.position);
        some("signer", &mut fields.signer.full_name);
        for date in [&mut fields.promulgation_date, &mut fields.due] {
            // What is no day stays as it was typed, and is found by the check.
            if let Some(day) = date.as_deref().and_then(pill::typed_day) {
                *date = Some(day.to_string());
            }
        }
        if let Some(text) = last("priority") {
            fields.priority = text.parse().ok();
        }
        if let Some(code) = last("answer") {
            fields.response_for = answers(one_line(code), &before.response_for);
        }
        if last("receivers").is_some() {
            let kept: HashSet<&str> = all("to").collect();
            fields.to.retain(|party| kept.contains(party.organ_id.as_str()));
        }
        add(&mut fields.to, all("add").filter(|code| !code.is_empty() && code.len() <= CODE_BYTES));
        let verb = verb(last("do").unwrap_or_default());
        match &verb {
            Verb::Drop(code) => fields.to.retain(|party| party.organ_id != *code),
            Verb::Unanswer => fields.response_for.clear(),
            Verb::Save | Verb::Check | Verb::Sign | Verb::Keep | Verb::Beside | Verb::Detach(_) | Verb::Answers(_) => {}
        }
        if Revision::of(before).is_some_and(Revision::is_fixed) {
            fields = Draft { to: fields.to, business: fields.business, ..before.clone() };
        }
        Self {
            fields,
            groups: all("group").filter(|name| !name.is_empty()).map(str::to_owned).collect(),
            base: last("revision").and_then(|text| text.parse().ok()).unwrap_or_default(),
            verb,
            full: last("full").is_some_and(|text| text == "1"),
        }
    }
}

/// Adds the receivers that are not there yet, up to more than any province has.
pub(super) fn add<'a>(to: &mut Vec<DraftParty>, codes: impl Iterator<Item = &'a str>) {
    let mut there: HashSet<String> = to.iter().map(|party| party.organ_id.clone()).collect();
    for code in codes {
        if to.len() < MOST_RECEIVERS && there.insert(code.to_owned()) {
            to.push(DraftParty { organ_id: code.to_owned(), name: None });
        }
    }
}

/// What it answers: as before while its code stands there, else what was typed.
fn answers(code: String, before: &[DraftResponse]) -> Vec<DraftResponse> {
    match before.iter().any(|one| one.code.as_deref() == Some(&code)) {
        true => before.to_vec(),
        false if code.is_empty() => Vec::new(),
        false => vec![DraftResponse { code: Some(code), ..DraftResponse::default() }],
    }
}

fn verb(text: &str) -> Verb {
    match text.split_once(':') {
        Some(("drop", code)) => Verb::Drop(code.to_owned()),
        Some(("detach", file)) => Uuid::parse_str(file).map_or(Verb::Save, Verb::Detach),
        Some(("answers", document)) => Uuid::parse_str(document).map_or(Verb::Save, Verb::Answers),
        _ => match text {
            "check" => Verb::Check,
            "sign" => Verb::Sign,
            "keep" => Verb::Keep,
            "beside" => Verb::Beside,
            "unanswer" => Verb::Unanswer,
            _ => Verb::Save,
        },
    }
}

/// A day as it is typed; what is none stays.
pub(super) fn shown_day(text: Option<&str>) -> String {
    let text = text.unwrap_or_default();
    text.parse::<jiff::civil::Date>().map_or_else(|_| text.to_owned(), |day| day.strftime("%d/%m/%Y").to_string())
}

/// Receivers of one letter; a province has some hundreds of agencies.
const MOST_RECEIVERS: usize = 2_000;
/// Longer than any code.
const CODE_BYTES: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str, before: &Draft) -> Typed {
        Typed::read(&serde_urlencoded::from_str::<Vec<(String, String)>>(query).unwrap(), before)
    }

    #[test]
    fn a_form_is_read_and_what_it_does_not_show_stays() {
        let before = Draft { place: Some("Tây Ninh".to_owned()), number: "1".to_owned(), ..Draft::default() };
        let typed =
            read("number=+12+&subject=V%2Fv%0D%0Ahai+do%CC%80ng&due=1%2F2%2F2027&issued=hôm nay&revision=3", &before);
        assert_eq!((typed.fields.number.as_str(), typed.fields.subject.as_str()), ("12", "V/v hai dòng"));
        assert_eq!(typed.fields.due.as_deref(), Some("2027-02-01"));
        assert_eq!(typed.fields.promulgation_date.as_deref(), Some("hôm nay"));
        assert_eq!((typed.fields.place.as_deref(), typed.base, typed.verb), (Some("Tây Ninh"), 3, Verb::Save));
        assert_eq!(read("subject=V%2Fv%01+c%00%C2%9Dao%EF%BF%BE", &before).fields.subject, "V/v cao");
        assert_eq!(shown_day(typed.fields.due.as_deref()), "01/02/2027");
        assert_eq!(read("", &before).fields, before, "a form without fields changes nothing");
    }

    #[test]
    fn receivers_are_added_once_and_taken_off() {
        let mut before = Draft::default();
        before.to.extend(["A", "B", "C"].map(|id| DraftParty { organ_id: id.to_owned(), name: None }));
        let codes = |query: &str| {
            let typed = read(query, &before);
            typed.fields.to.into_iter().map(|party| party.organ_id).collect::<Vec<_>>()
        };
        assert_eq!(codes("receivers=1&to=C&to=A&add=D&add=A&add=D"), ["A", "C", "D"]);
        assert_eq!(codes("receivers=1&to=A&to=B&to=C&do=drop:B"), ["A", "C"]);
        assert_eq!(codes("number=1"), ["A", "B", "C"]);
    }

    #[test]
    fn what_it_answers_stays_known_while_its_code_stands_there() {
        let known = DraftResponse {
            code: Some("1/A".to_owned()),
            document_id: Some("x".to_owned()),
            ..DraftResponse::default()
        };
        let before = Draft { response_for: vec![known.clone()], ..Draft::default() };
        assert_eq!(read("answer=1/A", &before).fields.response_for, [known]);
        assert_eq!(read("answer=2/A", &before).fields.response_for[0].document_id, None);
        assert!(read("answer=+", &before).fields.response_for.is_empty());
        assert!(read("answer=1/A&do=unanswer", &before).fields.response_for.is_empty());
    }
}
