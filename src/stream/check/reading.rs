//! Where would reading begin? By the very decision that `run` makes ([`crate::stream::begin`]).

use std::time::Duration;

use rdkafka::TopicPartitionList;
use rdkafka::consumer::{BaseConsumer, Consumer};

use super::clients::Ears;
use super::finding::count;
use super::topics::Topic;
use super::{Cause, Finding, Section, Unanswered, once_coordinated};
use crate::settings::{Input, LostOffset, Start};
use crate::stream::start::{self, Begin, Known, begin};

/// What is known of the partitions of one input topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Places {
    pub topic: String,
    pub partitions: Result<Vec<(i32, Known)>, Unanswered>,
}

/// Asks the group's coordinator for committed offsets and the leaders for the ends of the logs. Needs `Describe` on group
/// and topics, and no membership.
pub(super) fn ask(consumer: &BaseConsumer<Ears>, inputs: &[&Topic], timeout: Duration) -> Vec<Places> {
    let places = |topic: &&Topic| Places {
        topic: topic.name.clone(),
        partitions: known(consumer, topic, timeout),
    };
    inputs.iter().map(places).collect()
}

fn known(consumer: &BaseConsumer<Ears>, topic: &Topic, timeout: Duration) -> Result<Vec<(i32, Known)>, Unanswered> {
    let failed = |error| Unanswered::from(&error);
    let mut list = TopicPartitionList::new();
    for partition in topic.partitions().unwrap_or_default() {
        list.add_partition(&topic.name, partition.id);
    }
    let bounds = start::log_bounds(consumer, &list, timeout).map_err(failed)?;
    let committed = once_coordinated(timeout, || {
        let committed = consumer.committed_offsets(list.clone(), timeout)?;
        committed.elements().iter().try_for_each(|element| element.error())?;
        Ok(committed)
    });
    let committed = committed.map_err(failed)?;
    let mut partitions = Vec::with_capacity(committed.count());
    for element in committed.elements() {
        let place = (topic.name.clone(), element.partition());
        let (low, high) = bounds
            .get(&place)
            .copied()
            .ok_or_else(|| Unanswered::Failed(format!("partition {} has no end", element.partition())))?;
        let known = Known {
            committed: start::offset_of(element.offset()),
            low,
            high,
            group_knows_topic: false,
            another_log: false,
        };
        partitions.push((element.partition(), known));
    }
    let group_knows_topic = partitions.iter().any(|(_, known)| known.committed.is_some());
    for (_, known) in &mut partitions {
        known.group_knows_topic = group_knows_topic;
    }
    Ok(partitions)
}

/// Most partitions that one line names.
const NAMED: usize = 3;

pub(super) fn judge(places: &[Places], input: &Input) -> Vec<Finding> {
    places
        .iter()
        .filter_map(|one| match &one.partitions {
            Ok(partitions) => Some(judge_topic(&one.topic, partitions, input)),
            // The right to join has been told already.
            Err(Unanswered::Denied) => None,
            Err(Unanswered::Failed(reason)) => Some(vec![Finding::problem(
                Section::Reading,
                Cause::NoBroker,
                format!(
                    "{}: the brokers do not say where reading would begin: {reason}",
                    one.topic
                ),
                "look at the brokers, or wait longer with --timeout",
            )]),
        })
        .flatten()
        .collect()
}

