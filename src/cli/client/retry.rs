//! Whether and when a call is made again.

use std::time::Duration;

use super::ClientError;

/// How often a call is repeated, and how long the pauses are: each twice the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pauses {
    /// Repeats after the first try.
    pub retries: u32,
    /// The first pause.
    pub first: Duration,
    /// The longest.
    pub longest: Duration,
}

impl Pauses {
    /// Never again.
    pub const NONE: Self = Self { retries: 0, first: Duration::ZERO, longest: Duration::ZERO };

    /// So many repeats: half a second, one, two, … thirty.
    pub fn of(retries: u32) -> Self {
        Self { retries, first: Duration::from_millis(500), longest: Duration::from_secs(30) }
    }

    pub(super) fn start(self) -> impl Iterator<Item = Duration> {
        std::iter::successors(Some(self.first), move |pause| Some(pause.saturating_mul(2).min(self.longest)))
            .take(usize::try_from(self.retries).unwrap_or(usize::MAX))
    }
}

/// What may pass when it is sent again: the registry's `retry: yes|later` as the hub says it, and a broken line. Every
/// call is safe to repeat: the hub knows a package and a message by its digest.
pub(super) fn is_worth_repeating(error: &ClientError) -> bool {
    match error {
        ClientError::Refused(problem) => problem.retry == "yes" || problem.retry == "later",
        ClientError::Unreachable { .. } => true,
        ClientError::NotAHub { .. }
        | ClientError::Settings { .. }
        | ClientError::Unreadable { .. }
        | ClientError::Unwritable { .. }
        | ClientError::Digest { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Problem;
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest_and_end() {
        let pauses: Vec<u64> =
            Pauses { longest: Duration::from_secs(3), ..Pauses::of(5) }.start().map(|p| p.as_millis() as u64).collect();
        assert_eq!(pauses, [500, 1000, 2000, 3000, 3000]);
        assert_eq!(Pauses::NONE.start().count(), 0);
    }

    #[test]
    fn a_refusal_is_final_unless_it_says_otherwise() {
        let refused =
            |retry: &str| ClientError::Refused(Box::new(Problem { retry: retry.into(), ..Problem::default() }));
        assert!(!is_worth_repeating(&refused("no")));
        assert!(!is_worth_repeating(&refused("")));
        assert!(is_worth_repeating(&refused("yes")) && is_worth_repeating(&refused("later")));
        assert!(is_worth_repeating(&ClientError::Unreachable { url: String::new(), words: String::new() }));
        assert!(!is_worth_repeating(&ClientError::NotAHub { url: String::new(), words: String::new() }));
    }
}
