//! The character sets of one byte that UTF-8 is taken for, from characters back to bytes.

use std::sync::LazyLock;

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1250, WINDOWS_1251, WINDOWS_1258};

use crate::intake::charset::vietnamese::WINDOWS_1252_SIGNS;

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    /// windows-1252 and, where that has nothing, Latin-1's control characters.
    Windows1252,
    /// windows-1258.
    Windows1258,
    /// windows-1250.
    Windows1250,
    /// windows-1251.
    Windows1251,
    /// macintosh.
    Macintosh,
}

impl Set {
    /// All, the likeliest first.
    pub const ALL: [Set; 5] = [
        Set::Windows1252,
        Set::Windows1258,
        Set::Windows1250,
        Set::Windows1251,
        Set::Macintosh,
    ];

    /// The byte beyond ASCII that stands for a character.
    pub fn byte(self, c: char) -> Option<u8> {
        static WINDOWS_1258_BYTES: LazyLock<Vec<(char, u8)>> = LazyLock::new(|| bytes(WINDOWS_1258));
        static WINDOWS_1250_BYTES: LazyLock<Vec<(char, u8)>> = LazyLock::new(|| bytes(WINDOWS_1250));
        static WINDOWS_1251_BYTES: LazyLock<Vec<(char, u8)>> = LazyLock::new(|| bytes(WINDOWS_1251));
        static MACINTOSH_BYTES: LazyLock<Vec<(char, u8)>> = LazyLock::new(|| bytes(MACINTOSH));
        let table = match self {
            Set::Windows1252 => return windows_1252(c),
            Set::Windows1258 => &WINDOWS_1258_BYTES,
            Set::Windows1250 => &WINDOWS_1250_BYTES,
            Set::Windows1251 => &WINDOWS_1251_BYTES,
            Set::Macintosh => &MACINTOSH_BYTES,
        };
        let at = table.binary_search_by_key(&c, |(c, _)| *c).ok()?;
        table.get(at).map(|(_, byte)| *byte)
    }
}

/// The byte of windows-1252 beyond ASCII that stands for a character.
pub fn windows_1252(c: char) -> Option<u8> {
    match c {
        '\u{80}'..='\u{ff}' => u8::try_from(c).ok(),
        '\u{152}'.. => {
            let at = WINDOWS_1252_SIGNS.iter().position(|sign| *sign == c)?;
            u8::try_from(0x80 + at).ok()
        }
        _ => None,
    }
}

fn bytes(encoding: &'static Encoding) -> Vec<(char, u8)> {
    let character = |byte: u8| {
        encoding
            .decode_without_bom_handling(&[byte])
            .0
            .chars()
            .next()
            .map(|c| (c, byte))
    };
    let mut bytes: Vec<_> = (0x80..=0xff).filter_map(character).collect();
    bytes.sort_unstable();
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_bytes() {
        let case = |set: Set, c: char, want: Option<u8>| assert_eq!(set.byte(c), want, "{set:?} {c}");
        case(Set::Windows1252, 'Ã', Some(0xc3));
        case(Set::Windows1252, '€', Some(0x80));
        case(Set::Windows1252, '\u{81}', Some(0x81));
        case(Set::Windows1252, 'ă', None);
        case(Set::Windows1258, 'Ă', Some(0xc3));
        case(Set::Windows1250, 'ş', Some(0xba));
        case(Set::Windows1251, 'Р', Some(0xd0));
        case(Set::Macintosh, '√', Some(0xc3));
        case(Set::Macintosh, 'a', None);
    }
}
