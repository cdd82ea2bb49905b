//! Character references to the characters of windows-1252, which are what a page has in place of them when a program
//! wrote it that took the text for one in windows-1252 (`Vi&Ouml;t Nam`).

use crate::intake::charset::vietnamese::WINDOWS_1252_SIGNS;

/// The names of the characters from U+00A0 on.
#[rustfmt::skip]
const LATIN_1: [&str; 96] = [
    "nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect", "uml", "copy", "ordf", "laquo", "not", "shy",
    "reg", "macr", "deg", "plusmn", "sup2", "sup3", "acute", "micro", "para", "middot", "cedil", "sup1", "ordm", "raquo",
    "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc", "Atilde", "Auml", "Aring", "AElig", "Ccedil",
    "Egrave", "Eacute", "Ecirc", "Euml", "Igrave", "Iacute", "Icirc", "Iuml", "ETH", "Ntilde", "Ograve", "Oacute",
    "Ocirc", "Otilde", "Ouml", "times", "Oslash", "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute", "THORN", "szlig",
    "agrave", "aacute", "acirc", "atilde", "auml", "aring", "aelig", "ccedil", "egrave", "eacute", "ecirc", "euml",
    "igrave", "iacute", "icirc", "iuml", "eth", "ntilde", "ograve", "oacute", "ocirc", "otilde", "ouml", "divide",
    "oslash", "ugrave", "uacute", "ucirc", "uuml", "yacute", "thorn", "yuml",
];

/// The names of windows-1252's other characters.
const SIGNS: [(&str, char); 27] = [
    ("euro", '€'),
    ("sbquo", '‚'),
    ("fnof", 'ƒ'),
    ("bdquo", '„'),
    ("hellip", '…'),
    ("dagger", '†'),
    ("Dagger", '‡'),
    ("circ", 'ˆ'),
    ("permil", '‰'),
    ("Scaron", 'Š'),
    ("lsaquo", '‹'),
    ("OElig", 'Œ'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bull", '•'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("tilde", '˜'),
    ("trade", '™'),
    ("scaron", 'š'),
    ("rsaquo", '›'),
    ("oelig", 'œ'),
    ("Yuml", 'Ÿ'),
    ("zcaron", 'ž'),
    ("Zcaron", 'Ž'),
];

/// A reference, with its semicolon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference {
    /// What it stands for.
    pub character: char,
    /// Its length, from after the ampersand to after the semicolon.
    pub length: usize,
    /// It is a number.
    pub numeric: bool,
}

/// The reference that text after an ampersand begins with, if it stands for a character beyond ASCII.
pub fn read(text: &str) -> Option<Reference> {
    let end = text.bytes().take(10).position(|b| b == b';')?;
    let name = text.get(..end)?;
    let digits = name.strip_prefix('#');
    let character = match digits {
        Some(digits) => {
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => digits.parse(),
            };
            match code.ok()? {
                code @ 0x80..=0x9f => *WINDOWS_1252_SIGNS.get(usize::try_from(code).ok()?.checked_sub(0x80)?)?,
                code => char::from_u32(code)?,
            }
        }
        None => named(name)?,
    };
    (!character.is_ascii()).then_some(Reference {
        character,
        length: end + 1,
        numeric: digits.is_some(),
    })
}

fn named(name: &str) -> Option<char> {
    if let Some(at) = LATIN_1.iter().position(|known| *known == name) {
        return char::from_u32(0xa0 + u32::try_from(at).ok()?);
    }
    SIGNS.iter().find(|(known, _)| *known == name).map(|(_, sign)| *sign)
}

/// A text with its references to letters and signs beyond ASCII resolved; `None` if it has none.
pub fn resolve(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut done = 0;
    for at in memchr::memchr_iter(b'&', text.as_bytes()) {
        if at < done {
            continue;
        }
        if let Some(reference) = text.get(at + 1..).and_then(read) {
            out.push_str(text.get(done..at)?);
            out.push(reference.character);
            done = at + 1 + reference.length;
        }
    }
    if done == 0 {
        return None;
    }
    out.push_str(text.get(done..)?);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved() {
        let case = |text: &str, want: Option<&str>| assert_eq!(resolve(text).as_deref(), want, "{text}");
        case(
            "Vi&Ouml;t &#214; &#xD6; &#150; &lt;b&gt; &amp; &ndash;",
            Some("ViÖt Ö Ö – &lt;b&gt; &amp; –"),
        );
        case("&lt;b&gt; R&D; &x", None);
        case("", None);
        assert_eq!((named("yuml"), named("ETH")), (Some('ÿ'), Some('Ð')));
    }
}
