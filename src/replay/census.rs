//! [`Census`]: which dead letters are living, by day, stage and code.

use std::collections::BTreeMap;

use super::letter::Letter;
use crate::event::instant::{self, Utc};

/// What the letters of a heap have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cause {
    /// The day on which they died, in UTC, as `2026-11-25`; empty where that is not known.
    pub day: String,
    /// The stage at which they failed; empty for records that are no dead letters.
    pub stage: String,
    /// The code of the failure; empty for records that are no dead letters.
    pub code: String,
}

/// Letters of one [`Cause`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heap {
    /// How many they are.
    pub letters: u64,
    /// How many of them are but stubs.
    pub truncated: u64,
    /// How often they were redriven: the least and the most.
    pub redriven: (u32, u32),
    /// Where the first lies, by the time of its death: partition and offset in the dead-letter topic.
    pub first: (i32, i64),
    /// Where the last lies.
    pub last: (i32, i64),
    first_at: i64,
    last_at: i64,
}

/// Which letters are living.
#[derive(Clone, Debug, Default)]
pub struct Census {
    heaps: BTreeMap<Cause, Heap>,
}

impl Census {
    /// Counts a letter that lies at this place of the dead-letter topic.
    pub fn count(&mut self, place: (i32, i64), letter: &Letter<'_>) {
        let time = letter.failed_at.and_then(|ms| instant::from_epoch_ms(ms, Utc::Z));
        let cause = Cause {
            day: time.map_or_else(String::new, |time| time.chars().take(10).collect()),
            stage: letter.stage.to_owned(),
            code: letter.code.to_owned(),
        };
        self.add(
            cause,
            place,
            letter.failed_at.unwrap_or_default(),
            letter.redrive_count,
            letter.stub.is_some(),
        );
    }

    /// Counts a record that is no dead letter.
    pub fn count_foreign(&mut self, place: (i32, i64), timestamp: Option<i64>) {
        let time = timestamp.and_then(|ms| instant::from_epoch_ms(ms, Utc::Z));
        let cause = Cause {
            day: time.map_or_else(String::new, |time| time.chars().take(10).collect()),
            stage: String::new(),
            code: String::new(),
        };
        self.add(cause, place, timestamp.unwrap_or_default(), 0, false);
    }

    fn add(&mut self, cause: Cause, place: (i32, i64), at: i64, redriven: u32, truncated: bool) {
        let heap = self.heaps.entry(cause).or_insert(Heap {
            letters: 0,
            truncated: 0,
            redriven: (redriven, redriven),
            first: place,
            last: place,
            first_at: at,
            last_at: at,
        });
        heap.letters += 1;
        heap.truncated += u64::from(truncated);
        let (least, most) = heap.redriven;
        heap.redriven = (least.min(redriven), most.max(redriven));
        if (at, place) < (heap.first_at, heap.first) {
            (heap.first_at, heap.first) = (at, place);
        }
        if (at, place) > (heap.last_at, heap.last) {
            (heap.last_at, heap.last) = (at, place);
        }
    }

    /// The heaps, in the order of their days.
    pub fn heaps(&self) -> impl Iterator<Item = (&Cause, &Heap)> {
        self.heaps.iter()
    }

    /// All letters.
    pub fn letters(&self) -> u64 {
        self.heaps.values().map(|heap| heap.letters).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::{Header, Message, Origin};

    #[test]
    fn letters_lie_on_heaps_by_day_stage_and_code() {
        let mut census = Census::default();
        for (place, failed_at, code, more) in [
            ((0, 5), "2026-11-01T23:59:59Z", "panic", [("dlq.redrive_count", "2")]),
            ((1, 9), "2026-11-01T00:00:00Z", "panic", [("dlq.redrive_count", "0")]),
            ((0, 6), "2026-11-01T12:00:00Z", "panic", [("dlq.truncated", "true")]),
            ((0, 7), "2026-11-02T00:00:00Z", "panic", [("dlq.group", "news")]),
            ((0, 8), "2026-11-01T12:00:00Z", "too_large", [("dlq.group", "news")]),
        ] {
            let place_of_it = [("dlq.topic", "raw"), ("dlq.partition", "0"), ("dlq.offset", "5")];
            let reason = [("dlq.stage", "page"), ("dlq.code", code), ("dlq.failed_at", failed_at)];
            let headers = place_of_it.iter().chain(&reason).chain(&more);
            let message = Message {
                origin: Origin::File { path: "-", line: 1 },
                timestamp: None,
                key: None,
                value: None,
                headers: headers
                    .map(|(name, value)| Header {
                        name,
                        value: Some(value.as_bytes()),
                    })
                    .collect(),
            };
            census.count(place, &Letter::read(&message).unwrap());
        }
        census.count_foreign((0, 9), Some(0));
        let seen: Vec<_> = census
            .heaps()
            .map(|(cause, heap)| {
                let Heap {
                    letters,
                    truncated,
                    redriven,
                    first,
                    last,
                    ..
                } = heap;
                let cause = format!("{} {} {}", cause.day, cause.stage, cause.code);
                (cause, *letters, *truncated, *redriven, *first, *last)
            })
            .collect();
        let line = |cause: &str, letters, truncated, redriven, first, last| {
            (cause.to_owned(), letters, truncated, redriven, first, last)
        };
        assert_eq!(
            seen,
            [
                line("1970-01-01  ", 1, 0, (0, 0), (0, 9), (0, 9)),
                line("2026-11-01 page panic", 3, 1, (0, 2), (1, 9), (0, 5)),
                line("2026-11-01 page too_large", 1, 0, (0, 0), (0, 8), (0, 8)),
                line("2026-11-02 page panic", 1, 0, (0, 0), (0, 7), (0, 7)),
            ]
        );
        assert_eq!(census.letters(), 6);
    }
}
