//! What a mention says, as far as its own words go: the year may be missing or counted from the article's.

use std::ops::Range;

/// Which year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Year {
    /// This one; 0 is 1 BC, as in ISO 8601.
    Given(i16),
    /// So many after the year of publication: "năm ngoái" is −1.
    Offset(i16),
    /// Not said.
    Open,
}

/// A day, a month or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) year: Year,
    /// 1 to 12; 0 where only a year is named.
    pub(super) month: u8,
    /// 1 to 31; 0 where only a month is named.
    pub(super) day: u8,
    /// Hour and minute.
    pub(super) time: Option<(u8, u8)>,
    /// By the lunar calendar.
    pub(super) lunar: bool,
}

impl Point {
    /// A whole year.
    pub(super) fn year(year: Year) -> Self {
        Point {
            year,
            month: 0,
            day: 0,
            time: None,
            lunar: false,
        }
    }

    /// A whole month, 1 to 12.
    pub(super) fn month(year: Year, month: u8) -> Self {
        Point {
            month,
            ..Point::year(year)
        }
    }

    /// A day.
    pub(super) fn day(year: Year, month: u8, day: u8) -> Self {
        Point {
            month,
            day,
            ..Point::year(year)
        }
    }
}

/// On which side of the publication a mention lies, as its own words tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Before it: "hồi", "vừa qua".
    Before,
    /// After it: "tới".
    After,
    /// After it, perhaps: the sentence plans ("sẽ").
    Planned,
    /// Before it, perhaps: the sentence looks back ("trước đó").
    Told,
    /// No word tells.
    Either,
}

/// What is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// A point on the calendar.
    Point(Point),
    /// From the one to the other, both within it.
    Span(Point, Point),
    /// So many days after publication, at a time.
    Days(i16, Option<(u8, u8)>),
    /// A weekday, 0 (Monday) to 6, of the week so many after that of publication, or the nearest on a side.
    Weekday(i8, Option<i16>, Side),
    /// Monday to Sunday of the week so many after that of publication.
    Week(i16),
    /// Saturday and Sunday of it.
    Weekend(i16),
    /// The month so many after that of publication.
    Month(i16),
}

/// A mention with its place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) span: Range<usize>,
    pub(super) when: When,
    /// What the words beside it say about past and future.
    pub(super) side: Side,
}
