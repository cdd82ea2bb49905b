//! How much a text reads like one: what stands beside its letters beyond ASCII. A wrong character set puts capitals
//! after small letters (`rÃ©`), signs within words (`m³ody`), scripts within each other's words, controls and letters
//! that nobody uses.

/// The mean over all characters beyond ASCII, 1.0 for a text whose letters all stand as letters do; `None` without any.
pub fn plausibility(text: &str) -> Option<f32> {
    let mut sum = 0.0;
    let mut count = 0_u32;
    let mut before = Kind::Other;
    let mut run = 0_u32;
    let mut characters = text.chars().map(|c| (c, Kind::of(c))).peekable();
    while let Some((c, kind)) = characters.next() {
        let after = characters.peek().map_or(Kind::Other, |(_, kind)| *kind);
        if c.is_ascii() {
            run = 0;
        } else {
            run = if kind.is_latin() { run + 1 } else { 0 };
            sum += value(c, before, kind, after, run);
            count += 1;
        }
        before = kind;
    }
    #[allow(clippy::cast_precision_loss, reason = "a mean over some thousands")]
    (count > 0).then(|| sum / count as f32)
}

/// What a character is, as far as its neighbours may take offence at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Small,
    Capital,
    Digit,
    /// A mark that is written over the letter before it.
    Mark,
    GreekSmall,
    GreekCapital,
    CyrillicSmall,
    CyrillicCapital,
    Hebrew,
    Arabic,
    Thai,
    Kana,
    HalfKana,
    Hangul,
    Ideograph,
    /// Letters of scripts that only Unicode and GB18030 have, and rare ones of those that others have.
    Foreign,
    /// Box drawing, characters for private use.
    Rare,
    /// Quotation marks, dashes, signs.
    Sign,
    /// The apostrophe and the hyphen that stand within words.
    Joiner,
    /// Punctuation of East Asia, full-width letters.
    Wide,
    /// No character at all.
    Broken,
    Control,
    Other,
}

impl Kind {
    fn of(c: char) -> Kind {
        match c {
            'a'..='z' => Kind::Small,
            'A'..='Z' => Kind::Capital,
            '0'..='9' => Kind::Digit,
            '\0'..='\u{7f}' => Kind::Other,
            '\u{80}'..='\u{9f}' => Kind::Control,
            '\u{a0}' | '\u{ad}' | '’' | '‘' | '·' | '‐' | '\u{200b}'..='\u{200f}' => Kind::Joiner,
            '\u{a1}'..='\u{bf}' | '×' | '÷' | '\u{2b0}'..='\u{2ff}' => Kind::Sign,
            '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' if c.is_uppercase() => Kind::Capital,
            '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Kind::Small,
            '\u{300}'..='\u{36f}' => Kind::Mark,
            '\u{370}'..='\u{3ff}' if c.is_uppercase() => Kind::GreekCapital,
            '\u{370}'..='\u{3ff}' => Kind::GreekSmall,
            '\u{400}'..='\u{45f}' | '\u{490}' | '\u{491}' if c.is_uppercase() => Kind::CyrillicCapital,
            '\u{400}'..='\u{45f}' | '\u{490}' | '\u{491}' => Kind::CyrillicSmall,
            '\u{590}'..='\u{5ff}' => Kind::Hebrew,
            '\u{600}'..='\u{6ff}' => Kind::Arabic,
            '\u{e00}'..='\u{e7f}' => Kind::Thai,
            '\u{2500}'..='\u{259f}' => Kind::Rare,
            '\u{2000}'..='\u{2bff}' => Kind::Sign,
            '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' => Kind::Wide,
            '\u{3040}'..='\u{30ff}' => Kind::Kana,
            '\u{ff61}'..='\u{ff9f}' => Kind::HalfKana,
            '\u{ac00}'..='\u{d7a3}' => Kind::Hangul,
            '\u{4e00}'..='\u{9fff}' => Kind::Ideograph,
            '\u{e000}'..='\u{f8ff}' => Kind::Rare,
            '\u{fffd}' | '\u{fffe}' | '\u{ffff}' => Kind::Broken,
            '\u{1f000}'..='\u{1faff}' => Kind::Sign,
            _ => Kind::Foreign,
        }
    }

