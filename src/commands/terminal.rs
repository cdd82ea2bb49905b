//! What the place can show that answers for people are written to: how wide it is, what must not reach it.

use std::borrow::Cow;
use std::io::IsTerminal;

/// The narrowest page that is tried, and the widest that is still read with ease.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=120;

/// The columns of a page: those of the terminal, else what `COLUMNS` says, else 80; never less than 40 or more than 120.
pub fn width() -> usize {
    let columns = if std::io::stdout().is_terminal() {
        textwrap::termwidth()
    } else {
        let columns = std::env::var("COLUMNS").ok();
        columns.and_then(|columns| columns.parse().ok()).unwrap_or(80)
    };
    columns.clamp(*WIDTHS.start(), *WIDTHS.end())
}

/// A text in which nothing steers the terminal: what stands in records may be anything. As many characters as before.
pub fn harmless(text: &str) -> Cow<'_, str> {
    match text.contains(steers) {
        true => text.chars().map(|c| if steers(c) { ' ' } else { c }).collect(),
        false => text.into(),
    }
}

/// Control characters, and those that turn the direction of all that follows.
fn steers(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal() {
        for (text, shown) in [
            ("Cầu mới", "Cầu mới"),
            ("a\u{1b}[2Jb\tc", "a [2Jb c"),
            ("\u{202E}ngược\u{202C}", " ngược "),
        ] {
            assert_eq!(harmless(text), shown);
        }
    }
}
