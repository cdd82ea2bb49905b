//! The letters of Vietnamese: a base letter, perhaps with a quality (ă, â, ê, ô, ơ, ư, đ), and one of six tones.

/// The vowels in all tones: level, grave, acute, hook, tilde, dot below.
pub const SMALL: [[char; 6]; 12] = [
    ['a', 'à', 'á', 'ả', 'ã', 'ạ'],
    ['ă', 'ằ', 'ắ', 'ẳ', 'ẵ', 'ặ'],
    ['â', 'ầ', 'ấ', 'ẩ', 'ẫ', 'ậ'],
    ['e', 'è', 'é', 'ẻ', 'ẽ', 'ẹ'],
    ['ê', 'ề', 'ế', 'ể', 'ễ', 'ệ'],
    ['i', 'ì', 'í', 'ỉ', 'ĩ', 'ị'],
    ['o', 'ò', 'ó', 'ỏ', 'õ', 'ọ'],
    ['ô', 'ồ', 'ố', 'ổ', 'ỗ', 'ộ'],
    ['ơ', 'ờ', 'ớ', 'ở', 'ỡ', 'ợ'],
    ['u', 'ù', 'ú', 'ủ', 'ũ', 'ụ'],
    ['ư', 'ừ', 'ứ', 'ử', 'ữ', 'ự'],
    ['y', 'ỳ', 'ý', 'ỷ', 'ỹ', 'ỵ'],
];

/// The same as capitals.
pub const CAPITAL: [[char; 6]; 12] = [
    ['A', 'À', 'Á', 'Ả', 'Ã', 'Ạ'],
    ['Ă', 'Ằ', 'Ắ', 'Ẳ', 'Ẵ', 'Ặ'],
    ['Â', 'Ầ', 'Ấ', 'Ẩ', 'Ẫ', 'Ậ'],
    ['E', 'È', 'É', 'Ẻ', 'Ẽ', 'Ẹ'],
    ['Ê', 'Ề', 'Ế', 'Ể', 'Ễ', 'Ệ'],
    ['I', 'Ì', 'Í', 'Ỉ', 'Ĩ', 'Ị'],
    ['O', 'Ò', 'Ó', 'Ỏ', 'Õ', 'Ọ'],
    ['Ô', 'Ồ', 'Ố', 'Ổ', 'Ỗ', 'Ộ'],
    ['Ơ', 'Ờ', 'Ớ', 'Ở', 'Ỡ', 'Ợ'],
    ['U', 'Ù', 'Ú', 'Ủ', 'Ũ', 'Ụ'],
    ['Ư', 'Ừ', 'Ứ', 'Ử', 'Ữ', 'Ự'],
    ['Y', 'Ỳ', 'Ý', 'Ỷ', 'Ỹ', 'Ỵ'],
];

/// How syllables are spelt here, one ASCII letter for each vowel: ă is `A`, â `B`, ê `E`, ô `O`, ơ `P`, ư `U`; and đ is
/// `D`.
const CODES: [u8; 12] = *b"aABeEioOPuUy";

/// A letter taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The letter without its tone, as ASCII (see [`CODES`]).
    pub code: u8,
    /// 0 level, 1 grave, 2 acute, 3 hook, 4 tilde, 5 dot below.
    pub tone: u8,
    /// Whether it is a capital.
    pub capital: bool,
}

/// Letters of two bytes end before this one.
const LATIN_END: usize = 0x1b1;
/// The Vietnamese block of Latin Extended Additional.
const BLOCK: usize = 0x1ea0;
const BLOCK_END: usize = 0x1efa;

const NONE: Letter = Letter {
    code: 0,
    tone: 0,
    capital: false,
};

/// By code point, the block following directly.
const LETTERS: [Letter; LATIN_END + BLOCK_END - BLOCK] = letters();

#[allow(
    clippy::indexing_slicing,
    reason = "computed when compiling, where a wrong index is an error"
)]
const fn letters() -> [Letter; LATIN_END + BLOCK_END - BLOCK] {
    let mut out = [NONE; LATIN_END + BLOCK_END - BLOCK];
    let mut row = 0;
    while row < 12 {
        let mut tone = 0;
        while tone < 6 {
            let code = CODES[row];
            let t = tone as u8;
            out[place(SMALL[row][tone])] = Letter {
                code,
                tone: t,
                capital: false,
            };
            out[place(CAPITAL[row][tone])] = Letter {
                code,
                tone: t,
                capital: true,
            };
            tone += 1;
        }
        row += 1;
    }
    let consonants = b"bcdghklmnpqrstvx";
    let mut at = 0;
    while at < consonants.len() {
        let code = consonants[at];
        out[code as usize] = Letter {
            code,
            tone: 0,
            capital: false,
        };
        out[code.to_ascii_uppercase() as usize] = Letter {
            code,
            tone: 0,
            capital: true,
        };
        at += 1;
    }
    out['đ' as usize] = Letter {
        code: b'D',
        tone: 0,
        capital: false,
    };
    out['Đ' as usize] = Letter {
        code: b'D',
        tone: 0,
        capital: true,
    };
    out
}

const fn place(c: char) -> usize {
    let at = c as usize;
    if at < LATIN_END { at } else { at - BLOCK + LATIN_END }
}

/// A letter of Vietnamese taken apart; `None` for all others, f, j, w and z among them.
pub fn letter(c: char) -> Option<Letter> {
    let at = c as usize;
    if at >= LATIN_END && !(BLOCK..BLOCK_END).contains(&at) {
        return None;
    }
    LETTERS.get(place(c)).copied().filter(|letter| letter.code != 0)
}

/// Whether a letter is one that Latin-1 does not have: Vietnamese, or of a language with few others.
pub fn is_telling(c: char) -> bool {
    c > '\u{ff}' && letter(c).is_some()
}

/// The vowel of a base letter (as in [`SMALL`], level) in a tone.
pub fn vowel(base: char, tone: usize) -> Option<char> {
    let row = |rows: &'static [[char; 6]; 12]| rows.iter().find(|row| row.first() == Some(&base));
    row(&SMALL).or_else(|| row(&CAPITAL))?.get(tone).copied()
}

/// A small letter's capital, where both are letters of Vietnamese.
pub fn capital(c: char) -> char {
    c.to_uppercase().next().unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_taken_apart() {
        let case = |c: char, code: u8, tone: u8, is_capital: bool| {
            let want = Letter {
                code,
                tone,
                capital: is_capital,
            };
            assert_eq!(letter(c), Some(want), "{c}");
        };
        case('ộ', b'O', 5, false);
        case('Ằ', b'A', 1, true);
        case('đ', b'D', 0, false);
        case('x', b'x', 0, false);
        for c in ['w', 'ñ', 'ö', '1', '\u{301}', 'я', '世', 'ỿ'] {
            assert_eq!(letter(c), None, "{c}");
        }
        for (small, large) in SMALL.iter().flatten().zip(CAPITAL.iter().flatten()) {
            assert_eq!(capital(*small), *large);
            assert_eq!(letter(*small).map(|l| l.code), letter(*large).map(|l| l.code));
        }
        assert_eq!(vowel('Ê', 2), Some('Ế'));
        assert_eq!(vowel('b', 2), None);
    }
}
