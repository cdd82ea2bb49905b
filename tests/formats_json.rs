//! JSON as crawlers, services, agencies and publishers send it: each format's fields go to their fields, with the
//! evidence named. The objects were written for this test, after the shapes that each tool documents.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/answers.rs"]
mod answers;

use bantin::settings::Settings;
use serde_json::{Value, json};

fn answers_with(value: &str, settings: &Settings) -> Vec<Value> {
    answers::answers(value.as_bytes(), settings)
}

fn answers(value: &Value) -> Vec<Value> {
    answers_with(&value.to_string(), &Settings::default())
}

fn event(value: Value) -> Value {
    let mut answers = answers(&value);
    assert_eq!(answers.len(), 1, "{answers:?}");
    let event = answers.remove(0);
    assert!(event["id"].is_string(), "{event}");
    event
}

/// Every field of `want` is in the event as it stands there; of `provenance` only what is named.
fn holds(event: &Value, want: &Value) {
    for (field, value) in want.as_object().unwrap() {
        if field == "provenance" {
            for (name, evidence) in value.as_object().unwrap() {
                assert_eq!(&event["provenance"][name], evidence, "provenance.{name} of {event:#}");
            }
        } else if field == "body" {
            let blocks = event["body"].as_array().map(Vec::as_slice).unwrap_or_default();
            let texts: Vec<_> = blocks.iter().map(|block| block["text"].clone()).collect();
            assert_eq!(&Value::Array(texts), value, "body of {event:#}");
        } else {
            assert_eq!(&event[field], value, "{field} of {event:#}");
        }
    }
}

const TITLE: &str = "Cầu Bến Thủy thông xe sau ba năm thi công";
const LEAD: &str = "Sáng nay hàng nghìn người dân hai bờ sông Lam có mặt từ sớm để đi bộ qua cây cầu mới.";
const ONE: &str = "Cây cầu dài 1.260 m nối hai tỉnh đã chính thức mở cửa cho xe máy và ô tô dưới bảy chỗ ngồi.";
const TWO: &str = "Theo ban quản lý dự án, xe tải sẽ được phép qua cầu sau khi hoàn tất kiểm định vào cuối tháng.";
const URL: &str = "https://baosonglam.example/cau-ben-thuy-thong-xe.html";

