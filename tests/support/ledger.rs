//! The ledger of a test: every input and what must become of it, against every outcome that a reader has found.

use std::collections::{BTreeMap, BTreeSet};

use super::articles::{Article, mark};
use super::client::{Found, Input};
use super::contract::{check_event, java_partition, origin};
use super::dice::Dice;

/// What must become of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// An event.
    Event,
    /// A null value under its key.
    Tombstone,
    /// A dead letter.
    DeadLetter,
    /// Nothing.
    Skip,
}

/// The header that each input carries through to its outcome: its sender, its number, its key, and the hash of its value.
const CLAIM: &str = "ledger";

/// What a reader found against what it should have found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// How many inputs there were.
    pub inputs: usize,
    /// Inputs (partition, offset) that have no outcome, but should.
    pub missing: Vec<(i32, i64)>,
    /// Inputs whose outcome was found again: once for each time.
    pub repeated: Vec<(i32, i64)>,
    /// Inputs whose outcome was first found behind that of a later input of the same partition, in one partition.
    pub late: Vec<(i32, i64)>,
}

/// Whether in the dead-letter topic, and the partition.
type Place = (bool, i32);

/// All inputs of one topic, and what was found of their outcomes.
pub struct Ledger {
    input_topic: String,
    output_partitions: i32,
    /// Of each partition the fates of its messages, by offset: the topic is new and has no control records.
    fates: Vec<Vec<Fate>>,
    /// Of each partition what the inputs' header says, by offset.
    claims: Vec<Vec<String>>,
    /// Of each partition the offsets whose outcome was found.
    seen: Vec<BTreeSet<i64>>,
    /// What each outcome looked like when first seen: a repeat must look the same.
    looks: BTreeMap<(i32, i64), blake3::Hash>,
    /// First occurrences of outcomes, in the order in which the reader met them: partition and offset of the input, and
    /// where the outcome lies.
    order: Vec<(i32, i64, Place)>,
    /// Outcomes that were found again.
    repeated: Vec<(i32, i64)>,
    /// How many outcomes were found more than once.
    pub repeats: usize,
}

impl Ledger {
    /// An empty ledger.
    pub fn new(input_topic: &str, input_partitions: i32, output_partitions: i32) -> Ledger {
        Ledger {
            input_topic: input_topic.to_owned(),
            output_partitions,
            fates: vec![Vec::new(); input_partitions as usize],
            claims: vec![Vec::new(); input_partitions as usize],
            seen: vec![BTreeSet::new(); input_partitions as usize],
            looks: BTreeMap::new(),
            order: Vec::new(),
            repeated: Vec::new(),
            repeats: 0,
        }
    }

    /// Makes the next `count` inputs up, for any partition: mostly articles of up to `paragraphs` paragraphs, and now
    /// and then one of each other kind.
    pub fn invent(&mut self, dice: &mut Dice, count: usize, paragraphs: u64) -> Vec<Input> {
        (0..count).map(|_| self.invent_one(dice, paragraphs)).collect()
    }

    /// Makes one article up, for this partition: one that certainly becomes an event.
    pub fn invent_article(&mut self, dice: &mut Dice, partition: i32) -> Input {
        self.invent_of(dice, partition, Fate::Event, 1)
    }

    fn invent_one(&mut self, dice: &mut Dice, paragraphs: u64) -> Input {
        let partition = dice.between(0, self.fates.len() as u64 - 1) as i32;
        let fate = match dice.between(0, 99) {
            0 => Fate::Tombstone,
            1 => Fate::DeadLetter,
            2 => Fate::Skip,
            _ => Fate::Event,
        };
        self.invent_of(dice, partition, fate, paragraphs)
    }

    fn invent_of(&mut self, dice: &mut Dice, partition: i32, fate: Fate, paragraphs: u64) -> Input {
        let offset = self.fates[partition as usize].len();
        let key = format!("{partition}-{offset}");
        // Mostly short ones, and a few that take many times as long.
        let longest = if dice.between(0, 19) == 0 {
            paragraphs
        } else {
            paragraphs.div_ceil(20)
        };
        let length = dice.between(1, longest) as usize;
        let value = match fate {
            Fate::Event => Some(Article::new(dice, &format!("p{partition}"), offset as u64, length).text()),
            Fate::Tombstone => None,
            Fate::DeadLetter => Some(format!("{{\"title\": \"hỏng {key}")),
            Fate::Skip => Some(" \n".to_owned()),
        };
        let hash = blake3::hash(value.as_deref().unwrap_or_default().as_bytes());
        let claim = format!("p{partition} {offset} {key} {}", hash.to_hex());
        let input = Input {
            partition,
            key: Some(key.into_bytes()),
            value: value.map(String::into_bytes),
            ..Input::default()
        };
        let input = input.header(CLAIM, claim.as_bytes());
        self.fates[partition as usize].push(fate);
        self.claims[partition as usize].push(claim);
        input
    }

    /// How many inputs there are.
    pub fn len(&self) -> usize {
        self.fates.iter().map(Vec::len).sum()
    }

    /// Enters records of the output topic; each is checked against the contract, and a repeat against its first.
    pub fn enter_output(&mut self, records: Vec<Found>) {
        for record in records {
            let (partition, offset) = if record.value.is_some() {
                let event = check_event(&record, &self.input_topic, self.output_partitions);
                let (partition, offset, index) = origin(&event);
                assert_eq!(index, None);
                let sender = format!("p{partition}");
                let text = event["text"].as_str().expect("a text");
                assert_eq!(mark(text), Some((sender, offset as u64)), "whose text it is");
                (partition, offset)
            } else {
                let key = String::from_utf8(record.key.clone().expect("a key")).unwrap();
                let (partition, offset) = key.split_once('-').expect("a key of ours");
                assert_eq!(record.partition, java_partition(key.as_bytes(), self.output_partitions));
                (partition.parse().unwrap(), offset.parse().unwrap())
            };
            let fate = if record.value.is_some() {
                Fate::Event
            } else {
                Fate::Tombstone
            };
            // A repeat has the same bytes: key, value, headers and time.
            let look = format!(
                "{:?}{:?}{:?}{:?}",
                record.key, record.value, record.headers, record.timestamp
            );
            self.check_claim(&record, partition, offset);
            self.enter(partition, offset, fate, (false, record.partition), &look);
        }
    }

