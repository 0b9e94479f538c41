//! Entry names that mean the same on every system (SIGNATURES §5).

use std::borrow::Cow;
use std::collections::HashMap;

use icu_casemap::CaseMapper;
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

use super::{ENTRY_NAME_MAX_BYTES, Fault, PackageError};
use crate::xml::is_invisible;

/// Is this a name that an entry may bear? A final `/` marks a directory and is passed over.
///
/// # Errors
/// One of the `Name…` faults, with the character found.
pub fn check_name(name: &str) -> Result<(), PackageError> {
    let fault = |fault| PackageError::new(fault).entry(name);
    if name.is_empty() {
        return Err(fault(Fault::NameEmpty));
    }
    if name.len() > ENTRY_NAME_MAX_BYTES {
        return Err(fault(Fault::NameTooLong).expected(ENTRY_NAME_MAX_BYTES).found(name.len()));
    }
    if name.starts_with('/') {
        return Err(fault(Fault::NameAbsolute));
    }
    for c in name.chars() {
        if let Some(bad) = character_fault(c) {
            return Err(fault(bad).found(format_args!("U+{:04X}", u32::from(c))));
        }
    }
    for component in name.strip_suffix('/').unwrap_or(name).split('/') {
        if matches!(component, "" | "." | "..") {
            return Err(fault(Fault::NameComponent).found(component));
        }
        if component.ends_with(['.', ' ']) {
            return Err(fault(Fault::NameTrailing).found(component));
        }
        if has_version(component) || is_device(component) {
            return Err(fault(Fault::NameForeign).found(component));
        }
    }
    Ok(())
}

/// The bytes of a name as text: UTF-8, and where not ASCII, said so by general purpose bit 11 (APPNOTE 4.4.4, D.1).
pub(super) fn decode_name(bytes: &[u8], utf8_flag: bool) -> Result<&str, PackageError> {
    let fault = || PackageError::new(Fault::NameEncoding).entry(&String::from_utf8_lossy(bytes));
    if !bytes.is_ascii() && !utf8_flag {
        return Err(fault().expected("general purpose bit 11"));
    }
    std::str::from_utf8(bytes).map_err(|error| fault().expected("UTF-8").found(error))
}

/// Names seen so far, told apart as a file system may tell them: not by case, not by composition, not by a final `/`; and
/// what is a file is no folder of others.
#[derive(Default)]
pub(super) struct SeenNames {
    names: HashMap<String, String>,
    /// The folders that names lie in, and one that does.
    folders: HashMap<String, String>,
}

impl SeenNames {
    /// Adds a name, or tells which earlier one it equals.
    pub(super) fn insert(&mut self, name: &str) -> Result<(), PackageError> {
        let key = sameness_key(name.strip_suffix('/').unwrap_or(name)).into_owned();
        let fault = |fault, earlier: &str| Err(PackageError::new(fault).entry(name).found(earlier.escape_debug()));
        for (at, _) in key.match_indices('/') {
            let folder = key.get(..at).unwrap_or_default();
            if let Some(file) = self.names.get(folder).filter(|earlier| !earlier.ends_with('/')) {
                return fault(Fault::NameCollision, file);
            }
            self.folders.entry(folder.to_owned()).or_insert_with(|| name.to_owned());
        }
        if let Some(inside) = self.folders.get(&key).filter(|_| !name.ends_with('/')) {
            return fault(Fault::NameCollision, inside);
        }
        match self.names.insert(key, name.to_owned()) {
            None => Ok(()),
            Some(earlier) if earlier == name => fault(Fault::DuplicateName, &earlier),
            Some(earlier) => fault(Fault::NameCollision, &earlier),
        }
    }
}

