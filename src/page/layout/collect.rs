//! The walk through the tree that gathers blocks and boxes.

use super::class_words::{self, Kinds};
use super::{Layout, Link, Piece, Place, pictures, within};
use crate::page::dom::{Dom, NodeId, Step, Tag, Walk};
use crate::page::letters;
use crate::page::memo::Memo;

/// More blocks than any page has that a person reads; what comes after them is not looked at.
const MAX_BLOCKS: usize = 200_000;

/// Cells of a table are looked at so far to tell a row of data from a frame for other boxes.
const ROW_LOOK: usize = 60;

/// Gathers the visible text of a page.
pub fn collect(dom: &Dom<'_>) -> Layout {
    let mut collector = Collector::new();
    let mut walk = dom.walk(dom.root());
    while let Some(step) = walk.next() {
        match step {
            Step::Enter(id) => {
                if let Some(text) = dom.text(id) {
                    collector.text(text);
                } else if !collector.enter(dom, id) {
                    Walk::skip(&mut walk, id);
                }
            }
            Step::Leave(id) => collector.leave(dom, id),
        }
        if collector.layout.pieces.len() >= MAX_BLOCKS {
            break;
        }
    }
    collector.finish()
}

struct Collector {
    layout: Layout,
    /// What classes say, and their part of the signature.
    classes: Memo<(Kinds, u32)>,
    /// The boxes that are open.
    open: Vec<u32>,
    /// Text of the block that is open.
    buffer: String,
    /// How much of it lies in links, in bold, in italics, and all of it that is no white space, in bytes.
    linked: usize,
    strong: usize,
    emphasised: usize,
    written: usize,
    links: u16,
    in_link: u32,
    in_strong: u32,
    in_emphasis: u32,
    /// A row of data is one block: how many are open.
    in_row: u32,
    rows: Vec<NodeId>,
    /// A `br` was met, and no text since.
    broken: bool,
}

impl Collector {
    fn new() -> Self {
        Collector {
            layout: Layout::default(),
            classes: Memo::default(),
            open: Vec::with_capacity(64),
            buffer: String::new(),
            linked: 0,
            strong: 0,
            emphasised: 0,
            written: 0,
            links: 0,
            in_link: 0,
            in_strong: 0,
            in_emphasis: 0,
            in_row: 0,
            rows: Vec::new(),
            broken: false,
        }
    }

    fn text(&mut self, text: &str) {
        if self.open.is_empty() {
            return;
        }
        let trimmed = text.trim_matches([' ', '\n', '\t', '\r', '\u{c}']);
        if !trimmed.is_empty() {
            self.broken = false;
            let len = trimmed.len();
            self.written += len;
            if self.in_link > 0 {
                self.linked += len;
            }
            if self.in_strong > 0 {
                self.strong += len;
            }
            if self.in_emphasis > 0 {
                self.emphasised += len;
            }
        } else if self.buffer.is_empty() {
            return;
        }
        self.buffer.push_str(text);
    }

    /// False where the element and all in it is not shown.
    fn enter(&mut self, dom: &Dom<'_>, id: NodeId) -> bool {
        let Some(tag) = dom.tag(id) else {
            // SVG, MathML, comments; but the document itself.
            return id == dom.root();
        };
        match tag {
            Tag::Head
            | Tag::Script
            | Tag::Style
            | Tag::Noscript
            | Tag::Template
            | Tag::Iframe
            | Tag::Select
            | Tag::Option
            | Tag::Datalist
            | Tag::Textarea
            | Tag::Object
            | Tag::Applet
            | Tag::Canvas
            | Tag::Video
            | Tag::Audio
            | Tag::Noembed
            | Tag::Noframes
            | Tag::Title
            | Tag::Rp
            | Tag::Rt
            | Tag::Progress
            | Tag::Frameset => return false,
            Tag::Img => {
                self.picture(dom, id);
                return true;
            }
            Tag::Br => {
                self.line_break();
                return true;
            }
            Tag::A => {
                self.in_link += 1;
                self.link(dom, id);
                return true;
            }
            Tag::B | Tag::Strong => {
                self.in_strong += 1;
                return true;
            }
            Tag::I | Tag::Em => {
                self.in_emphasis += 1;
                return true;
            }
            Tag::Td | Tag::Th if self.in_row > 0 => {
                if !self.buffer.is_empty() {
                    self.buffer.push('\t');
                }
                return true;
            }
            _ if is_inline(tag) => return !is_hidden(dom, id),
            _ => {}
        }
        // In a row of data nothing begins a block; only rows that hold no boxes are such.
        if self.in_row > 0 {
            return true;
        }
        self.flush();
        self.push_place(dom, id, tag);
        if tag == Tag::Tr && is_data(dom, id) {
            self.in_row += 1;
            self.rows.push(id);
        }
        true
    }

