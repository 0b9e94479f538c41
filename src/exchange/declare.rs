//! Documents issued on paper only: the agency's own word, without which the exchange rate has no denominator
//! (DESIGN §12).

use uuid::Uuid;

use super::{Caller, Exchange, Refusal};
use crate::codes;
use crate::store::change::{Change, Declare};
use crate::store::{Committed, LeafRef};

/// What an agency declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// The month, `yyyy-mm`.
    pub period: String,
    /// How many documents it issued on paper only.
    pub count: u64,
    /// The declaration that this one replaces.
    pub supersedes: Option<Uuid>,
}

/// A declaration that stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Declared {
    /// Its name, by which a later one replaces it.
    pub id: Uuid,
    /// Its leaf.
    pub leaf: LeafRef,
}

impl Exchange {
    /// Records a declaration of the caller's agency.
    ///
    /// # Errors
    /// `declaration.period`, `declaration.not_standing`, `store.*`.
    pub async fn declare(&self, caller: &Caller, declaration: Declaration) -> Result<Declared, Refusal> {
        let now = self.clock.now();
        let period = month(&declaration.period).ok_or_else(|| {
            Refusal::new(
                codes::DECLARATION_PERIOD,
                format!("period: found {:?}, expected yyyy-mm", short(&declaration.period)),
            )
        })?;
        if period > this_month(now) {
            return Err(Refusal::new(
                codes::DECLARATION_PERIOD,
                format!("period: {} has not begun", declaration.period),
            ));
        }
        let id = Uuid::now_v7();
        let change = Change::Declare(Declare {
            id,
            agency: caller.agency.clone(),
            system: caller.system,
            person: caller.person,
            period: declaration.period,
            count: declaration.count,
            supersedes: declaration.supersedes,
            received: now,
        });
        match self.commit(change).await? {
            Committed::Declared { leaf, .. } => Ok(Declared { id, leaf }),
            other => Err(Refusal::new(codes::INTERNAL, format!("unexpected answer {other:?}"))),
        }
    }
}

/// Year and month of `yyyy-mm`, nothing else.
fn month(text: &str) -> Option<(i16, i8)> {
    let (year, month) = text.split_once('-')?;
    let digits = |part: &str, n| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(year, 4) || !digits(month, 2) {
        return None;
    }
    let (year, month) = (year.parse().ok()?, month.parse().ok()?);
    (1..=12).contains(&month).then_some((year, month))
}

/// The month now, in Vietnam.
fn this_month(now: crate::domain::ids::Micros) -> (i16, i8) {
    let day = crate::domain::deadline::day_in_vietnam(now);
    (day.year(), day.month())
}

fn short(text: &str) -> String {
    text.chars().take(20).collect()
}

#[cfg(test)]
mod tests {
    use super::month;

    #[test]
    fn only_year_and_month() {
        assert_eq!(month("2026-11"), Some((2026, 11)));
        for wrong in ["", "2026", "2026-13", "2026-00", "26-11", "2026-1", "2026-11-01", "+026-11", "２０２６-11"] {
            assert_eq!(month(wrong), None, "{wrong}");
        }
    }
}
