//! An article of schema.org as JSON-LD (<https://schema.org/NewsArticle>), by itself, in a `@graph`, or in a list. The
//! JSON-LD within pages is read by `page::metadata`: there it is one witness of several, here it is all there is.

use std::borrow::Cow;
use std::collections::HashMap;

use super::crawler;
use super::formats::Found;
use super::node::Node;
use super::pictures;
use crate::intake::{
    Authority, Claim, Content, Entity, EntityKind, Format, Picture, Piece, RawArticle, Rights, SkipReason, markup,
};

/// The names that each field may have, best first.
pub const FIELDS: &[(&str, &str)] = &[
    ("id", "identifier, @id"),
    ("revision", "version"),
    ("url", "url, mainEntityOfPage, @id"),
    ("title", "headline, name"),
    ("subtitle", "alternativeHeadline"),
    ("lead", "description, abstract"),
    ("body", "articleBody, text"),
    ("authors", "author, creator"),
    ("dateline", "dateline"),
    ("published_at", "datePublished, dateCreated"),
    ("modified_at", "dateModified"),
    ("publisher", "publisher, sourceOrganization, provider"),
    ("language", "inLanguage"),
    ("section", "articleSection"),
    ("tags", "keywords"),
    ("images", "image"),
    ("rights", "copyrightHolder, copyrightNotice, usageInfo, license"),
    (
        "people, organisations, places, subjects",
        "about, mentions, contentLocation, spatialCoverage",
    ),
];

/// Whether an object is JSON-LD.
pub fn is_one(object: &Node<'_>) -> bool {
    ["@type", "@graph"].iter().any(|name| object.get(name).is_some())
}

