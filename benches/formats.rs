//! Each format on one core: the same article as every format sends it, from its bytes to the event, and what taking the
//! envelope apart is of that. See `benches/README.md`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::io::Write as _;
use std::time::Duration;

use bantin::intake::{self, Message, Origin};
use bantin::pipeline::{Outcome, Outcomes, Pipeline};
use bantin::settings::Settings;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

/// Articles of a list, a feed, an archive.
const SEVERAL: usize = 20;

const TITLE: &str = "Cầu Bến Thủy thông xe sau ba năm thi công";
const LEAD: &str = "Sáng nay hàng nghìn người dân hai bờ sông Lam có mặt từ sớm để đi bộ qua cây cầu mới.";
const URL: &str = "https://baosonglam.example/cau-ben-thuy-thong-xe.html";
const PARAGRAPHS: [&str; 4] = [
    "Cây cầu dài 1.260 m nối hai tỉnh đã chính thức mở cửa cho xe máy và ô tô dưới bảy chỗ ngồi từ 6 giờ sáng. Theo ban quản lý dự \
     án, xe tải sẽ được phép qua cầu sau khi hoàn tất kiểm định vào cuối tháng.",
    "\"Chúng tôi đã chờ ngày này từ rất lâu\", bà Lê Thị Hoa, người bán hàng ở chợ bên bờ nam, nói trong lúc xếp lại những sạp rau. \
     Trước đây mỗi chuyến sang sông mất gần một giờ vì phải đợi phà.",
    "Công trình có tổng vốn 1.850 tỷ đồng, trong đó phần lớn từ ngân sách trung ương. Nhà thầu cho biết đã rút ngắn tiến độ bốn tháng \
     so với kế hoạch ban đầu nhờ mùa khô kéo dài.",
    "Ủy ban nhân dân hai tỉnh sẽ phối hợp phân luồng giao thông trong tuần đầu tiên, bố trí thêm cảnh sát tại các nút giao và lắp \
     biển báo tạm thời cho đến khi hệ thống đèn chiếu sáng được nghiệm thu.",
];

fn paragraphs() -> impl Iterator<Item = &'static str> {
    PARAGRAPHS.iter().cycle().take(12).copied()
}

fn tagged() -> String {
    paragraphs().fold(String::new(), |mut html, text| {
        let _ = write!(html, "<p>{text}</p>");
        html
    })
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

fn text() -> String {
    let body: Vec<&str> = paragraphs().collect();
    format!("{TITLE}\n01/03/2026 08:30\n{LEAD}\n{}\nLê Thị Hoa\n", body.join("\n"))
}

fn page() -> String {
    format!(
        "<!doctype html><html lang=vi><head><meta charset=utf-8><title>{TITLE} | Báo Sông Lam</title><meta property=article:published_time \
         content=2026-03-01T08:30:00+07:00></head><body><nav><a href=/>Trang chủ</a></nav><article><h1>{TITLE}</h1><h2 class=sapo>{LEAD}\
         </h2>{}<p class=author>Lê Thị Hoa</p></article><footer>© Báo Sông Lam</footer></body></html>",
        tagged()
    )
}

fn crawler() -> Value {
    json!({"title": TITLE, "url": URL, "description": LEAD, "maintext": paragraphs().collect::<Vec<_>>().join("\n"),
        "authors": ["Lê Thị Hoa"], "date_publish": "2026-03-01 08:30:00", "date_download": "2026-03-02 01:00:00", "language": "vi",
        "source_domain": "baosonglam.example", "image_url": "https://i.example/1.jpg"})
}

fn ninjs() -> Value {
    json!({"uri": "urn:x:1", "type": "text", "version": "3", "versionCreated": "2026-03-01T08:30:00+07:00", "language": "vi", "by": "Lê Thị Hoa",
        "headlines": [{"role": "main", "value": TITLE}], "descriptions": [{"role": "lead", "value": LEAD}],
        "bodies": [{"role": "html", "contentType": "text/html", "value": tagged()}], "copyrightHolder": "TTXVN",
        "subjects": [{"name": "transport", "uri": "http://cv.iptc.org/newscodes/mediatopic/04000000"}], "places": [{"name": "sông Lam"}]})
}

fn json_ld() -> Value {
    json!({"@context": "https://schema.org", "@type": "NewsArticle", "url": URL, "headline": TITLE, "description": LEAD,
        "articleBody": paragraphs().collect::<Vec<_>>().join("\n"), "author": [{"@type": "Person", "name": "Lê Thị Hoa"}],
        "datePublished": "2026-03-01T08:30:00+07:00", "publisher": {"name": "Báo Sông Lam"}, "inLanguage": "vi"})
}

fn rss() -> String {
    let item = format!(
        "<item><title>{TITLE}</title><link>{URL}</link><guid>1</guid><dc:creator>Lê Thị Hoa</dc:creator><pubDate>Sun, 01 Mar 2026 08:30:00 \
         +0700</pubDate><description>{LEAD}</description><content:encoded><![CDATA[{}]]></content:encoded></item>",
        tagged()
    );
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>Báo Sông Lam</title><language>vi</language>{}</channel></rss>",
        item.repeat(SEVERAL)
    )
}

