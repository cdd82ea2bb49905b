//! The Vietnamese lunar calendar: which day of the solar calendar a lunar day is.
//!
//! A lunar month begins on the day of the new moon, a day being one of UTC+7. The month that holds the winter solstice is
//! the eleventh. Between two of these lie twelve months or thirteen; of thirteen, the first one during which the sun
//! enters no new sign (a twelfth of its way, counted from the solstice) repeats the number of the month before it. New
//! moons and the sun's longitude are computed by the short series of Meeus' *Astronomical Algorithms*, good to a few
//! minutes over the centuries that news write about.

use std::f64::consts::PI;
use std::sync::OnceLock;

use jiff::ToSpan;
use jiff::civil::{Date, date};

/// The Julian day number of 1 January 2000.
const EPOCH: i64 = 2_451_545;
/// The mean length of a lunar month in days.
const MONTH: f64 = 29.530_588_853;
/// The Julian day of the first new moon of 1900, from which new moons are numbered.
const FIRST_MOON: f64 = 2_415_021.076_998_695;
/// Vietnam's clock, as a part of a day.
const ZONE: f64 = 7.0 / 24.0;

/// The solar day of a lunar one: `month` 1 to 12, not a leap month, `day` 1 to 30; day 30 of a month that has 29 is its
/// last day, as people mean it ("30 Tết"). `year` is the solar year in which the lunar year begins, 1800 to 2199; `None`
/// outside of these.
pub fn solar(year: i16, month: u8, day: u8) -> Option<Date> {
    if !(1800..2200).contains(&year) || !(1..=12).contains(&month) || !(1..=30).contains(&day) {
        return None;
    }
    let months = YEARS
        .get(usize::try_from(year - FIRST).ok()?)?
        .get_or_init(|| months(year));
    let (first, next) = *months.get(usize::from(month) - 1)?;
    let of_2000 = (first + i64::from(day) - 1).min(next - 1) - EPOCH;
    date(2000, 1, 1).checked_add(of_2000.days()).ok()
}

/// The first year whose months are computed.
const FIRST: i16 = 1800;

/// The first days of the months of a year and of those that follow them, as Julian days.
type Months = [(i64, i64); 12];

/// The years asked for so far: their moons cost microseconds, and one article asks for the same year again and again.
static YEARS: [OnceLock<Months>; 400] = [const { OnceLock::new() }; 400];

fn months(year: i16) -> Months {
    std::array::from_fn(|i| {
        let month = i as i64 + 1;
        // the solstice before the month, and the one after it
        let before = if month < 11 { year - 1 } else { year };
        let (from, until) = (eleventh(before), eleventh(before + 1));
        let mut ahead = (month + 1) % 12;
        if until - from > 365 && ahead >= repeated(from) {
            ahead += 1;
        }
        let moon = number(from) + ahead;
        (new_moon(moon), new_moon(moon + 1))
    })
}

/// The year of the sixty-year cycle that `stem` (0 for Giáp to 9 for Quý) and `branch` (0 for Tý to 11 for Hợi) name,
/// among the sixty that begin with 1984; `None` for a pair that does not occur.
pub fn cycle(stem: u8, branch: u8) -> Option<i16> {
    (0..60)
        .find(|year| year % 10 == i16::from(stem) && year % 12 == i16::from(branch))
        .map(|year| 1984 + year)
}

/// The first day of the month with the winter solstice of a year.
fn eleventh(year: i16) -> i64 {
    let last = date(year, 12, 31).duration_since(date(2000, 1, 1)).as_hours() / 24 + EPOCH;
    let moon = ((last - 2_415_021) as f64 / MONTH).floor() as i64;
    let first = new_moon(moon);
    // the solstice is where the ninth sign begins
    if sign(first) >= 9 { new_moon(moon - 1) } else { first }
}

/// How many months after the eleventh the leap month lies.
fn repeated(eleventh: i64) -> i64 {
    let moon = number(eleventh);
    (1..14)
        .find(|&i| sign(new_moon(moon + i)) == sign(new_moon(moon + i + 1)))
        .unwrap_or(14)
}

/// The number of the new moon on this day.
fn number(day: i64) -> i64 {
    ((day as f64 - FIRST_MOON) / MONTH + 0.5).floor() as i64
}

/// In which twelfth of its way the sun stands when a day begins, from 0 at the equinox of spring.
fn sign(day: i64) -> i64 {
    let t = (day as f64 - 0.5 - ZONE - EPOCH as f64) / 36525.0;
    let anomaly = (357.529_10 + 35_999.050_30 * t - 0.000_155_9 * t * t).to_radians();
    let longitude = 280.466_45
        + 36_000.769_83 * t
        + 0.000_303_2 * t * t
        + (1.914_600 - 0.004_817 * t) * anomaly.sin()
        + (0.019_993 - 0.000_101 * t) * (2.0 * anomaly).sin()
        + 0.000_290 * (3.0 * anomaly).sin();
    (longitude.to_radians().rem_euclid(2.0 * PI) / PI * 6.0) as i64
}

