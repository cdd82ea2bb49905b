//! Clients that are not the worker's own: what the tests write, and what an independent reader then finds.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use rdkafka::admin::{AdminClient, AdminOptions, NewPartitions, NewTopic, TopicReplication};
use rdkafka::client::ClientContext;
use rdkafka::consumer::{BaseConsumer, Consumer, DefaultConsumerContext};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::message::{Header, Headers, OwnedHeaders};
use rdkafka::producer::{BaseProducer, BaseRecord, DeliveryResult, Producer, ProducerContext};
use rdkafka::{ClientConfig, Message, Offset, TopicPartitionList};

use super::kafka::Cluster;
use super::wait::{PATIENCE, wait_for};

/// One header: name and value. `None` is Kafka's null value, which is not the empty one.
pub type HeaderPair = (String, Option<Vec<u8>>);

/// A record to write.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    /// The partition it goes to.
    pub partition: i32,
    /// Key; `None` is the null key.
    pub key: Option<Vec<u8>>,
    /// Value; `None` is a tombstone.
    pub value: Option<Vec<u8>>,
    /// Headers, in order.
    pub headers: Vec<HeaderPair>,
    /// Milliseconds since the Unix epoch; `None` is now.
    pub timestamp: Option<i64>,
}

impl Input {
    /// A record with just a value, for partition 0.
    pub fn of(value: impl Into<Vec<u8>>) -> Self {
        Input {
            value: Some(value.into()),
            ..Input::default()
        }
    }

    /// The same with a key.
    pub fn key(mut self, key: impl Into<Vec<u8>>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// The same for another partition.
    pub fn partition(mut self, partition: i32) -> Self {
        self.partition = partition;
        self
    }

    /// The same with a header more.
    pub fn header(mut self, name: &str, value: &[u8]) -> Self {
        self.headers.push((name.to_owned(), Some(value.to_owned())));
        self
    }

    /// The same with a timestamp.
    pub fn timestamp(mut self, milliseconds: i64) -> Self {
        self.timestamp = Some(milliseconds);
        self
    }
}

/// A record as an independent reader found it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Partition.
    pub partition: i32,
    /// Offset.
    pub offset: i64,
    /// Key.
    pub key: Option<Vec<u8>>,
    /// Value.
    pub value: Option<Vec<u8>>,
    /// Headers, in order.
    pub headers: Vec<HeaderPair>,
    /// Milliseconds since the Unix epoch.
    pub timestamp: Option<i64>,
}

impl Found {
    /// The value of the header that bears this name, as text; panics where it is there more than once.
    pub fn header(&self, name: &str) -> Option<String> {
        let mut values = self.headers.iter().filter(|(n, _)| n == name);
        let (_, value) = values.next()?;
        assert!(
            values.next().is_none(),
            "header {name} is there more than once: {:?}",
            self.headers
        );
        Some(String::from_utf8(value.clone().unwrap_or_default()).unwrap())
    }

    /// The value as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(self.value.as_deref().expect("a value")).expect("a JSON document")
    }
}

fn config(brokers: &str) -> ClientConfig {
    let mut config = ClientConfig::new();
    config
        .set("bootstrap.servers", brokers)
        .set("reconnect.backoff.max.ms", "250");
    config
}

/// How many brokers the cluster says it has; None where it does not answer.
pub fn broker_count(brokers: &str) -> Option<usize> {
    let consumer: BaseConsumer = config(brokers).create().unwrap();
    let metadata = consumer.fetch_metadata(None, Duration::from_secs(2)).ok()?;
    Some(metadata.brokers().len())
}

/// Where an independent reader's consumer says a partition begins and ends: the end is the next offset to be written,
/// control records counted.
fn watermarks(consumer: &BaseConsumer, topic: &str, partition: i32) -> (i64, i64) {
    wait_for(&format!("the end of {topic}/{partition}"), || {
        consumer.fetch_watermarks(topic, partition, Duration::from_secs(5)).ok()
    })
}

impl Cluster {
    /// Creates a topic with a unique name and waits until each partition has a leader.
    pub fn create_topic(&self, name: &str, partitions: i32, configuration: &[(&str, &str)]) -> String {
        let name = Cluster::unique(name);
        self.create_named_topic(&name, partitions, configuration);
        name
    }

