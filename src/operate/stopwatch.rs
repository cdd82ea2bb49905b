//! [`Stopwatch`]: how long each stage of the pipeline takes, `bantin_stage_seconds`.
//!
//! Each CPU thread has its own and counts for itself; it adds to the shared histograms once in many messages, so that
//! threads do not wait for each other's atomics. A message costs seven looks at the clock, 0.2 µs beside its 39 (`benches/README.md`).

use std::time::{Duration, Instant};

use prometheus::local::LocalHistogram;

use super::Metrics;
use super::metrics::TIMED;
use crate::intake::Stage;

/// Times the stages of one message after another.
#[derive(Clone, Debug)]
pub struct Stopwatch {
    last: Instant,
    laps: [Lap; TIMED.len()],
}

#[derive(Clone, Debug)]
struct Lap {
    histogram: LocalHistogram,
    /// Time of the message at hand; `None` if it has not come here.
    spent: Option<Duration>,
}

impl Stopwatch {
    /// A stopwatch for one thread. Clones count for themselves, into the same metrics.
    pub fn new(metrics: &Metrics) -> Self {
        Stopwatch {
            last: Instant::now(),
            laps: TIMED.map(|stage| Lap {
                histogram: metrics.stage_seconds.with_label_values(&[stage.as_str()]).local(),
                spent: None,
            }),
        }
    }

    /// A message begins.
    pub fn start(&mut self, now: Instant) {
        self.last = now;
    }

    /// A stage of it has ended: what passed since the last end is its time. A stage that a message goes through several
    /// times (an array of articles) has the sum.
    pub fn ended(&mut self, stage: Stage, now: Instant) {
        let passed = now.saturating_duration_since(self.last);
        self.last = now;
        if let Some(lap) = self.laps.get_mut(stage as usize) {
            *lap.spent.get_or_insert_default() += passed;
        }
    }

    /// The message is done.
    pub fn stop(&mut self) {
        for lap in &mut self.laps {
            if let Some(spent) = lap.spent.take() {
                lap.histogram.observe(spent.as_secs_f64());
            }
        }
    }

    /// Adds what was counted to the metrics; so does dropping it.
    pub fn tell(&self) {
        for lap in &self.laps {
            lap.histogram.flush();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stage_has_its_time_and_a_stage_that_was_not_reached_has_none() {
        let metrics = Metrics::new().unwrap();
        let mut stopwatch = Stopwatch::new(&metrics);
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        stopwatch.start(start);
        for (stage, ms) in [
            (Stage::Intake, 1),
            (Stage::Page, 3),
            (Stage::Article, 7),
            // A second article of the same message, which goes on from there.
            (Stage::Page, 8),
            (Stage::Article, 10),
            // Nobody times the broker here.
            (Stage::Publish, 11),
            (Stage::Event, 27),
        ] {
            stopwatch.ended(stage, at(ms));
        }
        stopwatch.stop();
        let seen = |stage: Stage| {
            let histogram = metrics.stage_seconds.with_label_values(&[stage.as_str()]);
            let ms = (histogram.get_sample_sum() * 1000.0).round();
            (histogram.get_sample_count(), ms as u64)
        };
        assert_eq!(seen(Stage::Intake), (0, 0), "told before its time");
        stopwatch.tell();
        assert_eq!(TIMED.map(seen), [(1, 1), (1, 3), (1, 6), (0, 0), (1, 16)]);
        // A clone begins at nothing.
        drop(stopwatch.clone());
        assert_eq!(seen(Stage::Page), (1, 3));
    }

    #[test]
    fn every_stage_has_the_place_of_its_number() {
        for (place, stage) in TIMED.into_iter().enumerate() {
            assert_eq!(stage as usize, place, "{stage:?}");
        }
    }
}
