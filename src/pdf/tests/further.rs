//! A further signature: what it may bring along, and whether an earlier one allows it.

use super::*;

const WITH_FIELD: &str = "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R 20 0 R] /SigFlags 3 >> >>";
const FURTHER: &str = "<< /FT /Sig /T (Z) /V 21 0 R >>";
const SIGNATURE: &str = "<< /Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 1 2 3] /Contents <30> >>";
const STAMP: &str = "<< /Type /DocTimeStamp /SubFilter /ETSI.RFC3161 /ByteRange [0 1 2 3] /Contents <30> >>";

/// A file whose signature has these entries more, and whose field these.
fn asking(more: &str, field: &str) -> (String, usize) {
    let value = format!(
        "<< /Type /Sig /ByteRange [0000000000 0000000000 0000000000 0000000000] /Contents <3003020101> {more} >>"
    );
    let field = format!("<< /FT /Sig /T (S) /V 5 0 R {field} >>");
    let numbers = "<< /P 1 >>";
    signed_as(&[CATALOG, PAGES, PAGE, &field, &value, numbers], "")
}

fn mdp(method: &str, parameters: &str) -> String {
    format!("/Reference [<< /Type /SigRef /TransformMethod /{method} /TransformParams {parameters} >>]")
}

fn signed_further(base: &(String, usize), field: &str, value: &str) -> &'static str {
    said(&later(base, &[(1, WITH_FIELD), (20, field), (21, value)], |text| text))
}

/// ISO 32000-2 §12.8.2.2: a certifying signature says what may come.
#[test]
fn a_signature_after_one_that_allows_none_is_told() {
    let doc = |parameters: &str| mdp("DocMDP", parameters);
    for (what, more, field, due) in [
        ("an approval", String::new(), "", "allowed"),
        ("nothing may come", doc("<< /P 1 >>"), "", "forbidden"),
        ("forms", doc("<< /P 2 >>"), "", "allowed"),
        ("comments", doc("<< /P 3 >>"), "", "allowed"),
        ("what nothing says", doc("<< /V /1.2 >>"), "", "allowed"),
        ("no such level", doc("<< /P 4 >>"), "", "forbidden"),
        ("no number", doc("<< /P /2 >>"), "", "forbidden"),
        ("in an object of its own", doc("6 0 R"), "", "forbidden"),
        ("by its field", String::new(), "/Lock << /Type /SigFieldLock /P 1 >>", "forbidden"),
        ("its field says less", doc("<< /P 2 >>"), "/Lock << /P 1 >>", "allowed"),
        (
            "the strictest of two",
            "/Reference [<< /TransformMethod /DocMDP /TransformParams << /P 1 >> >> \
          << /TransformMethod /DocMDP /TransformParams << /P 3 >> >>]"
                .to_owned(),
            "",
            "forbidden",
        ),
    ] {
        assert_eq!(signed_further(&asking(&more, field), FURTHER, SIGNATURE), due, "{what}");
    }
}

/// §12.8.2.4: fields that a signature locks.
#[test]
fn a_signature_in_a_locked_field_is_told() {
    for (parameters, due) in [
        ("<< /Action /All >>", "forbidden"),
        ("<< /Action /Include /Fields [(Z)] >>", "forbidden"),
        ("<< /Action /Include /Fields [(Y)] >>", "allowed"),
        ("<< /Action /Include /Fields [(Zz)] >>", "allowed"),
        ("<< /Action /Exclude /Fields [(Z)] >>", "allowed"),
        ("<< /Action /Exclude /Fields [(Y)] >>", "forbidden"),
        ("<< >>", "forbidden"),
    ] {
        assert_eq!(signed_further(&asking(&mdp("FieldMDP", parameters), ""), FURTHER, SIGNATURE), due, "{parameters}");
    }
}

/// What only proves time is always allowed, and only that: by its name alone nothing becomes one.
#[test]
fn evidence_and_document_timestamps_are_never_forbidden() {
    let closed = asking(&mdp("DocMDP", "<< /P 1 >>"), "");
    assert_eq!(said(&later(&closed, &[(1, WITH_EVIDENCE), (20, "<< >>")], |text| text)), "allowed");
    assert_eq!(signed_further(&closed, FURTHER, STAMP), "allowed");
    let signs = STAMP.replace("ETSI.RFC3161", "ETSI.CAdES.detached");
    assert_eq!(signed_further(&closed, FURTHER, &signs), "forbidden");
    let seen = "<< /FT /Sig /T (Z) /V 21 0 R /Rect [0 0 9 9] >>";
    assert_eq!(signed_further(&asking("", ""), seen, SIGNATURE), "allowed");
    assert_eq!(signed_further(&asking("", ""), seen, STAMP), "changed", "it shows a picture");
    assert_eq!(signed_further(&asking("", ""), "<< /FT /Sig /T (Z) /V 21 0 R /AP << >> >>", STAMP), "changed");
}

/// With a new signature field comes its widget and no other annotation, whatever names it.
#[test]
fn an_annotation_beside_a_new_signature_field_counts_as_a_change() {
    let base = page_signed(&[]);
    let page = |list: &str| format!("<< /Type /Page /Parent 2 0 R /Contents 6 0 R /Annots [{list}] >>");
    let field = |more: &str| format!("<< /FT /Sig /T (Z) /V 21 0 R /Rect [0 0 9 9] {more} >>");
    let text = "<< /Type /Annot /Subtype /FreeText /Contents (other words) /Rect [0 0 600 800] >>";
    let widget = "<< /Type /Annot /Subtype /Widget /Rect [0 0 9 9] /Parent 20 0 R >>";
    for (what, list, field, beside, due) in [
        ("its widget", "20 0 R", field("/Subtype /Widget"), "<< >>", "changed"), // 22 is asked for by nobody
        ("its widget as a kid", "22 0 R", field("/Kids [22 0 R]"), widget, "allowed"),
        ("beside it", "20 0 R 22 0 R", field("/Subtype /Widget"), text, "changed"),
        ("as a kid", "22 0 R", field("/Kids [22 0 R]"), text, "changed"),
        ("by an appearance", "20 0 R 22 0 R", field("/Subtype /Widget /AP << /N 22 0 R >>"), text, "changed"),
        ("the field itself", "20 0 R", field("/Subtype /FreeText /IRT 22 0 R"), text, "changed"),
        ("with an action", "20 0 R", field("/Subtype /Widget /AA << /PO 22 0 R >>"), "<< /S /JavaScript >>", "changed"),
        ("at another place of the list", "(x) 20 0 R", field("/Subtype /Widget /MK 22 0 R"), "<< >>", "changed"),
    ] {
        let objects = [(1, WITH_FIELD), (3, &page(list)), (20, &field), (21, SIGNATURE), (22, beside)];
        assert_eq!(said(&later(&base, &objects, |text| text)), due, "{what}");
    }
}
