//! Text in columns: how wide it is to the eye, and where it is broken.

/// Columns of a text on a terminal: one a letter, none for a mark that stands on the letter before it. Vietnamese needs
/// no more.
pub fn width(text: &str) -> usize {
    text.chars().filter(|c| !matches!(c, '\u{300}'..='\u{36f}')).count()
}

/// Lines of at most `columns`, broken at spaces; a longer word is broken where it must.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        for piece in pieces(word, columns) {
            let line = lines.last().map_or(0, |line| width(line));
            if line > 0 && line + 1 + width(&piece) > columns {
                lines.push(String::new());
            }
            if let Some(line) = lines.last_mut() {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(&piece);
            }
        }
    }
    lines
}

fn pieces(word: &str, columns: usize) -> Vec<String> {
    let mut out = vec![String::new()];
    for c in word.chars() {
        if out.last().is_some_and(|piece| width(piece) == columns) && width(&c.to_string()) > 0 {
            out.push(String::new());
        }
        if let Some(piece) = out.last_mut() {
            piece.push(c);
        }
    }
    out
}

/// Columns of a terminal that everybody has.
pub const WIDTH: usize = 80;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_wrap_by_what_the_eye_sees() {
        assert_eq!(width("Ủy ban"), 6);
        assert_eq!(width("U\u{309}y ban"), 6);
        assert_eq!(wrap("Ủy ban nhân dân", 8), ["Ủy ban", "nhân dân"]);
        assert_eq!(wrap("000.00.01.H57", 5), ["000.0", "0.01.", "H57"]);
        assert_eq!(wrap("", 5), [""]);
    }
}
