//! [`Before`]: the words before a number, read from the number outwards.
//!
//! They say how sure the number is (`hơn`, `ít nhất`), that a range begins (`từ`), or that the number is a name and
//! counts nothing (`quận 1`, `lần thứ 30`, `ngày 20`).

use std::sync::LazyLock;

use super::super::people::phrases::{ByKey, Phrases};
use super::super::people::syllable::{Token, keys};
use super::Approximation;
use super::measures::Tongue;

/// What a phrase before a number makes of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Word {
    #[default]
    Nothing,
    Approx(Approximation),
    /// Says so even with a verb between it and the number: `ít nhất đã có 4 người`.
    FarApprox(Approximation),
    /// Opens a range.
    From,
    Label(Label),
    /// The adjective of a comparison: `cao` in `cao hơn 5%`.
    Adjective,
    /// May stand between a far approximation and the number.
    Light,
    /// A property of which `tối đa` is part of the name: `công suất tối đa 453 mã lực`.
    Property,
    /// Makes a day one of many: `mỗi ngày 3 lần`.
    Each,
}

impl std::ops::BitOr for Word {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        if self == Self::Nothing { other } else { self }
    }
}

/// What sort of name a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// `năm 2018`
    Year,
    /// `tháng 3`
    Month,
    /// `ngày 20`
    Day,
    /// `sáng 20-2`: only what has the form of a date is one.
    PartOfDay,
    /// `quận 1`: a name whatever noun follows.
    Name,
    /// `lần thứ 30`: never a quantity.
    Ordinal,
    /// `nhóm 1`: a name, `nhóm 5 nước`: none.
    Crowd,
    /// `đội 5`: a name unless people follow.
    Group,
    /// `số 5`: a name, unless it is among or of all: `trong số 21 hành khách`.
    Number,
    /// `tỉ số`: two numbers are a score.
    Score,
    /// `lúc 5 giờ`
    Clock,
    /// `tuổi 30`
    Age,
    /// `Mach 10`
    Mach,
}

use Approximation::{About, AtLeast, AtMost, LessThan, MoreThan, Nearly};
use Word::{Adjective, Each, FarApprox, From, Light, Property};

