//! IPTC ninjs, 1.x to 3.x: an agency's item as JSON (<https://iptc.org/standards/ninjs/>).
//!
//! 1.x writes names in lower case and has a property for each kind of text (`body_xhtml`, `description_text`); 2.x has
//! lists of objects with a role (`bodies`, `headlines`); 3.x is 2.x in camelCase. All are read by the same lists of names.

use std::borrow::Cow;

use super::crawler;
use super::node::Node;
use crate::intake::markup::{self, escape};
use crate::intake::{Authority, Claim, Content, Entity, EntityKind, Format, IntakeError, Picture, Piece, RawArticle};
use crate::intake::{Rights, SkipReason, xml};

/// The names that each field may have, best first.
pub const FIELDS: &[(&str, &str)] = &[
    ("id", "uri"),
    ("revision", "version"),
    ("title", "headlines (role main), headline, headline_*, title, name"),
    ("subtitle", "headlines (role subtitle)"),
    ("lead", "descriptions, description_text, description_*"),
    (
        "body",
        "bodies (HTML, XHTML, NITF, text), body_xhtml, body_html, body_text, body_*",
    ),
    ("authors", "by, byline"),
    ("credits", "infosources, infoSources, infosource"),
    ("dateline", "located"),
    ("published_at", "versioncreated, versionCreated"),
    ("language", "language"),
    ("section", "genres, genre"),
    ("images", "associations (type picture, graphic)"),
    ("rights", "copyrightholder, copyrightnotice, usageterms, rightsinfo"),
    ("topics, subjects", "subjects, subject"),
    ("people", "people, person"),
    ("organisations", "organisations, organisation"),
    ("places", "places, place"),
];

/// Properties that ninjs alone has.
const MARKS: &[&str] = &[
    "versioncreated",
    "versionCreated",
    "pubstatus",
    "pubStatus",
    "representationtype",
    "representationType",
    "bodies",
    "body_xhtml",
    "copyrightholder",
    "copyrightHolder",
    "copyrightnotice",
    "copyrightNotice",
    "usageterms",
    "usageTerms",
    "slugline",
    "altids",
    "altIds",
    "infosource",
    "infosources",
    "infoSources",
    "$standard",
    "urgency",
    "profile",
    "ednote",
    "edNote",
    "eventDetails",
    "plannedCoverage",
    "trustindicator",
    "trustindicators",
    "trustIndicators",
    "digitalsourcetype",
    "digitalSourceType",
    "rightsinfo",
    "rightsInfo",
    "contentcreated",
    "firstcreated",
    "firstCreated",
    "renditions",
    "associations",
    "embargoed",
    "mimetype",
    "located",
    "expires",
    "advices",
];

/// Properties that others have, too.
const COMMON: &[&str] = &[
    "uri",
    "type",
    "version",
    "language",
    "title",
    "name",
    "headline",
    "headlines",
    "descriptions",
    "by",
    "byline",
    "person",
    "people",
    "organisation",
    "organisations",
    "place",
    "places",
    "subject",
    "subjects",
    "event",
    "events",
    "object",
    "objects",
    "genre",
    "genres",
    "keywords",
    "standard",
];

const TEXTS: &[&str] = &["body_", "description_", "headline_"];

/// Whether an object is such an item: it has a `uri`, and a property that only ninjs has or none that ninjs has not.
pub fn is_one(object: &Node<'_>) -> bool {
    let is_named = |standard: Option<&Node<'_>>| {
        standard
            .and_then(|standard| standard.get("name"))
            .and_then(Node::text)
            .is_some_and(|name| name.eq_ignore_ascii_case("ninjs"))
    };
    if is_named(object.get("standard")) || is_named(object.get("$standard")) {
        return true;
    }
    if object.get("uri").and_then(Node::text).is_none() {
        return false;
    }
    let members = object.members();
    let is_mark = |name: &str| MARKS.contains(&name);
    members.iter().any(|(name, _)| is_mark(name)) || members.iter().all(|(name, _)| is_own(name))
}

/// Whether ninjs has a property of this name.
fn is_own(name: &str) -> bool {
    MARKS.contains(&name) || COMMON.contains(&name) || TEXTS.iter().any(|begin| name.starts_with(begin))
}

