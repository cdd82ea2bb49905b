//! IPTC NewsML-G2: an agency's item as XML (<https://iptc.org/standards/newsml-g2/>): what is said of the item in
//! `itemMeta`, of its content in `contentMeta`, the content itself in `contentSet`, as NITF, XHTML or plain text.
//!
//! An item has up to four times. What is published is this version, so that `versionCreated`, which every item has, is when
//! it was; revisions of one item differ by it, as ninjs' do. `contentModified` is when its text was changed last.
//! `firstCreated` and `contentCreated` stand in where it is missing.

use std::borrow::Cow;
use std::collections::HashMap;

use super::claim::{self, claim};
use super::rss::host;
use super::tree::{Element, line};
use super::{nitf, write};
use crate::intake::{
    Authority, Claim, Content, Entity, EntityKind, Format, Picture, Piece, RawArticle, Rights, SkipReason,
};

/// Where each field of the event comes from, best first.
pub const FIELDS: &[(&str, &str)] = &[
    ("source.id", "newsItem/guid"),
    ("source.revision", "newsItem/version"),
    ("title", "headline, hedline/hl1, itemMeta/title"),
    ("subtitle", "subheadline, hedline/hl2"),
    ("lead", "description, abstract"),
    ("body", "inlineXML, inlineData"),
    ("authors", "by, byline, creator, contributor"),
    ("credits", "creditline, infoSource, creator"),
    ("dateline", "dateline, located"),
    ("published_at", "versionCreated, firstCreated, contentCreated"),
    ("modified_at", "contentModified"),
    ("publisher.name", "provider"),
    ("publisher.domain", "provider/uri"),
    ("language", "contentMeta/language, xml:lang"),
    ("tags", "keyword"),
    ("images", "remoteContent, media"),
    ("rights", "rightsInfo (copyrightHolder, copyrightNotice, usageTerms)"),
    ("topics", "subject"),
    ("people", "subject (type person)"),
    ("organisations", "subject (type organisation)"),
    ("places", "subject (type geoArea, poi), located"),
];

/// Why an item other than a `newsItem` is passed over.
pub fn other(root: &str) -> Option<SkipReason> {
    Some(match root {
        "packageItem" => SkipReason::PackageItem,
        "planningItem" => SkipReason::PlanningItem,
        "conceptItem" | "knowledgeItem" | "catalogItem" => SkipReason::ConceptItem,
        _ => return None,
    })
}

/// Reads an item of any kind.
pub fn read<'m>(item: Element<'_, 'm>) -> Piece<'m> {
    if let Some(reason) = other(item.local()) {
        return Piece::Skipped(reason);
    }
    let meta = item.child("itemMeta");
    let in_meta = |name| meta.and_then(|meta| meta.child(name));
    match in_meta("pubStatus").and_then(code).as_deref().map(tail) {
        Some("canceled" | "cancelled") => return Piece::Skipped(SkipReason::Withdrawn),
        Some("withheld") => return Piece::Skipped(SkipReason::Withheld),
        _ => (),
    }
    let mut raw = RawArticle::bare(Format::NewsmlG2, Content::None);
    raw.authority = Authority::Publisher;
    raw.id = claim::attribute("newsItem/guid", Some(item), "guid");
    raw.revision = claim::attribute("newsItem/version", Some(item), "version");
    let names = names(item);
    let content = item.child("contentMeta");
    if let Some(content) = content {
        fill_from_content_meta(content, &names, &mut raw);
    }
    if raw.language.is_none() {
        raw.language = claim::attribute("xml:lang", Some(item), "xml:lang");
    }
    fill_times(meta, content, &mut raw);
    if let Some(provider) = in_meta("provider") {
        raw.publisher_name = claim("provider", name(provider).or_else(|| code_tail(provider)));
        let domain = provider.attribute("uri").cloned().and_then(host);
        raw.publisher_domain = claim("provider/uri", domain);
    }
    raw.rights = item.child("rightsInfo").and_then(rights);
    if in_meta("embargoed").and_then(Element::line).is_some() {
        raw.warnings.push("embargoed");
    }
    let contents = item.child("contentSet");
    if let Some(contents) = contents {
        fill_content(contents, &mut raw);
    }
    if raw.title.is_none() {
        raw.title = claim::line("itemMeta/title", in_meta("title"));
    }
    if raw.content == Content::None {
        let class = in_meta("itemClass").and_then(code);
        match class.as_deref().map(tail) {
            Some("picture" | "graphic" | "video" | "audio" | "animation") => {
                return Piece::Skipped(SkipReason::MediaItem);
            }
            Some("composite") if holds_events(contents) => return Piece::Skipped(SkipReason::PlanningItem),
            Some("composite") => return Piece::Skipped(SkipReason::PackageItem),
            _ => (),
        }
    }
    claim::piece(raw)
}