/// Reads an object: the articles in it, or a reason to pass it over.
pub fn read(object: Node<'_>) -> Found<'_> {
    let graph = Graph::of(&object);
    let mut articles: Vec<Piece<'_>> = graph
        .nodes
        .iter()
        .filter(|n| is_article(n))
        .map(|n| article(n, &graph))
        .collect();
    match articles.len() {
        // A page that names its article, a list of some.
        0 => Found::One(Piece::Skipped(SkipReason::NoArticle)),
        1 => Found::One(articles.swap_remove(0)),
        _ => Found::Several(articles),
    }
}

/// The objects that stand for themselves, and those that others refer to.
struct Graph<'n, 'a> {
    nodes: Vec<&'n Node<'a>>,
    by_id: HashMap<&'n str, &'n Node<'a>>,
}

/// Properties whose objects stand for themselves.
const WITHIN: &[&str] = &["@graph", "mainEntity", "itemListElement", "item", "hasPart"];

/// So many objects are looked at.
const MOST: usize = 10_000;

impl<'n, 'a> Graph<'n, 'a> {
    fn of(root: &'n Node<'a>) -> Self {
        let mut graph = Graph {
            nodes: Vec::new(),
            by_id: HashMap::new(),
        };
        let mut open = vec![root];
        while let Some(node) = open.pop() {
            if graph.nodes.len() == MOST {
                break;
            }
            if let Node::List(list) = node {
                open.extend(list.iter().rev());
                continue;
            }
            if !matches!(node, Node::Object(_)) {
                continue;
            }
            if let Some(id) = node.get("@id").and_then(Node::text)
                && node.members().len() > 1
            {
                graph.by_id.entry(id.as_ref()).or_insert(node);
            }
            graph.nodes.push(node);
            // What an article holds belongs to it.
            if !is_article(node) {
                open.extend(WITHIN.iter().rev().filter_map(|name| node.get(name)));
            }
        }
        graph
    }

    /// The object itself where it is only referred to.
    fn whole(&self, node: &'n Node<'a>) -> &'n Node<'a> {
        match node.members() {
            [(name, id)] if name == "@id" => id
                .text()
                .and_then(|id| self.by_id.get(id.as_ref()))
                .copied()
                .unwrap_or(node),
            _ => node,
        }
    }
}

fn kinds<'n>(object: &'n Node<'_>) -> impl Iterator<Item = &'n str> {
    let kinds = object.get("@type").map(Node::list).unwrap_or_default();
    kinds
        .iter()
        .filter_map(Node::text)
        .map(|kind| kind.rsplit(['/', ':', '#']).next().unwrap_or(kind))
}

fn is_article(object: &Node<'_>) -> bool {
    kinds(object).any(|kind| {
        kind.ends_with("Article")
            || matches!(
                kind,
                "BlogPosting" | "LiveBlogPosting" | "SocialMediaPosting" | "Report" | "Review"
            )
    })
}

/// The text of a value: its own, or the name of the object.
fn text<'n, 'a>(value: &'n Node<'a>, graph: &Graph<'n, 'a>) -> Option<&'n Cow<'a, str>> {
    let value = graph.whole(value.list().first()?);
    ["name", "@value", "headline", "legalName", "url", "@id"]
        .iter()
        .fold(value.text(), |found, name| found.or_else(|| value.get(name)?.text()))
}

fn claim<'n, 'a>(object: &'n Node<'a>, names: &[&'static str], graph: &Graph<'n, 'a>) -> Option<Claim<'a>> {
    names.iter().find_map(|field| {
        let value = text(object.get(field)?, graph)?.clone();
        Some(Claim { field, value })
    })
}

fn address<'a>(object: &Node<'a>) -> Option<Claim<'a>> {
    let page = object.get("mainEntityOfPage");
    let of_page = page.and_then(|page| page.text().or_else(|| page.get("@id").or(page.get("url"))?.text()));
    let all = [
        ("url", object.get("url").and_then(Node::text)),
        ("mainEntityOfPage", of_page),
        ("@id", object.get("@id").and_then(Node::text)),
    ];
    all.into_iter().find_map(|(field, value)| {
        let value = value.filter(|value| value.starts_with("http"))?.clone();
        Some(Claim { field, value })
    })
}

fn article<'n, 'a>(object: &'n Node<'a>, graph: &Graph<'n, 'a>) -> Piece<'a> {
    let claim = |names: &[&'static str]| claim(object, names, graph);
    let body = claim(&["articleBody", "text"]);
    let field = body.as_ref().map(|body| body.field);
    let content = match body {
        Some(body) if markup::begins(&body.value) || markup::is_fragment(&body.value) => Content::Html(body.value),
        Some(body) => Content::Text(body.value),
        None => Content::None,
    };
    let mut raw = RawArticle::bare(Format::JsonLd, content);
    raw.authority = Authority::Publisher;
    raw.content_field = field;
    raw.title = claim(&["headline", "name"]);
    raw.lead = claim(&["description", "abstract"]);
    raw.subtitle = claim(&["alternativeHeadline"]);
    raw.url = address(object);
    raw.canonical_url = raw.url.clone();
    raw.id = object
        .get("identifier")
        .and_then(|id| id.text().or_else(|| id.get("value")?.text()))
        .or_else(|| object.get("@id").and_then(Node::text))
        .map(|id| Claim {
            field: "identifier",
            value: id.clone(),
        });
    raw.revision = claim(&["version"]);
    raw.published = claim(&["datePublished", "dateCreated"]);
    raw.modified = claim(&["dateModified"]);
    raw.dateline = claim(&["dateline"]);
    raw.publisher_name = claim(&["publisher", "sourceOrganization", "provider"]);
    raw.language = claim(&["inLanguage"]);
    raw.section = claim(&["articleSection"]);
    for field in ["author", "creator"] {
        let list = object.get(field).map(Node::list).unwrap_or_default();
        let names = list.iter().filter_map(|author| text(author, graph));
        raw.authors = names
            .filter(|name| !name.starts_with("http"))
            .map(|name| Claim {
                field,
                value: name.clone(),
            })
            .collect();
        if !raw.authors.is_empty() {
            break;
        }
    }
    raw.tags = tags(object);
    raw.images = object
        .get("image")
        .map(|image| images(image, graph))
        .unwrap_or_default();
    raw.rights = rights(object, graph);
    raw.entities = entities(object, graph);
    if object.get("isAccessibleForFree").is_some_and(is_false) {
        raw.warnings.push("paywalled");
    }
    if kinds(object).any(|kind| kind == "LiveBlogPosting") {
        raw.warnings.push("live_blog");
    }
    crawler::supplement(&mut raw, object, |name| OWN.contains(&name));
    if raw.title.is_none() && raw.lead.is_none() && matches!(raw.content, Content::None) {
        return Piece::Skipped(SkipReason::Empty);
    }
    Piece::Article(Box::new(raw))
}

/// Names of schema.org's that crawlers use, too.
const OWN: &[&str] = &[
    "headline",
    "alternativeHeadline",
    "description",
    "abstract",
    "articleBody",
    "text",
    "author",
    "creator",
    "datePublished",
    "dateModified",
    "publisher",
    "inLanguage",
    "articleSection",
    "keywords",
    "image",
    "url",
];

fn is_false(value: &Node<'_>) -> bool {
    match value {
        Node::Bool(value) => !value,
        value => value
            .text()
            .is_some_and(|text| text.eq_ignore_ascii_case("false") || text.ends_with("/False")),
    }
}

fn tags<'a>(object: &Node<'a>) -> Vec<Claim<'a>> {
    let list = object.get("keywords").map(Node::list).unwrap_or_default();
    let tag = |value: Cow<'a, str>| Claim {
        field: "keywords",
        value,
    };
    let split = |text: &Cow<'a, str>| match text {
        Cow::Borrowed(text) => text
            .split([',', ';'])
            .map(|t| Cow::Borrowed(t.trim()))
            .collect::<Vec<_>>(),
        Cow::Owned(text) => text
            .split([',', ';'])
            .map(|t| Cow::Owned(t.trim().to_owned()))
            .collect(),
    };
    let one = list.len() == 1;
    list.iter()
        .filter_map(|value| value.text().or_else(|| value.get("name")?.text()))
        .flat_map(|text| if one { split(text) } else { vec![text.clone()] })
        .filter(|text| !text.is_empty())
        .map(tag)
        .collect()
}

