//! [`Job`]: a part of some topics that is to be read once more, and where it begins and ends in each partition.

use super::mark::Mark;
use super::partitions::Partitions;
use super::when::{Point, When};
use crate::settings::{LostOffset, Settings};

/// Most characters of a job's name: Kafka takes 249 in a group's.
const NAME: usize = 100;
/// Hexadecimal digits of the hash of the arguments.
const HASH: usize = 16;

/// What a job is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A range of the input, read once. When it is done it stays done.
    Replay,
    /// The dead letters that are there now. Done, it may be done again, for those that are there then.
    Redrive,
}

/// A bounded job: which part of which topics, under which name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its name, which makes its group.
    pub name: String,
    /// What it is for.
    pub kind: Kind,
    /// Where it begins.
    pub from: Point,
    /// Where it ends.
    pub to: Point,
    /// How long after [`Job::to`], in milliseconds, records are still looked for whose time lies before it; producers do
    /// not write in the order of their clocks.
    pub lateness: i64,
    /// Of these partitions only.
    pub partitions: Option<Partitions>,
    /// A hash of what decides which records the job is about and where their outcomes go. Two commands with the same one
    /// work on the same job.
    pub arguments: String,
    /// When this process took it up, in milliseconds since the Unix epoch.
    pub begun: i64,
}

/// What is wrong with a job's arguments.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JobError {
    /// The name cannot be part of a group's.
    #[error("--name {0:?} is no name for a job: take up to 100 letters, digits, dots, dashes and underscores")]
    Name(String),
    /// It would end before it begins.
    #[error("the job would end before it begins: --from {from} is after --to {to}")]
    Backwards {
        /// Its beginning.
        from: When,
        /// Its end.
        to: When,
    },
}

/// What is known of one partition when a job takes it on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Its number.
    pub partition: i32,
    /// The first offset of the log.
    pub low: i64,
    /// The end of the log, for a reader of committed records.
    pub high: i64,
    /// The first record at [`Job::from`] or later, where that is a time; `None` where there is none.
    pub at_from: Option<i64>,
    /// The first record at [`Job::to`] and [`Job::lateness`] or later, where that is a time; `None` where there is none.
    pub at_to: Option<i64>,
    /// What the job's group has committed, with its metadata.
    pub committed: Option<(i64, String)>,
}

/// Where a job is in one partition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It goes on there.
    GoOn {
        /// The next offset to read.
        offset: i64,
        /// What is committed beside it.
        mark: Mark,
    },
    /// It begins here, once this has been committed.
    Begin(Mark),
    /// The offset to go on at is outside the log, and that is an error by `input.lost_offset`.
    Lost(i64),
    /// What is committed there is another job's of the same name, or nobody's.
    Differs,
}

/// What a job reads of one partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// Its first offset.
    pub start: i64,
    /// The offset after its last.
    pub end: i64,
    /// Records before this time are none of it, in milliseconds since the Unix epoch.
    from: Option<i64>,
    /// Nor are those at this time or later.
    to: Option<i64>,
}

impl Range {
    /// Whether a record with this timestamp is meant. One without is.
    pub fn takes(&self, timestamp: Option<i64>) -> bool {
        timestamp.is_none_or(|at| self.from.is_none_or(|from| from <= at) && self.to.is_none_or(|to| at < to))
    }

    /// The range that a mark describes.
    pub fn of(mark: &Mark) -> Self {
        let time = |point| match point {
            Point::Time(ms) => Some(ms),
            _ => None,
        };
        Range {
            start: mark.start,
            end: mark.end,
            from: time(mark.from),
            to: time(mark.to),
        }
    }
}

impl Job {
    /// A replay. `lateness` and `now` are in milliseconds, `now` since the Unix epoch; `into` is the topic that it writes,
    /// where that is not the live one.
    ///
    /// # Errors
    /// If the name cannot be part of a group's, or the end comes before the beginning.
    pub fn replay(
        name: &str,
        (from, to): (When, When),
        topics: &[String],
        partitions: Option<Partitions>,
        lateness: i64,
        into: Option<&str>,
        now: i64,
    ) -> Result<Self, JobError> {
        check_name(name)?;
        let backwards = match (from.fixed(now), to.fixed(now)) {
            (Point::Time(from), Point::Time(to)) | (Point::Offset(from), Point::Offset(to)) => from > to,
            (Point::Latest, Point::Earliest) => true,
            _ => false,
        };
        if backwards {
            return Err(JobError::Backwards { from, to });
        }
        let mut topics = topics.to_vec();
        topics.sort_unstable();
        let written = partitions.as_ref().map(Partitions::to_string);
        let said = (from.to_string(), to.to_string(), &topics, written, lateness, into);
        Ok(Job {
            name: name.to_owned(),
            kind: Kind::Replay,
            from: from.fixed(now),
            to: to.fixed(now),
            lateness,
            partitions,
            arguments: hash(&said),
            begun: now,
        })
    }

