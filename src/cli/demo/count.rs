//! Shows acts as they end, and counts their checks.

use super::tree::Node;
use crate::cli::Context;
use crate::cli::client::ClientError;
use crate::cli::screen::Screen;

/// The checks so far.
pub(super) struct Count<'a> {
    /// The reader.
    pub context: &'a Context,
    /// All.
    pub checks: usize,
    /// Those that did not hold.
    pub failed: usize,
}

impl<'a> Count<'a> {
    /// None so far.
    pub fn new(context: &'a Context) -> Self {
        Self { context, checks: 0, failed: 0 }
    }

    /// Shows and counts an act; one that broke off is a check that did not hold.
    pub fn act(&mut self, name: &str, act: anyhow::Result<Node>) {
        self.kept(name, act.map(|node| (node, ())));
    }

    /// The same for an act that others need something of.
    pub fn kept<T>(&mut self, name: &str, act: anyhow::Result<(Node, T)>) -> Option<T> {
        let (node, value) = match act {
            Ok((node, value)) => (node, Some(value)),
            Err(error) => (Node::failed(self.title(name), why(&error)), None),
        };
        let (checks, failed) = node.count();
        self.checks += checks;
        self.failed += failed;
        let mut screen = Screen::stdout();
        node.draw(&mut screen);
        self.context.show(&screen);
        value
    }

    /// The title of an act that broke off before its values were known.
    fn title(&self, name: &str) -> String {
        let unknown = ["number", "from", "agency", "count", "copies", "month", "old", "new", "address"];
        self.context.tell(name, &unknown.map(|value| (value, "…".into())))
    }
}

/// Why an act broke off, in one line: the hub's own words where it refused.
fn why(error: &anyhow::Error) -> String {
    match error.downcast_ref::<ClientError>() {
        Some(ClientError::Refused(problem)) => {
            let faults: Vec<_> = problem.errors.iter().map(|fault| format!("{fault:?}")).collect();
            format!(
                "{} {}: {} {}",
                problem.status,
                problem.code,
                problem.detail.clone().unwrap_or_default(),
                faults.join("; ")
            )
        }
        Some(_) | None => crate::cli::fault::chain(error),
    }
}