    fn leave(&mut self, dom: &Dom<'_>, id: NodeId) {
        let Some(tag) = dom.tag(id) else { return };
        match tag {
            Tag::A => self.in_link = self.in_link.saturating_sub(1),
            Tag::B | Tag::Strong => self.in_strong = self.in_strong.saturating_sub(1),
            Tag::I | Tag::Em => self.in_emphasis = self.in_emphasis.saturating_sub(1),
            Tag::Img | Tag::Br => {}
            _ if is_inline(tag) => {}
            _ => {
                if self.in_row > 0 {
                    if self.rows.last() != Some(&id) {
                        return;
                    }
                    self.rows.pop();
                    self.in_row -= 1;
                }
                self.flush();
                if let Some(at) = self.open.pop()
                    && let Some(place) = self.layout.places.get_mut(at as usize)
                {
                    place.end = index(self.layout.pieces.len());
                }
            }
        }
    }

    fn push_place(&mut self, dom: &Dom<'_>, id: NodeId, tag: Tag) {
        let at = index(self.layout.places.len());
        let parent = self.open.last().copied().unwrap_or(at);
        let (depth, inherited) = self
            .layout
            .places
            .get(parent as usize)
            .map_or((0, 0), |p| (p.depth.saturating_add(1), p.within));
        let (mut kinds, mut within, mut signature) =
            (0, inherited | of_tag(tag), (tag as u32 + 1).wrapping_mul(0x9e37_79b9));
        for (name, value) in dom.attributes(id) {
            match name {
                "class" => {
                    let (said, looks) = self.classes.get(&value, |v| (class_words::kinds(v), looks(v)));
                    kinds |= said;
                    signature = signature.rotate_left(7) ^ looks;
                }
                // What builders of pages call a part where classes say only how it looks.
                "id" | "data-slot" | "data-component" | "data-testid" | "data-test-id" | "data-qa" | "data-block"
                | "data-module" | "data-type" => kinds |= class_words::kinds(&value),
                "hidden" => within |= within::HIDDEN,
                "aria-hidden" if value == "true" => within |= within::HIDDEN,
                "style" if hides(&value) => within |= within::HIDDEN,
                "itemprop" if value.split(' ').any(|p| p == "articleBody") => within |= within::ARTICLE_BODY,
                "role" => match value.as_ref() {
                    "main" => within |= within::MAIN,
                    "navigation" | "menu" | "menubar" => within |= within::NAV,
                    "complementary" => within |= within::ASIDE,
                    "contentinfo" => within |= within::FOOTER,
                    "banner" => within |= within::HEADER,
                    "dialog" | "alertdialog" => within |= within::FOLDED,
                    _ => {}
                },
                _ => {}
            }
        }
        if kinds & class_words::CAPTION != 0 && inherited & within::FIGURE != 0 {
            within |= within::CAPTION;
        }
        let first = index(self.layout.pieces.len());
        self.layout.places.push(Place {
            parent,
            tag,
            depth,
            kinds,
            signature,
            within,
            first,
            end: first,
        });
        self.open.push(at);
    }

    /// One `br` ends a paragraph only where a whole sentence stands before it; two end any.
    fn line_break(&mut self) {
        if self.in_row > 0 {
            self.buffer.push(' ');
            return;
        }
        let text = self.buffer.trim_end();
        if self.broken || (text.len() > 80 && text.ends_with(['.', '!', '?', '…', '”', '"', ':', '。', '」'])) {
            self.flush();
        } else {
            self.broken = !text.is_empty();
            self.buffer.push(' ');
        }
    }

    fn link(&mut self, dom: &Dom<'_>, id: NodeId) {
        self.links = self.links.saturating_add(1);
        if let Some(url) = dom.attribute(id, "href") {
            let at = index(self.layout.pieces.len());
            pictures::keep(&url, |url| self.layout.links.push(Link { at, url }));
        }
    }

    fn picture(&mut self, dom: &Dom<'_>, id: NodeId) {
        let at = index(self.layout.pieces.len());
        if let Some(picture) = pictures::of(dom, id, at) {
            self.layout.pictures.push(picture);
        }
    }

    fn flush(&mut self) {
        let buffer = std::mem::take(&mut self.buffer);
        let (linked, strong, emphasised, written, links) =
            (self.linked, self.strong, self.emphasised, self.written, self.links);
        (self.linked, self.strong, self.emphasised, self.written, self.links) = (0, 0, 0, 0, 0);
        self.broken = false;
        if written > 0
            && let Some(place) = self.open.last()
        {
            let text = letters::clean(&buffer);
            if !text.is_empty() {
                let start = self.layout.text.len();
                self.layout.text.push_str(&text);
                let length = length(&text);
                self.layout.pieces.push(Piece {
                    text: start..self.layout.text.len(),
                    place: *place,
                    length,
                    linked: length * (linked as f32 / written as f32).min(1.0),
                    links,
                    strong: strong == written,
                    emphasis: emphasised == written,
                });
            }
        }
        // Its room is used again.
        self.buffer = buffer;
        self.buffer.clear();
    }

