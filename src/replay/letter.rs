//! [`Letter`]: a dead letter read back, and the message that died.
//!
//! The original comes out byte for byte: key, value, timestamp, and the headers in their order. Two kinds of headers are
//! none of the original's: those whose names begin with `dlq.` or `__connect.errors.`, which belong to dead letters (an
//! input that bears such names loses them when it dies, and no event ever passes them on), and behind them
//! `bantin_timestamp_replaced` and `bantin_replay`, which were added when the letter was sent. A message that is tried again has one
//! header more, [`REDRIVE_COUNT`]: how often, this time counted in. So attempts are counted on whichever way it dies again,
//! also after it went back to its topic.

use super::marked::HEADER;
use crate::event::{REDRIVE_COUNT, is_dead_letter_header};
use crate::intake::{Header, Message, Origin};
use crate::stream::TIMESTAMP_REPLACED;

/// What is left of a message that was too large for the dead-letter topic: where it lies whole is known, and what it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stub<'m> {
    /// Bytes of the original's value: `dlq.original_size`.
    pub size: u64,
    /// BLAKE3 of the original's value, as hex digits: `dlq.original_hash`.
    pub hash: &'m str,
}

impl Stub<'_> {
    /// Whether a value is the original's.
    pub fn is_of(&self, value: Option<&[u8]>) -> bool {
        let value = value.unwrap_or_default();
        value.len() as u64 == self.size && blake3::hash(value).to_hex().as_str() == self.hash
    }
}

/// A dead letter.
#[derive(Clone, Debug)]
pub struct Letter<'m> {
    /// The topic that the message came from.
    pub topic: &'m str,
    /// Its partition there.
    pub partition: i32,
    /// Its offset there.
    pub offset: i64,
    /// Its timestamp, in milliseconds since the Unix epoch; `None` where it had none.
    pub timestamp: Option<i64>,
    /// The consumer group in which it died; `None` where the letter does not say.
    pub group: Option<&'m str>,
    /// The stage at which it failed; empty where the letter does not say.
    pub stage: &'m str,
    /// The stable code of the failure; empty where the letter does not say.
    pub code: &'m str,
    /// The failure for people; empty where the letter does not say.
    pub message: &'m str,
    /// When it failed, in milliseconds since the Unix epoch: the letter's own timestamp where it does not say.
    pub failed_at: Option<i64>,
    /// How often it was redriven.
    pub redrive_count: u32,
    /// The articles of the message that failed, by position, where it was an array or a feed; empty is all of it.
    pub indexes: Vec<u32>,
    /// Key, value and headers are not the original's, or not all of them.
    pub stub: Option<Stub<'m>>,
    /// The original's key.
    key: Option<&'m [u8]>,
    /// The original's value.
    value: Option<&'m [u8]>,
    /// The original's headers.
    headers: Vec<Header<'m>>,
}

impl<'m> Letter<'m> {
    /// Reads a record of the dead-letter topic. `None` if it is no dead letter: it does not say which message died.
    pub fn read(record: &Message<'m>) -> Option<Letter<'m>> {
        // Where a name is there twice the last one counts: whoever wrote the letter put its own behind all else.
        let text = |name: &str| {
            let header = record.headers.iter().rev().find(|header| header.name == name)?;
            std::str::from_utf8(header.value?).ok()
        };
        let number = |name: &str| text(name)?.parse::<i64>().ok().filter(|number| *number >= 0);
        let own = |header: &Header<'_>| is_dead_letter_header(header.name);
        let last_own = record.headers.iter().rposition(own)?;
        let headers = (0..).zip(&record.headers).filter(|(place, header)| {
            let added = *place > last_own && [TIMESTAMP_REPLACED, HEADER].contains(&header.name);
            !own(header) && !added
        });
        let stub = (text("dlq.truncated") == Some("true")).then(|| Stub {
            size: text("dlq.original_size")
                .and_then(|size| size.parse().ok())
                .unwrap_or(0),
            hash: text("dlq.original_hash").unwrap_or_default(),
        });
        let failed_at = text("dlq.failed_at").and_then(|time| time.parse::<jiff::Timestamp>().ok());
        Some(Letter {
            topic: text("dlq.topic").filter(|topic| !topic.is_empty())?,
            partition: number("dlq.partition").and_then(|number| i32::try_from(number).ok())?,
            offset: number("dlq.offset")?,
            timestamp: number("dlq.timestamp"),
            group: text("dlq.group"),
            stage: text("dlq.stage").unwrap_or_default(),
            code: text("dlq.code").unwrap_or_default(),
            message: text("dlq.message").unwrap_or_default(),
            failed_at: failed_at.map(|time| time.as_millisecond()).or(record.timestamp),
            redrive_count: text(REDRIVE_COUNT).and_then(|count| count.parse().ok()).unwrap_or(0),
            indexes: text("dlq.index").and_then(positions).unwrap_or_default(),
            stub,
            key: record.key,
            value: record.value,
            headers: headers.map(|(_, header)| *header).collect(),
        })
    }

    /// Where the message came from.
    pub fn origin(&self) -> Origin<'m> {
        Origin::Kafka {
            topic: self.topic,
            partition: self.partition,
            offset: self.offset,
        }
    }

