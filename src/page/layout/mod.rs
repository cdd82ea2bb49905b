//! HTML → [`Layout`]: the visible text of a page as blocks in order, with the boxes that they lie in.
//!
//! A block is a run of inline content: a paragraph, a heading, an item of a list, a row of a table, a stretch of text
//! between two boxes. A box is any element that is not inline. What a box is called, how much text and how many links
//! it holds, and what lies around it is the evidence from which `article` tells the body from the rest. Nothing is left
//! out here but what a browser does not show.

pub mod class_words;
mod collect;
mod pictures;

use std::ops::Range;

pub use class_words::{COUNT as KIND_COUNT, Kinds};
pub use collect::collect;

use super::dom::Tag;

/// What a block lies in, as bits: elements among its ancestors that say something of it.
pub mod within {
    /// `article`
    pub const ARTICLE: u32 = 1;
    /// `main`, or the role of the same name
    pub const MAIN: u32 = 1 << 1;
    /// `aside`
    pub const ASIDE: u32 = 1 << 2;
    /// `nav`
    pub const NAV: u32 = 1 << 3;
    /// `footer`
    pub const FOOTER: u32 = 1 << 4;
    /// `header`
    pub const HEADER: u32 = 1 << 5;
    /// `form`
    pub const FORM: u32 = 1 << 6;
    /// `table`
    pub const TABLE: u32 = 1 << 7;
    /// `ul`, `ol`, `dl`
    pub const LIST: u32 = 1 << 8;
    /// `figure`
    pub const FIGURE: u32 = 1 << 9;
    /// `blockquote`
    pub const QUOTE: u32 = 1 << 10;
    /// Hidden by an attribute or a style.
    pub const HIDDEN: u32 = 1 << 11;
    /// `details`, `dialog`
    pub const FOLDED: u32 = 1 << 12;
    /// `itemprop=articleBody`
    pub const ARTICLE_BODY: u32 = 1 << 13;
    /// `button`, `label`
    pub const CONTROL: u32 = 1 << 14;
    /// `figcaption`, or a box called a caption within or beside a picture
    pub const CAPTION: u32 = 1 << 15;
}

/// An element that is not inline.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The box around it; its own index for the first.
    pub parent: u32,
    /// Its element.
    pub tag: Tag,
    /// How many boxes lie around it.
    pub depth: u16,
    /// What its class and id say.
    pub kinds: Kinds,
    /// A number that boxes of the same tag and class share, nearly always these alone.
    pub signature: u32,
    /// See [`within`]: of itself and all around it.
    pub within: u32,
    /// The first block in it.
    pub first: u32,
    /// The block after the last in it.
    pub end: u32,
}

/// A run of visible text.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Where its text lies in [`Layout::text`].
    pub text: Range<usize>,
    /// The innermost box around it.
    pub place: u32,
    /// How much text it is: letters and marks, those of scripts without spaces counting for two and a half.
    pub length: f32,
    /// How much of it lies in links.
    pub linked: f32,
    /// Number of links in it.
    pub links: u16,
    /// All of it is bold.
    pub strong: bool,
    /// All of it is in italics.
    pub emphasis: bool,
}

/// A picture with what is written below it.
#[derive(Clone, Debug)]
pub struct Picture {
    /// The block before which it stands.
    pub at: u32,
    /// Its address as the page gives it.
    pub url: String,
}

/// A link out of the text.
#[derive(Clone, Debug)]
pub struct Link {
    /// The block that it lies in.
    pub at: u32,
    /// Its address as the page gives it.
    pub url: String,
}

/// A page's visible text, in order.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// The source is no page but a piece of one, as editors' systems send it: nothing stands around the text.
    pub is_fragment: bool,
    /// The texts of all blocks, one after the other.
    pub text: String,
    /// The blocks.
    pub pieces: Vec<Piece>,
    /// The boxes, a box after the one around it.
    pub places: Vec<Place>,
    /// The pictures.
    pub pictures: Vec<Picture>,
    /// The links.
    pub links: Vec<Link>,
}

impl Layout {
    /// The text of a block.
    pub fn text_of(&self, piece: &Piece) -> &str {
        self.text.get(piece.text.clone()).unwrap_or_default()
    }
}
