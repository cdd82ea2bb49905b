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
    ("id", "doc-id, nitf/uno"),
    ("revision", "du-key"),
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
    ("publisher", "pubdata/name"),
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
    let html = write::inner(content, tag);
    let text = || {
        content
            .descendants()
            .any(|node| matches!(node.content(), Some(Node::Text(text)) if !text.trim().is_empty()))
    };
    (!html.trim().is_empty() && text()).then_some(html)
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
