//! Scissors for signed XML. Each cut fails loudly when what it looks for is not there: an attack that changes nothing
//! proves nothing.

/// `text` with the first `from` replaced by `to`.
pub fn swap(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "nothing to replace: {from}");
    text.replacen(from, to, 1)
}

/// `text` with `insert` before the first `place`.
pub fn before(text: &str, place: &str, insert: &str) -> String {
    swap(text, place, &format!("{insert}{place}"))
}

/// `text` with `insert` after the first `place`.
pub fn after(text: &str, place: &str, insert: &str) -> String {
    swap(text, place, &format!("{place}{insert}"))
}

/// `text` with what stands between the first `open` and the `close` after it replaced.
pub fn between(text: &str, open: &str, close: &str, with: &str) -> String {
    let start = text.find(open).unwrap_or_else(|| panic!("no {open}")) + open.len();
    let end = start + text[start..].find(close).unwrap_or_else(|| panic!("no {close}"));
    format!("{}{with}{}", &text[..start], &text[end..])
}

/// The first element of that name, as it stands.
pub fn element(xml: &str, name: &str) -> String {
    let open = [" ", ">", "/"].iter().filter_map(|end| xml.find(&format!("<{name}{end}"))).min();
    let start = open.unwrap_or_else(|| panic!("no <{name}>"));
    let close = format!("</{name}>");
    let end = start + xml[start..].find(&close).unwrap_or_else(|| panic!("no {close}")) + close.len();
    xml[start..end].to_owned()
}

/// `xml` without the first element of that name.
pub fn without(xml: &str, name: &str) -> String {
    swap(xml, &element(xml, name), "")
}

/// `xml` with the first element of that name moved before the first `place`.
pub fn moved(xml: &str, name: &str, place: &str) -> String {
    let moving = element(xml, name);
    before(&swap(xml, &moving, ""), place, &moving)
}

/// The Id of the first signature.
pub fn id(xml: &str) -> String {
    let start = xml.find("<ds:Signature ").expect("a signature");
    let start = start + xml[start..].find(" Id=\"").expect("its Id") + 5;
    xml[start..start + xml[start..].find('"').expect("its end")].to_owned()
}

/// The Reference whose text holds `part`.
pub fn reference(xml: &str, part: &str) -> String {
    let mut rest = xml;
    while let Some(start) = rest.find("<ds:Reference") {
        let end = start + rest[start..].find("</ds:Reference>").expect("its end") + 15;
        if rest[start..end].contains(part) {
            return rest[start..end].to_owned();
        }
        rest = &rest[end..];
    }
    panic!("no Reference with {part}")
}

/// One more Reference at the end of SignedInfo, its Ids made new.
pub fn with_reference(xml: &str, reference: &str) -> String {
    before(xml, "</ds:SignedInfo>", &reference.replace(" Id=\"", " Id=\"more-"))
}
