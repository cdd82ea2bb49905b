//! HTML character references left over in text: `&#7879;`, `&quot;`, and the same escaped twice (`&amp;#7871;`).

use std::borrow::Cow;

/// Decodes character references, those escaped twice as well; what is none (`R&D`) stays. Borrows when there is none.
pub fn decode(text: &str) -> Cow<'_, str> {
    let mut current = Cow::Borrowed(text);
    // Twice escaped is seen on live pages, three times is not.
    for _ in 0..2 {
        match decode_once(&current) {
            Some(next) => current = Cow::Owned(next),
            None => break,
        }
    }
    current
}

fn decode_once(text: &str) -> Option<String> {
    let mut out: Option<String> = None;
    let mut done = 0;
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'&', text.as_bytes().get(from..)?).map(|i| i + from) {
        from = at + 1;
        let Some((c, len)) = reference(&text[at + 1..]) else {
            continue;
        };
        let out = out.get_or_insert_with(|| String::with_capacity(text.len()));
        out.push_str(&text[done..at]);
        out.push(c);
        done = at + 1 + len;
        from = done;
    }
    let mut out = out?;
    out.push_str(&text[done..]);
    Some(out)
}

/// The character that the reference after an ampersand names, and its length with the semicolon.
fn reference(rest: &str) -> Option<(char, usize)> {
    // The longest name below has eight letters; `#x10FFFF` has eight characters, too.
    let end = rest.bytes().take(11).position(|b| b == b';')?;
    let name = &rest[..end];
    let c = if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        match code {
            // What HTML says of the codes that windows-1252 fills: only the ones that are met with.
            0x85 => '…',
            0x91 => '‘',
            0x92 => '’',
            0x93 => '“',
            0x94 => '”',
            0x96 => '–',
            0x97 => '—',
            0 => '\u{fffd}',
            _ => char::from_u32(code)?,
        }
    } else {
        let at = NAMES.binary_search_by_key(&name, |(n, _)| n).ok()?;
        NAMES.get(at)?.1
    };
    Some((c, end + 1))
}

/// The names that news text is found to hold, sorted by byte order.
const NAMES: &[(&str, char)] = &[
    ("Aacute", 'Á'),
    ("Acirc", 'Â'),
    ("Agrave", 'À'),
    ("Atilde", 'Ã'),
    ("Auml", 'Ä'),
    ("Eacute", 'É'),
    ("Ecirc", 'Ê'),
    ("Egrave", 'È'),
    ("Iacute", 'Í'),
    ("Igrave", 'Ì'),
    ("Oacute", 'Ó'),
    ("Ocirc", 'Ô'),
    ("Ograve", 'Ò'),
    ("Otilde", 'Õ'),
    ("Ouml", 'Ö'),
    ("Uacute", 'Ú'),
    ("Ugrave", 'Ù'),
    ("Uuml", 'Ü'),
    ("Yacute", 'Ý'),
    ("aacute", 'á'),
    ("acirc", 'â'),
    ("agrave", 'à'),
    ("amp", '&'),
    ("apos", '\''),
    ("atilde", 'ã'),
    ("auml", 'ä'),
    ("bull", '•'),
    ("ccedil", 'ç'),
    ("copy", '©'),
    ("deg", '°'),
    ("eacute", 'é'),
    ("ecirc", 'ê'),
    ("egrave", 'è'),
    ("euml", 'ë'),
    ("euro", '€'),
    ("gt", '>'),
    ("hellip", '…'),
    ("iacute", 'í'),
    ("iexcl", '¡'),
    ("igrave", 'ì'),
    ("laquo", '«'),
    ("ldquo", '“'),
    ("lsaquo", '‹'),
    ("lsquo", '‘'),
    ("lt", '<'),
    ("mdash", '—'),
    ("middot", '·'),
    ("nbsp", '\u{a0}'),
    ("ndash", '–'),
    ("ntilde", 'ñ'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("ograve", 'ò'),
    ("otilde", 'õ'),
    ("ouml", 'ö'),
    ("quot", '"'),
    ("raquo", '»'),
    ("rdquo", '”'),
    ("reg", '®'),
    ("rsaquo", '›'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("shy", '\u{ad}'),
    ("sup2", '²'),
    ("sup3", '³'),
    ("szlig", 'ß'),
    ("times", '×'),
    ("trade", '™'),
    ("uacute", 'ú'),
    ("ugrave", 'ù'),
    ("uuml", 'ü'),
    ("yacute", 'ý'),
    ("zwj", '\u{200d}'),
    ("zwnj", '\u{200c}'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_decoded() {
        let case = |text: &str, want: &str| assert_eq!(decode(text), want, "{text:?}");
        case("Ti&#7871;ng", "Tiếng");
        case("Chi&amp;#7871;n", "Chiến");
        case("&#x1EBF;&#XEA;", "ếê");
        case("R&D; AT&T &unknown; & &", "R&D; AT&T &unknown; & &");
        case("&#0;&#1114112;&#xD800;", "\u{fffd}&#1114112;&#xD800;");
        case("&lt;b&gt; &amp;amp; &#147;a&#148;", "<b> & “a”");
        case("&đ;&", "&đ;&");
    }

    #[test]
    fn names_are_sorted() {
        assert!(NAMES.windows(2).all(|w| w[0].0 < w[1].0));
    }
}