const VIETNAMESE: &[(Word, &str)] = &[
    (Word::Approx(MoreThan), "hơn, trên, quá, lớn hơn, ngoài"),
    (
        Word::Approx(LessThan),
        "dưới, chưa đến, chưa tới, chưa đầy, chưa đủ, không đến, không tới, không đầy, chưa được, nhỏ hơn",
    ),
    (
        Word::Approx(Nearly),
        "gần, gần đến, gần tới, ngót, ngót nghét, suýt soát, gần như",
    ),
    (
        Word::Approx(About),
        "khoảng, chừng, ước, ước tính, ước đạt, ước khoảng, ước chừng, cỡ, tầm, áng chừng, xấp xỉ, sấp xỉ, khoảng chừng, tầm khoảng, \
         vào khoảng, độ chừng, trên dưới",
    ),
    (
        FarApprox(AtLeast),
        "ít nhất, tối thiểu, ít nhất là, chí ít, không dưới, không ít hơn, không thấp hơn, tối thiểu là, ít ra",
    ),
    (
        FarApprox(AtMost),
        "tối đa, nhiều nhất, không quá, chưa quá, không vượt quá, tối đa là, nhiều nhất là, không hơn, không nhiều hơn, không lớn hơn",
    ),
    (From, "từ, từ đủ"),
    (
        Adjective,
        "cao, thấp, nhiều, ít, nhanh, chậm, đắt, rẻ, ngắn, tốt, trẻ, già, lâu, nặng, nhẹ, xa, kém, mạnh, sớm, muộn, lớn, nhỏ",
    ),
    (
        Light,
        "đã, có, là, phải, cần, được, đạt, cũng, sẽ, thêm, gồm, tới, đến, còn, đang, mất, trong vòng, kéo dài, cung cấp, phụ cấp, trợ cấp, nâng cấp, cao cấp, sơ cấp, triệu tập, luyện tập, \
         tuyển tập, thực tập, tầng lớp, văn phòng, dự phòng, quãng đường, tuyến đường, con đường, đoạn đường, lên đường, dọc đường, \
         mở đường, chặng đường, cung đường, thành phố, đường phố, mở cửa, đóng cửa, nhà cửa, chu kỳ, thời kỳ, định kỳ, tiến bước, quan hệ, \
         liên hệ, qua đời, cuộc đời, ra đời, chào đời, trang trại, hạng mục, chuyên mục, danh mục, lên ngôi, nhà ga, mô hình, truyền hình, \
         màn hình, khung hình, xếp hạng, gió mùa, hành trang, từ khóa, đi đường",
    ),
    (
        Property,
        "công suất, tốc độ, vận tốc, tải trọng, mô men, mô-men, xoắn, dung lượng, trọng tải, sức chứa, lực kéo, điểm số",
    ),
    (Each, "mỗi, một, hàng, hằng, mọi, từng, cứ"),
    (
        Word::Label(Label::Year),
        "năm, mùa giải, niên khóa, niên vụ, năm học, khóa, giai đoạn, nhiệm kỳ, tầm nhìn, những năm, thập niên",
    ),
    (Word::Label(Label::Month), "tháng, quý, vụ mùa"),
    (Word::Label(Label::Day), "ngày, mùng, mồng, hôm, rằm, ngày mùng"),
    (
        Word::Label(Label::PartOfDay),
        "sáng, trưa, chiều, tối, đêm, khuya, lễ, dịp, trước, sau, vào",
    ),
    (
        Word::Label(Label::Name),
        "điều, khoản, chương, mục, quốc lộ, QL, TL, ĐT, tỉnh lộ, hương lộ, đường tỉnh, phường, quận, thôn, ấp, xóm, khu phố, tổ dân phố, \
         khu vực, tầng, lầu, cấp, lớp, tập, vòng, hiệp, vành đai, thế kỷ, thế hệ, phiên bản, hạng, top, tốp, bảng, km, phút, trang, kênh, đời, \
         chặng, set, ván, mã, mã số, mã đề, biển số, biển kiểm soát, số hiệu, điện thoại, hotline, SĐT, tel, fax, phone, ngõ, ngách, hẻm, kiệt, lô, \
         phòng, cửa, cổng, tiểu đoàn, trung đoàn, sư đoàn, lữ đoàn, quân khu, quân đoàn, binh đoàn, nghị quyết, chỉ thị, nghị định, thông tư, quyết định, \
         công văn, luật, thang điểm, thang, mùa, season, bước, khối, số thứ tự, seri, block, đường, phố, ngôi, ga, khóm, đội hình, sơ đồ, hệ, \
         phần mềm, vùng, cục, tiểu khu, Super Bowl, tuýp, loại hình, covid, nguồn số, ảnh, hình, bản đồ, kilomet, cây số thứ, hàm mũ, kỳ, kỳ họp thứ, công nghiệp, cách mạng, chuẩn, euro, \
         world cup, asian cup, sea games, olympic, iphone, ipad, galaxy, note, boeing, airbus, windows, android, ios, xperia, redmi, mate, plus, pro, \
         version, apollo, playstation, xbox, core, level, big, seagame, cúp, omega, vitamin, type, model, series, thành viên thứ, phân khu, zone, u, \
         áo số, trại, nhà số, số nhà, quyển, giải, chủng, tuyến số, grade, chapter, part, vol",
    ),
    (
        Word::Label(Label::Group),
        "đội, tổ, phần, bài, câu, loại, đợt, trận, lần, lượt, mũi, liều, chương trình, khu, mẫu, dòng, dự án, tiết, bến, ô",
    ),
    (Word::Label(Label::Crowd), "nhóm"),
    (Word::Label(Label::Ordinal), "thứ, lần thứ"),
    (Word::Label(Label::Number), "số"),
    (
        Word::Label(Label::Score),
        "thắng, thua, hòa, tỉ số, dẫn, dẫn trước, thất bại, chiến thắng, hạ, gỡ, cầm hòa, đánh bại, thắng lợi",
    ),
    (Word::Label(Label::Clock), "lúc, hồi, vào lúc, khoảng lúc"),
    (Word::Label(Label::Age), "tuổi, ở tuổi"),
    (Word::Label(Label::Mach), "mach"),
];

