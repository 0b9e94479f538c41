//! Chance that is the same every time: SplitMix64 (Steele, Lea, Flood 2014), so that two demos of one day are alike.

/// A sequence of numbers.
#[derive(Clone, Debug)]
pub(super) struct Chance(u64);

impl Chance {
    /// The sequence of that seed.
    pub fn of(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let stirred = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let stirred = (stirred ^ (stirred >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        stirred ^ (stirred >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high.saturating_sub(low)).unwrap_or(0).saturating_add(1);
        low.saturating_add(i64::try_from(self.next() % width).unwrap_or(0))
    }

    /// True so many times in a thousand.
    pub fn in_thousand(&mut self, times: i64) -> bool {
        self.between(0, 999) < times
    }

    /// One of them.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let last = i64::try_from(of.len()).unwrap_or(0) - 1;
        of.get(usize::try_from(self.between(0, last.max(0))).unwrap_or(0))
    }

    /// Some of them, each at most once, in a new order.
    pub fn some<T: Copy>(&mut self, of: &[T], count: usize) -> Vec<T> {
        let mut left = of.to_vec();
        let mut out = Vec::new();
        while out.len() < count && !left.is_empty() {
            let at = self.between(0, i64::try_from(left.len()).unwrap_or(1) - 1);
            out.push(left.swap_remove(usize::try_from(at).unwrap_or(0)));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_and_all_numbers_come() {
        let draw = || {
            let mut chance = Chance::of(1);
            (0..200).map(|_| chance.between(3, 6)).collect::<Vec<_>>()
        };
        assert_eq!(draw(), draw());
        assert!((3..=6).all(|number| draw().contains(&number)) && draw().iter().all(|number| (3..=6).contains(number)));
        let mut some = Chance::of(2).some(&[1, 2, 3], 5);
        some.sort_unstable();
        assert_eq!(some, [1, 2, 3]);
    }
}
