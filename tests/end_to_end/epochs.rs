//! Committed offsets carry the epoch of the leader that wrote what lies below them, so that the next reader notices when the
//! log was cut off there and written anew.
#![allow(unsafe_code)]

use std::ffi::CString;
use std::time::Duration;

use rdkafka::bindings::{
    rd_kafka_topic_partition_get_leader_epoch as get_epoch, rd_kafka_topic_partition_list_find as find,
    rd_kafka_topic_partition_set_leader_epoch as set_epoch,
};
use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer};
use rdkafka::{ClientConfig, Offset, TopicPartitionList};

use crate::support::articles::Article;
use crate::support::client::Input;
use crate::support::contract::origin;
use crate::support::dice::Dice;
use crate::support::kafka::Cluster;
use crate::support::wait::{PATIENCE, wait_for};
use crate::support::worker::{Settings, Topics, Worker};

fn group(cluster: &Cluster, group: &str) -> BaseConsumer {
    ClientConfig::new()
        .set("bootstrap.servers", cluster.brokers())
        .set("group.id", group)
        .create()
        .unwrap()
}

fn list(topic: &str) -> (TopicPartitionList, CString) {
    let mut list = TopicPartitionList::new();
    list.add_partition(topic, 0);
    (list, CString::new(topic).unwrap())
}

/// The committed offset of partition 0 and its leader epoch.
fn committed(cluster: &Cluster, name: &str, topic: &str) -> (Offset, i32) {
    let (question, topic) = list(topic);
    let answer = group(cluster, name)
        .committed_offsets(question, Duration::from_secs(10))
        .unwrap();
    // SAFETY: the list lives to the end of the function, and has the partition that was asked for.
    let epoch = unsafe { get_epoch(find(answer.ptr(), topic.as_ptr(), 0)) };
    (answer.elements()[0].offset(), epoch)
}

fn commit(cluster: &Cluster, name: &str, topic: &str, offset: i64, epoch: i32) {
    let (mut offsets, c_topic) = list(topic);
    offsets.set_partition_offset(topic, 0, Offset::Offset(offset)).unwrap();
    // SAFETY: as above.
    unsafe { set_epoch(find(offsets.ptr(), c_topic.as_ptr(), 0), epoch) };
    group(cluster, name).commit(&offsets, CommitMode::Sync).unwrap();
}

fn articles(dice: &mut Dice, numbers: std::ops::Range<u64>) -> Vec<Input> {
    numbers
        .map(|n| Input::of(Article::new(dice, "epoch", n, 2).text()))
        .collect()
}

#[test]
fn an_epoch_is_committed_and_a_log_that_was_cut_off_below_the_offset_is_noticed() {
    let Some(cluster) = Cluster::own(
        1,
        "an_epoch_is_committed_and_a_log_that_was_cut_off_below_the_offset_is_noticed",
    ) else {
        return;
    };
    let mut dice = Dice::new(5);
    let topics = Topics::create(&cluster, 1);
    cluster.produce(&topics.input, &articles(&mut dice, 0..3));
    // A new leader, even the same again, is a new epoch.
    cluster.stop(0);
    cluster.restart(0);
    wait_for("the broker", || {
        cluster.committed("nobody", &topics.input).is_empty().then_some(())
    });
    cluster.produce(&topics.input, &articles(&mut dice, 3..10));

    let mut epochs = Vec::new();
    for delivery in ["exactly_once", "at_least_once"] {
        let topics = Topics {
            group: Cluster::unique("bantin"),
            ..topics.clone()
        };
        let mut worker = Worker::start(&Settings::new(&cluster, &topics).text("delivery", delivery));
        worker.wait_until_caught_up(&cluster, &topics, PATIENCE);
        worker.drain();
        let (offset, epoch) = committed(&cluster, &topics.group, &topics.input);
        assert_eq!(offset, Offset::Offset(10), "{delivery}");
        assert!(epoch > 0, "{delivery}: {epoch}");
        epochs.push(epoch);
    }
    assert_eq!(epochs[0], epochs[1]);

    // A group that stood at the end under the first leader. The log says that its epoch ended at 3: what stands below 10 now
    // is not what was read. librdkafka asks for it when the next leader comes.
    for (policy, code) in [("error", Some(74)), ("latest", None)] {
        let topics = Topics {
            group: Cluster::unique("bantin"),
            ..topics.clone()
        };
        commit(&cluster, &topics.group, &topics.input, 10, 0);
        // The group's place outlasts the restart.
        let settings = Settings::new(&cluster, &topics)
            .text("input.lost_offset", policy)
            .text("input.session_timeout", "120 s");
        let mut worker = Worker::start(&settings);
        cluster.stop(0);
        cluster.restart(0);
        if let Some(code) = code {
            assert_eq!(worker.wait_exit(PATIENCE), code, "{}", worker.log());
            assert!(worker.log().contains("input.lost_offset"), "{}", worker.log());
            continue;
        }
        wait_for("the worker to have noticed", || {
            worker.assert_alive();
            worker.log().contains("the log was cut off").then_some(())
        });
        cluster.produce(&topics.input, &articles(&mut dice, 10..11));
        worker.wait_until_caught_up(&cluster, &topics, PATIENCE);
        worker.drain();
        let found = cluster.read_all(&topics.output);
        assert_eq!(origin(&found.last().unwrap().json()).1, 10);
        // Ten of each of the first two groups, and one of this.
        assert_eq!(found.len(), 21);
    }
}
