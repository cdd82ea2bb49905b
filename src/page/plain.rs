//! Plain text → blocks: one line, one block.
//!
//! Most lines of most messages are clean already, so a line is first looked at sixteen bytes at a time for anything
//! that would need work ([`letters::is_clean`]), and borrowed as it is when there is nothing.

use std::borrow::Cow;

use super::letters;
use super::{Block, BlockKind};

/// Cuts a text into blocks, one for each line that is not blank.
pub fn read(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::with_capacity(32);
    let mut gap = 0_u16;
    for line in lines(text) {
        let cleaned = letters::clean(line);
        if cleaned.is_empty() {
            gap = gap.saturating_add(1);
            continue;
        }
        blocks.push(Block {
            kind: BlockKind::Paragraph,
            gap,
            opens_with_space: line.starts_with([' ', '\u{a0}']),
            ends_with_space: line.ends_with([' ', '\u{a0}']),
            text: cleaned,
        });
        gap = 0;
    }
    blocks
}

/// The lines of a text; `\n`, `\r\n`, a lone `\r`, and the Unicode line and paragraph separators end one.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    // Other line ends than `\n` are rare: they are looked for once in the whole text.
    let bytes = text.as_bytes();
    let odd = memchr::memchr(b'\r', bytes).is_some()
        || memchr::memmem::find(bytes, "\u{2028}".as_bytes()).is_some()
        || memchr::memmem::find(bytes, "\u{2029}".as_bytes()).is_some();
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let current = rest?;
        let end = if odd {
            current.find(['\n', '\r', '\u{2028}', '\u{2029}'])
        } else {
            memchr::memchr(b'\n', current.as_bytes())
        };
        let Some(end) = end else {
            rest = None;
            return Some(current);
        };
        let (line, tail) = current.split_at(end);
        let step = if tail.starts_with("\r\n") {
            2
        } else {
            tail.chars().next().map_or(1, char::len_utf8)
        };
        rest = Some(&tail[step..]);
        Some(line)
    })
}

/// The same for a single value without line structure (a title, a name): every white space becomes one space.
pub fn value(text: &str) -> Cow<'_, str> {
    letters::clean(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<(String, u16)> {
        read(text).into_iter().map(|b| (b.text.into_owned(), b.gap)).collect()
    }

    #[test]
    fn lines_become_blocks_and_blank_lines_become_gaps() {
        let case = |text: &str, want: &[(&str, u16)]| {
            let want: Vec<_> = want.iter().map(|(t, g)| ((*t).to_owned(), *g)).collect();
            assert_eq!(texts(text), want, "{text:?}");
        };
        case("", &[]);
        case(" \n\t\n", &[]);
        case("một\n\nhai", &[("một", 0), ("hai", 1)]);
        case("một\r\n \r\n\r\nhai\r\n", &[("một", 0), ("hai", 2)]);
        case("một\rhai\u{2028}ba", &[("một", 0), ("hai", 0), ("ba", 0)]);
        case("  a \u{a0} b  ", &[("a b", 0)]);
    }

    #[test]
    fn a_clean_line_is_borrowed() {
        let text = "Bắc Giang đổi mới, “nâng cao” hiệu quả – năm 2019…\nDòng hai";
        assert!(read(text).iter().all(|b| matches!(b.text, Cow::Borrowed(_))));
    }
}
