//! Character data: references, line ends, attribute values.

use super::Fault;
use super::chars::is_char;

/// Appends a piece of element content with references resolved and line ends normalised (XML 1.0 §2.4, §2.11).
/// The piece never ends inside a reference or a line end.
///
/// # Errors
/// The fault and its index in `raw`.
pub(super) fn decode_content(raw: &str, to: &mut String) -> Result<(), (usize, Fault)> {
    let bytes = raw.as_bytes();
    let mut done = 0;
    while let Some(found) = memchr::memchr3(b'&', b'\r', b'>', bytes.get(done..).unwrap_or_default()) {
        let at = done + found;
        to.push_str(raw.get(done..at).unwrap_or_default());
        done = at + 1;
        match bytes.get(at) {
            Some(b'&') => {
                let (c, length) = reference(raw.get(done..).unwrap_or_default()).map_err(|fault| (at, fault))?;
                to.push(c);
                done += length;
            }
            Some(b'\r') => {
                to.push('\n');
                done += usize::from(bytes.get(done) == Some(&b'\n'));
            }
            _ if bytes.get(..at).is_some_and(|before| before.ends_with(b"]]")) => {
                return Err((at - 2, Fault::Syntax { expected: "no ]]> in text" }));
            }
            _ => to.push('>'),
        }
    }
    to.push_str(raw.get(done..).unwrap_or_default());
    Ok(())
}

/// Appends a piece of a CDATA section with line ends normalised.
pub(super) fn decode_cdata(raw: &str, to: &mut String) {
    let bytes = raw.as_bytes();
    let mut done = 0;
    while let Some(found) = memchr::memchr(b'\r', bytes.get(done..).unwrap_or_default()) {
        let at = done + found;
        to.push_str(raw.get(done..at).unwrap_or_default());
        to.push('\n');
        done = at + 1 + usize::from(bytes.get(at + 1) == Some(&b'\n'));
    }
    to.push_str(raw.get(done..).unwrap_or_default());
}

/// Appends an attribute value, normalised as CDATA (XML 1.0 §3.3.3): literal white space becomes a space each, a
/// CR LF one; referenced white space stays.
///
/// # Errors
/// The fault and its index in `raw`.
pub(super) fn decode_value(raw: &str, to: &mut String) -> Result<(), (usize, Fault)> {
    let bytes = raw.as_bytes();
    let mut done = 0;
    while let Some(found) = bytes.get(done..).unwrap_or_default().iter().position(|&b| is_special_in_value(b)) {
        let at = done + found;
        to.push_str(raw.get(done..at).unwrap_or_default());
        done = at + 1;
        match bytes.get(at) {
            Some(b'&') => {
                let (c, length) = reference(raw.get(done..).unwrap_or_default()).map_err(|fault| (at, fault))?;
                to.push(c);
                done += length;
            }
            Some(b'<') => return Err((at, Fault::Syntax { expected: "no < in an attribute value" })),
            Some(b'\r') => {
                to.push(' ');
                done += usize::from(bytes.get(done) == Some(&b'\n'));
            }
            _ => to.push(' '),
        }
    }
    to.push_str(raw.get(done..).unwrap_or_default());
    Ok(())
}

/// Does an attribute value with this byte differ from its normalised form, or break a rule?
pub(super) fn is_special_in_value(byte: u8) -> bool {
    (byte == b'&') | (byte == b'<') | (byte == b'\t') | (byte == b'\n') | (byte == b'\r')
}