#[test]
fn crawlers_are_read() {
    let text = format!("{ONE}\n{TWO}");
    let authors = json!([{"name": "Lê Thị Hoa"}]);
    let cases = [
        // news-please
        (
            json!({"authors": ["Lê Thị Hoa"], "date_download": "2026-03-02 01:00:00", "date_modify": null,
                "date_publish": "2026-03-01 08:30:00", "description": LEAD, "filename": "x.json", "image_url": "https://i.example/1.jpg",
                "language": "vi", "localpath": null, "maintext": text, "source_domain": "baosonglam.example", "title": TITLE,
                "title_page": null, "title_rss": null, "url": URL}),
            json!({"published_at": "2026-03-01T08:30:00+07:00", "images": [{"url": "https://i.example/1.jpg"}],
                "provenance": {"published_at": "envelope:date_publish", "title": "envelope:title"}}),
        ),
        // Scrapy's item loaders: a list for every field.
        (
            json!({"title": [TITLE], "author": ["Lê Thị Hoa"], "url": [URL], "content": [ONE, TWO], "summary": [LEAD],
                "published_at": ["2026-03-01T08:30:00+07:00"], "tags": ["cầu", "giao thông"], "category": ["Thời sự"]}),
            json!({"tags": ["cầu", "giao thông"], "section": "Thời sự"}),
        ),
        // newspaper4k
        (
            json!({"url": URL, "title": TITLE, "top_img": "https://i.example/1.jpg", "meta_img": "", "images": [],
                "keywords": [], "meta_keywords": ["cầu"], "authors": ["Lê Thị Hoa"], "publish_date": "2026-03-01 08:30:00+07:00",
                "summary": "", "meta_description": LEAD, "meta_lang": "vi", "meta_site_name": "Báo Sông Lam", "text": text,
                "canonical_link": URL}),
            json!({"canonical_url": URL, "tags": ["cầu"], "publisher": {"name": "Báo Sông Lam", "domain": "baosonglam.example"},
                "images": [{"url": "https://i.example/1.jpg"}], "provenance": {"lead": "envelope:meta_description"}}),
        ),
        // fundus
        (
            json!({"title": TITLE, "authors": ["Lê Thị Hoa"], "publishing_date": "2026-03-01 08:30:00+07:00", "topics": ["cầu"],
                "free_access": true, "images": [{"versions": [{"url": "https://i.example/s.jpg"}, {"url": "https://i.example/1.jpg"}],
                "caption": "Cầu Bến Thủy", "authors": ["Minh An"]}],
                "body": {"summary": [LEAD], "sections": [{"headline": [], "paragraphs": [ONE]}, {"headline": ["Xe tải phải chờ"], "paragraphs": [TWO]}]},
                "html": {"requested_url": URL, "responded_url": URL, "content": "", "crawl_date": "2026-03-02 01:00:00+00:00"}}),
            json!({"url": URL, "tags": ["cầu"], "retrieved_at": "2026-03-02T01:00:00+00:00",
                "images": [{"url": "https://i.example/1.jpg", "caption": "Cầu Bến Thủy", "credit": "Minh An"}]}),
        ),
        // trafilatura
        (
            json!({"title": TITLE, "author": "Lê Thị Hoa", "hostname": "baosonglam.example", "date": "2026-03-01", "fingerprint": "a1",
                "id": null, "license": null, "comments": "", "raw_text": text, "text": text, "language": "vi", "image": "https://i.example/1.jpg",
                "pagetype": "article", "filedate": "2026-03-02", "source": URL, "source-hostname": "Báo Sông Lam", "excerpt": LEAD,
                "categories": "Thời sự", "tags": "cầu"}),
            json!({"url": URL, "section": "Thời sự", "publisher": {"name": "Báo Sông Lam", "domain": "baosonglam.example"},
                "published_at": "2026-03-01T00:00:00+07:00", "tags": ["cầu"]}),
        ),
        // Common Crawl's news lines
        (
            json!({"requested_url": URL, "plain_text": text, "published_date": "2026-03-01T08:30:00+07:00", "title": TITLE, "tags": [],
                "categories": [], "author": "Lê Thị Hoa", "sitename": "Báo Sông Lam", "image_url": null, "language": "vi",
                "language_score": 0.98, "responded_url": URL, "publisher": "baosonglam", "warc_path": "crawl-data/x.warc.gz",
                "crawl_date": "2026-03-02T01:00:00Z"}),
            json!({"url": URL, "retrieved_at": "2026-03-02T01:00:00+00:00"}),
        ),
    ];
    for (envelope, want) in cases {
        let event = event(envelope);
        holds(&event, &want);
        assert_eq!(event["title"], TITLE, "{event:#}");
        assert_eq!(event["authors"], authors, "{event:#}");
        assert_eq!(event["language"]["code"], "vi");
        let text = event["text"].as_str().unwrap();
        assert!(text.contains(ONE) && text.contains(TWO), "{event:#}");
    }
}

