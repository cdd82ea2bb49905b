//! [`Progress`]: what may be committed.
//!
//! A committed offset must never pass a message whose outcome the broker has not acknowledged. Messages are finished and
//! acknowledged in any order, partitions come and go, and a partition may come back to the same worker while
//! acknowledgements of its former assignment are still under way. So every assignment of a partition is a [`Lease`] of
//! its own (the group's generation, as far as it concerns one partition), every message admitted under it gets a
//! [`Ticket`], and whatever bears a ticket of an ended lease is ignored.
//!
//! Pure: values in, decisions out. `stream::worker` drives it with a broker, the property test below without one.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Instant;

/// One assignment of one partition to this worker. Never reused within a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Lease(u32);

impl Lease {
    #[cfg(test)]
    pub(super) fn new(number: u32) -> Self {
        Lease(number)
    }
}

/// Bits of a packed ticket that hold the lease; the rest holds the message's number within it. 16 million assignments
/// and a million million messages under one of them are more than a process lives to see.
const LEASE_BITS: u32 = 24;
/// Bits of a packed ticket that hold the number.
const NUMBER_BITS: u32 = u64::BITS - LEASE_BITS;

/// Most passed messages whose timestamps are remembered for the latency metric: while no commit succeeds their number
/// must not grow for ever.
const REMEMBERED: usize = 100_000;

/// One admitted message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ticket {
    /// The assignment under which it was admitted.
    pub lease: Lease,
    /// Its number in the order of admission, counted from 0.
    number: u64,
}

impl Ticket {
    /// The ticket as one word, to travel through librdkafka as a delivery's opaque value.
    pub fn pack(self) -> u64 {
        (u64::from(self.lease.0) << NUMBER_BITS) | (self.number & ((1 << NUMBER_BITS) - 1))
    }

    /// The ticket that was packed into `word`.
    pub fn unpack(word: u64) -> Self {
        Ticket {
            lease: Lease((word >> NUMBER_BITS) as u32),
            number: word & ((1 << NUMBER_BITS) - 1),
        }
    }

    /// The ticket of the message admitted `n` after this one, under the same lease.
    pub fn after(self, n: u64) -> Self {
        Ticket {
            number: self.number + n,
            ..self
        }
    }
}

/// How far one message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// The pipeline has it, or its outcome waits for its turn.
    InWork,
    /// Its records are with the producer, and this many are not acknowledged.
    Unacknowledged(u32),
    /// Done: it may be passed.
    Done,
}

/// One message that the watermark has not passed.
#[derive(Debug)]
struct Slot {
    offset: i64,
    epoch: Option<i32>,
    timestamp: Option<i64>,
    admitted: Instant,
    state: State,
}

/// One partition under one lease.
#[derive(Debug)]
struct Track {
    topic: Arc<str>,
    partition: i32,
    /// Messages not passed, in the order of their offsets.
    slots: VecDeque<Slot>,
    /// The number of the front slot.
    first: u64,
    /// Where reading began: what was never confirmed is read again from there.
    start: Option<i64>,
    /// Every offset below it is done: what may be committed. `None` until something is done, when the start is unknown.
    watermark: Option<i64>,
    /// The leader epoch of what lies right below the watermark.
    epoch: Option<i32>,
    /// What the group's coordinator has confirmed.
    committed: Option<i64>,
}

impl Track {
    /// Passes what is done at the front.
    fn advance(&mut self, passed: &mut Vec<Option<i64>>) {
        while self.slots.front().is_some_and(|slot| slot.state == State::Done)
            && let Some(slot) = self.slots.pop_front()
        {
            self.watermark = Some(slot.offset + 1);
            self.epoch = slot.epoch;
            self.first += 1;
            if passed.len() < REMEMBERED {
                passed.push(slot.timestamp);
            }
        }
    }