    /// Creates a topic with this very name and waits until each partition has a leader.
    pub fn create_named_topic(&self, name: &str, partitions: i32, configuration: &[(&str, &str)]) {
        // Records of the tests have old timestamps at times, and retention goes by these.
        let mut topic = NewTopic::new(name, partitions, TopicReplication::Fixed(-1)).set("retention.ms", "-1");
        for (key, value) in configuration {
            topic = topic.set(key, value);
        }
        self.admin(|admin, options| admin.block(admin.client.create_topics([&topic], options)));
        self.wait_for_partitions(name, partitions);
    }

    /// Deletes a topic and waits until the brokers know it no more.
    pub fn delete_topic(&self, topic: &str) {
        self.admin(|admin, options| admin.block(admin.client.delete_topics(&[topic], options)));
        let consumer: BaseConsumer = config(self.brokers()).create().unwrap();
        wait_for(&format!("the end of {topic}"), || {
            let metadata = consumer.fetch_metadata(Some(topic), Duration::from_secs(5)).ok()?;
            metadata.topics().first()?.partitions().is_empty().then_some(())
        });
    }

    /// Lowers or raises what a topic takes: its `max.message.bytes`.
    pub fn limit_messages(&self, topic: &str, bytes: u32) {
        let limit = format!("max.message.bytes={bytes}");
        let arguments = [
            "--bootstrap-server",
            self.brokers(),
            "--alter",
            "--topic",
            topic,
            "--add-config",
            &limit,
        ];
        self.tool("kafka.admin.ConfigCommand", &arguments, None);
    }

    /// Gives a topic more partitions.
    pub fn add_partitions(&self, topic: &str, total: i32) {
        let new = NewPartitions::new(topic, total as usize);
        self.admin(|admin, options| admin.block(admin.client.create_partitions([&new], options)));
        self.wait_for_partitions(topic, total);
    }

    fn wait_for_partitions(&self, topic: &str, partitions: i32) {
        let consumer: BaseConsumer = config(self.brokers()).create().unwrap();
        wait_for(&format!("leaders of all partitions of {topic}"), || {
            let metadata = consumer.fetch_metadata(Some(topic), Duration::from_secs(5)).ok()?;
            let found = metadata.topics().first()?.partitions();
            (found.len() == partitions as usize && found.iter().all(|p| p.leader() >= 0)).then_some(())
        });
    }

    /// Waits until every replica of a topic is in sync, so that any one node may go.
    pub fn wait_until_in_sync(&self, topic: &str) {
        let consumer: BaseConsumer = config(self.brokers()).create().unwrap();
        wait_for(&format!("all replicas of {topic} in sync"), || {
            let metadata = consumer.fetch_metadata(Some(topic), Duration::from_secs(5)).ok()?;
            let in_sync = |p: &rdkafka::metadata::MetadataPartition| p.isr().len() == p.replicas().len();
            let partitions = metadata.topics().first()?.partitions();
            (!partitions.is_empty() && partitions.iter().all(in_sync)).then_some(())
        });
    }

    fn admin(&self, call: impl FnOnce(&Admin, &AdminOptions) -> Result<Vec<AdminResult>, KafkaError>) {
        let admin = Admin {
            client: config(self.brokers()).create().unwrap(),
            runtime: tokio::runtime::Builder::new_current_thread().build().unwrap(),
        };
        let options = AdminOptions::new()
            .request_timeout(Some(PATIENCE))
            .operation_timeout(Some(PATIENCE));
        for result in call(&admin, &options).unwrap() {
            result.unwrap();
        }
    }

    /// Writes `inputs` and waits until all of them are acknowledged by all replicas in sync. Gives their offsets.
    pub fn produce(&self, topic: &str, inputs: &[Input]) -> Vec<i64> {
        let producer = self.producer(&[]);
        send(&producer, topic, inputs)
    }

    /// Writes `inputs` in one transaction and commits or aborts it: a control record follows in each partition.
    pub fn produce_transaction(&self, topic: &str, inputs: &[Input], commit: bool) {
        let id = Cluster::unique("test");
        let producer = self.producer(&[("transactional.id", id.as_str())]);
        producer.init_transactions(PATIENCE).unwrap();
        producer.begin_transaction().unwrap();
        send(&producer, topic, inputs);
        if commit {
            producer.commit_transaction(PATIENCE).unwrap();
        } else {
            producer.abort_transaction(PATIENCE).unwrap();
        }
    }

