//! The ledger of a test: every input and what must become of it, against every outcome that a reader has found.

use std::collections::{BTreeMap, BTreeSet};

use super::articles::Article;
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

/// All inputs of one topic, and what was found of their outcomes.
pub struct Ledger {
    input_topic: String,
    output_partitions: i32,
    /// Of each partition the fates of its messages, by offset: the topic is new and has no control records.
    fates: Vec<Vec<Fate>>,
    /// Of each partition the offsets whose outcome was found.
    seen: Vec<BTreeSet<i64>>,
    /// What each outcome looked like when first seen: a repeat must look the same.
    looks: BTreeMap<(i32, i64), blake3::Hash>,
    /// First occurrences of events, in the order in which the reader met them: partition and offset of the input.
    pub order: Vec<(i32, i64)>,
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
            seen: vec![BTreeSet::new(); input_partitions as usize],
            looks: BTreeMap::new(),
            order: Vec::new(),
            repeats: 0,
        }
    }

    /// Makes the next `count` inputs up, for any partition: mostly articles of up to `paragraphs` paragraphs, and now
    /// and then one of each other kind.
    pub fn invent(&mut self, dice: &mut Dice, count: usize, paragraphs: u64) -> Vec<Input> {
        (0..count).map(|_| self.invent_one(dice, paragraphs)).collect()
    }

    fn invent_one(&mut self, dice: &mut Dice, paragraphs: u64) -> Input {
        let partition = dice.between(0, self.fates.len() as u64 - 1) as i32;
        let offset = self.fates[partition as usize].len();
        let key = format!("{partition}-{offset}");
        let fate = match dice.between(0, 99) {
            0 => Fate::Tombstone,
            1 => Fate::DeadLetter,
            2 => Fate::Skip,
            _ => Fate::Event,
        };
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
        self.fates[partition as usize].push(fate);
        Input {
            partition,
            key: Some(key.into_bytes()),
            value: value.map(String::into_bytes),
            ..Input::default()
        }
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
            self.enter(partition, offset, fate, &look);
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
            self.enter(place.0, place.1, Fate::DeadLetter, &look);
        }
    }

    fn enter(&mut self, partition: i32, offset: i64, fate: Fate, look: &str) {
        let fates = &self.fates[partition as usize];
        assert_eq!(
            fates.get(offset as usize),
            Some(&fate),
            "what became of {partition}/{offset}"
        );
        let look = blake3::hash(look.as_bytes());
        if self.seen[partition as usize].insert(offset) {
            self.looks.insert((partition, offset), look);
            self.order.push((partition, offset));
        } else {
            self.repeats += 1;
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

    /// Panics unless the first occurrences stand in the order of the inputs, for each partition. Only where the output
    /// has one partition does a reader see that order, and dead letters have their own.
    pub fn assert_order(&self) {
        let mut last: BTreeMap<(i32, Fate), i64> = BTreeMap::new();
        for (partition, offset) in &self.order {
            let dead = self.fates[*partition as usize][*offset as usize] == Fate::DeadLetter;
            let topic = if dead { Fate::DeadLetter } else { Fate::Event };
            if let Some(last) = last.insert((*partition, topic), *offset) {
                assert!(last < *offset, "partition {partition}: {offset} came after {last}");
            }
        }
    }

    /// How many inputs have this fate.
    pub fn count(&self, fate: Fate) -> usize {
        self.fates.iter().flatten().filter(|f| **f == fate).count()
    }
}
