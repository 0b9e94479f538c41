//! Words that are found however they are typed: without diacritics, without case.

use icu_casemap::CaseMapper;
use icu_normalizer::DecomposingNormalizerBorrowed;

/// Folds text for search: NFD, marks dropped, `đ` to `d`, case folded, everything that is neither letter nor digit a
/// single space. Folded text passes unchanged.
pub fn fold(text: &str) -> String {
    let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize(text);
    let folded = CaseMapper::new().fold_string(&decomposed);
    let mut out = String::with_capacity(folded.len());
    for c in folded.chars() {
        match c {
            'đ' => out.push('d'),
            '\u{300}'..='\u{36f}' => {}
            c if c.is_alphanumeric() => out.push(c),
            _ if !out.is_empty() && !out.ends_with(' ') => out.push(' '),
            _ => {}
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// As the row holds it: every word after a blank, so that the beginning of a word is found on both backends.
pub(super) fn stored(text: &str) -> String {
    format!(" {}", fold(text))
}

/// Folded words as FTS5 is asked: each, or its beginning.
pub(super) fn match_of(folded: &str) -> String {
    let terms: Vec<String> = folded.split(' ').map(|word| format!("\"{word}\"*")).collect();
    terms.join(" ")
}

/// Folded words as trigrams are asked, for LIKE ALL: each, or its beginning.
pub(super) fn patterns_of(folded: &str) -> Vec<String> {
    folded.split(' ').map(|word| format!("% {word}%")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_is_found_without_marks() {
        assert_eq!(fold("  Về việc ĐÁNH GIÁ, xếp loại (2026)"), "ve viec danh gia xep loai 2026");
        assert_eq!(fold("01/QĐ-UBND"), "01 qd ubnd");
        let once = fold("Kế hoạch số 12/KH-STNMT");
        assert_eq!(fold(&once), once);
    }
}