    /// A redrive of the dead letters that are there when it begins. `arguments` are what was asked for; a redrive that was
    /// killed goes on to its old end if the next has the same.
    pub fn redrive(arguments: &impl serde::Serialize, now: i64) -> Self {
        Job {
            name: "redrive".to_owned(),
            kind: Kind::Redrive,
            from: Point::Earliest,
            to: Point::Latest,
            lateness: 0,
            partitions: None,
            arguments: hash(arguments),
            begun: now,
        }
    }

    /// Its group, beside the live one: its offsets are the job's alone.
    pub fn group(&self, live: &str) -> String {
        match self.kind {
            Kind::Replay => replay_group(live, &self.name),
            Kind::Redrive => format!("{live}.redrive"),
        }
    }

    /// The live worker's settings, made the job's: a group of its own, and no name, so that nothing of the live worker is
    /// touched.
    pub fn settings(&self, live: &Settings) -> Settings {
        let mut settings = live.clone();
        settings.input.group = self.group(&live.input.group);
        settings.worker.name = None;
        settings
    }

    /// Takes over what another process fixed for the same job in some partition, where it has come to `committed`: a time
    /// ago is the same time for all, and a redrive that is unfinished is the one that this process takes part in.
    pub fn agree_with(&mut self, mark: &Mark, committed: i64) {
        if mark.job != self.arguments {
            return;
        }
        match self.kind {
            Kind::Replay => (self.from, self.to) = (mark.from, mark.to),
            Kind::Redrive if committed < mark.end => self.begun = self.begun.min(mark.fixed),
            Kind::Redrive => {}
        }
    }

    /// Whether a mark is this job's.
    pub fn owns(&self, mark: &Mark) -> bool {
        let again = self.kind == Kind::Redrive && mark.fixed < self.begun;
        mark.job == self.arguments && !again
    }

    /// Where the job is in a partition, by what is known of that.
    pub fn stands(&self, seen: &Seen, lost: LostOffset, now: i64) -> Verdict {
        let Some((committed, metadata)) = &seen.committed else {
            return Verdict::Begin(self.fix(seen, None, now));
        };
        let mark = Mark::decode(metadata);
        let within = |offset: i64| (seen.low..=seen.high).contains(&offset);
        match (self.kind, mark) {
            (_, Some(mark)) if mark.job == self.arguments && (self.owns(&mark) || *committed < mark.end) => {
                // A job that is at its end has nothing to lose.
                if within(*committed) || *committed >= mark.end {
                    return Verdict::GoOn {
                        offset: *committed,
                        mark,
                    };
                }
                match lost {
                    LostOffset::Error => Verdict::Lost(*committed),
                    LostOffset::Earliest => Verdict::GoOn {
                        offset: seen.low.min(mark.end),
                        mark,
                    },
                    LostOffset::Latest => Verdict::GoOn { offset: mark.end, mark },
                }
            }
            (Kind::Replay, _) => Verdict::Differs,
            // What is committed says which letters are living; the end is another one now.
            (Kind::Redrive, _) if within(*committed) => Verdict::Begin(self.fix(seen, Some(*committed), now)),
            (Kind::Redrive, _) => Verdict::Begin(self.fix(seen, None, now)),
        }
    }

    /// Fixes the job's range in a partition.
    fn fix(&self, seen: &Seen, committed: Option<i64>, now: i64) -> Mark {
        let Seen { low, high, .. } = *seen;
        let place = |point: Point, at: Option<i64>| match point {
            Point::Earliest => low,
            Point::Latest => high,
            Point::Offset(offset) => offset.clamp(low, high),
            Point::Time(_) => at.map_or(high, |offset| offset.clamp(low, high)),
        };
        let start = committed.unwrap_or_else(|| place(self.from, seen.at_from));
        let chosen = self.partitions.as_ref().is_none_or(|some| some.has(seen.partition));
        let end = match chosen {
            true => place(self.to, seen.at_to).max(start),
            false => start,
        };
        Mark {
            job: self.arguments.clone(),
            start,
            end,
            from: self.from,
            to: self.to,
            fixed: now,
        }
    }
}

/// The group of a replay.
pub fn replay_group(live: &str, name: &str) -> String {
    format!("{live}.replay.{name}")
}