/// The day, in Vietnam, of the new moon of this number.
fn new_moon(number: i64) -> i64 {
    let k = number as f64;
    let t = k / 1236.85;
    let (t2, t3) = (t * t, t * t * t);
    let mean = 2_415_020.759_33 + 29.530_588_68 * k + 0.000_117_8 * t2 - 0.000_000_155 * t3
        + 0.000_33 * (166.56 + 132.87 * t - 0.009_173 * t2).to_radians().sin();
    let sun = (359.224_2 + 29.105_356_08 * k - 0.000_033_3 * t2 - 0.000_003_47 * t3).to_radians();
    let moon = (306.025_3 + 385.816_918_06 * k + 0.010_730_6 * t2 + 0.000_012_36 * t3).to_radians();
    let node = (21.296_4 + 390.670_506_46 * k - 0.001_652_8 * t2 - 0.000_002_39 * t3).to_radians();
    let true_ = (0.1734 - 0.000_393 * t) * sun.sin() + 0.0021 * (2.0 * sun).sin() - 0.4068 * moon.sin()
        + 0.0161 * (2.0 * moon).sin()
        - 0.0004 * (3.0 * moon).sin()
        + 0.0104 * (2.0 * node).sin()
        - 0.0051 * (sun + moon).sin()
        - 0.0074 * (sun - moon).sin()
        + 0.0004 * (2.0 * node + sun).sin()
        - 0.0004 * (2.0 * node - sun).sin()
        - 0.0006 * (2.0 * node + moon).sin()
        + 0.0010 * (2.0 * node - moon).sin()
        + 0.0005 * (2.0 * moon + sun).sin();
    // the earth's turning slows down: dynamical time to the clock's
    let drift = if t < -11.0 {
        0.001 + 0.000_839 * t + 0.000_226_1 * t2 - 0.000_008_45 * t3
    } else {
        -0.000_278 + 0.000_265 * t + 0.000_262 * t2
    };
    (mean + true_ - drift + 0.5 + ZONE).floor() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tet_falls_where_history_had_it() {
        for (year, month, day) in [
            (1945, 2, 13),
            (1968, 1, 29), // the year the north changed to UTC+7: a day before China's
            (1975, 2, 11),
            (1985, 1, 21), // a month before China's
            (1990, 1, 27),
            (2000, 2, 5),
            (2007, 2, 17), // a day before China's
            (2012, 1, 23),
            (2015, 2, 19),
            (2016, 2, 8),
            (2017, 1, 28),
            (2018, 2, 16),
            (2019, 2, 5),
            (2020, 1, 25),
            (2021, 2, 12),
            (2022, 2, 1),
            (2023, 1, 22),
            (2024, 2, 10),
            (2025, 1, 29),
            (2026, 2, 17),
            (2030, 2, 2), // a day before China's
        ] {
            assert_eq!(solar(year, 1, 1), Some(date(year, month, day)), "{year}");
        }
    }

    #[test]
    fn days_of_the_lunar_year() {
        for ((year, month, day), expected) in [
            ((2017, 1, 10), date(2017, 2, 6)),
            ((2019, 1, 15), date(2019, 2, 19)),
            ((2019, 8, 15), date(2019, 9, 13)),
            ((2023, 8, 15), date(2023, 9, 29)), // after a leap second month
            ((2020, 8, 15), date(2020, 10, 1)), // after a leap fourth month
            ((2025, 3, 10), date(2025, 4, 7)),
            ((2018, 12, 30), date(2019, 2, 4)),
            ((2024, 12, 30), date(2025, 1, 28)), // that month had 29 days
            ((2024, 12, 23), date(2025, 1, 22)),
        ] {
            assert_eq!(solar(year, month, day), Some(expected), "{year}-{month}-{day}");
        }
        assert_eq!(solar(1700, 1, 1), None);
        assert_eq!(solar(2019, 13, 1), None);
    }

    #[test]
    fn years_by_stem_and_branch() {
        assert_eq!(cycle(0, 0), Some(1984)); // Giáp Tý
        assert_eq!(cycle(3, 9), Some(2017)); // Đinh Dậu
        assert_eq!(cycle(5, 11), Some(2019)); // Kỷ Hợi
        assert_eq!(cycle(0, 1), None);
    }
}
