//! The whole way: bytes, headers and declarations in, text out.

use encoding_rs::*;

use super::*;

const DE: &str = "Die Brücke über den Fluß wird für ein Jahr gesperrt, erklärte Bürgermeisterin Käthe Möller.";
const FR: &str = "Le musée d’Évreux a été fermé : « les dégâts sont sérieux », a déclaré la directrice.";
const PL: &str = "Młodzież z całej Łodzi obejrzała wystawę o źródłach wody; wstęp był wolny, mówi dyrektor.";
const HU: &str = "Az új híd megnyitását őszre ígérik, a munkások szerint azonban több idő kell hozzá.";
const TR: &str = "Şehirdeki köprü onarımı kış öncesinde bitirilecek; geçişler ücretsiz olacağı için sürücüler mutlu.";
const LT: &str = "Naujasis tiltas per upę bus atidarytas rudenį, žada miesto meras, o gyventojai laukia šventės.";
const VI: &str = "Cầu mới bắc qua sông sẽ mở cửa vào tháng Giêng, chủ tịch huyện cho biết hôm thứ Ba.";
const RU: &str = "Новый мост через реку откроют в январе, сообщил мэр города; движение будет бесплатным.";
const UK: &str = "Новий міст через річку відкриють у січні, повідомив міський голова; їздити ним можна безкоштовно.";
const EL: &str = "Η νέα γέφυρα στον ποταμό θα ανοίξει τον Ιανουάριο, είπε η δήμαρχος· η διέλευση θα είναι δωρεάν.";
const HE: &str = "הגשר החדש מעל הנהר ייפתח בחודש ינואר, אמרה ראשת העיר, והמעבר בו יהיה ללא תשלום.";
const AR: &str = "سيفتح الجسر الجديد فوق النهر في شهر يناير، كما قالت رئيسة البلدية، وسيكون العبور مجانا.";
const TH: &str = "สะพานใหม่ข้ามแม่น้ำจะเปิดในเดือนมกราคม นายกเทศมนตรีกล่าวว่าประชาชนใช้ได้โดยไม่เสียค่าผ่านทาง";
const ZH: &str = "新的大桥将在一月份正式通车，市长在星期二的会议上说，市民可以免费通过这座桥。";
const TW: &str = "新的大橋將在一月份正式通車，市長在星期二的會議上說，市民可以免費通過這座橋。";
const JA: &str = "新しい橋は来年の一月に開通する予定で、市長は記者会見で「通行料は無料だ」と述べた。";
const KO: &str = "강을 건너는 새 다리가 내년 일월에 개통된다고 시장이 화요일에 밝혔다. 통행료는 무료이다.";

const TEXTS: &[(&str, &str, &[&Encoding])] = &[
    ("de", DE, &[WINDOWS_1252, ISO_8859_15, WINDOWS_1250, WINDOWS_1254]),
    ("fr", FR, &[WINDOWS_1252, ISO_8859_15]),
    ("pl", PL, &[WINDOWS_1250, ISO_8859_2]),
    ("hu", HU, &[WINDOWS_1250, ISO_8859_2]),
    ("tr", TR, &[WINDOWS_1254]),
    ("lt", LT, &[WINDOWS_1257, ISO_8859_13]),
    ("ru", RU, &[WINDOWS_1251, KOI8_R, ISO_8859_5, IBM866]),
    ("uk", UK, &[WINDOWS_1251, KOI8_U]),
    ("el", EL, &[WINDOWS_1253, ISO_8859_7]),
    ("he", HE, &[WINDOWS_1255]),
    ("ar", AR, &[WINDOWS_1256, ISO_8859_6]),
    ("th", TH, &[WINDOWS_874]),
    ("zh", ZH, &[GBK, GB18030]),
    ("zh-TW", TW, &[BIG5]),
    ("ja", JA, &[SHIFT_JIS, EUC_JP, ISO_2022_JP]),
    ("ko", KO, &[EUC_KR]),
];

fn header(value: &str) -> [Header<'_>; 1] {
    [Header {
        name: "content-type",
        value: Some(value.as_bytes()),
    }]
}