/// Reads an item.
pub fn read(item: Node<'_>) -> Piece<'_> {
    if !matches!(item, Node::Object(_)) {
        return Piece::Failed(IntakeError::NotAnObject(item.kind()).into());
    }
    match text(&item, &["pubstatus", "pubStatus"])
        .as_ref()
        .map(|(_, status)| status.as_ref())
    {
        Some("canceled" | "cancelled") => return Piece::Skipped(SkipReason::Withdrawn),
        Some("withheld") => return Piece::Skipped(SkipReason::Withheld),
        _ => {}
    }
    let body = body(&item);
    if body.is_none()
        && let Some(reason) = no_text(&item)
    {
        return Piece::Skipped(reason);
    }
    let (field, content) = body.map_or((None, Content::None), |(field, content)| (Some(field), content));
    let mut raw = RawArticle::bare(Format::Ninjs, content);
    raw.authority = Authority::Publisher;
    raw.content_field = field;
    raw.title = headline(&item);
    // A caption describes a picture, unless it is all there is.
    raw.lead = description(&item, is_of_text).or_else(|| match (&raw.title, field) {
        (None, None) => description(&item, |_| true),
        _ => None,
    });
    if raw.title.is_none() && raw.lead.is_none() && field.is_none() {
        return Piece::Skipped(SkipReason::Empty);
    }
    raw.subtitle = by_role(&item, "headlines", &["subtitle", "sub", "subheadline"]);
    raw.id = claim(&item, &["uri"]);
    raw.url = raw.id.clone().filter(|id| id.value.starts_with("http"));
    raw.revision = claim(&item, &["version"]);
    raw.published = claim(&item, &["versioncreated", "versionCreated"]);
    raw.language = claim(&item, &["language"]);
    raw.authors = claim(&item, &["by", "byline"]).into_iter().collect();
    raw.dateline = claim(&item, &["located"]);
    raw.section = named(&item, &["genres", "genre"]);
    raw.credits = credits(&item);
    raw.rights = rights(&item);
    raw.images = pictures(&item);
    for (names, kind) in ENTITIES {
        for name in *names {
            let list = item.get(name).map(Node::list).unwrap_or_default();
            raw.entities
                .extend(list.iter().filter_map(|thing| entity(thing, *kind)));
        }
    }
    crawler::supplement(&mut raw, &item, is_own);
    if item.first(&["embargoed"]).is_some() {
        raw.warnings.push("embargoed");
    }
    Piece::Article(Box::new(raw))
}

/// An item without a text of its own, by its type.
fn no_text(item: &Node<'_>) -> Option<SkipReason> {
    if item.get("eventDetails").is_some() || item.get("plannedCoverage").is_some() {
        return Some(SkipReason::PlanningItem);
    }
    match item.get("type").and_then(Node::text)?.as_ref() {
        "picture" | "graphic" | "audio" | "video" | "animation" => Some(SkipReason::MediaItem),
        "composite" => Some(SkipReason::PackageItem),
        "event" | "planning" => Some(SkipReason::PlanningItem),
        "component" | "object" => Some(SkipReason::ConceptItem),
        _ => None,
    }
}

fn text<'a>(item: &Node<'a>, names: &[&'static str]) -> Option<(&'static str, Cow<'a, str>)> {
    let (name, value) = item.first(names)?;
    Some((name, value.text()?.clone()))
}

fn claim<'a>(item: &Node<'a>, names: &[&'static str]) -> Option<Claim<'a>> {
    text(item, names).map(|(field, value)| Claim { field, value })
}

/// The name of the first of a list, or the list's own text.
fn named<'a>(item: &Node<'a>, names: &[&'static str]) -> Option<Claim<'a>> {
    let (field, value) = item.first(names)?;
    let first = value.list().first()?;
    let value = first.text().or_else(|| first.get("name")?.text())?.clone();
    Some(Claim { field, value })
}

fn role_of<'n>(entry: &'n Node<'_>) -> &'n str {
    entry.get("role").and_then(Node::text).map_or("", Cow::as_ref)
}

/// The value of a list's entry with one of these roles.
fn by_role<'a>(item: &Node<'a>, list: &'static str, roles: &[&str]) -> Option<Claim<'a>> {
    let entries = item.get(list)?.list();
    let entry = entries.iter().find(|entry| roles.contains(&role_of(entry)))?;
    let value = entry.get("value")?.text()?.clone();
    Some(Claim { field: list, value })
}

/// `headlines` by their role, `headline`, any `headline_…`, what else names the item.
fn headline<'a>(item: &Node<'a>) -> Option<Claim<'a>> {
    let first = || {
        let value = item
            .get("headlines")?
            .list()
            .iter()
            .find_map(|h| h.get("value")?.text())?;
        Some(Claim {
            field: "headlines",
            value: value.clone(),
        })
    };
    by_role(item, "headlines", &["main", "headline"])
        .or_else(first)
        .or_else(|| claim(item, &["headline"]))
        .or_else(|| prefixed(item, "headline_", "headline", |_| true))
        .or_else(|| claim(item, &["title", "name"]))
}

/// The first property whose name begins so, and whose rest is wanted.
fn prefixed<'a>(item: &Node<'a>, begin: &str, field: &'static str, wanted: impl Fn(&str) -> bool) -> Option<Claim<'a>> {
    item.members().iter().find_map(|(name, value)| {
        let rest = name.strip_prefix(begin)?;
        let value = value.text().filter(|_| wanted(rest))?.clone();
        Some(Claim { field, value })
    })
}

/// Whether a description is one of the text.
fn is_of_text(role: &str) -> bool {
    !role.contains("caption") && !role.contains("credit")
}

fn description<'a>(item: &Node<'a>, wanted: fn(&str) -> bool) -> Option<Claim<'a>> {
    let listed = || {
        let entries = item.get("descriptions")?.list();
        let entry = entries.iter().find(|entry| wanted(role_of(entry)))?;
        Some(Claim {
            field: "descriptions",
            value: entry.get("value")?.text()?.clone(),
        })
    };
    listed()
        .or_else(|| claim(item, &["description_text", "description_html", "description_xhtml"]))
        .or_else(|| prefixed(item, "description_", "description", wanted))
}