const ENGLISH: &[(Word, &str)] = &[
    (
        Word::Approx(MoreThan),
        "more than, over, above, upwards of, exceeding, in excess of, greater than",
    ),
    (
        Word::Approx(LessThan),
        "less than, fewer than, under, below, lower than",
    ),
    (
        Word::Approx(Nearly),
        "nearly, almost, close to, just under, just shy of",
    ),
    (
        Word::Approx(About),
        "about, around, some, roughly, approximately, an estimated, estimated, circa, approx, or so, somewhere around",
    ),
    (
        Word::Approx(AtLeast),
        "at least, no fewer than, no less than, not less than, a minimum of, minimum of",
    ),
    (
        Word::Approx(AtMost),
        "at most, up to, no more than, not more than, a maximum of, maximum of, as many as, as much as",
    ),
    (From, "from, between"),
    (
        Word::Label(Label::Name),
        "article, articles, chapter, section, page, pages, no, number, room, route, flight, grade, phase, level, highway, week, day, version, top, \
         january, february, march, april, may, june, july, august, september, october, november, december, jan, feb, mar, apr, jun, jul, aug, sep, \
         sept, oct, nov, dec, covid, iphone, windows, boeing, airbus, interstate, channel, class, category, type, model, area, unit, gate, platform, \
         figure, table, part, volume, episode, season, round, lap, game, game week, year, formula, rule, title, step, stage, ward, district, line",
    ),
];

static VIETNAMESE_WORDS: LazyLock<Phrases<Word>> = LazyLock::new(|| read(VIETNAMESE));
static ENGLISH_WORDS: LazyLock<Phrases<Word>> = LazyLock::new(|| read(ENGLISH));
static OTHER_WORDS: LazyLock<Phrases<Word>> = LazyLock::new(Phrases::default);

fn read(table: &[(Word, &str)]) -> Phrases<Word> {
    let mut words = Phrases::default();
    for (word, phrases) in table {
        for phrase in phrases.split(',') {
            let outwards: Vec<&str> = phrase.split_whitespace().rev().collect();
            words.add(&outwards.join(" "), *word);
        }
    }
    words
}

/// What stands before a number.
#[derive(Clone, Copy, Debug, Default)]
pub struct Before {
    /// How sure the number is, and where the words that say so begin.
    pub approx: Option<(Approximation, usize)>,
    /// The approximation is a bare `hơn` behind an adjective.
    pub is_comparison: bool,
    /// The approximation is a bare `trên` or `dưới`, which are also prepositions.
    pub is_preposition: bool,
    /// Where the opening `từ` begins.
    pub from: Option<usize>,
    /// What sort of name the number would be.
    pub label: Option<Label>,
    /// Whether the label is one of many: `mỗi ngày`.
    pub is_each: bool,
    /// `tuổi từ` stands before.
    pub is_age_range: bool,
    /// The word before the number, or before its approximation.
    pub word: Option<Token>,
}

impl Before {
    /// Reads the words before the number that begins at `start`.
    pub fn of(text: &str, start: usize, tongue: Tongue) -> Self {
        let table: &Phrases<Word> = match tongue {
            Tongue::Vietnamese => &VIETNAMESE_WORDS,
            Tongue::English => &ENGLISH_WORDS,
            Tongue::Other => &OTHER_WORDS,
        };
        let mut words = Outwards::new(text, start);
        let mut before = Self::default();
        if let Some(sign) = words.sign() {
            before.approx = match sign.sign {
                Some('~' | '≈') => Some((About, sign.start)),
                Some('>') => Some((MoreThan, sign.start)),
                Some('<') => Some((LessThan, sign.start)),
                Some('≥') => Some((AtLeast, sign.start)),
                Some('≤') => Some((AtMost, sign.start)),
                _ => None,
            };
        }
        let mut may_be_far = false;
        loop {
            match words.longest(table) {
                Some((1, Word::Label(Label::Age))) if before.from.is_some() => {
                    before.is_age_range = true;
                    break;
                }
                Some((count, Word::From)) if before.from.is_none() => {
                    before.from = words.take(count);
                }
                Some((count, Word::Approx(approx) | Word::FarApprox(approx))) => {
                    let is_bare = count == 1;
                    let nearest = words.nearest();
                    let start = words.take(count);
                    if let (None, Some(start)) = (before.approx, start) {
                        before.approx = Some((approx, start));
                        before.is_preposition = is_bare && nearest.is_some_and(|word| is(&word, &PREPOSITIONS));
                        before.is_comparison = is_bare
                            && nearest.is_some_and(|word| is(&word, &MORE))
                            && words.longest(table).is_some_and(|(_, word)| word == Adjective);
                        let is_property =
                            approx == AtMost && words.longest(table).is_some_and(|(_, word)| word == Property);
                        if is_property {
                            before.approx = None;
                        }
                    } else if let (Some((approx, _)), Some(start)) = (before.approx, start) {
                        before.approx = Some((approx, start));
                    }
                }
                Some((count, Word::Label(label))) if before.approx.is_none() && before.from.is_none() => {
                    before.label = Some(label);
                    before.word = words.nearest();
                    words.take(count);
                    before.is_each = words.longest(table).is_some_and(|(_, word)| word == Each);
                    return before;
                }
                other => {
                    may_be_far = other.is_some();
                    break;
                }
            }
        }
        before.word = words.nearest();
        if may_be_far && before.approx.is_none() && before.from.is_none() {
            before.approx = words.far_approx(table);
        }
        before
    }
}

