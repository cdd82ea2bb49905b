//! Is this a syllable of Vietnamese? Its spelling is so narrow (some 25 initials, 160 rimes, a tone of six, of which
//! two alone go with a final stop) that hardly anything else fits it, least of all what a wrong character set makes of
//! a text.

use super::letters::{Letter, letter};

/// A syllable has no more letters than `nghiêng`.
const LONGEST: usize = 7;

/// Whether a word, in NFC, is spelt as a syllable of Vietnamese can be: its letters, its one tone, and capitals only
/// where capitals stand.
pub fn is_syllable(word: &str) -> bool {
    let mut spelt = [0_u8; LONGEST];
    let (mut length, mut tone) = (0, 0);
    let (mut capitals, mut falls) = (0, false);
    for c in word.chars() {
        let Some(Letter {
            code,
            tone: own,
            capital,
        }) = letter(c)
        else {
            return false;
        };
        if own != 0 {
            if tone != 0 {
                return false;
            }
            tone = own;
        }
        falls |= capital && capitals < length;
        capitals += usize::from(capital);
        let Some(place) = spelt.get_mut(length) else {
            return false;
        };
        *place = code;
        length += 1;
    }
    // Small letters, a capital first, or capitals alone.
    if falls || (capitals > 1 && capitals < length) {
        return false;
    }
    spelt.get(..length).is_some_and(|spelt| fits(spelt, tone))
}

fn fits(spelt: &[u8], tone: u8) -> bool {
    let rime = |initial: &[u8]| spelt.strip_prefix(initial).is_some_and(|rime| is_rime(rime, tone));
    match spelt {
        [b'q', b'u', rest @ ..] => is_rime(rest, tone),
        [b'g', b'i', rest @ ..] => {
            // gì, gìn; gia, giữa; giêng, giết.
            rime(b"g") || is_rime(rest, tone) || matches!(rest, b"Eng" | b"Et" | b"Em" | b"Ec")
        }
        [b'n', b'g', b'h', b'e' | b'E' | b'i' | b'y', ..] => rime(b"ngh"),
        [b'g', b'h', b'e' | b'E' | b'i', ..] => rime(b"gh"),
        [b'k', b'h', ..] => rime(b"kh"),
        [b'k', b'e' | b'E' | b'i' | b'y', ..] => rime(b"k"),
        [b'n', b'g', b'e' | b'E' | b'i' | b'y', ..] => false,
        [b'n', b'g', ..] => rime(b"ng"),
        [b'c', b'h', ..] => rime(b"ch"),
        [b'n', b'h', ..] => rime(b"nh"),
        [b'p', b'h', ..] => rime(b"ph"),
        [b't', b'h', ..] => rime(b"th"),
        [b't', b'r', ..] => rime(b"tr"),
        [b'c' | b'g', b'e' | b'E' | b'i' | b'y', ..] => false,
        [
            b'b' | b'c' | b'd' | b'D' | b'g' | b'h' | b'l' | b'm' | b'n' | b'p' | b'r' | b's' | b't' | b'v' | b'x',
            rest @ ..,
        ] => is_rime(rest, tone),
        _ => is_rime(spelt, tone),
    }
}

fn is_rime(rime: &[u8], tone: u8) -> bool {
    let stopped = matches!(rime, [.., b'c' | b'p' | b't'] | [.., b'c', b'h']);
    (!stopped || matches!(tone, 2 | 5)) && RIMES.binary_search(&rime).is_ok()
}

/// The rimes, in order; `ăk` is that of Đắk Lắk alone.
const RIMES: &[&[u8]] = &[
    b"Ac", b"Ak", b"Am", b"An", b"Ang", b"Ap", b"At", b"Bc", b"Bm", b"Bn", b"Bng", b"Bp", b"Bt", b"Bu", b"By", b"E",
    b"Ec", b"Ech", b"Em", b"En", b"Eng", b"Enh", b"Ep", b"Et", b"Eu", b"O", b"Oc", b"Oi", b"Om", b"On", b"Ong", b"Op",
    b"Ot", b"P", b"Pi", b"Pm", b"Pn", b"Pp", b"Pt", b"U", b"UPc", b"UPi", b"UPm", b"UPn", b"UPng", b"UPp", b"UPt",
    b"UPu", b"Ua", b"Uc", b"Ui", b"Um", b"Un", b"Ung", b"Ut", b"Uu", b"a", b"ac", b"ach", b"ai", b"am", b"an", b"ang",
    b"anh", b"ao", b"ap", b"at", b"au", b"ay", b"e", b"ec", b"em", b"en", b"eng", b"eo", b"ep", b"et", b"i", b"iEc",
    b"iEm", b"iEn", b"iEng", b"iEp", b"iEt", b"iEu", b"ia", b"ich", b"im", b"in", b"inh", b"ip", b"it", b"iu", b"o",
    b"oAc", b"oAm", b"oAn", b"oAng", b"oAt", b"oa", b"oac", b"oach", b"oai", b"oam", b"oan", b"oang", b"oanh", b"oao",
    b"oap", b"oat", b"oay", b"oc", b"oe", b"oem", b"oen", b"oeo", b"oet", b"oi", b"om", b"on", b"ong", b"ooc", b"oong",
    b"op", b"ot", b"u", b"uBn", b"uBng", b"uBt", b"uBy", b"uE", b"uEch", b"uEn", b"uEnh", b"uEt", b"uO", b"uOc",
    b"uOi", b"uOm", b"uOn", b"uOng", b"uOt", b"uP", b"uPn", b"ua", b"uc", b"ui", b"um", b"un", b"ung", b"up", b"ut",
    b"uy", b"uyEn", b"uyEt", b"uya", b"uych", b"uyn", b"uynh", b"uyp", b"uyt", b"uyu", b"y", b"yEm", b"yEn", b"yEng",
    b"yEt", b"yEu", b"ych", b"yn", b"ynh", b"yp", b"yt", b"yu",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rimes_are_in_order() {
        assert!(RIMES.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn syllables_are_known_by_their_spelling() {
        for word in [
            "Việt",
            "nam",
            "NGHIÊNG",
            "quốc",
            "Quỳnh",
            "giữa",
            "giêng",
            "gì",
            "khuỷu",
            "đường",
            "Đắc",
            "thuở",
            "yêu",
            "ý",
            "ở",
            "Y",
            "người",
            "hoà",
            "hòa",
            "thuỷ",
            "thủy",
            "oái",
            "xoong",
            "ghế",
            "kỹ",
            "tiếp",
            "rượu",
            "Ất",
            "uống",
            "khuya",
            "huơ",
            "ngoằng",
        ] {
            assert!(is_syllable(word), "{word}");
        }
        for word in [
            "ViÖt",
            "café",
            "résumé",
            "für",
            "Straße",
            "señor",
            "viet",
            "toc",
            "tòc",
            "ngiêng",
            "ke\u{301}",
            "cê",
            "ghà",
            "viỆt",
            "VIệt",
            "đók",
            "là\u{300}",
            "ấấ",
            "Ổổ",
            "",
            "đ",
            "nghiêngs",
            "wữ",
            "ơng",
            "â",
        ] {
            assert!(!is_syllable(word), "{word}");
        }
    }
}
