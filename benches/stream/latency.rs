//! Latency under a steady load: from the timestamp of an input to its output in the hands of a `read_committed` reader.
//!
//! Outputs bear the timestamps of their inputs, so the reader looks at nothing else. It reads a third of the output
//! partitions: to unpack all that the others write would cost more than they.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rdkafka::Message as _;
use rdkafka::consumer::BaseConsumer;

use super::inputs::{PARTITIONS, inputs};
use super::load::{now, reader, send};
use super::process::{cores, cpu_seconds};
use super::subject::{Configuration, Running, empty_topics};
use super::support::kafka::Cluster;

/// How long the load runs before latencies count: groups are joined and buffers have grown by then.
const WARM: Duration = Duration::from_secs(2);
/// How long a reader waits for more, when all is committed.
const QUIET: Duration = Duration::from_millis(500);

/// The load.
pub struct Load {
    /// Messages a second.
    pub rate: u64,
    /// For how long latencies are taken.
    pub seconds: u64,
}

/// What was measured.
#[derive(Clone, Debug)]
pub struct Latency {
    /// Messages a second that were sent.
    pub rate: u64,
    /// Milliseconds of each message that the reader saw, in ascending order.
    times: Vec<u32>,
    /// Share of all cores that the bench itself took, to send and to read.
    own: f64,
}

impl Latency {
    /// Milliseconds below which this share of the messages were readable.
    pub fn quantile(&self, share: f64) -> u32 {
        let at = ((self.times.len() as f64 * share).ceil() as usize).clamp(1, self.times.len());
        self.times[at - 1]
    }
}

impl fmt::Display for Latency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} messages/s, p50 {} ms, p99 {} ms, at most {} ms, of {} messages; the bench itself took {:.0} % of the cores",
            self.rate,
            self.quantile(0.5),
            self.quantile(0.99),
            self.quantile(1.0),
            self.times.len(),
            self.own * 100.0,
        )
    }
}

/// Measures a configuration under a load, on topics of its own.
pub fn measure(cluster: &Cluster, configuration: &Configuration, load: &Load, set: Option<(&str, &str)>) -> Latency {
    let topics = empty_topics(cluster);
    let count = load.rate * (load.seconds + WARM.as_secs());
    let mut running = Running::start(cluster, &topics, configuration, count, set);
    running.wait_until_ready();
    let reader = reader(cluster.brokers(), &topics.output, 0..PARTITIONS / 3);
    let (over, never) = (AtomicBool::new(false), AtomicBool::new(false));
    let mut own = 0.0;
    let seen = std::thread::scope(|scope| {
        let reading = scope.spawn(|| read(&reader, &over));
        let inputs = inputs();
        let me = std::process::id();
        let sending = scope.spawn(move || {
            let to = (cluster.brokers(), topics.input.as_str(), PARTITIONS);
            let key = |_: i32, n: u64| (n % inputs.len() as u64).to_string();
            send(to, &inputs, key, (load.rate, count), &never);
        });
        let (start, before) = (Instant::now(), cpu_seconds(me).unwrap_or(0.0));
        sending.join().unwrap();
        let used = cpu_seconds(me).unwrap_or(0.0) - before;
        own = used / start.elapsed().as_secs_f64() / cores() as f64;
        running.wait_until_committed(cluster);
        over.store(true, Ordering::Release);
        reading.join().unwrap()
    });
    running.stop();
    let first = seen.iter().map(|(sent, _)| *sent).min().expect("outputs");
    let warm = first + WARM.as_millis() as i64;
    let counts = seen.iter().filter(|(sent, _)| *sent >= warm);
    let mut times: Vec<u32> = counts.map(|(_, took)| *took).collect();
    times.sort_unstable();
    Latency {
        rate: load.rate,
        times,
        own,
    }
}

/// Of each record when its input was sent, and how many milliseconds later it was here; until all is over and nothing comes.
fn read(reader: &BaseConsumer, over: &AtomicBool) -> Vec<(i64, u32)> {
    let mut seen = Vec::new();
    loop {
        // Asked before: what is committed then is readable.
        let last = over.load(Ordering::Acquire);
        match reader.poll(QUIET) {
            Some(record) => {
                let sent = record.unwrap().timestamp().to_millis().unwrap();
                seen.push((sent, (now() - sent).max(0) as u32));
            }
            None if last => return seen,
            None => {}
        }
    }
}
