//! What happened, as a tree in 80 columns: each line told or checked, a failed check with what was expected and found.

use crate::cli::screen::{Screen, safe};
use crate::report::layout::{WIDTH, width, wrap};

/// A line of the tree and what hangs from it.
#[derive(Debug)]
pub(super) struct Node {
    text: String,
    mark: Mark,
    below: Vec<Node>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Told,
    Held,
    Failed,
}

impl Node {
    /// A line that only tells.
    pub fn told(text: impl Into<String>) -> Self {
        Self { text: text.into(), mark: Mark::Told, below: Vec::new() }
    }

    /// A line that was checked: ✓ where `found` is what was `expected`, else ✗ with both below.
    pub fn check<T: PartialEq + std::fmt::Debug>(text: impl Into<String>, expected: T, found: T) -> Self {
        let held = expected == found;
        let mut node =
            Self { text: text.into(), mark: if held { Mark::Held } else { Mark::Failed }, below: Vec::new() };
        if !held {
            node.below.push(Self::told(format!("expected: {expected:?}")));
            node.below.push(Self::told(format!("found: {found:?}")));
        }
        node
    }

    /// A check that failed before there was anything to compare.
    pub fn failed(text: impl Into<String>, why: impl Into<String>) -> Self {
        Self { text: text.into(), mark: Mark::Failed, below: vec![Self::told(why)] }
    }

    /// Hangs a line below this one.
    pub fn push(&mut self, node: Node) {
        self.below.push(node);
    }

    /// The same, for a tree in one expression.
    pub fn with(mut self, node: Node) -> Self {
        self.below.push(node);
        self
    }

    /// (checks, failed ones) in the whole tree.
    pub fn count(&self) -> (usize, usize) {
        let own = match self.mark {
            Mark::Told => (0, 0),
            Mark::Held => (1, 0),
            Mark::Failed => (1, 1),
        };
        self.below.iter().map(Self::count).fold(own, |sum, more| (sum.0 + more.0, sum.1 + more.1))
    }

    /// Draws it.
    pub fn draw(&self, screen: &mut Screen) {
        self.line(screen, "", "");
        self.draw_below(screen, "");
    }

    fn draw_below(&self, screen: &mut Screen, lead: &str) {
        for (number, node) in self.below.iter().enumerate() {
            let last = number + 1 == self.below.len();
            let (first, hang) = if last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
            let hang = format!("{lead}{hang}");
            node.line(screen, &format!("{lead}{first}"), &hang);
            node.draw_below(screen, &hang);
        }
    }

    fn line(&self, screen: &mut Screen, first: &str, hang: &str) {
        let mark = match self.mark {
            Mark::Told => "",
            Mark::Held => "✓ ",
            Mark::Failed => "✗ ",
        };
        let hang = format!("{hang}{}", if self.below.is_empty() { "  " } else { "│ " });
        let columns = WIDTH.saturating_sub(width(&hang).max(width(first) + width(mark)));
        for (number, line) in wrap(&safe(&self.text), columns).into_iter().enumerate() {
            let line = if number == 0 { format!("{first}{mark}{line}") } else { format!("{hang}{line}") };
            match self.mark {
                Mark::Held if number == 0 && screen.is_coloured() => {
                    screen.raw(&format!("{}\n", line.replacen('✓', "\u{1b}[32m✓\u{1b}[0m", 1)));
                }
                Mark::Failed => screen.bad_raw(&line),
                Mark::Told | Mark::Held => screen.raw(&format!("{line}\n")),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_stays_within_its_columns_and_counts_its_checks() {
        let long = "Ban Quản lý dự án đầu tư xây dựng khu vực thành phố Tây Ninh, tỉnh Tây Ninh, Việt Nam";
        let tree = Node::told("Văn bản")
            .with(Node::check(long, 1, 1).with(Node::check("trạng thái", "Đã đến", "Đã tiếp nhận")))
            .with(Node::told("xong"));
        assert_eq!(tree.count(), (2, 1));
        let mut screen = Screen::plain();
        tree.draw(&mut screen);
        for line in screen.text().lines() {
            assert!(width(line) <= WIDTH, "{line}");
        }
        insta::assert_snapshot!(screen.text());
    }
}
