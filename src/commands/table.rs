//! Tables for people, and what may stand in them.

use std::fmt::Write as _;

use indicatif::HumanCount;
use jiff::Timestamp;

/// A table for people: columns are as wide as they must be, numbers to the right.
pub(super) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these headings.
    pub(super) fn new(headings: &[&str]) -> Self {
        let headings = headings.iter().map(|heading| heading.to_uppercase());
        Table {
            rows: vec![headings.collect()],
        }
    }

    /// One line more.
    pub(super) fn row(&mut self, cells: Vec<String>) {
        // What comes from a header must not move the cursor.
        self.rows.push(cells.iter().map(|cell| line(cell.as_bytes())).collect());
    }

    /// As text, a line for each row.
    pub(super) fn text(&self) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let cells = |column: usize| self.rows.iter().filter_map(move |row| row.get(column));
        let width = |column| cells(column).map(|cell| cell.chars().count()).max().unwrap_or(0);
        let is_number = |column| cells(column).skip(1).all(|cell| is_number(cell));
        let shape: Vec<(usize, bool)> = (0..columns).map(|column| (width(column), is_number(column))).collect();
        let mut text = String::new();
        for row in &self.rows {
            let mut written = String::new();
            for (cell, (width, number)) in row.iter().zip(&shape) {
                // Writing to a String cannot fail.
                let _ = match number {
                    true => write!(written, "{cell:>width$}  "),
                    false => write!(written, "{cell:<width$}  "),
                };
            }
            text.push_str(written.trim_end());
            text.push('\n');
        }
        text
    }
}

/// Whether a cell goes to the right: numbers, shares, and what stands in their place where there is none.
fn is_number(cell: &str) -> bool {
    cell == "-"
        || cell
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b",. %".contains(&byte))
}

/// A number with its thousands apart.
pub(super) fn count(number: u64) -> String {
    HumanCount(number).to_string()
}

/// A time of a record, to the second; a dash where there is none.
pub(super) fn time(ms: Option<i64>) -> String {
    let time = ms.and_then(|ms| Timestamp::from_second(ms.div_euclid(1_000)).ok());
    time.map_or_else(|| "-".to_owned(), |time| time.to_string())
}

/// Bytes on one line of a terminal: text as it is; what would move the cursor, and what is no text, escaped.
pub(super) fn line(bytes: &[u8]) -> String {
    shown(bytes, &[])
}

/// Bytes on a terminal, with their line breaks and tabs.
pub(super) fn lines(bytes: &[u8]) -> String {
    shown(bytes, &['\n', '\t'])
}

fn shown(bytes: &[u8], harmless: &[char]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for letter in chunk.valid().chars() {
            match letter.is_control() && !harmless.contains(&letter) {
                true => text.extend(letter.escape_default()),
                false => text.push(letter),
            }
        }
        for byte in chunk.invalid() {
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_shown_moves_the_cursor() {
        assert_eq!(line("Thủ đô\n\u{1b}[2J\u{9b}".as_bytes()), "Thủ đô\\n\\u{1b}[2J\\u{9b}");
        assert_eq!(lines(b"a\tb\nc\r\xff\xc3"), "a\tb\nc\\r\\xff\\xc3");
    }

    #[test]
    fn columns_stand_below_each_other() {
        let mut table = Table::new(&["code", "letters", "share", "day"]);
        let row = |cells: [&str; 4]| cells.map(str::to_owned).into();
        table.row(row(["too_large", "1,234", "99.9 %", "2026-10-01"]));
        table.row(row(["đ\n", "7", "-", "2026-10-02"]));
        assert_eq!(
            table.text(),
            "CODE       LETTERS   SHARE  DAY\n\
             too_large    1,234  99.9 %  2026-10-01\n\
             đ\\n              7       -  2026-10-02\n"
        );
        assert_eq!(
            (count(1_234_567), time(Some(1_999)), time(None)),
            (
                "1,234,567".to_owned(),
                "1970-01-01T00:00:01Z".to_owned(),
                "-".to_owned()
            )
        );
    }
}
