//! Waiting for a condition, with a deadline and a message. Nothing else in the tests sleeps.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Long enough for a loaded machine of two cores; no test passes or fails by how long a thing took below that.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Asks `condition` until it answers, for [`PATIENCE`]; panics saying `what` was waited for.
pub fn wait_for<T>(what: &str, condition: impl FnMut() -> Option<T>) -> T {
    wait_within(PATIENCE, what, condition)
}

/// Asks `condition` until it answers or `patience` is over; then panics saying `what` was waited for.
pub fn wait_within<T>(patience: Duration, what: &str, mut condition: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(answer) = condition() {
            return answer;
        }
        assert!(start.elapsed() < patience, "waited {patience:?} in vain for {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Tells another thread of a test to end, also where an assertion fails: the test then ends with that message instead
/// of waiting for the thread for ever.
pub struct SetOnDrop<'a>(pub &'a AtomicBool);

impl Drop for SetOnDrop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}
