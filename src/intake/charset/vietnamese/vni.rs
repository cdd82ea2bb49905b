//! VNI for Windows: a base letter, and a second character for its tone or for its quality and tone together, so that
//! `ấ` is `aá`. It is windows-1252 otherwise, which is what it is mostly taken for.

use super::letters::vowel;

/// The second characters of all vowels, as small letters, in the order of the tones; there is none for level.
const TONES: [char; 6] = ['\0', 'ø', 'ù', 'û', 'õ', 'ï'];
/// Those that make a, e and o an â, ê and ô.
const CIRCUMFLEX: [char; 6] = ['â', 'à', 'á', 'å', 'ã', 'ä'];
/// Those that make a an ă.
const BREVE: [char; 6] = ['ê', 'è', 'é', 'ú', 'ü', 'ë'];

/// Letters that are one character.
const ALONE: [(char, char); 18] = [
    ('ñ', 'đ'),
    ('Ñ', 'Đ'),
    ('ô', 'ơ'),
    ('Ô', 'Ơ'),
    ('ö', 'ư'),
    ('Ö', 'Ư'),
    ('ì', 'ì'),
    ('Ì', 'Ì'),
    ('í', 'í'),
    ('Í', 'Í'),
    ('æ', 'ỉ'),
    ('Æ', 'Ỉ'),
    ('ó', 'ĩ'),
    ('Ó', 'Ĩ'),
    ('ò', 'ị'),
    ('Ò', 'Ị'),
    ('î', 'ỵ'),
    ('Î', 'Ỵ'),
];

fn alone(c: char) -> Option<char> {
    ALONE
        .iter()
        .find(|(written, _)| *written == c)
        .map(|(_, letter)| *letter)
}

/// What a letter and the character after it stand for together.
pub fn pair(base: char, second: char) -> Option<char> {
    let second = second.to_lowercase().next()?;
    let tone = |of: &[char; 6]| of.iter().position(|c| *c == second);
    // ô and ö are ơ and ư already.
    let base = match base {
        'ô' | 'Ô' | 'ö' | 'Ö' => alone(base)?,
        base => base,
    };
    if let Some(tone) = tone(&TONES) {
        return vowel(base, tone);
    }
    let (round, short) = match base {
        'a' => ('â', Some('ă')),
        'A' => ('Â', Some('Ă')),
        'e' => ('ê', None),
        'E' => ('Ê', None),
        'o' => ('ô', None),
        'O' => ('Ô', None),
        _ => return None,
    };
    tone(&CIRCUMFLEX)
        .and_then(|tone| vowel(round, tone))
        .or_else(|| vowel(short?, tone(&BREVE)?))
}

/// The text that a text in windows-1252 stands for.
pub fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let is_base =
            matches!(c.to_ascii_lowercase(), 'a' | 'e' | 'o' | 'u' | 'y') || matches!(c, 'ô' | 'Ô' | 'ö' | 'Ö');
        let both = if is_base {
            characters
                .peek()
                .filter(|c| !c.is_ascii())
                .and_then(|second| pair(c, *second))
        } else {
            None
        };
        match both {
            Some(letter) => {
                out.push(letter);
                characters.next();
            }
            None if c.is_ascii() => out.push(c),
            None => out.push(alone(c).unwrap_or(c)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_letters() {
        let case = |text: &str, want: &str| assert_eq!(decode(text), want, "{text}");
        case("Vieät Nam ñaát nöôùc", "Việt Nam đất nước");
        case(
            "Ñaép ñaäp, BÌNH ÑÒNH, kyõ thuaät, tæ leä",
            "Đắp đập, BÌNH ĐỊNH, kỹ thuật, tỉ lệ",
        );
        case("HAØ NOÄI TRÖÔÙC", "HÀ NỘI TRƯỚC");
        case("cafeteria “x”", "cafeteria “x”");
    }
}
