//! What stands on a news page and belongs to no article: prompts, widgets, related links, contact lines.

use std::sync::LazyLock;

use super::line::{Ending, Line};
use super::patterns::Patterns;

/// What follows a line of boilerplate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing: the line alone is furniture.
    Line,
    /// A list of links to other articles; prose may come after it.
    Links,
    /// Readers' comments or the page's foot: nothing of the article comes after it.
    Foot,
}

/// Says whether a line is boilerplate, and what comes with it.
pub fn kind(line: &Line<'_>) -> Option<Kind> {
    let text = line.text.as_ref();
    if text.starts_with(">>") || text.starts_with("»") || text.starts_with("→ ") {
        return Some(Kind::Line);
    }
    if !line.is_short() {
        return None;
    }
    // Titles of other articles in one line: "… / …".
    let titles = line.ending != Ending::Sentence
        && line
            .text
            .split_once(" / ")
            .is_some_and(|(a, b)| a.split(' ').count() >= 5 && b.split(' ').count() >= 5);
    if titles {
        return Some(Kind::Line);
    }
    // "Xem lại bàn thắng:", "Video trận đấu:" stand over a player that a text does not show.
    let player = line.ending == Ending::Colon
        && ["xem ", "video ", "clip ", "chiêm ngưỡng ", "mời xem "]
            .iter()
            .any(|w| line.lower.starts_with(w));
    if player {
        return Some(if LINKS.iter().any(|p| line.lower.strip_prefix(p) == Some(":")) {
            Kind::Links
        } else {
            Kind::Line
        });
    }
    let lower = line.lower.trim_matches(|c: char| !c.is_alphanumeric());
    if lower.is_empty() {
        // "×", "|", "•", but "..." and "***" as well.
        return Some(Kind::Line);
    }
    for (phrase, sort) in openings(lower) {
        let found = match sort {
            Sort::Foot if is_label(lower, phrase) => Some(Kind::Foot),
            Sort::Links if is_label(lower, phrase) => Some(Kind::Links),
            Sort::Exact if lower == *phrase => Some(Kind::Line),
            // A prompt opens a line that is no sentence of the article.
            Sort::Prompt
                if starts_with_word(lower, phrase) && (line.words <= 24 || line.ending != Ending::Sentence) =>
            {
                Some(Kind::Line)
            }
            Sort::Contact if is_contact(lower, phrase) => Some(Kind::Line),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    if is_counter(lower) || INNER.is_in(lower) {
        return Some(Kind::Line);
    }
    let follow = lower.starts_with("theo dõi") && lower.contains(" trên ") && line.words <= 16;
    let hotline = line.words < 30 && lower.contains("hotline") && lower.bytes().filter(u8::is_ascii_digit).count() >= 7;
    (follow || hotline).then_some(Kind::Line)
}

/// What a phrase says of the line that it opens.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    Foot,
    Links,
    Exact,
    Prompt,
    Contact,
}

/// All phrases, sorted, so that those that can open a line stand together.
static PHRASES: LazyLock<Vec<(&str, Sort)>> = LazyLock::new(|| {
    let lists = [
        (FOOT, Sort::Foot),
        (LINKS, Sort::Links),
        (EXACT, Sort::Exact),
        (PROMPTS, Sort::Prompt),
        (CONTACTS, Sort::Contact),
    ];
    let mut all: Vec<_> = lists
        .into_iter()
        .flat_map(|(list, sort)| list.iter().map(move |p| (*p, sort)))
        .collect();
    all.sort_unstable_by_key(|(phrase, sort)| (*sort, *phrase));
    all.sort_by_key(|(phrase, _)| head(phrase));
    all
});

/// The first two bytes.
fn head(text: &str) -> [u8; 2] {
    let bytes = text.as_bytes();
    [bytes.first().copied().unwrap_or(0), bytes.get(1).copied().unwrap_or(0)]
}

/// The phrases that begin like a line.
fn openings(lower: &str) -> &'static [(&'static str, Sort)] {
    let head_of_line = head(lower);
    let from = PHRASES.partition_point(|(phrase, _)| head(phrase) < head_of_line);
    let len = PHRASES[from..].partition_point(|(phrase, _)| head(phrase) == head_of_line);
    &PHRASES[from..from + len]
}

/// The phrase alone, or with a number or a short rest after it that is no sentence ("Bình luận (12)", "TIN LIÊN QUAN").
fn is_label(lower: &str, phrase: &str) -> bool {
    lower.strip_prefix(phrase).is_some_and(|rest| {
        rest.trim_matches(|c: char| !c.is_alphabetic()).is_empty() || rest.starts_with(':') && rest.len() < 4
    })
}

