//! What a [`Dom`](super::Dom) is made of: nodes of 32 bytes that name each other by place.

use super::span::Span;
use super::tag::Tag;

/// No node.
pub(super) const NONE: u32 = u32::MAX;

/// What an element belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Namespace {
    Html,
    Svg,
    MathMl,
}

/// An element. Its attributes are a range of the page's. If there is no tag for its name, one more lies before them that
/// has the name of the element as its own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element {
    pub namespace: Namespace,
    pub tag: Tag,
    pub first_attribute: u32,
    pub attribute_count: u32,
}

/// What a node is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Data {
    /// The root, or the contents of a template.
    Document,
    Element(Element),
    Text(Span),
}

/// A node and its neighbours.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub parent: u32,
    pub first_child: u32,
    pub last_child: u32,
    pub previous: u32,
    pub next: u32,
    pub data: Data,
}

impl Node {
    /// A node that is nowhere yet.
    pub(super) fn new(data: Data) -> Self {
        Node {
            parent: NONE,
            first_child: NONE,
            last_child: NONE,
            previous: NONE,
            next: NONE,
            data,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_nodes_fill_a_cache_line() {
        assert_eq!(size_of::<Node>(), 32);
    }
}
