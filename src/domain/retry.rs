//! When a failed attempt is made again: exponential backoff, capped, with a share of chance so that many that failed
//! together do not come back together. The chance comes in as a value.

use super::ids::Micros;

/// How attempts are spread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backoff {
    /// The first wait, seconds.
    pub first_seconds: u32,
    /// The longest wait, seconds.
    pub cap_seconds: u32,
    /// After so many attempts it is given up.
    pub max_attempts: u32,
}

/// The default: 30 s, doubling to one hour, 30 attempts: about a day, so that a server that is mended the next morning
/// still gets what was meant for it.
impl Default for Backoff {
    fn default() -> Self {
        Self { first_seconds: 30, cap_seconds: 3_600, max_attempts: 30 }
    }
}

impl Backoff {
    /// When to try again after the `attempts`-th attempt (from 1) failed at `now`; `None` = give up. The wait lies
    /// between half and the whole of the doubled time; `chance` (any u32, evenly spread) picks the place.
    pub fn next(&self, attempts: u32, now: Micros, chance: u32) -> Option<Micros> {
        if attempts >= self.max_attempts {
            return None;
        }
        let doublings = attempts.saturating_sub(1).min(31);
        let whole_seconds = (u64::from(self.first_seconds) << doublings).min(u64::from(self.cap_seconds));
        let half_micros = whole_seconds * 500_000;
        let spread_micros = u128::from(half_micros) * u128::from(chance) / u128::from(u32::MAX);
        let wait_micros = i64::try_from(u128::from(half_micros) + spread_micros).unwrap_or(i64::MAX);
        Some(Micros(now.0.saturating_add(wait_micros)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_to_the_cap_and_end() {
        let backoff = Backoff { first_seconds: 30, cap_seconds: 100, max_attempts: 5 };
        let waits = |chance| -> Vec<_> {
            (0..=5).map(|n| backoff.next(n, Micros(0), chance).map(|at| at.0 / 1_000_000)).collect()
        };
        assert_eq!(waits(u32::MAX), [Some(30), Some(30), Some(60), Some(100), Some(100), None]);
        assert_eq!(waits(0), [Some(15), Some(15), Some(30), Some(50), Some(50), None]);
    }

    #[test]
    fn the_ends_of_all_ranges_hold() {
        let wild = Backoff { first_seconds: u32::MAX, cap_seconds: u32::MAX, max_attempts: u32::MAX };
        assert_eq!(wild.next(u32::MAX - 1, Micros(i64::MAX), u32::MAX), Some(Micros(i64::MAX)));
        assert_eq!(wild.next(u32::MAX, Micros(0), 0), None);
    }
}
