//! [`Window`]: what is under way, and how far all of it has come.

use std::collections::VecDeque;

/// Things under way, numbered in the order in which they were sent. They may be settled in any order; the window gives
/// away the beginning that is settled without a gap.
#[derive(Debug)]
pub(super) struct Window<T> {
    first: u64,
    flights: VecDeque<(T, bool)>,
}

impl<T> Window<T> {
    pub(super) fn new() -> Self {
        Window {
            first: 0,
            flights: VecDeque::new(),
        }
    }

    /// The number of the next one.
    pub(super) fn next(&self) -> u64 {
        self.first + self.flights.len() as u64
    }

    /// One more is under way.
    pub(super) fn push(&mut self, flight: T) {
        self.flights.push_back((flight, false));
    }

    /// The one of this number, unless it is gone.
    pub(super) fn get(&self, number: u64) -> Option<&T> {
        let index = number.checked_sub(self.first)?;
        self.flights.get(usize::try_from(index).ok()?).map(|(flight, _)| flight)
    }

    /// The broker has spoken of it.
    pub(super) fn settle(&mut self, number: u64) {
        let index = number
            .checked_sub(self.first)
            .and_then(|index| usize::try_from(index).ok());
        if let Some((_, settled)) = index.and_then(|index| self.flights.get_mut(index)) {
            *settled = true;
        }
    }

    /// Takes the oldest one out if it is settled.
    pub(super) fn pop(&mut self) -> Option<T> {
        self.flights.pop_front_if(|(_, settled)| *settled).map(|(flight, _)| {
            self.first += 1;
            flight
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever the order of the brokers' words: what comes out is a beginning of what went in, and all of it is settled.
        #[test]
        fn only_a_settled_beginning_comes_out(steps in proptest::collection::vec((any::<bool>(), 0u64..20), 0..200)) {
            let mut window = Window::new();
            let (mut settled, mut out) = (std::collections::BTreeSet::new(), 0);
            for (push, number) in steps {
                if push {
                    let next = window.next();
                    window.push(next);
                } else {
                    let number = out + number;
                    if number < window.next() {
                        prop_assert_eq!(window.get(number), Some(&number));
                        settled.insert(number);
                    }
                    window.settle(number);
                }
                while let Some(number) = window.pop() {
                    prop_assert_eq!(number, out);
                    prop_assert!(settled.contains(&number));
                    out += 1;
                }
                prop_assert!(!settled.contains(&out));
            }
        }
    }
}