fn check_name(name: &str) -> Result<(), JobError> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    match (1..=NAME).contains(&name.len()) && name.bytes().all(fits) {
        true => Ok(()),
        false => Err(JobError::Name(name.to_owned())),
    }
}

/// A hash of what was said.
fn hash(said: &impl serde::Serialize) -> String {
    let json = serde_json::to_vec(said).unwrap_or_default();
    let mut hash = blake3::hash(&json).to_hex().to_string();
    hash.truncate(HASH);
    hash
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: i64 = 1_000_000;

    fn job(from: &str, to: &str) -> Job {
        Job::replay("x", when(from, to), &["raw".to_owned()], None, 0, None, NOW).unwrap()
    }

    fn when(from: &str, to: &str) -> (When, When) {
        (from.parse().unwrap(), to.parse().unwrap())
    }

    fn seen(at_from: Option<i64>, at_to: Option<i64>) -> Seen {
        Seen {
            partition: 0,
            low: 10,
            high: 20,
            at_from,
            at_to,
            committed: None,
        }
    }

    fn begun(job: &Job, seen: &Seen) -> (i64, i64) {
        match job.stands(seen, LostOffset::Error, NOW) {
            Verdict::Begin(mark) => (mark.start, mark.end),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_range_is_within_the_log() {
        for (from, to, at_from, at_to, range) in [
            ("earliest", "latest", None, None, (10, 20)),
            ("offset:0", "offset:99", None, None, (10, 20)),
            ("offset:12", "offset:15", None, None, (12, 15)),
            ("latest", "latest", None, None, (20, 20)),
            ("1970-01-01", "1970-01-02", Some(11), Some(14), (11, 14)),
            // Nothing is that late.
            ("1970-01-01", "1970-01-02", Some(11), None, (11, 20)),
            ("1970-01-01", "1970-01-02", None, None, (20, 20)),
            ("offset:18", "1970-01-02", None, Some(14), (18, 18)),
        ] {
            assert_eq!(begun(&job(from, to), &seen(at_from, at_to)), range, "{from} to {to}");
        }
        let some = Some("1-3".parse().unwrap());
        let none = Job::replay("x", when("earliest", "latest"), &[], some, 0, None, NOW).unwrap();
        assert_eq!(
            begun(&none, &seen(None, None)),
            (10, 10),
            "another partition is not touched"
        );
    }

    #[test]
    fn a_range_of_time_takes_records_by_their_own_time() {
        let job = job("1970-01-01T00:00:10Z", "1970-01-01T00:00:20Z");
        let Verdict::Begin(mark) = job.stands(&seen(Some(11), Some(14)), LostOffset::Error, NOW) else {
            panic!("it begins");
        };
        let range = Range::of(&Mark::decode(&mark.encode()).unwrap());
        let taken = [None, Some(9_999), Some(10_000), Some(19_999), Some(20_000)].map(|at| range.takes(at));
        assert_eq!(taken, [true, false, true, true, false]);
    }

    #[test]
    fn whoever_comes_next_goes_on_to_the_same_end() {
        let job = job("1h", "latest");
        let mut seen = seen(Some(12), None);
        let Verdict::Begin(mark) = job.stands(&seen, LostOffset::Error, NOW) else {
            panic!("it begins");
        };
        seen.committed = Some((15, mark.encode()));
        seen.high = 99;
        let mut next = Job::replay(
            "x",
            when("1h", "latest"),
            &["raw".to_owned()],
            None,
            0,
            None,
            NOW + 9_999,
        )
        .unwrap();
        assert_eq!(next.arguments, job.arguments);
        assert_ne!(next.from, job.from, "an hour ago is another time by now");
        next.agree_with(&mark, 15);
        assert_eq!(next.from, job.from);
        let go_on = |offset| Verdict::GoOn {
            offset,
            mark: mark.clone(),
        };
        assert_eq!(next.stands(&seen, LostOffset::Error, NOW), go_on(15));
        let other = Job::replay("x", when("2h", "latest"), &["raw".to_owned()], None, 0, None, NOW).unwrap();
        assert_eq!(other.stands(&seen, LostOffset::Error, NOW), Verdict::Differs);
        // Retention was faster.
        seen.low = 17;
        assert_eq!(next.stands(&seen, LostOffset::Error, NOW), Verdict::Lost(15));
        assert_eq!(next.stands(&seen, LostOffset::Earliest, NOW), go_on(17));
        assert_eq!(next.stands(&seen, LostOffset::Latest, NOW), go_on(20));
        seen.low = 50;
        assert_eq!(next.stands(&seen, LostOffset::Earliest, NOW), go_on(20));
        seen.committed = Some((20, mark.encode()));
        assert_eq!(
            next.stands(&seen, LostOffset::Error, NOW),
            go_on(20),
            "a job that is done is done"
        );
        seen.committed = Some((15, String::new()));
        assert_eq!(next.stands(&seen, LostOffset::Error, NOW), Verdict::Differs);
    }

    #[test]
    fn a_redrive_goes_on_while_unfinished_and_then_begins_anew_where_the_living_are() {
        let first = Job::redrive(&"all", NOW);
        let mut at = seen(None, None);
        let Verdict::Begin(mark) = first.stands(&at, LostOffset::Earliest, NOW) else {
            panic!("it begins");
        };
        assert_eq!((mark.start, mark.end), (10, 20));
        at.high = 30;
        let later = Job::redrive(&"all", NOW + 5);
        for (committed, job, expected) in [
            (15, &first, None),
            (15, &later, None),
            // Done by this very one, and by an earlier one.
            (20, &first, None),
            (20, &later, Some((20, 30))),
            (15, &Job::redrive(&"some", NOW), Some((15, 30))),
        ] {
            at.committed = Some((committed, mark.encode()));
            let verdict = job.stands(&at, LostOffset::Earliest, NOW + 6);
            match (verdict, expected) {
                (Verdict::GoOn { offset, mark: kept }, None) => assert_eq!((offset, kept), (committed, mark.clone())),
                (Verdict::Begin(mark), Some(range)) => assert_eq!((mark.start, mark.end), range),
                (other, _) => panic!("{committed}: {other:?}"),
            }
        }
    }

    #[test]
    fn arguments_that_say_the_same_have_the_same_hash() {
        let topics = |names: [&str; 2]| names.map(str::to_owned);
        let make = |from: &str, names, some: Option<&str>, into: Option<&str>| {
            let some = some.map(|some| some.parse().unwrap());
            Job::replay("x", when(from, "latest"), &topics(names), some, 0, into, NOW)
                .unwrap()
                .arguments
        };
        let one = make("60m", ["a", "b"], Some("0-2"), None);
        assert_eq!(one, make("1h", ["b", "a"], Some("2,0,1"), None));
        for other in [
            make("2h", ["a", "b"], Some("0-2"), None),
            make("1h", ["a", "c"], Some("0-2"), None),
            make("1h", ["a", "b"], None, None),
            make("1h", ["a", "b"], Some("0-2"), Some("elsewhere")),
        ] {
            assert_ne!(one, other);
        }
    }

    #[test]
    fn what_makes_no_job_is_told() {
        for name in ["", "a b", "a/b", "ä", &"x".repeat(101)] {
            let made = Job::replay(name, when("earliest", "latest"), &[], None, 0, None, NOW);
            assert_eq!(made, Err(JobError::Name(name.to_owned())));
        }
        for (from, to) in [
            ("1h", "2h"),
            ("2026-10-02", "2026-10-01"),
            ("offset:5", "offset:4"),
            ("latest", "earliest"),
        ] {
            let made = Job::replay("x", when(from, to), &[], None, 0, None, NOW);
            assert!(matches!(made, Err(JobError::Backwards { .. })), "{from} to {to}");
        }
    }

    proptest! {
        /// Whatever the log and the arguments, a range lies within the log, and each later look leads to the same end.
        #[test]
        fn a_range_once_fixed_stays(
            low in 0i64..100, length in 0i64..100, grown in 0i64..100, passed in 0i64..100,
            from in 0i64..300, to in 0i64..300, by_time in any::<bool>(),
        ) {
            let (from, to) = (from.min(to), from.max(to));
            let high = low + length;
            let say = |at: i64| match by_time {
                true => When::At(Point::Time(at)),
                false => When::At(Point::Offset(at)),
            };
            let at = |at: i64| (by_time && at < high).then_some(at.max(low));
            let job = Job::replay("x", (say(from), say(to)), &[], None, 0, None, NOW).unwrap();
            let mut seen = Seen { partition: 0, low, high, at_from: at(from), at_to: at(to), committed: None };
            let Verdict::Begin(mark) = job.stands(&seen, LostOffset::Error, NOW) else {
                panic!("it begins");
            };
            prop_assert!(low <= mark.start && mark.start <= mark.end && mark.end <= high, "{mark:?}");
            let committed = (mark.start + passed).min(mark.end);
            seen.committed = Some((committed, mark.encode()));
            seen.high += grown;
            prop_assert_eq!(
                job.stands(&seen, LostOffset::Error, NOW + 1),
                Verdict::GoOn { offset: committed, mark }
            );
        }
    }
}
