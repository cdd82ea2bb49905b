//! The stack of open elements: where the next node goes, and what an end tag closes.
//!
//! It is never more than [`MAX_DEPTH`] deep. A page that nests deeper has no reader who could tell, and each rule that looks
//! through the stack would take the square of the depth. As in Blink, an element that would be deeper becomes a sibling of
//! the deepest: here the deepest is closed first.

use super::tag::Tag;
use super::tag_sets::{self, IMPLIED_END, SCOPE, Sets};

/// Most elements that may be open at once; browsers have the same bound.
pub(super) const MAX_DEPTH: usize = 512;

/// An element that is open.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    pub id: u32,
    pub tag: Tag,
    /// Whether it is an element of HTML, and not of SVG or MathML.
    pub is_html: bool,
    pub sets: Sets,
    /// The hash of its name.
    pub hash: u32,
}

impl Open {
    /// An open element of HTML.
    pub(super) fn html(id: u32, tag: Tag) -> Self {
        Open {
            id,
            tag,
            hash: 0,
            is_html: true,
            sets: tag_sets::sets(tag),
        }
    }

    pub(super) fn is(self, tag: Tag) -> bool {
        self.is_html && self.tag == tag
    }

    pub(super) fn is_in(self, sets: Sets) -> bool {
        self.sets & sets != 0
    }
}

/// The open elements, the current one last. Of HTML elements it is known how many of each tag there are, so that most
/// searches for one that is not open need not be made.
#[derive(Debug)]
pub(super) struct Stack {
    elements: Vec<Open>,
    counts: [u16; Tag::COUNT],
}

impl Stack {
    pub(super) fn new() -> Self {
        Stack {
            elements: Vec::with_capacity(64),
            counts: [0; Tag::COUNT],
        }
    }

    pub(super) fn as_slice(&self) -> &[Open] {
        &self.elements
    }

    pub(super) fn len(&self) -> usize {
        self.elements.len()
    }

    /// The current element; the document, if none is open.
    pub(super) fn current(&self) -> Open {
        match self.elements.last() {
            Some(open) => *open,
            None => Open {
                id: 0,
                tag: Tag::Other,
                is_html: true,
                sets: 0,
                hash: 0,
            },
        }
    }

    fn count(&mut self, open: Open) -> &mut u16 {
        &mut self.counts[if open.is_html {
            open.tag as usize
        } else {
            Tag::Other as usize
        }]
    }

    pub(super) fn push(&mut self, open: Open) {
        *self.count(open) += 1;
        self.elements.push(open);
    }

    /// Puts an element in at a place.
    pub(super) fn insert(&mut self, at: usize, open: Open) {
        *self.count(open) += 1;
        self.elements.insert(at, open);
    }

    /// Takes out the element at a place.
    pub(super) fn remove(&mut self, at: usize) {
        let open = self.elements.remove(at);
        *self.count(open) -= 1;
    }

    /// Puts a new element of the same tag in the place of one.
    pub(super) fn replace(&mut self, at: usize, id: u32) {
        self.elements[at].id = id;
    }

    /// Takes out an element wherever it is.
    pub(super) fn remove_id(&mut self, id: u32) {
        if let Some(at) = self.position(id) {
            self.remove(at);
        }
    }

    /// Where an element is.
    pub(super) fn position(&self, id: u32) -> Option<usize> {
        self.elements.iter().rposition(|open| open.id == id)
    }

    /// Closes the current element; the root stays.
    pub(super) fn pop(&mut self) {
        if self.elements.len() > 1
            && let Some(open) = self.elements.pop()
        {
            *self.count(open) -= 1;
        }
    }

    /// Closes all above so many; the root stays.
    pub(super) fn truncate(&mut self, length: usize) {
        while self.elements.len() > length.max(1) {
            self.pop();
        }
    }

    /// Whether an element of a tag is open.
    pub(super) fn has(&self, tag: Tag) -> bool {
        self.counts[tag as usize] > 0
    }

    /// The innermost open element that is one of those looked for, unless one that bounds the scope lies within it.
    pub(super) fn find_in(&self, scope: Sets, is_it: impl Fn(Open) -> bool) -> Option<usize> {
        for (at, open) in self.elements.iter().enumerate().rev() {
            if is_it(*open) {
                return Some(at);
            }
            if open.is_in(scope) {
                return None;
            }
        }
        None
    }

    /// Whether an element of a tag is in a scope.
    pub(super) fn has_in(&self, scope: Sets, tag: Tag) -> bool {
        self.has(tag) && self.find_in(scope, |open| open.is(tag)).is_some()
    }

    /// Whether an element of a tag is in scope, in the plain sense.
    pub(super) fn has_in_scope(&self, tag: Tag) -> bool {
        self.has_in(SCOPE, tag)
    }

    /// Closes what needs no end tag, but no element of the tag `except`.
    pub(super) fn close_implied_except(&mut self, except: Tag) {
        while self.current().is_in(IMPLIED_END) && !self.current().is(except) {
            self.pop();
        }
    }

    /// Closes what of these sets is current.
    pub(super) fn close_while_in(&mut self, sets: Sets) {
        while self.current().is_in(sets) && self.len() > 1 {
            self.pop();
        }
    }

    /// Closes elements until one of these sets is current.
    pub(super) fn close_until_in(&mut self, sets: Sets) {
        while !self.current().is_in(sets) && self.len() > 1 {
            self.pop();
        }
    }

    /// Closes elements up to and with the innermost of a tag.
    pub(super) fn close_up_to(&mut self, tag: Tag) {
        if let Some(at) = self.elements.iter().rposition(|open| open.is(tag)) {
            self.truncate(at);
        }
    }
}
