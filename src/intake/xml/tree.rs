//! A document of XML as a tree: one list of nodes in the document's order, each knowing where its subtree ends, so that
//! walking it needs neither recursion nor pointers.

use std::borrow::Cow;

use super::names::Vocabulary;

/// A document that was read.
#[derive(Debug, Default)]
pub struct Document<'m> {
    pub(super) nodes: Vec<Node<'m>>,
    pub(super) attributes: Vec<(&'m str, Cow<'m, str>)>,
    /// Where reading broke off and why: what stands before is in the tree.
    pub broken: Option<Break>,
    /// An external entity was referred to; it stands for nothing.
    pub external: bool,
}

/// Where reading a document broke off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Break {
    /// The byte.
    pub at: usize,
    /// What is wrong there.
    pub reason: &'static str,
}

/// An element or a text.
#[derive(Debug)]
pub(super) struct Node<'m> {
    pub kind: Kind<'m>,
    /// The first node after this one's subtree.
    pub end: usize,
    /// Its element ended in the document; false where the document broke off inside of it.
    pub whole: bool,
}

#[derive(Debug)]
pub(super) enum Kind<'m> {
    Element {
        vocabulary: Vocabulary,
        /// The name with its prefix.
        name: &'m str,
        /// Its attributes' range in the document's list.
        attributes: (usize, usize),
    },
    Text(Cow<'m, str>),
}

/// A node in its document.
#[derive(Clone, Copy, Debug)]
pub struct NodeRef<'t, 'm> {
    document: &'t Document<'m>,
    index: usize,
}

/// What a node is.
#[derive(Clone, Copy, Debug)]
pub enum Content<'t, 'm> {
    /// An element.
    Element(Element<'t, 'm>),
    /// Text.
    Text(&'t Cow<'m, str>),
}

/// An element in its document.
#[derive(Clone, Copy, Debug)]
pub struct Element<'t, 'm> {
    node: NodeRef<'t, 'm>,
    /// The vocabulary that its name is of.
    pub vocabulary: Vocabulary,
    /// Its name with the prefix.
    pub name: &'m str,
    attributes: (usize, usize),
}

impl<'m> Document<'m> {
    /// The root element; none where the document has no element.
    pub fn root(&self) -> Option<Element<'_, 'm>> {
        self.siblings(0, self.nodes.len()).find_map(|node| node.element())
    }

    fn siblings(&self, from: usize, to: usize) -> impl Iterator<Item = NodeRef<'_, 'm>> {
        let mut next = from;
        std::iter::from_fn(move || {
            if next >= to {
                return None;
            }
            let index = next;
            next = self.nodes.get(index)?.end;
            Some(NodeRef { document: self, index })
        })
    }
}

impl<'t, 'm> NodeRef<'t, 'm> {
    /// What it is.
    pub fn content(self) -> Option<Content<'t, 'm>> {
        Some(match &self.document.nodes.get(self.index)?.kind {
            Kind::Text(text) => Content::Text(text),
            Kind::Element {
                vocabulary,
                name,
                attributes,
            } => Content::Element(Element {
                node: self,
                vocabulary: *vocabulary,
                name,
                attributes: *attributes,
            }),
        })
    }

    /// The element that it is.
    pub fn element(self) -> Option<Element<'t, 'm>> {
        match self.content()? {
            Content::Element(element) => Some(element),
            Content::Text(_) => None,
        }
    }

    /// Its number in the document's order.
    pub fn index(self) -> usize {
        self.index
    }
}

impl<'t, 'm> Element<'t, 'm> {
    /// Its name without the prefix.
    pub fn local(self) -> &'m str {
        super::names::split(self.name).1
    }

    /// Whether its name has a prefix.
    pub fn is_prefixed(self) -> bool {
        self.name.contains(':')
    }

    /// Whether its end stood in the document.
    pub fn is_whole(self) -> bool {
        self.node
            .document
            .nodes
            .get(self.node.index)
            .is_some_and(|node| node.whole)
    }

    /// Its number in the document's order, and that of the first node after its subtree.
    pub fn range(self) -> (usize, usize) {
        let end = self.node.document.nodes.get(self.node.index).map_or(0, |node| node.end);
        (self.node.index, end)
    }

    /// The nodes right within it.
    pub fn nodes(self) -> impl Iterator<Item = NodeRef<'t, 'm>> {
        let (index, end) = self.range();
        self.node.document.siblings(index + 1, end)
    }

    /// The elements right within it.
    pub fn children(self) -> impl Iterator<Item = Element<'t, 'm>> {
        self.nodes().filter_map(NodeRef::element)
    }

    /// All nodes within it, in order.
    pub fn descendants(self) -> impl Iterator<Item = NodeRef<'t, 'm>> {
        let (index, end) = self.range();
        let document = self.node.document;
        (index + 1..end).map(move |index| NodeRef { document, index })
    }

    /// All elements within it, in order.
    pub fn elements(self) -> impl Iterator<Item = Element<'t, 'm>> {
        self.descendants().filter_map(NodeRef::element)
    }

    /// The first element right within it with this local name.
    pub fn child(self, local: &str) -> Option<Element<'t, 'm>> {
        self.children().find(|child| child.local() == local)
    }

    /// The element that a way of local names leads to.
    pub fn path(self, locals: &[&str]) -> Option<Element<'t, 'm>> {
        locals.iter().try_fold(self, |element, local| element.child(local))
    }

    /// An attribute by its name; with its prefix, where it has one. Never empty.
    pub fn attribute(self, name: &str) -> Option<&'t Cow<'m, str>> {
        let (from, to) = self.attributes;
        self.node
            .document
            .attributes
            .get(from..to)?
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value)
            .filter(|value| !value.trim().is_empty())
    }

    /// Its attributes.
    pub fn attributes(self) -> &'t [(&'m str, Cow<'m, str>)] {
        let (from, to) = self.attributes;
        self.node.document.attributes.get(from..to).unwrap_or_default()
    }

    /// All text within it as it stands, borrowed where it is one piece.
    pub fn text(self) -> Cow<'m, str> {
        let mut out = Cow::Borrowed("");
        for node in self.descendants() {
            if let Some(Content::Text(text)) = node.content() {
                if out.is_empty() {
                    out = text.clone();
                } else {
                    out.to_mut().push_str(text);
                }
            }
        }
        out
    }

    /// Whether there is any text within it.
    pub fn has_text(self) -> bool {
        self.descendants()
            .any(|node| matches!(node.content(), Some(Content::Text(text)) if !text.trim().is_empty()))
    }

    /// All text within it on one line, trimmed; none where it is empty.
    pub fn line(self) -> Option<Cow<'m, str>> {
        line(self.text())
    }
}

/// A text on one line: white space is one space, none at the ends. None where nothing is left.
pub fn line(text: Cow<'_, str>) -> Option<Cow<'_, str>> {
    let spoilt = |text: &str| {
        text.bytes().any(|b| matches!(b, b'\n' | b'\r' | b'\t')) || text.contains("  ") || text.contains('\u{feff}')
    };
    let text = match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) if text.trim().len() == text.len() => Cow::Owned(text),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    };
    if text.is_empty() {
        return None;
    }
    if !spoilt(&text) {
        return Some(text);
    }
    let mut out = String::with_capacity(text.len());
    for word in text
        .split([' ', '\n', '\r', '\t', '\u{feff}'])
        .filter(|word| !word.is_empty())
    {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    (!out.is_empty()).then_some(Cow::Owned(out))
}
