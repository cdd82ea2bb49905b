//! The reading side as a whole: from the bytes of a message to the fields of an article.
//!
//! The texts of the tables were written for this test. What is checked on real texts lies in `../shared`, and is
//! skipped where that is absent.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::Write as _;
use std::path::PathBuf;

use bantin::article::{self, BodyKind, Moment};
use bantin::intake::{self, Intake, Message, Origin, Piece};
use bantin::{page, settings};
use proptest::prelude::*;
use serde_json::{Value, json};

const TITLE: &str = "Nông dân Phú Lâm phấn khởi vào mùa gặt";
const LEAD: &str = "Nhờ chủ động lịch thời vụ và giữ được nước ngọt, nông dân xã Phú Lâm có một vụ lúa bội thu.";
const ONE: &str = "Sáng 3/5, hàng trăm hộ dân ở xã Phú Lâm đã xuống đồng thu hoạch lúa đông xuân trong niềm vui được mùa, \
                   được giá sau nhiều vụ liên tiếp gặp hạn mặn.";
const TWO: &str = "Theo kế hoạch, toàn xã sẽ thu hoạch xong trước ngày 15/5 để kịp làm đất gieo sạ vụ hè thu. Hợp tác xã \
                   đã huy động 12 máy gặt đập liên hợp, bảo đảm mỗi ngày gặt được hơn 40 ha.";
const THREE: &str = "Ông Trần Văn Bảy, một nông dân trồng lúa lâu năm, cho biết năm nay mỗi công lúa của gia đình ông đạt \
                     gần một tấn, thương lái vào tận ruộng đặt cọc từ nửa tháng trước.";

/// What a message was read as, one field a line; paragraphs of the table as `$ONE`.
fn read(value: &[u8]) -> String {
    let message = Message {
        origin: Origin::File { path: "-", line: 1 },
        timestamp: None,
        key: None,
        value: Some(value),
        headers: Vec::new(),
    };
    match intake::read(&message, &settings::Intake::default()) {
        Intake::Tombstone => "tombstone".to_owned(),
        Intake::One(piece) => read_piece(&piece),
        Intake::Several(pieces) => pieces.iter().map(read_piece).collect::<Vec<_>>().join("\n--\n"),
    }
}

fn read_piece(piece: &Piece<'_>) -> String {
    let raw = match piece {
        Piece::Article(raw) => raw,
        Piece::Skipped(reason) => return format!("skipped {}", reason.as_str()),
        Piece::Failed(failure) => return format!("failed {}", failure.code),
    };
    let page = page::read(raw);
    let article = match article::read(raw, page) {
        Ok(article) => article,
        Err(reason) => return format!("skipped {}", reason.as_str()),
    };
    let mut out = String::new();
    let mut line = |name: &str, value: Option<&str>| {
        if let Some(value) = value.filter(|v| !v.is_empty()) {
            let _ = writeln!(out, "{name}: {value}");
        }
    };
    line("title", article.title.as_deref());
    line("lead", article.lead.as_deref());
    line("dateline", article.dateline.as_deref());
    line("published", article.published.map(shown).as_deref());
    line("retrieved", article.retrieved.map(shown).as_deref());
    let authors: Vec<_> = article
        .authors
        .iter()
        .map(|a| {
            a.role
                .as_ref()
                .map_or(a.name.to_string(), |role| format!("{} ({role})", a.name))
        })
        .collect();
    line("authors", Some(&authors.join(", ")));
    line("credits", Some(&article.credits.join(", ")));
    line("tags", Some(&article.tags.join(", ")));
    for block in &article.body {
        let kind = match block.kind {
            BodyKind::Paragraph => "p",
            BodyKind::Heading => "h",
            BodyKind::ListItem => "li",
            BodyKind::Quote => "q",
            BodyKind::Caption => "c",
            BodyKind::Table => "t",
        };
        line(kind, Some(&block.text));
    }
    for (name, text) in [
        ("$TITLE", TITLE),
        ("$LEAD", LEAD),
        ("$ONE", ONE),
        ("$TWO", TWO),
        ("$THREE", THREE),
    ] {
        out = out.replace(text, name);
    }
    out
}

