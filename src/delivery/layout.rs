//! Makes the words of strangers fit for a mail, and a mail's text fit for narrow windows.

use icu_normalizer::ComposingNormalizerBorrowed;

/// Words from a package or the directory, as one line in NFC: no line ends, no other control characters, and none that
/// turn the direction of writing (UAX #9), with which a line could be made to read as something else.
pub(super) fn line(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let kept: String = text.chars().filter(|c| !turns(*c)).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let words: Vec<&str> = kept.split_whitespace().collect();
    ComposingNormalizerBorrowed::new_nfc().normalize(&words.join(" ")).into_owned()
}

/// Breaks lines between words at [`WIDTH`] columns. What follows a label stays under its first word; a word too long
/// for that has a line of its own, and is never broken: links would be.
pub(super) fn wrap(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 32);
    for line in text.lines() {
        if columns(line) <= WIDTH {
            out.push_str(line);
        } else {
            wrap_line(line, &mut out);
        }
        out.push('\n');
    }
    out
}

fn wrap_line(line: &str, out: &mut String) {
    let (label, rest) = label(line);
    let indent = columns(label);
    out.push_str(label);
    let mut at = indent;
    for word in rest.split(' ').filter(|word| !word.is_empty()) {
        let space = usize::from(at > indent);
        if at + space + columns(word) <= WIDTH {
            out.push_str(if space == 1 { " " } else { "" });
            at += space + columns(word);
        } else {
            if at > 0 {
                out.truncate(out.trim_end_matches(' ').len());
                out.push('\n');
            }
            let own = if indent + columns(word) > WIDTH { 0 } else { indent };
            out.push_str(&" ".repeat(own));
            at = own + columns(word);
        }
        out.push_str(word);
    }
}

/// `Label:   value` in two; the label is empty where there is none.
fn label(line: &str) -> (&str, &str) {
    let Some((name, after)) = line.split_once(':') else { return ("", line) };
    let rest = after.trim_start_matches(' ');
    let short = columns(name) < LABEL_MAX && after.len() - rest.len() > 1 && !rest.is_empty();
    if short { line.split_at(line.len() - rest.len()) } else { ("", line) }
}

/// In NFC every Vietnamese letter is one character and one column wide.
fn columns(text: &str) -> usize {
    text.chars().count()
}

/// RFC 3676 §4.2 and old custom: leaves room for the quotation marks of an answer in 80 columns.
const WIDTH: usize = 72;
/// Longer than every label in `templates/mail`.
const LABEL_MAX: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strangers_words_become_one_plain_line() {
        assert_eq!(line("  Ủy ban\r\nBcc: x\t\u{202e}nhân dân\u{0} "), "Ủy ban Bcc: x nhân dân");
        assert_eq!(line("Tie\u{302}\u{301}ng Vie\u{323}\u{302}t"), "Tiếng Việt");
    }

    #[test]
    fn long_lines_break_between_words_and_stay_under_their_first() {
        let value = "Về việc triển khai kế hoạch liên thông văn bản điện tử giữa các cơ quan hành chính nhà nước";
        let wrapped = wrap(&format!("Trích yếu:    {value}\nngắn\n"));
        assert_eq!(
            wrapped,
            "Trích yếu:    Về việc triển khai kế hoạch liên thông văn bản điện tử\n              giữa các cơ quan hành chính nhà nước\nngắn\n"
        );
    }

    #[test]
    fn a_word_too_long_has_its_own_line() {
        let digest = "0".repeat(64);
        assert_eq!(wrap(&format!("SHA-256:      {digest}")), format!("SHA-256:\n{digest}\n"));
        let link = format!("https://hub.example/d/{}", "a".repeat(90));
        assert_eq!(wrap(&link), format!("{link}\n"));
    }

    #[test]
    fn no_line_is_too_wide_and_no_word_is_lost() {
        for length in 1..200 {
            let text = format!("Nơi nhận:     {}", vec!["ôi"; length].join(" "));
            let wrapped = wrap(&text);
            assert!(wrapped.lines().all(|line| columns(line) <= WIDTH && line.trim_end() == line), "{wrapped}");
            assert_eq!(wrapped.split_whitespace().count(), text.split_whitespace().count());
        }
    }
}