fn holds_events(contents: Option<Element<'_, '_>>) -> bool {
    contents.is_some_and(|set| set.elements().any(|element| element.local() == "event"))
}

/// `stat:usable` and `http://cv.iptc.org/newscodes/pubstatusg2/usable` are the same.
fn tail(code: &str) -> &str {
    code.rsplit([':', '/']).next().unwrap_or(code).trim()
}

fn code<'m>(element: Element<'_, 'm>) -> Option<Cow<'m, str>> {
    ["qcode", "uri", "literal", "code"]
        .into_iter()
        .find_map(|name| element.attribute(name))
        .cloned()
}

/// `nprov:REUTERS` names its provider, if nothing else does.
fn code_tail<'m>(element: Element<'_, 'm>) -> Option<Cow<'m, str>> {
    let code = element.attribute("qcode").or_else(|| element.attribute("literal"))?;
    Some(Cow::Owned(tail(code).to_owned()))
}

fn name<'m>(element: Element<'_, 'm>) -> Option<Cow<'m, str>> {
    element.child("name").and_then(Element::line)
}

fn role<'t>(element: Element<'t, '_>) -> &'t str {
    element.attribute("role").map_or("", |role| tail(role))
}

/// Names and kinds of what the item asserts, by code.
type Names<'m> = HashMap<Cow<'m, str>, (Option<Cow<'m, str>>, Option<EntityKind>)>;

fn names<'m>(item: Element<'_, 'm>) -> Names<'m> {
    let asserts = item.children().filter(|child| child.local() == "assert");
    asserts
        .filter_map(|assert| Some((code(assert)?, (name(assert), details(assert)))))
        .collect()
}

/// What kind of thing an element describes, by its details or its type.
fn details(element: Element<'_, '_>) -> Option<EntityKind> {
    let by_details = element.children().find_map(|child| match child.local() {
        "personDetails" => Some(EntityKind::Person),
        "organisationDetails" => Some(EntityKind::Organisation),
        "geoAreaDetails" | "POIDetails" => Some(EntityKind::Place),
        _ => None,
    });
    by_details.or_else(|| match element.attribute("type").map(|kind| tail(kind)) {
        Some("person") => Some(EntityKind::Person),
        Some("organisation" | "organization") => Some(EntityKind::Organisation),
        Some("geoArea" | "geoarea" | "poi" | "POI") => Some(EntityKind::Place),
        _ => None,
    })
}

fn entity<'m>(subject: Element<'_, 'm>, names: &Names<'m>, otherwise: EntityKind) -> Option<Entity<'m>> {
    // With facets, what it is about is the main concept.
    let concept = subject.child("mainConcept").unwrap_or(subject);
    let code = code(concept);
    let asserted = code.as_ref().and_then(|code| names.get(code));
    let name = name(concept).or_else(|| asserted?.0.clone());
    let kind = details(subject).or_else(|| asserted?.1).unwrap_or(otherwise);
    let confidence = subject
        .attribute("confidence")
        .and_then(|sure| sure.trim().parse().ok());
    (name.is_some() || code.is_some()).then_some(Entity {
        kind,
        name,
        code,
        confidence: confidence.map(|sure: f32| (sure / 100.0).clamp(0.0, 1.0)),
    })
}

