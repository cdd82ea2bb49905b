//! The insertion mode "in body", in which nearly all of a page is read.

use super::attribute::Attr;
use super::builder::{Builder, Mode, Step, missing};
use super::node::Namespace;
use super::raw_text::Raw;
use super::span::Span;
use super::tag::Tag;
use super::tag_sets::{self, BLOCK, BUTTON_SCOPE, FORMATTING, HEADING, LIST_SCOPE, SCOPE, SPECIAL};
use super::tokenizer::{Name, Start};

impl Builder<'_> {
    pub(super) fn text_in_body(&mut self, span: Span) {
        self.reconstruct();
        if self.is_frameset_ok && !self.is_blank(span) {
            self.is_frameset_ok = false;
        }
        self.insert_text(span);
    }

    /// Closes a paragraph that is open.
    fn close_paragraph(&mut self) {
        if self.stack.has_in(SCOPE | BUTTON_SCOPE, Tag::P) {
            self.close_up_to_implied(Tag::P);
        }
    }

    /// Closes an element of a tag, with all that is open in it.
    fn close_up_to_implied(&mut self, tag: Tag) {
        self.stack.close_implied_except(tag);
        self.stack.close_up_to(tag);
    }

    fn insert_void(&mut self, start: &Start) {
        self.insert_closed(start, Namespace::Html);
    }

    fn insert_inline(&mut self, start: &Start) {
        self.reconstruct();
        self.insert_html(start);
    }

    pub(super) fn start_in_body(&mut self, start: &Start) -> Step {
        let tag = start.name.tag;
        let sets = tag_sets::sets(tag);
        if sets & BLOCK != 0 || tag == Tag::P {
            self.close_paragraph();
            self.insert_html(start);
            return Step::Done;
        }
        if sets & HEADING != 0 {
            self.close_paragraph();
            if self.stack.current().is_in(HEADING) {
                self.stack.pop();
            }
            self.insert_html(start);
            return Step::Done;
        }
        if sets & FORMATTING != 0 {
            self.start_formatting(start);
            return Step::Done;
        }
        match tag {
            Tag::Html | Tag::Body | Tag::Frameset => self.start_root_again(start),
            Tag::Base
            | Tag::Basefont
            | Tag::Bgsound
            | Tag::Link
            | Tag::Meta
            | Tag::Noframes
            | Tag::Script
            | Tag::Style
            | Tag::Template
            | Tag::Title
            | Tag::Noscript => return self.start_in_head(start),
            Tag::Pre | Tag::Listing => {
                self.close_paragraph();
                self.insert_html(start);
                self.skips_line_feed = true;
                self.is_frameset_ok = false;
            }
            Tag::Form => {
                let in_template = self.stack.has(Tag::Template);
                if self.form.is_none() || in_template {
                    self.close_paragraph();
                    let form = self.insert_html(start);
                    if !in_template {
                        self.form = Some(form);
                    }
                }
            }
            Tag::Li | Tag::Dd | Tag::Dt => self.start_list_item(start),
            Tag::Plaintext => {
                self.close_paragraph();
                self.insert_html(start);
                self.tokens.expect_raw(Raw::Plain, tag);
            }
            Tag::Button => {
                if self.stack.has_in_scope(Tag::Button) {
                    self.close_up_to_implied_all(Tag::Button);
                }
                self.insert_inline(start);
                self.is_frameset_ok = false;
            }
            Tag::Applet | Tag::Marquee | Tag::Object => {
                self.insert_inline(start);
                self.push_marker();
                self.is_frameset_ok = false;
            }
            Tag::Table => {
                if !self.is_quirky {
                    self.close_paragraph();
                }
                self.insert_html(start);
                self.is_frameset_ok = false;
                self.mode = Mode::InTable;
            }
            Tag::Area | Tag::Br | Tag::Embed | Tag::Img | Tag::Keygen | Tag::Wbr => self.start_void(start),
            Tag::Input => {
                if self.stack.has_in_scope(Tag::Select) {
                    self.stack.close_up_to(Tag::Select);
                }
                let is_hidden = self.is_hidden(start);
                self.reconstruct();
                self.insert_void(start);
                self.is_frameset_ok &= is_hidden;
            }
            Tag::Param | Tag::Source | Tag::Track => self.insert_void(start),
            Tag::Hr => {
                self.close_paragraph();
                if self.stack.has_in_scope(Tag::Select) {
                    self.stack.close_implied_except(Tag::Other);
                }
                self.insert_void(start);
                self.is_frameset_ok = false;
            }
            Tag::Textarea => {
                self.insert_raw(start, Raw::WithReferences);
                self.skips_line_feed = true;
                self.is_frameset_ok = false;
            }
            Tag::Xmp => {
                self.close_paragraph();
                self.reconstruct();
                self.is_frameset_ok = false;
                self.insert_raw(start, Raw::Text);
            }
            Tag::Iframe => {
                self.is_frameset_ok = false;
                self.insert_raw(start, Raw::Text);
            }
            Tag::Noembed => self.insert_raw(start, Raw::Text),
            Tag::Select => {
                if self.stack.has_in_scope(Tag::Select) {
                    self.stack.close_up_to(Tag::Select);
                } else {
                    self.insert_inline(start);
                    self.is_frameset_ok = false;
                }
            }
            Tag::Option | Tag::Optgroup => {
                if self.stack.has_in_scope(Tag::Select) {
                    let except = if tag == Tag::Option { Tag::Optgroup } else { Tag::Other };
                    self.stack.close_implied_except(except);
                } else if self.stack.current().is(Tag::Option) {
                    self.stack.pop();
                }
                self.insert_inline(start);
            }
            Tag::Rb | Tag::Rtc | Tag::Rp | Tag::Rt => {
                if self.stack.has_in_scope(Tag::Ruby) {
                    let except = if matches!(tag, Tag::Rp | Tag::Rt) {
                        Tag::Rtc
                    } else {
                        Tag::Other
                    };
                    self.stack.close_implied_except(except);
                }
                self.insert_html(start);
            }
            Tag::Math | Tag::Svg => {
                self.reconstruct();
                self.start_foreign_root(start);
            }
            Tag::Caption
            | Tag::Col
            | Tag::Colgroup
            | Tag::Frame
            | Tag::Head
            | Tag::Tbody
            | Tag::Td
            | Tag::Tfoot
            | Tag::Th
            | Tag::Thead
            | Tag::Tr => {}
            Tag::Other if self.text_of(start.name.span) == "image" => {
                let name = Name {
                    tag: Tag::Img,
                    ..start.name
                };
                self.start_void(&Start { name, ..*start });
            }
            _ => self.insert_inline(start),
        }
        Step::Done
    }

    fn start_void(&mut self, start: &Start) {
        self.reconstruct();
        self.insert_void(start);
        self.is_frameset_ok = false;
    }

    /// Whether an `input` is hidden.
    pub(super) fn is_hidden(&self, start: &Start) -> bool {
        self.value(start, Attr::Type)
            .is_some_and(|value| value.eq_ignore_ascii_case("hidden"))
    }

    /// As [`Self::close_up_to_implied`]; elements of the same tag that need no end tag are closed as well.
    fn close_up_to_implied_all(&mut self, tag: Tag) {
        self.stack.close_implied_except(Tag::Other);
        self.stack.close_up_to(tag);
    }

    fn start_root_again(&mut self, start: &Start) {
        if self.stack.has(Tag::Template) && start.name.tag != Tag::Frameset {
            return;
        }
        let open = self.stack.as_slice();
        let body = open.get(1).copied().filter(|open| open.is(Tag::Body));
        match (start.name.tag, body) {
            (Tag::Html, _) => {
                if let Some(root) = open.first().copied() {
                    self.keep_late(root.id, start);
                }
            }
            (Tag::Body, Some(body)) => {
                self.is_frameset_ok = false;
                self.keep_late(body.id, start);
            }
            (Tag::Frameset, Some(body)) if self.is_frameset_ok => {
                self.detach(body.id);
                self.stack.truncate(1);
                self.insert_html(start);
                self.mode = Mode::InFrameset;
            }
            _ => {}
        }
    }

    fn start_formatting(&mut self, start: &Start) {
        match start.name.tag {
            Tag::A => {
                if let Some((_, id)) = self.last_formatting(Tag::A) {
                    self.adoption_agency(start.name);
                    self.forget_formatting(id);
                    self.stack.remove_id(id);
                }
                self.reconstruct();
            }
            Tag::Nobr => {
                self.reconstruct();
                if self.stack.has_in_scope(Tag::Nobr) {
                    self.adoption_agency(start.name);
                    self.reconstruct();
                }
            }
            _ => self.reconstruct(),
        }
        self.insert_formatting(start);
    }

    fn start_list_item(&mut self, start: &Start) {
        self.is_frameset_ok = false;
        let is_item = |tag: Tag| match start.name.tag {
            Tag::Li => tag == Tag::Li,
            _ => matches!(tag, Tag::Dd | Tag::Dt),
        };
        for open in self.stack.as_slice().iter().rev() {
            if open.is_html && is_item(open.tag) {
                self.close_up_to_implied(open.tag);
                break;
            }
            if open.is_in(SPECIAL) && !(open.is_html && matches!(open.tag, Tag::Address | Tag::Div | Tag::P)) {
                break;
            }
        }
        self.close_paragraph();
        self.insert_html(start);
    }

    pub(super) fn end_in_body(&mut self, name: Name) -> Step {
        let tag = name.tag;
        let sets = tag_sets::sets(tag);
        if sets & BLOCK != 0 || matches!(tag, Tag::Button | Tag::Listing | Tag::Pre | Tag::Select) {
            if self.stack.has_in_scope(tag) {
                self.close_up_to_implied_all(tag);
            }
            return Step::Done;
        }
        if sets & FORMATTING != 0 {
            self.adoption_agency(name);
            return Step::Done;
        }
        if sets & HEADING != 0 {
            if let Some(at) = self.stack.find_in(SCOPE, |open| open.is_in(HEADING)) {
                self.stack.close_implied_except(Tag::Other);
                self.stack.truncate(at);
            }
            return Step::Done;
        }
        match tag {
            Tag::P => {
                if !self.stack.has_in(SCOPE | BUTTON_SCOPE, Tag::P) {
                    self.insert_missing(Tag::P);
                }
                self.close_up_to_implied(Tag::P);
            }
            Tag::Li if self.stack.has_in(SCOPE | LIST_SCOPE, tag) => self.close_up_to_implied(tag),
            Tag::Dd | Tag::Dt if self.stack.has_in_scope(tag) => self.close_up_to_implied(tag),
            Tag::Li | Tag::Dd | Tag::Dt => {}
            Tag::Body | Tag::Html => {
                if self.stack.has_in_scope(Tag::Body) {
                    self.mode = Mode::AfterBody;
                    if tag == Tag::Html {
                        return Step::Again;
                    }
                }
            }
            Tag::Template => return self.end_template(),
            Tag::Form => self.end_form(),
            Tag::Applet | Tag::Marquee | Tag::Object => {
                if self.stack.has_in_scope(tag) {
                    self.close_up_to_implied_all(tag);
                    self.clear_to_marker();
                }
            }
            Tag::Br => self.start_void(&missing(Tag::Br)),
            _ => self.any_other_end(name),
        }
        Step::Done
    }

    fn end_form(&mut self) {
        if self.stack.has(Tag::Template) {
            if self.stack.has_in_scope(Tag::Form) {
                self.close_up_to_implied_all(Tag::Form);
            }
            return;
        }
        let Some(form) = self.form.take() else { return };
        if self.stack.find_in(SCOPE, |open| open.id == form).is_some() {
            self.stack.close_implied_except(Tag::Other);
            self.stack.remove_id(form);
        }
    }

    /// An end tag without a rule of its own: it closes the innermost element of its name, unless a special one is open
    /// within that.
    pub(super) fn any_other_end(&mut self, name: Name) {
        if !self.stack.has(name.tag) {
            return;
        }
        for (at, open) in self.stack.as_slice().iter().enumerate().rev() {
            if open.is(name.tag) && (name.tag != Tag::Other || self.is_named(*open, name)) {
                if name.tag == Tag::Other {
                    self.stack.close_implied_except(Tag::Other);
                } else {
                    self.stack.close_implied_except(name.tag);
                }
                self.stack.truncate(at);
                return;
            }
            if open.is_in(SPECIAL) {
                return;
            }
        }
    }
}
