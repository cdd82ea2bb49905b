//! The [`Builder`]: tokens become a tree, by the insertion modes of the HTML standard.
//!
//! This file has what all modes need: making nodes and putting them in their place, the foster parent of what stands in a
//! table but not in a cell included. What a mode does with a token is in `modes`, `in_body`, `in_table` and `foreign`.

use super::Dom;
use super::attribute::{Attr, Attribute};
use super::formatting::Entry;
use super::node::{Data, Element, NONE, Namespace, Node};
use super::references;
use super::span::Span;
use super::stack::{MAX_DEPTH, Open, Stack};
use super::tag::Tag;
use super::tag_sets::{FOSTERS, Sets};
use super::tokenizer::{Name, Start, Tokenizer};

/// The insertion modes of the standard. "In table text" and "in head noscript" are not among them: the text of a table
/// waits in [`Builder::table_text`], and with scripting on there is no `noscript` to be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Initial,
    BeforeHtml,
    BeforeHead,
    InHead,
    AfterHead,
    InBody,
    Text,
    InTable,
    InCaption,
    InColumnGroup,
    InTableBody,
    InRow,
    InCell,
    InTemplate,
    AfterBody,
    InFrameset,
    AfterFrameset,
    AfterAfterBody,
    AfterAfterFrameset,
}

/// Where a node goes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    /// After the last child of a node.
    In(u32),
    /// Before a sibling.
    Before(u32),
}

/// Whether a token has been dealt with, or has to be looked at once more in the mode that is set by now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Done,
    Again,
}

/// Builds a tree.
#[derive(Debug)]
pub(super) struct Builder<'h> {
    pub tokens: Tokenizer<'h>,
    pub nodes: Vec<Node>,
    pub stack: Stack,
    pub mode: Mode,
    /// The mode to go back to after raw text.
    pub original: Mode,
    pub template_modes: Vec<Mode>,
    pub formatting: Vec<Entry>,
    /// How many copies of formatting elements may still be made.
    pub copies_left: usize,
    pub head: Option<u32>,
    pub form: Option<u32>,
    pub is_frameset_ok: bool,
    pub is_fostering: bool,
    pub is_quirky: bool,
    /// Whether a line feed that comes next is left out.
    pub skips_line_feed: bool,
    pub table_text: Vec<Span>,
    /// Attributes of further `html` and `body` tags, to be added in the end.
    pub late: Late,
}

/// Attributes that a page gives to its root or its body in a second tag.
#[derive(Debug, Default)]
pub(super) struct Late {
    root: Vec<Attribute>,
    body: Vec<Attribute>,
}

/// Most attributes that are added to a root or a body.
const MAX_LATE: usize = 64;

impl<'h> Builder<'h> {
    pub(super) fn new(html: &'h str) -> Self {
        let mut nodes = Vec::with_capacity(html.len() / 40 + 8);
        nodes.push(Node::new(Data::Document));
        Builder {
            tokens: Tokenizer::new(html),
            nodes,
            stack: Stack::new(),
            mode: Mode::Initial,
            original: Mode::InBody,
            template_modes: Vec::new(),
            formatting: Vec::new(),
            copies_left: 1_000 + html.len() / 16,
            head: None,
            form: None,
            is_frameset_ok: true,
            is_fostering: false,
            is_quirky: false,
            skips_line_feed: false,
            table_text: Vec::new(),
            late: Late::default(),
        }
    }

