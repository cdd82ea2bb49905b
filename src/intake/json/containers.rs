//! Lists of articles within an object, as services answer: `{"articles": […]}` (GDELT, NewsAPI, GNews), `{"objects":
//! […]}` (Diffbot), `{"articles": {"results": […]}}` (Event Registry), `{"results": […]}`, `{"data": […]}`, `{"posts":
//! […]}`, and the hits of a search engine.

use super::crawler;
use super::node::Node;

/// The names of such lists, best first.
pub const NAMES: &[&str] = &[
    "articles",
    "objects",
    "results",
    "posts",
    "items",
    "entries",
    "documents",
    "news",
    "data",
    "hits",
];

/// What wraps the article within an element of a list.
const WITHIN: &[&str] = &["_source", "article"];

/// Lists lie within an object this deep: `{"hits": {"hits": […]}}`.
const DEEPEST: usize = 3;

/// The elements of a list of articles; the object itself where it holds none.
pub fn open(mut object: Node<'_>) -> Result<Vec<Node<'_>>, Node<'_>> {
    if crawler::has_content(&object) {
        return Err(object);
    }
    let Some(path) = path(&object) else { return Err(object) };
    let mut list = Vec::new();
    for name in path {
        match take(&mut object, name) {
            Some(Node::List(elements)) => list = elements,
            Some(inner) => object = inner,
            None => return Err(object),
        }
    }
    Ok(list.into_iter().map(unwrapped).collect())
}

/// The names that lead to a list whose first element is an article.
fn path(object: &Node<'_>) -> Option<Vec<&'static str>> {
    let mut path = Vec::new();
    let mut at = object;
    for _ in 0..DEEPEST {
        let (name, value) = at.first(NAMES)?;
        path.push(name);
        match value {
            Node::List(list) => {
                let first = list.first()?;
                let inner = WITHIN.iter().find_map(|name| first.get(name)).unwrap_or(first);
                return matches!(inner, Node::Object(_)).then_some(path);
            }
            Node::Object(_) => at = value,
            _ => return None,
        }
    }
    None
}

fn take<'a>(object: &mut Node<'a>, name: &str) -> Option<Node<'a>> {
    let Node::Object(members) = object else { return None };
    let at = members.iter().rposition(|(key, _)| key == name)?;
    Some(members.swap_remove(at).1)
}

/// An element without what wraps it.
fn unwrapped(mut element: Node<'_>) -> Node<'_> {
    for name in WITHIN {
        if matches!(element.get(name), Some(Node::Object(_)))
            && let Some(inner) = take(&mut element, name)
        {
            return inner;
        }
    }
    element
}