    /// Removes all records of a partition before `offset`, as retention does.
    pub fn delete_records(&self, topic: &str, partition: i32, offset: i64) {
        let admin: AdminClient<_> = config(self.brokers()).create().unwrap();
        let mut list = TopicPartitionList::new();
        list.add_partition_offset(topic, partition, Offset::Offset(offset))
            .unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime
            .block_on(admin.delete_records(&list, &AdminOptions::new()))
            .unwrap();
    }

    /// Whether there is a topic of this name: internal ones come to be when they are needed.
    pub fn has_topic(&self, name: &str) -> bool {
        let consumer: BaseConsumer = config(self.brokers()).create().unwrap();
        let metadata = wait_for("the list of topics", || {
            consumer.fetch_metadata(None, Duration::from_secs(5)).ok()
        });
        metadata.topics().iter().any(|topic| topic.name() == name)
    }

    /// Begins to use a transactional id, as a producer that starts does: the broker fences whoever used it before.
    pub fn take_transactional_id(&self, id: &str) {
        let producer = self.producer(&[("transactional.id", id)]);
        producer.init_transactions(PATIENCE).unwrap();
    }

    /// The names of all groups that the brokers know.
    pub fn groups(&self) -> Vec<String> {
        let consumer: BaseConsumer = config(self.brokers()).create().unwrap();
        let list = wait_for("the list of groups", || {
            consumer.fetch_group_list(None, Duration::from_secs(5)).ok()
        });
        list.groups().iter().map(|group| group.name().to_owned()).collect()
    }

    /// Writes `inputs` in a transaction that stays open as long as the answer lives, and is aborted then.
    pub fn open_transaction(&self, topic: &str, inputs: &[Input]) -> OpenTransaction {
        let id = Cluster::unique("test");
        let producer = self.producer(&[("transactional.id", id.as_str()), ("transaction.timeout.ms", "600000")]);
        producer.init_transactions(PATIENCE).unwrap();
        producer.begin_transaction().unwrap();
        send(&producer, topic, inputs);
        OpenTransaction(producer)
    }

    /// What the coordinator says of a group: its state (`Stable`, `PreparingRebalance`, …) and the ids of its members.
    pub fn group(&self, group: &str) -> Option<(String, Vec<String>)> {
        let consumer: BaseConsumer = config(self.brokers()).create().unwrap();
        let list = consumer.fetch_group_list(Some(group), Duration::from_secs(5)).ok()?;
        let group = list.groups().first()?;
        let members = group.members().iter().map(|member| member.id().to_owned());
        Some((group.state().to_owned(), members.collect()))
    }

    /// The node (counted from 0) that coordinates a group or the transactions of an id: it leads the partition of the
    /// internal topic into which the name's hash, as Java has it, falls. None while nobody leads it.
    pub fn coordinator(&self, internal_topic: &str, name: &str) -> Option<usize> {
        let consumer: BaseConsumer = config(self.brokers()).create().unwrap();
        let metadata = consumer
            .fetch_metadata(Some(internal_topic), Duration::from_secs(5))
            .ok()?;
        let partitions = metadata.topics().first()?.partitions();
        let hash = name
            .encode_utf16()
            .fold(0_i32, |hash, unit| hash.wrapping_mul(31).wrapping_add(i32::from(unit)));
        let place = (hash & i32::MAX).checked_rem(partitions.len() as i32)?;
        let partition = partitions.iter().find(|p| p.id() == place)?;
        usize::try_from(partition.leader() - 1).ok()
    }

    fn producer(&self, more: &[(&str, &str)]) -> BaseProducer<Deliveries> {
        let mut config = config(self.brokers());
        // Sized for the largest message of any test; the topic's own limit decides.
        config
            .set("enable.idempotence", "true")
            .set("message.max.bytes", "33554432")
            .set("linger.ms", "5");
        for (key, value) in more {
            config.set(*key, *value);
        }
        config.create_with_context(Deliveries::default()).unwrap()
    }

