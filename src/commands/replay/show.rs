//! [`Shown`]: where a job stands, shown while it runs: a bar on a terminal, lines of the log elsewhere, and a metric.

use std::sync::{Mutex, PoisonError};

use crate::commands::progress::{Progress as Bar, Unit};
use crate::operate::Metrics;
use crate::replay::Progress;

/// What is shown of a job. It is gone when this is dropped.
pub(in crate::commands) struct Shown<'m> {
    /// What is done, in a word.
    what: &'static str,
    metrics: &'m Metrics,
    bar: Mutex<Option<Begun>>,
}

struct Begun {
    bar: Bar,
    /// What was passed before.
    before: u64,
}

impl<'m> Shown<'m> {
    pub(in crate::commands) fn new(what: &'static str, metrics: &'m Metrics) -> Self {
        Shown {
            what,
            metrics,
            bar: Mutex::new(None),
        }
    }

    /// Shows where the whole job stands: what all processes have committed. It is counted in offsets, which markers of
    /// transactions have, too.
    pub(in crate::commands) fn show(&self, progress: &Progress) {
        self.metrics.replay_done_ratio.set(progress.ratio());
        let (passed, all) = progress.passed();
        if all == 0 {
            return;
        }
        let mut bar = self.bar.lock().unwrap_or_else(PoisonError::into_inner);
        let begun = bar.get_or_insert_with(|| Begun {
            bar: Bar::start(self.what, Unit::Messages, Some(all), passed),
            before: passed,
        });
        // Partitions that are begun later make it longer.
        begun.bar.lengthen(all);
        begun.bar.show(passed, passed.saturating_sub(begun.before));
    }
}
