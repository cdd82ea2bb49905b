//! [`Dom`]: a page as a tree, as a browser would build it.

mod tag;

use std::borrow::Cow;

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

#[derive(Debug)]
enum Data {
    Document,
    Element {
        tag: Tag,
        name: String,
        attributes: Vec<(String, String)>,
    },
    Text(String),
    Other,
}

#[derive(Debug)]
struct Node {
    parent: Option<NodeId>,
    first_child: Option<NodeId>,
    last_child: Option<NodeId>,
    previous: Option<NodeId>,
    next: Option<NodeId>,
    data: Data,
}

/// A page as a tree. Nodes lie in the order in which they were made, the document first.
#[derive(Debug)]
pub struct Dom<'h> {
    nodes: Vec<Node>,
    html: std::marker::PhantomData<&'h str>,
}

impl<'h> Dom<'h> {
    /// Builds the tree of a page, or of a fragment of one, by the rules of the HTML standard with scripting on (the
    /// content of `noscript` is text).
    pub fn parse(html: &'h str) -> Self {
        // Interim: html5ever's tree, copied.
        let document = scraper::Html::parse_document(html);
        let mut dom = Dom {
            nodes: Vec::new(),
            html: std::marker::PhantomData,
        };
        let mut open: Vec<NodeId> = Vec::new();
        for edge in document.tree.root().traverse() {
            match edge {
                ego_tree::iter::Edge::Open(node) => {
                    let data = match node.value() {
                        scraper::Node::Document => Data::Document,
                        scraper::Node::Element(e) => Data::Element {
                            tag: Tag::of(e.name()),
                            name: e.name().to_owned(),
                            attributes: e.attrs().map(|(n, v)| (n.to_owned(), v.to_owned())).collect(),
                        },
                        scraper::Node::Text(t) => Data::Text(t.to_string()),
                        _ => Data::Other,
                    };
                    let id = NodeId(u32::try_from(dom.nodes.len()).unwrap_or(u32::MAX));
                    let parent = open.last().copied();
                    let previous = parent.and_then(|p| dom.nodes[p.0 as usize].last_child);
                    dom.nodes.push(Node {
                        parent,
                        first_child: None,
                        last_child: None,
                        previous,
                        next: None,
                        data,
                    });
                    if let Some(parent) = parent {
                        let p = &mut dom.nodes[parent.0 as usize];
                        p.last_child = Some(id);
                        if p.first_child.is_none() {
                            p.first_child = Some(id);
                        }
                    }
                    if let Some(previous) = previous {
                        dom.nodes[previous.0 as usize].next = Some(id);
                    }
                    open.push(id);
                }
                ego_tree::iter::Edge::Close(_) => {
                    open.pop();
                }
            }
        }
        dom
    }

    fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// The document: the root of the tree.
    pub fn root(&self) -> NodeId {
        NodeId(0)
    }

    /// How many nodes the tree has; a [`NodeId::index`] is below it.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The parent of a node.
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).parent
    }

    /// The first child of a node.
    pub fn first_child(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).first_child
    }

    /// The next sibling of a node.
    pub fn next_sibling(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).next
    }

    /// The sibling before a node.
    pub fn previous_sibling(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).previous
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
        match &self.node(id).data {
            Data::Element { tag, .. } => Some(*tag),
            _ => None,
        }
    }

    /// Whether a node is an element, of HTML or not.
    pub fn is_element(&self, id: NodeId) -> bool {
        matches!(self.node(id).data, Data::Element { .. })
    }

    /// The name of an element in lower case; empty for other nodes.
    pub fn name(&self, id: NodeId) -> &str {
        match &self.node(id).data {
            Data::Element { name, .. } => name,
            _ => "",
        }
    }

    /// The text of a text node, character references decoded.
    pub fn text(&self, id: NodeId) -> Option<&str> {
        match &self.node(id).data {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The value of an element's attribute, by its name in lower case; empty where it is given without one.
    pub fn attribute(&self, id: NodeId, name: &str) -> Option<Cow<'_, str>> {
        self.attributes(id).find(|(n, _)| *n == name).map(|(_, v)| v)
    }

    /// All attributes of an element, names in lower case, values with character references decoded, in order.
    pub fn attributes(&self, id: NodeId) -> impl Iterator<Item = (&str, Cow<'_, str>)> + '_ {
        let list: &[(String, String)] = match &self.node(id).data {
            Data::Element { attributes, .. } => attributes,
            _ => &[],
        };
        list.iter().map(|(n, v)| (n.as_str(), Cow::Borrowed(v.as_str())))
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
