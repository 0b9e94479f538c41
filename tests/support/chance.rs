//! Chance that can be repeated: SplitMix64 (Steele, Lea, Flood 2014) over a seed that the story prints.

/// A stream of numbers.
pub struct Chance(u64);

impl Chance {
    /// From `SEED`: a number, or `now` for the time of day; without one the same as ever, that a change of nothing fails
    /// nothing. Says which.
    pub fn from_env(story: &str) -> Self {
        let seed = match std::env::var("SEED").as_deref() {
            Ok("now") => std::time::UNIX_EPOCH.elapsed().expect("after 1970").as_nanos() as u64,
            Ok(text) => text.parse().expect("SEED is a number, or `now`"),
            Err(_) => 2018,
        };
        println!("{story}: SEED={seed}");
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }
}
