//! A first look at a text, which has to cost next to nothing: nearly every text is sound. It tells surely which kinds of
//! damage there are not; what it suspects is looked at closely.

use super::single_byte::Set;

/// What may be wrong with a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// UTF-8 read as windows-1252.
    pub western: bool,
    /// UTF-8 read as windows-1258 or 1250.
    pub central: bool,
    /// UTF-8 read as windows-1251.
    pub cyrillic: bool,
    /// UTF-8 read as macintosh.
    pub mac: bool,
    /// Letters of an old Vietnamese font.
    pub fonts: bool,
    /// References escaped twice.
    pub escapes: bool,
    /// VIQR.
    pub circumflexes: bool,
    /// Letters written as references.
    pub references: bool,
}

impl Look {
    /// Looks.
    pub fn at(text: &str) -> Look {
        let bytes = text.as_bytes();
        let mut look = Look {
            circumflexes: memchr::memchr(b'^', bytes).is_some(),
            ..Look::default()
        };
        look.letters(bytes);
        look.references(bytes);
        look
    }

    /// The sets of one byte that UTF-8 may have been read as.
    pub fn sets(&self) -> impl Iterator<Item = Set> {
        Set::ALL.into_iter().filter(move |set| match set {
            Set::Windows1252 => self.western,
            Set::Windows1258 | Set::Windows1250 => self.central,
            Set::Windows1251 => self.cyrillic,
            Set::Macintosh => self.mac,
        })
    }

    /// Looks at the letters: at three bytes at a time by a table, and closely where these look like anything.
    fn letters(&mut self, bytes: &[u8]) {
        for from in (0..bytes.len()).step_by(BLOCK) {
            let block = bytes.get(from..(from + BLOCK + 3).min(bytes.len())).unwrap_or_default();
            if block.is_ascii() {
                continue;
            }
            // After the last bytes of all come blanks.
            let mut last = [b' '; BLOCK + 3];
            let block = block.first_chunk().unwrap_or_else(|| {
                last.iter_mut().zip(block).for_each(|(last, byte)| *last = *byte);
                &last
            });
            let mut seen = Seen::default();
            for (at, three) in block.windows(3).take(BLOCK).enumerate() {
                let &[a, b, c] = three else { continue };
                if is_suspicious(a, b, c) {
                    seen.see(a, b, c, block.get(at + 3).copied().unwrap_or(b' '));
                }
            }
            self.western |= seen.western > 0;
            self.central |= seen.central > 0;
            self.cyrillic |= seen.cyrillic > 0;
            self.mac |= seen.mac > 0;
            if seen.fonts > 0 {
                // In the language itself such letters are a few among many.
                let beyond = block.iter().take(BLOCK).filter(|byte| **byte >= 0xc2).count();
                self.fonts |= usize::from(seen.fonts) * FEW >= beyond;
            }
        }
    }

    fn references(&mut self, bytes: &[u8]) {
        let mut odd = 0;
        for at in memchr::memchr_iter(b'&', bytes) {
            let rest = bytes.get(at + 1..).unwrap_or_default();
            match rest {
                [b'a', b'm', b'p', b';', name @ ..] => {
                    let end = name
                        .iter()
                        .take(10)
                        .position(|b| !b.is_ascii_alphanumeric() && *b != b'#');
                    self.escapes |= end.is_some_and(|end| end > 1 && name.get(end) == Some(&b';'));
                }
                [b'#' | b'A'..=b'Z' | b'a'..=b'z', ..] => odd += oddity(bytes.get(..at).unwrap_or_default(), rest),
                _ => {}
            }
        }
        self.references = odd >= ENOUGH;
    }
}

/// References so odd may be letters that were read wrongly.
const ENOUGH: usize = 3;

/// How odd a reference is (`&Ouml;`, `&aacute;`, `&#214;`) where it stands.
fn oddity(before: &[u8], name: &[u8]) -> usize {
    let last = before.last().copied().unwrap_or(b' ');
    let capital = name.first().is_some_and(u8::is_ascii_uppercase);
    match last {
        // A capital within a word.
        b'a'..=b'z' if capital && is_letter(name) => ENOUGH,
        // Two letters of a font.
        b'a' | b'e' | b'o' | b'u' | b'y' if is_second(last, name) => 1,
        // Two beside each other, of which the first is a letter.
        b';' if is_letter(name) || name.iter().take(7).any(|b| *b == b';') => {
            let open = before.iter().rev().take(10).position(|b| *b == b'&');
            let first = open
                .and_then(|back| before.get(before.len() - back..))
                .unwrap_or_default();
            usize::from(is_letter(first) && !name.starts_with(b"nbsp"))
        }
        _ => 0,
    }
}

