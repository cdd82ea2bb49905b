//! schema.org JSON-LD: what a page says of its article for search engines. Its text is HTML-escaped, at times twice.
//!
//! A page's scripts are one graph: objects refer to each other by `@id`, and several may be articles. The page's own is
//! the one whose URL or headline is the page's; teasers within it, updates of a live blog and items of lists are not.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::candidate::{Evidence, Source};
use super::json_text;
use super::{Known, put, put_tags};
use crate::page::Page;

type Object = Map<String, Value>;

/// Scripts of one page hold so many objects at most that are looked at.
const MAX_OBJECTS: usize = 5_000;

/// One object of the graph.
struct Node<'v> {
    object: &'v Object,
    /// It stands for itself: at the top of a script, in its `@graph`, or as the page's main entity.
    top: bool,
}

/// Adds what a page's scripts claim about its article.
pub fn read(scripts: &[String], known: &Known, page: &mut Page<'static>) {
    let values: Vec<Value> = scripts.iter().flat_map(|script| json_text::values(script)).collect();
    let (nodes, ids) = graph(&values);
    let own = nodes
        .iter()
        .enumerate()
        .filter_map(|(at, node)| Some((weight(node, known, &ids)?, std::cmp::Reverse(at), node)))
        .max_by_key(|(weight, at, _)| (*weight, *at))
        .map(|(_, _, node)| node.object);
    if let Some(own) = own {
        article(own, &ids, page);
        // The same article may be described twice, with an author in one of the two alone.
        let title = text(own.get("headline").or_else(|| own.get("name")), &ids);
        for node in nodes
            .iter()
            .filter(|n| !std::ptr::eq(n.object, own) && rank(n.object) >= ARTICLE)
        {
            let other = text(node.object.get("headline").or_else(|| node.object.get("name")), &ids);
            if node.top && title.is_some() && other == title {
                article(node.object, &ids, page);
            }
        }
        for kind in kinds(own) {
            page.is_live_blog |= kind == "LiveBlogPosting";
        }
    }
    for node in &nodes {
        let object = node.object;
        if kinds(object).any(|k| k == "BreadcrumbList") {
            breadcrumbs(object, &ids, page);
        }
        // Some templates name the site after the article.
        if node.top
            && kinds(object).any(|k| matches!(k, "WebSite" | "NewsMediaOrganization"))
            && let Some(name) = text(object.get("name"), &ids).filter(|name| !known.is_title(name))
        {
            put_name(&mut page.publishers, name, Source::Name);
        }
        // A page's dates are the article's where nothing else has any.
        if node.top && rank(object) == WEB_PAGE && own.is_none_or(|o| !o.contains_key("datePublished")) {
            dates(object, &ids, page);
        }
    }
}

/// The objects of all scripts in order, and those that have an `@id` by it.
fn graph(values: &[Value]) -> (Vec<Node<'_>>, HashMap<&str, &Object>) {
    let mut nodes = Vec::new();
    let mut ids: HashMap<&str, &Object> = HashMap::new();
    // Depth is bounded by serde_json; the stack here is our own all the same.
    let mut open: Vec<(&Value, bool)> = values.iter().rev().map(|v| (v, true)).collect();
    while let Some((value, top)) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items.iter().rev().map(|v| (v, top))),
            Value::Object(object) => {
                if nodes.len() == MAX_OBJECTS {
                    break;
                }
                if let Some(id) = object.get("@id").and_then(Value::as_str)
                    && object.len() > 1
                {
                    let known = ids.entry(id).or_insert(object);
                    if known.len() < object.len() {
                        *known = object;
                    }
                }
                nodes.push(Node { object, top });
                let inner = object.iter().rev().filter(|(_, v)| v.is_object() || v.is_array());
                open.extend(inner.map(|(key, value)| {
                    let stays = matches!(
                        key.as_str(),
                        "@graph" | "mainEntity" | "mainEntityOfPage" | "mainentity"
                    );
                    (value, top && stays)
                }));
            }
            _ => {}
        }
    }
    (nodes, ids)
}