#[test]
fn services_answer_with_lists() {
    let text = format!("{ONE}\n{TWO}");
    let cases = [
        // Diffbot
        json!({"request": {"pageUrl": URL}, "objects": [{"type": "article", "title": TITLE, "author": "Lê Thị Hoa", "pageUrl": URL,
            "authors": [{"name": "Lê Thị Hoa", "link": "https://baosonglam.example/hoa"}], "siteName": "Báo Sông Lam",
            "date": "Sun, 01 Mar 2026 01:30:00 GMT", "humanLanguage": "vi", "text": text, "html": format!("<p>{ONE}</p><p>{TWO}</p>"),
            "images": [{"url": "https://i.example/1.jpg", "title": "Cầu Bến Thủy", "primary": true}], "tags": [{"label": "cầu", "score": 0.9}],
            "diffbotUri": "article|3|1"}]}),
        // NewsAPI
        json!({"status": "ok", "totalResults": 1, "articles": [{"source": {"id": null, "name": "Báo Sông Lam"}, "author": "Lê Thị Hoa",
            "title": TITLE, "description": LEAD, "url": URL, "urlToImage": "https://i.example/1.jpg", "publishedAt": "2026-03-01T01:30:00Z",
            "content": text}]}),
        // Event Registry
        json!({"articles": {"page": 1, "results": [{"uri": "8012", "lang": "vie", "dateTime": "2026-03-01T01:30:00Z", "url": URL, "title": TITLE,
            "body": text, "source": {"uri": "baosonglam.example", "title": "Báo Sông Lam"}, "authors": [{"name": "Lê Thị Hoa", "type": "author"}],
            "image": "https://i.example/1.jpg"}]}}),
        // Webz
        json!({"posts": [{"uuid": "u1", "url": URL, "author": "Lê Thị Hoa", "published": "2026-03-01T01:30:00.000Z", "title": TITLE, "text": text,
            "language": "vietnamese", "crawled": "2026-03-02T01:00:00.000Z"}], "totalResults": 1}),
        // A search engine
        json!({"took": 3, "hits": {"total": 1, "hits": [{"_index": "news", "_id": "1", "_source": {"title": TITLE, "author": "Lê Thị Hoa", "text": text,
            "url": URL, "published_at": "2026-03-01T01:30:00Z"}}]}}),
        // GDELT's list of articles has no texts.
        json!({"articles": [{"url": URL, "url_mobile": "", "title": TITLE, "seendate": "20260302T010000Z", "socialimage": "https://i.example/1.jpg",
            "domain": "baosonglam.example", "language": "Vietnamese", "sourcecountry": "Vietnam"}]}),
        json!({"version": "https://jsonfeed.org/version/1.1", "title": "Báo Sông Lam", "language": "vi", "items": [{"id": "1", "url": URL,
            "title": TITLE, "summary": LEAD, "content_html": format!("<p>{ONE}</p><p>{TWO}</p>"), "date_published": "2026-03-01T08:30:00+07:00",
            "authors": [{"name": "Lê Thị Hoa"}], "tags": ["cầu"]}]}),
    ];
    for answer in cases {
        let events = answers(&answer);
        assert_eq!(events.len(), 1, "{answer}");
        let event = &events[0];
        holds(event, &json!({"title": TITLE, "url": URL}));
        assert_eq!(event["source"]["index"], 0, "{event:#}");
        assert_eq!(event["language"]["code"], "vi", "{event:#}");
        if answer["articles"][0]["seendate"].is_string() {
            holds(
                event,
                &json!({"retrieved_at": "2026-03-02T01:00:00+00:00", "images": [{"url": "https://i.example/1.jpg"}]}),
            );
        } else {
            let published = event["published_at"].as_str().unwrap();
            let published: jiff::Timestamp = published.parse().unwrap();
            assert_eq!(published.to_string(), "2026-03-01T01:30:00Z", "{event:#}");
            holds(event, &json!({"authors": [{"name": "Lê Thị Hoa"}]}));
            assert!(event["text"].as_str().unwrap().contains(TWO), "{event:#}");
        }
    }
}

#[test]
fn revisions_keep_their_ids() {
    let revision = |rev: u32, title: &str| {
        event(json!({"id": "e51", "title": title, "link": URL, "summary": LEAD, "source": "Sông Lam", "_rev": rev}))
    };
    let (first, second) = (revision(0, TITLE), revision(1, "Cầu Bến Thủy thông xe"));
    for (event, rev) in [(&first, "0"), (&second, "1")] {
        assert_eq!(event["source"]["id"], "e51");
        assert_eq!(event["source"]["revision"], rev);
    }
    assert_eq!(first["article_id"], second["article_id"]);
}

