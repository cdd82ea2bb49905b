//! Labels, as headers and meta tags have them, and the names of what they stand for.

use encoding_rs::{Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};

use super::{Charset, vietnamese};

/// Labels that producers use and the web's list does not have.
const OTHERS: &[(&str, &Encoding)] = &[
    ("cp949", encoding_rs::EUC_KR),
    ("ms949", encoding_rs::EUC_KR),
    ("uhc", encoding_rs::EUC_KR),
    ("cp936", encoding_rs::GBK),
    ("ms936", encoding_rs::GBK),
    ("cp932", encoding_rs::SHIFT_JIS),
    ("cp950", encoding_rs::BIG5),
    ("ms950", encoding_rs::BIG5),
    ("eucjp", encoding_rs::EUC_JP),
    ("euckr", encoding_rs::EUC_KR),
    ("cp874", encoding_rs::WINDOWS_874),
    ("latin-1", WINDOWS_1252),
];

/// What a label stands for where it was read as ASCII: a value that says in bytes of one that it is UTF-16 is wrong,
/// and means UTF-8, as the standard has it.
pub fn charset(label: &[u8]) -> Option<Charset> {
    let label = label.trim_ascii();
    if let Some(old) = vietnamese::by_label(label) {
        return Some(Charset::Vietnamese(old));
    }
    let encoding = Encoding::for_label(label).or_else(|| {
        let other = OTHERS
            .iter()
            .find(|(name, _)| name.as_bytes().eq_ignore_ascii_case(label));
        other.map(|(_, encoding)| *encoding)
    })?;
    let encoding = match encoding {
        e if e == UTF_16BE || e == UTF_16LE => UTF_8,
        e if e == X_USER_DEFINED => WINDOWS_1252,
        e if e == REPLACEMENT => return None,
        e => e,
    };
    Some(Charset::Web(encoding))
}

/// The names of `encoding_rs` in lower case.
const NAMES: &[&str] = &[
    "utf-8",
    "windows-1252",
    "windows-1250",
    "windows-1251",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "windows-1258",
    "windows-874",
    "iso-8859-2",
    "iso-8859-3",
    "iso-8859-4",
    "iso-8859-5",
    "iso-8859-6",
    "iso-8859-7",
    "iso-8859-8",
    "iso-8859-8-i",
    "iso-8859-10",
    "iso-8859-13",
    "iso-8859-14",
    "iso-8859-15",
    "iso-8859-16",
    "koi8-r",
    "koi8-u",
    "ibm866",
    "macintosh",
    "x-mac-cyrillic",
    "gbk",
    "gb18030",
    "big5",
    "euc-jp",
    "iso-2022-jp",
    "shift_jis",
    "euc-kr",
    "utf-16le",
    "utf-16be",
    "replacement",
    "x-user-defined",
];

/// The name of an encoding in lower case.
pub fn name(encoding: &'static Encoding) -> &'static str {
    let name = encoding.name();
    NAMES
        .iter()
        .find(|lower| lower.eq_ignore_ascii_case(name))
        .map_or(name, |lower| *lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known() {
        let case = |label: &str, want: Option<&str>| {
            assert_eq!(charset(label.as_bytes()).map(Charset::name), want, "{label}");
        };
        case(" ISO-8859-1 ", Some("windows-1252"));
        case("Windows-1258", Some("windows-1258"));
        case("utf-16le", Some("utf-8"));
        case("x-user-defined", Some("windows-1252"));
        case("gb2312", Some("gbk"));
        case("Shift-JIS", Some("shift_jis"));
        case("MS949", Some("euc-kr"));
        case("csVISCII", Some("viscii"));
        case("x-viet-tcvn5712", Some("tcvn-5712"));
        case("TCVN3", Some("tcvn3"));
        case("hz-gb-2312", None);
        case("latin", None);
        case("", None);
    }

    #[test]
    fn every_name_is_one_that_its_own_encoding_has() {
        for lower in NAMES {
            let encoding = Encoding::for_label(lower.as_bytes());
            let named = encoding.is_none_or(|e| name(e) == *lower && e.name().eq_ignore_ascii_case(lower));
            assert!(named && (encoding.is_some() || *lower == "replacement"), "{lower}");
        }
    }
}