/// The words before a number, read when they are asked for, nearest first.
struct Outwards<'a> {
    text: &'a str,
    /// Before this.
    at: usize,
}

impl<'a> Outwards<'a> {
    /// Reads `Tuổi: 22` as `Tuổi 22`.
    fn new(text: &'a str, start: usize) -> Self {
        let before = text.get(..start).unwrap_or_default();
        let age = before
            .strip_suffix(": ")
            .and_then(|before| Token::before(before, before.len()));
        let age = age.filter(|word| is(word, &AGE));
        Self {
            text,
            at: age.map_or(start, |word| word.end),
        }
    }

    /// The sign before the number.
    fn sign(&self) -> Option<Token> {
        Token::before(self.text, self.at).filter(|token| !token.is_word())
    }

    fn rest(&self) -> impl Iterator<Item = Token> {
        let mut at = self.at;
        std::iter::from_fn(move || {
            let word = Token::before(self.text, at).filter(Token::is_word)?;
            at = word.start;
            Some(word)
        })
    }

    fn nearest(&self) -> Option<Token> {
        self.rest().next()
    }

    fn longest(&self, table: &Phrases<Word>) -> Option<(usize, Word)> {
        table.longest(self.rest().map(|word| word.key))
    }

    /// Goes `count` words on; where the last of them begins.
    fn take(&mut self, count: usize) -> Option<usize> {
        let last = self.rest().take(count).last()?;
        self.at = last.start;
        Some(last.start)
    }

    fn far_approx(mut self, table: &Phrases<Word>) -> Option<(Approximation, usize)> {
        for _ in 0..4 {
            match self.longest(table)? {
                (count, FarApprox(approx)) => {
                    let start = self.take(count)?;
                    let is_property = self.longest(table).is_some_and(|(_, word)| word == Property);
                    return (!is_property).then_some((approx, start));
                }
                (_, Light | Each) => self.take(1)?,
                _ => return None,
            };
        }
        None
    }
}

type Keys = LazyLock<ByKey<()>>;

static PREPOSITIONS: Keys = LazyLock::new(|| set("trên dưới ngoài"));
static MORE: Keys = LazyLock::new(|| set("hơn"));
static AGE: Keys = LazyLock::new(|| set("tuổi"));

/// Words that are no nouns and have nothing to count.
static FUNCTION_WORDS: Keys = LazyLock::new(|| {
    set(
        "và của là có được bị đã đang sẽ cho với từ đến tới trong ngoài trên dưới trước sau ở tại vào ra lên xuống về qua do vì bởi để nên thì mà \
         nhưng hay hoặc nếu khi như cũng còn vẫn chỉ đều rất quá lắm hơn nhất này kia đó ấy đây nay thế nào gì ai sao bao những các mỗi mọi từng một hai ba bốn \
         sáu bảy tám chín mười không chưa chẳng phải cần nên thể muốn theo bằng cùng nhau lại rồi xong nữa thêm bớt tăng giảm đạt gồm thuộc giữa \
         hiện vừa mới sắp gần xa cao thấp lớn nhỏ nhiều ít đủ thiếu toàn tất cả hết ngay luôn liền tiếp gây khiến làm giúp đưa lấy mua bán trả nhận gửi \
         nộp chi thu xin nói biết thấy nghe nhằm dành tương trị phạt tùy kể tính so ngoài khác riêng chung đầu cuối sáng chiều tối việt tổng nằm đứng đi mỹ \
         nhật hàn trung sang kèm tuyệt thành chính hôm đâu liên vốn tiền mang chở chạy cách rưỡi trở vay mượn đặt cọc lẻ tròn chẵn",
    )
});

fn set(words: &str) -> ByKey<()> {
    keys(words).map(|key| (key, ())).collect()
}

fn is(word: &Token, set: &Keys) -> bool {
    set.contains_key(&word.key)
}

/// Whether a word counts nothing and is counted by nothing.
pub fn is_function_word(word: &Token) -> bool {
    is(word, &FUNCTION_WORDS)
}
