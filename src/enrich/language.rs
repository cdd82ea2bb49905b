//! [`Language`]: which language a text is in.
//!
//! Vietnamese is decided at once by letters that hardly any other language has; trigrams of `whatlang` decide among
//! the rest. What page or envelope declare is a tie-breaker only: sites in every language say `en`.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::Serialize;
use whatlang::Lang;

/// Most bytes of a text that are looked at.
const SAMPLE_BYTES: usize = 1024;
/// Vietnamese letters, as a share of all letters. Ordinary text has 17 in 100, a headline full of foreign names two;
/// no text of another language in the collections that this was tried on had a single one.
const VIETNAMESE_SHARE: f32 = 0.02;
/// From this share on there is nothing left to doubt.
const VIETNAMESE_FOR_CERTAIN: f32 = 0.05;
/// Letters below which a declared language counts more than the absence of Vietnamese marks ("Chelsea 2-0 Brentford").
const TOO_SHORT: u32 = 24;
/// From this confidence on what the trigrams found beats what is declared. Of 877 texts in other languages whose page
/// declared one they disagreed on 35; reading those, the trigrams were wrong on about nine, above this confidence only
/// on Xhosa, which they do not know, and the page was wrong on the rest.
const SURE: f32 = 0.6;
/// Confidence in a language that is declared, while the text could not confirm it.
const DECLARED: f32 = 0.5;

/// A language and how sure that is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Language {
    /// BCP 47 tag.
    pub code: Cow<'static, str>,
    /// 0.0 to 1.0.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub confidence: f32,
}

impl Language {
    /// Detects the language of a text by its first kilobyte; `declared` is what page or envelope say, as a BCP 47
    /// tag. `None` where there is no letter to judge by.
    pub fn of(text: &str, declared: Option<&str>) -> Option<Self> {
        let sample = sample(text);
        let letters = Letters::count(sample);
        if letters.all == 0 {
            return None;
        }
        let share = letters.vietnamese as f32 / letters.all as f32;
        if share >= VIETNAMESE_SHARE {
            let confidence = if share >= VIETNAMESE_FOR_CERTAIN { 1.0 } else { 0.9 };
            return Some(Language::new("vi", confidence));
        }

        // Without any mark a text is not called Vietnamese, however much its trigrams look like it.
        let could_be = |primary: &str| primary != "vi" || letters.marked > 0 || letters.all < TOO_SHORT;
        let declared = declared.and_then(primary).filter(|code| could_be(code));
        let detected = whatlang::detect(sample).filter(|info| could_be(tag(info.lang())));
        let confidence = detected.as_ref().map_or(0.0, |info| rounded(info.confidence()));
        match (detected.map(|info| tag(info.lang())), declared) {
            (Some(found), Some(declared)) if found == declared => Some(Language::new(found, confidence.max(0.9))),
            // Trigrams cannot find what they do not know, and nobody declares Icelandic by default.
            (Some(found), Some(declared)) if confidence >= SURE && is_known(&declared) => {
                Some(Language::new(found, confidence))
            }
            (_, Some(declared)) => Some(Language::new(declared, DECLARED)),
            (found, None) => found.map(|found| Language::new(found, confidence)),
        }
    }

    /// The language that whoever made the text says it is in; `None` where the tag says none.
    pub fn given(tag: &str) -> Option<Self> {
        primary(tag).map(|code| Language::new(code, 1.0))
    }

    fn new(code: impl Into<Cow<'static, str>>, confidence: f32) -> Self {
        Language {
            code: code.into(),
            confidence,
        }
    }
}