/// Whether a name is that of a letter with a mark, as far as its second half says, or a number of three digits.
fn is_letter(name: &[u8]) -> bool {
    let marks: [&[u8]; 8] = [
        b"grave;", b"acute;", b"circ;", b"tilde;", b"uml;", b"ring;", b"cedil;", b"slash;",
    ];
    let number = matches!(name, [b'#', b'1' | b'2', b'0'..=b'9', b'0'..=b'9', b';', ..]);
    number
        || marks
            .iter()
            .any(|mark| name.get(1..).is_some_and(|rest| rest.starts_with(mark)))
        || name.starts_with(b"AElig;")
}

/// Whether a name is that of a letter that VNI puts after a vowel.
fn is_second(vowel: u8, name: &[u8]) -> bool {
    let any: [&[u8]; 5] = [b"ugrave;", b"oslash;", b"ucirc;", b"otilde;", b"iuml;"];
    let short: [&[u8]; 6] = [b"egrave;", b"eacute;", b"ecirc;", b"euml;", b"uacute;", b"uuml;"];
    let round = matches!(vowel, b'a' | b'e' | b'o') && name.first() == Some(&b'a') && is_letter(name);
    any.iter().any(|n| name.starts_with(n)) || round || (vowel == b'a' && short.iter().any(|n| name.starts_with(n)))
}

/// So many windows are looked at together: most of a page is ASCII, and a block of it costs nothing.
const BLOCK: usize = 128;

/// One letter in so many has to look like a font's.
const FEW: usize = 8;

/// What a byte may be in a window that shows any damage, a bit for each kind of window: as its first byte.
#[allow(clippy::indexing_slicing, reason = "at compile time, within the table")]
const FIRST: [u8; 256] = {
    let mut masks = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        masks[byte] = (b == 0xc3) as u8
            | ((b == 0xc4) as u8 * 2)
            | ((b == 0xd0) as u8 * 4)
            | (matches!(b, 0x80 | 0x88 | 0xc2) as u8 * 8)
            | (b.is_ascii_lowercase() as u8 * (16 | 32))
            | (matches!(b | 0x20, b'a' | b'e' | b'o' | b'u' | b'y') as u8 * 64)
            | (matches!(b | 0x20, b'a' | b'e') as u8 * 128);
        byte += 1;
    }
    masks
};

/// As its second.
#[allow(clippy::indexing_slicing, reason = "at compile time, within the table")]
const SECOND: [u8; 256] = {
    let mut masks = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        masks[byte] = matches!(b, 0x82..=0x86 | 0x8e..=0x99 | 0xa0..=0xb4) as u8
            | (matches!(b, 0x82 | 0xb9) as u8 * 2)
            | (matches!(b, 0x93 | 0x94 | 0x96 | 0xa0 | 0xa1 | 0xb1 | 0xb2) as u8 * 4)
            | (matches!(b, 0x9a | 0xae | 0xb7) as u8 * 8)
            | (matches!(b, 0xc2 | 0xc5 | 0xe2) as u8 * 16)
            | ((b == 0xc3) as u8 * (32 | 64 | 128));
        byte += 1;
    }
    masks
};

/// As its third. A window in which no bit is common to all three shows none.
#[allow(clippy::indexing_slicing, reason = "at compile time, within the table")]
const THIRD: [u8; 256] = {
    let mut masks = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        masks[byte] = matches!(b, 0xc2 | 0xc4..=0xc6 | 0xcb | 0xe2) as u8
            | ((b >= 0xc2) as u8 * (2 | 8))
            | (matches!(b, 0xc2 | 0xd0..=0xd2 | 0xe2) as u8 * 4)
            | (matches!(b, 0x80 | 0x92 | 0xa0..) as u8 * 16)
            | (matches!(b, 0x80..=0x9e) as u8 * 32)
            | (matches!(b | 0x20, 0xaf | 0xb5 | 0xb8 | 0xb9 | 0xbb) as u8 * 64)
            | (matches!(b | 0x20, 0xa0..=0xa5 | 0xa8..=0xab | 0xba | 0xbc) as u8 * 128);
        byte += 1;
    }
    masks
};

