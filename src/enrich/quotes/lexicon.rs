//! The words that tell speech and speakers: verbs of saying, what comes before a speaker, pronouns, people without
//! names.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use super::tokens::{Token, and, key};

/// What a word or phrase does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Class {
    /// A verb of saying: who says it stands before it (in English on either side).
    Say,
    /// A noun or a verb that is one of saying only with a colon after it, or after the quote.
    MaySay,
    /// The speaker follows if nobody else says it: "theo", "according to".
    By,
    /// The speaker follows, whoever says so: "dẫn lời", "chia sẻ của".
    Citing,
    /// What follows in marks is a name, a title, a slogan: "chương trình", "ca khúc".
    Label,
    /// Stands for a person named before: "ông", "vị này".
    He(Sex),
    /// Someone without a name: "nhân chứng", "đại diện".
    Someone,
    /// A body that speaks when it begins a clause: "công ty", "bộ".
    Body,
    /// A small word between a subject and its verb: "đã", "cũng".
    Helper,
    /// What follows in marks is a title unless a colon stands between: "nội dung", "khẩu hiệu".
    Content,
    /// Points at what was just said: "đó là".
    Pointing,
    /// What follows is no subject: "với", "cho", "của".
    Object,
    /// A word of the one who speaks or is spoken to: "tôi", "chúng ta", "we".
    I,
    /// A phrase that only hides the words in it: "được cho là".
    Nothing,
}

/// Of whom a pronoun speaks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sex {
    /// He.
    Male,
    /// She.
    Female,
    /// Either, or several.
    Either,
}