    fn is_latin(self) -> bool {
        matches!(self, Kind::Small | Kind::Capital)
    }

    fn is_letter(self) -> bool {
        self.is_latin() || self.script() != Script::None
    }

    fn script(self) -> Script {
        match self {
            Kind::GreekSmall | Kind::GreekCapital => Script::Greek,
            Kind::CyrillicSmall | Kind::CyrillicCapital => Script::Cyrillic,
            Kind::Hebrew => Script::Hebrew,
            Kind::Arabic => Script::Arabic,
            Kind::Thai => Script::Thai,
            Kind::Small | Kind::Capital => Script::Latin,
            _ => Script::None,
        }
    }

    fn is_east_asian(self) -> bool {
        matches!(
            self,
            Kind::Kana | Kind::HalfKana | Kind::Hangul | Kind::Ideograph | Kind::Wide
        )
    }
}

/// Scripts whose words are not mixed with those of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    None,
    Latin,
    Greek,
    Cyrillic,
    Hebrew,
    Arabic,
    Thai,
}

/// Capitals after capitals: a headline, or what one Cyrillic character set makes of another's small letters.
const ALL_CAPITALS: f32 = 0.3;

fn value(c: char, before: Kind, kind: Kind, after: Kind, run: u32) -> f32 {
    let within_word = before.is_letter() && after.is_letter();
    let mixed = |neighbour: Kind| {
        let script = neighbour.script();
        (script != Script::None && script != kind.script()) || neighbour.is_east_asian()
    };
    match kind {
        Kind::Broken => -8.0,
        Kind::Control => -4.0,
        Kind::Foreign if before == Kind::Foreign || after == Kind::Foreign => 0.3,
        Kind::Rare | Kind::Foreign => -1.0,
        // The second byte of a letter may be ASCII: `rück` holds an ideograph of GBK.
        Kind::Kana | Kind::HalfKana | Kind::Hangul | Kind::Ideograph | Kind::Wide
            if before.is_latin() && after.is_latin() =>
        {
            -2.0
        }
        Kind::Small | Kind::Capital => {
            if mixed(before) || mixed(after) || (kind == Kind::Capital && before == Kind::Small) {
                -2.0
            } else if run > 2 {
                -1.0
            } else if before == Kind::Digit || after == Kind::Digit || (kind == Kind::Small && before == Kind::Sign) {
                -0.5
            } else if kind == Kind::Capital && before == Kind::Capital {
                ALL_CAPITALS
            } else {
                1.0
            }
        }
        Kind::Mark if before.is_latin() => 1.0,
        Kind::Mark => -2.0,
        Kind::GreekSmall | Kind::GreekCapital | Kind::CyrillicSmall | Kind::CyrillicCapital => {
            let falls = (kind == Kind::GreekCapital && before == Kind::GreekSmall)
                || (kind == Kind::CyrillicCapital && before == Kind::CyrillicSmall);
            if falls || mixed(before) || mixed(after) {
                -2.0
            } else if before == kind && matches!(kind, Kind::GreekCapital | Kind::CyrillicCapital) {
                ALL_CAPITALS
            } else {
                1.0
            }
        }
        Kind::Hebrew | Kind::Arabic | Kind::Thai if mixed(before) || mixed(after) => -2.0,
        Kind::Hebrew | Kind::Arabic | Kind::Thai => 1.0,
        Kind::Kana => 1.0,
        Kind::HalfKana => -0.5,
        Kind::Hangul | Kind::Ideograph if is_common(c) => 1.2,
        Kind::Hangul | Kind::Ideograph => 0.4,
        Kind::Wide => 0.8,
        Kind::Sign if within_word => -2.0,
        // The two bytes of a quotation mark of GBK are two signs of Latin-1: `it¡¯s`.
        Kind::Sign
            if c < '\u{c0}'
                && ((before.is_letter() && after == Kind::Sign) || (before == Kind::Sign && after.is_letter())) =>
        {
            -1.0
        }
        Kind::Sign | Kind::Joiner | Kind::Digit | Kind::Other => 0.5,
    }
}

/// Whether an ideograph or a syllable is one of the most frequent.
fn is_common(c: char) -> bool {
    COMMON.binary_search(&c).is_ok()
}