    fn slot(&mut self, ticket: Ticket) -> Option<&mut Slot> {
        let index = usize::try_from(ticket.number.checked_sub(self.first)?).ok()?;
        self.slots.get_mut(index)
    }
}

/// An offset that may be committed: the next one to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// The assignment it belongs to.
    pub lease: Lease,
    /// Topic name.
    pub topic: Arc<str>,
    /// Partition number.
    pub partition: i32,
    /// The next offset to read.
    pub offset: i64,
    /// The epoch of the leader that wrote what lies right below it, if known: the next reader can tell by it whether the
    /// log was cut off and written anew below the offset.
    pub epoch: Option<i32>,
}

/// Progress of all partitions that this worker holds.
#[derive(Debug, Default)]
pub struct Progress {
    tracks: HashMap<Lease, Track>,
    held: HashMap<Arc<str>, HashMap<i32, Lease>>,
    next: u32,
    /// Timestamps of the messages that watermarks have passed since somebody asked.
    passed: Vec<Option<i64>>,
}

impl Progress {
    /// A partition was assigned. `position` is the offset where reading starts, if known: nothing below it will be
    /// committed. `committed` is what the group has committed; where that is nothing, the position itself is due, so that
    /// a start that was decided once stays decided. A former lease of the same partition ends.
    pub fn assign(&mut self, topic: &str, partition: i32, position: Option<i64>, committed: Option<i64>) -> Lease {
        let lease = Lease(self.next);
        self.next = (self.next + 1) % (1 << LEASE_BITS);
        let topic: Arc<str> = match self.held.get_key_value(topic) {
            Some((topic, _)) => topic.clone(),
            None => topic.into(),
        };
        if let Some(former) = self.held.entry(topic.clone()).or_default().insert(partition, lease) {
            self.tracks.remove(&former);
        }
        let track = Track {
            topic,
            partition,
            slots: VecDeque::new(),
            first: 0,
            start: position,
            watermark: position,
            epoch: None,
            committed,
        };
        self.tracks.insert(lease, track);
        lease
    }

    /// A partition is read again from its watermark: its lease ends and another begins there.
    pub fn renew(&mut self, lease: Lease) -> Option<Lease> {
        let track = self.tracks.get(&lease)?;
        let (topic, partition, watermark, committed) =
            (track.topic.clone(), track.partition, track.watermark, track.committed);
        Some(self.assign(&topic, partition, watermark, committed))
    }

    /// A partition is read again from what the group has committed, or from where reading began where that is nothing: its
    /// lease ends and another begins there. Returns it with the offset.
    pub fn rewind(&mut self, lease: Lease) -> Option<(Lease, Option<i64>)> {
        let track = self.tracks.get(&lease)?;
        let (topic, partition, committed) = (track.topic.clone(), track.partition, track.committed);
        let position = committed.or(track.start);
        Some((self.assign(&topic, partition, position, committed), position))
    }

    /// A partition was revoked or lost: its lease ends, and whatever bears its tickets from now on is ignored.
    pub fn end(&mut self, lease: Lease) {
        if let Some(track) = self.tracks.remove(&lease)
            && let Some(partitions) = self.held.get_mut(&track.topic)
        {
            partitions.remove(&track.partition);
        }
    }

    /// The lease under which a partition is held now.
    pub fn lease(&self, topic: &str, partition: i32) -> Option<Lease> {
        self.held.get(topic)?.get(&partition).copied()
    }

    /// All leases.
    pub fn leases(&self) -> impl Iterator<Item = Lease> {
        self.tracks.keys().copied()
    }

    /// The partition that a lease is for.
    pub fn partition(&self, lease: Lease) -> Option<(&Arc<str>, i32)> {
        self.tracks.get(&lease).map(|track| (&track.topic, track.partition))
    }