fn page(language: &str, meta: &str, text: &str) -> String {
    format!(
        "<!doctype html><html lang=\"{language}\"><head>{meta}<title>{text}</title><style>a {{ color: red }}</style>\
         </head><body><h1>{text}</h1><p>{text} {text}</p></body></html>"
    )
}

/// What a text is once the encoding's own losses (a curly apostrophe in ISO-8859-15) are taken into account.
fn written(text: &str, encoding: &'static Encoding) -> (Vec<u8>, String) {
    let bytes = encoding.encode(text).0.into_owned();
    let want = encoding.decode_without_bom_handling(&bytes).0.into_owned();
    (bytes, want)
}

#[test]
fn pages_are_decoded_whatever_is_declared() {
    for (language, text, encodings) in TEXTS {
        for encoding in *encodings {
            let own = format!("<meta charset={}>", encoding.name());
            let own_type = format!("text/html; charset={}", encoding.name());
            for (meta, content_type, guessed) in [
                (own.as_str(), "text/html", false),
                ("", own_type.as_str(), false),
                (own.as_str(), own_type.as_str(), false),
                // The server's default, and the page knows better.
                (own.as_str(), "text/html; charset=utf-8", false),
                (own.as_str(), "text/html; charset=iso-8859-1", false),
                // Nobody knows.
                ("", "text/html", true),
                ("<meta charset=utf-8>", "text/html", true),
            ] {
                let (bytes, want) = written(&page(language, meta, text), encoding);
                let decoded = decode(&bytes, &header(content_type)).unwrap();
                let about = format!("{} {meta} {content_type}", encoding.name());
                assert_eq!(decoded.text, want, "{about}: {}", decoded.charset);
                if !guessed && !content_type.ends_with("8859-1") {
                    assert_eq!(decoded.charset, label::name(encoding), "{about}");
                }
                let declared = guessed && *encoding != ISO_2022_JP;
                assert!(!declared || decoded.guessed, "{about}: nothing declared it");
                assert!(!decoded.has_errors, "{about}");
            }
        }
    }
}

#[test]
fn wrong_declarations_are_seen_through() {
    for (text, right, wrong) in [
        (RU, WINDOWS_1251, "iso-8859-1"),
        (RU, KOI8_R, "windows-1251"),
        (PL, ISO_8859_2, "windows-1251"),
        (JA, SHIFT_JIS, "iso-8859-1"),
        (JA, EUC_JP, "shift_jis"),
        (ZH, GBK, "big5"),
        (TW, BIG5, "gb2312"),
        (KO, EUC_KR, "iso-8859-1"),
        (FR, WINDOWS_1252, "windows-1251"),
        (FR, WINDOWS_1252, "gbk"),
        (TH, WINDOWS_874, "iso-8859-1"),
        (AR, WINDOWS_1256, "iso-8859-1"),
    ] {
        let (bytes, want) = written(&page("en", &format!("<meta charset={wrong}>"), text), right);
        let decoded = decode(&bytes, &[]).unwrap();
        assert_eq!(decoded.text, want, "{} as {wrong}: {}", right.name(), decoded.charset);
        assert!(decoded.guessed);
    }
}

#[test]
fn texts_are_decoded_without_a_word() {
    // Where Lithuanian has its letters others have theirs: without the page's language it is as likely to be Polish.
    for (_, text, encodings) in TEXTS.iter().filter(|(language, ..)| *language != "lt") {
        for encoding in *encodings {
            let (bytes, want) = written(&format!("{text}\n{text}\n"), encoding);
            let decoded = decode(&bytes, &[]).unwrap();
            assert_eq!(decoded.text, want, "{}: {}", encoding.name(), decoded.charset);
        }
    }
}

