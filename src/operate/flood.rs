//! [`Flood`]: keeps a single place in the program from flooding the log.
//!
//! Broken input and flapping brokers say the same thing thousands of times. Of each place that logs, the first
//! [`BURST`] lines come through, then one line in [`INTERVAL`]; what is left out is counted, and a line says how many and
//! of what kind, once in that time and at the end. A place that has been quiet has its burst again.
//!
//! DEBUG and TRACE are not limited: whoever asks for them asks for each line, and a skip leaves nothing else.
//!
//! Crates for it (`tracing-throttle` 0.4) tell lines apart by their fields; here coordinates differ in each line, and
//! what must be limited is the place.

use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;
use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tracing::callsite::Identifier;
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::subscriber::Interest;
use tracing::{Event, Level, Metadata};
use tracing_subscriber::layer::{Context, Filter};

/// Lines of one place that come through at once.
pub const BURST: u32 = 10;
/// How long a place that has spent its burst waits for the next line, and how often is said what was left out.
pub const INTERVAL: Duration = Duration::from_secs(10);

/// The target of the lines that say what was left out; they are not limited themselves.
const TARGET: &str = "bantin::operate::flood";

/// What is left out, by place: values in, decisions out, so that time is an input.
#[derive(Debug)]
struct Limiter<K> {
    places: HashMap<K, Place>,
}

#[derive(Debug)]
struct Place {
    /// Lines that may come through now.
    allowed: u32,
    /// Since when the next one is being earned.
    since: Instant,
    left_out: Option<LeftOut>,
}

/// Lines of one place that nobody saw.
#[derive(Clone, Debug, PartialEq, Eq)]
struct LeftOut {
    count: u64,
    level: Level,
    /// The message of the first of them.
    like: String,
}

impl<K: Eq + Hash> Limiter<K> {
    /// Whether a line comes through; `like` is asked for its level and message if it is the first that does not.
    fn admit(&mut self, place: K, now: Instant, like: impl FnOnce() -> (Level, String)) -> bool {
        let place = self.places.entry(place).or_insert(Place {
            allowed: BURST,
            since: now,
            left_out: None,
        });
        let earned = now.saturating_duration_since(place.since).as_nanos() / INTERVAL.as_nanos();
        let earned = u32::try_from(earned).unwrap_or(u32::MAX);
        place.since += INTERVAL * earned.min(BURST);
        place.allowed = place.allowed.saturating_add(earned);
        if place.allowed >= BURST {
            place.allowed = BURST;
            // Nothing is saved up beyond the burst.
            place.since = now;
        }
        match place.allowed.checked_sub(1) {
            Some(rest) => {
                place.allowed = rest;
                true
            }
            None => {
                let left_out = place.left_out.get_or_insert_with(|| {
                    let (level, like) = like();
                    LeftOut { count: 0, level, like }
                });
                left_out.count += 1;
                false
            }
        }
    }

    /// What was left out since the last call.
    fn take_left_out(&mut self) -> Vec<LeftOut> {
        self.places
            .values_mut()
            .filter_map(|place| place.left_out.take())
            .collect()
    }
}

/// Where a line comes from. librdkafka's own lines all come from one place of ours: there, its facility counts, a word
/// such as `FAIL`.
type Origin = (Identifier, Option<String>);

/// The filter. Clones share what they count.
#[derive(Clone)]
pub struct Flood {
    limiter: Arc<Mutex<Limiter<Origin>>>,
    clock: Arc<dyn Fn() -> Instant + Send + Sync>,
}

impl Flood {
    /// By the system's clock.
    #[expect(
        clippy::new_without_default,
        reason = "a default that reads the clock would surprise"
    )]
    pub fn new() -> Self {
        Flood::with_clock(Instant::now)
    }

    /// By another clock.
    pub fn with_clock(clock: impl Fn() -> Instant + Send + Sync + 'static) -> Self {
        Flood {
            limiter: Arc::new(Mutex::new(Limiter { places: HashMap::new() })),
            clock: Arc::new(clock),
        }
    }

    /// Logs what was left out since the last time: a line for each place, at its level.
    pub fn report(&self) {
        let left_out = self
            .limiter
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take_left_out();
        for LeftOut { count, level, like } in left_out {
            let words = "lines of this kind were left out";
            match level {
                Level::ERROR => tracing::error!(target: TARGET, left_out = count, like, "{words}"),
                Level::WARN => tracing::warn!(target: TARGET, left_out = count, like, "{words}"),
                _ => tracing::info!(target: TARGET, left_out = count, like, "{words}"),
            }
        }
    }
}

