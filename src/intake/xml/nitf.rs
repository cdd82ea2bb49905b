//! IPTC NITF, 2.5 to 3.x: an agency's article with its metadata in `head` and `body.head`, its text in `body.content`
//! (<https://iptc.org/standards/nitf/>). It comes alone, and as the text within NewsML.

use std::borrow::Cow;

use super::claim::{self, claim};
use super::tree::{Content as Node, Element};
use super::write::{self, Tag};
use crate::intake::{
    Authority, Claim, Content, Entity, EntityKind, Format, Picture, Piece, RawArticle, Rights, SkipReason,
};

/// Where each field of the event comes from, best first.
pub const FIELDS: &[(&str, &str)] = &[
    ("source.id", "doc-id, nitf/uno"),
    ("source.revision", "du-key"),
    ("title", "hedline/hl1, head/title"),
    ("subtitle", "hedline/hl2"),
    ("lead", "abstract"),
    ("body", "body.content"),
    ("authors", "byline, tagline"),
    ("credits", "distributor, byline/byttl"),
    ("dateline", "dateline"),
    (
        "published_at",
        "date.issue, date.release, pubdata/date.publication, dateline/story.date",
    ),
    ("publisher.name", "pubdata/name"),
    ("language", "xml:lang"),
    ("section", "pubdata/position.section"),
    ("tags", "key-list/keyword"),
    ("images", "media (media-reference, media-caption, media-producer)"),
    ("rights", "doc.copyright, rights, doc.rights"),
    ("topics", "tobject.subject, classifier"),
    ("people", "identified-content/person"),
    ("organisations", "identified-content/org"),
    ("places", "identified-content/location"),
];

/// Reads a document.
pub fn read<'m>(nitf: Element<'_, 'm>) -> Piece<'m> {
    let status = nitf
        .path(&["head", "docdata"])
        .and_then(|data| data.attribute("management-status"));
    match status.map(|status| status.trim()) {
        Some("canceled" | "cancelled") => return Piece::Skipped(SkipReason::Withdrawn),
        Some("withheld") => return Piece::Skipped(SkipReason::Withheld),
        _ => (),
    }
    let mut raw = RawArticle::bare(Format::Nitf, Content::None);
    raw.authority = Authority::Publisher;
    fill(nitf, &mut raw);
    claim::piece(raw)
}

/// Takes what a document says into an article, where the article does not have it yet.
pub fn fill<'m>(nitf: Element<'_, 'm>, raw: &mut RawArticle<'m>) {
    let language = nitf.attribute("xml:lang").or_else(|| nitf.attribute("lang"));
    or(&mut raw.language, || claim("xml:lang", language.cloned()));
    if let Some(head) = nitf.child("head") {
        fill_from_head(head, raw);
    }
    or(&mut raw.id, || claim::attribute("nitf/uno", Some(nitf), "uno"));
    let body = nitf.child("body");
    if let Some(head) = body.and_then(|body| body.child("body.head")) {
        fill_from_body_head(head, raw);
    }
    or(&mut raw.title, || {
        claim::line("head/title", nitf.path(&["head", "title"]))
    });
    let Some(body) = body else {
        return;
    };
    if raw.authors.is_empty() {
        let tagline = body.path(&["body.end", "tagline"]);
        raw.authors.extend(claim::line("tagline", tagline));
    }
    // Some leave the level out.
    let content = body.child("body.content").unwrap_or(body);
    if raw.content == Content::None
        && let Some(html) = html(content)
    {
        raw.content = Content::Html(Cow::Owned(html));
        raw.content_field = Some("body.content");
    }
    raw.images.extend(pictures(content));
}

fn or<'m>(slot: &mut Option<Claim<'m>>, other: impl FnOnce() -> Option<Claim<'m>>) {
    if slot.is_none() {
        *slot = other();
    }
}

