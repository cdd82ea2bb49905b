//! Is the worker alive, and is it ready? Two questions with two answers.
//!
//! **Alive** is what a restart could cure: the polling loop stands still, or a message does not come out of the
//! pipeline. **Ready** is whether messages flow. An outage of the brokers is nothing that a restart cures, so it turns
//! readiness red and leaves liveness green, and time that passed during an outage counts against nobody: the clocks
//! of a stall begin anew when a broker answers again.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What the stream reports about itself, and what the probes read. Shared by reference between threads.
#[derive(Debug)]
pub struct Health {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// When the polling loop last turned; `None` until it begins.
    beat: Option<Instant>,
    /// When the oldest message still in work, or waiting for its release, was taken in.
    oldest: Option<Instant>,
    /// Since when a broker answers; `None` while none does.
    broker_since: Option<Instant>,
    /// What the stream says of its own readiness.
    ready: Result<(), String>,
}

impl Default for Health {
    fn default() -> Self {
        Health::new()
    }
}

impl Health {
    /// Alive, with no broker yet, not ready: `starting`.
    pub fn new() -> Self {
        Health {
            state: Mutex::new(State {
                beat: None,
                oldest: None,
                broker_since: None,
                ready: Err("starting".to_owned()),
            }),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Each write replaces one field, so a panic elsewhere leaves nothing half-written behind.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The polling loop turned.
    pub fn beat(&self, now: Instant) {
        self.state().beat = Some(now);
    }

    /// When the oldest message was taken in that is still in work or waits for its release to the producer; `None` if
    /// there is none. Messages that wait for the broker's acknowledgement do not count: that is the broker's time.
    pub fn oldest_in_work(&self, since: Option<Instant>) {
        self.state().oldest = since;
    }

    /// Whether at least one broker answers, as seen at `now`.
    pub fn broker_up(&self, up: bool, now: Instant) {
        let mut state = self.state();
        state.broker_since = if up { state.broker_since.or(Some(now)) } else { None };
    }

    /// Whether messages flow, with the reason why they do not: shown by `/readyz`.
    pub fn ready(&self, ready: Result<(), String>) {
        self.state().ready = ready;
    }

    /// Whether the worker is alive at `now`.
    ///
    /// # Errors
    /// While a broker answers: the polling loop has not turned for `stall_timeout`, or a message has been in work for
    /// that long. The text says which and for how long.
    pub fn live(&self, now: Instant, stall_timeout: Duration) -> Result<(), String> {
        let state = self.state();
        let Some(broker_since) = state.broker_since else {
            return Ok(());
        };
        let stalled = |since: Option<Instant>| {
            since
                .map(|since| now.saturating_duration_since(since.max(broker_since)))
                .filter(|stalled| *stalled >= stall_timeout)
        };
        if let Some(time) = stalled(state.beat) {
            return Err(format!("the polling loop has not turned for {} s", time.as_secs()));
        }
        if let Some(time) = stalled(state.oldest) {
            return Err(format!("a message has been in work for {} s", time.as_secs()));
        }
        Ok(())
    }

    /// Whether messages flow.
    ///
    /// # Errors
    /// They do not: the reason.
    pub fn readiness(&self) -> Result<(), String> {
        let state = self.state();
        state.ready.clone()?;
        if state.broker_since.is_none() {
            return Err("no broker answers".to_owned());
        }
        Ok(())
    }
}