fn images<'n, 'a>(image: &'n Node<'a>, graph: &Graph<'n, 'a>) -> Vec<Picture<'a>> {
    let whole = image.list().iter().map(|image| graph.whole(image).clone()).collect();
    pictures::of(Node::List(whole))
}

fn rights<'n, 'a>(object: &'n Node<'a>, graph: &Graph<'n, 'a>) -> Option<Rights<'a>> {
    let value = |names: &[&'static str]| claim(object, names, graph).map(|claim| claim.value);
    let rights = Rights {
        holder: value(&["copyrightHolder"]),
        notice: value(&["copyrightNotice"]),
        usage: value(&["usageInfo", "license"]),
    };
    (rights != Rights::default()).then_some(rights)
}

fn entities<'n, 'a>(object: &'n Node<'a>, graph: &Graph<'n, 'a>) -> Vec<Entity<'a>> {
    let mut entities = Vec::new();
    for (field, place) in [
        ("about", false),
        ("mentions", false),
        ("contentLocation", true),
        ("spatialCoverage", true),
    ] {
        for thing in object.get(field).map(Node::list).unwrap_or_default() {
            let thing = graph.whole(thing);
            let kind = kinds(thing).find_map(kind_of).unwrap_or(match place {
                true => EntityKind::Place,
                false => EntityKind::Subject,
            });
            let own = |name: &str| thing.get(name)?.list().first()?.text().cloned();
            let name = thing.text().cloned().or_else(|| own("name"));
            let code = own("sameAs").or_else(|| own("termCode")).or_else(|| own("@id"));
            if name.is_some() || code.is_some() {
                entities.push(Entity {
                    kind,
                    name,
                    code,
                    confidence: None,
                });
            }
        }
    }
    entities
}

fn kind_of(kind: &str) -> Option<EntityKind> {
    match kind {
        "Person" => Some(EntityKind::Person),
        "Place" | "City" | "Country" | "State" | "AdministrativeArea" => Some(EntityKind::Place),
        kind if kind.ends_with("Organization") || kind == "Corporation" => Some(EntityKind::Organisation),
        _ => None,
    }
}
