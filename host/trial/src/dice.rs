//! Numbers that look like chance, and are the same for the same seed on every machine.

/// `SplitMix64` (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
#[derive(Debug, Clone)]
pub struct Dice(u64);

/// What `SplitMix64` adds at each step.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

impl Dice {
    /// Dice for one purpose: the words say which, so that one more column does not change all others.
    pub fn of(seed: u64, words: &[&str]) -> Self {
        // FNV-1a, with an end for each word.
        let bytes = words.iter().flat_map(|word| word.bytes().chain([0xff]));
        let hash = bytes
            .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Self(seed ^ hash)
    }

    /// The next number.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; 0 if there is none.
    pub fn below(&mut self, end: u64) -> u64 {
        self.roll().checked_rem(end).unwrap_or(0)
    }

    /// One of several; none of none.
    pub fn pick<'a, T>(&mut self, among: &'a [T]) -> Option<&'a T> {
        let index = self.below(u64::try_from(among.len()).unwrap_or(u64::MAX));
        among.get(usize::try_from(index).unwrap_or(0))
    }

    /// Numbers from 0 to `count`, each once, in an order of chance.
    pub fn shuffled(&mut self, count: usize) -> Vec<usize> {
        let mut numbers: Vec<usize> = (0..count).collect();
        for last in (1..count).rev() {
            let other = self.below(u64::try_from(last + 1).unwrap_or(u64::MAX));
            numbers.swap(last, usize::try_from(other).unwrap_or(0));
        }
        numbers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_numbers_for_the_same_words() {
        let rolled = |seed, words: &[&str]| (Dice::of(seed, words).roll(), Dice::of(seed, words).below(10));
        assert_eq!(rolled(7, &["orders", "id"]), rolled(7, &["orders", "id"]));
        assert_ne!(rolled(7, &["orders", "id"]).0, rolled(8, &["orders", "id"]).0);
        assert_ne!(rolled(7, &["orders", "id"]).0, rolled(7, &["ordersid"]).0);
        assert_eq!(Dice::of(1, &[]).below(0), 0);
        assert_eq!(Dice::of(1, &[]).pick::<u8>(&[]), None);
    }

    #[test]
    fn a_shuffle_has_every_number_once() {
        let mut numbers = Dice::of(3, &["calls"]).shuffled(50);
        assert_ne!(numbers, (0..50).collect::<Vec<_>>());
        numbers.sort_unstable();
        assert_eq!(numbers, (0..50).collect::<Vec<_>>());
    }
}
