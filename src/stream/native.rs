//! What librdkafka can do and rdkafka's safe types do not offer. Together with the token callback in `stream::login`, these
//! few functions are all of the project's `unsafe`.
#![allow(unsafe_code)]

use std::ffi::{CStr, CString};
use std::ptr;
use std::time::Duration;

use rdkafka::bindings as sys;
use rdkafka::client::Client;
use rdkafka::consumer::{BaseConsumer, Consumer, ConsumerContext};
use rdkafka::error::RDKafkaErrorCode;
use rdkafka::message::BorrowedMessage;
use rdkafka::producer::{BaseProducer, Producer, ProducerContext};
use rdkafka::{ClientContext, TopicPartitionList};

use crate::intake::Header;

/// The epoch of the leader that wrote a message's batch; `None` where the broker did not say.
///
/// A committed offset that carries it lets the next reader notice that the log was cut off below it (KIP-320).
pub(super) fn leader_epoch(message: &BorrowedMessage<'_>) -> Option<i32> {
    // SAFETY: the pointer is the message's own and lives as long as the borrow.
    let epoch = unsafe { sys::rd_kafka_message_leader_epoch(message.ptr()) };
    (epoch >= 0).then_some(epoch)
}

/// A message's headers, in order.
///
/// Kafka takes any bytes for a header's name, and rdkafka's own way to them panics where they are no UTF-8. Such a name
/// ends before its first byte that is none: a producer here could not write the whole of it.
pub(super) fn headers<'m>(message: &'m BorrowedMessage<'_>) -> Vec<Header<'m>> {
    let mut list = Vec::new();
    let mut headers = ptr::null_mut();
    // SAFETY: the pointer is the message's own; the headers stay its own and live as long as it does.
    let answer = unsafe { sys::rd_kafka_message_headers(message.ptr(), &mut headers) };
    if answer != sys::rd_kafka_resp_err_t::RD_KAFKA_RESP_ERR_NO_ERROR {
        return list;
    }
    loop {
        let (mut name, mut value, mut size) = (ptr::null(), ptr::null(), 0);
        // SAFETY: `headers` is valid (above), and the call fails with an index that is out of range.
        let answer = unsafe { sys::rd_kafka_header_get_all(headers, list.len(), &mut name, &mut value, &mut size) };
        if answer != sys::rd_kafka_resp_err_t::RD_KAFKA_RESP_ERR_NO_ERROR || name.is_null() {
            return list;
        }
        // SAFETY: the name is a C string and the value has `size` bytes, or is null; both are the message's own.
        let (name, value) = unsafe {
            let value = (!value.is_null()).then(|| std::slice::from_raw_parts(value.cast::<u8>(), size));
            (CStr::from_ptr(name).to_bytes(), value)
        };
        let name = name.utf8_chunks().next().map_or("", |chunk| chunk.valid());
        list.push(Header { name, value });
    }
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

/// The identity that a topic has from its creation to its deletion: one of the same name made later has another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TopicId(i64, i64);

impl std::fmt::Display for TopicId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}{:016x}", self.0, self.1)
    }
}

/// What the brokers say of a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Existence {
    /// There is none of this name.
    Missing,
    /// It is there; brokers before Kafka 2.8 know no identities.
    There(Option<TopicId>),
}

/// Which of these topics exist, and which they are; without those of which the brokers say neither. `None` where no
/// broker answers within the time.
pub(super) fn existence<C: ClientContext>(
    client: &Client<C>,
    topics: &[&str],
    patience: Duration,
) -> Option<Vec<(String, Existence)>> {
    let names: Vec<CString> = topics.iter().filter_map(|topic| CString::new(*topic).ok()).collect();
    let mut pointers: Vec<_> = names.iter().map(|name| name.as_ptr()).collect();
    let ms = i32::try_from(patience.as_millis()).unwrap_or(i32::MAX);
    // SAFETY: the client lives while it is borrowed. What is made here (collection, options, queue, event) is destroyed
    // here, after the last use of what it lends; the call copies the names.
    unsafe {
        let client = client.native_ptr();
        let queue = sys::rd_kafka_queue_new(client);
        let options =
            sys::rd_kafka_AdminOptions_new(client, sys::rd_kafka_admin_op_t::RD_KAFKA_ADMIN_OP_DESCRIBETOPICS);
        sys::rd_kafka_AdminOptions_set_request_timeout(options, ms, ptr::null_mut(), 0);
        let collection = sys::rd_kafka_TopicCollection_of_topic_names(pointers.as_mut_ptr(), pointers.len());
        sys::rd_kafka_DescribeTopics(client, collection, options, queue);
        let event = sys::rd_kafka_queue_poll(queue, ms);
        let answer = match event.is_null() {
            true => None,
            false => described(event),
        };
        if !event.is_null() {
            sys::rd_kafka_event_destroy(event);
        }
        sys::rd_kafka_TopicCollection_destroy(collection);
        sys::rd_kafka_AdminOptions_destroy(options);
        sys::rd_kafka_queue_destroy(queue);
        answer
    }
}