fn fill_from_head<'m>(head: Element<'_, 'm>, raw: &mut RawArticle<'m>) {
    let mut holder = None;
    let mut usage = None;
    for element in head.elements() {
        let attribute = |field, name| claim::attribute(field, Some(element), name);
        match element.local() {
            "doc-id" => or(&mut raw.id, || attribute("doc-id", "id-string")),
            "du-key" => or(&mut raw.revision, || attribute("du-key", "version")),
            "date.issue" => raw.published = attribute("date.issue", "norm").or_else(|| raw.published.take()),
            "date.release" => or(&mut raw.published, || attribute("date.release", "norm")),
            "pubdata" => {
                or(&mut raw.published, || {
                    attribute("pubdata/date.publication", "date.publication")
                });
                or(&mut raw.publisher_name, || attribute("pubdata/name", "name"));
                or(&mut raw.section, || {
                    attribute("pubdata/position.section", "position.section")
                });
            }
            "keyword" => raw.tags.extend(attribute("key-list/keyword", "key")),
            "doc.copyright" => holder = element.attribute("holder").cloned().or_else(|| element.line()),
            "doc.rights" => usage = element.attribute("usage").cloned().or_else(|| element.line()),
            "tobject.subject" => raw.entities.push(subject(element)),
            "classifier" => raw.entities.extend(entity(EntityKind::Subject, element)),
            "person" => raw.entities.extend(entity(EntityKind::Person, element)),
            "org" => raw.entities.extend(entity(EntityKind::Organisation, element)),
            "location" => raw.entities.extend(entity(EntityKind::Place, element)),
            _ => (),
        }
    }
    if holder.is_some() || usage.is_some() {
        let rights = raw.rights.get_or_insert_default();
        rights.holder = rights.holder.take().or(holder);
        rights.usage = rights.usage.take().or(usage);
    }
}

/// The codes are IPTC's subject codes, whose alias is `subj`, unless another list is named.
fn subject<'m>(element: Element<'_, 'm>) -> Entity<'m> {
    let named = |name| element.attribute(name).cloned();
    let theirs = element
        .attribute("tobject.subject.ipr")
        .filter(|list| !list.trim().eq_ignore_ascii_case("iptc"));
    let code = named("tobject.subject.refnum").map(|code| match theirs {
        Some(list) => Cow::Owned(format!("{}:{}", list.trim(), code.trim())),
        None => Cow::Owned(format!("subj:{}", code.trim())),
    });
    Entity {
        kind: EntityKind::Subject,
        name: named("tobject.subject.detail")
            .or_else(|| named("tobject.subject.matter"))
            .or_else(|| named("tobject.subject.type")),
        code,
        confidence: None,
    }
}

fn entity<'m>(kind: EntityKind, element: Element<'_, 'm>) -> Option<Entity<'m>> {
    let value = element.attribute("value").cloned();
    let code = match (value, element.attribute("idsrc")) {
        (Some(value), Some(list)) => Some(Cow::Owned(format!("{}:{}", list.trim(), value.trim()))),
        (value, _) => value,
    };
    let name = element.line();
    (name.is_some() || code.is_some()).then_some(Entity {
        kind,
        name,
        code,
        confidence: None,
    })
}

fn fill_from_body_head<'m>(head: Element<'_, 'm>, raw: &mut RawArticle<'m>) {
    let mut dated = None;
    for child in head.children() {
        match child.local() {
            "hedline" => {
                or(&mut raw.title, || claim::line("hedline/hl1", child.child("hl1")));
                or(&mut raw.subtitle, || claim::line("hedline/hl2", child.child("hl2")));
            }
            "byline" => signed(child, raw),
            "distributor" => raw.credits.extend(claim::line("distributor", Some(child))),
            "dateline" => {
                or(&mut raw.dateline, || claim::line("dateline", Some(child)));
                dated = claim::attribute("dateline/story.date", child.child("story.date"), "norm");
            }
            "abstract" => or(&mut raw.lead, || claim("abstract", lines(child))),
            "rights" => {
                let notice = child.line();
                let holder = child.child("rights.owner").and_then(Element::line);
                let rights: &mut Rights<'m> = raw.rights.get_or_insert_default();
                rights.notice = rights.notice.take().or(notice);
                rights.holder = rights.holder.take().or(holder);
            }
            _ => (),
        }
    }
    or(&mut raw.published, || dated);
}

/// People are marked up, or the line names them; what they are stands in an element of its own, and where that is all, it
/// is an agency. An article that has its authors by codes keeps them.
fn signed<'m>(byline: Element<'_, 'm>, raw: &mut RawArticle<'m>) {
    if raw.authors.iter().any(|author| author.field != "byline") {
        return;
    }
    let people: Vec<_> = byline
        .elements()
        .filter(|element| element.local() == "person")
        .filter_map(|person| claim::line("byline", Some(person)))
        .collect();
    if !people.is_empty() {
        raw.authors.extend(people);
        return;
    }
    let mut line = String::new();
    let mut skip_to = 0;
    for node in byline.descendants() {
        match node.content() {
            _ if node.index() < skip_to => (),
            Some(Node::Element(element)) if element.local() == "byttl" => skip_to = element.range().1,
            Some(Node::Text(text)) => line.push_str(text),
            _ => (),
        }
    }
    let line = super::tree::line(Cow::Owned(line)).map(|line| line.trim_end_matches([',', ';', ' ', '-']).to_owned());
    match line.filter(|line| !line.is_empty()) {
        Some(line) => raw.authors.extend(claim("byline", Some(Cow::Owned(line)))),
        None => raw.credits.extend(claim::line("byline/byttl", byline.child("byttl"))),
    }
}

