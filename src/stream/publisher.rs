//! [`Publisher`]: records to the producer, and the broker's word on each of them back.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rdkafka::ClientContext;
use rdkafka::Message as _;
use rdkafka::TopicPartitionList;
use rdkafka::client::OAuthToken;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::consumer::ConsumerGroupMetadata;
use rdkafka::error::{KafkaError, KafkaResult, RDKafkaErrorCode};
use rdkafka::message::{DeliveryResult, Header, OwnedHeaders};
use rdkafka::producer::{BaseProducer, BaseRecord, Producer, ProducerContext};

use super::crew::Limits;
use super::error::StreamError;
use super::login::Login;
use super::notices::log;
use super::progress::Ticket;
use super::{client, native};
use crate::event::{Record, Target};
use crate::settings::Settings;

// A ticket travels through librdkafka as a pointer-sized word.
const _: () = assert!(usize::BITS == u64::BITS, "bantin needs a 64-bit platform");

/// What a record costs beside its bytes: librdkafka's own structures for a queued message.
const RECORD_OVERHEAD: u64 = 512;

/// A record with its headers in librdkafka's own form, made on a CPU thread so that the loop only hands it over.
pub(super) struct Prepared {
    pub target: Target,
    pub partition: Option<i32>,
    pub key: Option<Vec<u8>>,
    pub payload: Option<Vec<u8>>,
    pub headers: OwnedHeaders,
    pub timestamp: Option<i64>,
}

impl From<Record> for Prepared {
    fn from(record: Record) -> Self {
        let mut headers = OwnedHeaders::new_with_capacity(record.headers.len());
        for (name, value) in &record.headers {
            headers = headers.insert(Header {
                key: name,
                value: value.as_deref(),
            });
        }
        Prepared {
            target: record.target,
            partition: record.partition,
            key: record.key,
            payload: record.payload,
            headers,
            timestamp: record.timestamp,
        }
    }
}

impl Prepared {
    /// Bytes of its key and value.
    pub(super) fn bytes(&self) -> u64 {
        let length = |part: &Option<Vec<u8>>| part.as_ref().map_or(0, |bytes| bytes.len() as u64);
        length(&self.key) + length(&self.payload)
    }

    /// What it takes from the byte budget until it is acknowledged.
    pub(super) fn cost(&self) -> u64 {
        self.bytes() + RECORD_OVERHEAD
    }
}

/// The broker's word on one record.
pub(super) struct Delivery {
    pub ticket: Ticket,
    /// What the record took from the byte budget.
    pub cost: u64,
    /// Where it was bound for.
    pub target: Target,
    pub result: Result<(), RDKafkaErrorCode>,
}

/// The producer's callbacks.
pub(super) struct Receipts {
    output_topic: String,
    dead_letter_topic: String,
    deliveries: Mutex<Vec<Delivery>>,
    trouble: Mutex<Option<(RDKafkaErrorCode, String)>>,
    login: Login,
}

impl ClientContext for Receipts {
    const ENABLE_REFRESH_OAUTH_TOKEN: bool = true;

    fn generate_oauth_token(&self, _: Option<&str>) -> Result<OAuthToken, Box<dyn std::error::Error>> {
        Ok(self.login.token()?)
    }

    fn log(&self, level: RDKafkaLogLevel, facility: &str, message: &str) {
        log(level, facility, message);
    }

    fn stats(&self, _: rdkafka::Statistics) {}

    fn stats_raw(&self, _: &[u8]) {}

    fn error(&self, error: KafkaError, reason: &str) {
        if let Some(code) = error.rdkafka_error_code() {
            *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = Some((code, reason.to_owned()));
        }
    }
}

impl ProducerContext for Receipts {
    type DeliveryOpaque = usize;

    fn delivery(&self, result: &DeliveryResult<'_>, opaque: usize) {
        let (message, result) = match result {
            Ok(message) => (message, Ok(())),
            Err((error, message)) => (
                message,
                Err(error.rdkafka_error_code().unwrap_or(RDKafkaErrorCode::Fail)),
            ),
        };
        let target = match message.topic() {
            topic if topic == self.dead_letter_topic => Target::DeadLetter,
            topic if topic == self.output_topic => Target::Output,
            topic => Target::Topic(topic.into()),
        };
        let cost = (message.key_len() + message.payload_len()) as u64 + RECORD_OVERHEAD;
        let delivery = Delivery {
            ticket: Ticket::unpack(opaque as u64),
            cost,
            target,
            result,
        };
        self.deliveries
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(delivery);
    }
}

/// The producer and the topics that it writes.
pub(super) struct Publisher {
    producer: BaseProducer<Receipts>,
    output_topic: String,
    dead_letter_topic: String,
    /// What the records that the brokers have not spoken of take from the byte budget.
    outstanding: AtomicU64,
}

