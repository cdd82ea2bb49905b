//! The IPTC's own examples of NewsML-G2 and of NewsML 1.2, from bytes to event, beside what another parser of XML finds
//! in the same file by the plainest of means: the one element with a name, in the order of the document.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/answers.rs"]
mod answers;

use std::path::{Path, PathBuf};

use bantin::settings::Settings;
use scraper::{ElementRef, Html};
use serde_json::{Value, json};

fn answers(value: &[u8]) -> Vec<Value> {
    answers::answers(value, &Settings::default())
}

/// The files of a folder beside this repository; none where it is not there.
fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new("../shared/corpus/formats").join(folder);
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: there is no {}", folder.display());
        return Vec::new();
    };
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// The file as a parser of HTML reads it: names in lower case, every element kept, entities replaced. `<x/>`, which HTML
/// does not know, is written out first, and so are the elements whose names mean something to HTML.
struct Source {
    html: Html,
}

impl Source {
    fn read(xml: &str) -> Source {
        let mut text = String::new();
        let mut rest = xml;
        while let Some(at) = rest.find('<') {
            text.push_str(&rest[..at]);
            rest = &rest[at..];
            if rest.starts_with("<?") || rest.starts_with("<!") {
                let end = if rest.starts_with("<!--") { "-->" } else { ">" };
                rest = rest.split_once(end).unwrap().1;
                continue;
            }
            let end = rest.find('>').unwrap();
            let (tag, after) = (&rest[1..end], &rest[end + 1..]);
            rest = after;
            let (slash, inner) = tag.strip_prefix('/').map_or(("", tag), |inner| ("/", inner));
            let name = inner.split([' ', '\n', '\r', '\t', '/']).next().unwrap();
            let prefixed = format!("x-{}", name.replace('.', "_"));
            match inner.strip_suffix('/') {
                Some(empty) => text += &format!("<{}></{prefixed}>", empty.replacen(name, &prefixed, 1)),
                None => text += &format!("<{slash}{}>", inner.replacen(name, &prefixed, 1)),
            }
        }
        text.push_str(rest);
        Source {
            html: Html::parse_fragment(&text),
        }
    }

    fn elements(&self) -> impl Iterator<Item = ElementRef<'_>> {
        self.html.root_element().descendants().filter_map(ElementRef::wrap)
    }

    fn named(&self, name: &str) -> Vec<ElementRef<'_>> {
        let name = format!("x-{}", name.to_lowercase());
        self.elements()
            .filter(|element| element.value().name() == name)
            .collect()
    }

    /// The text of the first element with this name.
    fn first(&self, name: &str) -> Option<String> {
        self.named(name)
            .first()
            .map(|element| line(*element))
            .filter(|text| !text.is_empty())
    }
}

fn line(element: ElementRef<'_>) -> String {
    one_line(&element.text().collect::<String>())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is within an element, by name.
fn within<'e>(element: ElementRef<'e>, name: &str) -> Vec<ElementRef<'e>> {
    let name = format!("x-{}", name.to_lowercase());
    element
        .descendants()
        .filter_map(ElementRef::wrap)
        .filter(|inner| inner.value().name() == name)
        .collect()
}

fn bodies(event: &Value) -> Vec<String> {
    let blocks = event["body"].as_array().map(Vec::as_slice).unwrap_or_default();
    blocks
        .iter()
        .map(|block| one_line(block["text"].as_str().unwrap()))
        .collect()
}

/// The same instant, however it is written: to the second, in UTC.
fn instant(text: &str) -> String {
    let text = text.trim();
    let text = match text.split_once('T') {
        Some((day, time)) if day.len() == 8 => {
            format!(
                "{}-{}-{}T{}:{}:{}",
                &day[..4],
                &day[4..6],
                &day[6..],
                &time[..2],
                &time[2..4],
                &time[4..]
            )
        }
        _ => text.to_owned(),
    };
    let timestamp: jiff::Timestamp = text.parse().unwrap();
    timestamp.to_string()
}

