//! `bantin demo`: the real worker between a broker in this process and sample articles, and an account of what came of
//! them. The samples go through once for the account, then over and over for some seconds for a figure of throughput.

mod account;
mod watch;

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use self::account::{Dead, Event, Figures, Page};
use self::watch::Watch;
use super::Exit;
use super::reading::Reading;
use super::run::ended_by;
use crate::operate::{Health, Metrics, telemetry};
use crate::settings::{Delivery, Interval, Kafka, Loaded, Settings, Start};
use crate::stream::{self, Embedded};

/// The header by which a sample's outcome is known again: the worker passes the input's headers on.
const SAMPLE: &str = "sample";
const PARTITIONS: i32 = 4;
/// How long the samples are sent over and over.
const FEED: Duration = Duration::from_secs(3);
/// Bytes under way at most. The broker keeps 5 MiB a partition and drops the oldest, read or not.
const WINDOW: u64 = 3 * 1024 * 1024;
/// Nothing here takes so long; whoever waits longer waits for nothing.
const PATIENCE: Duration = Duration::from_secs(60);

macro_rules! samples {
    ($($name:literal)*) => { &[$(($name, include_bytes!(concat!("../../../samples/", $name)))),*] };
}

/// The messages, one a file.
const SAMPLES: &[(&str, &[u8])] = samples![
    "01-library.txt" "02-bridge.html" "03-rice.json" "04-school.json" "05-ferry.json" "06-tram.html"
    "07-lanterns.json" "08-market.json" "09-two-at-once.json" "10-harvest.txt" "11-section.txt" "12-cut-off.json"
    "13-old-bytes.txt" "14-goats.json"
];

/// Runs the demo.
///
/// # Errors
/// Whatever ended the worker, or an account that never came to its end.
pub fn run(loaded: Loaded) -> anyhow::Result<Exit> {
    let explicit = |key: &str| loaded.origins.contains_key(key);
    let (listen, level) = (explicit("operate.listen"), explicit("log.level"));
    let mut settings = loaded.settings;
    if !listen {
        // A port that is taken must not keep anyone from looking.
        settings.operate.listen = String::new();
    }
    if !level {
        // What is dead is told in the account. The embedded broker does not know `DescribeConfigs`, about which the
        // worker warns; Kafka's default limits are right for it.
        settings.log.level = "error".to_owned();
    }
    let _reporter = telemetry::start(&settings.log)?;
    let (events, dead) = ("articles.events", "articles.dead-letters");
    let broker = Embedded::start(&["articles.raw", events, dead], &[events, dead], PARTITIONS)
        .context("the embedded broker does not start")?;
    own(&mut settings, broker.brokers());

    let metrics = Metrics::new()?;
    let health = Arc::new(Health::new());
    let _server = crate::operate::http::serve(
        &settings.operate.listen,
        metrics.clone(),
        health.clone(),
        settings.stall_timeout.0,
    )?;
    let watch = Watch::new(Reading::new(&settings, &metrics));
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let (work, settings, metrics, health, stop) = (watch.clone(), &settings, &metrics, &health, &stop);
        let worker = scope.spawn(move || stream::run(settings, &work, metrics, health, stop));
        let shown = show(&broker, settings, &watch, || worker.is_finished());
        stop.store(true, Ordering::Release);
        match worker.join() {
            Ok(Ok(())) => shown,
            Ok(Err(error)) => Err(ended_by(error)),
            Err(_) => bail!("the worker failed: please report it"),
        }
    })?;
    Ok(Exit::Clean)
}

