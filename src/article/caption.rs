//! Captions: lines that describe or credit a picture.

use std::sync::LazyLock;

use super::line::{Ending, Line};
use super::patterns::Patterns;

/// A caption names its picture's maker within so many bytes from its end.
const CREDIT_BYTES: usize = 110;
/// Longer lines are prose, whatever they end in.
const LONGEST: usize = 520;

/// Whether a line says itself that it is a caption: "… Ảnh: Minh Anh", "(Nguồn: AFP)", "Ảnh minh họa".
///
/// `lower` is the line in lower case, empty if it is long.
pub fn is_marked(text: &str, lower: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    if !lower.is_empty() && OPENINGS.iter().any(|o| lower.starts_with(o)) {
        return true;
    }
    let mut from = text.len().saturating_sub(CREDIT_BYTES);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let tail = &text[from..];
    let Some((mark, end)) = MARKS.find(tail) else {
        return false;
    };
    if mark < WITHIN.len() {
        return true;
    }
    // "… Ảnh Phan Thu": the word opens what comes after a stop or dash, and a name follows.
    let name = tail[end..].trim_end_matches('.');
    let mut words = name.split(' ');
    name.split(' ').count() <= 5 && words.all(|w| w.starts_with(|c: char| !c.is_lowercase()))
}

static MARKS: LazyLock<Patterns> = LazyLock::new(|| Patterns::of(WITHIN.iter().chain(BEFORE_NAMES)));

/// Marks of a credit if a name follows.
const BEFORE_NAMES: &[&str] = &[". Ảnh ", "- Ảnh ", "– Ảnh "];

const OPENINGS: &[&str] = &[
    "ảnh:",
    "ảnh :",
    "ảnh minh họa",
    "ảnh minh hoạ",
    "(ảnh",
    "(nguồn",
    "hình minh họa",
    "hình ảnh minh họa",
    "ảnh chụp màn hình",
    "ảnh internet",
    "minh họa:",
    "photo:",
    "photo by",
    "image:",
    "đồ họa:",
    "chùm ảnh:",
];

const WITHIN: &[&str] = &[
    "Ảnh:",
    "ẢNH:",
    "ảnh:",
    "Ảnh :",
    "Ảnh minh",
    "ảnh minh họa",
    "ảnh minh hoạ",
    "(Ảnh",
    "(ảnh",
    "[Ảnh",
    "(Nguồn",
    "(nguồn",
    ". Nguồn:",
    "- Nguồn:",
    "Nguồn ảnh",
    "Đồ họa:",
    "(Hình:",
    "(Photo",
    "Photo:",
    "File Photo",
    "Getty Images",
    "(Clip:",
    ". Clip:",
    ". Video:",
    "(Video:",
    "Foto:",
    "Foto :",
    "Fotos:",
    "(Foto",
    "Bild:",
    "Bild ©",
    "Bildquelle",
    "Image:",
    "Image Credit",
    "Photograph:",
    "Photo by",
    "(AP Photo",
    "/AP)",
    "/AFP",
    "/dpa",
    "/Reuters",
    "Shutterstock",
    "iStockphoto",
    "picture alliance",
    "IMAGO",
    "Crédit",
    "Photo :",
    "(Credit",
    "Credit:",
    "Фото:",
    "Fotoğraf:",
    "写真",
    "사진 ",
    "사진=",
    "사진 출처",
];

/// Whether an unmarked short line within the body is more likely a caption than a heading or a paragraph.
///
/// `first`: nothing of the body came before it. `next_is_prose`: a paragraph follows directly.
pub fn is_likely(line: &Line<'_>, first: bool, next_is_prose: bool) -> bool {
    if !line.is_short() || line.ending != Ending::Open {
        return false;
    }
    if first {
        return true;
    }
    // A heading is brief and stands over a paragraph.
    !next_is_prose || line.words > 11
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_say_so() {
        let case = |text: &str, want: bool| {
            let line = Line::alone(text);
            assert_eq!(line.captioned, want, "{text:?}");
        };
        case("Chợ nổi lúc bình minh. Ảnh: Minh Anh", true);
        case("Chợ nổi lúc bình minh (ảnh: CTV)", true);
        case("Chợ nổi lúc bình minh. (Nguồn: TTXVN)", true);
        case("Ảnh minh họa", true);
        case("Chợ nổi lúc bình minh. Ảnh Phan Thu", true);
        case("Ông chụp một bức ảnh rồi gửi cho báo.", false);
        case("Nguồn nước sạch về tới bản.", false);
    }
}