    /// Enters records of the dead-letter topic.
    pub fn enter_dead_letters(&mut self, records: Vec<Found>) {
        for record in records {
            let number = |name: &str| {
                record
                    .header(name)
                    .expect("a header of dead letters")
                    .parse::<i64>()
                    .unwrap()
            };
            let place = (number("dlq.partition") as i32, number("dlq.offset"));
            let key = format!("{}-{}", place.0, place.1);
            assert_eq!(
                record.key.as_deref(),
                Some(key.as_bytes()),
                "a dead letter under its own key"
            );
            // The time of the failure is another one each time.
            let look = format!("{:?}{:?}{:?}", record.key, record.value, record.header("dlq.code"));
            self.check_claim(&record, place.0, place.1);
            self.enter(place.0, place.1, Fate::DeadLetter, (true, record.partition), &look);
        }
    }

    /// Panics unless a record carries on what its input said of itself.
    fn check_claim(&self, record: &Found, partition: i32, offset: i64) {
        let claim = self.claims[partition as usize].get(offset as usize);
        assert_eq!(
            record.header(CLAIM).as_ref(),
            claim,
            "the header of {partition}/{offset}"
        );
    }

    fn enter(&mut self, partition: i32, offset: i64, fate: Fate, place: Place, look: &str) {
        let fates = &self.fates[partition as usize];
        assert_eq!(
            fates.get(offset as usize),
            Some(&fate),
            "what became of {partition}/{offset}"
        );
        let look = blake3::hash(look.as_bytes());
        if self.seen[partition as usize].insert(offset) {
            self.looks.insert((partition, offset), look);
            self.order.push((partition, offset, place));
        } else {
            self.repeats += 1;
            self.repeated.push((partition, offset));
            assert_eq!(
                self.looks[&(partition, offset)],
                look,
                "the repeat of {partition}/{offset} differs from its first"
            );
        }
    }

    /// The first offset of a partition whose outcome was not found, skips passed over; the end where there is none.
    pub fn first_missing(&self, partition: i32) -> i64 {
        let fates = &self.fates[partition as usize];
        let seen = &self.seen[partition as usize];
        let missing = (0..)
            .zip(fates)
            .find(|(offset, fate)| **fate != Fate::Skip && !seen.contains(offset));
        missing.map_or(fates.len() as i64, |(offset, _)| offset)
    }

    /// Panics unless the outcome of everything below the committed offsets was found. They must have been asked for
    /// before the outcomes were read.
    pub fn assert_not_ahead(&self, committed: &BTreeMap<i32, i64>) {
        for (partition, committed) in committed {
            let missing = self.first_missing(*partition);
            assert!(
                *committed <= missing,
                "partition {partition}: {committed} is committed, the outcome of {missing} is nowhere"
            );
        }
    }

    /// Panics unless what was found and what is committed are the same: every outcome below the committed offset is
    /// there, and none above it.
    pub fn assert_published_is_committed(&self, committed: &BTreeMap<i32, i64>) {
        self.assert_not_ahead(committed);
        for (partition, seen) in (0..).zip(&self.seen) {
            let committed = committed.get(&partition).copied().unwrap_or(0);
            let last = seen.last().copied().unwrap_or(-1);
            assert!(
                last < committed,
                "partition {partition}: {last} is published, {committed} is committed"
            );
        }
    }

    /// Panics unless the outcome of every input was found.
    pub fn assert_complete(&self) {
        for (partition, fates) in (0..).zip(&self.fates) {
            assert_eq!(
                self.first_missing(partition),
                fates.len() as i64,
                "partition {partition}: an outcome is missing"
            );
        }
    }

    /// Panics unless the first occurrences stand in the order of the inputs, for each partition of the input and each
    /// partition of an output: a reader sees no order between two of these.
    pub fn assert_order(&self) {
        assert_eq!(self.late(), [], "these came after a later one of their partition");
    }

    fn late(&self) -> Vec<(i32, i64)> {
        let mut last: BTreeMap<(i32, Place), i64> = BTreeMap::new();
        let mut late = Vec::new();
        for (partition, offset, place) in &self.order {
            let last = last.entry((*partition, *place)).or_insert(-1);
            if offset < last {
                late.push((*partition, *offset));
            }
            *last = (*last).max(*offset);
        }
        late
    }

    /// What was found against what should have been.
    pub fn account(&self) -> Account {
        let mut missing = Vec::new();
        for (partition, fates) in (0..).zip(&self.fates) {
            let seen = &self.seen[partition as usize];
            let of = |(offset, fate): (i64, &Fate)| (*fate != Fate::Skip && !seen.contains(&offset)).then_some(offset);
            missing.extend((0..).zip(fates).filter_map(of).map(|offset| (partition, offset)));
        }
        Account {
            inputs: self.len(),
            missing,
            repeated: self.repeated.clone(),
            late: self.late(),
        }
    }

    /// How many inputs have this fate.
    pub fn count(&self, fate: Fate) -> usize {
        self.fates.iter().flatten().filter(|f| **f == fate).count()
    }
}