/// A text of several paragraphs, one a line.
fn lines<'m>(element: Element<'_, 'm>) -> Option<Cow<'m, str>> {
    let mut paragraphs = element.children().filter(|child| child.local() == "p").peekable();
    if paragraphs.peek().is_none() {
        return element.line();
    }
    let lines: Vec<_> = paragraphs.filter_map(Element::line).collect();
    Some(Cow::Owned(lines.join("\n")))
}

/// The text as HTML, if there is any.
pub fn html(content: Element<'_, '_>) -> Option<String> {
    if !content.has_text() {
        return None;
    }
    let html = write::inner(content, tag);
    (!html.trim().is_empty()).then_some(html)
}

fn tag(element: Element<'_, '_>) -> Tag {
    match element.local() {
        "p" | "datasource" | "credit" | "fn" => Tag::As("p", &[]),
        "hl1" | "hl2" => Tag::As("h2", &[]),
        "block" | "note" => Tag::As("div", &[]),
        "bq" => Tag::As("blockquote", &[]),
        "media" => Tag::As("figure", &[]),
        "media-caption" => Tag::As("figcaption", &[]),
        "media-reference" if is_picture(element) => Tag::As(
            "img",
            &[
                ("source", "src"),
                ("alternate-text", "alt"),
                ("width", "width"),
                ("height", "height"),
            ],
        ),
        "a" => Tag::As("a", &[("href", "href")]),
        "img" => Tag::As("img", &[("src", "src"), ("alt", "alt")]),
        "td" => Tag::As("td", &[("colspan", "colspan"), ("rowspan", "rowspan")]),
        "th" => Tag::As("th", &[("colspan", "colspan"), ("rowspan", "rowspan")]),
        "ul" => Tag::As("ul", &[]),
        "ol" => Tag::As("ol", &[]),
        "li" => Tag::As("li", &[]),
        "dl" => Tag::As("dl", &[]),
        "dt" => Tag::As("dt", &[]),
        "dd" => Tag::As("dd", &[]),
        "table" => Tag::As("table", &[]),
        "thead" => Tag::As("thead", &[]),
        "tbody" => Tag::As("tbody", &[]),
        "tfoot" => Tag::As("tfoot", &[]),
        "tr" => Tag::As("tr", &[]),
        "caption" => Tag::As("caption", &[]),
        "pre" => Tag::As("pre", &[]),
        "q" => Tag::As("q", &[]),
        "em" => Tag::As("em", &[]),
        "sub" => Tag::As("sub", &[]),
        "sup" => Tag::As("sup", &[]),
        "br" => Tag::As("br", &[]),
        "hr" => Tag::As("hr", &[]),
        // ½ is a numerator, perhaps a stroke, a denominator.
        "frac-sep" => Tag::Nothing,
        "frac-den" => Tag::After("/"),
        // HTML that NITF has not; people write it all the same.
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "b" | "i" | "strong" | "div" | "span" | "blockquote" | "figure"
        | "figcaption" => Tag::Same,
        // What is said of the text, and data.
        "body.head"
        | "body.end"
        | "byline"
        | "media-reference"
        | "media-producer"
        | "media-metadata"
        | "media-object"
        | "nitf-table-metadata"
        | "custom-table"
        | "alt-code"
        | "script"
        | "style" => Tag::Nothing,
        _ => Tag::Inside,
    }
}

fn is_picture(reference: Element<'_, '_>) -> bool {
    reference.attribute("source").is_some()
        && reference
            .attribute("mime-type")
            .is_none_or(|kind| kind.trim_start().starts_with("image"))
}

