//! schema.org JSON-LD: what a page says of its article for search engines. Its text is HTML-escaped, at times twice.

use serde_json::Value;

use super::html::add;
use super::{Evidence, Page};

/// Scripts of one page hold so many objects at most that are looked at.
const MAX_OBJECTS: usize = 2_000;

/// Adds what a script claims about an article. A script that does not parse claims nothing.
pub fn read(script: &str, page: &mut Page<'static>) {
    let text = script
        .trim()
        .trim_start_matches("<!--")
        .trim_end_matches("-->")
        .trim()
        .trim_end_matches(';');
    let Ok(value) = serde_json::from_str::<Value>(text) else {
        return;
    };
    // Depth is bounded by serde_json; the stack here is our own all the same.
    let mut open = vec![&value];
    let mut seen = 0;
    while let Some(value) = open.pop() {
        seen += 1;
        if seen > MAX_OBJECTS {
            break;
        }
        match value {
            Value::Array(values) => open.extend(values.iter().rev()),
            Value::Object(object) => {
                if is_article(object.get("@type")) {
                    article(value, page);
                } else {
                    open.extend(
                        ["@graph", "mainEntity", "mainEntityOfPage"]
                            .iter()
                            .filter_map(|k| object.get(*k)),
                    );
                }
            }
            _ => {}
        }
    }
}

fn is_article(kind: Option<&Value>) -> bool {
    let named = |v: &Value| {
        v.as_str()
            .is_some_and(|t| t.ends_with("Article") || t.ends_with("Posting") || t == "Report")
    };
    match kind {
        Some(Value::Array(kinds)) => kinds.iter().any(named),
        Some(kind) => named(kind),
        None => false,
    }
}

fn article(value: &Value, page: &mut Page<'static>) {
    for (key, list) in [
        ("headline", &mut page.titles),
        ("description", &mut page.leads),
        ("datePublished", &mut page.published),
        ("dateModified", &mut page.modified),
        ("author", &mut page.authors),
        ("publisher", &mut page.publishers),
        ("articleSection", &mut page.sections),
        ("keywords", &mut page.tags),
        ("image", &mut page.images),
    ] {
        let Some(value) = value.get(key) else {
            continue;
        };
        let values: &[Value] = match value {
            Value::Array(values) => values,
            one => std::slice::from_ref(one),
        };
        for value in values {
            let text = match value {
                Value::String(text) => Some(text.as_str()),
                Value::Object(object) => ["name", "url"]
                    .iter()
                    .find_map(|k| object.get(*k))
                    .and_then(Value::as_str),
                _ => None,
            };
            match text {
                Some(text) if key == "keywords" => text.split(',').for_each(|tag| add(list, Evidence::JsonLd, tag)),
                // An address is no name.
                Some(text) if key == "publisher" && text.contains("://") => {}
                Some(text) => add(list, Evidence::JsonLd, text),
                None => {}
            }
        }
    }
}
