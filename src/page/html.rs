//! HTML → blocks of visible text, in order, with what the markup says of them.
//!
//! A plain reader: the whole tree is built by html5ever, walked once without recursion, and the container that holds
//! most of the paragraphs is taken. Furniture is known by its elements and by whole words of class and id.

use scraper::node::Element;
use scraper::{Html, Node};

use super::dom::Dom;
use super::furniture::{has_word, is_skipped};
use super::letters;
use super::{Block, BlockKind, Candidate, Evidence, Page, Source, attributes, metadata};
use crate::intake::{Failure, Stage};

/// Elements that may lie within each other. Building the tree takes the square of the depth at worst, and no page that
/// a person made is deeper than a few hundred.
const MAX_DEPTH: usize = 3_000;

/// Reads a page or a fragment of one.
pub fn read(html: &str) -> Result<Page<'static>, Failure> {
    if depth(html) > MAX_DEPTH {
        let message =
            format!("more than {MAX_DEPTH} elements lie within each other: this is no page that a browser shows");
        return Err(Failure::new(Stage::Page, "too_deep", message));
    }
    if attributes::are_too_many(html) {
        let message = "tags have thousands of attributes: this is no page that a browser shows".to_owned();
        return Err(Failure::new(Stage::Page, "too_many_attributes", message));
    }
    let document = Html::parse_document(html);
    let mut reader = Reader::default();
    metadata::collect(&Dom::parse(html), &mut reader.page);
    reader.walk(&document);
    Ok(reader.finish())
}

/// How deep elements lie within each other at most, estimated from the tags alone.
fn depth(html: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for at in memchr::memchr_iter(b'<', html.as_bytes()) {
        let rest = &html.as_bytes()[at + 1..];
        match rest.first() {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(c) if c.is_ascii_alphabetic() => {
                let len = rest
                    .iter()
                    .take(12)
                    .position(|b| !b.is_ascii_alphanumeric())
                    .unwrap_or(0);
                let name = &rest[..len];
                // Elements without an end, or whose end may be left out.
                let closed = ENDLESS.iter().any(|n| name.eq_ignore_ascii_case(n.as_bytes()));
                if !closed {
                    depth += 1;
                    deepest = deepest.max(depth);
                }
            }
            _ => {}
        }
    }
    deepest
}

const ENDLESS: &[&str] = &[
    "p", "li", "br", "img", "hr", "input", "meta", "link", "td", "tr", "th", "option", "dt", "dd", "source", "wbr",
    "area", "base", "col", "embed", "param", "track",
];

/// A container of blocks: what it holds as a range of blocks, and its parent.
struct Container {
    parent: usize,
    first: usize,
    end: usize,
    /// Bytes of prose directly within it.
    own: usize,
}

#[derive(Default)]
struct Reader {
    page: Page<'static>,
    containers: Vec<Container>,
    /// The container of each block.
    within: Vec<usize>,
    open: Vec<usize>,
    buffer: String,
    linked: usize,
    in_link: usize,
    kinds: Vec<BlockKind>,
    skip: usize,
    lead: usize,
}

impl Reader {
    fn walk(&mut self, document: &Html) {
        use ego_tree::iter::Edge;
        for edge in document.tree.root().traverse() {
            match edge {
                Edge::Open(node) => match node.value() {
                    Node::Element(element) => self.open(element, node),
                    Node::Text(text) if self.skip == 0 => {
                        if self.in_link > 0 {
                            self.linked += text.trim().len();
                        }
                        self.buffer.push_str(text);
                    }
                    _ => {}
                },
                Edge::Close(node) => {
                    if let Node::Element(element) = node.value() {
                        self.close(element);
                    }
                }
            }
        }
        self.flush();
    }

    fn open(&mut self, element: &Element, node: ego_tree::NodeRef<'_, Node>) {
        let name = element.name();
        if self.skip > 0 || is_skipped(element, node) {
            // What is skipped is skipped with everything in it.
            self.skip += 1;
            return;
        }
        match name {
            "a" => self.in_link += 1,
            "br" | "hr" => self.flush(),
            "td" | "th" if !self.buffer.trim().is_empty() => self.buffer.push('\t'),
            _ => {}
        }
        if let Some(kind) = block_kind(element) {
            self.flush();
            self.kinds.push(kind);
        } else if is_container(name) {
            self.flush();
            let parent = self.open.last().copied().unwrap_or(0);
            self.open.push(self.containers.len());
            let first = self.page.blocks.len();
            self.containers.push(Container {
                parent,
                first,
                end: first,
                own: 0,
            });
        }
        if has_word(element, LEAD_WORDS) && matches!(name, "p" | "h2" | "div" | "strong" | "h3") {
            self.lead += 1;
        }
    }

