//! The encodings that Vietnamese was written in before Unicode, which no detector knows and which differ from
//! windows-1252 in nothing but their fonts. What a text is written in is judged by what comes out ([`Evidence`]).

mod capitals;
mod evidence;
pub(in crate::intake) mod letters;
mod syllable;
mod tables;
pub mod viqr;
mod vni;

use std::borrow::Cow;

use encoding_rs::{WINDOWS_1252, WINDOWS_1258};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::compose;

use super::Charset;

pub use evidence::Evidence;
pub use syllable::is_syllable;
pub use vni::pair as vni_pair;

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Old {
    /// TCVN 5712-3, of the ABC fonts: the small letters, the seven capitals without a tone, and windows-1252's signs.
    Tcvn3,
    /// TCVN 5712-1 with all capitals, in place of control characters.
    Tcvn1,
    /// VNI for Windows.
    Vni,
    /// VISCII 1.1.
    Viscii,
    /// VPS.
    Vps,
    /// VIQR: ASCII with the marks written after the letters.
    Viqr,
}

impl Old {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Old::Tcvn3 => "tcvn3",
            Old::Tcvn1 => "tcvn-5712",
            Old::Vni => "x-viet-vni",
            Old::Viscii => "viscii",
            Old::Vps => "x-viet-vps",
            Old::Viqr => "viqr",
        }
    }

    /// The text of bytes.
    pub fn decode(self, bytes: &[u8]) -> (Cow<'_, str>, bool) {
        let text = match self {
            Old::Vni => vni::decode(&WINDOWS_1252.decode_without_bom_handling(bytes).0),
            Old::Viqr => viqr::decode(&String::from_utf8_lossy(bytes)),
            Old::Tcvn3 => capitals::restore(&self.single(bytes)),
            Old::Tcvn1 | Old::Viscii | Old::Vps => self.single(bytes),
        };
        (Cow::Owned(text), false)
    }

    fn single(self, bytes: &[u8]) -> String {
        let (high, low) = match self {
            Old::Viscii => (&tables::VISCII, tables::VISCII_LOW),
            Old::Vps => (&tables::VPS, tables::VPS_LOW),
            _ => (&tables::TCVN, tables::TCVN_LOW),
        };
        let signs = self == Old::Tcvn3;
        let mut out = String::with_capacity(bytes.len() + bytes.len() / 2);
        for byte in bytes {
            let letter = match byte {
                0x80..=0x9f if signs => WINDOWS_1252_SIGNS.get(usize::from(byte - 0x80)),
                0x80.. => high.get(usize::from(byte - 0x80)),
                0x20.. | b'\t' | b'\n' | b'\r' => None,
                control => low.iter().find(|(low, _)| low == control).map(|(_, capital)| capital),
            };
            let c = letter.copied().unwrap_or(char::from(*byte));
            if !('\u{300}'..='\u{323}').contains(&c) {
                out.push(c);
                continue;
            }
            // A tone belongs to the letter before it; without one the byte is the sign that it is elsewhere.
            match out.chars().next_back().and_then(|before| compose(before, c)) {
                Some(whole) => {
                    out.pop();
                    out.push(whole);
                }
                None => out.push(char::from(*byte)),
            }
        }
        out
    }
}

/// What windows-1252 has in place of control characters.
#[rustfmt::skip]
pub const WINDOWS_1252_SIGNS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Labels of the old encodings.
const LABELS: &[(&str, Old)] = &[
    ("tcvn3", Old::Tcvn3),
    ("tcvn-3", Old::Tcvn3),
    ("tcvn", Old::Tcvn3),
    ("abc", Old::Tcvn3),
    ("x-viet-tcvn", Old::Tcvn3),
    ("x-viet-tcvn3", Old::Tcvn3),
    ("tcvn-5712", Old::Tcvn1),
    ("tcvn5712", Old::Tcvn1),
    ("tcvn5712-1", Old::Tcvn1),
    ("tcvn5712-1:1993", Old::Tcvn1),
    ("x-viet-tcvn5712", Old::Tcvn1),
    ("vscii", Old::Tcvn1),
    ("vni", Old::Vni),
    ("x-vni", Old::Vni),
    ("x-viet-vni", Old::Vni),
    ("vni-win", Old::Vni),
    ("viscii", Old::Viscii),
    ("csviscii", Old::Viscii),
    ("viscii1.1-1", Old::Viscii),
    ("x-viet-viscii", Old::Viscii),
    ("vps", Old::Vps),
    ("x-viet-vps", Old::Vps),
    ("viqr", Old::Viqr),
    ("csviqr", Old::Viqr),
    ("x-viet-viqr", Old::Viqr),
];

/// What a label stands for.
pub fn by_label(label: &[u8]) -> Option<Old> {
    LABELS
        .iter()
        .find(|(name, _)| name.as_bytes().eq_ignore_ascii_case(label))
        .map(|(_, old)| *old)
}

/// windows-1258 with its tones and letters put together.
pub fn windows_1258(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    let (text, has_errors) = WINDOWS_1258.decode_without_bom_handling(bytes);
    match unicode_normalization::is_nfc(&text) {
        true => (text, has_errors),
        false => (Cow::Owned(text.nfc().collect()), has_errors),
    }
}

/// All that have bytes beyond ASCII, the likeliest of equals first.
const CANDIDATES: [Charset; 6] = [
    Charset::Vietnamese(Old::Tcvn3),
    Charset::Vietnamese(Old::Vni),
    Charset::Vietnamese(Old::Tcvn1),
    Charset::Web(WINDOWS_1258),
    Charset::Vietnamese(Old::Viscii),
    Charset::Vietnamese(Old::Vps),
];

/// So much is read to see whether a value may be Vietnamese at all.
const GLANCE: usize = 2 * 1024;

/// The old encoding in which words beyond ASCII read best, and how well.
pub(super) fn best(words: &[u8]) -> Option<(Charset, Evidence)> {
    let read = |bytes: &[u8]| {
        CANDIDATES
            .map(|charset| (charset, Evidence::of(&charset.decode(bytes).0)))
            .into_iter()
            .reduce(|best, next| {
                if next.1.balance() > best.1.balance() {
                    next
                } else {
                    best
                }
            })
    };
    let glance = read(words.get(..GLANCE).unwrap_or(words))?;
    if words.len() <= GLANCE || !glance.1.share_is(50) {
        return Some(glance);
    }
    read(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_decoded() {
        let case = |old: Old, bytes: &[u8], want: &str| assert_eq!(old.decode(bytes).0, want, "{old:?}");
        case(
            Old::Tcvn3,
            b"Vi\xd6t Nam, T\xd8NH \x93x\x94 37\xb0C, ho\xb5",
            "Việt Nam, TỈNH “x” 37°C, hoà",
        );
        case(Old::Tcvn1, b"H\x80 N\x97I, \x04ng, a\xb3", "HÀ NỘI, Ừng, á");
        case(Old::Viscii, b"Vi\xaet Nam \xf0\xa4t n\xdf\xbec", "Việt Nam đất nước");
        case(Old::Vps, b"Vi\x8ct Nam \xc7\xc3t n\xdc\xa7c", "Việt Nam đất nước");
        case(Old::Vni, b"Vie\xe4t Nam \xf1a\xe1t n\xf6\xf4\xf9c", "Việt Nam đất nước");
        case(Old::Viqr, b"Vie^.t Nam dda^'t nu+o+'c", "Việt Nam đất nước");
        assert_eq!(windows_1258(b"Vi\xea\xf2t").0, "Việt");
    }
}
