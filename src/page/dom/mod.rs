//! [`Dom`]: a page as a tree, as a browser would build it.
//!
//! Whoever reads articles from pages needs what a browser shows: which text stands in which element, after all that
//! browsers forgive. The rules for that are the HTML standard's, and the tree here is the one that they give. What differs
//! from other implementations is what it costs:
//!
//! - Text, names and values of attributes are places in the page; only what has character references, carriage returns or
//!   capitals in a name is written once more. Values of attributes are decoded when somebody asks.
//! - A node is 32 bytes in one list, and leads to its neighbours by their places. Comments and the doctype are left out.
//! - Time and memory stay in proportion to the page whatever is in it: see `stack` for the depth, `formatting` for copies,
//!   `tokenizer` for what has no end and for attributes by the thousand.

#[cfg(test)]
mod against_html5ever;
mod attribute;
mod builder;
mod foreign;
mod formatting;
#[cfg(test)]
mod hostile;
mod in_body;
mod in_table;
mod modes;
mod named;
mod names;
mod node;
mod quirks;
mod raw_text;
mod references;
mod span;
mod stack;
mod tag;
mod tag_sets;
mod tokenizer;

use std::borrow::Cow;

pub use attribute::Attr;
use attribute::Attribute;
use builder::Builder;
use node::{Data, Element, NONE, Namespace, Node};
use span::{MAX_PAGE, Span};
pub use tag::Tag;

/// A node of a [`Dom`], by its place in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(u32);

/// What is met on the way through a tree: see [`Dom::walk`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A node, before its children.
    Enter(NodeId),
    /// An element, after its children.
    Leave(NodeId),
}

/// A page as a tree. Nodes lie in the order in which they were made, the document first.
#[derive(Debug)]
pub struct Dom<'h> {
    nodes: Vec<Node>,
    attributes: Vec<Attribute>,
    html: &'h str,
    /// What had to be decoded.
    side: String,
}

impl<'h> Dom<'h> {
    /// Builds the tree of a page, or of a fragment of one, by the rules of the HTML standard with scripting on (the
    /// content of `noscript` is text). A byte order mark is no part of the
    /// page, and of one above half a gigabyte the rest is left out.
    pub fn parse(html: &'h str) -> Self {
        let html = html.strip_prefix('\u{feff}').unwrap_or(html);
        let mut builder = Builder::new(&html[..html.floor_char_boundary(MAX_PAGE)]);
        builder.run();
        builder.into_dom()
    }

    fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    fn element(&self, id: NodeId) -> Option<&Element> {
        match &self.node(id).data {
            Data::Element(element) => Some(element),
            _ => None,
        }
    }

    fn span(&self, span: Span) -> &str {
        span.text(self.html, &self.side)
    }

    /// The document: the root of the tree.
    pub fn root(&self) -> NodeId {
        NodeId(0)
    }

