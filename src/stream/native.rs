//! What librdkafka can do and rdkafka's safe types do not offer. Together with the token callback in `stream::login`, these
//! few functions are all of the project's `unsafe`.
#![allow(unsafe_code)]

use std::ffi::{CStr, CString};
use std::time::Duration;

use rdkafka::TopicPartitionList;
use rdkafka::bindings as sys;
use rdkafka::consumer::{BaseConsumer, Consumer, ConsumerContext};
use rdkafka::message::BorrowedMessage;
use rdkafka::producer::{BaseProducer, Producer, ProducerContext};

/// The epoch of the leader that wrote a message's batch; `None` where the broker did not say.
///
/// A committed offset that carries it lets the next reader notice that the log was cut off below it (KIP-320).
pub(super) fn leader_epoch(message: &BorrowedMessage<'_>) -> Option<i32> {
    // SAFETY: the pointer is the message's own and lives as long as the borrow.
    let epoch = unsafe { sys::rd_kafka_message_leader_epoch(message.ptr()) };
    (epoch >= 0).then_some(epoch)
}

/// The element of a list for a partition, if it has one; it lives as long as the list is neither changed nor dropped.
fn element(list: &TopicPartitionList, topic: &str, partition: i32) -> Option<*mut sys::rd_kafka_topic_partition_t> {
    let topic = CString::new(topic).ok()?;
    // SAFETY: both pointers are valid for the call, which compares and copies nothing.
    let element = unsafe { sys::rd_kafka_topic_partition_list_find(list.ptr(), topic.as_ptr(), partition) };
    (!element.is_null()).then_some(element)
}

/// The leader epoch that a list carries for a partition.
pub(super) fn epoch_in(list: &TopicPartitionList, topic: &str, partition: i32) -> Option<i32> {
    let element = element(list, topic, partition)?;
    // SAFETY: the element belongs to `list`, which is borrowed.
    let epoch = unsafe { sys::rd_kafka_topic_partition_get_leader_epoch(element) };
    (epoch >= 0).then_some(epoch)
}

/// Puts a leader epoch, or none, into a list that holds the partition.
pub(super) fn set_epoch(list: &mut TopicPartitionList, topic: &str, partition: i32, epoch: Option<i32>) {
    if let Some(element) = element(list, topic, partition) {
        // SAFETY: the element belongs to `list`, which is borrowed for writing.
        unsafe { sys::rd_kafka_topic_partition_set_leader_epoch(element, epoch.unwrap_or(-1)) };
    }
}

/// Who this consumer is to its group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Membership {
    /// Given by the group's coordinator at the first join, and anew after each time that it has put the member out.
    pub member: String,
    /// Counted up with each rebalance; below 0 while the consumer is no member.
    pub generation: i32,
}

impl Membership {
    /// Whether the group knows this consumer as a member.
    pub(super) fn is_member(&self) -> bool {
        self.generation >= 0 && !self.member.is_empty()
    }
}

/// The consumer's place in its group, as librdkafka has it now.
pub(super) fn membership<C: ConsumerContext>(consumer: &BaseConsumer<C>) -> Option<Membership> {
    // SAFETY: the client lives while it is borrowed; the metadata is ours until it is destroyed, after the last use of
    // what it lends.
    unsafe {
        let metadata = sys::rd_kafka_consumer_group_metadata(consumer.client().native_ptr());
        if metadata.is_null() {
            return None;
        }
        let member = sys::rd_kafka_consumer_group_metadata_member_id(metadata);
        let membership = Membership {
            member: match member.is_null() {
                true => String::new(),
                false => CStr::from_ptr(member).to_string_lossy().into_owned(),
            },
            generation: sys::rd_kafka_consumer_group_metadata_generation_id(metadata),
        };
        sys::rd_kafka_consumer_group_metadata_destroy(metadata);
        Some(membership)
    }
}

/// Sends what the producer holds without letting it linger, and waits for the brokers' words on it. Returns whether all
/// of them came within the time.
///
/// rdkafka's own `flush` asks librdkafka for no longer than a moment at a time and polls in between; a broker thread that
/// wakes a moment later sees no flush and lets records linger on. Here it lasts, so somebody else must poll meanwhile.
pub(super) fn flush<C: ProducerContext>(producer: &BaseProducer<C>, patience: Duration) -> bool {
    let ms = i32::try_from(patience.as_millis()).unwrap_or(i32::MAX);
    // SAFETY: the client lives while it is borrowed, and may be flushed from any thread.
    let answer = unsafe { sys::rd_kafka_flush(producer.client().native_ptr(), ms) };
    answer == sys::rd_kafka_resp_err_t::RD_KAFKA_RESP_ERR_NO_ERROR
}
