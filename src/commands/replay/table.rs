//! Tables for people: columns as wide as they need, numbers to the right.

use std::io::{self, Write};

use indicatif::HumanCount;
use jiff::Timestamp;

/// Writes rows below their heads. The first column is text, and so is what stands in the last `texts`; the others are
/// numbers.
pub(super) fn write<const N: usize>(
    out: &mut impl Write,
    heads: [&str; N],
    rows: &[[String; N]],
    texts: usize,
) -> io::Result<()> {
    let mut widths = heads.map(|head| head.chars().count());
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    let heads = heads.map(str::to_owned);
    for row in std::iter::once(&heads).chain(rows) {
        let mut line = String::new();
        for (place, (cell, width)) in row.iter().zip(widths).enumerate() {
            let gap = if place == 0 { "" } else { "  " };
            let cell = match place == 0 || place >= N - texts {
                true => format!("{gap}{cell:<width$}"),
                false => format!("{gap}{cell:>width$}"),
            };
            line.push_str(&cell);
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// A number with its thousands apart.
pub(super) fn count(number: u64) -> String {
    HumanCount(number).to_string()
}

/// A time of a record, to the second.
pub(super) fn time(ms: Option<i64>) -> String {
    let time = ms.and_then(|ms| Timestamp::from_second(ms.div_euclid(1_000)).ok());
    time.map_or_else(|| "-".to_owned(), |time| time.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_they_need() {
        let rows = [["raw", "7", "a"], ["longer", "1,234", ""]].map(|row| row.map(str::to_owned));
        let mut out = Vec::new();
        write(&mut out, ["topic", "offset", "text"], &rows, 1).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "topic   offset  text\nraw          7  a\nlonger   1,234\n"
        );
        assert_eq!(
            (count(1_234_567), time(Some(1_999))),
            ("1,234,567".to_owned(), "1970-01-01T00:00:01Z".to_owned())
        );
    }
}
