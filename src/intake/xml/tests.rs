//! Documents as a whole: what is liberal, what is bounded, what fails and how.

use proptest::prelude::*;

use super::show::{intake_of, pieces, pieces_with};
use crate::intake::{Intake, Piece};
use crate::settings::{self, ByteSize, InputFormat};

fn item(inner: &str) -> Vec<String> {
    pieces(&format!(
        "<rss version='2.0'><channel><item>{inner}</item></channel></rss>"
    ))
}

#[test]
fn feeds_of_the_wild_are_read() {
    let case = |inner: &str, want: &str| assert_eq!(item(inner), [want], "{inner}");
    // Characters that should have been escaped.
    case(
        "<title>R&D & cà phê <3 > 2</title>",
        "title = title: R&D & cà phê <3 > 2",
    );
    case(
        "<title>a&nbsp;&ndash;&#160;b&hellip;</title>",
        "title = title: a\u{a0}–\u{a0}b…",
    );
    case(
        "<title>x</title><link>http://a.vn/?a=1&b=2&amp;c=3</link>",
        "url = link: http://a.vn/?a=1&b=2&c=3\ntitle = title: x",
    );
    case(
        "<title><![CDATA[x]]> &amp; <![CDATA[<y>]]></title>",
        "title = title: x & <y>",
    );
    case("<title>a <b c</title>", "title = title: a <b c");
    // Tags that should have been escaped.
    case(
        "<title>x <b>y</b></title><description><p>1<br>2<p>3<img src='a.jpg'>4</description><link>l</link>",
        "url = link: l\ntitle = title: x y\nlead = description: <p>1<br>2</p><p>3<img src=\"a.jpg\">4</p>",
    );
    case(
        "<description>a</p> b</description><title>x</title>",
        "title = title: x\nlead = description: a b",
    );
    // Ends that are wrong.
    case(
        "<title>x</titel><link>l</Link><guid>g</guid>",
        "source.id = guid: g\nurl = link: l\ntitle = title: x",
    );
    case(
        "<title>x</title></foo></bar><guid>g</guid>",
        "source.id = guid: g\ntitle = title: x",
    );
    case("<title a=b c d='e\" f' g=>x</title>", "title = title: x");
    case("<title>x<?php echo ?><!-- y --></title>", "title = title: x");
    // Control characters.
    case("<title>x\u{7}&#7;y</title>", "title = title: x\u{7}y");
}

#[test]
fn what_stands_before_a_document_is_passed_over() {
    for before in [
        "",
        "\n\n ",
        "\u{feff}",
        "<!-- x -->",
        "<?xml version='1.0' encoding='utf-8'?>\n<?xml-stylesheet x?>",
    ] {
        let feed = format!("{before}<rss><channel><item><title>x</title></item></channel></rss>\n\0");
        assert_eq!(pieces(&feed), ["title = title: x"], "{before:?}");
    }
    let declared = "\n \u{feff}<?xml version='1.0'?><rss><channel><item><title>x</title></item></channel></rss>";
    assert_eq!(pieces(declared), ["title = title: x"]);
}

#[test]
fn what_stands_before_a_break_is_read() {
    let feed = "\n<rss><channel>\n<item><title>1</title></item>\n<item><title>2</title></item><item><title>3";
    let failed = |line: usize, column: usize, reason: &str| {
        format!("failed intake/invalid_xml: the value is not well-formed XML at line {line} column {column}: {reason}")
    };
    assert_eq!(
        pieces(feed),
        [
            "title = title: 1",
            "title = title: 2",
            &failed(4, 44, "it ends before its elements do")
        ]
    );
    let open = format!("{feed}</title><description><![CDATA[ x");
    assert_eq!(
        pieces(&open)[2],
        failed(4, 65, "a tag, a comment or a section is not closed")
    );
    // Half an article is none.
    let one = |reason: &str, line, column| format!("one {}", failed(line, column, reason));
    assert_eq!(
        pieces("<item><title>x</title>"),
        [one("it ends before its elements do", 1, 23)]
    );
    assert_eq!(
        pieces("<rss><channel><item><title>x"),
        [one("it ends before its elements do", 1, 29)]
    );
    assert_eq!(pieces("<?xml version='1.0'?>"), [one("there is no element", 1, 1)]);
    assert_eq!(
        pieces("<?xml version='1.0'?>\n<rss"),
        [one("a tag, a comment or a section is not closed", 2, 1)]
    );
}