    /// A message was taken from the consumer. Offsets rise within a lease; `None` for one that does not, or whose
    /// lease has ended: it must not be worked on. `timestamp` is the record's, in ms since the epoch, `epoch` that of the
    /// leader which wrote it.
    pub fn admit(
        &mut self,
        lease: Lease,
        offset: i64,
        epoch: Option<i32>,
        timestamp: Option<i64>,
        now: Instant,
    ) -> Option<Ticket> {
        let track = self.tracks.get_mut(&lease)?;
        let floor = track.slots.back().map(|slot| slot.offset + 1).or(track.watermark);
        if floor.is_some_and(|floor| offset < floor) {
            return None;
        }
        let number = track.first + track.slots.len() as u64;
        track.slots.push_back(Slot {
            offset,
            epoch,
            timestamp,
            admitted: now,
            state: State::InWork,
        });
        // With nothing done yet and no known start, the first message is where this lease begins.
        track.watermark.get_or_insert(offset);
        track.start.get_or_insert(offset);
        Some(Ticket { lease, number })
    }

    /// A message's outcome left for the broker as this many records (0: a skip, done at once).
    pub fn sent(&mut self, ticket: Ticket, records: u32) {
        let Some(track) = self.tracks.get_mut(&ticket.lease) else {
            return;
        };
        match track.slot(ticket) {
            Some(slot) if slot.state == State::InWork => {
                slot.state = if records == 0 {
                    State::Done
                } else {
                    State::Unacknowledged(records)
                };
            }
            _ => return,
        }
        track.advance(&mut self.passed);
    }

    /// The broker acknowledged one record of a message.
    pub fn acknowledged(&mut self, ticket: Ticket) {
        let Some(track) = self.tracks.get_mut(&ticket.lease) else {
            return;
        };
        match track.slot(ticket) {
            Some(slot) => match slot.state {
                State::Unacknowledged(1) => slot.state = State::Done,
                State::Unacknowledged(n) => slot.state = State::Unacknowledged(n - 1),
                State::InWork | State::Done => return,
            },
            None => return,
        }
        track.advance(&mut self.passed);
    }

    /// How many messages watermarks have passed since [`Progress::take_passed`], as far as they are remembered.
    pub fn passed(&self) -> usize {
        self.passed.len()
    }

    /// The input timestamps (ms since the epoch) of the messages that watermarks have passed since the last call.
    pub fn take_passed(&mut self) -> Vec<Option<i64>> {
        std::mem::take(&mut self.passed)
    }

    /// The offset of a message that the watermark has not passed.
    pub fn offset(&self, ticket: Ticket) -> Option<i64> {
        let track = self.tracks.get(&ticket.lease)?;
        let index = usize::try_from(ticket.number.checked_sub(track.first)?).ok()?;
        track.slots.get(index).map(|slot| slot.offset)
    }

    /// The consumer's position moved past what holds no message (control records, compaction holes). It counts only
    /// while nothing of the partition is in work, and never moves back. `epoch` is the position's own, if known: that of
    /// the last message would make what lies between look like a log that was cut off.
    pub fn idle_at(&mut self, lease: Lease, position: i64, epoch: Option<i32>) {
        if let Some(track) = self.tracks.get_mut(&lease)
            && track.slots.is_empty()
            && track.watermark.is_none_or(|watermark| watermark < position)
        {
            (track.watermark, track.epoch) = (Some(position), epoch);
        }
    }

    /// What may be committed and is not confirmed yet.
    pub fn committable(&self) -> Vec<Commit> {
        let commits = self.tracks.iter().filter_map(|(lease, track)| {
            let offset = track
                .watermark
                .filter(|watermark| track.committed.is_none_or(|done| done < *watermark))?;
            Some(Commit {
                lease: *lease,
                topic: track.topic.clone(),
                partition: track.partition,
                offset,
                epoch: track.epoch,
            })
        });
        commits.collect()
    }

