//! What a signature looks like: names of people and desks.

use super::lower::lower;
use super::outlet;

/// What a piece of a byline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A person, by name, pen name or initials.
    Person,
    /// A desk or an unnamed reporter: "PV", "Nhóm PV", "Ban Thời sự".
    Desk,
    /// A paper or agency.
    Outlet,
}

/// Says what a piece of a byline is, if it can be anything of that.
pub fn kind(text: &str) -> Option<Kind> {
    let text = text.trim_matches([' ', '.', ',', ':', ';', '-', '–', '*', '|']);
    if text.is_empty() || text.len() > 60 {
        return None;
    }
    let lower = lower(text);
    if is_desk(&lower) {
        return Some(Kind::Desk);
    }
    if outlet::is_known(text) {
        return Some(Kind::Outlet);
    }
    is_person(text).then_some(Kind::Person)
}

fn is_desk(lower: &str) -> bool {
    let plain: String = lower.chars().filter(|c| *c != '.').collect();
    matches!(
        plain.as_str(),
        "pv" | "ctv"
            | "btv"
            | "nhóm pv"
            | "nhóm phóng viên"
            | "phóng viên"
            | "tổ pv"
            | "tổ phóng viên"
            | "pv - ctv"
            | "ban biên tập"
            | "toà soạn"
            | "tòa soạn"
            | "nhóm tác giả"
            | "nhiều tác giả"
            | "ban thời sự"
            | "ban thể thao"
            | "ban bạn đọc"
            | "bạn đọc"
            | "thông tin doanh nghiệp"
            | "staff"
            | "staff reporter"
            | "staff writer"
            | "editorial board"
            | "newsroom"
            | "nhóm bạn đọc"
            | "pvđs"
            | "pv thời sự"
            | "pv đời sống"
    )
}

/// The letters of a text without marks, in small letters of the English alphabet: how a name stands in a domain.
pub fn folded(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric())
        .map(|c| base(c).unwrap_or(c))
        .collect()
}

/// Words that open a credit, a prompt or a heading, and no name.
const NO_NAMES: &[&str] = &[
    "ảnh", "hình", "nguồn", "theo", "clip", "video", "tin", "bài", "xem", "đọc", "chia", "mời", "báo", "các", "những",
    "một", "phần", "the", "more", "read", "by", "all",
];

/// One to five capitalised words without digits, or initials ("Q.D", "C. Phan", "Tr. Thy", "XC").
pub fn is_person(text: &str) -> bool {
    let mut words = 0;
    let mut letters = 0;
    for word in text.split(' ') {
        words += 1;
        if words == 1 && text.len() > word.len() && NO_NAMES.contains(&lower(word).as_str()) {
            return false;
        }
        // Particles of foreign names stand within one.
        let particle = words > 1
            && matches!(
                word,
                "de" | "da" | "van" | "von" | "der" | "den" | "bin" | "al" | "la" | "di" | "del"
            );
        if !particle && !is_name_word(word) {
            return false;
        }
        letters += word.chars().filter(|c| c.is_alphabetic()).count();
    }
    match words {
        // One word: initials, a syllable ("Xú"), or a pen name that is no word of another language or a brand.
        1 => is_initials(text) || is_syllable(text),
        2..=5 => letters >= 2,
        _ => false,
    }
}

fn is_name_word(word: &str) -> bool {
    let mut chars = word.chars();
    let first = chars.next();
    let hyphenated = |c: char| matches!(c, '.' | '\'' | '’' | '-');
    first.is_some_and(char::is_uppercase)
        && word.len() <= 24
        && chars.all(|c| c.is_alphabetic() || hyphenated(c) || ('\u{300}'..='\u{36f}').contains(&c))
        // "VnExpress": a capital after a small letter, which names have after a stop, a hyphen or "Mc" alone.
        && !word.split(hyphenated).any(|part| {
            let mut lower = false;
            !part.starts_with("Mc")
                && part.chars().any(|c| {
                    let turn = lower && c.is_uppercase();
                    lower |= c.is_lowercase();
                    turn
                })
        })
}

/// "Q.D", "T.A.", "XC", "NM", "Đ.H".
fn is_initials(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let stops = word.contains('.');
    let capitals = word.chars().all(|c| c.is_uppercase() || c == '.');
    // "HThanh"
    let mut rest = word.chars();
    let glued = rest.next().is_some_and(char::is_uppercase) && {
        let rest = rest.as_str();
        rest.starts_with(char::is_uppercase)
            && rest.chars().skip(1).all(char::is_lowercase)
            && rest.len() > 2
            && is_syllable(rest)
    };
    glued
        || (capitals && (2..=4).contains(&letters))
        // "D.Ngân", "H.Dương"
        || (stops && word.split('.').filter(|p| !p.is_empty()).all(|p| p.chars().count() == 1 || is_syllable(p)))
}

/// Whether a word can be a Vietnamese syllable: initial consonants, vowels, final consonants.
pub fn is_syllable(word: &str) -> bool {
    let mut folded = String::with_capacity(8);
    for c in word.chars().flat_map(char::to_lowercase) {
        let Some(base) = base(c) else {
            return false;
        };
        folded.push(base);
        if folded.len() > 7 {
            return false;
        }
    }
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let Some(start) = folded.find(vowel) else {
        return false;
    };
    let end = folded.rfind(vowel).map_or(0, |i| i + 1);
    let (initial, nucleus, last) = (&folded[..start], &folded[start..end], &folded[end..]);
    let initial = matches!(
        initial,
        "" | "b"
            | "c"
            | "ch"
            | "d"
            | "g"
            | "gh"
            | "h"
            | "k"
            | "kh"
            | "l"
            | "m"
            | "n"
            | "ng"
            | "ngh"
            | "nh"
            | "p"
            | "ph"
            | "q"
            | "r"
            | "s"
            | "t"
            | "th"
            | "tr"
            | "v"
            | "x"
    );
    let last = matches!(last, "" | "c" | "ch" | "m" | "n" | "ng" | "nh" | "p" | "t");
    initial && last && nucleus.len() <= 3 && nucleus.chars().all(vowel)
}