#[test]
fn other_documents_are_told_by_their_root() {
    let case = |value: &str, want: &str| {
        let got = pieces(value);
        assert!(got.len() == 1 && got[0].contains(want), "{value}: {got:?}");
    };
    case(
        "<?xml version='1.0'?><svg:svg/>",
        "unsupported_format: the value is XML with the root element svg:svg,",
    );
    case(
        "<contentMeta><headline>x</headline></contentMeta>",
        "unsupported_format",
    );
    case("<rss/>", "skipped empty");
    case(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>x</title></feed>",
        "skipped empty",
    );
    case("<item/>", "skipped empty");
    case("<item><guid>x</guid></item>", "no_content");
}

#[test]
fn a_fixed_format_takes_no_other() {
    let case = |value: &str, format: InputFormat, want: &str| {
        let settings = settings::Intake {
            format,
            ..Default::default()
        };
        let got = pieces_with(value, &settings);
        assert!(got.len() == 1 && got[0].contains(want), "{value}: {got:?}");
    };
    case("<item><title>x</title></item>", InputFormat::Rss, "title = title: x");
    case(
        "<item><title>x</title></item>",
        InputFormat::Atom,
        "other_format: the value is XML with the root element item, and intake.format is atom",
    );
    case("Chợ nổi", InputFormat::Rss, "invalid_xml");
    case("{}", InputFormat::Atom, "invalid_xml");
    case("<rss/>", InputFormat::Html, "html <rss/>");
}

#[test]
fn articles_are_counted() {
    let settings = settings::Intake {
        max_articles: 2,
        ..Default::default()
    };
    let feed = |items: usize| {
        format!(
            "<rss><channel>{}</channel></rss>",
            "<item><title>x</title></item>".repeat(items)
        )
    };
    assert_eq!(pieces_with(&feed(2), &settings).len(), 2);
    assert!(pieces_with(&feed(3), &settings)[0].contains("too_many_articles"));
}

#[test]
fn entities_that_lie_elsewhere_are_never_fetched() {
    let feed = "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'><!ENTITY p 'Bản tin'>]>
        <rss><channel><item><title>[&x;] &p;</title></item></channel></rss>";
    assert_eq!(
        pieces(feed),
        ["title = title: [] Bản tin\nwarning = external_entity_ignored"]
    );
    let dtd =
        "<!DOCTYPE rss SYSTEM 'http://a.vn/rss.dtd'><rss><channel><item><title>&x;</title></item></channel></rss>";
    assert_eq!(pieces(dtd), ["title = title: &x;"]);
}

