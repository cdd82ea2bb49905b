//! Formatting elements (`b`, `a`, `font` …): they outlive the blocks that they are open in.
//!
//! `<p><b>one<p>two</b>` has two bold words in two paragraphs: an element that a closed block took along is opened again
//! before the next text ("reconstruct"), and an end tag out of order splits its element around the blocks between (the
//! "adoption agency"). Both make copies, and pages can be written that make ever more of them from ever fewer bytes. So
//! the list is bounded, and the copies that a page may cause are counted against its size: once they are used up,
//! formatting elements end with the blocks that they are in.

use super::builder::Builder;
use super::stack::Open;
use super::tag::Tag;
use super::tag_sets::{SCOPE, SPECIAL};
use super::tokenizer::{Name, Start};

/// Most entries of the list; the oldest goes for a new one.
const MAX_ENTRIES: usize = 256;

/// Above so many attributes two tags are only the same if their order is the same, too.
const MANY: u32 = 16;

/// An entry of the list of active formatting elements.
#[derive(Clone, Copy, Debug)]
pub(super) enum Entry {
    /// The begin of a cell, an `object`, a template: what is before it is not opened again within.
    Marker,
    /// An element; its tag and attributes are those of its node.
    Element {
        id: u32,
        tag: Tag,
        /// The same for elements with the same attributes, and seldom for others.
        signature: u32,
    },
}

impl Entry {
    fn is(self, element: u32) -> bool {
        matches!(self, Entry::Element { id, .. } if id == element)
    }

    /// The entry of a copy of its element.
    fn of_copy(self, copy: u32) -> Entry {
        match self {
            Entry::Element { tag, signature, .. } => Entry::Element {
                id: copy,
                tag,
                signature,
            },
            Entry::Marker => Entry::Marker,
        }
    }
}