/// The most frequent ideographs of Chinese, simplified and traditional, and of Japanese, and syllables of Korean, in
/// order: half of all that stand in a text, and few of what a wrong character set makes of one.
const COMMON: &[char] = &[
    '一', '七', '万', '三', '上', '下', '不', '与', '世', '业', '东', '两', '个', '中', '为', '主', '么', '义', '之',
    '九', '也', '书', '了', '事', '二', '于', '五', '些', '交', '产', '京', '亲', '人', '什', '今', '从', '他', '代',
    '令', '以', '们', '件', '任', '众', '会', '传', '但', '位', '住', '体', '何', '作', '你', '使', '來', '便', '保',
    '信', '個', '們', '倒', '候', '做', '傳', '像', '儿', '元', '先', '光', '党', '入', '全', '兩', '八', '公', '六',
    '共', '关', '其', '内', '再', '写', '军', '决', '几', '出', '分', '则', '利', '别', '到', '制', '則', '前', '力',
    '办', '功', '加', '务', '动', '動', '務', '化', '北', '区', '區', '十', '千', '半', '华', '单', '南', '即', '却',
    '历', '原', '去', '又', '及', '友', '双', '反', '发', '取', '受', '变', '口', '只', '叫', '可', '台', '史', '司',
    '吃', '各', '合', '同', '名', '后', '向', '听', '告', '员', '呢', '周', '命', '和', '品', '員', '商', '問', '單',
    '四', '回', '因', '国', '國', '在', '地', '场', '城', '基', '報', '場', '士', '声', '处', '外', '多', '大', '天',
    '太', '夫', '头', '女', '她', '好', '如', '始', '委', '子', '字', '学', '孩', '學', '它', '安', '完', '定', '实',
    '家', '容', '實', '寫', '对', '将', '將', '對', '小', '少', '就', '展', '山', '工', '己', '已', '市', '师', '带',
    '師', '帶', '常', '干', '平', '年', '并', '幹', '广', '应', '度', '廣', '建', '开', '式', '张', '張', '強', '强',
    '当', '形', '往', '很', '後', '得', '從', '德', '心', '必', '快', '怎', '思', '性', '总', '息', '情', '想', '意',
    '愛', '感', '應', '成', '我', '或', '战', '戰', '房', '所', '手', '才', '打', '找', '技', '把', '报', '持', '指',
    '接', '提', '據', '收', '改', '放', '政', '教', '数', '文', '新', '方', '无', '日', '早', '时', '明', '是', '時',
    '更', '書', '最', '會', '月', '有', '服', '望', '期', '未', '本', '术', '机', '权', '李', '条', '来', '東', '极',
    '林', '果', '样', '條', '業', '極', '樣', '機', '權', '次', '正', '此', '步', '武', '歷', '死', '每', '比', '毛',
    '民', '气', '氣', '水', '求', '江', '決', '沒', '没', '治', '法', '活', '派', '流', '海', '深', '清', '满', '滿',
    '火', '点', '為', '無', '然', '爱', '父', '片', '版', '物', '特', '王', '现', '現', '理', '甚', '生', '產', '用',
    '由', '电', '界', '留', '當', '發', '白', '百', '的', '目', '直', '相', '看', '真', '眼', '着', '知', '研', '社',
    '神', '种', '科', '程', '種', '空', '立', '站', '笑', '第', '等', '算', '管', '系', '紅', '結', '給', '統', '經',
    '總', '红', '经', '结', '给', '统', '美', '義', '老', '者', '而', '联', '聯', '聲', '能', '脸', '臉', '自', '至',
    '與', '色', '花', '英', '華', '萬', '處', '行', '表', '被', '西', '要', '見', '覺', '见', '觉', '解', '言', '記',
    '設', '許', '話', '語', '說', '請', '論', '識', '議', '變', '讓', '计', '认', '让', '议', '记', '许', '论', '设',
    '识', '话', '该', '语', '说', '请', '象', '資', '资', '走', '起', '越', '跟', '路', '身', '車', '軍', '輕', '轉',
    '车', '转', '轻', '辦', '边', '达', '过', '运', '近', '还', '这', '进', '远', '连', '這', '通', '連', '進', '運',
    '過', '道', '達', '遠', '還', '邊', '那', '部', '都', '里', '重', '量', '金', '錢', '钱', '長', '长', '門', '開',
    '間', '關', '门', '问', '间', '队', '际', '院', '隊', '際', '难', '雙', '難', '電', '青', '非', '面', '革', '音',
    '領', '頭', '題', '领', '题', '風', '风', '首', '馬', '马', '體', '高', '黃', '黄', '點', '黨', '가', '각', '간',
    '개', '것', '결', '경', '계', '고', '공', '과', '관', '교', '구', '국', '그', '기', '까', '나', '내', '년', '는',
    '니', '다', '당', '대', '도', '동', '되', '된', '드', '들', '등', '라', '력', '로', '를', '리', '만', '면', '명',
    '모', '무', '문', '민', '발', '방', '보', '부', '분', '비', '사', '상', '생', '서', '선', '성', '세', '소', '속',
    '수', '스', '시', '신', '실', '아', '안', '야', '어', '었', '에', '여', '연', '오', '요', '용', '우', '원', '위',
    '유', '으', '은', '을', '음', '의', '이', '인', '일', '있', '자', '장', '재', '적', '전', '정', '제', '조', '주',
    '중', '지', '진', '차', '치', '트', '하', '학', '한', '할', '해', '했', '행', '회',
];

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::*;

    #[test]
    fn texts_read_better_than_what_wrong_character_sets_make_of_them() {
        let case = |text: &str, right: &'static Encoding, wrong: &[&'static Encoding]| {
            let bytes = right.encode(text).0;
            let own = plausibility(&right.decode_without_bom_handling(&bytes).0).unwrap();
            assert!(own > 0.4, "{text}: {own}");
            for wrong in wrong {
                let read = wrong.decode_without_bom_handling(&bytes).0;
                let other = plausibility(&read).unwrap();
                assert!(own > other + 0.2, "{text}: {own}, {read}: {other}");
            }
        };
        case(
            "Il répéta l’été à Orléans",
            WINDOWS_1252,
            &[WINDOWS_1251, KOI8_R, BIG5, SHIFT_JIS, WINDOWS_874],
        );
        case(
            "Les élèves étaient « prêts »",
            UTF_8,
            &[WINDOWS_1252, WINDOWS_1250, WINDOWS_1254],
        );
        case(
            "Młodzież obejrzała wystawę źródeł",
            ISO_8859_2,
            &[WINDOWS_1252, WINDOWS_1251],
        );
        case(
            "Мост через реку откроют в январе",
            WINDOWS_1251,
            &[KOI8_R, IBM866, ISO_8859_5, WINDOWS_1252, GBK],
        );
        case(
            "Мост через реку откроют в январе",
            KOI8_R,
            &[WINDOWS_1251, IBM866, ISO_8859_5, WINDOWS_1252],
        );
        case(
            "Ο δρόμος ανοίγει τον Ιανουάριο",
            WINDOWS_1253,
            &[WINDOWS_1252, WINDOWS_1251],
        );
        case("ถนนเส้นนี้เปิดให้บริการในเดือน", WINDOWS_874, &[WINDOWS_1252, WINDOWS_1251]);
        case(
            "这座桥将于一月份正式通车，市政府说",
            GBK,
            &[WINDOWS_1252, BIG5, SHIFT_JIS, EUC_KR, EUC_JP],
        );
        case(
            "這座橋將於一月份正式通車，市政府說",
            BIG5,
            &[WINDOWS_1252, GBK, SHIFT_JIS, EUC_KR, EUC_JP],
        );
        case(
            "橋は一月に開通する予定です",
            SHIFT_JIS,
            &[WINDOWS_1252, GBK, BIG5, EUC_KR, EUC_JP],
        );
        case(
            "橋は一月に開通する予定です",
            EUC_JP,
            &[WINDOWS_1252, BIG5, EUC_KR, SHIFT_JIS],
        );
        case(
            "다리는 일월에 개통될 예정이다",
            EUC_KR,
            &[WINDOWS_1252, GBK, BIG5, SHIFT_JIS],
        );
    }

    #[test]
    fn ascii_says_nothing() {
        assert_eq!(plausibility("plain <b>text</b>"), None);
        assert_eq!(plausibility(""), None);
    }
}
