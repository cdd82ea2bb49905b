//! IPTC NewsML-G2: an agency's item as XML (<https://iptc.org/standards/newsml-g2/>): what is said of the item in
//! `itemMeta`, of its content in `contentMeta`, the content itself in `contentSet`, as NITF, XHTML or plain text.
//!
//! An item has up to four times. `firstCreated` is when its first version was made, which is its publication; where that
//! is missing, a first version's `versionCreated` says it, of a later version `contentCreated`, since `versionCreated` is
//! then the time of a change. `contentModified` is a change of the text, `versionCreated` perhaps one of a code alone.
//! An embargo is passed on as a warning: what time it is nobody knows here.

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
    ("id", "newsItem/guid"),
    ("revision", "newsItem/version"),
    ("title", "headline, hedline/hl1, itemMeta/title"),
    ("subtitle", "subheadline, hedline/hl2"),
    ("lead", "description, abstract"),
    ("body", "inlineXML, inlineData"),
    ("authors", "by, byline, creator, contributor"),
    ("credits", "creditline, infoSource, creator"),
    ("dateline", "dateline, located"),
    ("published_at", "firstCreated, versionCreated, contentCreated"),
    ("modified_at", "contentModified, versionCreated"),
    ("publisher", "provider"),
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
    let is_first = raw.revision.as_ref().is_none_or(|version| version.value.trim() == "1");
    let version = of_item("versionCreated");
    let candidates: [Option<Claim<'m>>; 3] = if is_first {
        [of_item("firstCreated"), version.clone(), of_content("contentCreated")]
    } else {
        [of_item("firstCreated"), of_content("contentCreated"), version.clone()]
    };
    raw.published = candidates.into_iter().flatten().next();
    let used = raw.published.as_ref().map(|claim| claim.field);
    let version = version.filter(|version| used != Some(version.field));
    raw.modified = of_content("contentModified").or(version);
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
    if element.line().is_some() {
        raw.content = Content::Html(Cow::Owned(write::inner(element, write::xhtml)));
        raw.content_field = Some("inlineXML");
    }
}