    /// All that a `read_committed` reader sees, each partition from its beginning to its present end.
    pub fn read_all(&self, topic: &str) -> Vec<Found> {
        let ends = self.end_offsets(topic);
        let mut reader = Reader::open(self, topic);
        wait_for(&format!("the end of {topic} behind every transaction"), || {
            reader.read_to_end();
            let positions = reader.consumer.position().unwrap();
            let passed = |partition: i32, end: i64| {
                let position = positions.find_partition(topic, partition).map(|e| e.offset());
                matches!(position, Some(Offset::Offset(position)) if position >= end)
            };
            ends.iter()
                .all(|(partition, end)| *end == 0 || passed(*partition, *end))
                .then_some(())
        });
        reader.found
    }

    /// The end of each partition: the next offset to be written, control records counted.
    pub fn end_offsets(&self, topic: &str) -> BTreeMap<i32, i64> {
        let consumer: BaseConsumer = config(self.brokers())
            .set("isolation.level", "read_uncommitted")
            .create()
            .unwrap();
        let partitions = partitions(&consumer, topic);
        partitions.map(|p| (p, watermarks(&consumer, topic, p).1)).collect()
    }

    /// The end that a `read_committed` reader can reach now, of each partition: the next offset to be written, unless a
    /// transaction is open.
    pub fn stable_offsets(&self, topic: &str) -> BTreeMap<i32, i64> {
        let consumer: BaseConsumer = config(self.brokers())
            .set("isolation.level", "read_committed")
            .create()
            .unwrap();
        let partitions = partitions(&consumer, topic);
        partitions.map(|p| (p, watermarks(&consumer, topic, p).1)).collect()
    }

    /// The committed offset of each partition of `topic` for which `group` has one. Asks the group's coordinator and
    /// does not join.
    pub fn committed(&self, group: &str, topic: &str) -> BTreeMap<i32, i64> {
        Commits::open(self, group, topic).now()
    }

    /// How many offsets of `topic` lie between what `group` has committed and the end.
    pub fn lag(&self, group: &str, topic: &str) -> i64 {
        let committed = self.committed(group, topic);
        let ends = self.end_offsets(topic);
        ends.iter().map(|(p, end)| end - committed.get(p).unwrap_or(&0)).sum()
    }

    /// Partition, offset and key of each record of a topic, as Kafka's own console consumer reads them with
    /// `read_committed`. So that it knows where to end, a record is written to each partition first: nothing else may
    /// write there meanwhile. `count` is how many it should find; where there are more, it ends before it has seen all,
    /// and this panics.
    pub fn read_by_kafkas_tool(&self, topic: &str, count: usize) -> Vec<(i32, i64, String)> {
        const LAST: &str = "last";
        let partitions = self.end_offsets(topic).len();
        let last: Vec<_> = (0..partitions)
            .map(|p| Input::of(LAST).key(LAST).partition(p as i32))
            .collect();
        self.produce(topic, &last);
        let max = (count + partitions).to_string();
        let text = self.tool(
            "org.apache.kafka.tools.consumer.ConsoleConsumer",
            &[
                "--bootstrap-server",
                self.brokers(),
                "--topic",
                topic,
                "--from-beginning",
                "--isolation-level",
                "read_committed",
                "--max-messages",
                &max,
                "--timeout-ms",
                "30000",
                "--formatter-property",
                "print.partition=true",
                "--formatter-property",
                "print.offset=true",
                "--formatter-property",
                "print.key=true",
                "--formatter-property",
                "print.value=false",
            ],
            None,
        );
        let row = |line: &str| {
            let mut words = line.split('\t');
            let partition = words.next()?.strip_prefix("Partition:")?.parse().ok()?;
            let offset = words.next()?.strip_prefix("Offset:")?.parse().ok()?;
            Some((partition, offset, words.next()?.to_owned()))
        };
        let rows = text
            .lines()
            .map(|line| row(line).unwrap_or_else(|| panic!("no record: {line}")));
        let (found, ends): (Vec<_>, Vec<_>) = rows.partition(|(_, _, key)| key != LAST);
        assert_eq!(
            ends.len(),
            partitions,
            "Kafka's console consumer finds more than {count} records in {topic}"
        );
        found
    }