/// Whether lines of this place are limited at all.
fn limited(metadata: &Metadata<'_>) -> bool {
    *metadata.level() <= Level::INFO && metadata.target() != TARGET
}

impl<S> Filter<S> for Flood {
    fn enabled(&self, _: &Metadata<'_>, _: &Context<'_, S>) -> bool {
        true
    }

    fn callsite_enabled(&self, metadata: &'static Metadata<'static>) -> Interest {
        // What `event_enabled` may refuse must be asked for each time: a layer that is always interested must not refuse
        // (tracing-subscriber 0.3 asserts it, in `FilterState::event_enabled`).
        match limited(metadata) {
            true => Interest::sometimes(),
            false => Interest::always(),
        }
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::TRACE)
    }

    fn event_enabled(&self, event: &Event<'_>, _: &Context<'_, S>) -> bool {
        let metadata = event.metadata();
        if !limited(metadata) {
            return true;
        }
        let mut facility = Facility(None);
        event.record(&mut facility);
        let now = (self.clock)();
        let mut limiter = self.limiter.lock().unwrap_or_else(PoisonError::into_inner);
        limiter.admit((metadata.callsite(), facility.0), now, || {
            let mut words = Words(String::new());
            event.record(&mut words);
            (*metadata.level(), words.0)
        })
    }
}

/// Reads the field `facility`.
struct Facility(Option<String>);

impl Visit for Facility {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "facility" {
            self.0 = Some(value.to_owned());
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn fmt::Debug) {}
}

/// Reads the message.
struct Words(String);

impl Visit for Words {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }
}

/// Says once in [`INTERVAL`] what was left out, and once more when it is dropped.
#[must_use = "dropped, it says nothing more of what is left out: keep it as long as there are logs"]
pub struct Reporter {
    flood: Flood,
    /// Closing it ends the thread.
    end: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Reporter {
    /// Starts the thread that says it.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn start(flood: Flood) -> std::io::Result<Self> {
        let (end, ended) = sync_channel::<()>(0);
        let speaker = flood.clone();
        let thread = std::thread::Builder::new()
            .name("log-flood".to_owned())
            .spawn(move || {
                while ended.recv_timeout(INTERVAL) == Err(RecvTimeoutError::Timeout) {
                    speaker.report();
                }
            })?;
        Ok(Reporter {
            flood,
            end: Some(end),
            thread: Some(thread),
        })
    }
}

impl Drop for Reporter {
    fn drop(&mut self) {
        drop(self.end.take());
        if let Some(thread) = self.thread.take() {
            // It panics only if writing a line does.
            let _ = thread.join();
        }
        self.flood.report();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_its_burst_then_a_line_an_interval_and_its_burst_again_after_a_rest() {
        let start = Instant::now();
        let mut limiter = Limiter { places: HashMap::new() };
        let mut at = |ms: u64, place: &'static str| {
            let now = start + Duration::from_millis(ms);
            limiter.admit(place, now, || (Level::WARN, format!("{place} at {ms}")))
        };
        // Ten at once, whatever time they take; another place is another matter.
        assert!((0..10).all(|n| at(n * 999, "a")));
        assert!(!at(9_999, "a") && at(9_999, "b"));
        // One is earned at 10 s, the next at 20 s, however many try meanwhile.
        let came: Vec<u64> = (10_000..40_000).filter(|ms| at(*ms, "a")).collect();
        assert_eq!(came, [10_000, 20_000, 30_000]);
        // After 100 s of rest it is ten again, and no more.
        assert_eq!((0..50).filter(|_| at(500_000, "a")).count(), 10);
        assert_eq!((0..50).filter(|_| at(509_999, "a")).count(), 0);
        assert_eq!((0..50).filter(|_| at(510_000, "a")).count(), 1);
        let left_out = LeftOut {
            count: 1 + 29_997 + 40 + 50 + 49,
            level: Level::WARN,
            like: "a at 9999".to_owned(),
        };
        assert_eq!(limiter.take_left_out(), [left_out]);
        assert_eq!(limiter.take_left_out(), []);
    }

    #[test]
    fn a_clock_that_goes_back_or_far_ahead_breaks_nothing() {
        let start = Instant::now() + Duration::from_secs(1_000);
        let mut limiter = Limiter { places: HashMap::new() };
        let mut count = |now: Instant| {
            let like = || (Level::INFO, String::new());
            (0..20).filter(|_| limiter.admit((), now, like)).count()
        };
        assert_eq!(count(start), 10);
        assert_eq!(count(start - Duration::from_secs(500)), 0);
        assert_eq!(count(start + Duration::from_secs(1 << 40)), 10);
    }
}