/// The letter of the English alphabet that a Vietnamese letter is built on; `None` for what Vietnamese does not write.
fn base(c: char) -> Option<char> {
    Some(match c {
        'a' | 'à' | 'á' | 'ả' | 'ã' | 'ạ' | 'ă' | 'ằ' | 'ắ' | 'ẳ' | 'ẵ' | 'ặ' | 'â' | 'ầ' | 'ấ' | 'ẩ' | 'ẫ' | 'ậ' => {
            'a'
        }
        'e' | 'è' | 'é' | 'ẻ' | 'ẽ' | 'ẹ' | 'ê' | 'ề' | 'ế' | 'ể' | 'ễ' | 'ệ' => 'e',
        'i' | 'ì' | 'í' | 'ỉ' | 'ĩ' | 'ị' => 'i',
        'o' | 'ò' | 'ó' | 'ỏ' | 'õ' | 'ọ' | 'ô' | 'ồ' | 'ố' | 'ổ' | 'ỗ' | 'ộ' | 'ơ' | 'ờ' | 'ớ' | 'ở' | 'ỡ' | 'ợ' => {
            'o'
        }
        'u' | 'ù' | 'ú' | 'ủ' | 'ũ' | 'ụ' | 'ư' | 'ừ' | 'ứ' | 'ử' | 'ữ' | 'ự' => 'u',
        'y' | 'ỳ' | 'ý' | 'ỷ' | 'ỹ' | 'ỵ' => 'y',
        'đ' => 'd',
        'b' | 'c' | 'd' | 'g' | 'h' | 'k' | 'l' | 'm' | 'n' | 'p' | 'q' | 'r' | 's' | 't' | 'v' | 'x' => c,
        _ => return None,
    })
}

/// "Quốc Bảo thực hiện" → "Quốc Bảo".
pub fn strip_doing(text: &str) -> &str {
    const DOING: &[&str] = &[
        " thực hiện",
        " lược dịch",
        " biên dịch",
        " tổng hợp",
        " lược ghi",
        " ghi",
        " dịch",
        " tường thuật",
        " (t/h)",
        " t/h",
        " biên soạn",
        " sưu tầm",
        " phỏng vấn",
        " viết",
        "Tổng hợp",
        " đưa tin",
    ];
    DOING
        .iter()
        .find_map(|d| text.strip_suffix(d))
        .unwrap_or(text)
        .trim_end()
}

/// "BS. Vũ Hồng Ngọc" → "Vũ Hồng Ngọc".
pub fn strip_title(text: &str) -> &str {
    const TITLES: &[&str] = &[
        "PGS.TS",
        "PGS. TS",
        "GS.TS",
        "GS. TS",
        "PGS",
        "GS",
        "ThS",
        "Th.S",
        "Ths",
        "TS",
        "BS",
        "Bs",
        "LS",
        "KTS",
        "DS",
        "NSƯT",
        "NSND",
        "Bác sĩ",
        "Bác sỹ",
        "Luật sư",
        "Nhà báo",
        "Nhà văn",
        "Nhà thơ",
        "Nhạc sĩ",
        "Bộ trưởng",
        "Thứ trưởng",
        "Đại tá",
        "Thượng tá",
        "Trung tá",
        "Thiếu tá",
        "Thiếu tướng",
        "Trung tướng",
        "Phóng viên",
        "PV",
        "CTV",
        "BTV",
        "Tiến sĩ",
        "Thạc sĩ",
        "Giáo sư",
        "Chuyên gia",
        "Dr",
        "Prof",
    ];
    let mut text = text;
    while let Some(rest) = TITLES.iter().find_map(|t| text.strip_prefix(t)) {
        let name = rest.trim_start_matches(['.', ' ', ':', ',']);
        // "TSUKI" is no doctor; "BS" alone is a signature.
        if name.len() == rest.len() || name.is_empty() {
            break;
        }
        text = name;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_told_apart() {
        let case = |text: &str, want: Option<Kind>| assert_eq!(kind(text), want, "{text:?}");
        case("Việt Hùng", Some(Kind::Person));
        case("PHẠM TUẤN", Some(Kind::Person));
        case("Q.D", Some(Kind::Person));
        case("C. Phan", Some(Kind::Person));
        case("D.Ngân", Some(Kind::Person));
        case("Xú", Some(Kind::Person));
        case("Carola Rackete", Some(Kind::Person));
        case("Ludwig van Beethoven", Some(Kind::Person));
        case("PV.", Some(Kind::Desk));
        case("P.V", Some(Kind::Desk));
        case("Nhóm PV", Some(Kind::Desk));
        case("TTXVN", Some(Kind::Outlet));
        case("VnExpress", Some(Kind::Outlet));
        case("Vnblog", None);
        case("tổng hợp", None);
        case("Sáng nay trời mưa", None);
        case("Ngày 1", None);
    }
}
