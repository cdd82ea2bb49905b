//! What is known of a block, as numbers: of its text, of the boxes around it, of its place on the page, and of the
//! blocks beside it.

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;

use super::super::line::letters;
use super::matrix::Matrix;
use super::prompts;
use crate::page::dom::Tag;
use crate::page::layout::{KIND_COUNT, Layout, Piece, Place, within};
use crate::page::memo::{self, AsItIs};

/// Boxes around a block that are looked at one by one.
const LEVELS: usize = 4;

/// The names of the features, in the order of the columns.
pub fn names() -> Vec<&'static str> {
    let mut names = Vec::new();
    let mut layout = Layout::default();
    layout.places.push(Place {
        parent: 0,
        tag: Tag::Body,
        depth: 0,
        kinds: 0,
        signature: 0,
        within: 0,
        first: 0,
        end: 1,
    });
    layout.pieces.push(Piece {
        text: 0..0,
        place: 0,
        length: 0.0,
        linked: 0.0,
        links: 0,
        strong: false,
        emphasis: false,
    });
    Page::of(&layout, &[]).describe(0, &mut |name, _| names.push(name));
    names
}

/// The features of all blocks of a page, with room for `more` columns; `titles` are what its metadata calls it.
pub fn matrix(layout: &Layout, titles: &[&str], more: usize) -> Matrix {
    let page = Page::of(layout, titles);
    let mut matrix = Matrix::new(layout.pieces.len(), names_len() + more);
    for row in 0..layout.pieces.len() {
        let mut column = 0;
        page.describe(row, &mut |_, value| {
            matrix.set(row, column, value);
            column += 1;
        });
    }
    matrix
}

/// How many these are.
pub fn names_len() -> usize {
    static LEN: std::sync::LazyLock<usize> = std::sync::LazyLock::new(|| names().len());
    *LEN
}

/// A map whose keys are hashes.
pub type ByHash<T> = HashMap<u64, T, BuildHasherDefault<AsItIs>>;

/// How much of what a box, or all boxes that look the same, hold.
#[derive(Clone, Copy, Debug, Default)]
struct Held {
    length: f32,
    linked: f32,
    prose: f32,
    blocks: f32,
}

impl Held {
    fn add(&mut self, other: Held) {
        self.length += other.length;
        self.linked += other.linked;
        self.prose += other.prose;
        self.blocks += other.blocks;
    }
}

/// What a block's text looks like.
#[derive(Clone, Copy, Debug, Default)]
struct Look {
    words: f32,
    commas: f32,
    stops: f32,
    digits: f32,
    capitals: f32,
    ends: f32,
    opens_small: bool,
    opens_digit: bool,
    address: bool,
    sign: bool,
    quoted: bool,
    bullet: bool,
    prompts: f32,
    hash: u64,
    titled: bool,
    in_title: bool,
}

struct Page<'l> {
    layout: &'l Layout,
    looks: Vec<Look>,
    held: Vec<Held>,
    /// By signature of the box and of the one around it.
    alike: ByHash<Held>,
    total: Held,
    /// Length of all blocks before each.
    before: Vec<f32>,
    /// The first block that is a heading of the first rank, or says what the metadata calls the page.
    title: Option<usize>,
    /// The innermost box with most of the prose.
    main: usize,
    /// The innermost `article` around each box, if any.
    articles: Vec<u32>,
    /// `h1` before each block.
    headings: Vec<f32>,
    /// How often each text stands on the page.
    repeated: ByHash<f32>,
}

/// No `article` around.
const NONE: u32 = u32::MAX;

/// A paragraph, most probably: long, and not made of links.
fn is_prose(piece: &Piece, look: &Look) -> bool {
    piece.length > 80.0 && piece.linked < 0.4 * piece.length && look.stops + look.commas > 0.0
}

