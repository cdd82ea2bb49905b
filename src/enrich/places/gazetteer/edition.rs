//! [`Edition`]: which list was in force when.

use jiff::civil::{Date, date};

/// A dated edition of the list of administrative units.
///
/// The Statistics Office gives every unit a code, and gives codes of units that are gone to new ones: 24 was Bắc Giang
/// and is Bắc Ninh.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Edition {
    /// Not a whole list: districts that were gone by 2021 (Quận 9, Hoành Bồ), for articles that are older.
    Of2018,
    /// 63 provinces, 705 districts, 10,599 communes.
    Of2021,
    /// 63, 696, 10,035: after the mergers of 2023 and 2024, and Huế a city under central government.
    Of2025January,
    /// 34 provinces, no districts, 3,321 communes.
    Of2025July,
}

impl Edition {
    /// All, oldest first.
    pub const ALL: [Edition; 4] = [
        Edition::Of2018,
        Edition::Of2021,
        Edition::Of2025January,
        Edition::Of2025July,
    ];

    /// The list's name.
    pub fn list(self) -> &'static str {
        match self {
            Edition::Of2018 => "vn-gso-2018",
            Edition::Of2021 => "vn-gso-2021",
            Edition::Of2025January => "vn-gso-2025-01",
            Edition::Of2025July => "vn-gso-2025-07",
        }
    }

    /// The list for a day.
    ///
    /// The second list holds what came into force on 1 January 2025 (Huế and its districts, Chũ, Thủy Nguyên as a city)
    /// and so begins that day, though parts of it are older: most mergers of 2023 and 2024 fell in the last two months.
    /// The third came on 1 July 2025. Before 2021 no whole
    /// list is at hand, and nearly all units were as they were then; [`Edition::Of2018`] has some of those that were not.
    pub fn of(day: Date) -> Self {
        match day {
            day if day < date(2025, 1, 1) => Edition::Of2021,
            day if day < date(2025, 7, 1) => Edition::Of2025January,
            _ => Edition::Of2025July,
        }
    }

    /// The list of a digit in `lexicon/units.tsv`.
    pub(super) fn of_digit(digit: char) -> Option<Self> {
        Edition::ALL.get(digit.to_digit(10)? as usize).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_has_its_list() {
        for (day, list) in [
            (date(2008, 7, 31), "vn-gso-2021"),
            (date(2019, 2, 20), "vn-gso-2021"),
            (date(2024, 12, 31), "vn-gso-2021"),
            (date(2025, 1, 1), "vn-gso-2025-01"),
            (date(2025, 6, 30), "vn-gso-2025-01"),
            (date(2025, 7, 1), "vn-gso-2025-07"),
            (date(2031, 1, 1), "vn-gso-2025-07"),
        ] {
            assert_eq!(Edition::of(day).list(), list, "{day}");
        }
    }
}