/// The beginning of a text, cut between characters.
fn sample(text: &str) -> &str {
    let mut end = text.len().min(SAMPLE_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Letters by what they say about Vietnamese.
struct Letters {
    all: u32,
    /// Letters of Vietnamese that hardly any other language has: ơ, ư, and those with two marks or a hook or a dot
    /// below; without the few that Yoruba, Igbo, Welsh and Guarani have, too.
    vietnamese: u32,
    /// Letters of Vietnamese that are not of ASCII, those above among them.
    marked: u32,
}

impl Letters {
    fn count(text: &str) -> Self {
        let mut letters = Letters {
            all: 0,
            vietnamese: 0,
            marked: 0,
        };
        for c in text.chars() {
            if c.is_ascii() {
                letters.all += u32::from(c.is_ascii_alphabetic());
                continue;
            }
            let marked = matches!(c, 'À'..='ý' | 'Ă' | 'ă' | 'Đ' | 'đ' | 'Ĩ' | 'ĩ' | 'Ũ' | 'ũ' | 'Ơ' | 'ơ' | 'Ư' | 'ư' | 'Ạ'..='ỹ');
            let shared = matches!(
                c,
                'Ẹ' | 'ẹ' | 'Ẽ' | 'ẽ' | 'Ị' | 'ị' | 'Ọ' | 'ọ' | 'Ụ' | 'ụ' | 'Ỳ' | 'ỳ' | 'Ỹ' | 'ỹ'
            );
            letters.all += u32::from(marked || c.is_alphabetic());
            letters.marked += u32::from(marked);
            letters.vietnamese += u32::from(matches!(c, 'Ơ' | 'ơ' | 'Ư' | 'ư' | 'Ạ'..='ỹ') && !shared);
        }
        letters
    }
}

/// Two decimals are more than trigrams know.
fn rounded(confidence: f64) -> f32 {
    ((confidence * 100.0).round() / 100.0) as f32
}

/// The primary language of a declared tag (`pt_BR` → `pt`), if that is well formed; the names of one thing made one.
fn primary(tag: &str) -> Option<Cow<'static, str>> {
    let primary = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    Some(match primary.as_str() {
        "no" | "nob" | "nn" => Cow::Borrowed("nb"),
        "vie" => Cow::Borrowed("vi"),
        "eng" => Cow::Borrowed("en"),
        "zho" | "cmn" => Cow::Borrowed("zh"),
        "iw" => Cow::Borrowed("he"),
        "in" => Cow::Borrowed("id"),
        "und" | "mul" | "zxx" => return None,
        code if matches!(code.len(), 2 | 3) && code.bytes().all(|b| b.is_ascii_lowercase()) => Cow::Owned(primary),
        _ => return None,
    })
}

fn is_known(code: &str) -> bool {
    Lang::all().iter().any(|lang| tag(*lang) == code)
}

/// The shortest tag, as BCP 47 wants it.
fn tag(lang: Lang) -> &'static str {
    match lang {
        Lang::Afr => "af",
        Lang::Aka => "ak",
        Lang::Amh => "am",
        Lang::Ara => "ar",
        Lang::Aze => "az",
        Lang::Bel => "be",
        Lang::Ben => "bn",
        Lang::Bul => "bg",
        Lang::Cat => "ca",
        Lang::Ces => "cs",
        Lang::Cmn => "zh",
        Lang::Cym => "cy",
        Lang::Dan => "da",
        Lang::Deu => "de",
        Lang::Ell => "el",
        Lang::Eng => "en",
        Lang::Epo => "eo",
        Lang::Est => "et",
        Lang::Fin => "fi",
        Lang::Fra => "fr",
        Lang::Guj => "gu",
        Lang::Heb => "he",
        Lang::Hin => "hi",
        Lang::Hrv => "hr",
        Lang::Hun => "hu",
        Lang::Hye => "hy",
        Lang::Ind => "id",
        Lang::Ita => "it",
        Lang::Jav => "jv",
        Lang::Jpn => "ja",
        Lang::Kan => "kn",
        Lang::Kat => "ka",
        Lang::Khm => "km",
        Lang::Kor => "ko",
        Lang::Lat => "la",
        Lang::Lav => "lv",
        Lang::Lit => "lt",
        Lang::Mal => "ml",
        Lang::Mar => "mr",
        Lang::Mkd => "mk",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Nld => "nl",
        Lang::Nob => "nb",
        Lang::Ori => "or",
        Lang::Pan => "pa",
        Lang::Pes => "fa",
        Lang::Pol => "pl",
        Lang::Por => "pt",
        Lang::Ron => "ro",
        Lang::Rus => "ru",
        Lang::Sin => "si",
        Lang::Slk => "sk",
        Lang::Slv => "sl",
        Lang::Sna => "sn",
        Lang::Spa => "es",
        Lang::Srp => "sr",
        Lang::Swe => "sv",
        Lang::Tam => "ta",
        Lang::Tel => "te",
        Lang::Tgl => "tl",
        Lang::Tha => "th",
        Lang::Tuk => "tk",
        Lang::Tur => "tr",
        Lang::Ukr => "uk",
        Lang::Urd => "ur",
        Lang::Uzb => "uz",
        Lang::Vie => "vi",
        Lang::Yid => "yi",
        Lang::Zul => "zu",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str, declared: Option<&str>) -> Option<String> {
        Language::of(text, declared).map(|language| language.code.into_owned())
    }

    #[test]
    fn languages_are_told_apart() {
        for (text, expected) in [
            (
                "Cây cầu mới đã thông xe sáng nay trước sự vui mừng của người dân.",
                "vi",
            ),
            ("Vietravel rút khỏi Vietravel Airlines", "vi"),
            (
                "The new bridge was opened this morning in front of a cheering crowd of residents.",
                "en",
            ),
            (
                "Die neue Brücke wurde heute Morgen vor den Augen vieler Anwohner für den Verkehr freigegeben.",
                "de",
            ),
            (
                "Le nouveau pont a été inauguré ce matin devant une foule de riverains enthousiastes.",
                "fr",
            ),
            (
                "Nowy most został otwarty dziś rano w obecności tłumu zadowolonych mieszkańców miasta.",
                "pl",
            ),
            (
                "Новый мост был открыт сегодня утром в присутствии множества довольных жителей.",
                "ru",
            ),
            ("今朝、新しい橋が開通し、多くの住民が集まりました。", "ja"),
            ("今天早上新桥正式通车，许多居民到场庆祝。", "zh"),
            ("오늘 아침 새 다리가 개통되어 많은 주민들이 모였습니다.", "ko"),
            ("افتتح الجسر الجديد صباح اليوم بحضور عدد كبير من السكان.", "ar"),
        ] {
            assert_eq!(code(text, None).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn without_marks_nothing_is_vietnamese() {
        let bare = "Cay cau moi da thong xe sang nay truoc su vui mung cua nguoi dan hai ben bo song";
        for declared in [None, Some("vi")] {
            assert_ne!(code(bare, declared).as_deref(), Some("vi"));
        }
    }

    #[test]
    fn the_declared_language_breaks_ties_only() {
        let icelandic = "Við komum til Noregs til að styðja við þá sem eru að fara að bera vitni í málinu";
        let german = "Die neue Brücke wurde heute Morgen vor den Augen vieler Anwohner für den Verkehr freigegeben.";
        for (text, declared, expected) in [
            ("Chelsea 2-0 Brentford", Some("vi-VN"), Some("vi")),
            (icelandic, Some("is"), Some("is")),
            (german, Some("en"), Some("de")),
            ("12:30 …", Some("vi"), None),
            ("", None, None),
        ] {
            assert_eq!(code(text, declared).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_sample_is_cut_between_characters() {
        let text = "ệ".repeat(1000);
        assert_eq!(sample(&text).len(), 1023);
        assert_eq!(code(&text, None).as_deref(), Some("vi"));
    }
}
