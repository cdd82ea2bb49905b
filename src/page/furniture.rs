//! What on a page is no part of its article: menus, forms, columns, comments, lists of other articles.

use scraper::Node;
use scraper::node::Element;

pub fn is_skipped(element: &Element, node: ego_tree::NodeRef<'_, Node>) -> bool {
    let name = element.name();
    if matches!(
        name,
        "head"
            | "script"
            | "style"
            | "noscript"
            | "template"
            | "button"
            | "select"
            | "iframe"
            | "svg"
            | "video"
            | "audio"
            | "object"
            | "textarea"
            | "dialog"
            | "menu"
            | "canvas"
    ) {
        return true;
    }
    if matches!(name, "html" | "body" | "article" | "main") {
        return false;
    }
    if has_word(element, OTHERS) {
        return true;
    }
    let hidden = element.attr("hidden").is_some()
        || element.attr("aria-hidden") == Some("true")
        || element
            .attr("style")
            .is_some_and(|s| s.replace(' ', "").contains("display:none"));
    // The body may lie in an `<aside>`, in the form around a whole page, in a column called "sidebar-1".
    let furniture = hidden || matches!(name, "nav" | "footer" | "aside" | "form") || has_word(element, FURNITURE);
    furniture && !holds_prose(node)
}

/// So many paragraphs make a body of what looks like furniture.
const PARAGRAPHS: usize = 4;
/// So many nodes are looked at for them.
const LOOKED_AT: usize = 3_000;

/// Whether an element holds several paragraphs, each of a sentence or more.
fn holds_prose(node: ego_tree::NodeRef<'_, Node>) -> bool {
    let long = |node: &ego_tree::NodeRef<'_, Node>| {
        let paragraph = matches!(node.value(), Node::Element(e) if e.name() == "p");
        paragraph && {
            let texts = node.descendants().take(60).filter_map(|n| match n.value() {
                Node::Text(text) => Some(text.len()),
                _ => None,
            });
            texts.sum::<usize>() > 160
        }
    };
    node.descendants().take(LOOKED_AT).filter(long).take(PARAGRAPHS).count() == PARAGRAPHS
}

/// Whether class or id hold one of the words as a whole (`related-news` holds "related", `leading-5` holds no "lead").
pub fn has_word(element: &Element, words: &[&str]) -> bool {
    [element.attr("class"), element.attr("id")]
        .into_iter()
        .flatten()
        .any(|value| {
            value
                .split(|c: char| !c.is_ascii_alphanumeric())
                .any(|word| words.iter().any(|w| w.eq_ignore_ascii_case(word)))
        })
}

/// Whole lists of other texts, however much prose they hold.
const OTHERS: &[&str] = &[
    "comment",
    "comments",
    "related",
    "relate",
    "disqus",
    "taboola",
    "outbrain",
    "recommend",
    "recommended",
    "recommendation",
    "cookie",
    "cookies",
];

const FURNITURE: &[&str] = &[
    "comment",
    "comments",
    "related",
    "share",
    "sharing",
    "social",
    "sidebar",
    "breadcrumb",
    "breadcrumbs",
    "menu",
    "navbar",
    "footer",
    "banner",
    "ads",
    "advert",
    "advertisement",
    "popup",
    "modal",
    "newsletter",
    "recommend",
    "recommended",
    "recommendation",
    "cookie",
    "cookies",
    "promo",
    "paywall",
    "toolbar",
    "widget",
    "disqus",
    "taboola",
    "outbrain",
    "subscribe",
    "pagination",
    "relate",
];
