//! Places where the tests make a worker die or stand still (`tests/faults`). Compiled in only where debug assertions are:
//! a release has none of this.
//!
//! `TEST_BANTIN_FAIL` holds `POINT=ACTION[@N]`, separated by commas. At the N-th passing of the point (the first, if
//! nothing is said) it says so in the log and acts: `exit` ends the process at once, `hold` makes the thread stand still
//! for ever, `hold:MS` for so many milliseconds, `on` switches a behaviour on from then on.

#[cfg(debug_assertions)]
mod armed {
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::time::Duration;

    enum Action {
        Exit,
        Hold(Option<Duration>),
        On,
    }

    struct Point {
        name: String,
        action: Action,
        at: u64,
        passed: AtomicU64,
    }

    fn parse(word: &str) -> Option<Point> {
        let (name, rest) = word.trim().split_once('=')?;
        let (action, at) = match rest.split_once('@') {
            Some((action, at)) => (action, at.parse().ok()?),
            None => (rest, 1),
        };
        let action = match action.split_once(':') {
            Some(("hold", ms)) => Action::Hold(Some(Duration::from_millis(ms.parse().ok()?))),
            None if action == "hold" => Action::Hold(None),
            None if action == "exit" => Action::Exit,
            None if action == "on" => Action::On,
            _ => return None,
        };
        Some(Point {
            name: name.to_owned(),
            action,
            at,
            passed: AtomicU64::new(0),
        })
    }

    fn points() -> &'static [Point] {
        static POINTS: OnceLock<Vec<Point>> = OnceLock::new();
        POINTS.get_or_init(|| {
            let words = std::env::var("TEST_BANTIN_FAIL").unwrap_or_default();
            let words = words.split(',').filter(|word| !word.trim().is_empty());
            words
                .filter_map(|word| {
                    let point = parse(word);
                    if point.is_none() {
                        tracing::error!(word, "TEST_BANTIN_FAIL is not understood");
                    }
                    point
                })
                .collect()
        })
    }

    /// Passes a point. Returns whether a behaviour is switched on.
    pub(in crate::stream) fn pass(name: &str) -> bool {
        let Some(point) = points().iter().find(|point| point.name == name) else {
            return false;
        };
        let passed = point.passed.fetch_add(1, Ordering::SeqCst) + 1;
        if passed == point.at {
            tracing::warn!(point = name, passed, "failpoint reached");
        }
        match &point.action {
            Action::On => return passed >= point.at,
            _ if passed != point.at => {}
            Action::Exit => std::process::abort(),
            Action::Hold(Some(time)) => std::thread::sleep(*time),
            Action::Hold(None) => loop {
                std::thread::park();
            },
        }
        passed == point.at
    }

    /// Passes a point a little later, on a thread of its own: in the middle of what the caller does next.
    pub(in crate::stream) fn pass_soon(name: &'static str) {
        if points().iter().any(|point| point.name == name) {
            std::thread::spawn(move || {
                std::thread::sleep(Duration::from_millis(2));
                pass(name);
            });
        }
    }
}

#[cfg(debug_assertions)]
pub(super) use armed::{pass, pass_soon};

/// Passes a point: nothing, in a release.
#[cfg(not(debug_assertions))]
#[inline(always)]
pub(super) fn pass(_: &str) -> bool {
    false
}

/// Passes a point a little later: nothing, in a release.
#[cfg(not(debug_assertions))]
#[inline(always)]
pub(super) fn pass_soon(_: &'static str) {}