    /// The lag of `group` in `topic`, as Kafka's own command line tool reports it, added up.
    pub fn lag_by_kafkas_tool(&self, group: &str, topic: &str) -> i64 {
        let class = "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand";
        let brokers = self.brokers();
        let text = self.tool(
            class,
            &["--bootstrap-server", brokers, "--describe", "--group", group],
            None,
        );
        // GROUP TOPIC PARTITION [LEADER-EPOCH] CURRENT-OFFSET LOG-END-OFFSET LAG …
        let mut lines = text.lines().filter(|line| !line.trim().is_empty());
        let column = lines
            .find_map(|line| line.split_whitespace().position(|word| word == "LAG"))
            .unwrap_or_else(|| panic!("no column LAG in\n{text}"));
        let rows: Vec<Vec<_>> = lines.map(|line| line.split_whitespace().collect()).collect();
        let lags = rows.iter().filter(|row| row.get(1) == Some(&topic)).map(|row| {
            let lag = row.get(column).unwrap_or_else(|| panic!("no lag in a row of\n{text}"));
            lag.parse::<i64>()
                .unwrap_or_else(|_| panic!("a lag of {lag} in\n{text}"))
        });
        let lags: Vec<_> = lags.collect();
        assert!(!lags.is_empty(), "{topic} is not in\n{text}");
        lags.iter().sum()
    }
}

/// A transaction that is open.
pub struct OpenTransaction(BaseProducer<Deliveries>);

impl Drop for OpenTransaction {
    fn drop(&mut self) {
        let _ = self.0.abort_transaction(PATIENCE);
    }
}

type AdminResult = Result<String, (String, RDKafkaErrorCode)>;

struct Admin {
    client: AdminClient<rdkafka::client::DefaultClientContext>,
    runtime: tokio::runtime::Runtime,
}

impl Admin {
    fn block<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }
}

fn partitions(consumer: &BaseConsumer, topic: &str) -> std::ops::Range<i32> {
    let count = wait_for(&format!("the partitions of {topic}"), || {
        let metadata = consumer.fetch_metadata(Some(topic), Duration::from_secs(5)).ok()?;
        let count = metadata.topics().first()?.partitions().len();
        (count > 0).then_some(count as i32)
    });
    0..count
}

/// What became of each record sent, by its place among them.
#[derive(Default)]
struct Deliveries(Mutex<BTreeMap<usize, i64>>);

impl ClientContext for Deliveries {}

impl ProducerContext for Deliveries {
    type DeliveryOpaque = Box<usize>;

    fn delivery(&self, result: &DeliveryResult<'_>, place: Box<usize>) {
        match result {
            Ok(message) => self.0.lock().unwrap().insert(*place, message.offset()),
            Err((error, _)) => panic!("record {place} was not delivered: {error}"),
        };
    }
}

fn send(producer: &BaseProducer<Deliveries>, topic: &str, inputs: &[Input]) -> Vec<i64> {
    for (place, input) in inputs.iter().enumerate() {
        let mut headers = OwnedHeaders::new_with_capacity(input.headers.len());
        for (key, value) in &input.headers {
            let value = value.as_ref();
            headers = headers.insert(Header { key, value });
        }
        let mut record = BaseRecord::with_opaque_to(topic, Box::new(place)).partition(input.partition);
        record.key = input.key.as_deref();
        record.payload = input.value.as_deref();
        record.timestamp = input.timestamp;
        record.headers = (!input.headers.is_empty()).then_some(headers);
        let mut record = Some(record);
        wait_for("room in the producer's queue", || {
            match producer.send(record.take().expect("given back")) {
                Ok(()) => Some(()),
                Err((KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull), back)) => {
                    record = Some(back);
                    producer.poll(Duration::from_millis(50));
                    None
                }
                Err((error, _)) => panic!("cannot send: {error}"),
            }
        });
    }
    producer.flush(PATIENCE).unwrap();
    let delivered = std::mem::take(&mut *producer.context().0.lock().unwrap());
    assert_eq!(delivered.len(), inputs.len(), "every record is acknowledged");
    delivered.into_values().collect()
}

/// A view of what a group has committed, kept open where it is asked again and again.
pub struct Commits {
    consumer: BaseConsumer,
    group: String,
    list: TopicPartitionList,
}

impl Commits {
    /// Looks at the commits of `group` for the partitions that `topic` has now. Does not join.
    pub fn open(cluster: &Cluster, group: &str, topic: &str) -> Commits {
        // Whoever reads uncommitted records is not made to wait for a transaction that is open: it is told what is final.
        let consumer: BaseConsumer = config(cluster.brokers())
            .set("group.id", group)
            .set("isolation.level", "read_uncommitted")
            .create()
            .unwrap();
        let mut list = TopicPartitionList::new();
        for partition in partitions(&consumer, topic) {
            list.add_partition(topic, partition);
        }
        Commits {
            consumer,
            group: group.to_owned(),
            list,
        }
    }