fn shown(moment: Moment) -> String {
    let mut out = moment.civil.to_string();
    if !moment.has_time {
        out.truncate(10);
    }
    out + &moment.offset.map_or(String::new(), |o| o.to_string())
}

fn filled(template: &str) -> String {
    let mut out = template.to_owned();
    for (name, text) in [
        ("$TITLE", TITLE),
        ("$LEAD", LEAD),
        ("$ONE", ONE),
        ("$TWO", TWO),
        ("$THREE", THREE),
    ] {
        out = out.replace(name, text);
    }
    out
}

/// A text message: `|` ends a line.
#[track_caller]
fn text(template: &str, want: &[&str]) {
    let value = filled(template).replace('|', "\n");
    let got = read(json!({ "id": "1", "text": value }).to_string().as_bytes());
    assert_eq!(got.lines().collect::<Vec<_>>(), want, "{template}");
    // The bare text reads the same as the one in an envelope.
    assert_eq!(read(value.as_bytes()), got, "bare: {template}");
}

#[track_caller]
fn envelope(value: &Value, want: &[&str]) {
    let got = read(filled(&value.to_string()).as_bytes());
    assert_eq!(got.lines().collect::<Vec<_>>(), want, "{value}");
}

const BODY: [&str; 3] = ["p: $ONE", "p: $TWO", "p: $THREE"];

