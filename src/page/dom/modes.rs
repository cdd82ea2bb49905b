//! The insertion modes around the body: from the doctype to the head, after the body, framesets, templates; and which mode
//! gets a token.

use super::builder::{Builder, Mode, Step};
use super::quirks;
use super::raw_text::Raw;
use super::span::Span;
use super::tag::Tag;
use super::tag_sets::THOROUGH_END;
use super::tokenizer::{Name, Start, Token};

impl Builder<'_> {
    /// Builds the whole tree.
    pub(super) fn run(&mut self) {
        loop {
            let is_foreign = !self.stack.current().is_html;
            let token = self.tokens.next(is_foreign);
            let skips = std::mem::take(&mut self.skips_line_feed);
            match token {
                Token::Text(span) => {
                    let skip = skips && self.text_of(span).starts_with('\n');
                    self.text(if skip { span.split(1).1 } else { span });
                    continue;
                }
                _ => self.flush_table_text(),
            }
            match token {
                Token::Start(start) => self.start(&start),
                Token::End(name) => self.end(name),
                Token::Doctype(span) => {
                    if self.mode == Mode::Initial {
                        self.is_quirky = quirks::is_quirky(self.text_of(span));
                        self.mode = Mode::BeforeHtml;
                    }
                }
                Token::Comment | Token::Text(_) => {}
                Token::EndOfFile => break,
            }
        }
        self.finish();
    }

    fn start(&mut self, start: &Start) {
        if self.is_foreign_start(start) && self.foreign_start(start) == Step::Done {
            return;
        }
        while self.start_in_mode(start) == Step::Again {}
    }

    fn end(&mut self, name: Name) {
        if !self.stack.current().is_html && self.foreign_end(name) == Step::Done {
            return;
        }
        while self.end_in_mode(name) == Step::Again {}
    }

    fn start_in_mode(&mut self, start: &Start) -> Step {
        match self.mode {
            Mode::InBody | Mode::Text => self.start_in_body(start),
            Mode::InCell => self.start_in_cell(start),
            Mode::InRow => self.start_in_row(start),
            Mode::InTableBody => self.start_in_table_body(start),
            Mode::InTable => self.start_in_table(start),
            Mode::InCaption => self.start_in_caption(start),
            Mode::InColumnGroup => self.start_in_column_group(start),
            Mode::Initial | Mode::BeforeHtml | Mode::BeforeHead | Mode::AfterHead => self.start_before_body(start),
            Mode::InHead => self.start_in_head(start),
            Mode::InTemplate => self.start_in_template(start),
            Mode::AfterBody | Mode::AfterAfterBody => {
                if start.name.tag == Tag::Html {
                    return self.start_in_body(start);
                }
                self.again(Mode::InBody)
            }
            Mode::InFrameset | Mode::AfterFrameset | Mode::AfterAfterFrameset => self.start_in_frameset(start),
        }
    }

    /// An end tag in the mode that is set.
    pub(super) fn end_in_mode(&mut self, name: Name) -> Step {
        match self.mode {
            Mode::InBody => self.end_in_body(name),
            Mode::Text => {
                self.stack.pop();
                self.mode = self.original;
                Step::Done
            }
            Mode::InCell => self.end_in_cell(name),
            Mode::InRow => self.end_in_row(name),
            Mode::InTableBody => self.end_in_table_body(name),
            Mode::InTable => self.end_in_table(name),
            Mode::InCaption => self.end_in_caption(name),
            Mode::InColumnGroup => self.end_in_column_group(name),
            Mode::Initial | Mode::BeforeHtml | Mode::BeforeHead | Mode::InHead | Mode::AfterHead => {
                self.end_before_body(name)
            }
            Mode::InTemplate => match name.tag {
                Tag::Template => self.end_template(),
                _ => Step::Done,
            },
            Mode::AfterBody => match name.tag {
                Tag::Html => {
                    self.mode = Mode::AfterAfterBody;
                    Step::Done
                }
                _ => self.again(Mode::InBody),
            },
            Mode::AfterAfterBody => self.again(Mode::InBody),
            Mode::InFrameset | Mode::AfterFrameset | Mode::AfterAfterFrameset => self.end_in_frameset(name),
        }
    }

    fn text(&mut self, span: Span) {
        let mut span = span;
        if self.is_foreign_text() {
            if self.is_frameset_ok && !self.is_blank(span) {
                self.is_frameset_ok = false;
            }
            return self.insert_text(span);
        }
        while !span.is_empty() {
            match self.mode {
                Mode::InBody | Mode::InCell | Mode::InCaption | Mode::InTemplate => return self.text_in_body(span),
                Mode::Text => return self.insert_text(span),
                Mode::InTable | Mode::InTableBody | Mode::InRow => return self.text_in_table(span),
                _ => {}
            }
            let (blanks, rest) = self.split_blanks(span);
            match self.mode {
                Mode::InHead | Mode::AfterHead | Mode::InColumnGroup | Mode::InFrameset | Mode::AfterFrameset => {
                    self.insert_text(blanks);
                }
                Mode::AfterBody | Mode::AfterAfterBody | Mode::AfterAfterFrameset if !blanks.is_empty() => {
                    self.text_in_body(blanks);
                }
                _ => {}
            }
            if rest.is_empty() {
                return;
            }
            span = rest;
            match self.mode {
                Mode::AfterBody | Mode::AfterAfterBody => self.mode = Mode::InBody,
                Mode::InColumnGroup if self.stack.current().is(Tag::Colgroup) => {
                    self.leave_column_group();
                }
                Mode::InColumnGroup | Mode::InFrameset | Mode::AfterFrameset | Mode::AfterAfterFrameset => {
                    // Not heard; what is blank after it is.
                    let length = self
                        .text_of(span)
                        .bytes()
                        .take_while(|b| !super::builder::is_blank(*b))
                        .count();
                    span = span.split(length).1;
                }
                _ => self.go_on_before_body(),
            }
        }
    }

    /// Sets a mode in which the token is looked at again.
    pub(super) fn again(&mut self, mode: Mode) -> Step {
        self.mode = mode;
        Step::Again
    }

    // Before the body.

    /// Makes what the page left out up to the next mode.
    fn go_on_before_body(&mut self) {
        self.mode = match self.mode {
            Mode::Initial => {
                self.is_quirky = true;
                Mode::BeforeHtml
            }
            Mode::BeforeHtml => {
                self.insert_missing(Tag::Html);
                Mode::BeforeHead
            }
            Mode::BeforeHead => {
                self.head = Some(self.insert_missing(Tag::Head));
                Mode::InHead
            }
            Mode::InHead => {
                self.stack.pop();
                Mode::AfterHead
            }
            Mode::AfterHead => {
                self.insert_missing(Tag::Body);
                Mode::InBody
            }
            mode => mode,
        };
    }

    fn start_before_body(&mut self, start: &Start) -> Step {
        match (self.mode, start.name.tag) {
            (Mode::BeforeHtml, Tag::Html) => {
                self.insert_html(start);
                self.mode = Mode::BeforeHead;
                return Step::Done;
            }
            (Mode::BeforeHead | Mode::AfterHead, Tag::Html) => return self.start_in_body(start),
            (Mode::BeforeHead, Tag::Head) => {
                self.head = Some(self.insert_html(start));
                self.mode = Mode::InHead;
                return Step::Done;
            }
            (Mode::AfterHead, Tag::Head) => return Step::Done,
            (Mode::AfterHead, Tag::Body) => {
                self.insert_html(start);
                self.is_frameset_ok = false;
                self.mode = Mode::InBody;
                return Step::Done;
            }
            (Mode::AfterHead, Tag::Frameset) => {
                self.insert_html(start);
                self.mode = Mode::InFrameset;
                return Step::Done;
            }
            (
                Mode::AfterHead,
                Tag::Base
                | Tag::Basefont
                | Tag::Bgsound
                | Tag::Link
                | Tag::Meta
                | Tag::Noframes
                | Tag::Script
                | Tag::Style
                | Tag::Template
                | Tag::Title,
            ) => {
                let Some(head) = self.head else { return Step::Done };
                self.stack.push(super::stack::Open::html(head, Tag::Head));
                let step = self.start_in_head(start);
                self.stack.remove_id(head);
                return step;
            }
            _ => {}
        }
        self.go_on_before_body();
        Step::Again
    }

    /// A start tag in the head, or one that is dealt with as if it were.
    pub(super) fn start_in_head(&mut self, start: &Start) -> Step {
        match start.name.tag {
            Tag::Html => return self.start_in_body(start),
            Tag::Base | Tag::Basefont | Tag::Bgsound | Tag::Link | Tag::Meta => {
                self.insert_closed(start, super::node::Namespace::Html);
            }
            Tag::Title => self.insert_raw(start, Raw::WithReferences),
            Tag::Noframes | Tag::Style | Tag::Noscript => self.insert_raw(start, Raw::Text),
            Tag::Script => self.insert_raw(start, Raw::Script),
            Tag::Template => {
                self.insert_html(start);
                self.push_marker();
                self.is_frameset_ok = false;
                self.mode = Mode::InTemplate;
                self.template_modes.push(Mode::InTemplate);
            }
            Tag::Head => {}
            _ => {
                self.go_on_before_body();
                return Step::Again;
            }
        }
        Step::Done
    }

    /// Inserts an element whose content is raw text.
    pub(super) fn insert_raw(&mut self, start: &Start, raw: Raw) {
        self.insert_html(start);
        self.tokens.expect_raw(raw, start.name.tag);
        self.original = self.mode;
        self.mode = Mode::Text;
    }

    fn end_before_body(&mut self, name: Name) -> Step {
        match (self.mode, name.tag) {
            (Mode::InHead, Tag::Head) => {
                self.stack.pop();
                self.mode = Mode::AfterHead;
                Step::Done
            }
            (Mode::InHead | Mode::AfterHead, Tag::Template) => self.end_template(),
            (Mode::Initial, _)
            | (Mode::BeforeHtml | Mode::BeforeHead, Tag::Head)
            | (_, Tag::Body | Tag::Html | Tag::Br) => {
                self.go_on_before_body();
                Step::Again
            }
            _ => Step::Done,
        }
    }

    // Templates.

    /// The end tag of a template, in any mode.
    pub(super) fn end_template(&mut self) -> Step {
        if self.stack.has(Tag::Template) {
            self.stack.close_while_in(THOROUGH_END);
            self.close_template();
        }
        Step::Done
    }

    fn close_template(&mut self) {
        self.stack.close_up_to(Tag::Template);
        self.clear_to_marker();
        self.template_modes.pop();
        self.mode = self.appropriate_mode();
    }

    fn start_in_template(&mut self, start: &Start) -> Step {
        let mode = match start.name.tag {
            Tag::Base
            | Tag::Basefont
            | Tag::Bgsound
            | Tag::Link
            | Tag::Meta
            | Tag::Noframes
            | Tag::Script
            | Tag::Style
            | Tag::Template
            | Tag::Title => return self.start_in_head(start),
            Tag::Caption | Tag::Colgroup | Tag::Tbody | Tag::Tfoot | Tag::Thead => Mode::InTable,
            Tag::Col => Mode::InColumnGroup,
            Tag::Tr => Mode::InTableBody,
            Tag::Td | Tag::Th => Mode::InRow,
            _ => Mode::InBody,
        };
        self.template_modes.pop();
        self.template_modes.push(mode);
        self.again(mode)
    }

    /// The mode that fits the open elements.
    pub(super) fn appropriate_mode(&self) -> Mode {
        for (at, open) in self.stack.as_slice().iter().enumerate().rev() {
            if !open.is_html {
                continue;
            }
            return match open.tag {
                Tag::Td | Tag::Th if at > 0 => Mode::InCell,
                Tag::Tr => Mode::InRow,
                Tag::Tbody | Tag::Thead | Tag::Tfoot => Mode::InTableBody,
                Tag::Caption => Mode::InCaption,
                Tag::Colgroup => Mode::InColumnGroup,
                Tag::Table => Mode::InTable,
                Tag::Template => self.template_modes.last().copied().unwrap_or(Mode::InBody),
                Tag::Head if at > 0 => Mode::InHead,
                Tag::Body => Mode::InBody,
                Tag::Frameset => Mode::InFrameset,
                Tag::Html if self.head.is_none() => Mode::BeforeHead,
                Tag::Html => Mode::AfterHead,
                _ => continue,
            };
        }
        Mode::InBody
    }

    // Framesets.

    fn start_in_frameset(&mut self, start: &Start) -> Step {
        match (self.mode, start.name.tag) {
            (_, Tag::Html) => return self.start_in_body(start),
            (Mode::InFrameset, Tag::Frameset) => {
                self.insert_html(start);
            }
            (Mode::InFrameset, Tag::Frame) => {
                self.insert_closed(start, super::node::Namespace::Html);
            }
            (_, Tag::Noframes) => return self.start_in_head(start),
            _ => {}
        }
        Step::Done
    }

    fn end_in_frameset(&mut self, name: Name) -> Step {
        match (self.mode, name.tag) {
            (Mode::InFrameset, Tag::Frameset) if self.stack.len() > 1 => {
                self.stack.pop();
                if !self.stack.current().is(Tag::Frameset) {
                    self.mode = Mode::AfterFrameset;
                }
            }
            (Mode::AfterFrameset, Tag::Html) => self.mode = Mode::AfterAfterFrameset,
            _ => {}
        }
        Step::Done
    }

    // The end of the page.

    fn finish(&mut self) {
        loop {
            match self.mode {
                Mode::Initial | Mode::BeforeHtml | Mode::BeforeHead | Mode::InHead | Mode::AfterHead => {
                    self.go_on_before_body();
                }
                Mode::Text => {
                    self.stack.pop();
                    self.mode = self.original;
                }
                _ if self.stack.has(Tag::Template) && !self.template_modes.is_empty() => self.close_template(),
                _ => return,
            }
        }
    }
}