fn judge_topic(topic: &str, partitions: &[(i32, Known)], input: &Input) -> Vec<Finding> {
    let group = &input.group;
    let mut lost = Vec::new();
    let (mut new, mut ahead, mut known) = (false, 0, false);
    for (partition, place) in partitions {
        known |= place.group_knows_topic;
        if let Some(offset) = place.committed
            && !(place.low..=place.high).contains(&offset)
        {
            let (low, high) = (place.low, place.high);
            lost.push(format!(
                "partition {partition} has {offset}, outside its log [{low}, {high})"
            ));
        }
        match begin(*place, input.start, input.lost_offset) {
            Begin::At(offset) => ahead += place.high.saturating_sub(offset).max(0).unsigned_abs(),
            Begin::Lost(_) => {}
            Begin::New => new = true,
        }
    }
    let mut findings = Vec::new();
    if !lost.is_empty() {
        let more = lost.len().saturating_sub(NAMED);
        lost.truncate(NAMED);
        let more = if more > 0 {
            format!("; and {more} more")
        } else {
            String::new()
        };
        let what = format!(
            "{topic}: committed offsets of group {group} are gone: {}{more}",
            lost.join("; ")
        );
        findings.push(match input.lost_offset {
            LostOffset::Error => Finding::problem(
                Section::Reading,
                Cause::Offset,
                what,
                "retention or truncation took them, or the topic was created anew: messages may be lost; to go on set \
                 input.lost_offset to earliest or latest",
            ),
            LostOffset::Earliest => Finding::note(Section::Reading, what)
                .or("reading goes on with the oldest message there is, by input.lost_offset = \"earliest\""),
            LostOffset::Latest => Finding::note(Section::Reading, what)
                .or("reading goes on with what comes from now on, by input.lost_offset = \"latest\""),
        });
    }
    if new {
        findings.push(Finding::problem(
            Section::Reading,
            Cause::Offset,
            format!("{topic}: group {group} has no offset in it, and input.start is \"error\""),
            "set input.start to earliest or latest to begin",
        ));
    }
    if findings.is_empty() {
        let ahead = count(usize::try_from(ahead).unwrap_or(usize::MAX), "offset");
        let how = match (known, input.start) {
            (true, _) => format!("group {group} goes on where it was, {ahead} before the end"),
            (false, Start::Latest) => {
                format!("group {group} is new and begins with what comes from now on (input.start)")
            }
            (false, _) => {
                format!("group {group} is new and begins with the oldest message, {ahead} before the end")
            }
        };
        findings.push(Finding::ok(Section::Reading, format!("{topic}: {how}")));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream::check::Verdict;

    fn known(committed: Option<i64>, low: i64, high: i64) -> Known {
        Known {
            committed,
            low,
            high,
            group_knows_topic: committed.is_some(),
            another_log: false,
        }
    }

    #[test]
    fn each_beginning_has_its_finding() {
        let input = Input::default;
        let lost = |lost_offset| Input {
            lost_offset,
            ..Input::default()
        };
        let start = |start| Input {
            start,
            ..Input::default()
        };
        let offset = Verdict::Problem(Cause::Offset);
        let table = [
            (
                known(Some(5), 0, 1234),
                input(),
                Verdict::Ok,
                "1,229 offsets before the end",
            ),
            (
                known(Some(9), 0, 9),
                input(),
                Verdict::Ok,
                "goes on where it was, 0 offsets",
            ),
            (known(None, 2, 9), input(), Verdict::Ok, "oldest message, 7 offsets"),
            (known(None, 2, 9), start(Start::Latest), Verdict::Ok, "from now on"),
            (
                known(None, 2, 9),
                start(Start::Error),
                offset,
                "input.start is \"error\"",
            ),
            (
                known(Some(1), 2, 9),
                input(),
                offset,
                "partition 7 has 1, outside its log [2, 9)",
            ),
            (known(Some(10), 2, 9), input(), offset, "partition 7 has 10"),
            (
                known(Some(1), 2, 9),
                lost(LostOffset::Latest),
                Verdict::Note,
                "are gone",
            ),
            (
                known(Some(1), 2, 9),
                lost(LostOffset::Earliest),
                Verdict::Note,
                "are gone",
            ),
        ];
        for (known, input, verdict, words) in table {
            let places = [Places {
                topic: "raw".to_owned(),
                partitions: Ok(vec![(7, known)]),
            }];
            let findings = judge(&places, &input);
            assert_eq!(findings.len(), 1, "{findings:?}");
            assert_eq!(findings[0].verdict, verdict, "{findings:?}");
            assert!(findings[0].what.contains(words), "{findings:?}");
        }
    }

    #[test]
    fn many_lost_offsets_are_one_finding() {
        let gone = (0..12).map(|partition| (partition, known(Some(1), 2, 9)));
        let findings = judge_topic("raw", &gone.collect::<Vec<_>>(), &Input::default());
        assert_eq!(findings.len(), 1);
        assert!(findings[0].what.ends_with("; and 9 more"), "{findings:?}");
    }
}