    /// The committed offset of each partition that has one, as the group's coordinator has it now.
    pub fn now(&self) -> BTreeMap<i32, i64> {
        let list = wait_for(&format!("the committed offsets of {}", self.group), || {
            self.consumer
                .committed_offsets(self.list.clone(), Duration::from_secs(5))
                .ok()
        });
        let elements = list.elements();
        let offsets = elements.iter().filter_map(|e| match e.offset() {
            Offset::Offset(offset) => Some((e.partition(), offset)),
            _ => None,
        });
        offsets.collect()
    }
}

/// A `read_committed` reader of a whole topic that belongs to no group.
pub struct Reader {
    consumer: BaseConsumer<DefaultConsumerContext>,
    topic: String,
    ended: Vec<bool>,
    /// What it found so far, in the order of each partition.
    pub found: Vec<Found>,
}

impl Reader {
    /// Begins at the beginning of each partition.
    pub fn open(cluster: &Cluster, topic: &str) -> Reader {
        let consumer: BaseConsumer = config(cluster.brokers())
            .set("group.id", "test-reader-never-joined")
            .set("enable.auto.commit", "false")
            .set("isolation.level", "read_committed")
            .set("enable.partition.eof", "true")
            .set("fetch.wait.max.ms", "50")
            .create()
            .unwrap();
        let partitions = partitions(&consumer, topic);
        let mut list = TopicPartitionList::new();
        for partition in partitions.clone() {
            list.add_partition_offset(topic, partition, Offset::Beginning).unwrap();
        }
        consumer.assign(&list).unwrap();
        Reader {
            consumer,
            topic: topic.to_owned(),
            ended: vec![false; partitions.len()],
            found: Vec::new(),
        }
    }

    /// Reads until it has met the end of each partition, an end as it was after this call began.
    pub fn read_to_end(&mut self) {
        let topic = self.topic.clone();
        let count = self.ended.len() as i32;
        let bounds: Vec<_> = (0..count).map(|p| watermarks(&self.consumer, &topic, p)).collect();
        // An end met earlier may have moved since.
        self.ended.fill(false);
        wait_for(&format!("the end of {topic}"), || {
            self.poll();
            let positions = self.consumer.position().unwrap();
            let reached = |partition: i32| {
                let (begin, end) = bounds[partition as usize];
                let position = positions.find_partition(&topic, partition).map(|e| e.offset());
                // The position moves with what was read, over control records, too; where nothing ever was, there is none.
                begin == end
                    || matches!(position, Some(Offset::Offset(position)) if position >= end)
                    || self.ended[partition as usize]
            };
            (0..count).all(reached).then_some(())
        });
    }

    /// Reads on until `condition` holds for all that was found.
    pub fn read_until(&mut self, what: &str, condition: impl Fn(&[Found]) -> bool) -> &[Found] {
        wait_for(&format!("{what} in {}", self.topic), || {
            self.poll();
            condition(&self.found).then_some(())
        });
        &self.found
    }

    fn poll(&mut self) {
        let mut wait = Duration::from_millis(20);
        while let Some(polled) = self.consumer.poll(wait) {
            wait = Duration::ZERO;
            match polled {
                Ok(message) => {
                    self.ended[message.partition() as usize] = false;
                    self.found.push(found(&message));
                }
                Err(KafkaError::PartitionEOF(partition)) => self.ended[partition as usize] = true,
                // Brokers come and go in these tests; librdkafka goes on by itself.
                Err(_) => break,
            }
        }
    }
}

fn found(message: &impl Message) -> Found {
    let headers = message.headers().map_or_else(Vec::new, |headers| {
        headers
            .iter()
            .map(|h| (h.key.to_owned(), h.value.map(<[u8]>::to_vec)))
            .collect()
    });
    Found {
        partition: message.partition(),
        offset: message.offset(),
        key: message.key().map(<[u8]>::to_vec),
        value: message.payload().map(<[u8]>::to_vec),
        headers,
        timestamp: message.timestamp().to_millis(),
    }
}