#[test]
fn texts_are_read() {
    let with = |head: &[&'static str]| [head, &BODY].concat();
    text(
        "Thứ 2, 16/09/2019, 14:3 GMT+7|$TITLE|07:45, 20/02/2019|$LEAD|$ONE||$TWO||$THREE|Minh An| |Ý kiến bạn đọc|Bình luận:",
        &with(&[
            "title: $TITLE",
            "lead: $LEAD",
            "published: 2019-02-20T07:45:00",
            "retrieved: 2019-09-16T14:03:00+07",
            "authors: Minh An",
        ]),
    );
    // A lone date above the title is the time of publication.
    text(
        "16/09/2019, 14:30 GMT+7|$TITLE|$LEAD|$ONE|$TWO|$THREE|PHẠM TUẤN",
        &with(&[
            "title: $TITLE",
            "lead: $LEAD",
            "published: 2019-09-16T14:30:00+07",
            "authors: PHẠM TUẤN",
        ]),
    );
    // The lead stands last.
    text(
        "$TITLE||$ONE|$TWO|$THREE|Hoa Lê - Minh An||||$LEAD",
        &with(&["title: $TITLE", "lead: $LEAD", "authors: Hoa Lê, Minh An"]),
    );
    // A page with its menus.
    text(
        "Thời sự|Thế giới|Kinh doanh|Giải trí|Thể thao|Pháp luật|Giáo dục|Chủ nhật, 27/09/2026 - 08:30:00|Trang chủ|Kinh doanh|\
         $TITLE|$TITLE|Thứ Bảy, 26/09/2026, 17:05 (GMT+7)|$LEAD|$ONE|$TWO|$THREE|Minh An|Từ khóa|lúa|mùa gặt|Chia sẻ bài viết|\
         Tin liên quan|Giá gạo xuất khẩu tăng trở lại|Bình luận (3)|Bài viết hay quá, cảm ơn tác giả đã viết về quê tôi.|Trả lời|\
         Thích 4|Hotline: 0900 000 000",
        &with(&[
            "title: $TITLE",
            "lead: $LEAD",
            "published: 2026-09-26T17:05:00+07",
            "retrieved: 2026-09-27T08:30:00",
            "authors: Minh An",
            "tags: lúa, mùa gặt",
        ]),
    );
    // Datelines.
    text(
        "$TITLE|(Báo Làng) - $LEAD|$ONE|$TWO|$THREE",
        &with(&["title: $TITLE", "lead: $LEAD", "dateline: Báo Làng"]),
    );
    text(
        "$TITLE|Hà Nội (TTXVN 29/5) $LEAD|$ONE|$TWO|$THREE",
        &with(&["title: $TITLE", "lead: $LEAD", "dateline: Hà Nội (TTXVN 29/5)"]),
    );
    // Bylines.
    text(
        "$TITLE|$LEAD|$ONE|$TWO|$THREE|Bài, ảnh: Lê Thị Hoa",
        &with(&["title: $TITLE", "lead: $LEAD", "authors: Lê Thị Hoa"]),
    );
    text(
        "$TITLE|$LEAD|$ONE|$TWO|$THREE|Bài: |Lê Hạnh|Ảnh: |Minh An",
        &with(&["title: $TITLE", "lead: $LEAD", "authors: Lê Hạnh, Minh An (ảnh)"]),
    );
    text(
        "$TITLE|$LEAD|$ONE|$TWO|$THREE|Lan Phương (TTXVN)",
        &with(&["title: $TITLE", "lead: $LEAD", "authors: Lan Phương", "credits: TTXVN"]),
    );
    text(
        "$TITLE|$LEAD|$ONE|$TWO|$THREE|Theo VOV",
        &with(&["title: $TITLE", "lead: $LEAD", "credits: VOV"]),
    );
    text(
        "$TITLE|$LEAD|$ONE|$TWO|$THREE|PV.",
        &with(&["title: $TITLE", "lead: $LEAD", "authors: PV"]),
    );
    text(
        "$TITLE|Minh An - 07/03/2026 08:47|$LEAD|$ONE|$TWO|$THREE",
        &with(&[
            "title: $TITLE",
            "lead: $LEAD",
            "published: 2026-03-07T08:47:00",
            "authors: Minh An",
        ]),
    );
    // Boilerplate in the middle and at the end.
    text(
        "$TITLE|$LEAD|$ONE|>> Giá gạo tăng|$TWO|Xem thêm: Giá gạo tăng trở lại|$THREE",
        &with(&["title: $TITLE", "lead: $LEAD"]),
    );
    // No title, no lead: a paragraph is not made into one.
    text("$ONE $TWO $THREE", &["p: $ONE $TWO $THREE"]);
}

#[test]
fn bodies_are_put_together() {
    // Captions, headings, lists.
    text(
        "$TITLE||Ruộng lúa chín vàng ở Phú Lâm|$ONE|Nông dân gặt lúa. Ảnh: |Minh An|.|1. Giữ nước|$TWO|Các giống lúa:|- OM 18|- Đài Thơm 8|$THREE||||$LEAD",
        &[
            "title: $TITLE",
            "lead: $LEAD",
            "c: Ruộng lúa chín vàng ở Phú Lâm",
            "p: $ONE",
            "c: Nông dân gặt lúa. Ảnh: Minh An.",
            "h: 1. Giữ nước",
            "p: $TWO",
            "p: Các giống lúa:",
            "li: - OM 18",
            "li: - Đài Thơm 8",
            "p: $THREE",
        ],
    );
    // A paragraph that was cut at a link.
    text(
        "$TITLE|$LEAD|$ONE|Trao đổi với phóng viên của |Báo Làng| sáng nay, ông Bảy nói rằng vụ tới sẽ còn tốt hơn.|$THREE",
        &[
            "title: $TITLE",
            "lead: $LEAD",
            "p: $ONE",
            "p: Trao đổi với phóng viên của Báo Làng sáng nay, ông Bảy nói rằng vụ tới sẽ còn tốt hơn.",
            "p: $THREE",
        ],
    );
}

#[test]
fn other_languages_are_read() {
    text(
        "Farmers celebrate a record harvest in the delta|By Jane Miller and Tom Brown|Published 5 May 2021, 10:15 GMT|\
         Rice farmers across the delta have brought in their largest crop in ten years after a mild dry season.|\
         The province said on Tuesday that more than 40 harvesters were at work, and that all would be in before the rains.|\
         Related articles|Rice prices rise again|Share this",
        &[
            "title: Farmers celebrate a record harvest in the delta",
            "published: 2021-05-05T10:15:00+00",
            "authors: Jane Miller, Tom Brown",
            "p: Rice farmers across the delta have brought in their largest crop in ten years after a mild dry season.",
            "p: The province said on Tuesday that more than 40 harvesters were at work, and that all would be in before the rains.",
        ],
    );
}

#[test]
fn envelopes_are_weighed_against_the_text() {
    let with = |head: &[&'static str], body: &[&'static str]| [head, body].concat();
    envelope(
        &json!({
            "title": "$TITLE - Báo Làng", "description": "(Báo Làng) - $LEAD", "content": "$ONE\n$TWO\n$THREE\nMinh An",
            "authors": ["Báo Làng", "https://facebook.example/x", "VCCorp.vn"], "source": "Báo Làng",
            "pubDate": "Wed, 20 Feb 2019 07:45:00 +0700", "fetched": 1_568_617_380, "keywords": "lúa, mùa gặt"
        }),
        &with(
            &[
                "title: $TITLE",
                "lead: $LEAD",
                "dateline: Báo Làng",
                "published: 2019-02-20T07:45:00+07",
                "retrieved: 2019-09-16T07:03:00+00",
                "authors: Minh An",
                "tags: lúa, mùa gặt",
            ],
            &BODY,
        ),
    );
    // The description was cut off, and stands whole in the text; the page's own time wins.
    envelope(
        &json!({
            "title": "$TITLE", "description": "Nhờ chủ động lịch thời vụ và giữ được nước ngọt...",
            "text": "$TITLE\n20/02/2019 07:45 (GMT+7)\n$LEAD\n$ONE\n$TWO", "published": "2019-02-25T00:00:00+07:00"
        }),
        &with(
            &["title: $TITLE", "lead: $LEAD", "published: 2019-02-20T07:45:00+07"],
            &BODY[..2],
        ),
    );
    // A feed's item.
    envelope(
        &json!({ "title": "$TITLE", "summary": "<a href='x'><img src='y'/></a>$LEAD", "author": "Minh An" }),
        &["title: $TITLE", "lead: $LEAD", "authors: Minh An"],
    );
    envelope(
        &json!({ "title": "$TITLE", "authors": ["Theo VOV", "Minh An"] }),
        &["title: $TITLE", "authors: Minh An", "credits: VOV"],
    );
    // Relative times count from the fetch.
    envelope(
        &json!({ "title": "$TITLE", "text": "$TITLE\n4h trước\n$LEAD\n$ONE\n$TWO", "crawled_at": "2019-09-16T14:03:00+07:00" }),
        &with(
            &[
                "title: $TITLE",
                "lead: $LEAD",
                "published: 2019-09-16T10:03:00+07",
                "retrieved: 2019-09-16T14:03:00+07",
            ],
            &BODY[..2],
        ),
    );
}

#[test]
fn pages_are_read() {
    let html = "<html><head><title>$TITLE - Báo Làng</title><meta property='og:title' content='$TITLE'>\
        <meta property='article:published_time' content='2019-02-20T07:45:00+07:00'></head><body><nav><a href=/>Trang chủ</a></nav>\
        <div id=main><h1>$TITLE</h1><h2 class=sapo>$LEAD</h2><p>$ONE</p><h3>Giữ nước</h3><p>$TWO</p><figure><img src=a>\
        <figcaption>Gặt lúa</figcaption></figure><p>$THREE</p><p style='text-align:right'><b>Minh An</b></p></div>\
        <div class='related'><p>$ONE</p></div><footer>Báo Làng</footer></body></html>";
    let want = [
        "title: $TITLE",
        "lead: $LEAD",
        "published: 2019-02-20T07:45:00+07",
        "authors: Minh An",
        "p: $ONE",
        "h: Giữ nước",
        "p: $TWO",
        "c: Gặt lúa",
        "p: $THREE",
    ];
    assert_eq!(read(filled(html).as_bytes()).lines().collect::<Vec<_>>(), want);
    envelope(&json!({ "html": html }), &want);
}

#[test]
fn what_is_no_article_is_passed_over() {
    let case = |value: &str, want: &str| assert_eq!(read(value.as_bytes()), want, "{value:?}");
    case("597596\nThích\nChia sẻ", "skipped no_article");
    case(
        "404\nTrang bạn tìm không tồn tại\nQuay về trang chủ",
        "skipped error_page",
    );
    case("0", "skipped no_article");
    let menu = "Thời sự\nThế giới\nKinh doanh\nGiải trí\nThể thao\nPháp luật\nGiáo dục\nDu lịch\nSức khỏe\nĐời sống\n"
        .repeat(3);
    case(&menu, "skipped section_page");
    case("{\"text\":\" \"}", "skipped empty");
}

proptest! {
    #[test]
    fn nothing_panics(value in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&value);
    }

    #[test]
    fn no_text_panics(lines in proptest::collection::vec("(\\PC{0,40}|[A-ZĐ]{2,6} [a-zđ ]{0,30}[.:]?|Theo [A-Z]{1,4}|\\(.{0,9}\\)|[0-9:/ ]{4,14}|Ảnh:|Bình luận|>>|Từ khóa:?|)", 0..14)) {
        let _ = read(lines.join("\n").as_bytes());
    }

    #[test]
    fn no_page_panics(parts in proptest::collection::vec("(</?(p|div|h1|li|a|b|table|td|script|title|meta|br|figure|time)( class=\"?(sapo|date|related)\"?| datetime=1)?>|[a-zđ0-9 .]{0,60}|&#?[a-z0-9]{0,5};?|<!--|-->)", 0..24)) {
        let _ = read(format!("<html>{}", parts.concat()).as_bytes());
    }
}

