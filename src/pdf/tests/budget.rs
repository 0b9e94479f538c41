//! What is looked at once for each signature and each later section is looked through once, and paid for.

use super::*;

/// What the signed file with these bytes behind it takes of the budget: objects and parsed bytes.
fn spent(bytes: Vec<u8>) -> (usize, usize) {
    let limits = Limits::STANDARD;
    let budget = Budget::new(&limits);
    let structure = Structure::read_within(&bytes, &budget).unwrap();
    let field = structure.signatures[0].as_ref().unwrap();
    assert!(matches!(field.after, After::Changed { .. }), "{:?}", field.after);
    ((limits.objects - budget.objects.get()) as usize, limits.parsed_bytes - budget.parsed.get())
}

/// A signed file and where its section lies.
fn base() -> (Vec<u8>, usize) {
    let bytes = signed(|open, close, length| [0, open, close, length - close]);
    let at = memchr::memmem::rfind(&bytes, b"xref\n0 ").unwrap();
    (bytes, at)
}

/// So many sections more that name one object, all at the same place.
fn named_again(text: &mut Vec<u8>, mut prev: usize, times: usize, (number, at): (usize, usize), size: usize) {
    for _ in 0..times {
        let here = text.len();
        text.extend(
            format!("xref\n{number} 1\n{at:010} 00000 n \ntrailer\n<< /Size {size} /Root 1 0 R /Prev {prev} >>\n")
                .into_bytes(),
        );
        text.extend(format!("startxref\n{here}\n%%EOF\n").into_bytes());
        prev = here;
    }
}

#[test]
fn a_stream_that_many_sections_name_is_looked_through_once() {
    const LENGTH: usize = 1 << 20;
    let (mut text, prev) = base();
    let at = text.len();
    text.extend(
        format!("6 0 obj\n<< /Length {LENGTH} >>\nstream\n{}\nendstream\nendobj\n", "A".repeat(LENGTH)).into_bytes(),
    );
    named_again(&mut text, prev, 30, (6, at), 7);
    let (_, parsed) = spent(text);
    assert!((LENGTH..2 * LENGTH).contains(&parsed), "{parsed}");
}

#[test]
fn an_object_stream_that_many_sections_name_is_asked_once() {
    const COUNT: usize = 2_000;
    let (mut text, prev) = base();
    let head: String = (0..COUNT).map(|index| format!("{} {} ", 7 + index, 2 * index)).collect();
    let body = format!("{head}{}", "0 ".repeat(COUNT));
    let container = text.len();
    text.extend(
        format!(
            "6 0 obj\n<< /Type /ObjStm /N {COUNT} /First {} /Length {} >>\nstream\n{body}\nendstream\nendobj\n",
            head.len(),
            body.len()
        )
        .into_bytes(),
    );
    let (own, at) = (7 + COUNT, text.len());
    // Kind, place or container, index.
    let row = |kind: u8, first: usize, index: usize| {
        [&[kind][..], &(first as u32).to_be_bytes(), &(index as u16).to_be_bytes()].concat()
    };
    let mut rows = row(1, container, 0);
    (0..COUNT).for_each(|index| rows.extend(row(2, 6, index)));
    rows.extend(row(1, at, 0));
    let dict = format!(
        "{own} 0 obj\n<< /Type /XRef /W [1 4 2] /Index [6 {}] /Size {} /Root 1 0 R /Prev {prev} /Length {} >>",
        COUNT + 2,
        own + 1,
        rows.len()
    );
    let end = format!("\nendstream\nendobj\nstartxref\n{at}\n%%EOF\n");
    text.extend([dict.as_bytes(), b"\nstream\n", &rows, end.as_bytes()].concat());
    named_again(&mut text, at, 20, (6, container), own + 1);
    let (objects, _) = spent(text);
    assert!((2 * COUNT..4 * COUNT).contains(&objects), "{objects}");
}

#[test]
fn what_turns_out_to_be_nothing_is_paid_for() {
    for begin in ["(", "<", "a", "9", "/a#x", "[(", "<< /A <"] {
        let bytes = format!("{begin}{}", if begin.starts_with('9') { "9" } else { "a" }.repeat(10_000)).into_bytes();
        let budget = Budget::new(&Limits::STANDARD);
        assert!(budget.parser(&bytes, 0).object().is_err(), "{begin}");
        let spent = Limits::STANDARD.parsed_bytes - budget.parsed.get();
        assert!(spent >= 10_000, "{begin}: {spent}");
    }
}
