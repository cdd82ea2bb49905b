//! [`Progress`]: where a job stands as a whole, by what its group has committed.

use super::job::Job;
use super::mark::Mark;

/// One partition of a job's topics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Topic name.
    pub topic: String,
    /// Partition number.
    pub partition: i32,
    /// What the job's group has committed, with what was kept beside it; `None` where nobody has begun.
    pub committed: Option<(i64, Option<Mark>)>,
}

/// Where a job stands in all partitions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// One for each partition, by topic and number.
    pub places: Vec<Place>,
}

impl Place {
    /// The range and how far it is passed: start, committed, end.
    pub fn span(&self) -> Option<(i64, i64, i64)> {
        let (committed, mark) = self.committed.as_ref()?;
        let mark = mark.as_ref()?;
        Some((mark.start, (*committed).clamp(mark.start, mark.end), mark.end))
    }

    /// Whether its end is reached.
    pub fn is_done(&self) -> bool {
        self.span().is_some_and(|(_, committed, end)| committed == end)
    }

    /// Whether the end is reached that `job` fixed.
    pub fn is_finished_by(&self, job: &Job) -> bool {
        let mark = self.committed.as_ref().and_then(|(_, mark)| mark.as_ref());
        self.is_done() && mark.is_some_and(|mark| job.owns(mark))
    }
}

impl Progress {
    /// Whether anything is known of the job: that somebody has begun it, and its offsets have not expired since.
    pub fn is_known(&self) -> bool {
        self.places.iter().any(|place| place.committed.is_some())
    }

    /// Whether every partition is at the end that `job` fixed.
    pub fn is_finished_by(&self, job: &Job) -> bool {
        !self.places.is_empty() && self.places.iter().all(|place| place.is_finished_by(job))
    }

    /// Offsets that are passed, and all of them. Partitions that nobody has begun are in neither.
    pub fn passed(&self) -> (u64, u64) {
        let spans = self.places.iter().filter_map(Place::span);
        spans.fold((0, 0), |(passed, all), (start, committed, end)| {
            (
                passed + (committed - start).unsigned_abs(),
                all + (end - start).unsigned_abs(),
            )
        })
    }

    /// How much of the job is done, 0 to 1. Partitions that nobody has begun count as if they were as long as the others
    /// are on average.
    pub fn ratio(&self) -> f64 {
        let known = self.places.iter().filter(|place| place.span().is_some()).count();
        let (passed, all) = self.passed();
        if known == 0 {
            return 0.0;
        }
        let share = known as f64 / self.places.len() as f64;
        match all {
            0 => share,
            _ => passed as f64 / all as f64 * share,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::replay::Point;

    fn place(partition: i32, committed: Option<(i64, i64, i64)>) -> Place {
        Place {
            topic: "raw".to_owned(),
            partition,
            committed: committed.map(|(start, committed, end)| {
                let mark = Mark {
                    job: Job::redrive(&"all", 0).arguments,
                    start,
                    end,
                    from: Point::Earliest,
                    to: Point::Latest,
                    fixed: 7,
                };
                (committed, Some(mark))
            }),
        }
    }

    #[test]
    fn partitions_that_nobody_has_begun_keep_it_from_being_done() {
        let half = Progress {
            places: vec![place(0, Some((0, 10, 10))), place(1, None)],
        };
        assert_eq!((half.passed(), half.ratio(), half.is_known()), ((10, 10), 0.5, true));
        let job = Job::redrive(&"all", 0);
        assert!(!half.is_finished_by(&job));
        let whole = Progress {
            places: vec![place(0, Some((0, 10, 10))), place(1, Some((5, 5, 5)))],
        };
        assert_eq!(whole.ratio(), 1.0);
        assert!(whole.is_finished_by(&job));
        assert!(!whole.is_finished_by(&Job::redrive(&"others", 0)));
        assert!(!whole.is_finished_by(&Job::redrive(&"all", 8)), "it was done before");
        let begun = Progress {
            places: vec![place(0, Some((0, 5, 10))), place(1, Some((10, 10, 20)))],
        };
        assert_eq!((begun.passed(), begun.ratio()), ((5, 20), 0.25));
        assert_eq!(Progress::default().ratio(), 0.0);
        assert!(!Progress::default().is_finished_by(&job));
    }
}
