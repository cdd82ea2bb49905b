//! What is read: articles made up for it, and the event that each becomes.

use std::time::Duration;

use bantin::event::{Limits, Record, Renderer};
use bantin::intake::{Message, Origin};
use bantin::pipeline::Pipeline;
use bantin::settings::Settings;
use rdkafka::ClientConfig;
use rdkafka::producer::{BaseProducer, BaseRecord, Producer};

use super::support::articles::Article;
use super::support::dice::Dice;
use super::support::kafka::Cluster;

/// Partitions of each topic.
pub const PARTITIONS: i32 = 12;
/// Different articles; messages repeat them in turn, and bear the number of theirs as key.
const ARTICLES: usize = 512;
/// Paragraphs of an article, so that a message is about as large as the seed's page: 3.5 KB.
const PARAGRAPHS: usize = 9;

/// The raw messages, in the JSON envelope of a crawler.
pub fn inputs() -> Vec<Vec<u8>> {
    let mut dice = Dice::new(7);
    (0..ARTICLES as u64)
        .map(|n| {
            let article = Article::new(&mut dice, "bench", n, PARAGRAPHS);
            serde_json::to_vec(&serde_json::json!({ "id": n.to_string(), "url": article.url, "text": article.text() }))
                .unwrap()
        })
        .collect()
}

/// One of them as the pipeline gets it.
pub fn message<'m>(number: usize, offset: i64, key: &'m [u8], value: &'m [u8]) -> Message<'m> {
    Message {
        origin: Origin::Kafka {
            topic: "articles.raw",
            partition: number as i32 % PARTITIONS,
            offset,
        },
        timestamp: Some(1_700_000_000_000),
        key: Some(key),
        value: Some(value),
        headers: Vec::new(),
    }
}

/// What each input becomes.
pub fn ready_made() -> Vec<Record> {
    let settings = Settings::default();
    let (pipeline, renderer) = (Pipeline::new(&settings), Renderer::new(&settings));
    let inputs = inputs();
    let records = inputs.iter().enumerate().map(|(n, value)| {
        let key = n.to_string();
        let message = message(n, n as i64, key.as_bytes(), value);
        let mut rendered = renderer.render(&message, pipeline.process(&message), &Limits::default(), 0);
        assert_eq!(rendered.events, 1, "article {n} is no event");
        rendered.records.remove(0)
    });
    records.collect()
}

/// Writes the backlog. Returns its bytes.
pub fn fill(cluster: &Cluster, topic: &str, messages: u64) -> u64 {
    let inputs = inputs();
    let producer: BaseProducer = ClientConfig::new()
        .set("bootstrap.servers", cluster.brokers())
        .set("linger.ms", "20")
        .set("queue.buffering.max.kbytes", "262144")
        .create()
        .unwrap();
    let mut bytes = 0;
    for n in 0..messages as usize {
        let which = n % inputs.len();
        let key = which.to_string();
        bytes += inputs[which].len() as u64;
        loop {
            let record = BaseRecord::to(topic)
                .key(&key)
                .payload(&inputs[which])
                .partition(n as i32 % PARTITIONS);
            match producer.send(record) {
                Ok(()) => break,
                Err(_) => producer.poll(Duration::from_millis(10)),
            }
        }
        producer.poll(Duration::ZERO);
    }
    producer.flush(Duration::from_secs(120)).unwrap();
    bytes
}