/// What is hostile costs as little as what is not.
#[test]
fn hostile_documents_are_cheap() {
    let laughs: String = (1..100)
        .map(|n| format!("<!ENTITY l{n} '{}'>", format!("&l{};", n - 1).repeat(10)))
        .collect();
    let laughs = format!(
        "<!DOCTYPE rss [<!ENTITY l0 'lol'>{laughs}]><rss><channel><item><title>&l99;</title></item></channel></rss>"
    );
    let quadratic = format!(
        "<!DOCTYPE rss [<!ENTITY a '{}'>]><rss><channel><item><title>{}</title></item></channel></rss>",
        "a".repeat(200_000),
        "&a;".repeat(200_000)
    );
    let within = |inner: String| format!("<rss><channel><item><title>x</title>{inner}</item></channel></rss>");
    let attributes: String = (0..100_000).map(|n| format!(" a{n}='{n}'")).collect();
    let declarations: String = (0..100_000).map(|n| format!(" xmlns:a{n}='u{n}'")).collect();
    let cases = [
        (laughs, "too_large_expanded"),
        (quadratic, "too_large_expanded"),
        (within("<a>".repeat(100_000)), "too_deep"),
        (within("<a".repeat(100_000)), "title = title: x"),
        (within("<a '".repeat(100_001)), "invalid_xml"),
        (within("<a b='c".repeat(100_000)), "title = title: x"),
        (within("<p>".repeat(100_000)), "title = title: x"),
        (within("<br>".repeat(300_000)), "title = title: x"),
        (within(format!("<a{attributes}/>")), "title = title: x"),
        (
            within(format!("<a{declarations}>{}</a>", "<a9:b/>".repeat(100_000))),
            "title = title: x",
        ),
        (within("</a>".repeat(200_000)), "title = title: x"),
        (
            within(format!("{}{}", "<a>".repeat(200), "<b></c>".repeat(100_000))),
            "title = title: x",
        ),
        (within("<".repeat(500_000)), "title = title: x"),
        (within("<!".repeat(500_000)), "title = title: x"),
        (within("&".repeat(500_000)), "title = title: x"),
        (within("<!--".repeat(200_000)), "invalid_xml"),
        (within("<![CDATA[".repeat(100_000)), "invalid_xml"),
        (
            within(format!("<description>{}</description>", "<".repeat(500_000))),
            "title = title: x",
        ),
        (
            within(format!("<description>{}</description>", "&lt;".repeat(500_000))),
            "title = title: x",
        ),
        (
            within(format!(
                "<description>{}</description>",
                "x&amp;<i>y</i>".repeat(50_000)
            )),
            "title = title: x",
        ),
        (within("<category>x</category>".repeat(50_000)), "title = title: x"),
        (
            within("<media:content url='http://a.vn/b.jpg'/>".repeat(50_000)),
            "title = title: x",
        ),
        (
            format!("<?xml?><!DOCTYPE rss [{}", "<!ENTITY a '".repeat(100_000)),
            "invalid_xml",
        ),
        (format!("<?xml?>{}", "<!-- -->".repeat(100_000)), "invalid_xml"),
    ];
    for (value, want) in cases {
        // What cost its square would take minutes here.
        let got = pieces(&value);
        assert!(
            got.iter().any(|piece| piece.contains(want)),
            "{:.100}: {:.300}",
            value,
            got[0]
        );
    }
}

#[test]
fn expansion_is_bounded_over_the_whole_document() {
    let settings = settings::Intake {
        max_expanded_bytes: ByteSize(2_000),
        ..Default::default()
    };
    let feed = |times: usize| {
        let items = format!("<item><title b='&a;'>{}</title></item>", "&a;".repeat(times));
        format!("<!DOCTYPE rss [<!ENTITY a '{}'>]><rss>{items}</rss>", "a".repeat(100))
    };
    assert!(pieces_with(&feed(3), &settings)[0].starts_with("title = title: aaa"));
    assert!(pieces_with(&feed(30), &settings)[0].contains("too_large_expanded"));
}

#[test]
fn text_is_borrowed_where_it_stands_as_it_is() {
    let feed = "<rss><channel><item><title>Chợ nổi</title><description><![CDATA[<p>x</p>]]></description></item></channel></rss>";
    let Intake::Several(pieces) = intake_of(feed, &settings::Intake::default()) else {
        panic!()
    };
    let Some(Piece::Article(raw)) = pieces.first() else {
        panic!()
    };
    for claim in [&raw.title, &raw.lead] {
        assert!(matches!(claim.as_ref().unwrap().value, std::borrow::Cow::Borrowed(_)));
    }
}

proptest! {
    #[test]
    fn never_panics(soup in "(<rss>|<feed>|<item>|<entry>|<nitf>|<newsItem>|<NewsML>|<TEI>|<doc><main>)(<(/)?(item|entry|title|link|description|content|body|p|br|media:content|contentMeta|contentSet|inlineXML|subject|text|head|div|author|name)( (url|type|href|qcode|xmlns|rel)=['\"]?[a-z:/]{0,3}['\"]?){0,2}/?>|<!\\[CDATA\\[|\\]\\]>|<!--|-->|<\\?|\\?>|<!DOCTYPE x \\[|<!ENTITY a '|'>|\\]>|&a;|&#x?[0-9]{0,3};?|[ệa<>&;'\"\n]|x){0,40}") {
        let _ = pieces(&soup);
    }
}
