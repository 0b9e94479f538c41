//! The signatures inside PDFs: made by pyHanko, judged by us, by pyHanko and by pdfsig; and what was changed after signing.

mod lasting;
mod made;
mod packages;

use lienthong::clock::Clock;
use lienthong::signature::pdf;
use lienthong::signature::revocation::{Kind, Material, Origin};
use lienthong::signature::{PdfState, Verifier};
use made::{Made, ask_pdfsig, pdf_of_nobody, shown};

use crate::support::authority::{Given, List};

#[test]
fn what_pyhanko_signs_and_spoils_is_told_apart_as_pyhanko_and_pdfsig_do() {
    let made = Made::new();
    let changed = "ChangedAfter pdf.changed_after pdf.changed_after";
    // Ours is stricter on three: a digest that proves nothing, a field without a signature, an object nobody asks for.
    let table = [
        ("base", "Unsigned ", true),
        ("adobe", "Signed -", true),
        ("pades", "Signed -", true),
        ("twice", "Signed - -", true),
        ("evidence", "Signed - -", true),
        ("sha1", "NotEvaluated pdf.weak", true),
        ("new_content", changed, false),
        ("add_annotation", changed, false),
        ("other_pages", changed, false),
        ("empty_field", changed, true),
        ("stray_object", changed, true),
        ("signed_again", "ChangedAfter pdf.changed_after pdf.changed_after -", false),
    ];
    let theirs = made.asked(&table.map(|(name, _, _)| name));
    for ((name, due, allowed), theirs) in table.iter().zip(theirs) {
        let ours = made.judge(&made.bytes(name));
        assert_eq!(shown(&ours), *due, "{name}: {ours:?}");
        assert_eq!((theirs.file.as_str(), theirs.error), (format!("{name}.pdf").as_str(), None));
        assert_eq!(theirs.signatures.len(), ours.signatures.len(), "{name}");
        assert!(theirs.signatures.iter().all(|one| one.intact && one.valid), "{name}: every change is an increment");
        assert_eq!(theirs.signatures.iter().all(|one| one.allowed), *allowed, "{name}: pyHanko");
        for (ours, theirs) in ours.signatures.iter().zip(&theirs.signatures) {
            assert_eq!(
                (ours.field.as_str(), ours.covers_whole_document),
                (theirs.field.as_str(), theirs.whole),
                "{name}"
            );
        }
    }
    let twice = made.judge(&made.bytes("twice"));
    let places: Vec<_> = twice.signatures.iter().map(|one| (one.page, one.rectangle, one.revision)).collect();
    assert_eq!(places, [(Some(1), Some([50, 60, 250, 160]), 1), (Some(1), Some([300, 60, 400, 160]), 2)]);
    assert!(twice.signatures[0].signer.as_ref().is_some_and(|name| name.contains("Nguyễn Thị Hồng Ánh")), "{twice:?}");
    assert!(twice.is_signed_as_a_whole());
    assert!(!made.judge(&made.bytes("sha1")).is_signed_as_a_whole());
    pdfsig(&made);
}

/// A certifying signature says what may follow it (DocMDP), and any signature which fields it locks (FieldMDP).
#[test]
fn a_signature_that_an_earlier_one_forbids_is_told() {
    let made = Made::new();
    let table = [
        ("closed", "Signed -", true),
        ("forms_signed", "Signed - -", true),
        ("comments_signed", "Signed - -", true),
        ("locks_itself_signed", "Signed - -", true),
        ("closed_signed", "Broken pdf.locked -", false),
        ("locks_seal_signed", "Broken pdf.locked -", false),
    ];
    let theirs = made.asked(&table.map(|(name, _, _)| name));
    for ((name, due, allowed), theirs) in table.iter().zip(theirs) {
        let ours = made.judge(&made.bytes(name));
        assert_eq!(shown(&ours), *due, "{name}: {ours:?}");
        assert_eq!(ours.is_signed_as_a_whole(), *allowed, "{name}");
        assert_eq!(theirs.error, None, "{name}");
        assert!(theirs.signatures.iter().all(|one| one.intact && one.valid), "{name}: {theirs:?}");
        assert_eq!(theirs.signatures.iter().all(|one| one.allowed), *allowed, "{name}: {theirs:?}");
    }
}

fn pdfsig(made: &Made) {
    let ask = |name: &str| ask_pdfsig(made, name);
    for (name, valid) in [("adobe", 1), ("pades", 1), ("twice", 2)] {
        let said = ask(name);
        assert_eq!(said.matches("Signature is Valid").count(), valid, "{name}: {said}");
        assert_eq!(said.matches("Total document signed").count(), 1, "{name}: {said}");
    }
    assert_eq!(ask("new_content").matches("Total document signed").count(), 0);
}

#[test]
fn bytes_changed_by_hand_are_refused() {
    let made = Made::new();
    let good = made.bytes("pades");
    assert_eq!(shown(&made.judge(&good)), "Signed -");
    let find = |needle: &[u8]| good.windows(needle.len()).position(|window| window == needle).unwrap();

    let mut flipped = good.clone();
    let at = find(b"/MediaBox");
    flipped[at + 1] = b'N';
    assert_eq!(shown(&made.judge(&flipped)), "Broken pdf.signature");

    let mut contents = good.clone();
    let at = find(b"/Contents <30") + 200;
    contents[at] = if contents[at] == b'0' { b'1' } else { b'0' };
    let spoiled = made.judge(&contents);
    assert_eq!(spoiled.state, PdfState::Broken, "{spoiled:?}");

    let mut behind = good.clone();
    behind.extend_from_slice(b"\n1 0 obj\nnull\nendobj\n");
    assert_eq!(shown(&made.judge(&behind)), "Broken pdf.malformed");

    // A signature of another file, taken over with its field: its bytes are not these.
    let mut other = made.bytes("adobe");
    other.retain(|byte| *byte != b'\r');
    let mut moved = good.clone();
    moved.splice(0..8, *b"%PDF-1.6");
    assert_eq!(shown(&made.judge(&moved)), "Broken pdf.signature");

    for end in (good.len() - 40)..good.len() {
        let cut = made.judge(&good[..end]);
        assert_ne!(cut.state, PdfState::Signed, "cut at {end}: {cut:?}");
    }
}

/// A signature by nobody whom we trust may draw over the page like any other.
#[test]
fn a_file_signed_by_strangers_is_not_signed() {
    let made = Made::new();
    let bytes = made.bytes("twice");
    let file = pdf_of_nobody(&bytes);
    assert_eq!(file.state, PdfState::NotEvaluated, "{file:?}");
}

#[test]
fn a_revoked_signer_is_not_counted() {
    let made = Made::new();
    let (good, bytes) = (made.judge(&made.bytes("pades")), made.bytes("pades"));
    assert!(good.is_signed_as_a_whole());
    // The person signs; her certificate is in the CA's list.
    let person = made.pki.person().unwrap();
    let list = List { revoked: Some(&person), ..List::of(made.pki.issuing()) }.der();
    let given = Given(vec![Material::new(Kind::Crl, list, Origin::Given)]);
    let verifier = Verifier::new(made.pki.anchors().unwrap());
    let now = Clock::System.now();
    let judging = pdf::Judging { verifier: &verifier, pki: Some(&given), at: now, now };
    let file = pdf::judge("a.pdf", &bytes, &judging).0;
    assert_eq!(shown(&file), "NotEvaluated revocation.revoked", "{file:?}");
    assert!(!file.is_signed_as_a_whole());
}
