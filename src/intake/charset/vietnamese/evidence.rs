//! How much a text reads like Vietnamese: the share of its words that are valid syllables. Half of all syllables have
//! letters that hardly any other language has, and what a wrong character set makes of a text is nearly never one.

use super::letters::{is_telling, letter};
use super::syllable::is_syllable;

/// What a text shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Words of two letters and more.
    pub words: usize,
    /// Those of them that are syllables.
    pub valid: usize,
    /// Words with letters beyond ASCII, or with a sign where a letter should stand.
    pub marked: usize,
    /// Those of them that are syllables.
    pub marked_valid: usize,
    /// Different syllables with letters that Latin-1 does not have, as far as they are counted.
    pub telling: usize,
    /// Of these, one has a circumflex or a horn and a tone: two marks on one letter.
    pub doubly_marked: bool,
    seen: [u64; Evidence::ENOUGH],
}

impl Evidence {
    /// More different syllables are not told apart.
    const ENOUGH: usize = 6;

    /// Reads a text.
    pub fn of(text: &str) -> Evidence {
        let mut evidence = Evidence::default();
        evidence.read(text);
        evidence
    }

    /// Reads another piece.
    pub fn read(&mut self, text: &str) {
        let mut rest = text;
        while let Some(start) = rest.find(char::is_alphabetic) {
            let (before, from) = rest.split_at(start);
            let end = from
                .find(|c: char| !c.is_alphabetic() && !is_tone(c))
                .unwrap_or(from.len());
            let (word, tail) = from.split_at(end);
            self.marked += usize::from(is_stray(before.trim()));
            // A sign between two letters is a letter of another character set.
            let glued = |c: Option<char>| c.is_some_and(|c| !c.is_ascii() && !c.is_whitespace() && !stands_in_words(c));
            let follows = tail.chars().next();
            let broken = glued(before.chars().next_back())
                || (glued(follows) && tail.chars().nth(1).is_some_and(char::is_alphabetic));
            self.count(word, broken);
            rest = tail;
        }
    }

    fn count(&mut self, word: &str, broken: bool) {
        let valid = !broken && is_syllable(word);
        let long = word.chars().nth(1).is_some();
        self.words += usize::from(long);
        self.valid += usize::from(long && valid);
        if !broken && word.is_ascii() {
            return;
        }
        // A letter alone is a syllable (ở, ý), and what becomes of a dash.
        if valid && !long {
            return;
        }
        self.marked += 1;
        self.marked_valid += usize::from(valid);
        if !valid || !word.chars().any(is_telling) {
            return;
        }
        self.doubly_marked |= word
            .chars()
            .filter_map(letter)
            .any(|letter| letter.tone != 0 && matches!(letter.code, b'B' | b'E' | b'O' | b'P' | b'U'));
        let name = hash(word);
        let known = self.seen.iter().take(self.telling).any(|seen| *seen == name);
        if let (false, Some(place)) = (known, self.seen.get_mut(self.telling)) {
            *place = name;
            self.telling += 1;
        }
    }

    /// Whether at least so many hundredths of the words that count are syllables.
    pub fn share_is(&self, hundredths: usize) -> bool {
        self.marked > 0 && self.marked_valid * 100 >= self.marked * hundredths
    }

    /// What speaks for the text less what speaks against it.
    pub fn balance(&self) -> i64 {
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX / 8);
        3 * count(self.marked_valid) - 2 * count(self.marked)
    }
}

/// A sign that stands alone between words and has no business there: a capital of another character set.
fn is_stray(between: &str) -> bool {
    let mut signs = between.chars();
    let stray = |c| matches!(c, '‚' | 'ƒ' | '„' | '†' | '‡' | 'ˆ' | '‹' | '›' | '˜' | '™');
    let open = |c: char| c.is_whitespace() || matches!(c, '>' | '"' | '(');
    between.contains(|c| matches!(c, '\u{80}'..='\u{9f}'))
        || (signs.next_back().is_some_and(stray) && signs.next_back().is_none_or(open))
}

fn is_tone(c: char) -> bool {
    matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}')
}

/// Signs that stand beside letters in any text: quotation marks, dashes, dots.
fn stands_in_words(c: char) -> bool {
    matches!(
        c,
        '’' | '‘' | '“' | '”' | '–' | '—' | '…' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}'
    )
}

/// FNV-1a.
fn hash(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| {
        (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_counted() {
        let case = |text: &str, want: (usize, usize, usize, usize, usize)| {
            let e = Evidence::of(text);
            assert_eq!((e.words, e.valid, e.marked, e.marked_valid, e.telling), want, "{text}");
        };
        case("Cầu mới mở, cầu cũ đóng.", (6, 6, 6, 6, 6));
        case("Cầu cầu mới mới", (4, 4, 4, 4, 3));
        case("The café at the corner", (5, 2, 1, 0, 0));
        case("Vi\u{d6}t N\u{ae}m", (1, 0, 3, 0, 0));
        case("« Où ? Là ! »", (2, 1, 2, 1, 0));
        case("", (0, 0, 0, 0, 0));
    }
}
