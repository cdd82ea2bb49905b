//! UTF-8 that was read as a character set of one byte: `é` is `Ã©`, `ế` is `áº¿`, `’` is `â€™`.
//!
//! Characters that are a whole sequence of UTF-8 when written back are rare in a sound text, but they occur: in `“XÃ”`
//! the letter and the quotation mark are one. So a sequence counts as certain only where what is read cannot be meant: a
//! sign within a word, a capital after a small letter, a euro sign after `â`. The doubtful ones beside it follow it, as
//! far as nothing sound stands between them: where all of a text was read wrongly, nothing in it is sound.

use super::look::next_beyond;
use super::single_byte::Set;

/// The text as it was written; `None` where nothing is certainly wrong. Of several sets the one that makes most of it
/// is right.
pub fn undo(text: &str, sets: impl Iterator<Item = Set>) -> Option<String> {
    let undone = sets.filter_map(|set| undo_set(text, set));
    let (_, text) = undone.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    Some(text)
}

/// A sequence of UTF-8 found in the characters of a text.
#[derive(Clone, Copy, Debug)]
struct Found {
    start: usize,
    end: usize,
    /// What the sequence is.
    character: char,
}

/// The sequences that were put right, and the text with them.
fn undo_set(text: &str, set: Set) -> Option<(usize, String)> {
    let mut count = 0;
    let mut out = String::new();
    let mut done = 0;
    let mut group: Vec<Found> = Vec::new();
    let mut certain = 0;
    // Sequences of one script that follow each other directly, up to the last of the group.
    let mut run = 0;
    let mut at = 0;
    loop {
        let next = next_beyond(text.as_bytes(), at);
        let found = next.and_then(|start| sequence(text.get(start..)?, set).map(|f| (start, f)));
        if let Some((
            start,
            Sequence {
                length,
                character,
                lead,
                last,
            },
        )) = found
        {
            let end = start + length;
            let before = group.last().copied();
            let touches = before.filter(|before| before.end == start);
            run = match touches {
                Some(before) if script(before.character) == script(character) => run + 1,
                _ => 1,
            };
            let around = Around {
                set,
                before: text.get(..start).and_then(|text| text.chars().next_back()),
                lead,
                last,
                character,
                after: text.get(end..).and_then(|text| text.chars().next()),
                run,
                first_touches: touches.is_some(),
            };
            certain += usize::from(around.is_certain());
            group.push(Found { start, end, character });
            at = end;
            continue;
        }
        let sound = next.and_then(|start| text.get(start..)?.chars().next());
        // What is left of characters that a reader could not show does not make a text sound.
        let ends = sound.is_none_or(|c| !matches!(c, '\u{80}'..='\u{9f}' | '\u{fffd}'));
        if ends {
            if certain >= needed(set) {
                count += group.len();
                for found in &group {
                    out.push_str(text.get(done..found.start)?);
                    out.push(found.character);
                    done = found.end;
                }
            }
            group.clear();
            certain = 0;
        }
        match (next, sound) {
            (Some(start), Some(c)) => at = start + c.len_utf8(),
            _ => break,
        }
    }
    if done == 0 {
        return None;
    }
    out.push_str(text.get(done..)?);
    Some((count, out))
}

/// So many certain sequences make a group certain. What is rarely read as one of the rarer sets has to show it twice.
fn needed(set: Set) -> usize {
    match set {
        Set::Windows1252 | Set::Windows1258 => 1,
        Set::Windows1250 | Set::Windows1251 | Set::Macintosh => 2,
    }
}

struct Sequence {
    length: usize,
    character: char,
    lead: char,
    last: char,
}