fn kinds(object: &Object) -> impl Iterator<Item = &str> {
    let value = object.get("@type");
    let list = value.and_then(Value::as_array).into_iter().flatten();
    value
        .into_iter()
        .chain(list)
        .filter_map(Value::as_str)
        .map(|kind| kind.rsplit(['/', ':', '#']).next().unwrap_or(kind))
}

const ARTICLE: i32 = 30;
const WORK: i32 = 20;
const WEB_PAGE: i32 = 10;

/// How near an object's type is to an article; 0 for what cannot be one.
fn rank(object: &Object) -> i32 {
    let of = |kind: &str| match kind {
        k if k.ends_with("Article") || k.ends_with("Posting") && k != "JobPosting" => ARTICLE,
        "Report" | "Review" | "Recipe" | "HowTo" | "CreativeWork" | "CriticReview" => WORK,
        "QAPage" | "FAQPage" | "PodcastEpisode" | "VideoObject" | "Course" | "Book" | "Dataset" => WEB_PAGE + 1,
        "WebPage" | "ItemPage" | "AboutPage" | "MedicalWebPage" => WEB_PAGE,
        _ => 0,
    };
    kinds(object).map(of).max().unwrap_or(0)
}

/// How much speaks for an object to be the page's own article; `None` where nothing can.
fn weight(node: &Node<'_>, known: &Known, ids: &HashMap<&str, &Object>) -> Option<i32> {
    let rank = rank(node.object);
    if rank == 0 || (!node.top && rank < ARTICLE) {
        return None;
    }
    let object = node.object;
    let mut weight = rank;
    let urls = ["url", "@id", "mainEntityOfPage"].iter().filter_map(|k| {
        let value = object.get(*k)?;
        value
            .as_str()
            .or_else(|| value.get("@id")?.as_str())
            .or_else(|| value.get("url")?.as_str())
    });
    if urls.into_iter().any(|url| known.is_own_url(url)) {
        weight += 8;
    }
    let title = text(object.get("headline").or_else(|| object.get("name")), ids);
    if title.is_some_and(|t| known.is_title(t)) {
        weight += 12;
    }
    if node.top {
        weight += 8;
    }
    weight += i32::from(object.contains_key("datePublished")) * 2 + i32::from(object.contains_key("author")) * 2;
    Some(weight)
}

fn article(object: &Object, ids: &HashMap<&str, &Object>, page: &mut Page<'static>) {
    for (key, source) in [
        ("headline", Source::Headline),
        ("alternativeHeadline", Source::AlternativeHeadline),
        ("name", Source::Name),
    ] {
        if let Some(title) = text(object.get(key), ids) {
            put(&mut page.titles, Evidence::JsonLd, source, title, 0);
        }
    }
    if let Some(lead) = text(object.get("description"), ids) {
        put(&mut page.leads, Evidence::JsonLd, Source::Other, lead, 0);
    }
    dates(object, ids, page);
    for key in ["author", "creator", "Author"] {
        let before = page.authors.len();
        for value in list(object.get(key)) {
            author(value, ids, page);
        }
        if page.authors.len() > before {
            break;
        }
    }
    for value in list(object.get("publisher")) {
        if let Some(name) = text(Some(value), ids) {
            put_name(&mut page.publishers, name, Source::Organization);
        }
    }
    for value in list(object.get("articleSection")) {
        if let Some(name) = text(Some(value), ids) {
            put(&mut page.sections, Evidence::JsonLd, Source::Other, name, 0);
        }
    }
    for value in list(object.get("keywords")) {
        if let Some(words) = text(Some(value), ids) {
            put_tags(&mut page.tags, Evidence::JsonLd, words);
        }
    }
    for value in list(object.get("image")) {
        let url = value.as_str().or_else(|| {
            let object = resolve(value, ids)?;
            ["url", "contentUrl", "@id"]
                .iter()
                .find_map(|k| object.get(*k))
                .and_then(Value::as_str)
        });
        if let Some(url) = url {
            put(&mut page.images, Evidence::JsonLd, Source::Other, url, 0);
        }
    }
    let free = object.get("isAccessibleForFree").and_then(|v| match v {
        Value::Bool(free) => Some(*free),
        Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        },
        _ => None,
    });
    page.is_free = page.is_free.or(free);
}