fn fill_from_content_meta<'m>(meta: Element<'_, 'm>, names: &Names<'m>, raw: &mut RawArticle<'m>) {
    let mut by = Vec::new();
    let mut creators = Vec::new();
    let mut contributors = Vec::new();
    let mut located = None;
    for child in meta.children() {
        let line = |field| claim::line(field, Some(child));
        match child.local() {
            "headline" if role(child).to_ascii_lowercase().starts_with("sub") => {
                raw.subtitle = raw.subtitle.take().or_else(|| line("subheadline"));
            }
            "headline" => raw.title = raw.title.take().or_else(|| line("headline")),
            "subheadline" | "subHeadline" => raw.subtitle = raw.subtitle.take().or_else(|| line("subheadline")),
            // A caption is a picture's.
            "description" if !role(child).eq_ignore_ascii_case("caption") => {
                raw.lead = raw.lead.take().or_else(|| line("description"));
            }
            "language" => {
                let tag = claim::attribute("contentMeta/language", Some(child), "tag");
                raw.language = raw.language.take().or(tag);
            }
            "by" => by.extend(line("by")),
            "creator" => {
                let name = name(child);
                let company =
                    details(child) == Some(EntityKind::Organisation) || name.as_deref().is_some_and(is_company);
                if company { &mut raw.credits } else { &mut creators }.extend(claim("creator", name));
            }
            // Whoever wrote captions or checked facts signed nothing.
            "contributor" if matches!(role(child), "" | "author" | "writer" | "reporter" | "journalist") => {
                contributors.extend(claim("contributor", name(child)));
            }
            "creditline" => raw.credits.extend(line("creditline")),
            "infoSource" => raw.credits.extend(claim("infoSource", name(child))),
            "dateline" => raw.dateline = raw.dateline.take().or_else(|| line("dateline")),
            "located" => {
                let place = entity(child, names, EntityKind::Place);
                located = located.or_else(|| claim("located", place.as_ref()?.name.clone()));
                raw.entities.extend(place.map(|place| Entity {
                    kind: EntityKind::Place,
                    ..place
                }));
            }
            "keyword" => raw.tags.extend(line("keyword")),
            "subject" => raw.entities.extend(entity(child, names, EntityKind::Subject)),
            _ => (),
        }
    }
    raw.dateline = raw.dateline.take().or(located);
    raw.authors = [by, creators, contributors]
        .into_iter()
        .find(|names| !names.is_empty())
        .unwrap_or_default();
}

fn fill_times<'m>(meta: Option<Element<'_, 'm>>, content: Option<Element<'_, 'm>>, raw: &mut RawArticle<'m>) {
    let of_item = |field| claim::line(field, meta.and_then(|meta| meta.child(field)));
    let of_content = |field| claim::line(field, content.and_then(|content| content.child(field)));
    raw.published = of_item("versionCreated")
        .or_else(|| of_item("firstCreated"))
        .or_else(|| of_content("contentCreated"));
    raw.modified = of_content("contentModified");
}

fn rights<'m>(info: Element<'_, 'm>) -> Option<Rights<'m>> {
    let rights = Rights {
        holder: info
            .child("copyrightHolder")
            .and_then(|holder| name(holder).or_else(|| code(holder))),
        notice: info.child("copyrightNotice").and_then(Element::line),
        usage: info.child("usageTerms").and_then(Element::line),
    };
    (rights != Rights::default()).then_some(rights)
}