/// The pictures of a text. The references of one `media` are the same picture in several sizes.
fn pictures<'t, 'm: 't>(content: Element<'t, 'm>) -> impl Iterator<Item = Picture<'m>> + use<'t, 'm> {
    let media = content.elements().filter(|element| element.local() == "media");
    let is_still = |media: &Element<'_, '_>| {
        media
            .attribute("media-type")
            .is_none_or(|kind| matches!(kind.trim(), "image" | "graphic" | "photo" | "picture"))
    };
    media.filter(is_still).filter_map(|media| {
        let width = |reference: &Element<'_, '_>| {
            let width = reference.attribute("width").and_then(|width| width.trim().parse().ok());
            // Of equals the first.
            std::cmp::Reverse(width.unwrap_or(0_u32))
        };
        let references = media.children().filter(|child| child.local() == "media-reference");
        let best = references
            .filter(|reference| is_picture(*reference))
            .min_by_key(width)?;
        Some(Picture {
            url: super::tree::line(best.attribute("source")?.clone())?,
            caption: media.child("media-caption").and_then(Element::line),
            credit: media.child("media-producer").and_then(Element::line),
        })
    })
}

#[cfg(test)]
mod tests {
    use crate::intake::xml::show::{pieces, table_holds};

    fn one(xml: &str) -> String {
        let mut pieces = pieces(xml);
        assert_eq!(pieces.len(), 1);
        pieces.remove(0)
    }

    const WHOLE: &str = "<?xml version='1.0'?><!DOCTYPE nitf SYSTEM 'http://a.vn/nitf.dtd'>
        <nitf xml:lang='vi' uno='u'><head><title>Trang</title>
        <tobject><tobject.subject tobject.subject.refnum='04010000' tobject.subject.type='Kinh tế' tobject.subject.matter='Nông nghiệp'/>
        <tobject.subject tobject.subject.refnum='7' tobject.subject.ipr='A'/></tobject>
        <docdata management-status='usable'><doc-id id-string='a-1'/><du-key version='3'/><date.issue norm='20190220T074500+0700'/>
        <date.release norm='20190221'/><doc.copyright year='2019' holder='Báo A'/>
        <key-list><keyword key='lúa'/><keyword key='hạn mặn'/></key-list>
        <identified-content><person>Trần An</person><org value='AAA' idsrc='nasdaq'>Công ty A</org><location>Cà Mau</location>
        <classifier type='x' value='y'/></identified-content></docdata>
        <pubdata name='Báo A' position.section='Kinh tế' date.publication='20190222'/></head>
        <body><body.head><hedline><hl1>Lúa <em>mùa</em>\n nổi</hl1><hl2>Được giá</hl2></hedline>
        <rights>Cấm sao chép. <rights.owner>Báo A</rights.owner></rights>
        <byline>Bài: <person>Lê Bình</person>, <byttl>phóng viên</byttl></byline><distributor>Hãng A</distributor>
        <dateline><location>CẦN THƠ</location>, <story.date norm='20190219'>19-2</story.date></dateline>
        <abstract><p>Một.</p><p>Hai.</p></abstract></body.head>
        <body.content><p>Đoạn &lt;một&gt;.</p></body.content><body.end><tagline>Hết</tagline></body.end></body></nitf>";

    #[test]
    fn fields_are_read() {
        let want = [
            "one source.id = doc-id: a-1",
            "source.revision = du-key: 3",
            "title = hedline/hl1: Lúa mùa nổi",
            "subtitle = hedline/hl2: Được giá",
            "lead = abstract: Một.\nHai.",
            "published_at = date.issue: 20190220T074500+0700",
            "dateline = dateline: CẦN THƠ, 19-2",
            "publisher.name = pubdata/name: Báo A",
            "language = xml:lang: vi",
            "section = pubdata/position.section: Kinh tế",
            "authors = byline: Lê Bình",
            "credits = distributor: Hãng A",
            "tags = key-list/keyword: lúa",
            "tags = key-list/keyword: hạn mặn",
            "body = body.content: html <p>Đoạn &lt;một&gt;.</p>",
            "rights.holder = Báo A",
            "rights.notice = Cấm sao chép. Báo A",
            "subject = subj:04010000 Nông nghiệp",
            "subject = A:7",
            "person = Trần An",
            "organisation = nasdaq:AAA Công ty A",
            "place = Cà Mau",
            "subject = y",
        ];
        assert_eq!(one(WHOLE), want.join("\n"));
    }