    /// The coordinator confirmed a commit. One of an ended lease is ignored.
    pub fn committed(&mut self, commit: &Commit) {
        if let Some(track) = self.tracks.get_mut(&commit.lease)
            && track.committed.is_none_or(|done| done < commit.offset)
        {
            track.committed = Some(commit.offset);
        }
    }

    /// What the group has confirmed for a lease, or where its reading began.
    pub fn confirmed(&self, lease: Lease) -> Option<i64> {
        let track = self.tracks.get(&lease)?;
        track.committed.or(track.start)
    }

    /// The next offset that may be committed for a lease.
    pub fn watermark(&self, lease: Lease) -> Option<i64> {
        self.tracks.get(&lease)?.watermark
    }

    /// The offset that is expected next: after the last message admitted, else the watermark.
    pub fn next(&self, lease: Lease) -> Option<i64> {
        let track = self.tracks.get(&lease)?;
        track.slots.back().map(|slot| slot.offset + 1).or(track.watermark)
    }

    /// Whether everything admitted under this lease is done.
    pub fn is_idle(&self, lease: Lease) -> bool {
        self.tracks.get(&lease).is_none_or(|track| track.slots.is_empty())
    }

    /// Whether nothing of this lease has left for the broker that the group has not confirmed.
    pub fn is_clean(&self, lease: Lease) -> bool {
        self.tracks.get(&lease).is_none_or(|track| {
            let left = |slot: &Slot| slot.state != State::InWork;
            track.committed.or(track.start) == track.watermark && !track.slots.iter().any(left)
        })
    }

    /// Whether everything of this lease is done and confirmed.
    pub fn is_settled(&self, lease: Lease) -> bool {
        self.tracks
            .get(&lease)
            .is_none_or(|track| track.slots.is_empty() && track.committed == track.watermark)
    }

    /// Whether every message that was admitted is passed.
    pub fn is_empty(&self) -> bool {
        self.tracks.values().all(|track| track.slots.is_empty())
    }

    /// Messages admitted and not passed.
    pub fn in_flight(&self) -> usize {
        self.tracks.values().map(|track| track.slots.len()).sum()
    }

