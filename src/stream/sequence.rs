//! [`Sequence`]: puts finished work back into the order in which it came.
//!
//! CPU threads take any piece of work and finish in any order; what they made must leave in the order of the input,
//! per partition, with or without keys. So work is given a [`Turn`] when it goes in, and what comes out waits here until
//! every earlier turn of the same lane has left. A lane is one partition under one assignment ([`Lease`]): when the
//! partition is taken away the lane is closed, and what is finished for it afterwards is nobody's any more.
//!
//! Pure: no clock, no thread, no broker. How much may wait is bounded by the byte budget, not here.

use std::collections::{HashMap, VecDeque};

use super::progress::Lease;

/// The place of one piece of work in its lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The lane.
    pub lease: Lease,
    /// Position in the lane, counted from 0.
    number: u64,
}

/// Work of one lane: what waits for its predecessors. The front is the next to leave.
#[derive(Debug)]
struct Lane<T> {
    /// The number of the front element.
    first: u64,
    /// One place for each turn that has not left: `None` while it is in work.
    places: VecDeque<Option<T>>,
}

/// Finished work of all lanes, released in order.
#[derive(Debug)]
pub struct Sequence<T> {
    lanes: HashMap<Lease, Lane<T>>,
}

impl<T> Default for Sequence<T> {
    fn default() -> Self {
        Sequence { lanes: HashMap::new() }
    }
}

impl<T> Sequence<T> {
    /// Takes the next turn of a lane, which is opened if it is new.
    pub fn enter(&mut self, lease: Lease) -> Turn {
        let lane = self.lanes.entry(lease).or_insert_with(|| Lane {
            first: 0,
            places: VecDeque::new(),
        });
        let number = lane.first + lane.places.len() as u64;
        lane.places.push_back(None);
        Turn { lease, number }
    }

    /// Hands in what was made in a turn. Returns false, and drops it, if the lane was closed meanwhile or the turn was
    /// finished before.
    pub fn finish(&mut self, turn: Turn, work: T) -> bool {
        let place = self.lanes.get_mut(&turn.lease).and_then(|lane| {
            let index = usize::try_from(turn.number.checked_sub(lane.first)?).ok()?;
            lane.places.get_mut(index)
        });
        match place {
            Some(place @ None) => {
                *place = Some(work);
                true
            }
            _ => false,
        }
    }

    /// The next finished work of a lane whose predecessors have all left.
    pub fn release(&mut self, lease: Lease) -> Option<T> {
        let lane = self.lanes.get_mut(&lease)?;
        lane.places.front()?.as_ref()?;
        lane.first += 1;
        lane.places.pop_front().flatten()
    }

    /// Closes a lane and returns what was finished in it but had not left, in order.
    pub fn close(&mut self, lease: Lease) -> Vec<T> {
        self.lanes
            .remove(&lease)
            .map_or_else(Vec::new, |lane| lane.places.into_iter().flatten().collect())
    }

    /// Number of turns that were taken and have not left, over all lanes.
    pub fn waiting(&self) -> usize {
        self.lanes.values().map(|lane| lane.places.len()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn work_leaves_in_the_order_it_came() {
        let mut sequence = Sequence::default();
        let lane = Lease::new(1);
        let turns: Vec<_> = (0..3).map(|_| sequence.enter(lane)).collect();
        assert!(sequence.finish(turns[2], "c"));
        assert!(sequence.finish(turns[0], "a"));
        assert_eq!(sequence.release(lane), Some("a"));
        assert_eq!(sequence.release(lane), None, "the second is still in work");
        assert!(sequence.finish(turns[1], "b"));
        assert_eq!((sequence.release(lane), sequence.release(lane)), (Some("b"), Some("c")));
        assert_eq!(sequence.waiting(), 0);
    }

    #[test]
    fn a_closed_lane_takes_nothing_and_a_turn_counts_once() {
        let mut sequence = Sequence::default();
        let (old, new) = (Lease::new(1), Lease::new(2));
        let late = sequence.enter(old);
        let done = sequence.enter(old);
        sequence.finish(done, 1);
        assert_eq!(sequence.close(old), vec![1]);
        assert!(!sequence.finish(late, 2), "the lane is closed");
        let turn = sequence.enter(new);
        assert!(sequence.finish(turn, 3));
        assert!(!sequence.finish(turn, 4), "finished twice");
        assert_eq!(sequence.release(new), Some(3));
        assert!(!sequence.finish(turn, 5), "left already");
    }

    /// One step of the model: what may happen to a sequence of three partitions.
    #[derive(Clone, Debug)]
    enum Step {
        Enter(u8),
        Finish(usize),
        Release(u8),
        Reassign(u8),
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let step = prop_oneof![
            4 => (0u8..3).prop_map(Step::Enter),
            4 => any::<usize>().prop_map(Step::Finish),
            3 => (0u8..3).prop_map(Step::Release),
            1 => (0u8..3).prop_map(Step::Reassign),
        ];
        proptest::collection::vec(step, 0..200)
    }

    proptest! {
        /// Whatever the interleaving: per lease the released numbers are 0, 1, 2, … with none left out, nothing that
        /// is unfinished leaves, and nothing of a closed lease leaves.
        #[test]
        fn any_interleaving_keeps_the_order(steps in steps()) {
            let mut sequence = Sequence::default();
            let mut current = [0u32, 1, 2];
            let mut next_lease = 3u32;
            let mut in_work: Vec<(Turn, (u32, u64))> = Vec::new();
            let mut entered: HashMap<u32, u64> = HashMap::new();
            let mut finished: HashMap<u32, std::collections::BTreeSet<u64>> = HashMap::new();
            let mut released: HashMap<u32, u64> = HashMap::new();
            for step in steps {
                match step {
                    Step::Enter(p) => {
                        let lease = current[p as usize];
                        let number = entered.entry(lease).or_default();
                        in_work.push((sequence.enter(Lease::new(lease)), (lease, *number)));
                        *number += 1;
                    }
                    Step::Finish(i) if !in_work.is_empty() => {
                        let (turn, label) = in_work.swap_remove(i % in_work.len());
                        let open = current.contains(&label.0);
                        prop_assert_eq!(sequence.finish(turn, label), open);
                        if open {
                            finished.entry(label.0).or_default().insert(label.1);
                        }
                    }
                    Step::Finish(_) => {}
                    Step::Release(p) => {
                        let lease = current[p as usize];
                        let due = released.get(&lease).copied().unwrap_or(0);
                        let expected = finished.get(&lease).is_some_and(|f| f.contains(&due)).then_some((lease, due));
                        prop_assert_eq!(sequence.release(Lease::new(lease)), expected);
                        if expected.is_some() {
                            released.insert(lease, due + 1);
                        }
                    }
                    Step::Reassign(p) => {
                        let lease = std::mem::replace(&mut current[p as usize], next_lease);
                        next_lease += 1;
                        let left = sequence.close(Lease::new(lease));
                        let due = released.get(&lease).copied().unwrap_or(0);
                        let expected: Vec<_> = finished
                            .get(&lease)
                            .map(|f| f.range(due..).map(|n| (lease, *n)).collect())
                            .unwrap_or_default();
                        prop_assert_eq!(left, expected);
                    }
                }
            }
        }
    }
}