    /// The message that died; of a [`Stub`] what is left of it.
    pub fn original(&self) -> Message<'m> {
        Message {
            origin: self.origin(),
            timestamp: self.timestamp,
            key: self.key,
            value: self.value,
            headers: self.headers.clone(),
        }
    }

    /// The count that goes along when it is tried once more.
    pub fn next_count(&self) -> String {
        self.redrive_count.saturating_add(1).to_string()
    }
}

/// A message with the count of its redrives.
pub fn counted<'m>(mut message: Message<'m>, count: &'m str) -> Message<'m> {
    message.headers.retain(|header| header.name != REDRIVE_COUNT);
    message.headers.push(Header {
        name: REDRIVE_COUNT,
        value: Some(count.as_bytes()),
    });
    message
}

/// `3,17`; `None` unless all of it are positions.
fn positions(list: &str) -> Option<Vec<u32>> {
    list.split(',').map(|position| position.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::option;
    use proptest::prelude::*;

    use super::*;
    use crate::event::{Limits, Record, Renderer};
    use crate::intake::{Failure, Stage};
    use crate::settings::Settings;

    /// A record as it is read again.
    fn read_again(record: &Record) -> Message<'_> {
        Message {
            origin: Origin::Kafka {
                topic: "dead",
                partition: 0,
                offset: 7,
            },
            timestamp: record.timestamp,
            key: record.key.as_deref(),
            value: record.payload.as_deref(),
            headers: record
                .headers
                .iter()
                .map(|(name, value)| Header {
                    name,
                    value: value.as_deref(),
                })
                .collect(),
        }
    }

    fn bury(message: &Message<'_>, indexes: &[u32], limit: Option<usize>) -> Record {
        let failure = Failure::new(Stage::Intake, "too_large", "it is too large");
        let limits = Limits {
            dead_letter_bytes: limit,
            ..Limits::default()
        };
        Renderer::new(&Settings::default()).dead_letter_of(message, &failure, indexes, &limits, 1_700_000_000_123)
    }

    fn headers<'m>(pairs: &[(&'m str, &'m str)]) -> Vec<Header<'m>> {
        let header = |(name, value): &(&'m str, &'m str)| Header {
            name,
            value: Some(value.as_bytes()),
        };
        pairs.iter().map(header).collect()
    }

    fn names<'m>(message: &Message<'m>) -> Vec<&'m str> {
        message.headers.iter().map(|header| header.name).collect()
    }

    const PLACE: [(&str, &str); 3] = [("dlq.topic", "raw"), ("dlq.partition", "0"), ("dlq.offset", "5")];

    fn with_headers(headers: Vec<Header<'_>>) -> Message<'_> {
        Message {
            origin: Origin::Kafka {
                topic: "dead",
                partition: 0,
                offset: 0,
            },
            timestamp: Some(99),
            key: None,
            value: None,
            headers,
        }
    }

    proptest! {
        #[test]
        fn the_original_comes_out_byte_for_byte(
            key in option::of(vec(any::<u8>(), 0..20)),
            value in option::of(vec(any::<u8>(), 0..200)),
            own in vec(("[a-z_.]{0,12}|bantin_timestamp_replaced", option::of(vec(any::<u8>(), 0..9))), 0..6),
            partition in 0..i32::MAX,
            offset in 0..i64::MAX,
            timestamp in option::of(0..i64::MAX),
            indexes in vec(0..1000u32, 0..5),
        ) {
            let list = own.iter().map(|(name, value)| Header { name, value: value.as_deref() });
            let message = Message {
                origin: Origin::Kafka { topic: "raw", partition, offset },
                timestamp,
                key: key.as_deref(),
                value: value.as_deref(),
                headers: list.collect(),
            };
            let record = bury(&message, &indexes, None);
            let again = read_again(&record);
            let letter = Letter::read(&again).unwrap();
            let original = letter.original();
            prop_assert_eq!(original.origin, message.origin);
            prop_assert_eq!(original.timestamp, message.timestamp);
            prop_assert_eq!(original.key, message.key);
            prop_assert_eq!(original.value, message.value);
            prop_assert_eq!(&original.headers, &message.headers);
            prop_assert_eq!(&letter.indexes, &indexes);
            prop_assert_eq!((letter.stage, letter.code, letter.group), ("intake", "too_large", Some("bantin")));
            prop_assert_eq!(letter.failed_at, Some(1_700_000_000_123));
            prop_assert!(letter.stub.is_none());

            // It dies again, and again: one more is counted each time, and nothing else changes.
            let mut record = record;
            for deaths in 1..3u32 {
                let again = read_again(&record);
                let letter = Letter::read(&again).unwrap();
                let count = letter.next_count();
                let next = bury(&counted(letter.original(), &count), &letter.indexes, None);
                let again = read_again(&next);
                let letter = Letter::read(&again).unwrap();
                prop_assert_eq!(letter.redrive_count, deaths);
                prop_assert_eq!(&letter.original().headers, &message.headers);
                record = next;
            }
        }

        #[test]
        fn no_record_is_too_strange_to_be_looked_at(
            own in vec(("(dlq\\.[a-z_]{0,14})|(__connect\\.errors\\.topic)|dlq.topic|dlq.partition|dlq.offset|dlq.index|dlq.truncated",
                option::of(vec(any::<u8>(), 0..9))), 0..12),
        ) {
            let list = own.iter().map(|(name, value)| Header { name, value: value.as_deref() });
            if let Some(letter) = Letter::read(&with_headers(list.collect())) {
                prop_assert!(letter.original().headers.is_empty());
            }
        }
    }

    #[test]
    fn a_stub_knows_its_original() {
        let value = vec![b'x'; 5_000];
        let mut message = with_headers(Vec::new());
        message.value = Some(&value);
        let record = bury(&message, &[], Some(4_000));
        let again = read_again(&record);
        let letter = Letter::read(&again).unwrap();
        let stub = letter.stub.unwrap();
        assert_eq!(stub.size, 5_000);
        assert!(stub.is_of(Some(&value)));
        assert!(!stub.is_of(Some(&value[1..])) && !stub.is_of(None) && !stub.is_of(Some(&vec![b'y'; 5_000])));
        assert!(letter.original().value.unwrap().len() < 2_000);
    }

    #[test]
    fn what_does_not_say_which_message_died_is_no_letter() {
        assert!(Letter::read(&with_headers(headers(&PLACE))).is_some());
        for (missing, spoiled) in [(0, ""), (1, "-1"), (1, "2147483648"), (2, "-1"), (2, "five")] {
            let mut list = PLACE.to_vec();
            list.remove(missing);
            assert!(
                Letter::read(&with_headers(headers(&list))).is_none(),
                "without {:?}",
                PLACE[missing]
            );
            list.push((PLACE[missing].0, spoiled));
            assert!(Letter::read(&with_headers(headers(&list))).is_none(), "{list:?}");
        }
        assert!(Letter::read(&with_headers(headers(&[("topic", "raw")]))).is_none());
        assert!(Letter::read(&with_headers(Vec::new())).is_none());
    }

    #[test]
    fn what_a_letter_does_not_say_is_left_open() {
        let list = [
            &PLACE[..],
            &[
                ("dlq.index", "3,x"),
                (REDRIVE_COUNT, "many"),
                ("dlq.failed_at", "today"),
            ],
        ]
        .concat();
        let record = with_headers(headers(&list));
        let letter = Letter::read(&record).unwrap();
        assert_eq!((letter.stage, letter.code, letter.group), ("", "", None));
        assert_eq!(
            (letter.redrive_count, letter.failed_at, letter.timestamp),
            (0, Some(99), None)
        );
        assert!(letter.indexes.is_empty() && letter.stub.is_none());
    }

    #[test]
    fn what_was_added_in_sending_is_none_of_the_originals() {
        let before = [(TIMESTAMP_REPLACED, "1"), (HEADER, "april")];
        let behind = [(HEADER, "may"), (TIMESTAMP_REPLACED, "2")];
        let list = [&before[..], &PLACE[..], &behind[..]].concat();
        let record = with_headers(headers(&list));
        assert_eq!(
            names(&Letter::read(&record).unwrap().original()),
            [TIMESTAMP_REPLACED, HEADER]
        );
    }

    #[test]
    fn the_last_of_two_counts() {
        let list = [
            &PLACE[..],
            &[("dlq.topic", "other"), (REDRIVE_COUNT, "1"), (REDRIVE_COUNT, "4")],
        ]
        .concat();
        let record = with_headers(headers(&list));
        let letter = Letter::read(&record).unwrap();
        assert_eq!((letter.topic, letter.redrive_count), ("other", 4));
        let count = letter.next_count();
        assert_eq!(
            names(&counted(counted(letter.original(), &count), &count)),
            [REDRIVE_COUNT]
        );
    }
}
