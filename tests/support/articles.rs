//! Articles made up for the tests: Vietnamese news in shape, nonsense in content, each marked with who sent it and as
//! the how-manieth, so that outcomes can be matched with inputs whatever happened in between.

use std::fmt::Write;

use super::dice::Dice;

const PLACES: &[&str] = &[
    "Thạch Bàn",
    "Sông Lành",
    "Bình Khê",
    "Đồi Mây",
    "Phú Thuận Hạ",
    "Vĩnh Trà",
    "Cồn Gió",
];
const BODIES: &[&str] = &[
    "Ủy ban nhân dân",
    "Hội Nông dân",
    "Ban quản lý chợ",
    "Trạm y tế",
    "Trường tiểu học",
];
const PEOPLE: &[&str] = &[
    "Lê Văn Thử",
    "Trần Thị Mẫu",
    "Phạm Đức Giả",
    "Hoàng Minh Ví Dụ",
    "Đỗ Kim Nháp",
];
const ACTS: &[&str] = &[
    "khánh thành cây cầu dân sinh",
    "trồng thêm hai hàng phượng dọc bờ đê",
    "mở lớp dạy bơi miễn phí cho trẻ em",
    "sửa xong đoạn đường trơn trượt trước cổng chợ",
    "tổ chức phiên chợ nông sản cuối tuần",
    "hoàn thành việc nạo vét kênh mương nội đồng",
];
const SENTENCES: &[&str] = &[
    "Theo kế hoạch, công việc được chia thành ba đợt và kết thúc trước mùa mưa.",
    "Nhiều hộ dân đã tự nguyện góp ngày công và cho mượn dụng cụ lao động.",
    "Người dân trong vùng cho biết họ chờ việc này từ nhiều năm nay.",
    "Kinh phí lấy từ nguồn xã hội hóa, không sử dụng ngân sách nhà nước.",
    "Địa phương cam kết công khai mọi khoản thu chi tại nhà văn hóa thôn.",
    "Trời nắng nhẹ, gió từ ngoài sông thổi vào mát rượi suốt buổi sáng.",
    "Ban tổ chức nhắc mọi người giữ gìn vệ sinh chung và không đốt pháo.",
    "Sau lễ ra mắt, các em nhỏ được tặng sách vở cùng một suất ăn trưa.",
    "Đại diện thôn bày tỏ sự biết ơn và hứa sẽ chăm sóc công trình lâu dài.",
];

/// A made-up article: the parts, and its text as a page would give it.
#[derive(Clone, Debug)]
pub struct Article {
    /// Title.
    pub title: String,
    /// The sentence after the title.
    pub lead: String,
    /// Paragraphs of the body.
    pub paragraphs: Vec<String>,
    /// Who signed it.
    pub author: String,
    /// A URL of its own.
    pub url: String,
}

impl Article {
    /// An article of `paragraphs` paragraphs that bears the mark of `producer` and `sequence`.
    pub fn new(dice: &mut Dice, producer: &str, sequence: u64, paragraphs: usize) -> Article {
        let place = dice.pick(PLACES);
        let title = format!("{} {place} {}", dice.pick(BODIES), dice.pick(ACTS));
        let lead = format!(
            "Sáng nay, đông đảo bà con {place} đã có mặt từ sớm để cùng {} {}.",
            dice.pick(BODIES).to_lowercase(),
            dice.pick(ACTS)
        );
        let mut paragraph = |first: bool| {
            let mut text = if first {
                // The mark lies in the body, where it is sure to come out again.
                format!("Hồ sơ số {producer}-{sequence} ghi rõ thời gian và người phụ trách của từng phần việc.")
            } else {
                dice.pick(SENTENCES).to_owned()
            };
            for _ in 0..dice.between(1, 5) {
                write!(text, " {}", dice.pick(SENTENCES)).unwrap();
            }
            text
        };
        Article {
            paragraphs: (0..paragraphs.max(1)).map(|n| paragraph(n == 0)).collect(),
            title,
            lead,
            author: dice.pick(PEOPLE).to_owned(),
            url: format!("https://bao-thu.example/{producer}/{sequence}.html"),
        }
    }

    /// As the bare text of a page: clock, title, time, lead, body, byline.
    pub fn text(&self) -> String {
        format!(
            "Thứ 2, 16/09/2019, 9:05 GMT+7\n{}\n08:15, 14/09/2019\n{}\n{}\n{}\n",
            self.title,
            self.lead,
            self.paragraphs.join("\n\n"),
            self.author
        )
    }

    /// As a crawler's JSON envelope.
    pub fn envelope(&self) -> serde_json::Value {
        serde_json::json!({
            "url": self.url,
            "title": self.title,
            "description": self.lead,
            "text": self.paragraphs.join("\n"),
            "authors": [self.author],
            "published_at": "2019-09-14T08:15:00+07:00",
            "source_domain": "bao-thu.example",
            "language": "vi",
        })
    }
}

/// The mark in a text: who sent it, and as the how-manieth. None where the text bears none.
pub fn mark(text: &str) -> Option<(String, u64)> {
    let (_, after) = text.split_once("Hồ sơ số ")?;
    let (mark, _) = after.split_once(' ')?;
    let (producer, sequence) = mark.rsplit_once('-')?;
    Some((producer.to_owned(), sequence.parse().ok()?))
}