impl Builder<'_> {
    /// Puts a marker on the list.
    pub(super) fn push_marker(&mut self) {
        self.push_entry(Entry::Marker);
    }

    fn push_entry(&mut self, entry: Entry) {
        if self.formatting.len() >= MAX_ENTRIES {
            self.formatting.remove(0);
        }
        self.formatting.push(entry);
    }

    /// Takes everything from the list up to and with the last marker.
    pub(super) fn clear_to_marker(&mut self) {
        while let Some(Entry::Element { .. }) = self.formatting.pop() {}
    }

    fn formatting_position(&self, id: u32) -> Option<usize> {
        self.formatting.iter().rposition(|entry| entry.is(id))
    }

    /// Takes an element from the list.
    pub(super) fn forget_formatting(&mut self, id: u32) {
        if let Some(at) = self.formatting_position(id) {
            self.formatting.remove(at);
        }
    }

    /// The last element of a tag on the list, after the last marker.
    pub(super) fn last_formatting(&self, tag: Tag) -> Option<(usize, u32)> {
        for (at, entry) in self.formatting.iter().enumerate().rev() {
            match entry {
                Entry::Marker => return None,
                Entry::Element { id, tag: found, .. } if *found == tag => return Some((at, *id)),
                Entry::Element { .. } => {}
            }
        }
        None
    }

    /// Inserts a formatting element and puts it on the list, where there may be three alike.
    pub(super) fn insert_formatting(&mut self, start: &Start) {
        let id = self.insert_html(start);
        let signature = self.signature(id);
        let (mut alike, mut first) = (0, None);
        for (at, entry) in self.formatting.iter().enumerate().rev() {
            match entry {
                Entry::Marker => break,
                Entry::Element {
                    id: other,
                    tag,
                    signature: others,
                } => {
                    if *tag == start.name.tag && *others == signature && self.are_alike(id, *other) {
                        alike += 1;
                        first = Some(at);
                    }
                }
            }
        }
        if alike >= 3
            && let Some(first) = first
        {
            self.formatting.remove(first);
        }
        self.push_entry(Entry::Element {
            id,
            tag: start.name.tag,
            signature,
        });
    }

    /// A number that does not depend on the order of an element's attributes.
    fn signature(&self, id: u32) -> u32 {
        let sign = |attribute: &super::attribute::Attribute| {
            let (name, value) = (
                self.text_of(attribute.name).as_bytes(),
                self.text_of(attribute.value).as_bytes(),
            );
            let end = super::names::key(&value[value.len().saturating_sub(8)..]);
            let lengths = (name.len() as u64) << 32 ^ value.len() as u64;
            let name = super::names::key(name).rotate_left(17);
            ((end ^ name ^ lengths).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
        };
        self.attributes_of(id).iter().map(sign).fold(0, u32::wrapping_add)
    }

    /// Whether two elements have the same attributes.
    fn are_alike(&self, one: u32, other: u32) -> bool {
        let (one, other) = (self.attributes_of(one), self.attributes_of(other));
        if one.len() != other.len() {
            return false;
        }
        let text = |span: super::span::Span| span.text(self.tokens.html, &self.tokens.side);
        if one.len() as u32 > MANY {
            return one
                .iter()
                .zip(other)
                .all(|(a, b)| text(a.name) == text(b.name) && text(a.value) == text(b.value));
        }
        one.iter().all(|a| {
            other
                .iter()
                .any(|b| a.attr == b.attr && text(a.name) == text(b.name) && text(a.value) == text(b.value))
        })
    }

    fn is_marker_or_open(&self, entry: Entry) -> bool {
        match entry {
            Entry::Marker => true,
            Entry::Element { id, tag, .. } => self.stack.has(tag) && self.stack.position(id).is_some(),
        }
    }

    /// Opens the formatting elements again that were closed with a block.
    pub(super) fn reconstruct(&mut self) {
        let Some(last) = self.formatting.last() else { return };
        if self.is_marker_or_open(*last) {
            return;
        }
        let closed = self
            .formatting
            .iter()
            .rev()
            .take_while(|entry| !self.is_marker_or_open(**entry))
            .count();
        let from = self.formatting.len() - closed;
        if self.copies_left < closed {
            self.formatting.truncate(from);
            return;
        }
        for at in from..self.formatting.len() {
            if let entry @ Entry::Element { id, tag, .. } = self.formatting[at] {
                self.make_room();
                let copy = self.copy(id);
                let place = self.place(self.stack.current());
                self.insert_at(place, copy);
                self.stack.push(Open::html(copy, tag));
                self.formatting[at] = entry.of_copy(copy);
            }
        }
    }

    /// The end tag of a formatting element, or its start tag within another.
    pub(super) fn adoption_agency(&mut self, name: Name) {
        let subject = name.tag;
        let current = self.stack.current();
        if current.is(subject) && self.formatting_position(current.id).is_none() {
            self.stack.pop();
            return;
        }
        for _ in 0..8 {
            let Some((entry_at, id)) = self.last_formatting(subject) else {
                self.any_other_end(name);
                return;
            };
            let Some(stack_at) = self.stack.position(id) else {
                self.formatting.remove(entry_at);
                return;
            };
            let bounds_scope = |open: &Open| open.id != id && open.is_in(SCOPE);
            if stack_at == 0 || self.stack.as_slice()[stack_at..].iter().any(bounds_scope) {
                return;
            }
            let block = self.stack.as_slice()[stack_at..]
                .iter()
                .position(|open| open.is_in(SPECIAL));
            match block {
                // Four copies at most.
                Some(after) if self.copies_left >= 4 => self.adopt(entry_at, stack_at, stack_at + after),
                _ => {
                    self.stack.truncate(stack_at);
                    self.formatting.remove(entry_at);
                    return;
                }
            }
        }
    }

    /// Splits a formatting element around the outermost block that is open within it.
    fn adopt(&mut self, entry_at: usize, stack_at: usize, block_at: usize) {
        let ancestor = self.stack.as_slice()[stack_at - 1];
        let element = self.stack.as_slice()[stack_at];
        let block = self.stack.as_slice()[block_at];
        let mut bookmark = entry_at;
        let mut last = block.id;
        let mut inner = 0;
        for at in (stack_at + 1..block_at).rev() {
            inner += 1;
            let open = self.stack.as_slice()[at];
            let mut position = self.formatting_position(open.id);
            if inner > 3
                && let Some(at) = position.take()
            {
                self.formatting.remove(at);
                if at < bookmark {
                    bookmark -= 1;
                }
            }
            let Some(position) = position else {
                self.stack.remove(at);
                continue;
            };
            let copy = self.copy(open.id);
            self.stack.replace(at, copy);
            self.formatting[position] = self.formatting[position].of_copy(copy);
            if last == block.id {
                bookmark = position + 1;
            }
            self.detach(last);
            self.append(copy, last);
            last = copy;
        }
        self.detach(last);
        let place = self.place(ancestor);
        self.insert_at(place, last);
        let copy = self.copy(element.id);
        self.move_children(block.id, copy);
        self.append(block.id, copy);

        if let Some(at) = self.formatting_position(element.id) {
            let entry = self.formatting.remove(at);
            if at < bookmark {
                bookmark -= 1;
            }
            let bookmark = bookmark.min(self.formatting.len());
            self.formatting.insert(bookmark, entry.of_copy(copy));
        }
        self.stack.remove_id(element.id);
        if let Some(at) = self.stack.position(block.id) {
            self.stack.insert(at + 1, Open::html(copy, element.tag));
        }
    }
}