const SAY: &str = "nói|nói rõ|nói thêm|nói rằng|nói đùa|nói vui|cho biết|cho biết thêm|cho hay|chia sẻ|chia sẻ thêm|khẳng định|\
nhấn mạnh|cho rằng|phát biểu|tâm sự|kể|kể lại|viết|bày tỏ|thừa nhận|trả lời|hỏi|tuyên bố|nhận định|nhận xét|đánh giá|\
bình luận|giải thích|lý giải|lí giải|phân tích|cảnh báo|lưu ý|khuyên|khuyến cáo|than|than thở|phàn nàn|tiết lộ|thông tin|\
thông báo|đề nghị|kiến nghị|yêu cầu|chỉ đạo|kêu gọi|quả quyết|cam kết|hứa|thú nhận|chỉ trích|tố|tố cáo|cáo buộc|phản bác|\
bác bỏ|đáp|đáp lại|đáp trả|thốt lên|thốt|hét|hét lên|gào|la lên|quát|mắng|thì thầm|lẩm bẩm|bức xúc|trăn trở|bộc bạch|\
bộc lộ|giãi bày|trải lòng|thổ lộ|hồi tưởng|nhớ lại|hồi đáp|phản hồi|phản ánh|trình bày|báo cáo|dự báo|dự đoán|nêu|\
nêu rõ|nêu ý kiến|nêu quan điểm|chỉ ra|chỉ rõ|đặt câu hỏi|đặt vấn đề|thắc mắc|băn khoăn|lo lắng|lo ngại|hy vọng|hi vọng|\
mong muốn|mong|tin tưởng|tin rằng|nghĩ|nghĩ rằng|ví von|ví|khoe|hào hứng|phấn khởi|vui vẻ|tự hào|nhắn nhủ|nhắn|nhắn tin|\
nhắc nhở|nhắc|căn dặn|dặn|dặn dò|chúc|chúc mừng|gửi lời|cảm ơn|cám ơn|xin lỗi|khai|khai nhận|khai báo|xác nhận|giới thiệu|\
mô tả|miêu tả|tổng kết|kết luận|đúc kết|quan niệm|đề xuất|gợi ý|bổ sung|tiếp lời|nói tiếp|chia sẻ tiếp|trao đổi|tỏ ra|\
đăng|đăng tải|đăng đàn|chú thích|ghi|ghi rõ|lên tiếng|nói với|bảo|tâm niệm|ca ngợi|khen|khen ngợi|chê|động viên|trấn an|\
đùa|trêu|hài hước|dí dỏm|thẳng thắn|chốt lại|nhìn nhận|phỏng đoán|thách thức|đe dọa|dọa|gọi|quy định|dẫn chứng|hô|hô hào|\
hô vang|reo lên|cười|khóc|nghẹn ngào|xúc động|đăng đàn|phân trần|thanh minh|bao biện|biện minh|nói lời|cầu nguyện|thề|\
tuyên thệ|diễn giải|luận giải|nhấn|phản đối|tái khẳng định|đính chính|xin|van xin|mời|rủ|ra lệnh|lý luận|tranh luận|\
chất vấn|truy vấn|góp ý|hiến kế|đoan chắc|cả quyết|tự tin|hồ hởi|thành thật|bật mí|hé lộ|chia tay|bộc trực|tán thành|\
lập luận|dự kiến|thuật lại|tường thuật|nói chuyện|lên án|mỉa mai|châm biếm|tỏ thái độ|tweet|bày tỏ quan điểm|thể hiện|chửi|chửi bới|vặn|giục|thúc giục|đồng tình|đồng ý|conment|comment|bóng gió|dự đoán|công bố|từng viết|khuyến nghị|tố giác|nhắn gửi|nhận xét thêm|kêu|giới thiệu|tái khẳng định|\
said|says|say|told|tells|added|adds|wrote|writes|asked|asks|replied|explained|explains|noted|notes|warned|warns|insisted|\
insists|argued|argues|claimed|claims|announced|admitted|admits|stated|states|declared|commented|tweeted|posted|recalled|\
continued|concluded|joked|shouted|answered|stressed|emphasised|emphasized|confirmed|acknowledged|remarked|responded|quipped";
const MAY_SAY: &str = "lời|câu|câu nói|dòng|dòng chữ|dòng trạng thái|ý kiến|quan điểm|phát ngôn|status|\
câu hỏi|lời nhắn|lời chúc|tin nhắn|bức thư|lá thư|thư|bài viết|điếu văn|di chúc|nhắc đến|đưa ra|đi đến kết luận|nghĩa là|có nghĩa là|vì|bởi|là|rằng";
const BY: &str = "theo|according to";
const CITING: &str = "theo lời|theo lời của|theo lời kể|theo lời kể của|theo ý kiến|theo nhận định của|\
theo đánh giá của|theo chia sẻ của|dẫn lời|trích lời|trích dẫn lời|dẫn lời của|trích dẫn|lời của|lời kể của|là lời|\
là lời của|chia sẻ của|là chia sẻ của|nhận định của|là nhận định của|phát biểu của|khẳng định của|là khẳng định của|\
tâm sự của|là tâm sự của|lời chia sẻ của|lời khẳng định của|lời kêu gọi của|lời tâm sự của|lời nhận xét của|\
nhận xét của|ý kiến của|là ý kiến của|câu nói của|lời khuyên của|lời nhắn nhủ của|quan điểm của|tuyên bố của|\
bình luận của|lời tuyên bố của|lời phát biểu của|câu hỏi của|câu trả lời của|thông điệp của|phát ngôn của|\
dẫn lại thông báo của|câu hỏi từ|câu hỏi của|lời khen từ|chia sẻ từ|lời nhắn từ|tin nhắn từ|lời chúc từ|bình luận từ|dẫn thông báo của|dẫn tuyên bố của|dẫn phát biểu của|dẫn lại lời|trích đăng lời|thông báo của|\
lời dạy của|theo như|dẫn nhận định của|dẫn chia sẻ của|cáo buộc của";
const LABEL: &str = "kế hoạch|năm|mục|chuyên mục|nhan đề|tựa đề|tên|mang tên|có tên|tham luận|nghị quyết|công trình|đợt|tháng|tuần|ngày|giải pháp|khái niệm|thuật ngữ|ấn phẩm|bài báo|bài viết|bài|công nhận là|hạng|chương trình|chủ đề|đề tài|cuộc thi|phong trào|bài hát|phim|bộ phim|cuốn sách|cuốn|sách|quyển|\
tác phẩm|dự án|đề án|giải|giải thưởng|danh hiệu|tội|về tội|tội danh|hội thảo|tọa đàm|toạ đàm|triển lãm|MV|ca khúc|\
album|bài thơ|lễ hội|slogan|hội nghị|diễn đàn|gala|liveshow|show|tập thơ|tập|tiểu thuyết|vở|vở kịch|vở diễn|\
vở cải lương|mô hình|cuộc vận động|chiến dịch|chuyên đề|luận án|đề tài nghiên cứu|hành vi|về hành vi|đêm nhạc|\
game show|gameshow|truyện|truyện ngắn|báo cáo chuyên đề|huy chương|kỷ niệm chương|tiết mục|hạng mục|quỹ|câu lạc bộ|\
clb|cụm từ|từ|chữ|từ khóa|biệt danh|gọi là|được gọi là|mệnh danh là|được mệnh danh là|series|phóng sự|phim tài liệu|\
bức tranh|trò chơi|nghị định|quyết định|thông tư|luật|hashtag|book|film|song|novel|movie";
const MALE: &str = "ông|anh|ông ấy|ông này|ông ta|anh ấy|anh này|anh ta|hắn|chàng trai|chàng|cậu|nam ca sĩ|nam diễn viên|nam thanh niên|nam sinh|\
nam diễn viên này|người đàn ông này|người đàn ông|nam tài tử|ông chủ|ông bố|nam tiền đạo|nam MC|chàng trai này|he|quý ông|ông lão|cụ ông|nam danh hài|nam nghệ sĩ|anh chàng";
const FEMALE: &str = "bà|chị|cô|bà ấy|bà này|bà ta|chị ấy|chị này|chị ta|cô ấy|cô này|cô ta|nàng|cô gái|nữ ca sĩ|nữ diễn viên|nữ sinh|nữ nghệ sĩ|\
người phụ nữ này|người phụ nữ|cô nàng|nữ hoàng|bà mẹ|hoa hậu|á hậu|người đẹp|người mẫu|nữ MC|nữ chính trị gia|nữ bộ trưởng|nữ thủ tướng|she|bà xã|cụ bà|bà chủ|nữ nhà văn|nữ tài tử|nữ doanh nhân|cô giáo|nữ luật sư|nữ bác sĩ|ngọc nữ|kiều nữ|mỹ nhân|nữ minh tinh";
const EITHER: &str = "vị này|người này|người đứng đầu|ông chủ nhà trắng|chủ nhân|ông trùm|vị lãnh đạo|vị lãnh đạo này|nhà lãnh đạo|nhà lãnh đạo này|tác giả|chuyên gia này|vị chuyên gia|vị chuyên gia này|luật sư này|\
bác sĩ này|nhân vật này|cầu thủ này|tiền đạo|tiền vệ|hậu vệ|thủ môn|HLV|huấn luyện viên|nhà cầm quân|chiến lược gia|thuyền trưởng|cựu danh thủ|tổng thống|\
thủ tướng|chủ tịch|bộ trưởng|thứ trưởng|giám đốc|phó giám đốc|tổng giám đốc|phó chủ tịch|bí thư|đại biểu|ca sĩ|diễn viên|đạo diễn|nhạc sĩ|nhà văn|nhà thơ|nghệ sĩ|danh hài|\
bác sĩ|BS|luật sư|chuyên gia|giáo sư|tiến sĩ|PGS|GS|TS|ThS|vị đại biểu|vị tướng|vị luật sư|vị bác sĩ|vị giáo sư|ngôi sao|người hùng|cựu tiền đạo|tỷ phú|tỉ phú|đại tá|thượng tá|trung tá|thiếu tá|thiếu tướng|trung tướng|thượng tướng|đại tướng|\
nghị sĩ|thượng nghị sĩ|dân biểu|ngoại trưởng|đức giáo hoàng|giáo hoàng|thầy|cụ|em|bé|cháu|sao|the president|the minister";
const SOMEONE: &str = "nhân chứng|đại diện|người dân|người phát ngôn|phát ngôn viên|nguồn tin|bạn đọc|độc giả|khán giả|phụ huynh|cán bộ|nhân viên|lãnh đạo|\
chủ tọa|viện kiểm sát|bị cáo|nạn nhân|hành khách|du khách|tài xế|tiểu thương|công nhân|sinh viên|học sinh|giáo viên|người nhà|quan chức|chủ quán|chủ cửa hàng|khách hàng|cư dân|hàng xóm|người bạn|người mẹ|người cha|mẹ|cha|bố|vợ|chồng|con trai|con gái|chủ xe|lái xe|nông dân|ngư dân|chủ nhà|cảnh sát|trinh sát|điều tra viên|fan|cư dân mạng|người hâm mộ|thành viên|netizen|witness|spokesman|spokeswoman|spokesperson|official|resident|residents|officials|statement|report";
const BODY: &str = "văn phòng|bộ|công ty|tập đoàn|ngân hàng|sở|cục|ủy ban|uỷ ban|cơ quan|công an|đại sứ quán|trường|bệnh viện|hãng|tờ|báo|đài|\
viện|hội|hiệp hội|nhà trắng|chính phủ|liên đoàn|CLB|câu lạc bộ|ban|tòa án|toà án|tổ chức|trung tâm|phòng|quốc hội|điện kremlin|tài khoản|bài báo|\
bài viết|báo cáo|thông báo|tuyên bố|văn bản|công văn|bản án|cáo trạng|kết luận|nghiên cứu|facebooker|nickname|nick";
const HELPER: &str = "đã|cũng|vừa|từng|còn|lại|mới|sẽ|đang|bèn|liền|thì|chỉ|không|luôn|thường|bất ngờ|lập tức|tiếp tục";
const OBJECT: &str =
    "với|cho|của|về|cùng|ở|tại|trước|khi|trên|từ|bởi|thấy|để|gặp|đến|chồng là|to|with|about|of|from|for";
