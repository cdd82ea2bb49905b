//! Head words: what stands before a place's name and says what it is. "huyện Yên Thế" is not "xã Yên Thế", and "sông
//! Đồng Nai" is neither province nor district.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use super::gazetteer::{Kind, Ready, key};

/// What a head word makes of the name after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Head {
    /// An administrative unit of this kind.
    Unit(Kind),
    /// A country or a part of one: "nước", "bang", "thủ đô".
    Abroad,
    /// Something that bears a place's name and lies there: "sân bay", "cảng", "chợ".
    Within,
    /// A street; "phố Hà Nội" may be all of them.
    Street,
    /// What a house number stands before: "171 Hai Bà Trưng".
    House,
    /// Something else of the same name: "sông", "thôn".
    Other,
}

const WORDS: &[(Head, &[&str])] = &[
    (Head::Unit(Kind::Province), &["tỉnh", "tỉnh ủy", "tỉnh đoàn"]),
    (
        Head::Unit(Kind::City),
        &[
            "thành phố",
            "tp",
            "tp.",
            "thành ủy",
            "thành đoàn",
            "t.p",
            "thành phố.",
            "đô thị",
        ],
    ),
    (Head::Unit(Kind::UrbanDistrict), &["quận", "q.", "quận ủy", "quận đoàn"]),
    (
        Head::Unit(Kind::District),
        &["huyện", "h.", "huyện ủy", "huyện đoàn", "huyện đảo"],
    ),
    (Head::Unit(Kind::Town), &["thị xã", "tx", "tx.", "thị ủy", "t.x"]),
    (Head::Unit(Kind::Ward), &["phường", "p."]),
    (Head::Unit(Kind::Commune), &["xã", "x.", "xã đảo"]),
    (Head::Unit(Kind::Township), &["thị trấn", "tt", "tt.", "t.t"]),
    (Head::Unit(Kind::SpecialZone), &["đặc khu"]),
    (
        Head::Abroad,
        &["nước", "bang", "vương quốc", "tiểu bang", "hạt", "vùng lãnh thổ"],
    ),
    (
        Head::Within,
        &[
            "sân bay",
            "cảng",
            "ga",
            "chợ",
            "bến xe",
            "biển",
            "bãi biển",
            "vịnh",
            "cảng biển",
            "nhà ga",
            "cửa khẩu",
            "kcn",
            "khu công nghiệp",
            "khu du lịch",
            "cầu",
            "cao tốc",
            "thành cổ",
            "nhà tù",
            "trại giam",
            "sân",
            "svđ",
            "đèo",
            "cao nguyên",
            "phố cổ",
            "chùa",
            "đầm",
            "làng",
            "khu",
            "miền",
            "thủ đô",
            "tháp",
            "tháp cổ",
        ],
    ),
    (
        Head::Street,
        &[
            "đường",
            "phố",
            "đường phố",
            "tuyến phố",
            "tuyến đường",
            "các tuyến đường",
            "đại lộ",
            "ngõ",
            "hẻm",
            "mặt tiền",
            "số",
        ],
    ),
    (
        Head::Other,
        &[
            "xa lộ",
            "nút giao",
            "nút giao thông",
            "vòng xoay",
            "sông",
            "suối",
            "núi",
            "đồi",
            "hồ",
            "đảo",
            "quần đảo",
            "bán đảo",
            "thôn",
            "ấp",
            "bản",
            "buôn",
            "xóm",
            "khu phố",
            "tổ",
            "tổ dân phố",
            "tdp",
            "kênh",
            "rạch",
            "đền",
            "đình",
            "nhà thờ",
            "thác",
            "hang",
            "động",
            "khu đô thị",
            "kđt",
            "chung cư",
            "quảng trường",
            "công viên",
            "ngã ba",
            "ngã tư",
            "ngã sáu",
            "ngã bảy",
            "bến",
            "nhà máy",
            "thủy điện",
            "đập",
            "mỏ",
            "rừng",
            "vườn quốc gia",
            "khách sạn",
            "cù lao",
            "hòn",
            "cửa",
            "bãi",
            "dốc",
            "phum",
            "sóc",
            "plei",
            "làng nghề",
            "đồn",
            "kp",
            "cụm",
        ],
    ),
];

static HEADS: LazyLock<HashMap<u64, Head, BuildHasherDefault<Ready>>> = LazyLock::new(|| {
    let words = WORDS
        .iter()
        .flat_map(|(head, words)| words.iter().map(|word| (key(word), *head)));
    words.collect()
});

fn head(word: &str) -> Option<Head> {
    HEADS.get(&key(word)).copied()
}

