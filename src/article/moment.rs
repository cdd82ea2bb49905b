//! [`Moment`]: a point in time as an article gives it, with or without a zone.

use jiff::civil::DateTime;
use jiff::tz::Offset;

/// A point in time as written: the wall clock, and the offset if the text names one.
///
/// `article` cannot know the zone of a time that names none: that follows from the language, which is found later, so
/// the event resolves it (setting `article.timezone`) and warns `timezone_assumed`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The wall-clock time.
    pub civil: DateTime,
    /// The offset from UTC, where the source names one.
    pub offset: Option<Offset>,
    /// False where only a day is given; the time is then 00:00 and the event warns `time_missing`.
    pub has_time: bool,
}
