//! How far a job is: a bar on a terminal, a log line every ten seconds elsewhere.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{
    BinaryBytes, DecimalBytes, FormattedDuration, HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle,
};

use crate::operate::telemetry::{self, BelowTheLogs};

/// How often the log says how far it is.
const SAY: Duration = Duration::from_secs(10);
/// How often the rate is looked at, and how much a look counts against those before it.
const LOOK: Duration = Duration::from_secs(1);
const WEIGHT: f64 = 0.3;
/// How often the bar is drawn where nothing moves.
const TICK: Duration = Duration::from_millis(500);

/// What a job's length is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// Bytes of files, while messages are told beside them.
    Bytes,
    /// Messages.
    Messages,
}

/// How far a job is, for people. The bar is gone when this is dropped.
pub(super) struct Progress {
    /// What the job does, as the log says it: `loading`.
    what: &'static str,
    unit: Unit,
    /// The whole, where it is known.
    total: Option<u64>,
    bar: Option<BelowTheLogs>,
    said: Instant,
    seen: Seen,
    /// Per second, of the unit and of messages; unknown before the first look.
    rates: Option<(f64, f64)>,
    /// Nothing was done between the last two looks.
    stands: bool,
}

/// Where the job stood at some time.
#[derive(Clone, Copy)]
struct Seen {
    at: Instant,
    done: u64,
    messages: u64,
}

impl Progress {
    /// A job of this length, of which so much is done already.
    pub(super) fn start(what: &'static str, unit: Unit, total: Option<u64>, done: u64) -> Self {
        let now = Instant::now();
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr());
            let template = match total {
                Some(_) => "{wide_bar} {percent:>3} %  {msg}",
                None => "{spinner} {msg}",
            };
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style.progress_chars("█▌░"));
            }
            bar.enable_steady_tick(TICK);
            telemetry::below_the_logs(bar)
        });
        let mut progress = Progress {
            what,
            unit,
            total,
            bar,
            said: now,
            seen: Seen {
                at: now,
                done,
                messages: 0,
            },
            rates: None,
            stands: false,
        };
        progress.show(done, 0);
        progress
    }

    /// It is longer than it seemed, or shorter.
    pub(super) fn lengthen(&mut self, total: u64) {
        self.total = Some(total);
        if let Some(bar) = &self.bar {
            bar.bar().set_length(total);
        }
    }

    /// So much is done, and this run has moved so many messages. To be called often: it draws and says when it is time.
    pub(super) fn show(&mut self, done: u64, messages: u64) {
        let now = Instant::now();
        let past = now.duration_since(self.seen.at);
        if past >= LOOK {
            self.look(past.as_secs_f64(), done, messages);
            self.seen = Seen {
                at: now,
                done,
                messages,
            };
        }
        match &self.bar {
            Some(bar) => {
                let bar = bar.bar();
                bar.set_position(done);
                bar.set_message(self.words(done, messages));
            }
            None if now.duration_since(self.said) >= SAY => {
                self.said = now;
                self.say(done, messages);
            }
            None => {}
        }
    }

    fn look(&mut self, seconds: f64, done: u64, messages: u64) {
        let rate = |now: u64, before: u64| now.saturating_sub(before) as f64 / seconds;
        let new = (rate(done, self.seen.done), rate(messages, self.seen.messages));
        self.stands = new == (0.0, 0.0);
        let mixed = |old: f64, new: f64| old + WEIGHT * (new - old);
        self.rates = Some(self.rates.map_or(new, |old| (mixed(old.0, new.0), mixed(old.1, new.1))));
    }

    /// The time left, where it can be told: what stands still has no end in sight.
    fn left(&self, done: u64) -> Option<Duration> {
        if self.stands {
            return None;
        }
        let left = self.total?.saturating_sub(done) as f64;
        let (rate, _) = self.rates.filter(|(rate, _)| *rate > 0.0)?;
        Duration::try_from_secs_f64(left / rate).ok()
    }

    fn words(&self, done: u64, messages: u64) -> String {
        let bytes = |n: u64| match n {
            0..1000 => BinaryBytes(n).to_string(),
            _ => DecimalBytes(n).to_string(),
        };
        let amount = match (self.unit, self.total) {
            (Unit::Bytes, Some(total)) => format!(
                "{} of {} · {} messages",
                bytes(done),
                bytes(total),
                HumanCount(messages)
            ),
            (Unit::Bytes, None) => format!("{} · {} messages", bytes(done), HumanCount(messages)),
            (Unit::Messages, Some(total)) => format!("{} of {} messages", HumanCount(done), HumanCount(total)),
            (Unit::Messages, None) => format!("{} messages", HumanCount(done)),
        };
        let rate = self.rates.map_or(String::new(), |(_, rate)| {
            format!(" · {}/s", HumanCount(rate.round() as u64))
        });
        let left = self
            .left(done)
            .map_or(String::new(), |left| format!(" · {} left", FormattedDuration(left)));
        amount + &rate + &left
    }

    fn say(&self, done: u64, messages: u64) {
        let rate = self.rates.map(|(_, rate)| rate.round() as u64);
        let left = self.left(done).map(|left| left.as_secs());
        tracing::info!(
            done,
            total = self.total,
            messages,
            messages_per_second = rate,
            seconds_left = left,
            "{}",
            self.what
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_how_far_how_fast_and_how_long() {
        let mut progress = Progress {
            what: "loading",
            unit: Unit::Bytes,
            total: Some(6_187_085),
            bar: None,
            said: Instant::now(),
            seen: Seen {
                at: Instant::now(),
                done: 0,
                messages: 0,
            },
            rates: None,
            stands: false,
        };
        assert_eq!(progress.words(512, 0), "512 B of 6.19 MB · 0 messages");
        progress.look(2.0, 2_000_000, 3_000);
        assert_eq!(
            progress.words(2_000_000, 3_000),
            "2.00 MB of 6.19 MB · 3,000 messages · 1,500/s · 00:00:04 left"
        );
        // What slows down is believed little by little, and what stands still has no end in sight.
        progress.look(2.0, 0, 0);
        assert_eq!(
            progress.words(2_000_000, 3_000),
            "2.00 MB of 6.19 MB · 3,000 messages · 1,050/s"
        );
        progress.rates = Some((1_000.0, 1_000.0));
        progress.look(1.0, 0, 0);
        assert_eq!(progress.rates, Some((700.0, 700.0)));
        progress.unit = Unit::Messages;
        progress.total = Some(9_000);
        progress.rates = None;
        assert_eq!(progress.words(1_200, 1_200), "1,200 of 9,000 messages");
    }
}