fn atom() -> String {
    let entry = format!(
        "<entry><title>{TITLE}</title><link href=\"{URL}\"/><id>1</id><author><name>Lê Thị Hoa</name></author><published>2026-03-01T08:30:00\
         +07:00</published><summary>{LEAD}</summary><content type=\"html\">{}</content></entry>",
        escaped(&tagged())
    );
    format!(
        "<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"vi\"><title>Báo Sông Lam</title>{}</feed>",
        entry.repeat(SEVERAL)
    )
}

fn nitf_body() -> String {
    format!(
        "<body><body.head><hedline><hl1>{TITLE}</hl1></hedline><byline>Lê Thị Hoa</byline></body.head><body.content>{}</body.content></body>",
        tagged()
    )
}

fn nitf() -> String {
    format!(
        "<?xml version=\"1.0\"?><nitf><head><title>{TITLE}</title><docdata><doc-id id-string=\"1\"/><date.issue norm=\"20260301T083000+0700\"/>\
         </docdata></head>{}</nitf>",
        nitf_body()
    )
}

fn newsml() -> String {
    format!(
        "<?xml version=\"1.0\"?><newsItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\" guid=\"urn:x:1\" version=\"3\" xml:lang=\"vi\">\
         <itemMeta><itemClass qcode=\"ninat:text\"/><versionCreated>2026-03-01T08:30:00+07:00</versionCreated><pubStatus qcode=\"stat:usable\"/>\
         </itemMeta><contentMeta><headline>{TITLE}</headline><by>Lê Thị Hoa</by><subject qcode=\"medtop:04000000\"/></contentMeta><contentSet>\
         <inlineXML contenttype=\"application/nitf+xml\"><nitf xmlns=\"http://iptc.org/std/NITF/2006-10-18/\">{}</nitf></inlineXML></contentSet>\
         </newsItem>",
        nitf_body()
    )
}

fn record() -> Vec<u8> {
    let page = page();
    let http = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\r\n{page}",
        page.len()
    );
    format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {URL}\r\nWARC-Date: 2026-03-02T01:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
        http.len()
    )
    .into_bytes()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn formats() -> Vec<(&'static str, usize, Vec<u8>)> {
    let list = Value::Array(vec![crawler(); SEVERAL]);
    vec![
        ("text", 1, text().into_bytes()),
        ("html", 1, page().into_bytes()),
        ("crawler", 1, crawler().to_string().into_bytes()),
        ("crawler, a list", SEVERAL, list.to_string().into_bytes()),
        ("ninjs", 1, ninjs().to_string().into_bytes()),
        ("json-ld", 1, json_ld().to_string().into_bytes()),
        ("rss", SEVERAL, rss().into_bytes()),
        ("atom", SEVERAL, atom().into_bytes()),
        ("nitf", 1, nitf().into_bytes()),
        ("newsml-g2", 1, newsml().into_bytes()),
        ("warc", SEVERAL, record().repeat(SEVERAL)),
        ("warc, gzip", SEVERAL, gzip(&record()).repeat(SEVERAL)),
    ]
}

fn message(value: &[u8]) -> Message<'_> {
    Message {
        origin: Origin::Kafka {
            topic: "articles.raw",
            partition: 0,
            offset: 1,
        },
        timestamp: Some(1_772_300_000_000),
        key: None,
        value: Some(value),
        headers: Vec::new(),
    }
}

fn bench(c: &mut Criterion) {
    let settings = Settings::default();
    let pipeline = Pipeline::new(&settings);
    for (name, articles, value) in formats() {
        let outcomes = pipeline.process(&message(&value));
        let events = match &outcomes {
            Outcomes::One(outcome) => usize::from(matches!(outcome, Outcome::Event(_))),
            Outcomes::Several(outcomes) => outcomes
                .iter()
                .filter(|outcome| matches!(outcome, Outcome::Event(_)))
                .count(),
        };
        assert_eq!(events, articles, "{name}: {outcomes:?}");
        let mut group = c.benchmark_group(name);
        group.measurement_time(Duration::from_secs(3)).sample_size(20);
        group.throughput(Throughput::Elements(articles as u64));
        group.bench_function("intake", |b| {
            b.iter(|| black_box(intake::read(&message(black_box(&value)), &settings.intake)));
        });
        group.bench_function("event", |b| {
            b.iter(|| black_box(pipeline.process(&message(black_box(&value)))))
        });
        group.finish();
        println!("{name}: {} bytes an article", value.len() / articles);
    }
}

criterion_group!(benches, bench);
criterion_main!(benches);