const FIRST: &str = "tôi|chúng tôi|mình|chúng ta|ta|em|con|bọn em|chúng em|tụi tôi|tớ|bạn|các bạn|anh|chị|các anh|các em|tao|mày|chúng mình|i|we|my|our|you|your|i'm|me|us";
const NOTHING: &str = "được cho là|cho là|có thể nói|phải nói|nói chung|nói riêng|nói trên|theo đó|theo dõi|theo đuổi|cho biết thông tin|làm mẹ|anh em|chị em|bạn bè|mình ông|theo học|theo hướng|\
nói về|được hỏi|khi được hỏi|kể từ|kể cả|kể trên|không kể|đáng kể|hỏi thăm|ghi nhận|ghi bàn|tiếp theo|kèm theo|tuân theo|bảo vệ|bảo đảm|bảo hiểm|thông tin viên|yêu cầu của|tin nhắn|đăng ký|đăng kí|đăng quang|cô đơn|anh hùng|con số|con người|em bé|ta thấy|người ta|nước ta|bạn trai|bạn gái|mình đồng";

/// The phrases by their keys; a word that begins longer ones is marked.
pub struct Lexicon {
    phrases: HashMap<u64, Entry, BuildHasherDefault<Key>>,
}

/// What is known of a word or a phrase.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Entry {
    class: Option<Class>,
    /// Whether it is one of the one who speaks or is spoken to.
    pub first: bool,
    /// Whether longer phrases begin with it.
    goes_on: bool,
}