/// Whether a window of these first bytes may show any damage; if not, it surely shows none.
#[inline(always)]
fn is_suspicious(first: u8, second: u8, third: u8) -> bool {
    let of = |table: &[u8; 256], byte: u8| table.get(usize::from(byte)).copied().unwrap_or_default();
    of(&FIRST, first) & of(&SECOND, second) & of(&THIRD, third) != 0
}

/// What a block shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Seen {
    western: u8,
    central: u8,
    cyrillic: u8,
    mac: u8,
    /// What old fonts look like.
    fonts: u8,
}

impl Seen {
    /// The first bytes of UTF-8 as the characters that a set makes of them, followed by something beyond ASCII.
    fn see(&mut self, a: u8, b: u8, c: u8, d: u8) {
        let second = (c == 0xc2) | (c == 0xc5) | (c == 0xc6) | (c == 0xcb) | (c == 0xe2);
        let latin = a == 0xc3;
        // Â to Æ, and the other alphabets' Ð, Ñ, Î, Ï, ×, Ø, Ù.
        let two = latin & ((0x82..=0x86).contains(&b) & (second | (c == 0xc4)) | (0x8e..=0x99).contains(&b) & second);
        // á with º or », â with € or ‚, ð with Ÿ.
        let viet = latin & (b == 0xa1) & (c == 0xc2) & ((d == 0xba) | (d == 0xbb));
        let signs = latin & (b == 0xa2) & (c == 0xe2) & ((d == 0x80) | (d == 0x82));
        // The same in Latin-1: â with a control character.
        let controls = latin & (0xa1..=0xb4).contains(&b) & (c == 0xc2) & (d < 0xa0);
        let emoji = latin & (b == 0xb0) & (c == 0xc5);
        // Letters of India and East Asia; a no-break space and a quotation mark follow any letter.
        let wide = latin & (0xa0..=0xad).contains(&b) & (c == 0xc2) & (d != 0xa0) & (d != 0xbb);
        self.western |= u8::from(two | viet | signs | controls | emoji | wide);
        // Ă and Ĺ; the rest is as in windows-1252.
        self.central |= u8::from((a == 0xc4) & ((b == 0x82) | (b == 0xb9)) & (c >= 0xc2));
        // Г, Д, Ж, Р, С, б and в, before what Russian does not have.
        let rare = (c == 0xd0) & (d < 0x90) | (c == 0xd1) & (d > 0x90) | (c == 0xd2) | (c == 0xc2) | (c == 0xe2);
        let lead = (b == 0x93) | (b == 0x94) | (b == 0x96) | (b == 0xa0) | (b == 0xa1);
        let punctuation = (b == 0xb2) & (c == 0xd0) & (d == 0x82);
        let viet = (b == 0xb1) & ((c == 0xd1) & (d == 0x94) | (c == 0xc2) & (d == 0xbb));
        self.cyrillic |= u8::from((a == 0xd0) & ((lead & rare) | punctuation | viet));
        // √, ‚ and ·; the first two end in the window's first bytes.
        let root = (a == 0x88) & (b == 0x9a) & (c >= 0xc2);
        let comma = (a == 0x80) & (b == 0x9a) & (c == 0xc3) & (d == 0x84);
        let dot = (a == 0xc2) & (b == 0xb7) & (c == 0xe2) & (d == 0x88);
        self.mac |= u8::from(root | comma | dot);
        self.fonts += u8::from(is_font_trouble(a, b, c, d));
    }
}

/// Where the next byte beyond ASCII stands.
pub fn next_beyond(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let skipped = rest.chunks(64).take_while(|chunk| chunk.is_ascii()).count() * 64;
    let at = rest.get(skipped..)?.iter().position(|b| !b.is_ascii())?;
    Some(from + skipped + at)
}

