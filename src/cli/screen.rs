//! Text for a terminal: wrapped to its width, coloured only where somebody looks.

use std::io::IsTerminal as _;

use crate::report::layout::{WIDTH, width, wrap};
use crate::xml::is_invisible;

/// Lines in the making.
#[derive(Debug)]
pub struct Screen {
    out: String,
    columns: usize,
    colour: bool,
}

impl Screen {
    /// For standard output.
    pub fn stdout() -> Self {
        Self::new(std::io::stdout().is_terminal())
    }

    /// For standard error.
    pub fn stderr() -> Self {
        Self::new(std::io::stderr().is_terminal())
    }

    /// For a file or a test: no colour, 80 columns.
    pub fn plain() -> Self {
        Self { out: String::new(), columns: WIDTH, colour: false }
    }

    fn new(terminal: bool) -> Self {
        let quiet = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()); // no-color.org
        let columns = std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok()).unwrap_or(WIDTH);
        Self { out: String::new(), columns: columns.clamp(NARROWEST, WIDEST), colour: terminal && !quiet }
    }

    /// What was written so far.
    pub fn text(&self) -> &str {
        &self.out
    }

    /// Prints it to standard output.
    pub fn print(&self) {
        print!("{}", self.out);
    }

    /// A line, wrapped.
    pub fn line(&mut self, text: &str) {
        self.write("", "", text, None);
    }

    /// An empty line.
    pub fn gap(&mut self) {
        self.out.push('\n');
    }

    /// A line that is good news.
    pub fn good(&mut self, text: &str) {
        self.write("", "", text, Some(GREEN));
    }

    /// A line that is bad news.
    pub fn bad(&mut self, text: &str) {
        self.write("", "", text, Some(RED));
    }

    /// A line that is neither.
    pub fn open(&mut self, text: &str) {
        self.write("", "", text, Some(YELLOW));
    }

    /// A heading.
    pub fn heading(&mut self, text: &str) {
        self.write("", "", text, Some(BOLD));
    }

    /// A line two columns in; nothing for an empty text.
    pub fn indented(&mut self, text: &str) {
        if !text.is_empty() {
            self.write("  ", "  ", text, None);
        }
    }

    /// A mark, then a text that stays beside it.
    pub fn marked(&mut self, mark: &str, text: &str) {
        let hang = " ".repeat(width(mark) + 1);
        self.write(&format!("{mark} "), &hang, text, None);
    }

    /// A label in a column of its own, then its value; nothing for an empty value.
    pub fn field(&mut self, label: &str, value: &str) {
        if value.is_empty() {
            return;
        }
        let gap = LABEL.saturating_sub(width(label)).max(1);
        let first = format!("  {label}{}", " ".repeat(gap));
        self.write(&first, &" ".repeat(2 + LABEL), value, None);
    }

    /// Whether somebody looks who sees colours.
    pub fn is_coloured(&self) -> bool {
        self.colour
    }

    /// A line that is laid out already and is bad news.
    pub fn bad_raw(&mut self, line: &str) {
        self.out.push_str(&if self.colour { format!("{RED}{line}{RESET}\n") } else { format!("{line}\n") });
    }

    /// A block that is laid out already.
    pub fn raw(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn write(&mut self, first: &str, hang: &str, text: &str, style: Option<&str>) {
        let mut lead = first;
        for paragraph in text.split('\n') {
            for line in wrap(paragraph, self.columns.saturating_sub(width(hang).max(width(first))).max(NARROWEST / 2)) {
                let line = match style {
                    Some(style) if self.colour => format!("{style}{line}{RESET}"),
                    _ => line,
                };
                self.out.push_str(format!("{lead}{line}").trim_end());
                self.out.push('\n');
                lead = hang;
            }
        }
    }
}

/// A text with its control characters made visible: a stranger's words must not steer a terminal.
pub fn safe(text: &str) -> String {
    let steers = |c: char| c.is_control() && c != '\n' || is_invisible(c);
    text.chars().map(|c| if steers(c) { '\u{fffd}' } else { c }).collect()
}

/// Columns of a label.
const LABEL: usize = 18;
/// Below this nothing is readable.
const NARROWEST: usize = 40;
/// Longer lines are hard to read.
const WIDEST: usize = 120;
const GREEN: &str = "\u{1b}[1;32m";
const RED: &str = "\u{1b}[1;31m";
const YELLOW: &str = "\u{1b}[1;33m";
const BOLD: &str = "\u{1b}[1m";
const RESET: &str = "\u{1b}[0m";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_wrap_under_themselves() {
        let mut screen = Screen::plain();
        let name = "Ban Quản lý dự án đầu tư xây dựng khu vực thành phố Huế, tỉnh Thừa Thiên Huế, Việt Nam";
        screen.field("Bên gửi", name);
        screen.marked("✗", name);
        screen.indented("");
        for line in screen.text().lines() {
            assert!(width(line) <= WIDTH, "{line}");
        }
        insta::assert_snapshot!(screen.text());
    }

    #[test]
    fn a_strangers_words_do_not_steer() {
        assert_eq!(safe("a\u{1b}[31mb\nc\r"), "a\u{fffd}[31mb\nc\u{fffd}");
    }
}