/// Resolves the reference whose `&` stands before `after`: its character and its length with the `;`.
fn reference(after: &str) -> Result<(char, usize), Fault> {
    let head = after.as_bytes().get(..after.len().min(MAX_REFERENCE_BYTES)).unwrap_or_default();
    let malformed = || Fault::Reference { found: after.chars().take(SHOWN_CHARACTERS).collect() };
    let end = memchr::memchr(b';', head).ok_or_else(malformed)?;
    let name = after.get(..end).ok_or_else(malformed)?;
    let code_point = match name.strip_prefix('#') {
        None => {
            let c = match name {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "apos" => '\'',
                "quot" => '"',
                _ if super::chars::is_ncname(name) => return Err(Fault::Entity { found: name.to_owned() }),
                _ => return Err(malformed()),
            };
            return Ok((c, end + 1));
        }
        Some(number) => match number.strip_prefix('x') {
            Some(hex) if !hex.is_empty() && hex.bytes().all(|b| b.is_ascii_hexdigit()) => {
                u32::from_str_radix(hex, 16).unwrap_or(u32::MAX)
            }
            None if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => {
                number.parse().unwrap_or(u32::MAX)
            }
            _ => return Err(malformed()),
        },
    };
    match char::from_u32(code_point) {
        Some(c) if is_char(c) => Ok((c, end + 1)),
        _ => Err(Fault::Character { found: code_point }),
    }
}

/// A reference is looked at no further: `&#x10FFFF;` needs 9 bytes after `&`, the rest is room for leading zeros. The
/// standard sets no bound; a reader that cuts text into pieces needs one.
pub(super) const MAX_REFERENCE_BYTES: usize = 32;
/// Of a malformed reference so much is shown.
const SHOWN_CHARACTERS: usize = 12;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content() {
        for (raw, expected) in [
            ("a&amp;b&lt;&gt;&apos;&quot;", "a&b<>'\""),
            ("&#65;&#x41;&#x10FFFF;&#0000000065;", "AA\u{10FFFF}A"),
            ("a\r\nb\rc\n\r\nd\r\r\n", "a\nb\nc\n\nd\n\n"),
            ("&#13;\r\n&#xD;", "\r\n\r"),
            ("a>b]>c] ]>", "a>b]>c] ]>"),
            ("]]&gt;", "]]>"),
            ("&amp;lt;", "&lt;"),
        ] {
            let mut to = String::new();
            decode_content(raw, &mut to).unwrap();
            assert_eq!(to, expected, "{raw:?}");
        }
    }

    #[test]
    fn refused_references() {
        for (raw, index, code) in [
            ("a&nbsp;", 1, "xml.entity"),
            ("&AMP;", 0, "xml.entity"),
            ("&;", 0, "xml.reference"),
            ("& ", 0, "xml.reference"),
            ("&amp", 0, "xml.reference"),
            ("&#;", 0, "xml.reference"),
            ("&#x;", 0, "xml.reference"),
            ("&#X41;", 0, "xml.reference"),
            ("&#4a;", 0, "xml.reference"),
            ("&#+65;", 0, "xml.reference"),
            ("&# 65;", 0, "xml.reference"),
            ("&#0;", 0, "xml.character"),
            ("&#x1F;", 0, "xml.character"),
            ("&#xD800;", 0, "xml.character"),
            ("&#xFFFE;", 0, "xml.character"),
            ("&#x110000;", 0, "xml.character"),
            ("&#99999999999999;", 0, "xml.character"),
            ("x]]>", 1, "xml.not_well_formed"),
        ] {
            let (at, fault) = decode_content(raw, &mut String::new()).unwrap_err();
            assert_eq!((at, fault.code().name()), (index, code), "{raw:?}");
        }
    }

    #[test]
    fn values() {
        for (raw, expected) in [
            ("a\tb\nc\r\nd\re", "a b c d e"),
            ("&#9;&#10;&#13;&#x20;", "\t\n\r "),
            ("]]>&lt;", "]]><"),
            ("\r\r\n\n", "   "),
        ] {
            let mut to = String::new();
            decode_value(raw, &mut to).unwrap();
            assert_eq!(to, expected, "{raw:?}");
        }
        assert_eq!(decode_value("ab<", &mut String::new()).unwrap_err().0, 2);
    }
}