/// `../shared`, or `None` with a line that says so.
fn shared(path: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared").join(path);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: {} is not there", path.display());
    None
}

#[test]
fn the_seed_comes_out_as_the_contract_says() {
    let Some(folder) = shared("corpus/seed") else { return };
    let file = std::fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
    let got = read(&std::fs::read(file).unwrap());
    let starts = [
        "title: Bắc Giang đổi mới, ",
        "lead: Trưởng ban Dân vận ",
        "published: 2019-02-20T07:45:00",
        "retrieved: 2019-09-16T14:03:00+07",
        "authors: Việt Hùng",
        "p: Theo đó, ",
        "p: Bên cạnh đó, ",
        "p: Đến nay, ",
    ];
    assert_eq!(got.lines().count(), starts.len(), "{got}");
    for (line, start) in got.lines().zip(starts) {
        assert!(line.starts_with(start), "{line}\n{start}");
    }
}

/// The titles of the annotated articles: the rest is measured by the scorer, which reads the whole program's output.
#[test]
fn annotated_titles_are_found() {
    let Some(folder) = shared("gold") else { return };
    let (mut right, mut all) = (0, 0);
    for line in std::fs::read_to_string(folder.join("gold.jsonl")).unwrap().lines() {
        let gold: Value = serde_json::from_str(line).unwrap();
        let doc = gold["doc"].as_str().unwrap();
        if doc.starts_with("rss_") {
            continue;
        }
        let text = std::fs::read_to_string(folder.join(format!("{doc}.txt"))).unwrap();
        let number = usize::try_from(gold["lines"]["title"][0].as_u64().unwrap()).unwrap();
        let title = text.lines().nth(number - 1).unwrap().trim();
        let got = read(text.as_bytes());
        all += 1;
        let found = got.lines().find_map(|l| l.strip_prefix("title: ")).unwrap_or_default();
        right += usize::from(page::value(title) == found);
    }
    assert!(right * 100 >= all * 97, "{right} of {all} titles");
}