impl<'l> Page<'l> {
    fn of(layout: &'l Layout, titles: &[&str]) -> Self {
        let titles = Titles::of(titles);
        let looks: Vec<Look> = layout
            .pieces
            .iter()
            .map(|p| look(layout.text_of(p), p, &titles))
            .collect();
        let mut held = vec![Held::default(); layout.places.len()];
        let mut own = held.clone();
        let mut alike: ByHash<Held> = ByHash::default();
        let mut before = Vec::with_capacity(layout.pieces.len());
        let mut so_far = 0.0;
        for (piece, look) in layout.pieces.iter().zip(&looks) {
            before.push(so_far);
            so_far += piece.length;
            let this = Held {
                length: piece.length,
                linked: piece.linked,
                prose: if is_prose(piece, look) { piece.length } else { 0.0 },
                blocks: 1.0,
            };
            let place = piece.place as usize;
            held[place].add(this);
            own[place].add(this);
            alike.entry(pair(layout, place)).or_default().add(this);
        }
        for at in (1..held.len()).rev() {
            let parent = layout.places[at].parent as usize;
            if parent < at {
                let this = held[at];
                held[parent].add(this);
            }
        }
        let total = held.first().copied().unwrap_or_default();
        // From the whole page inwards, while one box has nearly all the prose of the one around it.
        let mut main = 0;
        let mut children: Vec<(u32, u32)> = Vec::new();
        for (at, place) in layout.places.iter().enumerate().skip(1) {
            if held[at].prose > 0.0 {
                children.push((place.parent, at as u32));
            }
        }
        children.sort_unstable();
        loop {
            let from = children.partition_point(|(parent, _)| (*parent as usize) < main);
            let best = children[from..]
                .iter()
                .take_while(|(parent, _)| *parent as usize == main)
                .map(|(_, at)| *at as usize)
                .max_by(|a, b| held[*a].prose.total_cmp(&held[*b].prose).then(b.cmp(a)));
            match best {
                Some(best) if held[best].prose > 0.75 * held[main].prose => main = best,
                _ => break,
            }
        }
        let is_title = |at: &usize| looks[*at].titled;
        let is_first = |at: &usize| {
            let piece = &layout.pieces[*at];
            piece.length > 8.0
                && (layout.places[piece.place as usize].tag == Tag::H1
                    || layout.places[layout.places[piece.place as usize].parent as usize].tag == Tag::H1)
        };
        let count = layout.pieces.len();
        let title = (0..count)
            .find(|at| is_title(at) && is_first(at))
            .or_else(|| (0..count).find(is_first))
            .or_else(|| (0..count).find(is_title));
        let mut articles = Vec::with_capacity(layout.places.len());
        for (at, place) in layout.places.iter().enumerate() {
            let around = articles.get(place.parent as usize).copied().unwrap_or(NONE);
            articles.push(if place.tag == Tag::Article { at as u32 } else { around });
        }
        let mut headings = Vec::with_capacity(count);
        let mut seen = 0.0;
        let mut repeated: ByHash<f32> = ByHash::default();
        for (piece, look) in layout.pieces.iter().zip(&looks) {
            headings.push(seen);
            seen += flag(layout.places[piece.place as usize].tag == Tag::H1);
            *repeated.entry(look.hash).or_default() += 1.0;
        }
        Page {
            articles,
            headings,
            repeated,
            layout,
            looks,
            held,
            alike,
            total,
            before,
            title,
            main,
        }
    }

