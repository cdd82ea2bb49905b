//! What the commands about dead letters share: which letters are meant, tables, and bytes that may be shown.

use std::fmt::Write as _;

use anyhow::Context;

use super::Exit;
use crate::replay::filter::Filter;
use crate::replay::{Point, When};

/// Which dead letters are meant.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Chosen {
    /// Only letters with this code (dlq.code); may be repeated
    #[arg(long, value_name = "CODE")]
    pub code: Vec<String>,
    /// Only letters of this stage (dlq.stage); may be repeated
    #[arg(long, value_name = "STAGE", value_parser = ["intake", "page", "article", "enrich", "event", "publish"])]
    pub stage: Vec<String>,
    /// Only letters that failed at this time or later (dlq.failed_at): a date, a
    /// time with its zone, a time ago such as 36h
    #[arg(long, value_name = "WHEN")]
    pub since: Option<When>,
}

impl Chosen {
    /// The filter, where now is in milliseconds since the Unix epoch.
    ///
    /// # Errors
    /// `--since` is no time.
    pub fn filter(&self, now: i64) -> anyhow::Result<Filter> {
        let since = match self.since.map(|when| when.fixed(now)) {
            None | Some(Point::Earliest) => None,
            Some(Point::Time(ms)) => Some(ms),
            Some(point @ (Point::Latest | Point::Offset(_))) => {
                return Err(anyhow::anyhow!(
                    "--since {point} is no time: write a date (2026-10-01), a time (2026-10-01T06:00:00+07:00) or a time ago (36h, 7d)"
                ))
                .context(Exit::Usage);
            }
        };
        let sorted = |list: &[String]| {
            let mut list = list.to_vec();
            list.sort_unstable();
            list.dedup();
            list
        };
        Ok(Filter {
            codes: sorted(&self.code),
            stages: sorted(&self.stage),
            since,
        })
    }
}

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
        let is_number = |column| {
            cells(column)
                .skip(1)
                .all(|cell| cell.bytes().all(|byte| byte.is_ascii_digit()))
        };
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
        let mut table = Table::new(&["code", "letters"]);
        table.row(vec!["too_large".to_owned(), "12".to_owned()]);
        table.row(vec!["đ\n".to_owned(), "7".to_owned()]);
        assert_eq!(
            table.text(),
            "CODE       LETTERS\ntoo_large       12\nđ\\n              7\n"
        );
    }

    #[test]
    fn since_is_a_time() {
        let since = |text: &str| Chosen {
            since: Some(text.parse().unwrap()),
            ..Chosen::default()
        };
        assert_eq!(since("earliest").filter(9).unwrap(), Filter::default());
        assert_eq!(since("1s").filter(3_000).unwrap().since, Some(2_000));
        for text in ["latest", "offset:7"] {
            let error = since(text).filter(9).unwrap_err();
            assert_eq!(Exit::of(&error), Exit::Usage);
        }
    }
}
