//! Random entry names, within the profile and as awkward as it allows, and other spellings of the URIs that mean them.

use super::pick;
use crate::support::chance::Chance;

/// So many names, no two the same; what lies in a folder libdigidocpp cannot be told to add.
pub fn random(chance: &mut Chance, count: usize, folders: bool) -> Vec<String> {
    let one = |chance: &mut Chance, number: usize| {
        let words: String = (0..=chance.below(4)).map(|_| *pick(chance, WORDS)).collect();
        let folder =
            if folders && chance.below(6) == 0 { *pick(chance, &["Phụ lục/", "a/b c/", "%2F/"]) } else { "" };
        format!("{folder}{words}{number}{}", pick(chance, &[".pdf", ".PDF", ".xml", ".tệp", ""]))
    };
    (0..count).map(|number| one(chance, number)).collect()
}

/// Every URI of an entry in a signature file, each of its characters written in one of the ways that mean the same
/// (RFC 3986 §2.1, §6.2.2).
pub fn respelled(chance: &mut Chance, signature: &str) -> String {
    let mut out = String::new();
    let mut rest = signature;
    while let Some(start) = rest.find(" URI=\"") {
        let (before, after) = rest.split_at(start + 6);
        let (uri, tail) = after.split_at(after.find('"').unwrap());
        out += before;
        out += &if uri.starts_with('#') { uri.to_owned() } else { other_spelling(chance, uri) };
        rest = tail;
    }
    out + rest
}

fn other_spelling(chance: &mut Chance, uri: &str) -> String {
    let mut out = String::new();
    let mut bytes = uri.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let digits: String = bytes.by_ref().take(2).map(char::from).collect();
            out += &if chance.below(2) == 0 { format!("%{}", digits.to_lowercase()) } else { format!("%{digits}") };
        } else if byte.is_ascii_alphanumeric() && chance.below(8) == 0 {
            out += &format!("%{byte:02X}");
        } else {
            out.push(char::from(byte));
        }
    }
    out
}

const WORDS: &[&str] = &[
    "Phụ lục số ",
    "Công văn",
    "đề án ƯỚC",
    " (kèm theo) ",
    "100%",
    "%41",
    "%2e",
    "a+b",
    " & ",
    "'x'",
    "#1",
    "&q=",
    "~",
    "_",
    "; ",
    "@",
    "[1]",
    "e\u{302}\u{323}",
    "😀",
    "\u{3000}",
];
