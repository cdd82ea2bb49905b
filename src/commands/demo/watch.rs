//! [`Watch`] looks over the worker's shoulder: it answers as the work it holds does, and counts. A skip leaves no record,
//! so only there can be seen what was skipped.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::account;
use crate::event::{Limits, Record, Rendered};
use crate::intake::{Failure, Message, SkipReason};
use crate::stream::Work;

/// So many skips are kept; the first round has far fewer.
const KEPT: usize = 64;

/// Work that is watched. All clones count together.
#[derive(Clone)]
pub(super) struct Watch<W> {
    work: W,
    seen: Arc<Seen>,
}

#[derive(Default)]
struct Seen {
    messages: AtomicU64,
    records: AtomicU64,
    skipped: Mutex<Vec<(String, SkipReason)>>,
}

impl<W: Work> Watch<W> {
    pub(super) fn new(work: W) -> Self {
        Watch {
            work,
            seen: Arc::default(),
        }
    }

    /// Messages answered so far.
    pub(super) fn messages(&self) -> u64 {
        self.seen.messages.load(Ordering::Acquire)
    }

    /// Records that these came to.
    pub(super) fn records(&self) -> u64 {
        self.seen.records.load(Ordering::Acquire)
    }

    /// The samples that were skipped, and why.
    pub(super) fn skipped(&self) -> Vec<(String, SkipReason)> {
        let skipped = self.seen.skipped.lock().unwrap_or_else(PoisonError::into_inner);
        let mut skipped = skipped.clone();
        skipped.sort_by(|a, b| a.0.cmp(&b.0));
        skipped
    }
}

impl<W: Work> Work for Watch<W> {
    fn answer(&mut self, message: &Message<'_>, limits: &Limits, now: i64) -> Rendered {
        let rendered = self.work.answer(message, limits, now);
        let seen = &self.seen;
        if !rendered.skips.is_empty() {
            let mut skipped = seen.skipped.lock().unwrap_or_else(PoisonError::into_inner);
            for reason in &rendered.skips {
                if skipped.len() < KEPT {
                    skipped.push((account::header(message, super::SAMPLE), *reason));
                }
            }
        }
        // Records before messages: whoever sees the last message counted sees all records, too.
        seen.records.fetch_add(rendered.records.len() as u64, Ordering::AcqRel);
        seen.messages.fetch_add(1, Ordering::AcqRel);
        rendered
    }

    fn rest(&mut self) {
        self.work.rest();
    }

    fn bury(&self, message: &Message<'_>, failure: &Failure, limits: &Limits, now: i64) -> Record {
        self.work.bury(message, failure, limits, now)
    }
}