/// A capital or a sign after a small letter where a vowel of a font stands.
#[inline]
fn is_font_trouble(a: u8, b: u8, c: u8, d: u8) -> bool {
    let small = a.is_ascii_lowercase();
    let capital = small & (b == 0xc3) & (0x80..=0x9e).contains(&c);
    let odd_sign = (0xa4..=0xa8).contains(&c) | (c == 0xac) | (c == 0xaf) | (c == 0xb1) | (0xb4..=0xb6).contains(&c);
    let sign = small & (b == 0xc2) & (odd_sign | (c == 0xb8) | (0xbc..=0xbf).contains(&c));
    let in_word = small & (b == 0xc2) & (c >= 0xa1) & (c != 0xad) & (c != 0xb7) & d.is_ascii_lowercase();
    // Signs and capitals that windows-1252 has in place of control characters.
    let letters = (b == 0xc5) & ((c == 0x92) | (c == 0xa0) | (c == 0xb8) | (c == 0xbd));
    let daggers = (b == 0xe2) & (c == 0x80) & ((d == 0xb0) | (d == 0xb9) | (d == 0xba) | (d == 0xa0) | (d == 0xa1));
    let high = small & (letters | daggers);
    let hyphen = small & (b == 0xc2) & (c == 0xad) & (d == 0xc3);
    let dj = (a == 0xc2) & (b == 0xae) & ((c == 0xc2) | (c == 0xc3)) | (a == 0xc3) & (b == 0xb0) & (c == 0xc2);
    // VNI: a vowel and a second vowel that only VNI puts after it.
    let (la, lc) = (a | 0x20, c | 0x20);
    let plain = (lc == 0xb8) | (lc == 0xb9) | (lc == 0xbb) | (lc == 0xb5) | (lc == 0xaf);
    let round = (0xa0..=0xa5).contains(&lc);
    let short = (lc == 0xa8) | (lc == 0xa9) | (lc == 0xaa) | (lc == 0xab) | (lc == 0xba) | (lc == 0xbc);
    let vowel = (la == b'a') | (la == b'e') | (la == b'o') | (la == b'u') | (la == b'y');
    let pair = (b == 0xc3) & ((vowel & plain) | (((la == b'a') | (la == b'e')) & round) | ((la == b'a') & short));
    capital | sign | in_word | high | hyphen | dj | pair
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn windows_passed_over_show_nothing(a: u8, b in 0x80_u8.., c in 0x80_u8.., d: u8, letter in "[a-zA-Z]") {
            for first in [a, letter.as_bytes()[0], 0xc2, 0xc3, 0xc4, 0xd0] {
                let mut seen = Seen::default();
                seen.see(first, b, c, d);
                prop_assert!(is_suspicious(first, b, c) || seen == Seen::default(), "{first:x} {b:x} {c:x} {d:x} {seen:?}");
            }
        }
    }

    #[test]
    fn sound_texts_raise_no_suspicion() {
        for text in [
            "Cầu mới bắc qua sông “Đà” sẽ mở cửa vào tháng Giêng; toà án, hoá học, “là”, là… Đã xong – xã",
            "Il répéta l’été à Orléans : « voilà », dit-il. Ça va ?",
            "Die Brücke über den Fluß „Spaß“ – Größe 5 °C, m²",
            "El niño comió piñas en España; ¿dónde está? «Madre»",
            "Мост через реку откроют в январе, сообщил мэр; в\u{a0}Москве «Гость» – Рим",
            "Die <b>R&amp;D</b> x&nbsp;y &quot;z&quot; &ndash; &lt;",
            "",
            "ab",
        ] {
            assert_eq!(Look::at(text), Look::default(), "{text}");
        }
    }

    #[test]
    fn broken_texts_do() {
        let case = |text: &str, kind: fn(&Look) -> bool| assert!(kind(&Look::at(text)), "{text}");
        for text in [
            "cafÃ©",
            "Viá»‡t",
            "Ã¡ÂºÂ¿",
            "Itâ€™s",
            "ÐŸÑ€Ð¸",
            "ðŸ˜€",
            "cafĂ©",
            "РџСЂРёРІРµС‚",
            "caf√©",
            "donвЂ™t",
        ] {
            case(text, |look| look.sets().next().is_some());
        }
        for text in ["ViÖt Nam", "Vieät Nam", "vµ", "®Êt n\u{ad}íc", "Haø Noäi", "gi¸"] {
            case(text, |look| look.fonts);
        }
        case("Chi&amp;#7871;n", |look| look.escapes);
        case("Vi&Ouml;t N&eacute;i n&igrave;", |look| look.references);
        case("Vie^.t", |look| look.circumflexes);
    }
}
