//! [`Line`]: a block of the page with what can be seen of it at a glance, and the role that it is given.

use std::borrow::Cow;

use super::caption;
use super::dates::{self, Found};
use super::lower::lower_into;
use crate::page::{Block, BlockKind};

/// Lines of up to so many bytes are looked at word by word; longer ones are prose. About 130 characters of Vietnamese.
pub const SHORT: usize = 200;

/// How a line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// `.`, `!`, `?`, `…`, perhaps inside a closing quotation mark or bracket.
    Sentence,
    /// `:`
    Colon,
    /// `,` or `;`: more must follow.
    Comma,
    /// Anything else.
    Open,
}

/// What a line is in the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A paragraph of the body; what a line is until something else is found.
    Body,
    /// The headline.
    Title,
    /// The standfirst.
    Lead,
    /// A heading within the body.
    Heading,
    /// A caption.
    Caption,
    /// Who wrote it, or where it comes from.
    Byline,
    /// The page's own clock, or the time of publication.
    Date,
    /// Keywords.
    Tags,
    /// Menus, links, widgets: left out.
    Boilerplate,
}

/// A block with what can be seen of it at a glance.
#[derive(Clone, Debug)]
pub struct Line<'p> {
    /// The block's text, or several joined that were one paragraph.
    pub text: Cow<'p, str>,
    /// The text in lower case if it is short, else empty: lists of words are compared with it.
    pub lower: String,
    /// What the markup says.
    pub kind: BlockKind,
    /// Blank lines before it.
    pub gap: u16,
    /// It ended with white space.
    pub ends_with_space: bool,
    /// It began with white space.
    pub opens_with_space: bool,
    /// How it ends.
    pub ending: Ending,
    /// Number of words; an estimate for long lines, and for scripts that write no spaces.
    pub words: usize,
    /// Whether it is short enough to be anything but prose.
    short: bool,
    /// The date that it holds, if it holds hardly anything else.
    pub date: Option<Found>,
    /// It says itself that it is a caption.
    pub captioned: bool,
    /// Its role.
    pub role: Role,
}

impl<'p> Line<'p> {
    /// A paragraph of plain text that stands alone, for tests.
    #[cfg(test)]
    pub fn alone(text: &'p str) -> Self {
        Line::of(Block {
            text: text.into(),
            kind: BlockKind::Paragraph,
            gap: 0,
            opens_with_space: false,
            ends_with_space: false,
        })
    }

    /// Looks at a block.
    pub fn of(block: Block<'p>) -> Self {
        let mut line = Line {
            text: block.text,
            lower: String::new(),
            kind: block.kind,
            gap: block.gap,
            opens_with_space: block.opens_with_space,
            ends_with_space: block.ends_with_space,
            ending: Ending::Open,
            words: 0,
            short: false,
            date: None,
            captioned: false,
            role: Role::Body,
        };
        line.look();
        line
    }

    /// Whether it is short enough to be anything but prose.
    pub fn is_short(&self) -> bool {
        self.short
    }

    /// Whether it reads like a paragraph: long, or a whole sentence.
    pub fn is_prose(&self) -> bool {
        self.text.len() > 260 || (self.words >= 9 && self.ending == Ending::Sentence) || self.words >= 28
    }

    /// Appends a line that was cut off from this one.
    pub fn append(&mut self, next: &Line<'_>) {
        let text = self.text.to_mut();
        let glued = next
            .text
            .starts_with(['.', ',', ';', ':', ')', '”', '!', '?', '…', '%']);
        if !glued && !text.ends_with(['(', '“', '/']) {
            text.push(' ');
        }
        text.push_str(&next.text);
        self.ends_with_space = next.ends_with_space;
        self.look();
    }

    fn look(&mut self) {
        self.ending = ending(&self.text);
        self.lower.clear();
        self.short = self.text.len() <= SHORT || is_short_for_its_script(&self.text);
        if self.short {
            lower_into(&self.text, &mut self.lower);
            self.words = self.text.bytes().filter(|b| *b == b' ').count() + 1;
            // Three bytes a letter and hardly a space: two letters of Chinese or four of Thai make a word.
            if self.words * 18 < self.text.len() && !self.text.is_ascii() {
                self.words = self.words.max(unspaced_words(&self.text));
            }
            self.date = dates::of_line(&self.lower);
        } else {
            self.date = None;
            // Vietnamese news: 5.9 bytes a syllable with its space.
            self.words = self.text.len() / 6;
        }
        self.captioned = caption::is_marked(&self.text, &self.lower);
    }
}

/// Scripts of two and three bytes a letter say less in as many bytes.
fn is_short_for_its_script(text: &str) -> bool {
    const LETTERS: usize = 130;
    text.len() <= 3 * LETTERS && {
        let letters = text.chars().count();
        letters <= LETTERS && letters * 8 < text.len() * 5
    }
}

fn unspaced_words(text: &str) -> usize {
    let (mut han, mut thai) = (0, 0);
    for c in text.chars() {
        match c {
            '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' => thai += 1,
            '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}' => han += 1,
            _ => {}
        }
    }
    han / 2 + thai / 4
}

fn ending(text: &str) -> Ending {
    let text = text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', ' ', '“', '‘', '«', '」', '』', '）']);
    match text.chars().next_back() {
        Some('.' | '!' | '?' | '…' | '。' | '！' | '？' | '｡' | '।' | '॥' | '؟' | '۔') => Ending::Sentence,
        Some(':' | '：') => Ending::Colon,
        Some(',' | ';' | '、' | '，' | '،' | '；') => Ending::Comma,
        _ => Ending::Open,
    }
}

/// Whether two texts say the same, whatever their case, marks and spaces.
pub fn same_text(a: &str, b: &str) -> bool {
    letters(a).eq(letters(b))
}

/// Whether the shorter text is the beginning of the longer, apart from case and marks, so that one of the two was cut
/// off; at least 20 letters have to agree.
pub fn one_begins_the_other(a: &str, b: &str) -> bool {
    let (mut a, mut b) = (letters(a), letters(b));
    let mut agreed = 0;
    loop {
        match (a.next(), b.next()) {
            (Some(x), Some(y)) if x == y => agreed += 1,
            (Some(_), Some(_)) => return false,
            _ => return agreed >= 20,
        }
    }
}

/// Letters and digits in lower case: what is compared of two texts.
pub fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
}