    fn finish(mut self) -> Layout {
        self.flush();
        let end = index(self.layout.pieces.len());
        for at in self.open.drain(..) {
            if let Some(place) = self.layout.places.get_mut(at as usize) {
                place.end = end;
            }
        }
        self.layout
    }
}

fn index(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

/// How much text it is, in letters of an alphabet: a sign of Chinese, Japanese or Korean stands for two and a half.
fn length(text: &str) -> f32 {
    let (mut letters, mut signs) = (0_u32, 0_u32);
    for byte in text.bytes() {
        // The first byte of each character; those of U+3000 to U+DFFF begin with E3 to ED.
        letters += u32::from(byte & 0xc0 != 0x80);
        signs += u32::from((0xe3..=0xed).contains(&byte));
    }
    letters as f32 + 1.5 * signs as f32
}

fn of_tag(tag: Tag) -> u32 {
    match tag {
        Tag::Article => within::ARTICLE,
        Tag::Main => within::MAIN,
        Tag::Aside => within::ASIDE,
        Tag::Nav | Tag::Menu => within::NAV,
        Tag::Footer => within::FOOTER,
        Tag::Header => within::HEADER,
        Tag::Form | Tag::Fieldset => within::FORM,
        Tag::Table => within::TABLE,
        Tag::Ul | Tag::Ol | Tag::Dl => within::LIST,
        Tag::Figure => within::FIGURE,
        Tag::Blockquote => within::QUOTE,
        Tag::Details | Tag::Dialog => within::FOLDED,
        Tag::Figcaption => within::CAPTION,
        Tag::Button | Tag::Label => within::CONTROL,
        _ => 0,
    }
}

fn is_hidden(dom: &Dom<'_>, id: NodeId) -> bool {
    dom.attributes(id)
        .any(|(name, value)| name == "hidden" || name == "style" && hides(&value))
}

/// Whether a style hides an element.
fn hides(style: &str) -> bool {
    let Some(at) = style.find("display").or_else(|| style.find("DISPLAY")) else {
        return false;
    };
    let rest = style.get(at + 7..).unwrap_or_default().trim_start();
    rest.strip_prefix(':')
        .is_some_and(|value| value.trim_start().to_ascii_lowercase().starts_with("none"))
}

/// Whether a row holds text alone in its cells, and no boxes.
fn is_data(dom: &Dom<'_>, row: NodeId) -> bool {
    let mut seen = 0;
    let mut cells = 0;
    for step in dom.walk(row) {
        let Step::Enter(id) = step else { continue };
        seen += 1;
        match dom.tag(id) {
            Some(Tag::Td | Tag::Th) => cells += 1,
            // Single paragraphs in cells are what editors make of tables.
            Some(Tag::Tr | Tag::P | Tag::Br | Tag::Img) | None => {}
            Some(tag) if is_inline(tag) => {}
            Some(_) => return false,
        }
        if seen > ROW_LOOK {
            break;
        }
    }
    cells > 1
}

fn is_inline(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::A
            | Tag::Abbr
            | Tag::Acronym
            | Tag::B
            | Tag::Big
            | Tag::Cite
            | Tag::Code
            | Tag::Data
            | Tag::Del
            | Tag::Dfn
            | Tag::Em
            | Tag::Font
            | Tag::I
            | Tag::Img
            | Tag::Ins
            | Tag::Kbd
            | Tag::Mark
            | Tag::Nobr
            | Tag::Q
            | Tag::Rb
            | Tag::Rtc
            | Tag::Ruby
            | Tag::S
            | Tag::Samp
            | Tag::Small
            | Tag::Span
            | Tag::Strike
            | Tag::Strong
            | Tag::Sub
            | Tag::Sup
            | Tag::Time
            | Tag::Tt
            | Tag::U
            | Tag::Var
            | Tag::Wbr
            | Tag::Br
            | Tag::Picture
            | Tag::Source
            | Tag::Input
            | Tag::Meta
            | Tag::Link
            | Tag::Output
            | Tag::Other
    )
}

/// A hash of a class without its digits, which count what is the same otherwise: FNV, which is enough to tell the some
/// hundred classes of a page apart.
fn looks(class: &str) -> u32 {
    let letters = class.bytes().filter(|byte| !byte.is_ascii_digit());
    letters.fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}