/// The file versions of VMS: unzip cuts `;1` off, so that two entries become one file.
fn has_version(component: &str) -> bool {
    let version = component.rsplit_once(';').map(|(_, version)| version);
    version.is_some_and(|version| version.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A name that is a device to Windows, whatever extension it bears.
fn is_device(component: &str) -> bool {
    let stem = component.split('.').next().unwrap_or_default().trim_end_matches(' ').to_uppercase();
    let numbered = ["COM", "LPT"].iter().find_map(|device| stem.strip_prefix(device));
    DEVICES.contains(&stem.as_str())
        || numbered.is_some_and(|number| {
            let mut number = number.chars();
            matches!((number.next(), number.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
        })
}

/// A character that no name may hold.
pub(super) fn character_fault(c: char) -> Option<Fault> {
    match c {
        ':' => Some(Fault::NameColon),
        '\\' => Some(Fault::NameBackslash),
        '<' | '>' | '|' | '"' | '?' | '*' => Some(Fault::NameForeign),
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' => Some(Fault::NameControl),
        _ if is_invisible(c) => Some(Fault::NameInvisible),
        _ => None,
    }
}

/// Two names of files that a package cannot hold both.
pub fn is_same_name(one: &str, other: &str) -> bool {
    sameness_key(one) == sameness_key(other)
}

/// Canonical caseless matching (Unicode 3.13 D145): equal keys are one name.
fn sameness_key(name: &str) -> Cow<'_, str> {
    if name.is_ascii() {
        return Cow::Owned(name.to_ascii_lowercase());
    }
    let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize(name);
    let folded = CaseMapper::new().fold_string(&decomposed).into_owned();
    Cow::Owned(ComposingNormalizerBorrowed::new_nfc().normalize(&folded).into_owned())
}

/// The devices of Windows without a number.
const DEVICES: &[&str] = &["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(name: &str) -> Option<Fault> {
        check_name(name).err().map(|error| error.fault)
    }

    #[test]
    fn good_names() {
        for name in [
            "a",
            "document.xml",
            "phụ lục/Tờ trình số 5.pdf",
            ".an",
            "a..b",
            "dir/",
            "ảnh (1).png",
            "日本語",
            "a;b.pdf",
            "a;1.pdf",
            "console.pdf",
            "com.pdf",
            "com12.pdf",
            "COMa",
            "null",
        ] {
            assert_eq!(fault(name), None, "{name}");
        }
        assert_eq!(fault(&"a".repeat(255)), None);
    }

    #[test]
    fn bad_names_each_for_its_reason() {
        let table = [
            ("", Fault::NameEmpty),
            ("/a", Fault::NameAbsolute),
            ("/", Fault::NameAbsolute),
            ("a//b", Fault::NameComponent),
            ("a//", Fault::NameComponent),
            ("./a", Fault::NameComponent),
            ("a/../b", Fault::NameComponent),
            ("..", Fault::NameComponent),
            ("C:/a", Fault::NameColon),
            ("a:b", Fault::NameColon),
            ("a\\b", Fault::NameBackslash),
            ("a\0b", Fault::NameControl),
            ("a\u{85}", Fault::NameControl),
            ("a\u{2028}b", Fault::NameControl),
            ("gpj.\u{202e}fdp", Fault::NameInvisible),
            ("a\u{200b}b", Fault::NameInvisible),
            ("a\u{feff}", Fault::NameInvisible),
            ("a.", Fault::NameTrailing),
            ("a ", Fault::NameTrailing),
            ("a /b", Fault::NameTrailing),
            ("a./", Fault::NameTrailing),
            ("r.pdf;1", Fault::NameForeign),
            ("r.pdf;", Fault::NameForeign),
            ("a;12/b", Fault::NameForeign),
            ("a?.pdf", Fault::NameForeign),
            ("a*", Fault::NameForeign),
            ("\"a\"", Fault::NameForeign),
            ("<a>", Fault::NameForeign),
            ("a|b", Fault::NameForeign),
            ("nul.pdf", Fault::NameForeign),
            ("CON", Fault::NameForeign),
            ("phụ lục/Aux .tar.gz", Fault::NameForeign),
            ("com1.pdf", Fault::NameForeign),
            ("LPT².pdf", Fault::NameForeign),
        ];
        for (name, expected) in table {
            assert_eq!(fault(name), Some(expected), "{name:?}");
        }
        assert_eq!(fault(&"a".repeat(256)), Some(Fault::NameTooLong));
        assert_eq!(fault(&"ả".repeat(86)), Some(Fault::NameTooLong));
    }

    #[test]
    fn bytes_that_are_not_marked_utf8() {
        assert_eq!(decode_name(b"a", false).unwrap(), "a");
        assert_eq!(decode_name("ả".as_bytes(), true).unwrap(), "ả");
        assert_eq!(decode_name("ả".as_bytes(), false).unwrap_err().fault, Fault::NameEncoding);
        assert_eq!(decode_name(b"\xe1\xbb", true).unwrap_err().fault, Fault::NameEncoding);
        assert_eq!(decode_name(b"\xc0\xaf", true).unwrap_err().fault, Fault::NameEncoding);
    }

    #[test]
    fn names_that_are_one_name() {
        let table = [
            ("a", "a", Some(Fault::DuplicateName)),
            ("a", "A", Some(Fault::NameCollision)),
            ("a", "a/", Some(Fault::NameCollision)),
            ("a.pdf", "a.pdf/x/", Some(Fault::NameCollision)),
            ("a.pdf/x/", "a.pdf", Some(Fault::NameCollision)),
            ("A/b/c", "a/B", Some(Fault::NameCollision)),
            ("Tờ trình", "tờ tri\u{300}nh/phụ lục/a.pdf", Some(Fault::NameCollision)),
            ("a/b", "a/", None),
            ("a/", "a/b", None),
            ("a/b/", "a/c", None),
            ("a", "a.b/c", None),
            ("a/b", "ab", None),
            ("Tờ trình.pdf", "To\u{31b}\u{300} tri\u{300}nh.pdf", Some(Fault::NameCollision)),
            ("TỜ TRÌNH", "tờ trình", Some(Fault::NameCollision)),
            ("straße", "STRASSE", Some(Fault::NameCollision)),
            ("\u{212a}.pdf", "k.pdf", Some(Fault::NameCollision)),
            ("Σ", "ς", Some(Fault::NameCollision)),
            ("a", "ạ", None),
            ("i", "ı", None),
        ];
        for (first, second, expected) in table {
            let mut seen = SeenNames::default();
            seen.insert(first).unwrap();
            assert_eq!(seen.insert(second).err().map(|error| error.fault), expected, "{first} {second}");
        }
    }
}