/// The first text that there is; an item may hold the same in several formats.
fn fill_content<'m>(contents: Element<'_, 'm>, raw: &mut RawArticle<'m>) {
    let mut pictures: Vec<(u32, Picture<'m>)> = Vec::new();
    for child in contents.children() {
        match child.local() {
            "inlineXML" if raw.content == Content::None => fill_from_inline(child, raw),
            "inlineData" if raw.content == Content::None => {
                let kind = child.attribute("contenttype").map_or("text/plain", |kind| kind.trim());
                // Anything else is a file in letters.
                if !kind.starts_with("text/") && !kind.contains("html") || child.attribute("encoding").is_some() {
                    continue;
                }
                let text = child.text();
                if text.trim().is_empty() {
                    continue;
                }
                raw.content = if kind.contains("html") {
                    Content::Html(text)
                } else {
                    Content::Text(text)
                };
                raw.content_field = Some("inlineData");
            }
            "remoteContent" => {
                let is_picture = child
                    .attribute("contenttype")
                    .is_some_and(|kind| kind.trim_start().starts_with("image/"));
                let url = child.attribute("href").cloned().and_then(line);
                if let (true, Some(url)) = (is_picture, url) {
                    let width = child.attribute("width").and_then(|width| width.trim().parse().ok());
                    let picture = Picture {
                        url,
                        ..Picture::default()
                    };
                    pictures.push((width.unwrap_or(0), picture));
                }
            }
            _ => (),
        }
    }
    // Renditions of one picture: the widest, of equals the first.
    let best = pictures.into_iter().rev().max_by_key(|(width, _)| *width);
    raw.images.extend(best.map(|(_, picture)| picture));
}

/// NITF, XHTML, or paragraphs without more ado; what else is in there (results of matches, events) is no text.
fn fill_from_inline<'m>(inline: Element<'_, 'm>, raw: &mut RawArticle<'m>) {
    let document = inline
        .elements()
        .find(|element| matches!(element.local(), "nitf" | "html" | "body"));
    match document {
        Some(document) if document.local() == "nitf" => {
            let coded = match raw.authors.first() {
                Some(author) if author.field != "by" => std::mem::take(&mut raw.authors),
                _ => Vec::new(),
            };
            nitf::fill(document, raw);
            weigh(coded, document, raw);
            if raw.content != Content::None {
                raw.content_field = Some("inlineXML");
            }
        }
        Some(document) => take_html(document, raw),
        None => {
            let is_text = inline.children().any(|child| {
                matches!(
                    child.local(),
                    "p" | "div" | "article" | "section" | "h1" | "h2" | "ul" | "ol" | "table"
                )
            });
            if is_text {
                take_html(inline, raw);
            }
        }
    }
}

/// Where the text has a byline, that says who signed; creators that it does not name are no authors.
fn weigh<'m>(coded: Vec<Claim<'m>>, nitf: Element<'_, 'm>, raw: &mut RawArticle<'m>) {
    let byline = nitf.path(&["body", "body.head", "byline"]).and_then(Element::line);
    let (signed, others): (Vec<_>, Vec<_>) = coded.into_iter().partition(|author| {
        byline
            .as_ref()
            .is_none_or(|byline| byline.contains(author.value.as_ref()))
    });
    if !signed.is_empty() {
        raw.authors = signed;
    }
    raw.credits.extend(others);
}

/// Names of companies end in their legal form.
fn is_company(name: &str) -> bool {
    let last = name
        .rsplit(' ')
        .next()
        .unwrap_or_default()
        .trim_matches(['.', ',', '(', ')']);
    matches!(
        last,
        "Inc"
            | "Ltd"
            | "Limited"
            | "LLC"
            | "LLP"
            | "Corp"
            | "Corporation"
            | "Company"
            | "GmbH"
            | "AG"
            | "S.A"
            | "SA"
            | "plc"
            | "PLC"
    )
}

fn take_html<'m>(element: Element<'_, 'm>, raw: &mut RawArticle<'m>) {
    if element.has_text() {
        raw.content = Content::Html(Cow::Owned(write::inner(element, write::xhtml)));
        raw.content_field = Some("inlineXML");
    }
}

#[cfg(test)]
mod tests {
    use crate::intake::xml::show::{only as one, pieces, table_holds};