/// The head word at the end of what stands before a name.
pub fn before(text: &str) -> Option<Head> {
    let text = text.trim_end_matches([' ', '\u{a0}', '"', '“', '\'']);
    let (rest, last) = last_word(text)?;
    // "thị xã" before "xã", "khu phố" before "phố", "huyện đảo" before "đảo".
    let two = last_word(rest.trim_end_matches([' ', '\u{a0}'])).and_then(|(_, first)| {
        let joined = &text
            [text.len() - last.len() - (rest.len() - rest.trim_end_matches([' ', '\u{a0}']).len()) - first.len()..];
        (!first.ends_with([',', '.', ';'])).then(|| head(joined)).flatten()
    });
    two.or_else(|| head(last))
        .or_else(|| is_house_number(last).then_some(Head::House))
}

/// "171", "10A", "29/4".
fn is_house_number(word: &str) -> bool {
    let digits = word.trim_end_matches(|letter: char| letter.is_ascii_uppercase());
    word.len() - digits.len() <= 1
        && digits.starts_with(|letter: char| letter.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// What stands before the last word, and the word.
fn last_word(text: &str) -> Option<(&str, &str)> {
    let from = text
        .rfind([' ', '\u{a0}', '\n', '(', ',', '-', '/', '“', '"', ';', ':', '–'])
        .map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    let word = &text[from..];
    (!word.is_empty()).then(|| (&text[..from], word))
}

/// The head word that a name begins with, and the name after it: "TP.HCM", "quận 1", "Q1".
pub fn inside(name: &str) -> (Option<Head>, &str) {
    let unit = |head: Option<Head>| head.filter(|head| matches!(head, Head::Unit(_)));
    let mut ends = name.match_indices([' ', '\u{a0}']).map(|(at, _)| at);
    let (first, second) = (ends.next(), ends.next());
    for end in [second, first].into_iter().flatten() {
        if let Some(head) = unit(head(&name[..end])) {
            return (Some(head), name[end..].trim_start());
        }
    }
    // "TP.HCM", "Q.1", "P.Minh Khai".
    if let Some(dot) = name.find('.').filter(|dot| *dot <= 2)
        && let Some(head) = unit(head(&name[..=dot]))
    {
        return (Some(head), name[dot + 1..].trim_start());
    }
    for (letter, kind) in [('Q', Kind::UrbanDistrict), ('P', Kind::Ward)] {
        if let Some(number) = name.strip_prefix(letter)
            && !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
        {
            return (Some(Head::Unit(kind)), number);
        }
    }
    (None, name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_stands_before_a_name_says_what_it_is() {
        for (text, expected) in [
            ("ở huyện ", Some(Head::Unit(Kind::District))),
            ("(Huyện ", Some(Head::Unit(Kind::District))),
            ("TP ", Some(Head::Unit(Kind::City))),
            ("tại TP. ", Some(Head::Unit(Kind::City))),
            ("Công an TP.", Some(Head::Unit(Kind::City))),
            ("thị xã ", Some(Head::Unit(Kind::Town))),
            ("xã ", Some(Head::Unit(Kind::Commune))),
            ("khu phố ", Some(Head::Other)),
            ("số 10A ", Some(Head::House)),
            ("đường ", Some(Head::Street)),
            ("sân bay ", Some(Head::Within)),
            ("sông ", Some(Head::Other)),
            ("nước ", Some(Head::Abroad)),
            ("Huyện ủy ", Some(Head::Unit(Kind::District))),
            ("tỉnh, ", None),
            ("ông P ", None),
            ("", None),
        ] {
            assert_eq!(before(text), expected, "{text:?}");
        }
    }

    #[test]
    fn heads_within_a_name_come_off() {
        for (name, head, rest) in [
            ("TP.HCM", Some(Kind::City), "HCM"),
            ("TP Hồ Chí Minh", Some(Kind::City), "Hồ Chí Minh"),
            ("quận 1", Some(Kind::UrbanDistrict), "1"),
            ("Q.10", Some(Kind::UrbanDistrict), "10"),
            ("Q3", Some(Kind::UrbanDistrict), "3"),
            ("thị trấn Đồi Ngô", Some(Kind::Township), "Đồi Ngô"),
            ("Quảng Ninh", None, "Quảng Ninh"),
            ("Hồ Chí Minh", None, "Hồ Chí Minh"),
            ("Cầu Giấy", None, "Cầu Giấy"),
        ] {
            assert_eq!(inside(name), (head.map(Head::Unit), rest), "{name}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in "(\\PC|[ .,(“–]|thị |xã |TP\\.|Q){0,12}") {
            let _ = before(&text);
            let (_, rest) = inside(&text);
            prop_assert!(text.ends_with(rest));
        }
    }
}