/// What is the demo's own: where the messages come from and go to. How articles are read stays the user's.
fn own(settings: &mut Settings, brokers: String) {
    settings.kafka = Kafka {
        brokers,
        ..Kafka::default()
    };
    settings.kafka.consumer = [("fetch.wait.max.ms", "10")].into_iter().collect();
    settings.input.topics = vec!["articles.raw".to_owned()];
    settings.input.group = "bantin-demo".to_owned();
    settings.input.start = Start::Earliest;
    settings.output.topic = "articles.events".to_owned();
    settings.dead_letter.topic = "articles.dead-letters".to_owned();
    settings.dead_letter.max_ratio = 1.0;
    settings.worker.name = None;
    // Nobody waits for a broker that is in the same process, nor long for topics' limits, of which it does not tell.
    settings.startup_timeout = Interval(Duration::from_secs(2));
    // The embedded broker stores no transactional offsets.
    settings.delivery = Delivery::AtLeastOnce;
}

fn show(
    broker: &Embedded,
    settings: &Settings,
    watch: &Watch<Reading>,
    worker_ended: impl Fn() -> bool,
) -> anyhow::Result<()> {
    let mut out = anstream::stdout();
    let page = Page::of_stdout();
    out.write_all(page.head(SAMPLES.len()).as_bytes())?;
    out.flush()?;

    let end = Instant::now() + PATIENCE;
    let go_on = || -> anyhow::Result<bool> {
        if Instant::now() > end {
            bail!(
                "the demo came to no end within {} s: please report it",
                PATIENCE.as_secs()
            );
        }
        Ok(!worker_ended())
    };
    for (number, (name, bytes)) in SAMPLES.iter().enumerate() {
        while !broker.send("articles.raw", number, bytes, (SAMPLE, name))? {}
    }
    broker.flush()?;
    let (mut shown, mut dead): (BTreeMap<(String, u64), Event>, BTreeMap<String, Dead>) = Default::default();
    let mut records = 0;
    while go_on()? && (watch.messages() < SAMPLES.len() as u64 || records < watch.records()) {
        let read = broker.read(Duration::from_millis(50), |message| {
            let sample = account::header(message, SAMPLE);
            if account::is_in(message, &settings.dead_letter.topic) {
                dead.insert(sample.clone(), Dead::of(message, sample));
                return Ok(());
            }
            let event = Event::of(message, sample.clone())?;
            shown.insert((sample, event.index()), event);
            anyhow::Ok(())
        })?;
        if let Some(read) = read {
            read?;
            records += 1;
        }
    }
    if worker_ended() {
        return Ok(());
    }
    let skipped = watch.skipped();
    out.write_all(page.events(shown.values()).as_bytes())?;
    out.write_all(page.skipped(&skipped).as_bytes())?;
    out.write_all(page.dead(dead.values()).as_bytes())?;
    out.flush()?;

    // Every round has the same outcomes, so records tell how many rounds are done.
    let bytes: u64 = SAMPLES.iter().map(|(_, bytes)| bytes.len() as u64).sum();
    let in_round = records.max(1);
    let (mut rounds, mut number) = (0u64, 0usize);
    let start = Instant::now();
    let mut last = start;
    let mut got = 0u64;
    loop {
        let feeding = start.elapsed() < FEED;
        while feeding && rounds.saturating_sub(got / in_round) * bytes < WINDOW {
            for (name, bytes) in SAMPLES {
                while !broker.send("articles.raw", number, bytes, (SAMPLE, name))? {}
                number += 1;
            }
            rounds += 1;
        }
        if !go_on()? {
            return Ok(());
        }
        if !feeding && got >= rounds * in_round && watch.messages() >= (rounds + 1) * SAMPLES.len() as u64 {
            break;
        }
        if broker.read(Duration::from_millis(5), |_| ())?.is_some() {
            got += 1;
            last = Instant::now();
        }
    }
    let figures = Figures {
        messages: rounds * SAMPLES.len() as u64,
        bytes: rounds * bytes,
        records: got,
        time: last - start,
    };
    out.write_all(page.throughput(&figures).as_bytes())?;
    let program = std::env::args().next().unwrap_or_else(|| "bantin".to_owned());
    out.write_all(page.commands(&program).as_bytes())?;
    out.flush()?;
    Ok(())
}