    fn close(&mut self, element: &Element) {
        let name = element.name();
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        if name == "a" {
            self.in_link = self.in_link.saturating_sub(1);
        }
        if block_kind(element).is_some() {
            self.flush();
            self.kinds.pop();
        } else if is_container(name) {
            self.flush();
            if let Some(container) = self.open.pop().and_then(|at| self.containers.get_mut(at)) {
                container.end = self.page.blocks.len();
            }
        }
        if has_word(element, LEAD_WORDS) && matches!(name, "p" | "h2" | "div" | "strong" | "h3") {
            self.lead = self.lead.saturating_sub(1);
        }
    }

    fn flush(&mut self) {
        let text = letters::clean(&self.buffer).into_owned();
        let (linked, lead) = (std::mem::take(&mut self.linked), self.lead > 0);
        self.buffer.clear();
        if text.is_empty() {
            return;
        }
        if lead && text.len() > 60 {
            add(&mut self.page.leads, Evidence::Markup, &text);
        }
        let kind = self
            .kinds
            .iter()
            .rev()
            .copied()
            .reduce(|inner, outer| match (inner, outer) {
                // A paragraph is what it lies in.
                (BlockKind::Paragraph, outer) => outer,
                (inner, _) => inner,
            });
        let density = linked as f32 / text.len().max(1) as f32;
        let container = self.open.last().copied().unwrap_or(0);
        if let Some(container) = self.containers.get_mut(container)
            && text.len() > 80
            && density < 0.4
        {
            container.own += text.len();
        }
        self.within.push(container);
        self.page.blocks.push(Block {
            text: text.into(),
            kind: kind.unwrap_or(BlockKind::Paragraph),
            gap: 0,
            link_density: density.min(1.0),
            opens_with_space: false,
            ends_with_space: false,
        });
    }

    fn finish(mut self) -> Page<'static> {
        self.take_main();
        let page = &mut self.page;
        let rank = |evidence: Evidence| match evidence {
            Evidence::JsonLd => 0,
            Evidence::Microdata => 1,
            Evidence::OpenGraph => 2,
            Evidence::Markup => 3,
            Evidence::Meta => 4,
        };
        // The standfirst by its class, before descriptions.
        page.leads.sort_by_key(|c| {
            if c.evidence == Evidence::Markup {
                0
            } else {
                1 + rank(c.evidence)
            }
        });
        self.page
    }

    /// Keeps the blocks of the container that holds most of the prose, with what stands around it.
    fn take_main(&mut self) {
        if self.containers.is_empty() {
            return;
        }
        let count = self.containers.len();
        // Prose in a container's children counts half, so that a body in a few pieces is found.
        let mut score: Vec<usize> = self.containers.iter().map(|c| c.own * 2).collect();
        let mut total: Vec<usize> = self.containers.iter().map(|c| c.own).collect();
        for at in (1..count).rev() {
            let (parent, own, all) = (self.containers[at].parent, self.containers[at].own, total[at]);
            if parent < at {
                score[parent] += own;
                total[parent] += all;
            }
        }
        let Some(mut best) = (0..count)
            .max_by_key(|at| (score[*at], std::cmp::Reverse(*at)))
            .filter(|at| score[*at] > 0)
        else {
            return;
        };
        // Paragraphs may each lie in boxes of their own: any ancestor that holds clearly more prose is the body.
        let mut above = best;
        while above != 0 {
            above = self.containers[above].parent;
            if total[above] * 4 > total[best] * 5 {
                best = above;
            }
        }
        let range = &self.containers[best];
        let (first, end) = (range.first, range.end.max(range.first));
        self.page.blocks.truncate(end);
        self.page.blocks.drain(..first.min(self.page.blocks.len()));
        let linked = |b: &&Block<'_>| matches!(b.kind, BlockKind::Heading(_)) && b.link_density > 0.7;
        let headings = self.page.blocks.iter().filter(linked).count();
        let prose = self
            .page
            .blocks
            .iter()
            .filter(|b| b.text.len() > LONG_PROSE && b.link_density < 0.3)
            .count();
        // Lists are not dated as an article; articles nearly always are.
        let dated = self
            .page
            .published
            .iter()
            .any(|c| matches!(c.evidence, Evidence::JsonLd | Evidence::OpenGraph));
        self.page.is_listing = !dated && headings >= LINKED_HEADINGS && headings > 2 * prose;
        // A block of links alone is a menu or a list of other articles.
        self.page.blocks.retain(|b| b.link_density < 0.7 || b.text.len() > 160);
    }
}

/// So many linked headings make a list of other pages, unless there is prose among them.
const LINKED_HEADINGS: usize = 6;
/// A teaser is shorter than this.
const LONG_PROSE: usize = 420;

