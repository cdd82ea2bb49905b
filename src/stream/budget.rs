//! [`Budget`]: how many bytes may be in flight, over all partitions, and what to do when it is spent.
//!
//! A pause throws away what librdkafka has prefetched, and the broker sends it again: pausing every 2,000 messages
//! quadrupled the time and the network of a read. So the loop first merely stops taking messages, which the prefetch
//! queue's own bound turns into back-pressure on the broker, and pauses only when that has lasted a second (the broker
//! is slow or gone). It must poll now and then all the same, for rebalances come through the same queue.

use std::time::{Duration, Instant};

/// How long the loop may go without polling while the budget is spent.
pub(super) const HOLD: Duration = Duration::from_millis(100);
/// How long the budget may be spent before the partitions are paused.
const PATIENCE: Duration = Duration::from_secs(1);

/// What to do about taking messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    /// Take messages.
    Take,
    /// Take none now; poll once after [`HOLD`], for the sake of rebalances.
    Hold,
    /// Pause all partitions, then poll as usual.
    Pause,
    /// Resume all partitions, then take messages.
    Resume,
}

/// Bytes in flight against their limit.
#[derive(Debug)]
pub struct Budget {
    limit: u64,
    used: u64,
    spent_since: Option<Instant>,
    paused: bool,
}

impl Budget {
    /// A budget of `limit` bytes.
    pub fn new(limit: u64) -> Self {
        Budget {
            limit,
            used: 0,
            spent_since: None,
            paused: false,
        }
    }

    /// Bytes that came into flight.
    pub fn take(&mut self, bytes: u64) {
        self.used += bytes;
    }

    /// Bytes that are no longer in flight.
    pub fn give_back(&mut self, bytes: u64) {
        self.used = self.used.saturating_sub(bytes);
    }

    /// Bytes in flight.
    pub fn used(&self) -> u64 {
        self.used
    }

    /// Whether the partitions are paused by this budget.
    pub fn is_paused(&self) -> bool {
        self.paused
    }

    /// What to do now. A pause holds until half the budget is free, lest it be paid for again at once.
    pub fn advise(&mut self, now: Instant) -> Advice {
        if self.paused {
            if self.used > self.limit / 2 {
                return Advice::Hold;
            }
            (self.paused, self.spent_since) = (false, None);
            return Advice::Resume;
        }
        if self.used < self.limit {
            self.spent_since = None;
            return Advice::Take;
        }
        if now.duration_since(*self.spent_since.get_or_insert(now)) < PATIENCE {
            return Advice::Hold;
        }
        self.paused = true;
        Advice::Pause
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_holds_then_pauses_then_resumes_at_half() {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let mut budget = Budget::new(100);
        budget.take(99);
        assert_eq!(budget.advise(at(0)), Advice::Take);
        budget.take(10);
        assert_eq!(budget.advise(at(1)), Advice::Hold);
        assert_eq!(budget.advise(at(1000)), Advice::Hold, "not yet a second");
        assert_eq!(budget.advise(at(1001)), Advice::Pause);
        budget.give_back(20);
        assert_eq!(budget.advise(at(1002)), Advice::Hold, "89 is more than half");
        budget.give_back(39);
        assert_eq!(budget.advise(at(1003)), Advice::Resume);
        assert_eq!(budget.advise(at(1003)), Advice::Take);
    }

    #[test]
    fn a_budget_that_is_free_again_starts_its_patience_anew() {
        let start = Instant::now();
        let mut budget = Budget::new(100);
        budget.take(100);
        assert_eq!(budget.advise(start), Advice::Hold);
        budget.give_back(1);
        assert_eq!(budget.advise(start + Duration::from_millis(900)), Advice::Take);
        budget.take(1);
        assert_eq!(budget.advise(start + Duration::from_millis(1100)), Advice::Hold);
    }
}