impl Publisher {
    /// A producer for topics with these limits; with a `transactional_id` one that writes in transactions.
    pub(super) fn new(
        settings: &Settings,
        limits: &Limits,
        login: &Login,
        transactional_id: Option<&str>,
    ) -> Result<Self, StreamError> {
        let receipts = Receipts {
            output_topic: settings.output.topic.clone(),
            dead_letter_topic: settings.dead_letter.topic.clone(),
            deliveries: Mutex::new(Vec::new()),
            trouble: Mutex::new(None),
            login: login.clone(),
        };
        let config = client::producer(settings, limits, transactional_id);
        let producer: BaseProducer<_> = config
            .create_with_context(receipts)
            .map_err(StreamError::Configuration)?;
        login.enter(producer.client())?;
        Ok(Publisher {
            producer,
            output_topic: settings.output.topic.clone(),
            dead_letter_topic: settings.dead_letter.topic.clone(),
            outstanding: AtomicU64::new(0),
        })
    }

    /// Hands a record to the producer's queue. `Err` gives it back: the queue is full (try again), or librdkafka
    /// refuses the record, which is a delivery that failed.
    pub(super) fn send(&self, ticket: Ticket, record: Prepared) -> Result<(), (RDKafkaErrorCode, Prepared)> {
        let cost = record.cost();
        let Prepared {
            target,
            partition,
            key,
            payload,
            headers,
            timestamp,
        } = record;
        let topic = match &target {
            Target::Output => &self.output_topic,
            Target::DeadLetter => &self.dead_letter_topic,
            Target::Topic(topic) => &**topic,
        };
        let mut request = BaseRecord::with_opaque_to(topic, ticket.pack() as usize).headers(headers);
        request.key = key.as_deref();
        request.payload = payload.as_deref();
        request.timestamp = timestamp;
        request.partition = partition;
        let (code, headers) = match self.producer.send(request) {
            Ok(()) => {
                self.outstanding.fetch_add(cost, Ordering::Relaxed);
                return Ok(());
            }
            Err((error, request)) => (
                error.rdkafka_error_code().unwrap_or(RDKafkaErrorCode::Fail),
                request.headers.unwrap_or_default(),
            ),
        };
        Err((
            code,
            Prepared {
                target,
                partition,
                key,
                payload,
                headers,
                timestamp,
            },
        ))
    }

    /// The broker's words since the last call. It does not wait for any.
    ///
    /// The loop asks by itself, a few hundred times a second: a thread that waits for deliveries, and wakes the loop for
    /// each batch, costs more in switches than all that the loop does (benches/README.md).
    pub(super) fn deliveries(&self) -> Vec<Delivery> {
        let receipts = self.producer.context();
        let mut all = Vec::new();
        loop {
            // One call serves one event, and an event is a batch.
            self.producer.poll(Duration::ZERO);
            let mut came = receipts.deliveries.lock().unwrap_or_else(PoisonError::into_inner);
            if came.is_empty() {
                drop(came);
                let cost = all.iter().map(|delivery: &Delivery| delivery.cost).sum();
                self.outstanding.fetch_sub(cost, Ordering::Relaxed);
                return all;
            }
            all.append(&mut came);
        }
    }

    /// Bytes of the budget that are with records which the brokers have not spoken of.
    pub(super) fn outstanding(&self) -> u64 {
        self.outstanding.load(Ordering::Relaxed)
    }

    /// Sends what is queued without letting it linger. Returns whether the brokers have spoken of all of it; somebody else
    /// must take the [`deliveries`](Publisher::deliveries) meanwhile.
    pub(super) fn flush(&self, patience: Duration) -> bool {
        native::flush(&self.producer, patience)
    }

    /// Takes the transactional id over, or goes on with that.
    pub(super) fn init_transactions(&self, patience: Duration) -> KafkaResult<()> {
        self.producer.init_transactions(patience)
    }

    /// Begins a transaction: a matter of this process alone.
    pub(super) fn begin(&self) -> KafkaResult<()> {
        self.producer.begin_transaction()
    }

    /// Puts the group's offsets into the transaction.
    pub(super) fn send_offsets(
        &self,
        offsets: &TopicPartitionList,
        group: &ConsumerGroupMetadata,
        patience: Duration,
    ) -> KafkaResult<()> {
        self.producer.send_offsets_to_transaction(offsets, group, patience)
    }

    /// Commits the transaction, whose records were flushed.
    pub(super) fn commit(&self, patience: Duration) -> KafkaResult<()> {
        self.producer.commit_transaction(patience)
    }

    /// Aborts the transaction.
    pub(super) fn abort(&self, patience: Duration) -> KafkaResult<()> {
        self.producer.abort_transaction(patience)
    }

    /// An error of the producer as a whole, and whether it is fatal.
    pub(super) fn trouble(&self) -> Option<(RDKafkaErrorCode, String, bool)> {
        let (code, reason) = self
            .producer
            .context()
            .trouble
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()?;
        match self.producer.client().fatal_error() {
            Some((code, reason)) => Some((code, reason, true)),
            None => Some((code, reason, false)),
        }
    }
}