/// What a text is written in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Written {
    Html,
    Nitf,
    Text,
}

fn written(role: &str, media_type: &str, value: &str) -> Written {
    let holds = |what: &str| role.to_ascii_lowercase().contains(what) || media_type.to_ascii_lowercase().contains(what);
    if holds("nitf") {
        Written::Nitf
    } else if holds("html") || (!holds("plain") && (markup::begins(value) || markup::is_fragment(value))) {
        Written::Html
    } else {
        Written::Text
    }
}

/// The body: as HTML where there is one, else out of NITF, else as text.
fn body<'a>(item: &Node<'a>) -> Option<(&'static str, Content<'a>)> {
    let mut best: Option<(Written, &'static str, Cow<'a, str>)> = None;
    let mut offer = |field: &'static str, role: &str, media_type: &str, value: &Cow<'a, str>| {
        let kind = written(role, media_type, value);
        if best.as_ref().is_none_or(|(known, ..)| kind < *known) {
            best = Some((kind, field, value.clone()));
        }
    };
    for entry in item.get("bodies").map(Node::list).unwrap_or_default() {
        let media_type = entry.first(&["contentType", "contenttype", "mimetype"]);
        let media_type = media_type.and_then(|(_, value)| value.text()).map_or("", Cow::as_ref);
        if let Some(value) = entry.get("value").and_then(Node::text) {
            offer("bodies", role_of(entry), media_type, value);
        }
    }
    for (name, value) in item.members() {
        if let (Some(role), Some(value)) = (name.strip_prefix("body_"), value.text()) {
            let field = match role {
                "xhtml" => "body_xhtml",
                "html" => "body_html",
                "text" => "body_text",
                _ => "body",
            };
            offer(field, role, "", value);
        }
    }
    let (kind, field, value) = best?;
    let content = match kind {
        Written::Html => Content::Html(value),
        Written::Nitf => Content::Html(Cow::Owned(xml::nitf_body(&value).unwrap_or_else(|| {
            let mut html = String::new();
            escape(&value, &mut html);
            html
        }))),
        Written::Text => Content::Text(value),
    };
    Some((field, content))
}

fn credits<'a>(item: &Node<'a>) -> Vec<Claim<'a>> {
    let Some((field, sources)) = item.first(&["infosources", "infoSources", "infosource"]) else {
        return Vec::new();
    };
    let names = sources
        .list()
        .iter()
        .filter_map(|source| source.text().or_else(|| source.get("name")?.text()));
    names
        .map(|name| Claim {
            field,
            value: name.clone(),
        })
        .collect()
}

