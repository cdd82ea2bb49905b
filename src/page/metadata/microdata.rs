//! Microdata (`itemscope`, `itemprop`): which item a property belongs to, and what it says.

use std::borrow::Cow;

use super::super::dom::{NodeId, Tag};
use super::markup::{Attributes, BYLINE_LENGTH, DATE_LENGTH, List, Markup, Open, Other, one_line};
use super::place::Found;
use super::{Evidence, SHORT, Source, index, visible};

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An article, a posting, a review.
    Article,
    /// A person or an organisation.
    Agent,
    /// A comment, a list, a picture: whose properties are not the article's.
    Other,
}

/// An item that is open.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    /// What it is.
    pub kind: Kind,
    /// The item around it, as its place in the list of all.
    pub parent: Option<u16>,
    /// It is somebody's author.
    pub is_author: bool,
    /// It is somebody's publisher.
    pub is_publisher: bool,
    /// A name was found in it.
    pub is_named: bool,
}

impl Markup<'_, '_> {
    /// Opens an item.
    pub fn scope(&mut self, attributes: &Attributes, parent: Option<u16>) -> Option<u16> {
        if self.scopes.len() > 1_000 {
            return parent;
        }
        let property = attributes.itemprop.as_deref().unwrap_or_default();
        let is = |name: &str| property.split_ascii_whitespace().any(|p| p.eq_ignore_ascii_case(name));
        self.scopes.push(Scope {
            kind: kind(attributes.item_type.as_deref().unwrap_or_default()),
            parent,
            is_author: is("author") || is("creator"),
            is_publisher: is("publisher"),
            is_named: false,
        });
        u16::try_from(self.scopes.len() - 1).ok()
    }

    /// A property of microdata; `around` is what lies around the element itself.
    pub fn property(&mut self, id: NodeId, tag: Tag, property: &str, attributes: &Attributes, around: Open) {
        let scope = around.scope.and_then(|at| self.scopes.get(usize::from(at))).copied();
        let kind = scope.map_or(Kind::Article, |s| s.kind);
        let value = |limit| {
            let given = ["content", "datetime"]
                .iter()
                .find_map(|name| self.dom.attribute(id, name));
            given.map_or_else(|| visible::text(self.dom, id, limit), Cow::into_owned)
        };
        for name in property.split_ascii_whitespace() {
            let (list, source, text) = match (name, kind) {
                ("headline", Kind::Article) => (List::Headline, Source::Headline, one_line(value(SHORT))),
                ("name", Kind::Article) if scope.is_some() => (List::Headline, Source::Name, one_line(value(SHORT))),
                ("name", _) if scope.is_some_and(|s| s.is_author) => {
                    if let Some(scope) = around.scope.and_then(|at| self.scopes.get_mut(usize::from(at))) {
                        scope.is_named = true;
                    }
                    let source = if kind == Kind::Agent {
                        Source::Person
                    } else {
                        Source::Other
                    };
                    let given = self.dom.attribute(id, "content").map(Cow::into_owned);
                    let text = given.unwrap_or_else(|| visible::text(self.dom, id, BYLINE_LENGTH));
                    (List::Byline, source, text)
                }
                ("name", _) if scope.is_some_and(|s| s.is_publisher) => {
                    self.other(Other::Publisher, value(SHORT), id, around);
                    continue;
                }
                ("author" | "creator", Kind::Article) if !attributes.is_scope => {
                    (List::Byline, Source::Other, value(BYLINE_LENGTH))
                }
                // The name may stand in it without being called so.
                ("author" | "creator", Kind::Article) => (List::Byline, Source::ByLine, value(BYLINE_LENGTH)),
                ("datePublished", Kind::Article) => (List::Published, Source::DatePublished, value(DATE_LENGTH)),
                ("dateCreated", Kind::Article) => (List::Published, Source::DateCreated, value(DATE_LENGTH)),
                ("dateModified", Kind::Article) => (List::Modified, Source::Other, value(DATE_LENGTH)),
                ("articleSection", Kind::Article) => (List::Section, Source::Other, one_line(value(SHORT))),
                ("keywords", Kind::Article) => {
                    self.other(Other::Tags, value(4 * SHORT), id, around);
                    continue;
                }
                ("description", Kind::Article) if matches!(tag, Tag::Meta) => {
                    self.other(Other::Lead, value(4 * SHORT), id, around);
                    continue;
                }
                ("image", Kind::Article) if !attributes.is_scope => {
                    let url = ["content", "src", "href"]
                        .iter()
                        .find_map(|name| self.dom.attribute(id, name));
                    if let Some(url) = url.map(Cow::into_owned) {
                        self.other(Other::Image, url, id, around);
                    }
                    continue;
                }
                _ => continue,
            };
            self.found(list, text, Evidence::Microdata, source, id, around);
        }
    }

    fn other(&mut self, other: Other, value: String, id: NodeId, open: Open) {
        if self.others.len() < 100 {
            let found = Found {
                value,
                evidence: Evidence::Microdata,
                source: Source::Other,
                at: index(id),
                group: 0,
                says: open.says,
                scope: open.scope,
            };
            self.others.push((other, found));
        }
    }
}

/// What an item of this type is.
fn kind(item_type: &str) -> Kind {
    let name = item_type.trim().rsplit(['/', '#']).next().unwrap_or_default();
    if name.ends_with("Article") || name.ends_with("Posting") && name != "JobPosting" || is_work(name) {
        Kind::Article
    } else if name == "Person" || name.ends_with("Organization") {
        Kind::Agent
    } else {
        Kind::Other
    }
}

fn is_work(name: &str) -> bool {
    matches!(
        name,
        "WebPage" | "Report" | "Review" | "Recipe" | "CreativeWork" | "HowTo" | "hentry" | "Blog"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_told_apart() {
        for (item_type, expected) in [
            ("https://schema.org/NewsArticle", Kind::Article),
            ("http://schema.org/BlogPosting", Kind::Article),
            ("http://schema.org/Person", Kind::Agent),
            ("http://schema.org/NewsMediaOrganization", Kind::Agent),
            ("http://schema.org/Comment", Kind::Other),
            ("http://schema.org/JobPosting", Kind::Other),
            ("", Kind::Other),
        ] {
            assert_eq!(kind(item_type), expected, "{item_type}");
        }
    }
}
