//! A broker within this process, for trying out: librdkafka's mock cluster, with a producer and a reader of its own.
//!
//! It keeps 5 MiB a partition in memory, oldest out first, and loses all when the process ends. The worker connects to
//! it over TCP like to any other; it does not answer `DescribeConfigs`, so topics count as having Kafka's default limits.

use std::time::Duration;

use rdkafka::config::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::message::{Header, OwnedHeaders};
use rdkafka::mocking::MockCluster;
use rdkafka::producer::{BaseRecord, DefaultProducerContext, Producer, ThreadedProducer};
use rdkafka::{Offset, TopicPartitionList};

use super::crew;
use crate::intake::Message;

/// How long the last records may take to reach a broker in the same process.
const FLUSH: Duration = Duration::from_secs(10);

/// The broker, and one client that sends and reads.
pub struct Embedded {
    // Clients go before the broker that they talk to.
    producer: ThreadedProducer<DefaultProducerContext>,
    reader: BaseConsumer,
    cluster: MockCluster<'static, DefaultProducerContext>,
    partitions: i32,
}

impl Embedded {
    /// Starts a broker with these topics, each of so many partitions. What comes into the topics in `read` is read from
    /// their beginning.
    ///
    /// # Errors
    /// librdkafka cannot start it.
    pub fn start(topics: &[&str], read: &[&str], partitions: i32) -> Result<Self, KafkaError> {
        let cluster = MockCluster::new(1)?;
        for topic in topics {
            cluster.create_topic(topic, partitions, 1)?;
        }
        let brokers = cluster.bootstrap_servers();
        let producer = ClientConfig::new()
            .set("bootstrap.servers", &brokers)
            .set("enable.idempotence", "true")
            .create_with_context::<_, ThreadedProducer<_>>(DefaultProducerContext)?;
        let reader: BaseConsumer = ClientConfig::new()
            .set("bootstrap.servers", &brokers)
            .set("group.id", "bantin-demo-reader")
            .set("enable.auto.commit", "false")
            // The broker holds a fetch that finds nothing for this long, even if something comes meanwhile.
            .set("fetch.wait.max.ms", "10")
            .create()?;
        let mut list = TopicPartitionList::new();
        for topic in read {
            for partition in 0..partitions {
                list.add_partition_offset(topic, partition, Offset::Beginning)?;
            }
        }
        reader.assign(&list)?;
        Ok(Embedded {
            producer,
            reader,
            cluster,
            partitions,
        })
    }

    /// `host:port`, as `kafka.brokers` takes it.
    pub fn brokers(&self) -> String {
        self.cluster.bootstrap_servers()
    }

    /// Sends a value; `number` picks the partition. `false` if the queue is full for the moment.
    ///
    /// # Errors
    /// librdkafka refuses the record.
    pub fn send(&self, topic: &str, number: usize, value: &[u8], header: (&str, &str)) -> Result<bool, KafkaError> {
        let headers = OwnedHeaders::new().insert(Header {
            key: header.0,
            value: Some(header.1),
        });
        let partition = i32::try_from(number % self.partitions.max(1) as usize).unwrap_or(0);
        let record = BaseRecord::<(), [u8]>::to(topic)
            .partition(partition)
            .payload(value)
            .headers(headers);
        match self.producer.send(record) {
            Ok(()) => Ok(true),
            Err((KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull), _)) => Ok(false),
            Err((error, _)) => Err(error),
        }
    }

    /// Waits until all that was sent is with the broker.
    ///
    /// # Errors
    /// It is not within seconds.
    pub fn flush(&self) -> Result<(), KafkaError> {
        self.producer.flush(FLUSH)
    }

    /// Reads one record, waiting so long for it at most.
    ///
    /// # Errors
    /// The reader lost its place, as when records were pushed out before they were read.
    pub fn read<T>(&self, wait: Duration, look: impl FnOnce(&Message<'_>) -> T) -> Result<Option<T>, KafkaError> {
        match self.reader.poll(wait) {
            Some(Ok(message)) => Ok(Some(look(&crew::view(&message)))),
            Some(Err(error)) => Err(error),
            None => Ok(None),
        }
    }
}
