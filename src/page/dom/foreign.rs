//! SVG and MathML within a page: what stays in them, and what ends them.

use super::attribute::Attr;
use super::builder::{Builder, Step};
use super::node::{Data, Namespace};
use super::stack::Open;
use super::tag::Tag;
use super::tag_sets::{self, BREAKOUT, INTEGRATION, MATHML_TEXT, SCOPE, SPECIAL, Sets};
use super::tokenizer::{Name, Start};

impl Builder<'_> {
    /// The name of an element, in lower case.
    pub(super) fn name_of(&self, id: u32) -> &str {
        match self.nodes[id as usize].data {
            Data::Element(e) if e.tag == Tag::Other => {
                let name = (e.first_attribute as usize)
                    .checked_sub(1)
                    .and_then(|at| self.tokens.attributes.get(at));
                name.map_or("", |attribute| self.text_of(attribute.name))
            }
            Data::Element(e) => e.tag.name(),
            _ => "",
        }
    }

    /// Whether an open element without a tag has the name of an end tag.
    pub(super) fn is_named(&self, open: Open, name: Name) -> bool {
        open.hash == name.hash && self.name_of(open.id) == self.text_of(name.span)
    }

    fn namespace_of(&self, id: u32) -> Namespace {
        match self.nodes[id as usize].data {
            Data::Element(e) => e.namespace,
            _ => Namespace::Html,
        }
    }

    /// Whether text that comes now is text of SVG or MathML.
    pub(super) fn is_foreign_text(&self) -> bool {
        let current = self.stack.current();
        !current.is_html && !current.is_in(INTEGRATION | MATHML_TEXT)
    }

    /// Whether a start tag that comes now belongs to SVG or MathML.
    pub(super) fn is_foreign_start(&self, start: &Start) -> bool {
        let current = self.stack.current();
        if current.is_html || current.is_in(INTEGRATION) {
            return false;
        }
        if current.is_in(MATHML_TEXT) {
            return start.name.tag == Tag::Other && matches!(self.text_of(start.name.span), "mglyph" | "malignmark");
        }
        !(start.name.tag == Tag::Svg && self.name_of(current.id) == "annotation-xml")
    }

    /// `svg` or `math` in HTML.
    pub(super) fn start_foreign_root(&mut self, start: &Start) {
        let namespace = if start.name.tag == Tag::Svg {
            Namespace::Svg
        } else {
            Namespace::MathMl
        };
        self.insert_foreign(start, namespace);
    }

    fn insert_foreign(&mut self, start: &Start, namespace: Namespace) {
        if start.is_self_closing {
            self.insert_closed(start, namespace);
        } else {
            let sets = self.foreign_sets(start, namespace);
            self.insert(start, namespace, sets);
        }
    }

    fn foreign_sets(&self, start: &Start, namespace: Namespace) -> Sets {
        let name = match start.name.tag {
            Tag::Other => self.text_of(start.name.span),
            tag => tag.name(),
        };
        match (namespace, name) {
            (Namespace::Svg, "foreignobject" | "desc" | "title") => INTEGRATION | SCOPE | SPECIAL,
            (Namespace::MathMl, "mi" | "mo" | "mn" | "ms" | "mtext") => MATHML_TEXT | SCOPE | SPECIAL,
            (Namespace::MathMl, "annotation-xml") => {
                let is_html = self.value(start, Attr::Encoding).is_some_and(|encoding| {
                    encoding.eq_ignore_ascii_case("text/html") || encoding.eq_ignore_ascii_case("application/xhtml+xml")
                });
                if is_html {
                    INTEGRATION | SCOPE | SPECIAL
                } else {
                    SCOPE | SPECIAL
                }
            }
            _ => 0,
        }
    }

    /// A start tag in SVG or MathML. One that can only be HTML ends them.
    pub(super) fn foreign_start(&mut self, start: &Start) -> Step {
        let breaks_out = tag_sets::sets(start.name.tag) & BREAKOUT != 0
            || start.name.tag == Tag::Font
                && [Attr::Color, Attr::Face, Attr::Size]
                    .iter()
                    .any(|attr| self.value(start, *attr).is_some());
        if breaks_out {
            self.leave_foreign();
            return Step::Again;
        }
        let namespace = self.namespace_of(self.stack.current().id);
        self.insert_foreign(start, namespace);
        Step::Done
    }

    fn leave_foreign(&mut self) {
        let stays = |open: Open| open.is_html || open.is_in(INTEGRATION | MATHML_TEXT);
        while !stays(self.stack.current()) {
            self.stack.pop();
        }
    }

    /// An end tag in SVG or MathML.
    pub(super) fn foreign_end(&mut self, name: Name) -> Step {
        if matches!(name.tag, Tag::Br | Tag::P) {
            self.leave_foreign();
            return Step::Again;
        }
        for (at, open) in self.stack.as_slice().iter().enumerate().skip(1).rev() {
            if open.is_html {
                return Step::Again;
            }
            if open.tag == name.tag && (name.tag != Tag::Other || self.is_named(*open, name)) {
                self.stack.truncate(at);
                return Step::Done;
            }
        }
        Step::Done
    }
}
