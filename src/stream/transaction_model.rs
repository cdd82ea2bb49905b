//! The model test: [`Transaction`] and [`Progress`], driven as the worker drives them, against a broker that is a few
//! tables. Whatever the interleaving of finish, revoke, assign, lose, commit, abort, unknown outcome and fence, a reader of
//! committed records sees the outcome of every offset below the committed one once, in order, and none above it.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use proptest::prelude::*;

use super::*;
use crate::stream::progress::{Commit, Lease, Progress, Ticket};

const PARTITIONS: i32 = 3;

/// How many records the outcome of a message is: it may be passed over, and may be several articles.
fn records(offset: i64) -> u32 {
    [1, 1, 0, 2][offset as usize % 4]
}

/// One record in the log of the output.
#[derive(Clone, Copy, Debug)]
struct Written {
    partition: i32,
    offset: i64,
    part: u32,
    transaction: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Open,
    Committed,
    Aborted,
}

/// What the brokers know.
#[derive(Default)]
struct Broker {
    log: Vec<Written>,
    transactions: Vec<State>,
    committed: BTreeMap<i32, i64>,
    /// Counted up each time that a partition goes to somebody else: offsets that were meant for an older owner are refused.
    owner: BTreeMap<i32, u32>,
}

impl Broker {
    fn begin(&mut self) -> usize {
        self.transactions.push(State::Open);
        self.transactions.len() - 1
    }

    fn commit(&mut self, transaction: usize, offsets: &[Commit]) {
        self.transactions[transaction] = State::Committed;
        for commit in offsets {
            self.committed.insert(commit.partition, commit.offset);
        }
    }

    /// Another worker takes a partition over, does some of it, and is gone again.
    fn elsewhere(&mut self, partition: i32, messages: i64) {
        *self.owner.entry(partition).or_default() += 1;
        let transaction = self.begin();
        let from = self.committed.get(&partition).copied().unwrap_or(0);
        for offset in from..from + messages {
            for part in 0..records(offset) {
                self.log.push(Written {
                    partition,
                    offset,
                    part,
                    transaction,
                });
            }
        }
        self.transactions[transaction] = State::Committed;
        self.committed.insert(partition, from + messages);
    }

    /// The promise.
    fn check(&self) -> Result<(), TestCaseError> {
        for partition in 0..PARTITIONS {
            let committed = self.committed.get(&partition).copied().unwrap_or(0);
            let seen: Vec<_> = self
                .log
                .iter()
                .filter(|w| w.partition == partition && self.transactions[w.transaction] == State::Committed)
                .map(|w| (w.offset, w.part))
                .collect();
            let due: Vec<_> = (0..committed)
                .flat_map(|offset| (0..records(offset)).map(move |part| (offset, part)))
                .collect();
            prop_assert_eq!(seen, due, "partition {}, committed {}", partition, committed);
        }
        Ok(())
    }
}

/// How the brokers take what is asked of them.
#[derive(Clone, Copy, Debug)]
enum Fortune {
    /// As asked.
    Well,
    /// As asked, but the answer is lost.
    Unheard,
    /// The producer is fenced before anything happens.
    Fenced,
    /// The offsets are refused.
    Refused,
    /// A connection is lost, and nothing happened; what was asked for may arrive later.
    Nothing,
}

