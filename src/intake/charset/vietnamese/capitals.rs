//! Capitals that TCVN3 does not have. The encoding of the ABC fonts writes capitals with a tone as the small letters,
//! and shows them as capitals by a font of its own (`.VnTimeH`): the text alone says `Hµ NéI`. Where the letters beside
//! them are capitals, so are they.

use super::letters::{capital, letter};

/// Puts right the small letters that stand for capitals: within a word of capitals, and in lines that have no other
/// small letters.
pub fn restore(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(['\n', '<', '>']).map_or(rest.len(), |at| at + 1);
        let (line, tail) = rest.split_at(end);
        restore_line(line, &mut out);
        rest = tail;
    }
    out
}

/// How a word is written.
#[derive(Clone, Copy, Debug, Default)]
struct Shape {
    /// Letters that are small whatever the font.
    small: bool,
    /// Letters that a font may show as capitals.
    open: bool,
    capitals: usize,
    /// A capital stands after one of those.
    falls: bool,
}

impl Shape {
    fn of(word: &str) -> Shape {
        let mut shape = Shape::default();
        for c in word.chars() {
            if c.is_uppercase() {
                shape.capitals += 1;
                shape.falls |= shape.open;
            } else if letter(c).is_some_and(|letter| letter.tone != 0) {
                shape.open = true;
            } else {
                shape.small = true;
            }
        }
        shape
    }

    fn is_capital(self) -> bool {
        !self.small && (self.falls || self.capitals > 1)
    }
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split_inclusive(|c: char| !c.is_alphabetic())
}

fn restore_line(line: &str, out: &mut String) {
    if line.is_ascii() {
        out.push_str(line);
        return;
    }
    let (mut capital_words, mut small_words) = (0, 0);
    for word in words(line) {
        let shape = Shape::of(word.trim_end_matches(|c: char| !c.is_alphabetic()));
        capital_words += usize::from(shape.is_capital());
        small_words += usize::from(shape.small);
    }
    let whole = small_words == 0 && capital_words > 0;
    for word in words(line) {
        let shape = Shape::of(word.trim_end_matches(|c: char| !c.is_alphabetic()));
        if shape.open && (whole || shape.is_capital()) {
            out.extend(word.chars().map(capital));
        } else {
            out.push_str(word);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_come_back() {
        let case = |text: &str, want: &str| assert_eq!(restore(text), want, "{text}");
        case("TỉNH Hà TĩNH", "TỈNH HÀ TĨNH");
        case("Hà Nội, UBND TỉNH Hà Nam họp", "Hà Nội, UBND TỈNH Hà Nam họp");
        case("ở HÀ NộI\nở Hà Nội", "Ở HÀ NỘI\nở Hà Nội");
        case("<b>Đà NẵNG</b> và xã", "<b>ĐÀ NẴNG</b> và xã");
        case("Ý kiến", "Ý kiến");
        case("à", "à");
    }
}