/// The sequence that a text begins with.
fn sequence(text: &str, set: Set) -> Option<Sequence> {
    let mut characters = text.chars();
    let lead = characters.next()?;
    let first = set.byte(lead)?;
    let count = match first {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let mut bytes = [first, 0, 0, 0];
    let mut last = lead;
    let mut length = lead.len_utf8();
    for place in bytes.get_mut(1..count)? {
        last = characters.next()?;
        *place = set.byte(last).filter(|byte| (0x80..0xc0).contains(byte))?;
        length += last.len_utf8();
    }
    let character = std::str::from_utf8(bytes.get(..count)?).ok()?.chars().next()?;
    Some(Sequence {
        length,
        character,
        lead,
        last,
    })
}

/// A sequence and what stands around it.
struct Around {
    set: Set,
    before: Option<char>,
    /// Its first character as it is read.
    lead: char,
    /// Its last.
    last: char,
    /// What it is.
    character: char,
    after: Option<char>,
    run: usize,
    first_touches: bool,
}

impl Around {
    /// Whether the characters cannot be meant as they are read.
    fn is_certain(&self) -> bool {
        match self.character {
            '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{203a}' | '€' | '™' | '\u{1f000}'..='\u{1faff}' => true,
            '\u{80}'..='\u{9f}' => false,
            '\u{a0}'..='\u{bf}' => self.is_certain_sign(),
            c if is_latin(c) => self.is_certain_letter(),
            c => script(c) != Script::None && self.run >= if self.set == Set::Windows1251 { 4 } else { 2 },
        }
    }

    /// `Â°`, `Â«`: a capital with a sign of its own behind it, where no capital stands.
    fn is_certain_sign(&self) -> bool {
        let stands_alone = |c: char| c.is_lowercase() || (c.is_ascii() && !c.is_ascii_uppercase());
        // `В ` is a preposition of Russian.
        self.set != Set::Windows1251 && self.before.is_none_or(stands_alone)
    }

    fn is_certain_letter(&self) -> bool {
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        let is_ascii_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        let (before, after) = (self.before, self.after);
        match self.set {
            // Letters of two scripts in one word.
            Set::Windows1251 => return is_ascii_letter(before) || is_ascii_letter(after),
            Set::Macintosh => {
                return (is_ascii_letter(before) || self.first_touches)
                    && (is_ascii_letter(after) || self.last != '\u{a0}');
            }
            Set::Windows1252 | Set::Windows1258 | Set::Windows1250 => {}
        }
        let small_before = before.is_some_and(char::is_lowercase);
        let capital_before = before.is_some_and(char::is_uppercase);
        if self.lead.is_uppercase() && small_before {
            return true;
        }
        // `Ã` and a no-break space may be a letter at the end of a word.
        if self.last == '\u{a0}' {
            return false;
        }
        if matches!(self.last, '\u{80}'..='\u{9f}') {
            return true;
        }
        let wide = self.lead.is_lowercase();
        if wide && (capital_before || !ends_words(self.last)) {
            return true;
        }
        let among_capitals = self.lead.is_uppercase() && !small_before && after.is_some_and(char::is_uppercase);
        is_letter(after) && !among_capitals && self.last != '·'
    }
}

/// Signs that stand after the last letter of a word.
fn ends_words(c: char) -> bool {
    matches!(
        c,
        '‘' | '’'
            | '“'
            | '”'
            | '‚'
            | '„'
            | '…'
            | '–'
            | '—'
            | '›'
            | '»'
            | '\u{a0}'
            | '®'
            | '™'
            | '©'
            | '²'
            | '³'
            | '¹'
            | 'ª'
            | 'º'
            | '°'
            | '·'
    )
}

/// Letters of the Latin script as languages in use have them, and the tones alone.
fn is_latin(c: char) -> bool {
    matches!(
        c,
        '\u{c0}'..='\u{17f}' | 'Ơ' | 'ơ' | 'Ư' | 'ư' | '\u{218}'..='\u{21b}' | '\u{300}'..='\u{323}' | '\u{1ea0}'..='\u{1ef9}'
    )
}

/// Scripts whose letters follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    None,
    Latin,
    Greek,
    Cyrillic,
    Hebrew,
    Arabic,
    India(u32),
    EastAsia,
    Hangul,
}

fn script(c: char) -> Script {
    match c {
        c if is_latin(c) => Script::Latin,
        '\u{370}'..='\u{3ff}' => Script::Greek,
        '\u{400}'..='\u{52f}' => Script::Cyrillic,
        '\u{590}'..='\u{5ff}' => Script::Hebrew,
        '\u{600}'..='\u{6ff}' => Script::Arabic,
        // Devanagari to Thai and Georgian, each in a block of 128.
        '\u{900}'..='\u{10ff}' => Script::India(u32::from(c) >> 7),
        '\u{3000}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}' => Script::EastAsia,
        '\u{ac00}'..='\u{d7a3}' => Script::Hangul,
        _ => Script::None,
    }
}