/// What is announced for each file that is no article, or none with a text.
fn announced(name: &str, source: &Source) -> Option<Value> {
    let root = source.elements().find(|e| e.value().name().starts_with("x-")).unwrap();
    let class = source
        .named("itemClass")
        .first()
        .and_then(|class| class.attr("qcode"))
        .unwrap_or_default();
    Some(match root.value().name() {
        "x-contentset" | "x-contentmeta" | "x-groupset" => json!({"error": "unsupported_format"}),
        "x-packageitem" => json!({"skipped": "package_item"}),
        "x-planningitem" => json!({"skipped": "planning_item"}),
        "x-conceptitem" | "x-knowledgeitem" | "x-catalogitem" => json!({"skipped": "concept_item"}),
        "x-newsitem" => match class {
            "ninat:picture" | "ninat:video" => json!({"skipped": "media_item"}),
            // Events to come.
            "ninat:composite" => json!({"skipped": "planning_item"}),
            // Metadata without a headline, and no content.
            _ if source.first("headline").is_none() && source.named("contentSet").is_empty() => {
                json!({"skipped": "empty"})
            }
            _ => return None,
        },
        other => panic!("{name}: {other}"),
    })
}

#[test]
fn newsml_g2_examples_are_read() {
    let mut read = 0;
    for file in files("newsmlg2/examples") {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = std::fs::read(&file).unwrap();
        let source = Source::read(&String::from_utf8_lossy(&bytes));
        let answers = answers(&bytes);
        if !source.named("newsMessage").is_empty() {
            // A package, and four items in which there are but dots.
            let empty = json!({"skipped": "empty"});
            assert_eq!(
                answers,
                [
                    json!({"skipped": "package_item"}),
                    empty.clone(),
                    empty.clone(),
                    empty.clone(),
                    empty
                ]
            );
            continue;
        }
        let [answer] = answers.as_slice() else {
            panic!("{name}: {answers:?}");
        };
        if let Some(announced) = announced(&name, &source) {
            assert_eq!(answer, &announced, "{name}");
            continue;
        }
        newsml_g2(&name, &source, answer);
        read += 1;
    }
    assert!(read == 0 || read >= 7, "{read} files are events");
}

