//! Random numbers that can be had again: every random test prints its seed, and `TEST_BANTIN_SEED` sets it.

use std::time::{SystemTime, UNIX_EPOCH};

/// SplitMix64 (Steele, Lea and Flood 2014): small, and good enough to vary tests.
pub struct Dice(u64);

impl Dice {
    /// From a number: the same number, the same throws.
    pub fn new(seed: u64) -> Self {
        Dice(seed)
    }

    /// From `TEST_BANTIN_SEED` or the clock; prints what to set to see it again.
    pub fn seeded(test: &str) -> Self {
        let seed = match std::env::var("TEST_BANTIN_SEED") {
            Ok(seed) => seed.parse().expect("TEST_BANTIN_SEED is a whole number"),
            Err(_) => SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64,
        };
        println!("{test}: TEST_BANTIN_SEED={seed}");
        Dice(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from `low` to `high`, both possible.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high - low + 1)
    }

    /// One of `items`.
    pub fn pick<'a, T: ?Sized>(&mut self, items: &[&'a T]) -> &'a T {
        items[self.between(0, items.len() as u64 - 1) as usize]
    }
}