    /// An item with these children of `contentMeta` and these contents.
    fn item(content_meta: &str, contents: &str) -> String {
        one(&format!(
            "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/'><itemMeta><itemClass qcode='ninat:text'/></itemMeta>
             <contentMeta>{content_meta}</contentMeta><contentSet>{contents}</contentSet></newsItem>"
        ))
    }

    const WHOLE: &str = "<?xml version='1.0'?><newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='urn:a:1' version='2' xml:lang='vi'>
        <rightsInfo><copyrightHolder uri='http://a.vn/c'><name>Hãng A</name></copyrightHolder><copyrightNotice>© 2019\n Hãng A</copyrightNotice>
        <usageTerms>Cấm sao chép</usageTerms></rightsInfo>
        <itemMeta><itemClass qcode='ninat:text'/><provider uri='https://www.a.vn/'><name>Hãng A</name></provider>
        <versionCreated>2019-02-21T08:00:00+07:00</versionCreated><firstCreated>2019-02-20T08:00:00+07:00</firstCreated>
        <embargoed>2019-02-22</embargoed><pubStatus qcode='stat:usable'/></itemMeta>
        <contentMeta><contentCreated>2019-02-19</contentCreated><contentModified>2019-02-20T09:00:00+07:00</contentModified>
        <located qcode='geo:1'><name>Cần Thơ</name></located><creator type='cpnat:person'><name>Trần An</name></creator>
        <contributor role='ctrol:descrWriter'><name>X</name></contributor><creditline>A/B</creditline><infoSource qcode='is:B'><name>Báo B</name></infoSource>
        <language tag='vi-VN'/><keyword>lúa</keyword>
        <subject type='cpnat:abstract' qcode='medtop:04000000' confidence='85'><name>kinh tế</name><name xml:lang='en'>economy</name></subject>
        <subject type='cpnat:person' qcode='p:1'/><subject type='cpnat:organisation' literal='Công ty A'><name>Công ty A</name></subject>
        <subject qcode='g:2'/><subject><mainConcept qcode='medtop:2'><name>lúa gạo</name></mainConcept><facetConcept qcode='f:1'/></subject>
        <headline>Lúa mùa nổi</headline><headline role='hld:subHeadline'>Được giá</headline>
        <description role='drol:caption'>Ảnh</description><description role='drol:summary'>Tóm tắt</description>
        <dateline>CẦN THƠ, 20-2 (A)</dateline></contentMeta>
        <assert qcode='p:1'><name>Lê Bình</name></assert><assert qcode='g:2'><name>Cà Mau</name><geoAreaDetails/></assert>
        <contentSet><inlineXML contenttype='application/nitf+xml'><nitf xmlns='http://iptc.org/std/NITF/2006-10-18/'><body><body.head>
        <hedline><hl1>Khác</hl1><hl2>Phụ</hl2></hedline><byline>Bài: Trần An</byline><abstract>Sa-pô</abstract></body.head>
        <body.content><p>Đoạn một.</p></body.content></body></nitf></inlineXML>
        <inlineXML contenttype='application/xhtml+xml'><html xmlns='http://www.w3.org/1999/xhtml'><body><p>Đoạn một.</p></body></html></inlineXML>
        <remoteContent contenttype='image/jpeg' href='s.jpg' width='70'/><remoteContent contenttype='image/jpeg' href=' l.jpg' width='700'/>
        <remoteContent contenttype='video/mp4' href='v.mp4'/></contentSet></newsItem>";