    /// How many nodes the tree has; a [`NodeId::index`] is below it.
    // A tree has its root at least, so that it is never empty.
    #[allow(clippy::len_without_is_empty)]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The parent of a node.
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        id_of(self.node(id).parent)
    }

    /// The first child of a node.
    pub fn first_child(&self, id: NodeId) -> Option<NodeId> {
        id_of(self.node(id).first_child)
    }

    /// The next sibling of a node.
    pub fn next_sibling(&self, id: NodeId) -> Option<NodeId> {
        id_of(self.node(id).next)
    }

    /// The sibling before a node.
    pub fn previous_sibling(&self, id: NodeId) -> Option<NodeId> {
        id_of(self.node(id).previous)
    }

    /// The children of a node, in order.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.first_child(id), |at| self.next_sibling(*at))
    }

    /// The parent of a node, its parent, and so on up to the document.
    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.parent(id), |at| self.parent(*at))
    }

    /// The way through a subtree, without recursion: every node once before its children, every element once more
    /// after them. The contents of a `template` element are not among its children.
    pub fn walk(&self, from: NodeId) -> Walk<'_, 'h> {
        Walk {
            dom: self,
            from,
            next: Some(Step::Enter(from)),
        }
    }

    /// The tag of an HTML element. `None` for text, and for elements of SVG and MathML.
    pub fn tag(&self, id: NodeId) -> Option<Tag> {
        self.element(id)
            .filter(|element| element.namespace == Namespace::Html)
            .map(|element| element.tag)
    }

    /// Whether a node is an element, of HTML or not.
    pub fn is_element(&self, id: NodeId) -> bool {
        self.element(id).is_some()
    }

    /// The name of an element in lower case; empty for other nodes.
    pub fn name(&self, id: NodeId) -> &str {
        match self.element(id) {
            Some(element) if element.tag == Tag::Other => {
                let before = (element.first_attribute as usize).checked_sub(1);
                before
                    .and_then(|at| self.attributes.get(at))
                    .map_or("", |attribute| self.span(attribute.name))
            }
            Some(element) => element.tag.name(),
            None => "",
        }
    }

    /// The root of what a `template` element holds, which is not among its children.
    pub fn template_contents(&self, id: NodeId) -> Option<NodeId> {
        (self.tag(id) == Some(Tag::Template)).then(|| NodeId(id.0 + 1))
    }

    /// The text of a text node, character references decoded.
    pub fn text(&self, id: NodeId) -> Option<&str> {
        match self.node(id).data {
            Data::Text(span) => Some(self.span(span)),
            _ => None,
        }
    }

    fn attributes_of(&self, id: NodeId) -> &[Attribute] {
        let Some(element) = self.element(id) else { return &[] };
        let first = element.first_attribute as usize;
        &self.attributes[first..first + element.attribute_count as usize]
    }

    fn value(&self, attribute: &Attribute) -> Cow<'_, str> {
        references::attribute(self.span(attribute.value))
    }

    /// The value of an element's attribute; empty where it is given without one. Faster than by name.
    pub fn attr(&self, id: NodeId, attr: Attr) -> Option<Cow<'_, str>> {
        self.attributes_of(id)
            .iter()
            .find(|attribute| attribute.attr == attr)
            .map(|attribute| self.value(attribute))
    }

    /// The value of an element's attribute, by its name in lower case; empty where it is given without one.
    pub fn attribute(&self, id: NodeId, name: &str) -> Option<Cow<'_, str>> {
        let attr = Attr::of(name);
        if attr != Attr::Other {
            return self.attr(id, attr);
        }
        let is_it = |attribute: &&Attribute| attribute.attr == Attr::Other && self.span(attribute.name) == name;
        self.attributes_of(id)
            .iter()
            .find(is_it)
            .map(|attribute| self.value(attribute))
    }

    /// All attributes of an element, names in lower case, values with character references decoded, in order.
    pub fn attributes(&self, id: NodeId) -> impl Iterator<Item = (&str, Cow<'_, str>)> + '_ {
        self.attributes_of(id)
            .iter()
            .map(|attribute| (self.span(attribute.name), self.value(attribute)))
    }

    /// All text below a node, as it is, cut off after about `limit` bytes.
    pub fn text_within(&self, id: NodeId, limit: usize) -> String {
        let mut out = String::new();
        for step in self.walk(id) {
            if let Step::Enter(at) = step
                && let Some(text) = self.text(at)
            {
                out.push_str(text);
                if out.len() > limit {
                    break;
                }
            }
        }
        out
    }
}

fn id_of(place: u32) -> Option<NodeId> {
    (place != NONE).then_some(NodeId(place))
}

impl NodeId {
    /// Its place among the nodes of its tree: below [`Dom::len`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// See [`Dom::walk`].
#[derive(Debug)]
pub struct Walk<'d, 'h> {
    dom: &'d Dom<'h>,
    from: NodeId,
    next: Option<Step>,
}

impl Walk<'_, '_> {
    /// Goes on after the node that was entered last: not into its children, and it is not left either.
    pub fn skip(&mut self, id: NodeId) {
        self.next = self.after(id);
    }

    fn after(&self, id: NodeId) -> Option<Step> {
        if id == self.from {
            return None;
        }
        match self.dom.next_sibling(id) {
            Some(next) => Some(Step::Enter(next)),
            None => self.dom.parent(id).map(Step::Leave),
        }
    }
}

impl Iterator for Walk<'_, '_> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        let step = self.next?;
        self.next = match step {
            Step::Enter(id) => match self.dom.first_child(id) {
                Some(child) => Some(Step::Enter(child)),
                None if self.dom.text(id).is_none() => Some(Step::Leave(id)),
                None => self.after(id),
            },
            Step::Leave(id) => self.after(id),
        };
        Some(step)
    }
}