#[test]
fn agencies_items_are_read_as_they_say() {
    // 1.x
    let one = json!({"uri": "urn:x:1", "type": "text", "version": "3", "versioncreated": "2026-03-01T08:30:00+07:00", "pubstatus": "usable",
        "language": "vi", "headline": TITLE, "byline": "Lê Thị Hoa, TTXVN", "located": "Vinh", "description_text": LEAD,
        "body_text": "x", "body_xhtml": format!("<h1>{TITLE}</h1><p>{ONE}</p><p>{TWO}</p>"), "copyrightholder": "TTXVN",
        "copyrightnotice": "© 2026 TTXVN", "usageterms": "Không dùng cho quảng cáo", "slugline": "cau-ben-thuy",
        "subject": [{"name": "transport", "scheme": "http://cv.iptc.org/newscodes/mediatopic/", "code": "04000000"}],
        "place": [{"name": "sông Lam", "scheme": "geo", "code": "7"}], "person": [{"name": "Trần Văn Bình"}],
        "infosource": [{"name": "Ban quản lý dự án"}], "genre": [{"name": "Actuality"}],
        "associations": {"main": {"type": "picture", "byline": "Minh An", "description_caption": "Cầu Bến Thủy",
            "renditions": {"s": {"href": "https://i.example/s.jpg", "width": 90}, "l": {"href": "https://i.example/1.jpg", "width": 900}}}}});
    // 2.x and 3.x
    let picture = json!({"type": "picture", "by": "Minh An", "descriptions": [{"role": "caption", "value": "Cầu Bến Thủy"}],
        "renditions": [{"href": "https://i.example/s.jpg", "width": 90}, {"href": "https://i.example/1.jpg", "width": 900}]});
    let two = |created: &str, holder: &str, notice: &str, usage: &str, sources: &str, kind: &str| {
        json!({"uri": "urn:x:1", "type": "text", "version": "3", created: "2026-03-01T08:30:00+07:00", "language": "vi",
            "headlines": [{"role": "short", "value": "x"}, {"role": "main", "value": TITLE}], "by": "Lê Thị Hoa, TTXVN", "located": "Vinh",
            "descriptions": [{"role": "lead", "value": LEAD}],
            "bodies": [{"role": "text", kind: "text/plain", "value": "x"}, {"role": "html", kind: "text/html",
                "value": format!("<p>{ONE}</p><p>{TWO}</p>")}],
            holder: "TTXVN", notice: "© 2026 TTXVN", usage: "Không dùng cho quảng cáo",
            "subjects": [{"name": "transport", "uri": "http://cv.iptc.org/newscodes/mediatopic/04000000"}],
            "places": [{"name": "sông Lam", "uri": "geo:7"}], "people": [{"name": "Trần Văn Bình", "mentions": []}],
            sources: [{"name": "Ban quản lý dự án"}], "genres": [{"name": "Actuality"}], "associations": [picture]})
    };
    let items = [
        one,
        two(
            "versioncreated",
            "copyrightholder",
            "copyrightnotice",
            "usageterms",
            "infosources",
            "contenttype",
        ),
        two(
            "versionCreated",
            "copyrightHolder",
            "copyrightNotice",
            "usageTerms",
            "infoSources",
            "contentType",
        ),
    ];
    for item in items {
        let event = event(item);
        holds(
            &event,
            &json!({"format": {"kind": "ninjs", "charset": "utf-8"}, "title": TITLE, "lead": LEAD, "body": [ONE, TWO],
                "published_at": "2026-03-01T08:30:00+07:00", "authors": [{"name": "Lê Thị Hoa"}], "credits": ["TTXVN", "Ban quản lý dự án"],
                "dateline": "Vinh", "section": "Actuality",
                "rights": {"holder": "TTXVN", "notice": "© 2026 TTXVN", "usage": "Không dùng cho quảng cáo"},
                "subjects": [{"code": "http://cv.iptc.org/newscodes/mediatopic/04000000", "name": "transport"}],
                "topics": [{"id": "medtop:04000000", "label": "economy, business and finance", "score": 1.0}],
                "places": [{"name": "Bến Thủy", "mentions": [[4, 12]]}, {"name": "Lam", "code": "geo:7", "mentions": [[84, 87]]}], "people": [{"name": "Trần Văn Bình", "mentions": []}],
                "images": [{"url": "https://i.example/1.jpg", "caption": "Cầu Bến Thủy", "credit": "Minh An"}]}),
        );
        assert_eq!(event["source"]["id"], "urn:x:1");
        assert_eq!(event["source"]["revision"], "3");
    }
    let reason = |item: Value| answers(&item)[0]["skipped"].as_str().map(str::to_owned);
    let item = |more: Value| {
        let mut item = json!({"uri": "urn:x:2", "versioncreated": "2026-03-01T08:30:00+07:00", "headline": TITLE});
        item.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        reason(item)
    };
    for (more, want) in [
        (json!({"type": "picture"}), Some("media_item")),
        (json!({"type": "video", "body_text": ONE}), None),
        (json!({"type": "composite"}), Some("package_item")),
        (json!({"type": "planning"}), Some("planning_item")),
        (json!({"pubstatus": "canceled", "body_text": ONE}), Some("withdrawn")),
        (json!({"pubstatus": "withheld", "body_text": ONE}), Some("withheld")),
        (json!({"type": "text"}), None),
    ] {
        assert_eq!(item(more.clone()).as_deref(), want, "{more}");
    }
}

