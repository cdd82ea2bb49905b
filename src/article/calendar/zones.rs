//! Zones by the names that papers give them.

use jiff::civil::Date;
use jiff::tz::Offset;

/// A zone by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone {
    /// Its offset in winter.
    seconds: i32,
    /// American clocks, whose short names ("ET") do not say whether summer time holds.
    american: bool,
    /// The name is a word of some language as well, so that only a time before it makes it a zone.
    pub is_word: bool,
}

impl Zone {
    /// The offset on a day.
    pub fn offset(self, day: Option<Date>) -> Option<Offset> {
        let summer = self.american && day.is_some_and(is_american_summer);
        Offset::from_seconds(self.seconds + if summer { 3600 } else { 0 }).ok()
    }

    /// Whether it is GMT or UTC, behind which a distance may stand.
    pub fn is_utc(self) -> bool {
        self.seconds == 0
    }

    /// Whether only papers of the United States and Canada write it, where the month stands before the day.
    pub fn is_american(self) -> bool {
        (-10 * 3600..=-4 * 3600).contains(&self.seconds)
    }
}

/// From the second Sunday of March to the first of November.
fn is_american_summer(day: Date) -> bool {
    let first_sunday = |month: i8| {
        let first = Date::new(day.year(), month, 1).map_or(0, |d| d.weekday().to_sunday_zero_offset());
        if first == 0 { 1 } else { 8 - first }
    };
    match day.month() {
        4..=10 => true,
        3 => day.day() >= first_sunday(3) + 7,
        11 => day.day() < first_sunday(11),
        _ => false,
    }
}

/// The zone of a name in lower case.
pub fn zone_by_name(word: &str) -> Option<Zone> {
    let half = match word {
        "ist" => 11,
        "acst" => 19,
        "acdt" => 21,
        "nst" => -7,
        "npt" => 11,
        "irst" => 7,
        "mmt" => 13,
        _ => 0,
    };
    let hours = match word {
        _ if half != 0 => 0,
        "z" | "gmt" | "utc" | "wet" | "greenwich" => 0,
        "cet" | "mez" | "bst" | "west" | "wat" => 1,
        "cest" | "mesz" | "eet" | "sast" | "cat" => 2,
        "eest" | "msk" | "мск" | "eat" | "trt" | "idt" | "tsi" | "ksa" => 3,
        "gst" => 4,
        "pkt" | "uzt" => 5,
        "bdt" => 6,
        "ict" | "wib" => 7,
        "sgt" | "hkt" | "myt" | "pht" | "wita" | "awst" => 8,
        "jst" | "kst" | "wit" => 9,
        "aest" => 10,
        "aedt" => 11,
        "nzst" => 12,
        "nzdt" => 13,
        "brt" | "art" | "clst" => -3,
        "edt" | "ast" | "clt" => -4,
        "est" | "et" | "cdt" => -5,
        "cst" | "ct" | "mdt" => -6,
        "mst" | "mt" | "pdt" => -7,
        "pst" | "pt" | "akdt" => -8,
        "akst" => -9,
        "hst" => -10,
        _ => return None,
    };
    Some(Zone {
        seconds: if half == 0 { hours * 3600 } else { half * 1800 },
        american: matches!(word, "et" | "ct" | "mt" | "pt"),
        is_word: matches!(
            word,
            "est"
                | "ist"
                | "et"
                | "ct"
                | "mt"
                | "pt"
                | "art"
                | "cat"
                | "eat"
                | "wat"
                | "west"
                | "wit"
                | "ast"
                | "z"
                | "mst"
        ),
    })
}
