//! [`DeadLetterLimit`]: when so many messages die that it must be a fault of ours or of the producer's, stop.
//!
//! A deployment that cannot read its input would otherwise move a whole topic to the dead-letter topic, offset by offset.

use std::collections::VecDeque;

/// The share of dead messages among the last ones.
#[derive(Debug)]
pub struct DeadLetterLimit {
    max_ratio: f64,
    window: usize,
    recent: VecDeque<bool>,
    dead: u32,
}

impl DeadLetterLimit {
    /// A limit of `max_ratio` (0 to 1; 1 is no limit) over the last `window` messages.
    pub fn new(max_ratio: f64, window: u32) -> Self {
        DeadLetterLimit {
            max_ratio,
            window: window.max(1) as usize,
            recent: VecDeque::new(),
            dead: 0,
        }
    }

    /// Counts a message. Returns the number of dead ones in the window if they are too many; never before the window
    /// is full, so that a first bad message stops nothing.
    pub fn count(&mut self, dead: bool) -> Option<u32> {
        if self.max_ratio >= 1.0 {
            return None;
        }
        if self.recent.len() == self.window && self.recent.pop_front() == Some(true) {
            self.dead -= 1;
        }
        self.recent.push_back(dead);
        self.dead += u32::from(dead);
        let full = self.recent.len() == self.window;
        (full && f64::from(self.dead) > self.max_ratio * self.window as f64).then_some(self.dead)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_waits_for_a_full_window_and_forgets_what_left_it() {
        let mut limit = DeadLetterLimit::new(0.5, 4);
        let answers: Vec<_> = [true, true, false, false, true, true, false]
            .into_iter()
            .map(|dead| limit.count(dead))
            .collect();
        assert_eq!(
            answers,
            [None, None, None, None, None, None, None],
            "never more than two of four"
        );
        assert_eq!((limit.count(true), limit.count(true)), (Some(3), Some(3)));
    }

    #[test]
    fn one_is_no_limit() {
        let mut limit = DeadLetterLimit::new(1.0, 2);
        assert!((0..10).all(|_| limit.count(true).is_none()));
    }
}
