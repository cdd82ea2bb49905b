//! A statistical detector's guess, `chardetng`'s: the one that Firefox asks.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::ISO_2022_JP;

use super::Charset;

/// The guess for words of a value that is not UTF-8. The language that a page declares stands for the top-level domain
/// that the detector would like to know.
pub fn guess(words: &[u8], language: Option<&[u8]>) -> Charset {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(words, false);
    let domain = language.and_then(domain).map(str::as_bytes);
    Charset::Web(detector.guess(domain, Utf8Detection::Deny))
}

/// So much is looked at.
const LOOK: usize = 16 * 1024;

/// Whether a value with escapes in it is ISO-2022-JP.
pub fn is_iso_2022_jp(value: &[u8]) -> bool {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(value.get(..LOOK).unwrap_or(value), false);
    detector.guess(None, Utf8Detection::Allow) == ISO_2022_JP
}

/// A domain whose pages used to have the character sets of a language.
fn domain(language: &[u8]) -> Option<&'static str> {
    const DOMAINS: &[(&str, &str)] = &[
        ("ar", "eg"),
        ("az", "az"),
        ("be", "by"),
        ("bg", "bg"),
        ("bs", "hr"),
        ("cs", "cz"),
        ("da", "dk"),
        ("de", "de"),
        ("el", "gr"),
        ("es", "es"),
        ("et", "ee"),
        ("fa", "ir"),
        ("fi", "fi"),
        ("fo", "fo"),
        ("fr", "fr"),
        ("he", "il"),
        ("hr", "hr"),
        ("hu", "hu"),
        ("is", "is"),
        ("it", "it"),
        ("iw", "il"),
        ("ja", "jp"),
        ("ka", "ge"),
        ("kk", "kz"),
        ("ko", "kr"),
        ("lt", "lt"),
        ("lv", "lv"),
        ("mk", "mk"),
        ("mn", "mn"),
        ("nb", "no"),
        ("nl", "nl"),
        ("no", "no"),
        ("pl", "pl"),
        ("pt", "pt"),
        ("ro", "ro"),
        ("ru", "ru"),
        ("sk", "sk"),
        ("sl", "si"),
        ("sr", "rs"),
        ("sv", "se"),
        ("th", "th"),
        ("tr", "tr"),
        ("uk", "ua"),
        ("vi", "vn"),
        ("zh", "cn"),
    ];
    let text = std::str::from_utf8(language).ok()?.trim();
    let mut parts = text.split(['-', '_']);
    let primary = parts.next()?;
    if primary.eq_ignore_ascii_case("zh")
        && parts.any(|p| ["tw", "hk", "mo", "hant"].iter().any(|t| p.eq_ignore_ascii_case(t)))
    {
        return Some("tw");
    }
    DOMAINS
        .iter()
        .find(|(code, _)| code.eq_ignore_ascii_case(primary))
        .map(|(_, domain)| *domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_domains() {
        let case = |language: &str, want: Option<&str>| assert_eq!(domain(language.as_bytes()), want, "{language}");
        case("zh-Hant-HK", Some("tw"));
        case("zh_CN", Some("cn"));
        case("PL-pl", Some("pl"));
        // English pages have all of them.
        case("en-GB", None);
        case("", None);
    }
}