fn newsml_g2(name: &str, source: &Source, event: &Value) {
    let item = source.named("newsItem")[0];
    let first = |name: &str| source.first(name);
    let is = |field: &Value, want: Option<String>, what: &str| {
        assert_eq!(field.as_str().map(one_line), want, "{name}: {what}");
    };
    assert_eq!(event["format"]["kind"], "newsml-g2", "{name}");
    is(&event["source"]["id"], item.attr("guid").map(str::to_owned), "id");
    is(
        &event["source"]["revision"],
        item.attr("version").map(str::to_owned),
        "revision",
    );
    is(&event["title"], first("headline"), "title");
    is(
        &event["lead"],
        first("description").or_else(|| first("abstract")),
        "lead",
    );
    let published = first("versionCreated").unwrap();
    let at = |field: &Value| field.as_str().map(instant);
    assert_eq!(at(&event["published_at"]), Some(instant(&published)), "{name}");
    let modified = first("contentModified");
    assert_eq!(at(&event["modified_at"]), modified.as_deref().map(instant), "{name}");
    // Whoever made it signs it, unless it is a company or the byline names another.
    let creator = source
        .named("creator")
        .first()
        .and_then(|creator| within(*creator, "name").first().map(|n| line(*n)));
    let byline = first("byline");
    let signs = creator
        .clone()
        .filter(|creator| byline.as_ref().is_none_or(|byline| byline.contains(creator.as_str())));
    let signs = signs.filter(|creator| !creator.ends_with("Inc."));
    let names = |list: &Value, key: &str| -> Vec<String> {
        let list = list.as_array().map(Vec::as_slice).unwrap_or_default();
        list.iter()
            .map(|entry| entry.get(key).unwrap_or(entry).as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names(&event["authors"], "name"), Vec::from_iter(signs), "{name}");
    let info = source
        .named("infoSource")
        .first()
        .and_then(|info| within(*info, "name").first().map(|n| line(*n)));
    if let Some(credit) = info {
        assert!(
            names(&event["credits"], "").contains(&credit),
            "{name}: {}",
            event["credits"]
        );
    }
    for holder in source.named("copyrightHolder") {
        let want = within(holder, "name")
            .first()
            .map(|n| line(*n))
            .or_else(|| holder.attr("uri").map(str::to_owned));
        is(&event["rights"]["holder"], want, "holder");
    }
    is(&event["rights"]["notice"], first("copyrightNotice"), "notice");
    is(&event["rights"]["usage"], first("usageTerms"), "usage");
    // The body is the paragraphs of the content, all of them and no other.
    let contents = source
        .named("body_content")
        .first()
        .copied()
        .or_else(|| source.named("inlineXML").first().copied());
    let paragraphs: Vec<_> = contents.map(|contents| within(contents, "p")).unwrap_or_default();
    let paragraphs: Vec<String> = paragraphs.into_iter().map(line).collect();
    assert_eq!(bodies(event), paragraphs, "{name}");
    let topics = names(&event["topics"], "id");
    let coded = source
        .elements()
        .filter_map(|element| element.attr("qcode"))
        .filter(|code| code.starts_with("medtop:"));
    for code in coded {
        assert!(topics.iter().any(|topic| topic == code), "{name}: {code} in {topics:?}");
    }
}

#[test]
fn newsml_1_examples_are_read() {
    for file in files("ninjs/examples/NewsML") {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = std::fs::read(&file).unwrap();
        let source = Source::read(&String::from_utf8_lossy(&bytes));
        let answers = answers(&bytes);
        let [event] = answers.as_slice() else {
            panic!("{name}: {answers:?}");
        };
        let first = |name: &str| source.first(name);
        // One of them was decoded wrongly before it was published: where that is repaired, what is ASCII is compared.
        let warnings = event["warnings"].as_array().map(Vec::as_slice).unwrap_or_default();
        let is_repaired = warnings.iter().any(|warning| warning == "mojibake_repaired");
        let comparable = |text: &str| -> String {
            let kept = |c: &char| !c.is_control() && (!is_repaired || c.is_ascii_alphanumeric());
            one_line(text).chars().filter(kept).collect()
        };
        let is = |field: &Value, want: Option<String>, what: &str| {
            let want = want.map(|want| comparable(&want));
            assert_eq!(field.as_str().map(comparable), want, "{name}: {what}");
        };
        assert_eq!(event["format"]["kind"], "newsml", "{name}");
        is(&event["source"]["id"], first("PublicIdentifier"), "id");
        is(&event["source"]["revision"], first("RevisionId"), "revision");
        is(&event["title"], first("HeadLine"), "title");
        is(&event["dateline"], first("DateLine"), "dateline");
        is(&event["rights"]["notice"], first("CopyrightLine"), "notice");
        is(
            &event["publisher"]["name"],
            Some("Business Wire".to_owned()),
            "publisher",
        );
        let at = |field: &Value| field.as_str().map(instant);
        assert_eq!(
            at(&event["published_at"]),
            first("FirstCreated").as_deref().map(instant),
            "{name}"
        );
        // Nobody signs what a company sends.
        assert_eq!(event["authors"], Value::Null, "{name}");
        let roles = |role: &str| -> Vec<ElementRef<'_>> {
            let is_role = |element: &ElementRef<'_>| element.attr("formalname") == Some(role);
            let roles = source.named("Role").into_iter().filter(is_role);
            roles
                .map(|element| ElementRef::wrap(element.parent().unwrap()).unwrap())
                .collect()
        };
        let subtitle = roles("SubHeadLine").first().map(|part| line(within(*part, "body")[0]));
        is(&event["subtitle"], subtitle, "subtitle");
        // All that is in the part that is the body, and no other.
        let [body] = roles("Body")[..] else { panic!("{name}") };
        let want: String = comparable(&line(within(body, "body")[0])).split(' ').collect();
        let got: String = comparable(&bodies(event).concat()).split(' ').collect();
        assert_eq!(got, want, "{name}");
        assert_eq!(
            event["images"].as_array().map_or(0, Vec::len),
            roles("Photo").len(),
            "{name}"
        );
        for (image, photo) in event["images"].as_array().into_iter().flatten().zip(roles("Photo")) {
            let urls: Vec<_> = within(photo, "ContentItem")
                .iter()
                .filter_map(|item| item.attr("href"))
                .collect();
            assert!(urls.contains(&image["url"].as_str().unwrap()), "{name}: {image}");
            is(
                &image["caption"],
                within(photo, "HeadLine").first().map(|e| line(*e)),
                "caption",
            );
        }
    }
}