#[test]
fn vietnamese_of_windows_1258_is_decoded() {
    // Its letters are written with their tones after them.
    let text: String = unicode_normalization::UnicodeNormalization::nfd(VI)
        .collect::<String>()
        .replace("a\u{302}", "â")
        .replace("a\u{306}", "ă")
        .replace("e\u{302}", "ê")
        .replace("o\u{302}", "ô")
        .replace("o\u{31b}", "ơ")
        .replace("u\u{31b}", "ư")
        .replace("u\u{31b}", "ư");
    let bytes = WINDOWS_1258.encode(&text).0;
    let want = WINDOWS_1258.decode(&bytes).0;
    // The tones are put on their letters.
    let want: String = unicode_normalization::UnicodeNormalization::nfc(want.chars()).collect();
    let bytes = bytes.as_ref();
    for (value, headers) in [
        (bytes, header("text/plain; charset=windows-1258")),
        (bytes, header("text/plain")),
    ] {
        let decoded = decode(value, &headers).unwrap();
        assert_eq!(
            (decoded.text.as_ref(), decoded.charset),
            (want.as_str(), "windows-1258")
        );
    }
}

#[test]
fn unicode_is_decoded_in_all_its_encodings() {
    for text in [DE, VI, RU, ZH, JA, KO, AR] {
        for marked in [true, false] {
            let page = page("", "<meta charset=utf-16>", text);
            let little: Vec<u8> = page.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = page.encode_utf16().flat_map(u16::to_be_bytes).collect();
            let wide: Vec<u8> = page.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
            for (mark, bytes, name) in [
                (&[0xff, 0xfe][..], little, "utf-16le"),
                (&[0xfe, 0xff], big, "utf-16be"),
                (&[0, 0, 0xfe, 0xff], wide, "utf-32be"),
                (&[0xef, 0xbb, 0xbf], page.clone().into_bytes(), "utf-8"),
            ] {
                let value = if marked { [mark, &bytes].concat() } else { bytes };
                let decoded = decode(&value, &header("text/html; charset=iso-8859-1")).unwrap();
                assert_eq!(decoded.text.trim_start_matches('\u{feff}'), page, "{name}");
                assert_eq!(
                    (decoded.charset, decoded.guessed, decoded.has_errors),
                    (name, false, false)
                );
            }
        }
    }
}

#[test]
fn damaged_utf8_stays_utf8() {
    let case = |value: &[u8], want: &str| {
        let decoded = decode(value, &header("text/html; charset=windows-1252")).unwrap();
        assert_eq!((decoded.text.as_ref(), decoded.charset), (want, "utf-8"));
        assert!(decoded.has_errors && !decoded.guessed && decoded.not_unicode_at.is_some());
    };
    case(&[VI.as_bytes(), b"\xe1\xbb"].concat(), &format!("{VI}\u{fffd}"));
    case(
        &[b"\xef\xbb\xbf", VI.as_bytes(), b" \xa9 2019"].concat(),
        &format!("{VI} \u{fffd} 2019"),
    );
    case(&[DE.as_bytes(), b" (\xe9d.)"].concat(), &format!("{DE} (\u{fffd}d.)"));
}

#[test]
fn utf8_is_borrowed() {
    for text in [VI, "plain", "", "\u{feff}x", "a\0b", "\u{1b}[1mbold\u{1b}[0m"] {
        let decoded = decode(text.as_bytes(), &header("text/html; charset=koi8-r")).unwrap();
        assert!(matches!(decoded.text, Cow::Borrowed(t) if t == text), "{text:?}");
        assert_eq!(decoded, Decoded::utf8(text));
    }
}

#[test]
fn what_is_no_text_is_refused() {
    let case = |value: &[u8], want: IntakeError| assert_eq!(decode(value, &[]), Err(want));
    case(b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xf3", IntakeError::NotText("gzip data"));
    case(b"\xff\xd8\xff\xe0\0\x10JFIF\0", IntakeError::NotText("a JPEG image"));
    case(b"\x81\xff\xfe\xf8 \x90\x8d", IntakeError::NoCharset(0));
    let noise: Vec<u8> = (0..4096_u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    case(&noise, IntakeError::NotText("binary data"));
    case(
        &[b"\xff\xfe".as_slice(), &noise].concat(),
        IntakeError::NotText("binary data"),
    );
}