    #[test]
    fn fields_are_read() {
        let want = [
            "source.id = newsItem/guid: urn:a:1",
            "source.revision = newsItem/version: 2",
            "title = headline: Lúa mùa nổi",
            "subtitle = subheadline: Được giá",
            "lead = description: Tóm tắt",
            "published_at = versionCreated: 2019-02-21T08:00:00+07:00",
            "modified_at = contentModified: 2019-02-20T09:00:00+07:00",
            "dateline = dateline: CẦN THƠ, 20-2 (A)",
            "publisher.name = provider: Hãng A",
            "publisher.domain = provider/uri: www.a.vn",
            "language = contentMeta/language: vi-VN",
            "authors = creator: Trần An",
            "credits = creditline: A/B",
            "credits = infoSource: Báo B",
            "tags = keyword: lúa",
            "body = inlineXML: html <p>Đoạn một.</p>",
            "image = l.jpg",
            "rights.holder = Hãng A",
            "rights.notice = © 2019 Hãng A",
            "rights.usage = Cấm sao chép",
            "place = geo:1 Cần Thơ",
            "subject = medtop:04000000 kinh tế (0.85)",
            "person = p:1 Lê Bình",
            "organisation = Công ty A Công ty A",
            "place = g:2 Cà Mau",
            "subject = medtop:2 lúa gạo",
            "warning = embargoed",
        ];
        assert_eq!(one(WHOLE), want.join("\n"));
    }

    #[test]
    fn texts_are_found() {
        let case = |contents: &str, want: &str| assert_eq!(item("", contents), want, "{contents}");
        let html =
            "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>x</title></head><body><p>1</p></body></html>";
        case(
            &format!("<inlineXML>{html}</inlineXML>"),
            "body = inlineXML: html <p>1</p>",
        );
        case(
            "<inlineXML><p xmlns='http://www.w3.org/1999/xhtml'>1</p></inlineXML>",
            "body = inlineXML: html <p>1</p>",
        );
        case(
            &format!("<inlineXML> </inlineXML><inlineXML>{html}</inlineXML>"),
            "body = inlineXML: html <p>1</p>",
        );
        case(
            "<inlineData contenttype='text/plain'>1\n2</inlineData>",
            "body = inlineData: text 1\n2",
        );
        case(
            "<inlineData contenttype='text/html'>&lt;p&gt;1&lt;/p&gt;</inlineData>",
            "body = inlineData: html <p>1</p>",
        );
        case(
            "<inlineData contenttype='image/jpeg' encoding='x'>aGE=</inlineData>",
            "skipped empty",
        );
        case(
            "<inlineXML><sports-content><team>A</team></sports-content></inlineXML>",
            "skipped empty",
        );
    }

    #[test]
    fn who_signed_is_weighed() {
        let byline = |byline: &str| {
            format!(
                "<inlineXML><nitf><body><body.head>{byline}</body.head><body.content><p>1</p></body.content></body></nitf></inlineXML>"
            )
        };
        let case = |meta: &str, contents: &str, want: &str| {
            assert_eq!(
                item(meta, contents).split("\nbody").next().unwrap(),
                want,
                "{meta} {contents}"
            );
        };
        let anna = "<creator><name>Anna Bell</name></creator>";
        case(anna, &byline(""), "authors = creator: Anna Bell");
        case(
            anna,
            &byline("<byline>By Anna Bell, <byttl>Staff</byttl></byline>"),
            "authors = creator: Anna Bell",
        );
        case(
            anna,
            &byline("<byline>By Carl Dunn</byline>"),
            "authors = byline: By Carl Dunn\ncredits = creator: Anna Bell",
        );
        case(
            "<creator><name>Agency X</name></creator>",
            &byline("<byline><byttl>X</byttl></byline>"),
            "credits = byline/byttl: X\ncredits = creator: Agency X",
        );
        case(
            "<creator><name>Widgets Inc.</name></creator><by>By Anna Bell</by>",
            &byline("<byline>By Carl Dunn</byline>"),
            "authors = by: By Anna Bell\ncredits = creator: Widgets Inc.",
        );
        case(
            "<contributor><name>Anna Bell</name></contributor>",
            &byline(""),
            "authors = contributor: Anna Bell",
        );
    }

