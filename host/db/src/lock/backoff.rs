//! How long to wait before the next try.

use std::time::Duration;

use jiff::Timestamp;

const FIRST_MS: u64 = 20;
const LONGEST_MS: u64 = 1_000;

/// Waits that double, each up to a quarter shorter, so that runners that started together do not try together.
#[derive(Debug)]
pub(crate) struct Backoff {
    next_ms: u64,
}

impl Backoff {
    pub(crate) fn new() -> Self {
        Self { next_ms: FIRST_MS }
    }

    pub(crate) fn next(&mut self) -> Duration {
        let wait_ms = self.next_ms;
        self.next_ms = (wait_ms * 2).min(LONGEST_MS);
        // The last digits of the clock are chance enough to part two runners.
        let chance = u64::from(Timestamp::now().subsec_nanosecond().unsigned_abs()) / 1_000;
        Duration::from_millis(wait_ms - chance % (wait_ms / 4 + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_up_to_a_second() {
        let mut backoff = Backoff::new();
        let waits: Vec<Duration> = (0..10).map(|_| backoff.next()).collect();
        assert!(waits[0] >= Duration::from_millis(15) && waits[0] <= Duration::from_millis(20));
        assert!(waits[9] >= Duration::from_millis(750) && waits[9] <= Duration::from_secs(1));
    }
}