#[derive(Default)]
struct Key(u64);

impl Hasher for Key {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _: &[u8]) {}
    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

/// The lexicon of all the languages that are known.
pub static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut lexicon = Lexicon {
        phrases: HashMap::with_capacity_and_hasher(2048, BuildHasherDefault::default()),
    };
    for (lines, class) in [
        (FIRST, Class::I),
        (SAY, Class::Say),
        (MAY_SAY, Class::MaySay),
        (BY, Class::By),
        (CITING, Class::Citing),
        (LABEL, Class::Label),
        (OBJECT, Class::Object),
        (SOMEONE, Class::Someone),
        (BODY, Class::Body),
        (HELPER, Class::Helper),
        (
            "nội dung|thông điệp|khẩu hiệu|tiêu đề|mục tiêu|phương châm|tinh thần|tiêu chí|nhiệm vụ|chủ trương|quan điểm|theo hướng",
            Class::Content,
        ),
        ("đó là|đây là|đấy là|that was|those were", Class::Pointing),
        (EITHER, Class::He(Sex::Either)),
        (MALE, Class::He(Sex::Male)),
        (FEMALE, Class::He(Sex::Female)),
        (NOTHING, Class::Nothing),
    ] {
        for phrase in lines.split('|') {
            lexicon.add(phrase, class);
        }
    }
    lexicon
});

impl Lexicon {
    fn add(&mut self, phrase: &str, class: Class) {
        let mut whole = 0;
        for word in phrase.split(' ') {
            if whole != 0 {
                self.phrases.entry(whole).or_default().goes_on = true;
            }
            whole = if whole == 0 { key(word) } else { and(whole, key(word)) };
        }
        let entry = self.phrases.entry(whole).or_default();
        if class == Class::I || entry.class == Some(Class::I) {
            entry.first |= class == Class::I;
        }
        if class != Class::I || entry.class.is_none() {
            entry.class = Some(class);
        }
    }

    /// What is known of a word, by its key.
    pub fn word(&self, key: u64) -> Entry {
        self.phrases.get(&key).copied().unwrap_or_default()
    }

    /// The longest phrase that begins at a token: what it does and how many tokens it has.
    pub fn at(&self, tokens: &[Token], at: usize) -> Option<(Class, usize)> {
        let first = tokens.get(at)?;
        let mut found = first.entry.class.map(|class| (class, 1));
        if !first.entry.goes_on {
            return found;
        }
        let mut whole = first.key;
        for (token, length) in tokens.get(at + 1..)?.iter().zip(2..=LONGEST) {
            if !token.is_word() {
                break;
            }
            whole = and(whole, token.key);
            let Some(entry) = self.phrases.get(&whole) else { break };
            if let Some(class) = entry.class {
                found = Some((class, length));
            }
            if !entry.goes_on {
                break;
            }
        }
        found
    }
}

/// So many words a phrase has at most.
const LONGEST: usize = 6;