    #[test]
    fn texts_become_html() {
        let case = |content: &str, want: &str| {
            let got = one(&format!(
                "<nitf><body><body.content>{content}</body.content></body></nitf>"
            ));
            assert_eq!(
                got.lines().next().unwrap(),
                format!("one body = body.content: html {want}"),
                "{content}"
            );
        };
        case(
            "<block id='b'><p lede='true'>1</p><hl2>2</hl2></block>",
            "<div><p>1</p><h2>2</h2></div>",
        );
        case(
            "<p><person value='x'>An</person> of <org>A</org> <money>5</money><a href='u'>7</a><em>8</em><q>9</q><br/>x</p>",
            "<p>An of A 5<a href=\"u\">7</a><em>8</em><q>9</q><br>x</p>",
        );
        case(
            "<ul><li>1</li></ul><ol><li>2</li></ol><dl><dt>3</dt><dd>4</dd></dl>",
            "<ul><li>1</li></ul><ol><li>2</li></ol><dl><dt>3</dt><dd>4</dd></dl>",
        );
        case(
            "<table><tr><td colspan='2' class='x'>1</td></tr></table><pre>a\n b</pre>",
            "<table><tr><td colspan=\"2\">1</td></tr></table><pre>a",
        );
        case(
            "<bq><block><p>1</p></block><credit>2</credit></bq>",
            "<blockquote><div><p>1</p></div><p>2</p></blockquote>",
        );
        case(
            "<p>2<frac><frac-num>1</frac-num><frac-sep>/</frac-sep><frac-den>2</frac-den></frac></p>",
            "<p>21/2</p>",
        );
        case(
            "<p>1</p><byline>An</byline><nitf-table><nitf-table-metadata><x>2</x></nitf-table-metadata></nitf-table>",
            "<p>1</p>",
        );
    }

    #[test]
    fn pictures_stand_in_the_text_and_beside_it() {
        let media = "<p>1</p><media media-type='image'><media-reference mime-type='image/jpeg' source='s.jpg' width='70'/>
            <media-reference mime-type='image/jpeg' source='l.jpg' width='700'/><media-caption><p>Chợ nổi</p></media-caption>
            <media-producer>An</media-producer></media>
            <media media-type='video'><media-reference mime-type='video/mp4' source='v.mp4'/><media-caption>Phim</media-caption></media>";
        let got = one(&format!(
            "<nitf><body><body.content>{media}</body.content></body></nitf>"
        ));
        assert!(got.contains("<img src=\"s.jpg\" width=\"70\">"), "{got}");
        assert!(got.contains("<figcaption><p>Chợ nổi</p></figcaption>"), "{got}");
        assert!(
            got.contains("<figcaption>Phim</figcaption>") && !got.contains("v.mp4"),
            "{got}"
        );
        assert!(got.ends_with("image = l.jpg \"Chợ nổi\" (An)"), "{got}");
    }

    #[test]
    fn who_signed_is_read() {
        let case = |byline: &str, want: &str| {
            let head =
                format!("<nitf><body><body.head><hedline><hl1>x</hl1></hedline>{byline}</body.head></body></nitf>");
            assert_eq!(one(&head), format!("one title = hedline/hl1: x{want}"), "{byline}");
        };
        case(
            "<byline>By Anna Bell, <byttl>Staff</byttl></byline>",
            "\nauthors = byline: By Anna Bell",
        );
        case(
            "<byline><byttl>Hãng A</byttl></byline>",
            "\ncredits = byline/byttl: Hãng A",
        );
        case(
            "<byline><person>An</person> và <person>Bình</person></byline>",
            "\nauthors = byline: An\nauthors = byline: Bình",
        );
        case("<byline/>", "");
    }

    #[test]
    fn what_is_not_to_be_published_is_passed_over() {
        let case = |status: &str, want: &str| {
            let xml = format!(
                "<nitf><head><docdata management-status='{status}'/></head><body><body.content><p>x</p></body.content></body></nitf>"
            );
            assert_eq!(one(&xml), want);
        };
        case("canceled", "one skipped withdrawn");
        case("withheld", "one skipped withheld");
        case("embargoed", "one body = body.content: html <p>x</p>");
        assert_eq!(one("<nitf><head/><body/></nitf>"), "one skipped empty");
        // Without the level between.
        assert_eq!(
            one("<nitf><body><body.head><note>y</note></body.head><p>x</p></body></nitf>"),
            "one body = body.content: html <p>x</p>"
        );
    }

    #[test]
    fn the_table_names_every_field() {
        let values = [
            WHOLE,
            "<nitf uno='u'><head><title>x</title><docdata><date.release norm='1'/></docdata></head>
             <body><body.head><byline><byttl>x</byttl></byline></body.head><body.content>y</body.content><body.end><tagline>z</tagline></body.end></body></nitf>",
            "<nitf><head><title>x</title><pubdata date.publication='1'/></head></nitf>",
            "<nitf><body><body.head><hedline><hl1>x</hl1></hedline><dateline><story.date norm='1'/></dateline></body.head></body></nitf>",
        ];
        table_holds(super::FIELDS, &values);
    }
}
