//! What became of inputs that no ledger made: every outcome by the partition and the offset of its input.

use std::collections::BTreeMap;

use crate::support::client::Found;
use crate::support::contract::origin;
use crate::support::kafka::Cluster;
use crate::support::wait::wait_for;
use crate::support::worker::Topics;

/// What was found.
#[derive(Default)]
pub struct Outcomes {
    /// Events. Several articles of one message are several events; the same one twice is a repeat.
    pub events: BTreeMap<(i32, i64), Vec<Found>>,
    /// Dead letters.
    pub dead: BTreeMap<(i32, i64), Vec<Found>>,
    /// Null values, by their key.
    pub tombstones: BTreeMap<Vec<u8>, usize>,
}

impl Outcomes {
    /// Reads all that is committed. No worker may be running.
    pub fn read(cluster: &Cluster, topics: &Topics) -> Outcomes {
        for topic in [&topics.output, &topics.dead_letters] {
            wait_for(&format!("the end of every transaction in {topic}"), || {
                (cluster.stable_offsets(topic) == cluster.end_offsets(topic)).then_some(())
            });
        }
        let mut outcomes = Outcomes::default();
        for found in cluster.read_all(&topics.output) {
            if found.value.is_none() {
                let key = found.key.clone().unwrap_or_default();
                *outcomes.tombstones.entry(key).or_default() += 1;
            } else {
                let (partition, offset, _) = origin(&found.json());
                outcomes.events.entry((partition, offset)).or_default().push(found);
            }
        }
        for found in cluster.read_all(&topics.dead_letters) {
            let number = |name: &str| found.header(name).expect(name).parse::<i64>().unwrap();
            let place = (number("dlq.partition") as i32, number("dlq.offset"));
            outcomes.dead.entry(place).or_default().push(found);
        }
        outcomes
    }

    /// Stage and code of the dead letter of an input; panics where it has none, or several.
    pub fn death(&self, place: (i32, i64)) -> (String, String) {
        let dead = self.dead.get(&place).map_or(&[][..], Vec::as_slice);
        assert_eq!(dead.len(), 1, "dead letters of {place:?}");
        let header = |name: &str| dead[0].header(name).unwrap_or_default();
        (header("dlq.stage"), header("dlq.code"))
    }

    /// The event of an input; panics where it has none, or several.
    pub fn event(&self, place: (i32, i64)) -> &Found {
        let events = self.events.get(&place).map_or(&[][..], Vec::as_slice);
        assert_eq!(events.len(), 1, "events of {place:?}");
        &events[0]
    }
}
