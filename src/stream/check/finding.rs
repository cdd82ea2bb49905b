//! [`Finding`]: one thing that was found, and what to do about it.

/// Where in the way of the data it belongs, in the order in which `run` comes there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// The settings.
    Settings,
    /// The connection and the login.
    Brokers,
    /// The topics: whether they are there.
    Topics,
    /// Transactions: whether they may be used. The worker asks for nothing of the group before it has its own.
    Transactions,
    /// Reading: the group, its offsets, the input topics.
    Reading,
    /// Writing: the output topic and the dead-letter topic.
    Writing,
}

/// What stands in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Settings, topics or their limits must be changed.
    Configuration,
    /// No broker answers, or not to this.
    NoBroker,
    /// A login or a right is refused.
    Authorisation,
    /// The group has no offset to begin at that the settings allow.
    Offset,
}

/// How it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// As it should be.
    Ok,
    /// Something to know; it may be meant.
    Note,
    /// Something to mend.
    Problem(Cause),
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where it belongs.
    pub section: Section,
    /// How it is.
    pub verdict: Verdict,
    /// What was found. Never holds a secret.
    pub what: String,
    /// What to do about it.
    pub remedy: Option<String>,
}

impl Finding {
    /// It is as it should be.
    pub fn ok(section: Section, what: impl Into<String>) -> Self {
        Finding {
            section,
            verdict: Verdict::Ok,
            what: what.into(),
            remedy: None,
        }
    }

    /// It is something to know.
    pub fn note(section: Section, what: impl Into<String>) -> Self {
        Finding {
            verdict: Verdict::Note,
            ..Finding::ok(section, what)
        }
    }

    /// It is something to mend, and how.
    pub fn problem(section: Section, cause: Cause, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Finding {
            verdict: Verdict::Problem(cause),
            ..Finding::ok(section, what).or(remedy)
        }
    }

    /// The same with something to do about it.
    pub fn or(self, remedy: impl Into<String>) -> Self {
        Finding {
            remedy: Some(remedy.into()),
            ..self
        }
    }
}

/// `1 partition`, `12 partitions`.
pub(super) fn count(number: usize, one: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        _ => format!("{} {one}s", grouped(number as u64)),
    }
}

/// A number with a comma between each three digits.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A time in the largest unit that leaves at least two of it: `36 hours`, `14 days`.
pub(super) fn span(milliseconds: i64) -> String {
    let seconds = milliseconds / 1000;
    for (unit, length) in [("days", 86_400), ("hours", 3_600), ("minutes", 60)] {
        if seconds >= 2 * length {
            return format!("{} {unit}", grouped((seconds / length).unsigned_abs()));
        }
    }
    format!("{seconds} s")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_times_are_written_for_people() {
        for (number, expected) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_048_588, "1,048,588")] {
            assert_eq!(grouped(number), expected);
        }
        assert_eq!(count(1, "partition"), "1 partition");
        assert_eq!(count(0, "partition"), "0 partitions");
        let hour = 3_600_000;
        for (time, expected) in [
            (500, "0 s"),
            (90_000, "90 s"),
            (hour, "60 minutes"),
            (36 * hour, "36 hours"),
            (14 * 24 * hour, "14 days"),
        ] {
            assert_eq!(span(time), expected);
        }
    }
}