#[derive(Clone, Debug)]
enum Step {
    Assign(i32),
    Revoke(i32),
    /// The partition goes to another, who does so many messages.
    Lose(i32, i64),
    /// Lost, and the worker does not know yet.
    LoseUnnoticed(i32, i64),
    Notice(i32),
    /// The group has put the worker out and taken it in anew.
    Rejoin,
    /// The group puts the worker out, which it finds only when it is about to commit.
    PutOut,
    /// A request to commit that was long given up arrives.
    Arrive,
    Admit(i32),
    Finish(usize),
    HandOver(usize),
    Acknowledge(usize),
    Refuse(usize),
    Due,
    Answer(Fortune),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let fortune = prop_oneof![
        6 => Just(Fortune::Well),
        1 => Just(Fortune::Unheard),
        1 => Just(Fortune::Fenced),
        1 => Just(Fortune::Refused),
        1 => Just(Fortune::Nothing),
    ];
    let p = || 0..PARTITIONS;
    let step = prop_oneof![
        4 => p().prop_map(Step::Assign),
        1 => p().prop_map(Step::Revoke),
        1 => (p(), 0..3i64).prop_map(|(p, n)| Step::Lose(p, n)),
        1 => (p(), 0..3i64).prop_map(|(p, n)| Step::LoseUnnoticed(p, n)),
        2 => p().prop_map(Step::Notice),
        1 => Just(Step::Rejoin),
        1 => Just(Step::PutOut),
        3 => Just(Step::Arrive),
        10 => p().prop_map(Step::Admit),
        10 => any::<usize>().prop_map(Step::Finish),
        10 => (1..4usize).prop_map(Step::HandOver),
        10 => any::<usize>().prop_map(Step::Acknowledge),
        1 => any::<usize>().prop_map(Step::Refuse),
        4 => Just(Step::Due),
        8 => fortune.prop_map(Step::Answer),
    ];
    proptest::collection::vec(step, 0..400)
}

/// A record on its way.
#[derive(Clone, Copy, Debug)]
struct Record {
    ticket: Ticket,
    partition: i32,
    offset: i64,
    part: u32,
}

/// The worker, as far as transactions go.
struct Model {
    broker: Broker,
    progress: Progress,
    transaction: Transaction,
    now: Instant,
    /// Per partition: its lease, the next offset that its consumer reads, and of which ownership it is.
    held: BTreeMap<i32, (Lease, i64, u32)>,
    in_work: Vec<(Ticket, i32, i64)>,
    finished: HashMap<Lease, BTreeMap<i64, (Ticket, i32)>>,
    outbox: VecDeque<Record>,
    handed_over: Option<Ticket>,
    /// With the producer and not spoken of.
    producer: Vec<Record>,
    /// The broker's name of what is open.
    open: Option<usize>,
    order: Option<Order>,
    offsets: Vec<(Commit, u32)>,
    /// Leases that wait for the committed offsets.
    waiting: HashSet<Lease>,
    put_out: bool,
    /// A request to commit is in the air. It bears no name of a transaction, only the producer's epoch: it commits whatever
    /// that producer has open when it arrives.
    late: bool,
    /// The offsets that the broker has for a transaction.
    pending: Option<(usize, Vec<Commit>)>,
}