/// How many members a group has, of whichever protocol; none where there is no such group.
///
/// rdkafka's own list of groups asks in the classic protocol's words, to which brokers answer that a group of the new one
/// (KIP-848) is dead.
pub(super) fn members<C: ClientContext>(
    client: &Client<C>,
    group: &str,
    patience: Duration,
) -> Result<usize, RDKafkaErrorCode> {
    let Ok(name) = CString::new(group) else {
        return Ok(0);
    };
    let mut names = [name.as_ptr()];
    let ms = i32::try_from(patience.as_millis()).unwrap_or(i32::MAX);
    // SAFETY: the client lives while it is borrowed. What is made here (options, queue, event) is destroyed here, after the
    // last use of what it lends; the call copies the name.
    unsafe {
        let client = client.native_ptr();
        let queue = sys::rd_kafka_queue_new(client);
        let options = sys::rd_kafka_AdminOptions_new(
            client,
            sys::rd_kafka_admin_op_t::RD_KAFKA_ADMIN_OP_DESCRIBECONSUMERGROUPS,
        );
        sys::rd_kafka_AdminOptions_set_request_timeout(options, ms, ptr::null_mut(), 0);
        sys::rd_kafka_DescribeConsumerGroups(client, names.as_mut_ptr(), names.len(), options, queue);
        let event = sys::rd_kafka_queue_poll(queue, ms);
        let answer = match event.is_null() {
            true => Err(RDKafkaErrorCode::OperationTimedOut),
            false => counted(event),
        };
        if !event.is_null() {
            sys::rd_kafka_event_destroy(event);
        }
        sys::rd_kafka_AdminOptions_destroy(options);
        sys::rd_kafka_queue_destroy(queue);
        answer
    }
}

/// How many members an event says that a group has, if that is what it is about.
///
/// # Safety
/// The event must be valid.
unsafe fn counted(event: *mut sys::rd_kafka_event_t) -> Result<usize, RDKafkaErrorCode> {
    // SAFETY: all that is read belongs to the event, which outlives this function by its contract.
    unsafe {
        let code = RDKafkaErrorCode::from(sys::rd_kafka_event_error(event));
        let result = sys::rd_kafka_event_DescribeConsumerGroups_result(event);
        if code != RDKafkaErrorCode::NoError || result.is_null() {
            return Err(code);
        }
        let mut count = 0;
        let groups = sys::rd_kafka_DescribeConsumerGroups_result_groups(result, &mut count);
        if count == 0 {
            return Ok(0);
        }
        let group = *groups;
        let error = sys::rd_kafka_error_code(sys::rd_kafka_ConsumerGroupDescription_error(group));
        match RDKafkaErrorCode::from(error) {
            RDKafkaErrorCode::NoError => Ok(sys::rd_kafka_ConsumerGroupDescription_member_count(group)),
            RDKafkaErrorCode::GroupIdNotFound => Ok(0),
            code => Err(code),
        }
    }
}

/// What an event says of topics, if that is what it is about.
///
/// # Safety
/// The event must be valid.
unsafe fn described(event: *mut sys::rd_kafka_event_t) -> Option<Vec<(String, Existence)>> {
    use sys::rd_kafka_resp_err_t as Code;
    // SAFETY: all that is read belongs to the event, which outlives this function by its contract.
    unsafe {
        let result = sys::rd_kafka_event_DescribeTopics_result(event);
        if result.is_null() || sys::rd_kafka_event_error(event) != Code::RD_KAFKA_RESP_ERR_NO_ERROR {
            return None;
        }
        let mut count = 0;
        let topics = sys::rd_kafka_DescribeTopics_result_topics(result, &mut count);
        let mut answer = Vec::with_capacity(count);
        for index in 0..count {
            let topic = *topics.add(index);
            let name = CStr::from_ptr(sys::rd_kafka_TopicDescription_name(topic));
            let existence = match sys::rd_kafka_error_code(sys::rd_kafka_TopicDescription_error(topic)) {
                Code::RD_KAFKA_RESP_ERR_NO_ERROR => {
                    let id = sys::rd_kafka_TopicDescription_topic_id(topic);
                    let id = TopicId(
                        sys::rd_kafka_Uuid_most_significant_bits(id),
                        sys::rd_kafka_Uuid_least_significant_bits(id),
                    );
                    Existence::There(Some(id).filter(|id| *id != TopicId(0, 0)))
                }
                Code::RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART => Existence::Missing,
                _ => continue,
            };
            answer.push((name.to_string_lossy().into_owned(), existence));
        }
        Some(answer)
    }
}