    /// Hands the features of a block over, always the same in the same order.
    fn describe(&self, at: usize, put: &mut impl FnMut(&'static str, f32)) {
        let layout = self.layout;
        let (piece, look) = (&layout.pieces[at], &self.looks[at]);
        let length = piece.length.max(1.0);
        put("length", piece.length);
        put("words", look.words);
        put("word_length", piece.length / look.words.max(1.0));
        put("linked", piece.linked / length);
        put("links", f32::from(piece.links));
        put("commas", look.commas / length);
        put("stops", look.stops);
        put("stop_density", look.stops / length);
        put("digits", look.digits / length);
        put("capitals", look.capitals / length);
        put("ends", look.ends);
        put("opens_small", flag(look.opens_small));
        put("opens_digit", flag(look.opens_digit));
        put("address", flag(look.address));
        put("sign", flag(look.sign));
        put("quoted", flag(look.quoted));
        put("bullet", flag(look.bullet));
        put("titled", flag(look.titled));
        put("in_title", flag(look.in_title));
        put("prompts", look.prompts);
        put("prompt_density", look.prompts / look.words.max(1.0));
        put("repeated", self.repeated.get(&look.hash).copied().unwrap_or(0.0));
        let own_article = self.articles[piece.place as usize];
        let shared = |other: u32| match (own_article, other) {
            (_, NONE) => -1.0,
            (NONE, _) => 0.0,
            (a, b) => flag(a == b) + 1.0,
        };
        put("main_article", shared(self.articles[self.main]));
        put(
            "title_article",
            self.title
                .map_or(-2.0, |t| shared(self.articles[layout.pieces[t].place as usize])),
        );
        put("headings_before", self.headings[at]);
        let place = &layout.places[layout.places[piece.place as usize].parent as usize];
        put("from_first", at as f32 - place.first as f32);
        put("to_last", place.end as f32 - at as f32);
        put("strong", flag(piece.strong));
        put("emphasis", flag(piece.emphasis));
        self.describe_boxes(piece, put);
        self.describe_place(at, put);
        for (step, names) in [
            (-2_isize, ["l2_length", "l2_linked", "l2_ends", "l2_rank", "l2_shared"]),
            (-1, ["l1_length", "l1_linked", "l1_ends", "l1_rank", "l1_shared"]),
            (1, ["r1_length", "r1_linked", "r1_ends", "r1_rank", "r1_shared"]),
            (2, ["r2_length", "r2_linked", "r2_ends", "r2_rank", "r2_shared"]),
        ] {
            let neighbour = at.checked_add_signed(step).filter(|n| *n < layout.pieces.len());
            let [length, linked, ends, level, shared] = names;
            let other = neighbour.map(|n| (&layout.pieces[n], &self.looks[n]));
            put(length, other.map_or(-1.0, |(p, _)| p.length));
            put(linked, other.map_or(-1.0, |(p, _)| p.linked / p.length.max(1.0)));
            put(ends, other.map_or(-1.0, |(_, l)| l.ends));
            put(
                level,
                other.map_or(-1.0, |(p, _)| rank(layout.places[p.place as usize].tag)),
            );
            put(
                shared,
                other.map_or(-1.0, |(p, _)| {
                    flag(pair(layout, p.place as usize) == pair(layout, piece.place as usize))
                }),
            );
        }
    }

    fn describe_boxes(&self, piece: &Piece, put: &mut impl FnMut(&'static str, f32)) {
        let layout = self.layout;
        let own = &layout.places[piece.place as usize];
        let around = |at: usize| layout.places[at].parent as usize;
        let tag = own.tag;
        put("rank", rank(tag));
        put("paragraph", flag(tag == Tag::P));
        put("item", flag(matches!(tag, Tag::Li | Tag::Dd | Tag::Dt)));
        put("row", flag(matches!(tag, Tag::Tr | Tag::Td | Tag::Th)));
        put("division", flag(matches!(tag, Tag::Div | Tag::Section | Tag::Article)));
        put(
            "parent_item",
            flag(layout.places[around(piece.place as usize)].tag == Tag::Li),
        );
        for (bit, name) in WITHIN {
            put(name, flag(own.within & bit != 0));
        }
        // How near a box is whose name says so.
        let mut distance = [9.0_f32; KIND_COUNT];
        let mut at = piece.place as usize;
        for level in 0..9_u8 {
            let mut kinds = layout.places[at].kinds;
            while kinds != 0 {
                let kind = kinds.trailing_zeros() as usize;
                distance[kind] = distance[kind].min(f32::from(level));
                kinds &= kinds - 1;
            }
            if around(at) == at {
                break;
            }
            at = around(at);
        }
        for (name, distance) in KINDS.iter().zip(distance) {
            put(name, distance);
        }
        let mut at = piece.place as usize;
        for names in BOX_NAMES.iter().take(LEVELS) {
            let held = &self.held[at];
            let [length, linked, prose, share, blocks] = *names;
            put(length, held.length);
            put(linked, held.linked / held.length.max(1.0));
            put(prose, held.prose / held.length.max(1.0));
            put(share, held.prose / self.total.prose.max(1.0));
            put(blocks, held.blocks);
            at = around(at);
        }
        let alike = self
            .alike
            .get(&pair(layout, piece.place as usize))
            .copied()
            .unwrap_or_default();
        put("alike_length", alike.length);
        put("alike_share", alike.length / self.total.length.max(1.0));
        put("alike_prose", alike.prose / self.total.prose.max(1.0));
        put("alike_linked", alike.linked / alike.length.max(1.0));
        put("alike_blocks", alike.blocks);
        put("depth", f32::from(own.depth));
    }

    fn describe_place(&self, at: usize, put: &mut impl FnMut(&'static str, f32)) {
        let layout = self.layout;
        let piece = &layout.pieces[at];
        let total = self.total.length.max(1.0);
        put("position", self.before[at] / total);
        put("before", self.before[at]);
        put("after", total - self.before[at] - piece.length);
        put("number", at as f32 / layout.pieces.len() as f32);
        let title = self.title;
        put("after_title", title.map_or(-1.0, |t| if at > t { 1.0 } else { 0.0 }));
        put("blocks_from_title", title.map_or(-1000.0, |t| at as f32 - t as f32));
        put(
            "text_from_title",
            title.map_or(-1e6, |t| self.before[at] - self.before[t]),
        );
        // Up from the block to the main box, and down to it.
        let main = &layout.places[self.main];
        let own = &layout.places[piece.place as usize];
        let inside = (main.first..main.end).contains(&(at as u32)) && own.depth >= main.depth;
        put(
            "below_main",
            if inside {
                f32::from(own.depth - main.depth)
            } else {
                -1.0
            },
        );
        let mut up = 0.0;
        if !inside {
            let mut place = self.main;
            while layout.places[place].parent as usize != place
                && !(layout.places[place].first..layout.places[place].end).contains(&(at as u32))
            {
                place = layout.places[place].parent as usize;
                up += 1.0;
            }
        }
        put("outside_main", up);
        put(
            "after_main",
            if inside {
                0.0
            } else if (at as u32) < main.first {
                -1.0
            } else {
                1.0
            },
        );
        let in_main = (main.end - main.first).max(1) as f32;
        put(
            "number_in_main",
            if inside {
                (at as u32 - main.first) as f32 / in_main
            } else {
                -1.0
            },
        );
        put("main_prose", self.held[self.main].prose / self.total.prose.max(1.0));
        put("page_prose", self.total.prose);
        put("page_linked", self.total.linked / total);
    }
}

const WITHIN: [(u32, &str); 16] = [
    (within::ARTICLE, "in_article"),
    (within::MAIN, "in_main"),
    (within::ASIDE, "in_aside"),
    (within::NAV, "in_nav"),
    (within::FOOTER, "in_footer"),
    (within::HEADER, "in_header"),
    (within::FORM, "in_form"),
    (within::TABLE, "in_table"),
    (within::LIST, "in_list"),
    (within::FIGURE, "in_figure"),
    (within::QUOTE, "in_quote"),
    (within::HIDDEN, "in_hidden"),
    (within::FOLDED, "in_folded"),
    (within::ARTICLE_BODY, "in_article_body"),
    (within::CONTROL, "in_control"),
    (within::CAPTION, "in_caption"),
];

const KINDS: [&str; KIND_COUNT] = [
    "to_article",
    "to_content",
    "to_related",
    "to_comment",
    "to_share",
    "to_meta",
    "to_bio",
    "to_navigation",
    "to_side",
    "to_advert",
    "to_caption",
    "to_lead",
    "to_subscribe",
    "to_consent",
    "to_tags",
    "to_box",
    "to_hidden",
    "to_title",
    "to_pullquote",
];

const BOX_NAMES: [[&str; 5]; LEVELS] = [
    ["b0_length", "b0_linked", "b0_prose", "b0_share", "b0_blocks"],
    ["b1_length", "b1_linked", "b1_prose", "b1_share", "b1_blocks"],
    ["b2_length", "b2_linked", "b2_prose", "b2_share", "b2_blocks"],
    ["b3_length", "b3_linked", "b3_prose", "b3_share", "b3_blocks"],
];

fn flag(value: bool) -> f32 {
    if value { 1.0 } else { 0.0 }
}

/// The level of a heading, 7 for other boxes.
fn rank(tag: Tag) -> f32 {
    match tag {
        Tag::H1 => 1.0,
        Tag::H2 => 2.0,
        Tag::H3 => 3.0,
        Tag::H4 => 4.0,
        Tag::H5 => 5.0,
        Tag::H6 => 6.0,
        _ => 7.0,
    }
}

/// The looks of a box and of the one around it, as one number.
pub fn pair(layout: &Layout, place: usize) -> u64 {
    let own = &layout.places[place];
    let both = u64::from(own.signature) << 32 | u64::from(layout.places[own.parent as usize].signature);
    // The lowest bits count.
    (both ^ both >> 29).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Bytes that are counted to know what else has to be looked for.
#[derive(Default)]
struct Signs {
    at: u32,
    slashes: u32,
    bars: u32,
    high: u32,
}

/// What the metadata calls the page.
struct Titles {
    /// Letters and digits of each.
    folded: Vec<String>,
    /// The length of the longest of these, in bytes.
    longest: usize,
    /// The first letter or digit of each of their words: what a block must open with to be part of a title.
    openings: HashSet<u64>,
}

impl Titles {
    fn of(titles: &[&str]) -> Self {
        let folded: Vec<String> = titles
            .iter()
            .map(|t| letters(t).collect())
            .filter(|t: &String| t.len() > 3)
            .collect();
        let words = titles.iter().flat_map(|t| t.split(|c: char| !c.is_alphanumeric()));
        Titles {
            longest: folded.iter().map(String::len).max().unwrap_or(0),
            folded,
            openings: words.filter(|w| !w.is_empty()).map(opening).collect(),
        }
    }
}

/// The first letter of a text, in lower case, as a number.
fn opening(text: &str) -> u64 {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters
        .flat_map(char::to_lowercase)
        .next()
        .map_or(0, |c| u64::from(u32::from(c)))
}

fn look(text: &str, piece: &Piece, titles: &Titles) -> Look {
    let mut look = Look::default();
    let mut spaces = 0_u32;
    let (mut commas, mut stops, mut digits, mut capitals) = (0_u32, 0_u32, 0_u32, 0_u32);
    let mut signs = Signs::default();
    let bytes = text.as_bytes();
    for byte in bytes {
        spaces += u32::from(*byte == b' ');
        commas += u32::from(matches!(byte, b',' | b';'));
        stops += u32::from(matches!(byte, b'.' | b'!' | b'?'));
        digits += u32::from(byte.is_ascii_digit());
        capitals += u32::from(byte.is_ascii_uppercase());
        signs.at += u32::from(*byte == b'@');
        signs.slashes += u32::from(*byte == b'/');
        signs.bars += u32::from(*byte == b'|');
        signs.high += u32::from(*byte >= 0x80);
    }
    // 。 and 、 are E3 80 82 and E3 80 81, ！ and ？ EF BC 81 and EF BC 9F.
    if signs.high > 0 && bytes.contains(&0xe3) {
        for three in bytes.windows(3) {
            match three {
                [0xe3, 0x80, 0x82] => stops += 1,
                [0xe3, 0x80, 0x81] => commas += 1,
                _ => {}
            }
        }
    }
    let spaces = spaces as f32;
    // Words of scripts without spaces have about five of the lengths that `piece.length` counts.
    look.words = (spaces + 1.0).max(piece.length / 12.0);
    look.commas = commas as f32;
    look.stops = stops as f32;
    look.digits = digits as f32;
    look.capitals = capitals as f32;
    let tail = text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', '」', ' ', '“']);
    look.ends = match tail.chars().next_back() {
        Some('.' | '!' | '?' | '。' | '！' | '？' | '।') => 1.0,
        Some('…') => 2.0,
        Some(':' | '：') => 3.0,
        Some(',' | ';' | '、') => 4.0,
        _ => 0.0,
    };
    if tail.ends_with("...") {
        look.ends = 2.0;
    }
    if let Some(first) = text.chars().next() {
        look.opens_small = first.is_lowercase();
        look.opens_digit = first.is_ascii_digit();
        look.quoted = matches!(first, '"' | '“' | '„' | '«' | '‘' | '「' | '»');
        look.bullet = matches!(
            first,
            '-' | '•' | '*' | '·' | '–' | '—' | '>' | '|' | '›' | '▶' | '●' | '■' | '+'
        );
    }
    look.hash = memo::hash(bytes);
    if piece.length < 300.0 {
        look.prompts = prompts::count(text) as f32;
    }
    if piece.length < 400.0 {
        look.address = signs.at > 0 || signs.slashes > 1 && text.contains("http") || stops > 1 && text.contains("www.");
        look.sign = signs.bars > 0 || signs.high > 0 && text.contains(['©', '→', '›', '»']);
    }
    if piece.length < 300.0 && piece.length > 3.0 && titles.openings.contains(&opening(text)) {
        let own: String = if text.len() < 2 * titles.longest + 40 {
            letters(text).collect()
        } else {
            String::new()
        };
        look.titled = titles.folded.contains(&own);
        look.in_title = own.len() > 5 && titles.folded.iter().any(|t| t.contains(&own));
    }
    look
}
