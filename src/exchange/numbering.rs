//! What số and ký hiệu look like (DOMAIN §1.3: a document is found by `OrganId,yyyy/MM/dd,số/ký hiệu` and by `số/ký hiệu`), asked
//! of what is built here; what came from outside is taken as its sender wrote it.
//!
//! Refused: a slash in the number, because the code ends there; a comma, where the document's id is made of both. A slash in the
//! notation is usual (`2026/NQ-HĐND`, `CV/TU`). Only told: what no text forbids and no register writes.

use super::Fault;
use crate::codes;
use crate::edxml::Document;

/// What refuses it, and what is only told.
pub(super) fn looked_at(document: &Document) -> (Vec<Fault>, Vec<Fault>) {
    let (number, notation) = (document.code_number.as_str(), document.code_notation.as_str());
    let (mut faults, mut warnings) = (Vec::new(), Vec::new());
    let made_of_both = document.document_id.ends_with(&format!(",{number}/{notation}"));
    for (place, text, is_number) in [(NUMBER, number, true), (NOTATION, notation, false)] {
        if (is_number && text.contains('/')) || (made_of_both && text.contains(',')) {
            let fault = Fault::found(codes::DRAFT_NUMBER_FORM, text).at(place);
            faults.push(fault.expecting(if is_number { "neither a slash nor a comma" } else { "no comma" }));
        } else if text.chars().any(char::is_whitespace) || (is_number && text.chars().any(|c| !c.is_ascii_digit())) {
            let fault = Fault::found(codes::DRAFT_NUMBER_UNUSUAL, text).at(place);
            warnings.push(fault.expecting(if is_number { "figures only" } else { "no blanks" }));
        }
    }
    (faults, warnings)
}

const NUMBER: &str = "MessageHeader/Code/CodeNumber";
const NOTATION: &str = "MessageHeader/Code/CodeNotation";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::Micros;
    use crate::edxml::Draft;

    fn said(number: &str, notation: &str, id: Option<&str>) -> (Vec<String>, Vec<String>) {
        let draft = Draft {
            number: number.to_owned(),
            notation: notation.to_owned(),
            document_id: id.map(str::to_owned),
            ..Draft::default()
        };
        let (faults, warnings) = looked_at(&draft.document("A", Micros(0), &[], |_| None));
        let places = |all: Vec<Fault>| all.into_iter().map(|one| one.place.unwrap_or_default()).collect();
        (places(faults), places(warnings))
    }

    #[test]
    fn what_breaks_the_code_or_the_id_is_refused_and_the_unusual_told() {
        let none: Vec<String> = Vec::new();
        for (number, notation) in [("1294", "UBND-KT"), ("01", "2026/NQ-HĐND"), ("7", "CV/TU"), ("", "")] {
            assert_eq!(said(number, notation, None), (none.clone(), none.clone()), "{number}/{notation}");
        }
        let of = |place: &str| vec![place.to_owned()];
        for (number, notation, place) in [("1,2", "X", NUMBER), ("1/2", "X", NUMBER), ("1", "X,Y", NOTATION)] {
            assert_eq!(said(number, notation, None), (of(place), none.clone()), "{number}/{notation}");
        }
        for (number, notation, place) in [("12a", "X", NUMBER), ("1 2", "X", NUMBER), ("1", "UBND KT", NOTATION)] {
            assert_eq!(said(number, notation, None), (none.clone(), of(place)), "{number}/{notation}");
        }
        assert_eq!(said("1,2", "X,Y", Some("a-uuid")), (none.clone(), of(NUMBER)), "its id is its own");
        assert_eq!(said("1/2", "X", Some("a-uuid")), (of(NUMBER), none), "the code is broken still");
    }
}
