//! The insertion modes of tables: what belongs to a table finds its place, and what does not goes before it.

use super::builder::{Builder, Mode, Step};
use super::node::Namespace;
use super::span::Span;
use super::tag::Tag;
use super::tag_sets::{FOSTERS, TABLE_SCOPE, TABLE_SECTION};
use super::tokenizer::{Name, Start};

impl Builder<'_> {
    fn in_table_scope(&self, tag: Tag) -> bool {
        self.stack.has_in(TABLE_SCOPE, tag)
    }

    fn clear_to_table(&mut self) {
        self.stack.close_until_in(TABLE_SCOPE);
    }

    fn clear_to_section(&mut self) {
        while !(self.stack.current().is_in(TABLE_SECTION) || self.is_at_table_root()) && self.stack.len() > 1 {
            self.stack.pop();
        }
    }

    fn clear_to_row(&mut self) {
        while !(self.stack.current().is(Tag::Tr) || self.is_at_table_root()) && self.stack.len() > 1 {
            self.stack.pop();
        }
    }

    fn is_at_table_root(&self) -> bool {
        let current = self.stack.current();
        current.is(Tag::Template) || current.is(Tag::Html)
    }

    // Text.

    /// Text in a table: it waits for what comes after it.
    pub(super) fn text_in_table(&mut self, span: Span) {
        if self.stack.current().is_in(FOSTERS) {
            self.table_text.push(span);
        } else {
            self.is_fostering = true;
            self.text_in_body(span);
            self.is_fostering = false;
        }
    }

    /// Puts text that waits into the table if it is blank, and before it otherwise.
    pub(super) fn flush_table_text(&mut self) {
        if self.table_text.is_empty() {
            return;
        }
        let waiting = std::mem::take(&mut self.table_text);
        if waiting.iter().all(|span| self.is_blank(*span)) {
            for span in waiting {
                self.insert_text(span);
            }
            return;
        }
        self.is_fostering = true;
        for span in waiting {
            self.text_in_body(span);
        }
        self.is_fostering = false;
    }

    // In table.

    pub(super) fn start_in_table(&mut self, start: &Start) -> Step {
        match start.name.tag {
            Tag::Caption => {
                self.clear_to_table();
                self.push_marker();
                self.insert_html(start);
                self.mode = Mode::InCaption;
            }
            Tag::Colgroup => {
                self.clear_to_table();
                self.insert_html(start);
                self.mode = Mode::InColumnGroup;
            }
            Tag::Col => {
                self.clear_to_table();
                self.insert_missing(Tag::Colgroup);
                return self.again(Mode::InColumnGroup);
            }
            Tag::Tbody | Tag::Tfoot | Tag::Thead => {
                self.clear_to_table();
                self.insert_html(start);
                self.mode = Mode::InTableBody;
            }
            Tag::Td | Tag::Th | Tag::Tr => {
                self.clear_to_table();
                self.insert_missing(Tag::Tbody);
                return self.again(Mode::InTableBody);
            }
            Tag::Table => {
                if self.in_table_scope(Tag::Table) {
                    self.stack.close_up_to(Tag::Table);
                    let mode = self.appropriate_mode();
                    return self.again(mode);
                }
            }
            Tag::Style | Tag::Script | Tag::Template => return self.start_in_head(start),
            Tag::Input if self.is_hidden(start) => {
                self.insert_closed(start, Namespace::Html);
            }
            Tag::Form => {
                if self.form.is_none() && !self.stack.has(Tag::Template) {
                    self.form = Some(self.insert_closed(start, Namespace::Html));
                }
            }
            _ => {
                self.is_fostering = true;
                let step = self.start_in_body(start);
                self.is_fostering = false;
                return step;
            }
        }
        Step::Done
    }

    pub(super) fn end_in_table(&mut self, name: Name) -> Step {
        match name.tag {
            Tag::Table => {
                if self.in_table_scope(Tag::Table) {
                    self.stack.close_up_to(Tag::Table);
                    self.mode = self.appropriate_mode();
                }
                Step::Done
            }
            Tag::Body
            | Tag::Caption
            | Tag::Col
            | Tag::Colgroup
            | Tag::Html
            | Tag::Tbody
            | Tag::Td
            | Tag::Tfoot
            | Tag::Th
            | Tag::Thead
            | Tag::Tr => Step::Done,
            Tag::Template => self.end_template(),
            _ => {
                self.is_fostering = true;
                let step = self.end_in_body(name);
                self.is_fostering = false;
                step
            }
        }
    }

    // In caption.

    fn close_caption(&mut self) -> bool {
        let is_open = self.in_table_scope(Tag::Caption);
        if is_open {
            self.stack.close_implied_except(Tag::Other);
            self.stack.close_up_to(Tag::Caption);
            self.clear_to_marker();
            self.mode = Mode::InTable;
        }
        is_open
    }

    pub(super) fn start_in_caption(&mut self, start: &Start) -> Step {
        match start.name.tag {
            Tag::Caption
            | Tag::Col
            | Tag::Colgroup
            | Tag::Tbody
            | Tag::Td
            | Tag::Tfoot
            | Tag::Th
            | Tag::Thead
            | Tag::Tr => {
                if self.close_caption() {
                    Step::Again
                } else {
                    Step::Done
                }
            }
            _ => self.start_in_body(start),
        }
    }

    pub(super) fn end_in_caption(&mut self, name: Name) -> Step {
        match name.tag {
            Tag::Caption => {
                self.close_caption();
                Step::Done
            }
            Tag::Table => {
                if self.close_caption() {
                    Step::Again
                } else {
                    Step::Done
                }
            }
            Tag::Body
            | Tag::Col
            | Tag::Colgroup
            | Tag::Html
            | Tag::Tbody
            | Tag::Td
            | Tag::Tfoot
            | Tag::Th
            | Tag::Thead
            | Tag::Tr => Step::Done,
            _ => self.end_in_body(name),
        }
    }

    // In column group.

    /// Goes back to the table.
    pub(super) fn leave_column_group(&mut self) -> Step {
        if !self.stack.current().is(Tag::Colgroup) {
            return Step::Done;
        }
        self.stack.pop();
        self.again(Mode::InTable)
    }

    pub(super) fn start_in_column_group(&mut self, start: &Start) -> Step {
        match start.name.tag {
            Tag::Html => self.start_in_body(start),
            Tag::Col => {
                self.insert_closed(start, Namespace::Html);
                Step::Done
            }
            Tag::Template => self.start_in_head(start),
            _ => self.leave_column_group(),
        }
    }

    pub(super) fn end_in_column_group(&mut self, name: Name) -> Step {
        match name.tag {
            Tag::Colgroup => {
                self.leave_column_group();
                Step::Done
            }
            Tag::Col => Step::Done,
            Tag::Template => self.end_template(),
            _ => self.leave_column_group(),
        }
    }

    // In table body.

    pub(super) fn start_in_table_body(&mut self, start: &Start) -> Step {
        match start.name.tag {
            Tag::Tr => {
                self.clear_to_section();
                self.insert_html(start);
                self.mode = Mode::InRow;
                Step::Done
            }
            Tag::Th | Tag::Td => {
                self.clear_to_section();
                self.insert_missing(Tag::Tr);
                self.again(Mode::InRow)
            }
            Tag::Caption | Tag::Col | Tag::Colgroup | Tag::Tbody | Tag::Tfoot | Tag::Thead => self.leave_section(),
            _ => self.start_in_table(start),
        }
    }

    /// Closes a section of a table and goes back to the table.
    fn leave_section(&mut self) -> Step {
        if self
            .stack
            .find_in(TABLE_SCOPE, |open| open.is_in(TABLE_SECTION))
            .is_none()
        {
            return Step::Done;
        }
        self.clear_to_section();
        self.stack.pop();
        self.again(Mode::InTable)
    }

    pub(super) fn end_in_table_body(&mut self, name: Name) -> Step {
        match name.tag {
            Tag::Tbody | Tag::Tfoot | Tag::Thead => {
                if self.in_table_scope(name.tag) {
                    self.clear_to_section();
                    self.stack.pop();
                    self.mode = Mode::InTable;
                }
                Step::Done
            }
            Tag::Table => self.leave_section(),
            Tag::Body | Tag::Caption | Tag::Col | Tag::Colgroup | Tag::Html | Tag::Td | Tag::Th | Tag::Tr => Step::Done,
            _ => self.end_in_table(name),
        }
    }

    // In row.

    /// Closes the row and goes back to its section.
    fn leave_row(&mut self) -> Step {
        if !self.in_table_scope(Tag::Tr) {
            return Step::Done;
        }
        self.clear_to_row();
        self.stack.pop();
        self.again(Mode::InTableBody)
    }

    pub(super) fn start_in_row(&mut self, start: &Start) -> Step {
        match start.name.tag {
            Tag::Th | Tag::Td => {
                self.clear_to_row();
                self.insert_html(start);
                self.mode = Mode::InCell;
                self.push_marker();
                Step::Done
            }
            Tag::Caption | Tag::Col | Tag::Colgroup | Tag::Tbody | Tag::Tfoot | Tag::Thead | Tag::Tr => {
                self.leave_row()
            }
            _ => self.start_in_table(start),
        }
    }

    pub(super) fn end_in_row(&mut self, name: Name) -> Step {
        match name.tag {
            Tag::Tr => {
                self.leave_row();
                Step::Done
            }
            Tag::Table => self.leave_row(),
            Tag::Tbody | Tag::Tfoot | Tag::Thead if self.in_table_scope(name.tag) => self.leave_row(),
            Tag::Tbody | Tag::Tfoot | Tag::Thead => Step::Done,
            Tag::Body | Tag::Caption | Tag::Col | Tag::Colgroup | Tag::Html | Tag::Td | Tag::Th => Step::Done,
            _ => self.end_in_table(name),
        }
    }

    // In cell.

    /// Closes the cell and goes back to its row.
    fn leave_cell(&mut self) -> Step {
        self.stack.close_implied_except(Tag::Other);
        if let Some(at) = self
            .stack
            .as_slice()
            .iter()
            .rposition(|open| open.is(Tag::Td) || open.is(Tag::Th))
        {
            self.stack.truncate(at);
        }
        self.clear_to_marker();
        self.again(Mode::InRow)
    }

    pub(super) fn start_in_cell(&mut self, start: &Start) -> Step {
        match start.name.tag {
            Tag::Caption
            | Tag::Col
            | Tag::Colgroup
            | Tag::Tbody
            | Tag::Td
            | Tag::Tfoot
            | Tag::Th
            | Tag::Thead
            | Tag::Tr => {
                if self.in_table_scope(Tag::Td) || self.in_table_scope(Tag::Th) {
                    self.leave_cell()
                } else {
                    Step::Done
                }
            }
            _ => self.start_in_body(start),
        }
    }

    pub(super) fn end_in_cell(&mut self, name: Name) -> Step {
        match name.tag {
            Tag::Td | Tag::Th => {
                if self.in_table_scope(name.tag) {
                    self.stack.close_implied_except(Tag::Other);
                    self.stack.close_up_to(name.tag);
                    self.clear_to_marker();
                    self.mode = Mode::InRow;
                }
                Step::Done
            }
            Tag::Table | Tag::Tbody | Tag::Tfoot | Tag::Thead | Tag::Tr => {
                if self.in_table_scope(name.tag) {
                    self.leave_cell()
                } else {
                    Step::Done
                }
            }
            Tag::Body | Tag::Caption | Tag::Col | Tag::Colgroup | Tag::Html => Step::Done,
            _ => self.end_in_body(name),
        }
    }
}