/// Adds a candidate once.
fn add(list: &mut Vec<Candidate<'static>>, evidence: Evidence, value: &str) {
    let value = letters::clean(value);
    if value.is_empty() || list.len() >= 64 || list.iter().any(|c| c.evidence == evidence && c.value == value) {
        return;
    }
    list.push(Candidate {
        evidence,
        value: value.into_owned().into(),
        source: Source::Other,
        at: 0,
    });
}

fn block_kind(element: &Element) -> Option<BlockKind> {
    Some(match element.name() {
        "p" | "pre" | "dd" | "dt" | "address" => BlockKind::Paragraph,
        "h1" => BlockKind::Heading(1),
        "h2" => BlockKind::Heading(2),
        "h3" => BlockKind::Heading(3),
        "h4" => BlockKind::Heading(4),
        "h5" => BlockKind::Heading(5),
        "h6" => BlockKind::Heading(6),
        "li" => BlockKind::ListItem,
        "blockquote" => BlockKind::Quote,
        "figcaption" => BlockKind::Caption,
        "tr" => BlockKind::Table,
        "figure" => BlockKind::Caption,
        "div" | "span" if has_word(element, &["caption", "figcaption", "photocms"]) => BlockKind::Caption,
        _ => return None,
    })
}

fn is_container(name: &str) -> bool {
    matches!(
        name,
        "div"
            | "section"
            | "article"
            | "main"
            | "body"
            | "td"
            | "table"
            | "ul"
            | "ol"
            | "header"
            | "center"
            | "dl"
            | "tbody"
            | "html"
    )
}

const LEAD_WORDS: &[&str] = &[
    "sapo",
    "lead",
    "standfirst",
    "dek",
    "chapeau",
    "summary",
    "excerpt",
    "description",
    "subtitle",
    "intro",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(html: &str) -> Vec<(BlockKind, String)> {
        read(html)
            .unwrap()
            .blocks
            .into_iter()
            .map(|b| (b.kind, b.text.into_owned()))
            .collect()
    }

    const LONG: &str = "Sáng nay bà con ở xã đã ra đồng từ sớm để thu hoạch vụ lúa mùa, năm nay được cả mùa lẫn giá, ai cũng phấn khởi.";

    #[test]
    fn visible_blocks_come_in_order() {
        let html = format!(
            "<html lang=vi><head><title>Được mùa</title><style>p{{}}</style></head><body><nav><a href=/>Trang chủ</a></nav>\
             <div class=main><h1>Được mùa</h1><p>{LONG}</p><h2>Giá lúa</h2><p>{LONG} <a href=x>Hợp tác xã</a></p>\
             <figure><img src=a><figcaption>Lúa chín. Ảnh: Minh An</figcaption></figure><ul><li>Một</li><li>Hai</li></ul>\
             <blockquote><p>Vui lắm</p></blockquote><div class='related-news'><p>{LONG}</p></div><script>if(a<b)</script></div></body></html>"
        );
        let got = blocks(&html);
        let kinds: Vec<_> = got.iter().map(|(k, _)| *k).collect();
        use BlockKind::*;
        assert_eq!(
            kinds,
            [
                Heading(1),
                Paragraph,
                Heading(2),
                Paragraph,
                Caption,
                ListItem,
                ListItem,
                Quote
            ]
        );
        assert_eq!(got[4].1, "Lúa chín. Ảnh: Minh An");
    }

    #[test]
    fn metadata_is_collected() {
        let html = format!(
            "<head><meta property='og:title' content='Được mùa - Báo Làng'><link rel=canonical href='https://lang.example/a'>\
             <script type='application/ld+json'>{{\"@graph\":[{{\"@type\":\"NewsArticle\",\"headline\":\"Được m&amp;#249;a\",\
             \"datePublished\":\"2024-05-06T07:08:09+07:00\",\"author\":[{{\"name\":\"Minh An\"}}]}}]}}</script></head>\
             <body><h1>Được mùa</h1><p>{LONG}</p></body>"
        );
        let page = read(&html).unwrap();
        assert_eq!(page.canonical_url.as_deref(), Some("https://lang.example/a"));
        assert!(
            page.titles
                .iter()
                .any(|c| c.value == "Được mùa" && c.evidence == Evidence::Markup)
        );
        assert_eq!(page.authors[0].value, "Minh An");
        assert_eq!(page.published[0].value, "2024-05-06T07:08:09+07:00");
    }

    #[test]
    fn depth_is_refused_and_costs_no_stack() {
        let deep = "<div>".repeat(200_000);
        assert_eq!(read(&deep).unwrap_err().code, "too_deep");
        let nested = format!("{}{LONG}{}", "<div>".repeat(1_000), "</div>".repeat(1_000));
        assert_eq!(blocks(&nested).len(), 1);
    }
}
