//! [`Page`]: a page as a list of text blocks with the evidence that later stages weigh.

use std::borrow::Cow;

use super::Candidate;
use super::layout::Layout;

/// What the markup says a block is. Plain text knows only paragraphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A paragraph, or a line of plain text.
    Paragraph,
    /// A heading of the given level, 1 to 6.
    Heading(u8),
    /// An item of a list.
    ListItem,
    /// A block quotation.
    Quote,
    /// A picture's caption.
    Caption,
    /// A row of a table, cells joined by tabs.
    Table,
}

/// One block of text: a line of a plain text, a block element of a page.
#[derive(Clone, Debug)]
pub struct Block<'a> {
    /// Its text: NFC, white space collapsed to single spaces, trimmed, never empty.
    pub text: Cow<'a, str>,
    /// What the markup says it is.
    pub kind: BlockKind,
    /// Number of blank lines (text) before it, 0 for HTML.
    pub gap: u16,
    /// The line began with white space: in text, often the rest of a paragraph that was cut at a link.
    pub opens_with_space: bool,
    /// The line ended with white space.
    pub ends_with_space: bool,
}

impl Block<'_> {
    /// The same with nothing borrowed.
    pub fn into_owned<'o>(self) -> Block<'o> {
        Block {
            text: Cow::Owned(self.text.into_owned()),
            kind: self.kind,
            gap: self.gap,
            opens_with_space: self.opens_with_space,
            ends_with_space: self.ends_with_space,
        }
    }
}

/// A page: its blocks, and the claims of its metadata. Made by `page`, read by `article`.
#[derive(Clone, Debug, Default)]
pub struct Page<'a> {
    /// The lines of a text.
    pub blocks: Vec<Block<'a>>,
    /// The visible text of a page of HTML, with the boxes around it.
    pub layout: Option<Layout>,
    /// `link rel=canonical`.
    pub canonical_url: Option<Cow<'a, str>>,
    /// Candidates for the title.
    pub titles: Vec<Candidate<'a>>,
    /// Candidates for the lead (descriptions).
    pub leads: Vec<Candidate<'a>>,
    /// Candidates for authors.
    pub authors: Vec<Candidate<'a>>,
    /// Candidates for the publication time.
    pub published: Vec<Candidate<'a>>,
    /// Candidates for the modification time.
    pub modified: Vec<Candidate<'a>>,
    /// Candidates for the site's name.
    pub publishers: Vec<Candidate<'a>>,
    /// Candidates for the section.
    pub sections: Vec<Candidate<'a>>,
    /// Tags.
    pub tags: Vec<Candidate<'a>>,
    /// Image URLs.
    pub images: Vec<Candidate<'a>>,
    /// `og:url`: where the page says it is.
    pub own_url: Option<Cow<'a, str>>,
    /// `<base href>`.
    pub base_url: Option<Cow<'a, str>>,
    /// `og:type`.
    pub og_type: Option<Cow<'a, str>>,
    /// `isAccessibleForFree` of the page's own article.
    pub is_free: Option<bool>,
    /// The page's own article is a `LiveBlogPosting`.
    pub is_live_blog: bool,
    /// The language that the page declares (`html lang`).
    pub language: Option<Cow<'a, str>>,
}
