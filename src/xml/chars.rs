//! The character productions of XML 1.0 (fifth edition), and which characters nobody sees.

/// `S` (§2.3).
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// `Char` (§2.2).
pub(super) fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}')
}

/// The index of the first character outside `Char`.
pub(super) fn first_illegal(text: &str) -> Option<usize> {
    let mut at = 0;
    for block in text.as_bytes().chunks(BLOCK) {
        if block.iter().fold(false, |seen, &byte| seen | is_suspect(byte)) {
            let mut from = at;
            while !text.is_char_boundary(from) {
                from -= 1; // the block began inside a character
            }
            let rest = text.get(from..).unwrap_or_default();
            let end = at - from + block.len();
            let bad = rest.char_indices().take_while(|&(i, _)| i < end).find(|&(_, c)| !is_char(c));
            if let Some((i, _)) = bad {
                return Some(from + i);
            }
        }
        at += block.len();
    }
    None
}

/// May this byte belong to a character outside `Char`? U+FFFE and U+FFFF begin with EF.
fn is_suspect(byte: u8) -> bool {
    ((byte < b' ') & (byte != b'\t') & (byte != b'\n') & (byte != b'\r')) | (byte == 0xEF)
}

/// Is it an `NCName` (Namespaces §3): a `Name` without a colon?
pub(super) fn is_ncname(name: &str) -> bool {
    let bytes = name.as_bytes();
    if bytes.iter().all(|&b| ASCII_NAME[usize::from(b)] != 0) {
        return bytes.first().is_some_and(|&b| ASCII_NAME[usize::from(b)] == 2);
    }
    let mut chars = name.chars();
    chars.next().is_some_and(is_name_start) && chars.all(is_name_char)
}

/// `NameStartChar` without the colon.
fn is_name_start(c: char) -> bool {
    matches!(c, 'A'..='Z' | '_' | 'a'..='z'
        | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}'
        | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}'
        | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

/// `NameChar` without the colon.
fn is_name_char(c: char) -> bool {
    is_name_start(c) || matches!(c, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// A name with at most one colon, neither first nor last, all of it ASCII: nearly every one. Gives its length and that of
/// the prefix with its colon; none for what needs a closer look. It ends with the text, or before white space or `=`.
#[inline]
pub(super) fn plain_name(bytes: &[u8]) -> Option<(usize, usize)> {
    let (mut prefix, mut begins) = (0, true);
    for (at, &byte) in bytes.iter().enumerate() {
        match ASCII_NAME[usize::from(byte)] {
            2 => begins = false,
            1 if !begins => {}
            _ if byte == b':' && !begins && prefix == 0 => (prefix, begins) = (at + 1, true),
            _ => return (!begins && (is_space(byte) || byte == b'=')).then_some((at, prefix)),
        }
    }
    (!begins).then_some((bytes.len(), prefix))
}

/// 2: may begin a name; 1: may only continue one; 0: neither, or not ASCII.
static ASCII_NAME: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        let c = byte as u8;
        table[byte] = match c {
            b'A'..=b'Z' | b'a'..=b'z' | b'_' => 2,
            b'0'..=b'9' | b'-' | b'.' => 1,
            _ => 0,
        };
        byte += 1;
    }
    table
};

/// Bytes looked at together, so that the compiler can use wide registers.
const BLOCK: usize = 1024;

/// What a person does not see, or what turns the direction of a text.
pub fn is_invisible(c: char) -> bool {
    INVISIBLE.iter().any(|(first, last)| (*first..=*last).contains(&c))
}

/// What a person does not see in a name, or what turns its direction: Default_Ignorable_Code_Point (Unicode 16,
/// DerivedCoreProperties), which holds all of Bidi_Control and the zero-width characters, and the interlinear
/// annotations.
const INVISIBLE: &[(char, char)] = &[
    ('\u{ad}', '\u{ad}'),
    ('\u{34f}', '\u{34f}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{115f}', '\u{1160}'),
    ('\u{17b4}', '\u{17b5}'),
    ('\u{180b}', '\u{180f}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{202a}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{fe00}', '\u{fe0f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ffa0}', '\u{ffa0}'),
    ('\u{fff0}', '\u{fffb}'),
    ('\u{1bca0}', '\u{1bca3}'),
    ('\u{1d173}', '\u{1d17a}'),
    ('\u{e0000}', '\u{e0fff}'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn illegal_characters_are_found_wherever_blocks_end() {
        for before in [0, 1, BLOCK - 2, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK - 1] {
            for bad in ["\0", "\u{1}", "\u{B}", "\u{1F}", "\u{FFFE}", "\u{FFFF}"] {
                let text = format!("{}{bad}abc", "x".repeat(before));
                assert_eq!(first_illegal(&text), Some(before), "{bad:?} after {before}");
            }
            let fine = format!("{}\t\n\r\u{7F}\u{FFFD}\u{FEFF}\u{10FFFF}ﬀ", "x".repeat(before));
            assert_eq!(first_illegal(&fine), None);
        }
    }

    #[test]
    fn names() {
        for good in ["a", "_", "A-1.b", "văn", "Ωmega", "文書", "a\u{B7}", "\u{10000}"] {
            assert!(is_ncname(good), "{good}");
        }
        for bad in ["", "-a", "1", ".", "a:b", "a b", "a\u{D7}", "\u{B7}", "a\u{2028}", "á/", "\u{F0000}"] {
            assert!(!is_ncname(bad), "{bad}");
        }
    }
}