fn rights<'a>(item: &Node<'a>) -> Option<Rights<'a>> {
    let info = item.first(&["rightsinfo", "rightsInfo"]).map(|(_, info)| info);
    let info = |name: &'static str| info?.list().iter().find_map(|info| info.get(name)?.text()).cloned();
    let own = |names: &[&'static str]| text(item, names).map(|(_, value)| value);
    let rights = Rights {
        holder: own(&["copyrightholder", "copyrightHolder"]),
        notice: own(&["copyrightnotice", "copyrightNotice"]),
        usage: own(&["usageterms", "usageTerms"])
            .or_else(|| info("linkedrights"))
            .or_else(|| info("linkedRights")),
    };
    (rights != Rights::default()).then_some(rights)
}

const ENTITIES: &[(&[&str], EntityKind)] = &[
    (&["subjects", "subject"], EntityKind::Subject),
    (&["people", "person"], EntityKind::Person),
    (&["organisations", "organisation"], EntityKind::Organisation),
    (&["places", "place"], EntityKind::Place),
];

/// A thing with its name and code: 1.x has a scheme and a code, later versions an address.
fn entity<'a>(thing: &Node<'a>, kind: EntityKind) -> Option<Entity<'a>> {
    let own = |name: &str| thing.get(name).and_then(Node::text).cloned();
    let code = match (own("uri"), own("scheme"), own("code").or_else(|| own("literal"))) {
        (Some(uri), ..) => Some(uri),
        (None, Some(scheme), Some(code)) if scheme.ends_with(['/', '#', ':']) => {
            Some(Cow::Owned(format!("{scheme}{code}")))
        }
        (None, Some(scheme), Some(code)) => Some(Cow::Owned(format!("{scheme}:{code}"))),
        (None, None, code) => code,
        (None, Some(_), None) => None,
    };
    let name = own("name");
    #[allow(clippy::cast_possible_truncation, reason = "a share of one")]
    let confidence = thing
        .get("confidence")
        .and_then(Node::number)
        .map(|percent| (percent / 100.0).clamp(0.0, 1.0) as f32);
    (name.is_some() || code.is_some()).then_some(Entity {
        kind,
        name,
        code,
        confidence,
    })
}

/// Pictures beside the text: a map of items in 1.x, a list later.
fn pictures<'a>(item: &Node<'a>) -> Vec<Picture<'a>> {
    let Some(associations) = item.get("associations") else {
        return Vec::new();
    };
    let items: Vec<&Node<'a>> = match associations {
        Node::Object(members) => members.iter().map(|(_, item)| item).collect(),
        list => list.list().iter().collect(),
    };
    items.into_iter().filter_map(picture).collect()
}

fn picture<'a>(item: &Node<'a>) -> Option<Picture<'a>> {
    let is_picture = item
        .get("type")
        .and_then(Node::text)
        .is_some_and(|kind| matches!(kind.as_ref(), "picture" | "graphic"));
    if !is_picture {
        return None;
    }
    let renditions: Vec<&Node<'a>> = match item.get("renditions") {
        Some(Node::Object(members)) => members.iter().map(|(_, rendition)| rendition).collect(),
        Some(list) => list.list().iter().collect(),
        None => Vec::new(),
    };
    // The largest that is said to be one; else the item's own address, if it is one of the web.
    let width = |rendition: &Node<'a>| rendition.get("width").and_then(Node::number).unwrap_or(0.0);
    let largest = renditions
        .into_iter()
        .filter(|rendition| rendition.get("href").and_then(Node::text).is_some())
        .reduce(|best, next| if width(next) > width(best) { next } else { best });
    let address = largest
        .and_then(|rendition| rendition.get("href"))
        .or_else(|| item.get("uri"));
    let url = address
        .and_then(Node::text)
        .filter(|url| url.starts_with("http"))?
        .clone();
    let caption = |role: &str| role.contains("caption");
    let listed = |wanted: &dyn Fn(&str) -> bool| {
        let entries = item.get("descriptions")?.list();
        let entry = entries.iter().find(|entry| wanted(role_of(entry)))?;
        entry.get("value")?.text().cloned()
    };
    let written = description(item, is_of_text).map(|claim| claim.value);
    Some(Picture {
        url,
        caption: listed(&caption)
            .or_else(|| prefixed(item, "description_", "description", caption).map(|claim| claim.value))
            .or(written)
            .or_else(|| headline(item).map(|claim| claim.value)),
        credit: text(item, &["by", "byline"]).map(|(_, value)| value),
    })
}