fn starts_with_word(lower: &str, phrase: &str) -> bool {
    lower
        .strip_prefix(phrase)
        .is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
}

/// "Thích 81", "12 bình luận", "597596", "1.324.196 người thích …".
fn is_counter(lower: &str) -> bool {
    if lower.len() > 60 {
        return false;
    }
    let letters = lower.trim_matches(|c: char| !c.is_alphabetic());
    // A bare number is a counter or a page number.
    letters.is_empty() || COUNTED.contains(&letters)
}

/// "Hotline: 0914 …", "Email: …", "ĐT: …", "Trụ sở: …".
fn is_contact(lower: &str, phrase: &str) -> bool {
    lower.strip_prefix(phrase).is_some_and(|rest| {
        let rest = rest.trim_start();
        rest.starts_with(':') || rest.starts_with(|c: char| c.is_ascii_digit() || c == '(' || c == '+')
    })
}

static INNER: LazyLock<Patterns> = LazyLock::new(|| Patterns::of(WITHIN.iter()));

const FOOT: &[&str] = &[
    "ý kiến bạn đọc",
    "ý kiến của bạn",
    "ý kiến độc giả",
    "bình luận",
    "gửi bình luận",
    "viết bình luận",
    "gửi ý kiến",
    "gửi ý kiến của bạn",
    "bình luận của bạn",
    "ý kiến",
    "để lại bình luận",
    "bạn đọc bình luận",
    "leave a comment",
    "leave a reply",
    "comments",
    "post a comment",
    "xem tiếp bình luận",
    "xếp theo",
];

const LINKS: &[&str] = &[
    "tin liên quan",
    "bài liên quan",
    "bài viết liên quan",
    "các bài viết liên quan",
    "tin bài liên quan",
    "video liên quan",
    "chủ đề liên quan",
    "nội dung liên quan",
    "tin cùng chuyên mục",
    "bài cùng chuyên mục",
    "cùng chuyên mục",
    "tin cùng chủ đề",
    "cùng chủ đề",
    "cùng tác giả",
    "các tin khác",
    "các tin đã đưa",
    "các tin mới",
    "các tin cũ hơn",
    "các tin liên quan",
    "các tin bài đã đưa",
    "các bài đã đưa",
    "tin đã đưa",
    "bài đã đưa",
    "tin khác",
    "tin mới",
    "tin mới nhất",
    "tin mới hơn",
    "tin cũ hơn",
    "tin nổi bật",
    "tin tiêu điểm",
    "tin đọc nhiều",
    "đọc nhiều",
    "đọc nhiều nhất",
    "xem nhiều",
    "xem nhiều nhất",
    "được quan tâm",
    "có thể bạn quan tâm",
    "bạn có thể quan tâm",
    "bạn quan tâm",
    "đọc thêm",
    "xem thêm",
    "bài viết khác",
    "bài mới",
    "bài đọc nhiều",
    "tin bài khác",
    "tin tức khác",
    "mới nhất",
    "related articles",
    "related news",
    "related stories",
    "related posts",
    "related",
    "read also",
    "see also",
    "more from",
    "most read",
    "most popular",
    "recommended",
    "you may also like",
];

const EXACT: &[&str] = &[
    "chia sẻ",
    "chia sẻ bài viết",
    "chia sẻ bài viết này",
    "thích",
    "trả lời",
    "đánh giá bài viết",
    "đánh giá bài viết này",
    "in bài viết",
    "in bài",
    "in bài này",
    "in trang",
    "bản in",
    "gửi email",
    "gửi mail",
    "gửi bài viết",
    "gửi cho bạn bè",
    "gửi",
    "đăng nhập",
    "đăng ký",
    "đăng xuất",
    "về trang chủ",
    "trang chủ",
    "quay lại",
    "lên đầu trang",
    "quảng cáo",
    "đọc tiếp",
    "xem tiếp",
    "xem chi tiết",
    "chi tiết",
    "video đang hot",
    "xem thêm video",
    "copy link",
    "copy link thành công",
    "sao chép liên kết",
    "lưu bài viết",
    "lưu bài",
    "nghe đọc bài",
    "nghe bài viết",
    "cỡ chữ",
    "từ khóa",
    "facebook",
    "twitter",
    "zalo",
    "google",
    "googleplus",
    "youtube",
    "pinterest",
    "linkedin",
    "telegram",
    "zing",
    "email",
    "print",
    "share",
    "share this",
    "tweet",
    "like",
    "home",
    "top",
    "advertisement",
    "sponsored",
    "close",
    "menu",
    "search",
    "login",
    "log in",
    "sign in",
    "sign up",
    "subscribe",
    "skip to content",
    "skip to main content",
    "read more",
    "cập nhật bởi",
    "cập nhật : bởi",
    "góp ý",
    "báo lỗi",
    "plugin xã hội của facebook",
    "bạn thích bài này",
    "tắt quảng cáo",
    "số người thích",
    "thời gian",
    "nhấn để phóng to ảnh",
    "phóng to",
    "a a",
    "a- a+",
    "a- a",
];

