//! The words around numbers that decide whether they count something or tell a time.

use super::reading::{Word, word};

/// Nouns, or the first syllables of nouns, that numbers count.
const COUNTED: &[&str] = &[
    "lần",
    "bữa",
    "buổi",
    "ngày",
    "giờ",
    "tiếng",
    "phút",
    "giây",
    "tháng",
    "tuần",
    "người",
    "ca",
    "chuyến",
    "viên",
    "lượt",
    "triệu",
    "tỷ",
    "tỉ",
    "nghìn",
    "ngàn",
    "đồng",
    "usd",
    "euro",
    "đô",
    "đô-la",
    "kg",
    "tấn",
    "tạ",
    "lít",
    "km",
    "m",
    "m2",
    "m3",
    "ha",
    "hecta",
    "mét",
    "cm",
    "mm",
    "w",
    "kw",
    "mw",
    "kwh",
    "suất",
    "con",
    "cái",
    "chiếc",
    "căn",
    "hộ",
    "dân",
    "học",
    "em",
    "cháu",
    "đơn",
    "vé",
    "điểm",
    "bàn",
    "trận",
    "vụ",
    "xe",
    "tàu",
    "máy",
    "sản",
    "cuốn",
    "quyển",
    "bài",
    "trường",
    "lớp",
    "dự",
    "diện",
    "số",
    "tổng",
    "quãng",
    "chặng",
    "thời",
    "lượng",
    "doanh",
    "hội",
    "phiếu",
    "thành",
    "giải",
    "huyện",
    "xã",
    "tỉnh",
    "hành",
    "công",
    "cán",
    "cổ",
    "khách",
    "năm",
    "tuổi",
    "phần",
    "độ",
    "gb",
    "mb",
    "tb",
    "mah",
    "calo",
    "kcal",
    "mg",
    "ml",
    "gram",
    "g",
    "mã",
    "đại",
    "sinh",
    "bệnh",
    "nhân",
    "quân",
    "binh",
    "lính",
    "lao",
    "chỗ",
    "ghế",
    "phòng",
    "tòa",
    "cây",
    "trang",
    "từ",
];

/// Words that go on with a sentence after a year and that no number counts.
const ONWARD: &[&str] = &[
    "đến", "tới", "và", "nay", "này", "trở", "là", "đã", "sẽ", "có", "của", "tại", "ở", "vì", "khi", "thì", "với",
    "do", "cho", "để", "được", "bị", "vẫn", "cũng", "không", "chưa", "mà", "nhưng", "hoặc", "hay", "như", "về", "bởi",
    "theo", "sau", "trước", "lại", "mới", "phải", "còn", "đang", "vừa", "so", "nhờ", "khiến", "bằng", "ông", "bà",
    "anh", "chị", "cô",
];

/// Those after a day and a month.
const ONWARD_FROM_DAYS: &[&str] = &[
    "đã", "sẽ", "đến", "tới", "vừa", "và", "là", "tại", "ở", "do", "với", "theo", "năm", "này", "có", "của", "trên",
    "trong", "hàng", "sắp", "khi", "để", "bắt", "cho", "nhằm", "âm", "lịch", "được",
];

/// Words before "tháng", "năm" or "quý" that make a length or a rate of it.
const MEASURING: &[&str] = &[
    "mỗi", "hàng", "hằng", "mấy", "vài", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "nửa",
    "nhiều", "chục", "trăm", "nghìn", "triệu",
];

/// Whether what stands before this word is an amount, not a date.
pub(super) fn counted(word: &str) -> bool {
    COUNTED.contains(&word)
}

/// Whether what stands before `end` can be a date: no counted noun follows.
pub(super) fn countable(text: &str, end: usize) -> bool {
    let next = word(text, end);
    next.start == end && !next.as_str().is_empty() || !counted(next.as_str()) || next.as_str() == "năm"
}

/// Whether a sentence goes on with this word after a year.
pub(super) fn onward(word: &str) -> bool {
    ONWARD.contains(&word)
}

/// Whether a sentence goes on with the next word after a day and a month.
pub(super) fn onward_from_day(text: &str, at: usize) -> bool {
    ONWARD_FROM_DAYS.contains(&word(text, at).as_str())
}

/// Whether a word before "tháng", "năm" or "quý" makes a length or a rate of it: "6 tháng", "mỗi năm".
pub(super) fn measured(before: &Word<'_>) -> bool {
    before.as_str().as_bytes().first().is_some_and(u8::is_ascii_digit) || MEASURING.contains(&before.as_str())
}