    /// When the oldest message was admitted that is still in work or waits for its turn. One that waits for the broker's
    /// acknowledgement does not count: that is the broker's time.
    pub fn oldest_in_work(&self) -> Option<Instant> {
        let first = |track: &Track| {
            track
                .slots
                .iter()
                .find(|slot| slot.state == State::InWork)
                .map(|slot| slot.admitted)
        };
        self.tracks.values().filter_map(first).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn commits(progress: &Progress) -> Vec<(i32, i64)> {
        let mut commits: Vec<_> = progress
            .committable()
            .into_iter()
            .map(|c| (c.partition, c.offset))
            .collect();
        commits.sort();
        commits
    }

    #[test]
    fn the_watermark_waits_for_the_slowest() {
        let mut progress = Progress::default();
        let lease = progress.assign("t", 0, Some(5), Some(5));
        let now = Instant::now();
        let tickets: Vec<_> = [5, 6, 9]
            .iter()
            .map(|o| progress.admit(lease, *o, None, None, now).unwrap())
            .collect();
        progress.sent(tickets[1], 1);
        progress.acknowledged(tickets[1]);
        progress.sent(tickets[2], 0);
        assert_eq!(commits(&progress), [], "offset 5 is still in work");
        progress.sent(tickets[0], 2);
        progress.acknowledged(tickets[0]);
        assert_eq!(commits(&progress), [], "one of its two records is not acknowledged");
        progress.acknowledged(tickets[0]);
        assert_eq!(commits(&progress), [(0, 10)]);
        assert_eq!((progress.passed(), progress.take_passed()), (3, vec![None; 3]));
        let due = progress.committable();
        progress.committed(&due[0]);
        assert_eq!(commits(&progress), []);
        assert!(progress.is_settled(lease));
    }

    #[test]
    fn an_acknowledgement_of_a_former_lease_is_ignored() {
        let mut progress = Progress::default();
        let now = Instant::now();
        let old = progress.assign("t", 0, Some(0), Some(0));
        let late = progress.admit(old, 0, None, None, now).unwrap();
        progress.sent(late, 1);
        progress.end(old);
        let new = progress.assign("t", 0, Some(0), Some(0));
        let again = progress.admit(new, 0, None, None, now).unwrap();
        progress.acknowledged(late);
        progress.acknowledged(again);
        assert_eq!(
            commits(&progress),
            [],
            "the second was acknowledged before it was sent, the first is a stranger's"
        );
        assert_eq!(progress.admit(old, 7, None, None, now), None);
    }

    #[test]
    fn an_idle_partition_moves_on_to_the_position_and_never_back() {
        let mut progress = Progress::default();
        let lease = progress.assign("t", 0, Some(3), Some(3));
        let ticket = progress.admit(lease, 3, None, None, Instant::now()).unwrap();
        progress.idle_at(lease, 9, None);
        assert_eq!(commits(&progress), [], "a message is in work");
        progress.sent(ticket, 0);
        progress.idle_at(lease, 9, None);
        progress.idle_at(lease, 4, None);
        assert_eq!(commits(&progress), [(0, 9)]);
        assert_eq!(
            progress.admit(lease, 8, None, None, Instant::now()),
            None,
            "below the watermark: an old fetch"
        );
    }

    #[test]
    fn a_start_that_nobody_committed_is_due_at_once() {
        let mut progress = Progress::default();
        progress.assign("t", 0, Some(17), None);
        progress.assign("t", 1, Some(17), Some(17));
        assert_eq!(commits(&progress), [(0, 17)]);
    }

    #[test]
    fn a_ticket_survives_packing() {
        for ticket in [
            Ticket {
                lease: Lease(0),
                number: 0,
            },
            Ticket {
                lease: Lease((1 << LEASE_BITS) - 1),
                number: (1 << NUMBER_BITS) - 1,
            },
            Ticket {
                lease: Lease(7),
                number: 1 << 33,
            },
        ] {
            assert_eq!(Ticket::unpack(ticket.pack()), ticket);
        }
    }

    #[derive(Clone, Debug)]
    enum Step {
        Assign(i32),
        Lose(i32),
        Admit(i32, i64),
        Send(usize, u32),
        Acknowledge(usize),
        Idle(i32, i64),
        Commit,
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let step = prop_oneof![
            1 => (0..3i32).prop_map(Step::Assign),
            1 => (0..3i32).prop_map(Step::Lose),
            8 => (0..3i32, 1..4i64).prop_map(|(p, gap)| Step::Admit(p, gap)),
            8 => (any::<usize>(), 0..3u32).prop_map(|(i, n)| Step::Send(i, n)),
            10 => any::<usize>().prop_map(Step::Acknowledge),
            1 => (0..3i32, 0..5i64).prop_map(|(p, ahead)| Step::Idle(p, ahead)),
            2 => Just(Step::Commit),
        ];
        proptest::collection::vec(step, 0..300)
    }

    /// What the broker and the group would see: the truth that no commit may contradict.
    #[derive(Default)]
    struct World {
        /// Per partition: offsets whose outcome is complete at the broker, whoever produced it.
        done: BTreeMap<i32, std::collections::BTreeSet<i64>>,
        /// Per partition: offsets that hold a message, as far as anyone read.
        messages: BTreeMap<i32, std::collections::BTreeSet<i64>>,
        committed: BTreeMap<i32, i64>,
    }

    proptest! {
        /// Whatever the interleaving of assign, lose, admit, send, acknowledge, commit: no offset becomes due while a
        /// message below it lacks its outcome, and once all is acknowledged everything is due.
        #[test]
        fn no_commit_passes_an_unacknowledged_message(steps in steps()) {
            let mut progress = Progress::default();
            let mut world = World::default();
            let now = Instant::now();
            let mut held: BTreeMap<i32, (Lease, i64)> = BTreeMap::new();
            let mut in_work: Vec<(Ticket, i32, i64)> = Vec::new();
            let mut sent: Vec<(Ticket, i32, i64, u32)> = Vec::new();
            for step in steps {
                match step {
                    Step::Assign(p) => {
                        let at = world.committed.get(&p).copied().unwrap_or(0);
                        let lease = progress.assign("t", p, Some(at), world.committed.get(&p).copied());
                        held.insert(p, (lease, at));
                    }
                    Step::Lose(p) => {
                        if let Some((lease, _)) = held.remove(&p) {
                            progress.end(lease);
                        }
                    }
                    Step::Admit(p, gap) => {
                        if let Some((lease, next)) = held.get_mut(&p) {
                            let known = world.messages.get(&p).and_then(|m| m.range(*next..).next().copied());
                            let offset = known.unwrap_or(*next + gap - 1);
                            world.messages.entry(p).or_default().insert(offset);
                            let ticket = progress.admit(*lease, offset, None, None, now);
                            prop_assert!(ticket.is_some());
                            in_work.push((ticket.unwrap(), p, offset));
                            *next = offset + 1;
                        }
                    }
                    Step::Send(i, records) if !in_work.is_empty() => {
                        let i = i % in_work.len();
                        let (ticket, p, offset) = in_work.swap_remove(i);
                        progress.sent(ticket, records);
                        if records == 0 {
                            world.done.entry(p).or_default().insert(offset);
                        } else {
                            sent.push((ticket, p, offset, records));
                        }
                    }
                    Step::Acknowledge(i) if !sent.is_empty() => {
                        let i = i % sent.len();
                        progress.acknowledged(sent[i].0);
                        sent[i].3 -= 1;
                        if sent[i].3 == 0 {
                            let (_, p, offset, _) = sent.swap_remove(i);
                            world.done.entry(p).or_default().insert(offset);
                        }
                    }
                    Step::Idle(p, ahead) => {
                        if let Some((lease, next)) = held.get_mut(&p) {
                            let free = world.messages.get(&p).is_none_or(|m| m.range(*next..).next().is_none());
                            if free {
                                progress.idle_at(*lease, *next + ahead, None);
                                if progress.is_idle(*lease) {
                                    *next += ahead;
                                }
                            }
                        }
                    }
                    Step::Commit => {
                        for commit in progress.committable() {
                            world.committed.insert(commit.partition, commit.offset);
                            progress.committed(&commit);
                        }
                    }
                    Step::Send(..) | Step::Acknowledge(..) => {}
                }
                for commit in progress.committable() {
                    let p = commit.partition;
                    prop_assert_eq!(held.get(&p).map(|h| h.0), Some(commit.lease), "a stranger's commit");
                    let undone = world.messages.get(&p).into_iter().flatten().take_while(|o| **o < commit.offset)
                        .find(|o| world.done.get(&p).is_none_or(|d| !d.contains(o)));
                    prop_assert_eq!(undone, None, "commit {:?} passes an unfinished message", commit);
                    prop_assert!(world.committed.get(&p).is_none_or(|c| *c < commit.offset), "a commit goes back");
                }
            }
            // Everything that is still with this worker finishes: then everything that it holds is due or confirmed.
            for (ticket, _, _) in in_work {
                progress.sent(ticket, 0);
            }
            for (ticket, _, _, records) in sent {
                (0..records).for_each(|_| { progress.acknowledged(ticket); });
            }
            prop_assert_eq!(progress.in_flight(), 0);
            for commit in progress.committable() {
                progress.committed(&commit);
            }
            for (lease, next) in held.values() {
                prop_assert!(progress.is_settled(*lease));
                prop_assert_eq!(progress.watermark(*lease), Some(*next));
            }
        }
    }
}