    #[test]
    fn times_are_chosen() {
        let case = |version: &str, item_meta: &str, content_meta: &str, want: &str| {
            let xml = format!(
                "<newsItem version='{version}'><itemMeta>{item_meta}</itemMeta><contentMeta><headline>x</headline>{content_meta}</contentMeta></newsItem>"
            );
            let times: Vec<_> = one(&xml)
                .lines()
                .filter(|line| line.contains("_at"))
                .map(str::to_owned)
                .collect();
            assert_eq!(times.join(", "), want, "{item_meta} {content_meta}");
        };
        let (first, version) = ("<firstCreated>1</firstCreated>", "<versionCreated>2</versionCreated>");
        let (created, modified) = (
            "<contentCreated>3</contentCreated>",
            "<contentModified>4</contentModified>",
        );
        case("1", version, created, "published_at = versionCreated: 2");
        case("2", version, created, "published_at = versionCreated: 2");
        case("2", "", created, "published_at = contentCreated: 3");
        case("2", first, created, "published_at = firstCreated: 1");
        case(
            "2",
            &format!("{first}{version}"),
            created,
            "published_at = versionCreated: 2",
        );
        case(
            "1",
            version,
            modified,
            "published_at = versionCreated: 2, modified_at = contentModified: 4",
        );
    }

    #[test]
    fn items_of_other_kinds_are_passed_over() {
        let case = |xml: &str, want: &str| assert_eq!(one(xml), format!("skipped {want}"), "{xml}");
        case("<packageItem/>", "package_item");
        case("<planningItem/>", "planning_item");
        case("<conceptItem/>", "concept_item");
        case("<knowledgeItem/>", "concept_item");
        case("<catalogItem/>", "concept_item");
        let class = |class: &str, rest: &str| {
            format!(
                "<newsItem><itemMeta><itemClass qcode='{class}'/>{rest}</itemMeta><contentMeta><headline>x</headline></contentMeta></newsItem>"
            )
        };
        case(&class("ninat:picture", ""), "media_item");
        case(&class("http://cv.iptc.org/newscodes/ninature/video", ""), "media_item");
        case(&class("ninat:composite", ""), "package_item");
        case(&class("ninat:text", "<pubStatus qcode='stat:canceled'/>"), "withdrawn");
        case(
            &class(
                "ninat:text",
                "<pubStatus uri='http://cv.iptc.org/newscodes/pubstatusg2/withheld'/>",
            ),
            "withheld",
        );
        let events = "<newsItem><itemMeta><itemClass qcode='ninat:composite'/></itemMeta><contentSet><inlineXML><events><event/></events></inlineXML></contentSet></newsItem>";
        case(events, "planning_item");
        assert_eq!(one(&class("ninat:text", "")), "title = headline: x");
        assert_eq!(
            pieces(
                "<newsMessage><header/><itemSet><packageItem/><newsItem><contentMeta><headline>x</headline></contentMeta></newsItem></itemSet></newsMessage>"
            ),
            ["skipped package_item", "title = headline: x"]
        );
    }

    #[test]
    fn the_table_names_every_field() {
        let with = |meta: &str, contents: &str| {
            format!(
                "<newsItem version='1' xml:lang='en'><itemMeta><title>t</title><versionCreated>1</versionCreated></itemMeta><contentMeta>{meta}</contentMeta><contentSet>{contents}</contentSet></newsItem>"
            )
        };
        let nitf = "<inlineXML><nitf><body><body.head><hedline><hl1>x</hl1><hl2>y</hl2></hedline><byline>By An</byline><abstract>z</abstract></body.head></body></nitf></inlineXML>";
        let values = [
            WHOLE.to_owned(),
            with("<by>An</by><creator><name>A Ltd</name></creator><located><name>L</name></located>", "<inlineData>x</inlineData>"),
            with("<contributor><name>An</name></contributor>", ""),
            with("", nitf),
            "<newsItem version='2'><itemMeta><title>t</title><firstCreated>2</firstCreated></itemMeta></newsItem>".to_owned(),
            "<newsItem version='2'><itemMeta><title>t</title></itemMeta><contentMeta><contentCreated>1</contentCreated></contentMeta></newsItem>".to_owned(),
        ];
        table_holds(super::FIELDS, &values.iter().map(String::as_str).collect::<Vec<_>>());
    }
}