#[test]
fn publishers_articles_are_read_as_they_say() {
    let article = json!({"@context": "https://schema.org", "@type": ["NewsArticle"], "@id": "https://baosonglam.example/#a", "url": URL,
        "headline": "Cầu Bến Thủy th&ocirc;ng xe sau ba năm thi c&amp;ocirc;ng", "alternativeHeadline": "Hai bờ sông Lam gần nhau hơn",
        "description": LEAD, "articleBody": format!("{ONE}\n\n{TWO}"), "author": {"@id": "#hoa"}, "datePublished": "2026-03-01T08:30:00+07:00",
        "dateModified": "2026-03-01T09:00:00+07:00", "publisher": {"@type": "Organization", "name": "Báo Sông Lam"}, "inLanguage": "vi",
        "articleSection": ["Thời sự"], "keywords": "cầu, giao thông", "image": {"@type": "ImageObject", "url": "https://i.example/1.jpg",
        "caption": "Cầu Bến Thủy", "creditText": "Minh An"}, "copyrightHolder": {"name": "Báo Sông Lam"}, "license": "https://l.example",
        "isAccessibleForFree": "False", "about": [{"@type": "Place", "name": "sông Lam", "sameAs": "https://g.example/7"}]});
    let author = json!({"@type": "Person", "@id": "#hoa", "name": "Lê Thị Hoa"});
    let graph =
        json!({"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "x"}, author, article]});
    let mut alone = article;
    alone["author"] = json!([author]);
    for object in [graph, alone] {
        holds(
            &event(object),
            &json!({"format": {"kind": "json-ld", "charset": "utf-8"}, "title": TITLE, "subtitle": "Hai bờ sông Lam gần nhau hơn", "lead": LEAD,
                "body": [ONE, TWO], "authors": [{"name": "Lê Thị Hoa"}], "published_at": "2026-03-01T08:30:00+07:00",
                "modified_at": "2026-03-01T09:00:00+07:00", "canonical_url": URL, "section": "Thời sự", "tags": ["cầu", "giao thông"],
                "publisher": {"name": "Báo Sông Lam", "domain": "baosonglam.example"}, "warnings": ["mojibake_repaired", "paywalled"],
                "images": [{"url": "https://i.example/1.jpg", "caption": "Cầu Bến Thủy", "credit": "Minh An"}],
                "rights": {"holder": "Báo Sông Lam", "usage": "https://l.example"},
                "provenance": {"title": "envelope:headline", "authors": "envelope:author", "published_at": "envelope:datePublished"}}),
        );
    }
    // What a crawler wrote beside it, under names of its own.
    let wrapped = json!({"@type": "NewsArticle", "headline": TITLE, "articleBody": format!("{ONE}\n{TWO}"), "author": "Lê Thị Hoa",
        "published_at": "2026-03-01T08:30:00+07:00", "crawled_at": "2026-03-02T01:00:00Z", "section": "Thời sự", "title": "x"});
    holds(
        &event(wrapped),
        &json!({"title": TITLE, "body": [ONE, TWO], "published_at": "2026-03-01T08:30:00+07:00", "section": "Thời sự",
            "retrieved_at": "2026-03-02T01:00:00+00:00", "provenance": {"published_at": "envelope:published_at"}}),
    );
    let two = json!({"@graph": [{"@type": "Article", "headline": TITLE}, {"@type": "BlogPosting", "headline": LEAD}]});
    assert_eq!(answers(&two).len(), 2);
    let none = json!({"@context": "https://schema.org", "@type": "VideoObject", "name": TITLE});
    assert_eq!(answers(&none)[0]["skipped"], "no_article");
}

#[test]
fn limits_are_clear_dead_letters() {
    let mut settings = Settings::default();
    settings.intake.max_articles = 3;
    let list = |count: usize| format!("[{}]", vec![format!("{{\"title\":\"{TITLE}\"}}"); count].join(","));
    assert_eq!(answers_with(&list(3), &settings).len(), 3);
    assert_eq!(
        answers_with(&list(4), &settings),
        [json!({"error": "too_many_articles"})]
    );
    let within = format!("{{\"articles\":{}}}", list(4));
    assert_eq!(
        answers_with(&within, &settings),
        [json!({"error": "too_many_articles"})]
    );
    let many = json!({"uri": "urn:x:1", "versioncreated": "2026-03-01T08:30:00+07:00", "headline": TITLE,
        "subjects": (0..50_000).map(|n| json!({"name": format!("s{n}"), "uri": format!("medtop:2{n:07}")})).collect::<Vec<_>>()});
    let event = event(many);
    assert_eq!(event["subjects"].as_array().unwrap().len(), 1_000);
    assert_eq!(event["warnings"], json!(["truncated"]));
    let values = format!("{{\"title\":\"{TITLE}\",\"x\":[{}1]}}", "1,".repeat(1_100_000));
    assert_eq!(answers_with(&values, &settings), [json!({"error": "too_many_values"})]);
}
