//! [`Standing`]: where a job stands as a whole, looked at about once a second beside the loop.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::desk::Desk;
use crate::replay::Progress;
use crate::settings::Settings;

/// How often it is looked.
const EVERY: Duration = Duration::from_secs(1);
/// How long one look may take: the thread must end with the loop.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often the log repeats that nothing is to be learnt.
const REMIND: Duration = Duration::from_secs(10);

/// What was seen last.
#[derive(Default)]
pub(in crate::stream) struct Standing {
    seen: Mutex<Option<Progress>>,
    /// The loop has ended: one more look, for whoever watches, then nobody needs any.
    pub over: AtomicBool,
}

impl Standing {
    /// Where the job stands, if anything is known yet.
    pub(in crate::stream) fn seen(&self) -> MutexGuard<'_, Option<Progress>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The thread's life.
pub(super) fn look(settings: &Settings, standing: &Standing, watch: &(dyn Fn(&Progress) + Sync)) {
    let mut desk: Option<Desk<'_>> = None;
    let mut told: Option<Instant> = None;
    loop {
        let last = standing.over.load(Ordering::Acquire);
        let seen = match &desk {
            Some(desk) => desk.progress(),
            None => Desk::open(settings, PATIENCE).and_then(|opened| desk.insert(opened).progress()),
        };
        match seen {
            Ok(progress) => {
                watch(&progress);
                *standing.seen() = Some(progress);
            }
            // The loop says what keeps it from the brokers; this is for a reason of its own, such as a right.
            Err(error) if !last && told.is_none_or(|at| at.elapsed() >= REMIND) => {
                told = Some(Instant::now());
                tracing::warn!(%error, "where the job stands as a whole is not known now");
            }
            Err(_) => {}
        }
        if last {
            return;
        }
        std::thread::park_timeout(EVERY);
    }
}