const COUNTED: &[&str] = &[
    "thích",
    "lượt thích",
    "bình luận",
    "lượt xem",
    "lượt đọc",
    "chia sẻ",
    "trả lời",
    "comments",
    "views",
    "shares",
    "likes",
    "xem",
];

const PROMPTS: &[&str] = &[
    "xem thêm",
    "đọc thêm",
    "xem tiếp",
    "xem chi tiết",
    "xem video",
    "xem lại video",
    "xem clip",
    "mời độc giả",
    "mời bạn đọc",
    "mời quý độc giả",
    "mời quý vị",
    "mời các bạn xem",
    "mời xem",
    "mời đọc",
    "kính mời quý",
    "tham khảo thêm",
    "click vào đây",
    "bấm vào đây",
    "nhấn vào đây",
    "bạn đang đọc",
    "bạn đang xem",
    "nguồn bài viết",
    "liên hệ quảng cáo",
    "tải ứng dụng",
    "tải app",
    "bản quyền thuộc",
    "copyright",
    "đặt báo",
    "đặt làm trang chủ",
    "tổng biên tập:",
    "phó tổng biên tập:",
    "giấy phép số",
    "cơ quan chủ quản",
    "chịu trách nhiệm nội dung",
    "đăng ký nhận",
    "subscribe to",
    "sign up for",
    "follow us",
    "read more",
    "click here",
    "advertisement",
    "cập nhật tin tức",
    "đừng quên chia sẻ",
    "trở lại trang",
];

const WITHIN: &[&str] = &[
    "all rights reserved",
    "giữ bản quyền",
    "ghi rõ nguồn",
    "người khác thích",
    "bài vở cộng tác",
    "đừng quên chia sẻ",
    "để lại bình luận",
    "mang tính chất tham khảo",
    "mang tính tham khảo",
    "nhấn vào đây",
    "bấm vào đây",
    "click vào đây",
    "vui lòng nhập",
    "vui lòng đăng nhập",
    "cập nhật tin tức trong ngày",
];

const CONTACTS: &[&str] = &[
    "hotline",
    "hot line",
    "đường dây nóng",
    "email",
    "e-mail",
    "điện thoại",
    "đt",
    "tel",
    "fax",
    "trụ sở",
    "tòa soạn",
    "toà soạn",
    "địa chỉ tòa soạn",
    "liên hệ",
    "website",
    "điện thoại liên hệ",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<Kind> {
        kind(&Line::alone(text))
    }

    #[test]
    fn boilerplate_is_told_from_prose() {
        let case = |text: &str, want: Option<Kind>| assert_eq!(of(text), want, "{text:?}");
        case("Ý kiến bạn đọc", Some(Kind::Foot));
        case("Bình luận:", Some(Kind::Foot));
        case("BÌNH LUẬN (12)", Some(Kind::Foot));
        case("Bình luận viên nói rằng trận đấu hay", None);
        case("TIN LIÊN QUAN", Some(Kind::Links));
        case("Cùng chuyên mục", Some(Kind::Links));
        case("Xem thêm:", Some(Kind::Links));
        case("Xem thêm: Ba cách trồng lúa trên đất khô", Some(Kind::Line));
        case(">> Ba cách trồng lúa", Some(Kind::Line));
        case("Thích 81", Some(Kind::Line));
        case("Chia sẻ", Some(Kind::Line));
        case("Chia sẻ với phóng viên, bà Lan cho biết mùa này được giá.", None);
        case("Theo dõi Bản Tin Làng trên Facebook", Some(Kind::Line));
        case("Hotline: 0900 000 000", Some(Kind::Line));
        case("[Quảng cáo]", Some(Kind::Line));
        case("Thích nghi với biến đổi khí hậu", None);
        case("×", Some(Kind::Line));
        case("12", Some(Kind::Line));
    }
}