/// A feed, from bytes to event.
#[test]
fn feeds_become_events() {
    let feed = "<?xml version='1.0' encoding='utf-8'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'
        xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>Báo Sông Lam</title><link>https://baosonglam.example</link>
        <language>vi</language><copyright>© Báo Sông Lam</copyright>
        <item><title>Cầu Bến Thủy thông xe</title><link>https://baosonglam.example/cau.html</link><guid isPermaLink='false'>b-1</guid>
        <pubDate>Sun, 01 Mar 2026 08:30:00 +0700</pubDate><dc:creator>Lê Thị Hoa</dc:creator><category>Thời sự</category>
        <description>&lt;b&gt;Sáng nay&lt;/b&gt; hàng nghìn người đi bộ qua cây cầu mới.</description>
        <content:encoded><![CDATA[<p>Cây cầu dài 1.260 m nối hai tỉnh đã chính thức mở cửa cho xe máy và ô tô.</p><p>Xe tải sẽ được phép qua cầu vào cuối tháng.</p>]]></content:encoded></item>
        <item><title>Lúa mùa nổi được giá</title><link>https://baosonglam.example/lua.html</link><description>Nông dân vui vì giá lúa mùa nổi cao nhất năm năm.</description></item>
        <item><title>Nửa bài";
    let answers = answers(feed.as_bytes());
    assert_eq!(answers.len(), 3, "{answers:?}");
    let want = json!({
        "title": "Cầu Bến Thủy thông xe", "lead": "Sáng nay hàng nghìn người đi bộ qua cây cầu mới.", "section": "Thời sự",
        "url": "https://baosonglam.example/cau.html", "published_at": "2026-03-01T08:30:00+07:00",
        "authors": [{"name": "Lê Thị Hoa"}], "rights": {"notice": "© Báo Sông Lam"},
        "publisher": {"name": "Báo Sông Lam", "domain": "baosonglam.example"},
        "format": {"kind": "rss", "charset": "utf-8"},
    });
    for (field, value) in want.as_object().unwrap() {
        assert_eq!(&answers[0][field], value, "{field} of {:#}", answers[0]);
    }
    assert_eq!(answers[0]["source"]["id"], "b-1");
    assert_eq!(answers[0]["provenance"]["published_at"], "envelope:pubDate");
    assert_eq!(
        bodies(&answers[0]),
        [
            "Cây cầu dài 1.260 m nối hai tỉnh đã chính thức mở cửa cho xe máy và ô tô.",
            "Xe tải sẽ được phép qua cầu vào cuối tháng."
        ]
    );
    assert_eq!(answers[1]["title"], "Lúa mùa nổi được giá");
    assert_eq!(answers[1]["lead"], "Nông dân vui vì giá lúa mùa nổi cao nhất năm năm.");
    assert_eq!(answers[2], json!({"error": "invalid_xml"}));
}