    /// The tree, once everything is in it.
    pub(super) fn into_dom(mut self) -> Dom<'h> {
        let root = self.nodes[0].first_child;
        for (late, tag) in [
            (std::mem::take(&mut self.late.root), Tag::Html),
            (std::mem::take(&mut self.late.body), Tag::Body),
        ] {
            if late.is_empty() {
                continue;
            }
            let mut at = root;
            if tag == Tag::Body {
                at = self.nodes[root as usize].last_child;
                while at != NONE && !self.is_html(at, Tag::Body) {
                    at = self.nodes[at as usize].previous;
                }
            }
            if at != NONE {
                self.add_attributes(at, &late);
            }
        }
        Dom {
            nodes: self.nodes,
            attributes: self.tokens.attributes,
            html: self.tokens.html,
            side: self.tokens.side,
        }
    }

    fn is_html(&self, id: u32, tag: Tag) -> bool {
        matches!(self.nodes[id as usize].data, Data::Element(e) if e.tag == tag && e.namespace == Namespace::Html)
    }

    /// Gives an element a new range of attributes, with some more at the end.
    fn add_attributes(&mut self, id: u32, more: &[Attribute]) {
        let first = self.tokens.attributes.len();
        let Data::Element(element) = self.nodes[id as usize].data else {
            return;
        };
        let start = element.first_attribute as usize;
        self.tokens
            .attributes
            .extend_from_within(start..start + element.attribute_count as usize);
        self.tokens.attributes.extend_from_slice(more);
        let attribute_count = (self.tokens.attributes.len() - first) as u32;
        self.nodes[id as usize].data = Data::Element(Element {
            first_attribute: first as u32,
            attribute_count,
            ..element
        });
    }

    /// Keeps the attributes of a second `html` or `body` tag that the first has not.
    pub(super) fn keep_late(&mut self, id: u32, start: &Start) {
        let first = start.first_attribute as usize;
        let text = |span: Span| span.text(self.tokens.html, &self.tokens.side);
        let late = if start.name.tag == Tag::Html {
            &self.late.root
        } else {
            &self.late.body
        };
        let mut new = Vec::new();
        for attribute in self.tokens.attributes[first..]
            .iter()
            .take(MAX_LATE.saturating_sub(late.len()))
        {
            let has = |other: &Attribute| other.attr == attribute.attr && text(other.name) == text(attribute.name);
            if !self.attributes_of(id).iter().take(MAX_LATE).any(has) && !late.iter().any(has) {
                new.push(*attribute);
            }
        }
        let late = if start.name.tag == Tag::Html {
            &mut self.late.root
        } else {
            &mut self.late.body
        };
        late.extend(new);
    }

    /// The attributes of an element.
    pub(super) fn attributes_of(&self, id: u32) -> &[Attribute] {
        match self.nodes[id as usize].data {
            Data::Element(e) => {
                let first = e.first_attribute as usize;
                &self.tokens.attributes[first..first + e.attribute_count as usize]
            }
            _ => &[],
        }
    }

    /// The value of an attribute of a start tag, decoded.
    pub(super) fn value(&self, start: &Start, attr: Attr) -> Option<std::borrow::Cow<'_, str>> {
        let first = start.first_attribute as usize;
        self.tokens.attributes[first..first + start.attribute_count as usize]
            .iter()
            .find(|attribute| attribute.attr == attr)
            .map(|attribute| references::attribute(attribute.value.text(self.tokens.html, &self.tokens.side)))
    }

    // Nodes and their places.

    fn create(&mut self, data: Data) -> u32 {
        let id = self.nodes.len() as u32;
        self.nodes.push(Node::new(data));
        id
    }

    /// Makes an element for a start tag.
    pub(super) fn create_element(&mut self, start: &Start, namespace: Namespace) -> u32 {
        let (tag, first_attribute) = (start.name.tag, start.first_attribute);
        let element = Element {
            namespace,
            tag,
            first_attribute,
            attribute_count: start.attribute_count,
        };
        let id = self.create(Data::Element(element));
        if tag == Tag::Template && namespace == Namespace::Html {
            let contents = self.create(Data::Document);
            self.nodes[contents as usize].parent = id;
        }
        id
    }

    /// Makes a copy of an element, without its children.
    pub(super) fn copy(&mut self, id: u32) -> u32 {
        self.copies_left = self.copies_left.saturating_sub(1);
        self.create(self.nodes[id as usize].data)
    }

    /// The node that the children of an open element go into.
    fn contents(&self, open: Open) -> u32 {
        // The contents of a template are made right after it.
        if open.is(Tag::Template) { open.id + 1 } else { open.id }
    }

    /// Puts a node that is nowhere at the end of another.
    pub(super) fn append(&mut self, parent: u32, id: u32) {
        let last = std::mem::replace(&mut self.nodes[parent as usize].last_child, id);
        if last == NONE {
            self.nodes[parent as usize].first_child = id;
        } else {
            self.nodes[last as usize].next = id;
        }
        let node = &mut self.nodes[id as usize];
        node.parent = parent;
        node.previous = last;
    }

    /// Puts a node that is nowhere into its place.
    pub(super) fn insert_at(&mut self, place: Place, id: u32) {
        let sibling = match place {
            Place::In(parent) => return self.append(parent, id),
            Place::Before(sibling) => sibling,
        };
        let Node { parent, previous, .. } = self.nodes[sibling as usize];
        let node = &mut self.nodes[id as usize];
        node.parent = parent;
        node.previous = previous;
        node.next = sibling;
        self.nodes[sibling as usize].previous = id;
        if previous == NONE {
            self.nodes[parent as usize].first_child = id;
        } else {
            self.nodes[previous as usize].next = id;
        }
    }

    /// Takes a node out of its place.
    pub(super) fn detach(&mut self, id: u32) {
        let Node {
            parent, previous, next, ..
        } = self.nodes[id as usize];
        if parent == NONE {
            return;
        }
        if previous == NONE {
            self.nodes[parent as usize].first_child = next;
        } else {
            self.nodes[previous as usize].next = next;
        }
        if next == NONE {
            self.nodes[parent as usize].last_child = previous;
        } else {
            self.nodes[next as usize].previous = previous;
        }
        let node = &mut self.nodes[id as usize];
        (node.parent, node.previous, node.next) = (NONE, NONE, NONE);
    }

    /// Moves all children of a node into one that has none. A node is moved so at most once: it lands in a formatting
    /// element, whose children are never moved.
    pub(super) fn move_children(&mut self, from: u32, to: u32) {
        let node = &mut self.nodes[from as usize];
        let first = std::mem::replace(&mut node.first_child, NONE);
        let last = std::mem::replace(&mut node.last_child, NONE);
        let node = &mut self.nodes[to as usize];
        (node.first_child, node.last_child) = (first, last);
        let mut at = first;
        while at != NONE {
            let node = &mut self.nodes[at as usize];
            node.parent = to;
            at = node.next;
        }
    }

    /// Where a child of an open element goes: at its end; but what stands in a table without being of it goes before it.
    pub(super) fn place(&self, target: Open) -> Place {
        if !(self.is_fostering && target.is_in(FOSTERS)) {
            return Place::In(self.contents(target));
        }
        let open = self.stack.as_slice();
        let Some(at) = open
            .iter()
            .rposition(|open| open.is(Tag::Table) || open.is(Tag::Template))
        else {
            return Place::In(open.first().map_or(0, |root| root.id));
        };
        if open[at].is(Tag::Template) {
            return Place::In(self.contents(open[at]));
        }
        match self.nodes[open[at].id as usize].parent {
            NONE => Place::In(open[at.saturating_sub(1)].id),
            _ => Place::Before(open[at].id),
        }
    }

    // Inserting.

    /// Closes the deepest element if too many are open for one more.
    pub(super) fn make_room(&mut self) {
        if self.stack.len() >= MAX_DEPTH {
            self.stack.pop();
        }
    }

    /// Inserts an element and leaves it open.
    pub(super) fn insert(&mut self, start: &Start, namespace: Namespace, sets: Sets) -> u32 {
        self.make_room();
        let id = self.insert_closed(start, namespace);
        self.stack.push(Open {
            id,
            tag: start.name.tag,
            is_html: namespace == Namespace::Html,
            sets,
            hash: start.name.hash,
        });
        id
    }

    /// Inserts an element of HTML and leaves it open.
    pub(super) fn insert_html(&mut self, start: &Start) -> u32 {
        self.insert(start, Namespace::Html, super::tag_sets::sets(start.name.tag))
    }

    /// Inserts an element that has no content.
    pub(super) fn insert_closed(&mut self, start: &Start, namespace: Namespace) -> u32 {
        let place = self.place(self.stack.current());
        let id = self.create_element(start, namespace);
        self.insert_at(place, id);
        id
    }

    /// Inserts an element that the page left out.
    pub(super) fn insert_missing(&mut self, tag: Tag) -> u32 {
        self.insert_html(&missing(tag))
    }

    /// Inserts text. Text that follows on text is a node of its own.
    pub(super) fn insert_text(&mut self, span: Span) {
        if span.is_empty() {
            return;
        }
        let place = self.place(self.stack.current());
        let id = self.create(Data::Text(span));
        self.insert_at(place, id);
    }

    /// The text of a span.
    pub(super) fn text_of(&self, span: Span) -> &str {
        span.text(self.tokens.html, &self.tokens.side)
    }

    /// Cuts a text after the blanks that it begins with.
    pub(super) fn split_blanks(&self, span: Span) -> (Span, Span) {
        let blanks = self.text_of(span).bytes().take_while(|b| is_blank(*b)).count();
        span.split(blanks)
    }

    /// Whether a text has only blanks.
    pub(super) fn is_blank(&self, span: Span) -> bool {
        self.text_of(span).bytes().all(is_blank)
    }
}

/// A blank, as the standard has it.
pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0c)
}

/// The start tag of an element that the page left out.
pub(super) fn missing(tag: Tag) -> Start {
    Start {
        name: Name {
            tag,
            span: Span::default(),
            hash: 0,
        },
        first_attribute: 0,
        attribute_count: 0,
        is_self_closing: false,
    }
}