fn dates(object: &Object, ids: &HashMap<&str, &Object>, page: &mut Page<'static>) {
    for (key, source) in [
        ("datePublished", Source::DatePublished),
        ("dateCreated", Source::DateCreated),
        ("uploadDate", Source::DateCreated),
        ("dateModified", Source::Other),
    ] {
        let list = if key == "dateModified" {
            &mut page.modified
        } else {
            &mut page.published
        };
        match object.get(key) {
            Some(Value::Number(number)) => put(list, Evidence::JsonLd, source, &number.to_string(), 0),
            value => {
                if let Some(text) = text(value, ids) {
                    put(list, Evidence::JsonLd, source, text, 0);
                }
            }
        }
    }
}

/// An author: a name, an object with one, a reference to one, or lists of these.
fn author(value: &Value, ids: &HashMap<&str, &Object>, page: &mut Page<'static>) {
    let mut add = |name: &str, source| put(&mut page.authors, Evidence::JsonLd, source, name, 0);
    match value {
        Value::String(name) => add(name, Source::Other),
        Value::Object(_) => {
            let Some(object) = resolve(value, ids) else {
                return;
            };
            let source = match kinds(object).next() {
                Some("Person") => Source::Person,
                Some(kind) if kind.ends_with("Organization") => Source::Organization,
                _ => Source::Other,
            };
            for name in list(object.get("name").or_else(|| object.get("author"))) {
                if let Some(name) = text(Some(name), ids) {
                    add(name, source);
                }
            }
        }
        _ => {}
    }
}

/// The sections that lead from the home page to the article; the article itself is the last.
fn breadcrumbs(object: &Object, ids: &HashMap<&str, &Object>, page: &mut Page<'static>) {
    let items: Vec<&str> = list(object.get("itemListElement"))
        .take(12)
        .filter_map(|item| text(item.get("name"), ids).or_else(|| text(item.get("item"), ids)))
        .collect();
    for name in items {
        put(&mut page.sections, Evidence::JsonLd, Source::Breadcrumb, name, 0);
    }
}

/// A value as a list: its elements, or itself.
fn list(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let items: &[Value] = match value {
        Some(Value::Array(items)) => items,
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    // Lists of lists are met with: one level more.
    items.iter().take(64).flat_map(|item| match item {
        Value::Array(inner) => inner.as_slice(),
        one => std::slice::from_ref(one),
    })
}

/// An object, or the one that a reference stands for.
fn resolve<'v>(value: &'v Value, ids: &HashMap<&str, &'v Object>) -> Option<&'v Object> {
    let object = value.as_object()?;
    if object.contains_key("name") {
        return Some(object);
    }
    let known = object
        .get("@id")
        .and_then(Value::as_str)
        .and_then(|id| ids.get(id).copied());
    Some(known.unwrap_or(object))
}

/// The text of a value: itself, its first element's, or the name of an object.
fn text<'v>(value: Option<&'v Value>, ids: &HashMap<&str, &'v Object>) -> Option<&'v str> {
    let value = match value? {
        Value::Array(items) => items.first()?,
        one => one,
    };
    match value {
        Value::String(text) => Some(text),
        Value::Object(object) => {
            let object = resolve(value, ids).unwrap_or(object);
            ["name", "@value"]
                .iter()
                .find_map(|k| object.get(*k))
                .and_then(Value::as_str)
        }
        _ => None,
    }
}

fn put_name(list: &mut Vec<crate::page::Candidate<'static>>, name: &str, source: Source) {
    // An address is no name.
    if !name.contains("://") {
        put(list, Evidence::JsonLd, source, name, 0);
    }
}