impl Model {
    fn new() -> Self {
        Model {
            broker: Broker::default(),
            progress: Progress::default(),
            transaction: Transaction::new(Duration::from_secs(10), false),
            now: Instant::now(),
            held: BTreeMap::new(),
            in_work: Vec::new(),
            finished: HashMap::new(),
            outbox: VecDeque::new(),
            handed_over: None,
            producer: Vec::new(),
            open: None,
            order: Some(Order::Prepare),
            offsets: Vec::new(),
            waiting: HashSet::new(),
            put_out: false,
            late: false,
            pending: None,
        }
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Assign(p) => self.assign(p),
            Step::Revoke(p) => {
                // It drains first; one that has not drained in time is let go all the same.
                self.let_go(p);
            }
            Step::Lose(p, messages) => {
                if self.held.contains_key(&p) && !self.is_unstable() {
                    self.broker.elsewhere(p, messages);
                    self.let_go(p);
                }
            }
            Step::LoseUnnoticed(p, messages) => {
                // While the offsets of a partition are pending, its next owner waits for them.
                if self.held.contains_key(&p) && !self.is_unstable() {
                    self.broker.elsewhere(p, messages);
                }
            }
            Step::Notice(p) => {
                if self.held.get(&p).is_some_and(|(_, _, owner)| *owner != self.owner(p)) {
                    self.let_go(p);
                }
            }
            Step::Rejoin => self.doom(),
            Step::PutOut => self.put_out = true,
            Step::Arrive => {
                if std::mem::take(&mut self.late)
                    && let Some(open) = self.open.take()
                {
                    let pending = self.pending.take().filter(|(transaction, _)| *transaction == open);
                    self.broker
                        .commit(open, &pending.map(|(_, offsets)| offsets).unwrap_or_default());
                }
            }
            Step::Admit(p) => {
                if let Some((lease, next, _)) = self.held.get_mut(&p)
                    && !self.waiting.contains(lease)
                    && let Some(ticket) = self.progress.admit(*lease, *next, None, None, self.now)
                {
                    self.in_work.push((ticket, p, *next));
                    *next += 1;
                }
            }
            Step::Finish(i) if !self.in_work.is_empty() => {
                let i = i % self.in_work.len();
                let (ticket, p, offset) = self.in_work.swap_remove(i);
                self.finished
                    .entry(ticket.lease)
                    .or_default()
                    .insert(offset, (ticket, p));
                self.release(ticket.lease);
            }
            Step::HandOver(most) => (0..most).for_each(|_| self.hand_over()),
            Step::Acknowledge(i) if !self.producer.is_empty() => {
                let i = i % self.producer.len();
                let record = self.producer.swap_remove(i);
                self.progress.acknowledged(record.ticket);
            }
            Step::Refuse(i) if !self.producer.is_empty() => {
                let i = i % self.producer.len();
                let record = self.producer.swap_remove(i);
                self.broker.log.retain(|w| {
                    (w.partition, w.offset, w.part) != (record.partition, record.offset, record.part)
                        || Some(w.transaction) != self.open
                });
                if self.progress.offset(record.ticket).is_some() {
                    self.doom();
                }
            }
            Step::Due => self.due(),
            Step::Answer(fortune) => self.answer(fortune),
            Step::Finish(_) | Step::Acknowledge(_) | Step::Refuse(_) => {}
        }
    }

    fn owner(&self, p: i32) -> u32 {
        self.broker.owner.get(&p).copied().unwrap_or(0)
    }

    /// Whether offsets are pending in an open transaction.
    fn is_unstable(&self) -> bool {
        matches!(self.order, Some(Order::Commit { .. })) || (self.open.is_some() && self.pending.is_some())
    }

    fn assign(&mut self, p: i32) {
        // Offsets of a transaction that is being committed are pending, and an answer waits for them.
        if self.held.contains_key(&p) || self.transaction.phase() == Phase::Preparing || self.is_unstable() {
            return;
        }
        let committed = self.broker.committed.get(&p).copied();
        let from = committed.unwrap_or(0);
        let lease = self.progress.assign("t", p, Some(from), committed);
        self.held.insert(p, (lease, from, self.owner(p)));
    }

    fn let_go(&mut self, p: i32) {
        let Some((lease, ..)) = self.held.get(&p).copied() else {
            return;
        };
        if !self.progress.is_clean(lease) {
            self.doom();
        }
        if let Some((lease, ..)) = self.held.remove(&p) {
            self.progress.end(lease);
            self.waiting.remove(&lease);
        }
    }

    /// Finished work leaves in the order of the offsets.
    fn release(&mut self, lease: Lease) {
        let first_in_work = self
            .in_work
            .iter()
            .filter(|(ticket, ..)| ticket.lease == lease)
            .map(|(_, _, offset)| *offset)
            .min();
        let Some(finished) = self.finished.get_mut(&lease) else {
            return;
        };
        while let Some(entry) = finished.first_entry()
            && first_in_work.is_none_or(|first| *entry.key() < first)
        {
            let (offset, (ticket, partition)) = entry.remove_entry();
            self.progress.sent(ticket, records(offset));
            self.outbox.extend((0..records(offset)).map(|part| Record {
                ticket,
                partition,
                offset,
                part,
            }));
        }
    }

    fn hand_over(&mut self) {
        while self
            .outbox
            .front()
            .is_some_and(|r| self.progress.partition(r.ticket.lease).is_none())
        {
            self.outbox.pop_front();
        }
        if !self.transaction.takes_records() {
            return;
        }
        let Some(record) = self.outbox.pop_front() else {
            return;
        };
        if self.transaction.open(self.now) {
            self.open = Some(self.broker.begin());
        }
        let Record {
            ticket,
            partition,
            offset,
            part,
        } = record;
        let transaction = self.open.unwrap();
        self.broker.log.push(Written {
            partition,
            offset,
            part,
            transaction,
        });
        self.producer.push(record);
        self.handed_over = Some(ticket);
    }

    fn doom(&mut self) {
        if let Some(order) = self.transaction.doom() {
            self.start_over(order);
        }
    }

    fn start_over(&mut self, order: Order) {
        for (lease, next, _) in self.held.values_mut() {
            let (renewed, offset) = self.progress.rewind(*lease).unwrap();
            self.waiting.remove(lease);
            self.waiting.insert(renewed);
            (*lease, *next) = (renewed, offset.unwrap());
        }
        self.order = Some(order);
    }

    fn due(&mut self) {
        if self.order.is_some() {
            return;
        }
        let half = self.outbox.front().is_some_and(|r| Some(r.ticket) == self.handed_over);
        match self.transaction.phase() {
            Phase::Open if !half => self.order = self.transaction.close(),
            Phase::Ready if !self.progress.committable().is_empty() => self.commit(),
            _ => {}
        }
    }

    fn commit(&mut self) {
        // What the group would refuse, it refuses by the generation; it is told which one each offset is meant for.
        let owners: HashMap<Lease, u32> = self.held.values().map(|(lease, _, owner)| (*lease, *owner)).collect();
        let offsets = self.progress.committable().into_iter().map(|commit| {
            let owner = owners[&commit.lease];
            (commit, owner)
        });
        self.offsets = offsets.collect();
        if std::mem::take(&mut self.put_out) {
            return self.give_up();
        }
        match self.transaction.commit(self.now) {
            Some(order @ Order::Commit { begin }) => {
                if begin {
                    self.open = Some(self.broker.begin());
                }
                self.order = Some(order);
            }
            _ => self.give_up(),
        }
    }

    fn give_up(&mut self) {
        if let Some(order) = self.transaction.give_up() {
            self.start_over(order);
        }
    }

    /// The order under way is carried out.
    fn answer(&mut self, fortune: Fortune) {
        let Some(order) = self.order.take() else {
            return;
        };
        let abort = |model: &mut Model| {
            if let Some(open) = model.open.take()
                && model.broker.transactions[open] == State::Open
            {
                model.broker.transactions[open] = State::Aborted;
            }
            model.pending = None;
            model.producer.clear();
        };
        let answer = match (order, fortune) {
            (Order::Prepare | Order::Rewind { .. }, Fortune::Fenced) => {
                self.late = false;
                abort(self);
                Answer::Broken { fenced: true }
            }
            (Order::Prepare | Order::Rewind { .. }, Fortune::Nothing | Fortune::Unheard | Fortune::Refused) => {
                // It is tried again.
                self.order = Some(order);
                return;
            }
            (Order::Prepare, Fortune::Well) => {
                // With a new epoch: nothing of the former producer counts any more.
                self.late = false;
                abort(self);
                Answer::Prepared
            }
            (Order::Rewind { .. }, Fortune::Well) => {
                abort(self);
                Answer::Rewound
            }
            (Order::Flush, _) => {
                for record in std::mem::take(&mut self.producer) {
                    self.progress.acknowledged(record.ticket);
                }
                Answer::Flushed
            }
            (Order::Commit { .. }, Fortune::Fenced) => {
                self.late = false;
                abort(self);
                Answer::Broken { fenced: true }
            }
            (Order::Commit { .. }, Fortune::Refused) => Answer::MustAbort,
            (Order::Commit { .. }, Fortune::Well | Fortune::Unheard | Fortune::Nothing) => {
                let offsets = std::mem::take(&mut self.offsets);
                if offsets
                    .iter()
                    .any(|(commit, owner)| *owner != self.owner(commit.partition))
                {
                    Answer::MustAbort
                } else {
                    let commits: Vec<_> = offsets.iter().map(|(commit, _)| commit.clone()).collect();
                    if let Fortune::Nothing = fortune {
                        self.late = true;
                        self.pending = Some((self.open.unwrap(), commits));
                        Answer::Unknown
                    } else {
                        self.broker.commit(self.open.take().unwrap(), &commits);
                        self.offsets = offsets;
                        match fortune {
                            Fortune::Well => Answer::Committed,
                            _ => Answer::Unknown,
                        }
                    }
                }
            }
        };
        if answer == Answer::Committed {
            for (commit, _) in std::mem::take(&mut self.offsets) {
                self.progress.committed(&commit);
            }
        }
        match self.transaction.answered(answer, self.now) {
            Next::Settled => {}
            Next::Decide => self.commit(),
            Next::Write => self.go_back(),
            Next::StartOver(order) => self.start_over(order),
            Next::NameTaken => unreachable!("it has no name"),
        }
    }

    fn go_back(&mut self) {
        for (p, (lease, next, owner)) in &mut self.held {
            if self.waiting.remove(lease) {
                if let Some(committed) = self.broker.committed.get(p).copied() {
                    *lease = self.progress.assign("t", *p, Some(committed), Some(committed));
                    *next = committed;
                }
                // A member that has looked where the group stands is up to date with it.
                let _ = owner;
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn every_outcome_is_seen_once_whatever_happens(steps in steps()) {
        let mut model = Model::new();
        for step in steps {
            model.step(step);
            model.broker.check()?;
        }
        // With the faults over, everything that was read is committed.
        for p in 0..PARTITIONS {
            model.step(Step::Notice(p));
        }
        for _ in 0..200 {
            while !model.in_work.is_empty() {
                model.step(Step::Finish(0));
            }
            model.step(Step::HandOver(1000));
            model.step(Step::Due);
            model.step(Step::Answer(Fortune::Well));
            model.broker.check()?;
        }
        prop_assert!(model.transaction.phase() == Phase::Ready && model.outbox.is_empty());
        for (p, (lease, next, _)) in &model.held {
            prop_assert!(model.progress.is_settled(*lease), "partition {} is not settled", p);
            prop_assert_eq!(model.broker.committed.get(p), Some(next));
        }
    }
}

#[test]
fn a_name_is_taken_when_it_is_fenced_twice_within_a_minute() {
    let start = Instant::now();
    let at = |seconds| start + Duration::from_secs(seconds);
    let fenced = Answer::Broken { fenced: true };
    let prepared = |named| {
        let mut transaction = Transaction::new(Duration::from_secs(10), named);
        assert_eq!(transaction.answered(Answer::Prepared, start), Next::Write);
        assert!(transaction.open(start));
        transaction
    };
    let again = Next::StartOver(Order::Prepare);

    let mut transaction = prepared(true);
    assert_eq!(transaction.answered(fenced, at(1)), again);
    assert_eq!(transaction.answered(fenced, at(60)), Next::NameTaken);

    let mut transaction = prepared(true);
    assert_eq!(transaction.answered(fenced, at(1)), again);
    assert_eq!(transaction.answered(fenced, at(61)), again, "a minute lies between");

    let mut transaction = prepared(true);
    assert_eq!(
        transaction.answered(fenced, at(10)),
        again,
        "it took too long, nobody need have fenced it"
    );
    assert_eq!(transaction.answered(fenced, at(11)), again, "which counts as none");

    let mut transaction = prepared(false);
    assert_eq!(transaction.answered(fenced, at(1)), again);
    assert_eq!(
        transaction.answered(fenced, at(2)),
        again,
        "no name, so nobody else bears it"
    );
}

#[test]
fn what_is_doomed_while_it_is_under_way_starts_over_when_the_answer_is_there() {
    let now = Instant::now();
    let mut transaction = Transaction::new(Duration::from_secs(10), false);
    assert!(!transaction.takes_records());
    assert_eq!(transaction.answered(Answer::Prepared, now), Next::Write);
    assert!(transaction.open(now) && !transaction.open(now));
    assert_eq!(transaction.close(), Some(Order::Flush));
    assert!(!transaction.takes_records());
    assert_eq!(transaction.doom(), None);
    assert_eq!(
        transaction.answered(Answer::Flushed, now),
        Next::StartOver(Order::Rewind { abort: true })
    );
    assert_eq!(transaction.answered(Answer::Rewound, now), Next::Write);
    assert_eq!(
        transaction.commit(now),
        Some(Order::Commit { begin: true }),
        "offsets alone"
    );
    assert_eq!(transaction.doom(), None);
    assert_eq!(
        transaction.answered(Answer::Committed, now),
        Next::StartOver(Order::Rewind { abort: false }),
        "what is committed is committed, and then all is looked at anew"
    );
}
