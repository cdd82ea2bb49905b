//! Candidates in the markup of a page: headlines, bylines, dates, microdata. The tree is walked once; what an element
//! says holds for all within it, and where a candidate stands relative to the headline tells the page's own from those
//! of its teasers.

use super::super::dom::{Dom, NodeId, Tag};
use super::super::memo::Memo;
use super::microdata::Scope;
use super::opening;
use super::place::{Found, Place};
use super::signs::{is_stamp, leads_to_author, may_be_date, opens_byline, says_published, says_updated};
use super::words::{
    self, ARTICLE, AWAY, BESIDE, BIOGRAPHY, BREADCRUMB, BYLINE, DATE, DETAILS, H1, HEAD, ITEM, LINK, Says, TITLE,
    UNSEEN, UPDATED,
};
use super::{Evidence, Known, Page, SHORT, Source, index, put, put_clean, put_tags, visible};

/// A byline with all its names is shorter, in bytes.
pub const BYLINE_LENGTH: usize = 300;
/// A text that holds a date and hardly anything else is shorter.
pub const DATE_LENGTH: usize = 160;
/// So many elements of one kind are looked at closely; a page has a handful that matter.
const CLOSE_LOOKS: usize = 300;
/// So many texts after the headline may hold a date or a byline that no class names.
const NEAR_TEXTS: usize = 40;

/// Anywhere else, a text that is a date and nothing else is shorter.
const FAR_LENGTH: usize = 48;
/// So many dates are collected before those that stand far from the headline are passed over.
const FAR_TEXTS: usize = 100;

/// What an open element says, with all that the elements around it say.
#[derive(Clone, Copy, Default)]
pub struct Open {
    pub says: Says,
    pub scope: Option<u16>,
    /// The outermost byline around, as its node's index.
    pub byline: u32,
}

/// What is being collected on the way through the tree.
pub struct Markup<'d, 'h> {
    /// What classes and ids say.
    classes: Memo<Says>,
    pub dom: &'d Dom<'h>,
    open: Vec<Open>,
    pub scopes: Vec<Scope>,
    headlines: Vec<Found>,
    bylines: Vec<Found>,
    published: Vec<Found>,
    modified: Vec<Found>,
    sections: Vec<Found>,
    pub others: Vec<(Other, Found)>,
    looks: usize,
    /// A byline was opened, and its name has not been met yet.
    awaits_name: bool,
    /// Texts seen since the last headline.
    since: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Other {
    Lead,
    Publisher,
    Tags,
    Image,
}

/// The attributes of an element that matter here.
#[derive(Default)]
pub struct Attributes {
    pub says: Says,
    pub itemprop: Option<String>,
    pub item_type: Option<String>,
    pub is_scope: bool,
    pub rel: bool,
    pub to_author: bool,
    pub stamp: Option<String>,
}

impl<'d, 'h> Markup<'d, 'h> {
    /// Nothing found yet.
    pub fn new(dom: &'d Dom<'h>) -> Self {
        Markup {
            dom,
            open: Vec::with_capacity(64),
            scopes: Vec::new(),
            headlines: Vec::new(),
            bylines: Vec::new(),
            published: Vec::new(),
            modified: Vec::new(),
            sections: Vec::new(),
            others: Vec::new(),
            looks: 0,
            awaits_name: false,
            since: usize::MAX,
            classes: Memo::default(),
        }
    }

    fn around(&self) -> Open {
        self.open.last().copied().unwrap_or_default()
    }

    /// Whether the way is within a script or a drawing.
    pub fn is_unseen(&self) -> bool {
        self.around().says & UNSEEN != 0
    }

    /// The texts of the headlines found.
    pub fn headlines(&self) -> impl Iterator<Item = &str> {
        self.headlines.iter().map(|f| f.value.as_str())
    }

    /// An element (or the document, or a comment) is entered.
    pub fn enter(&mut self, id: NodeId) {
        let mut open = self.around();
        let Some(tag) = self.dom.tag(id) else {
            if self.dom.is_element(id) {
                open.says |= UNSEEN;
            }
            self.open.push(open);
            return;
        };
        let around = open;
        let attributes = self.attributes(id, tag);
        let mut own = attributes.says | of_tag(tag);
        // The foot of an article is not that of the page; a column that is a byline is no column.
        if tag == Tag::Footer && around.says & ARTICLE != 0 || own & (BYLINE | DATE) != 0 {
            own &= !BESIDE;
        }
        open.says |= own;
        if own & BYLINE != 0 && around.says & BYLINE == 0 {
            open.byline = index(id);
        }
        if attributes.is_scope {
            open.scope = self.scope(&attributes, around.scope);
        }
        self.open.push(open);
        if open.says & UNSEEN != 0 {
            return;
        }
        if let Some(property) = &attributes.itemprop {
            self.property(id, tag, property, &attributes, around);
        }
        if open.says & HEAD != 0 || self.looks > CLOSE_LOOKS {
            return;
        }
        match tag {
            Tag::H1 => {
                let value = one_line(visible::text(self.dom, id, SHORT));
                if !value.is_empty() {
                    self.since = 0;
                }
                self.found(List::Headline, value, Evidence::Markup, Source::H1, id, open);
            }
            Tag::H2 | Tag::H3 if own & TITLE != 0 => {
                let value = one_line(visible::text(self.dom, id, SHORT));
                self.found(List::Headline, value, Evidence::Markup, Source::H2, id, open);
            }
            Tag::Time => self.time(id, &attributes, open),
            Tag::Meta | Tag::Link | Tag::Title | Tag::Body | Tag::Html | Tag::Main | Tag::Article | Tag::Img => {}
            _ if attributes.rel => {
                self.looks += 1;
                let value = visible::text(self.dom, id, BYLINE_LENGTH);
                self.found(List::Byline, value, Evidence::Markup, Source::RelAuthor, id, open);
            }
            _ if attributes.to_author || own & BYLINE != 0 && own & BIOGRAPHY == 0 => {
                self.looks += 1;
                let value = visible::text(self.dom, id, BYLINE_LENGTH);
                self.found(List::Byline, value, Evidence::Markup, Source::Byline, id, open);
            }
            _ => {}
        }
        if own & DATE != 0 && !matches!(tag, Tag::Time | Tag::Body | Tag::Html | Tag::Main | Tag::Article) {
            self.time(id, &attributes, open);
        } else if own & DETAILS != 0 {
            self.details(id, open);
        }
        if own & BREADCRUMB != 0 && around.says & BREADCRUMB == 0 {
            let value = visible::text(self.dom, id, SHORT);
            self.found(List::Section, value, Evidence::Markup, Source::Breadcrumb, id, open);
        }
    }

    /// An element is left.
    pub fn leave(&mut self, _: NodeId) {
        self.open.pop();
    }

    /// A text is met.
    pub fn text(&mut self, id: NodeId, text: &str) {
        let far = self.since > NEAR_TEXTS;
        if far && (text.len() > 2 * FAR_LENGTH || self.published.len() >= FAR_TEXTS) {
            return;
        }
        let open = self.around();
        let text = text.trim();
        if text.is_empty() || open.says & (UNSEEN | H1 | HEAD) != 0 {
            return;
        }
        if self.awaits_name {
            self.awaits_name = false;
            if text.len() <= FAR_LENGTH {
                let name = format!("By {text}");
                self.found(List::Byline, name, Evidence::Markup, Source::ByLine, id, open);
            }
        }
        if far {
            if text.len() <= FAR_LENGTH && open.says & BYLINE == 0 && opens_byline(text) {
                self.byline(id, text, open);
            }
            if text.len() <= FAR_LENGTH && open.says & DATE == 0 && may_be_date(text) {
                self.found(
                    List::Published,
                    text.to_owned(),
                    Evidence::Markup,
                    Source::NearText,
                    id,
                    open,
                );
            }
            return;
        }
        self.since += 1;
        if text.len() <= DATE_LENGTH && text.bytes().filter(u8::is_ascii_digit).count() >= 3 && open.says & DATE == 0 {
            self.found(
                List::Published,
                text.to_owned(),
                Evidence::Markup,
                Source::NearText,
                id,
                open,
            );
        }
        if text.len() <= BYLINE_LENGTH && open.says & BYLINE == 0 && opens_byline(text) {
            self.byline(id, text, open);
        }
    }

    /// A text that opens a byline.
    fn byline(&mut self, id: NodeId, text: &str, open: Open) {
        // "By <a>Ann Lee</a>": the name stands in an element of its own.
        if opening::strip(text.trim_start_matches(['(', '（', '|', ' '])).is_some_and(|name| !name.is_empty()) {
            return self.found(
                List::Byline,
                text.to_owned(),
                Evidence::Markup,
                Source::ByLine,
                id,
                open,
            );
        }
        let parent = self.dom.parent(id).unwrap_or(id);
        let whole = visible::text(self.dom, parent, BYLINE_LENGTH);
        if whole.len() > text.len() + 3 {
            self.found(List::Byline, whole, Evidence::Markup, Source::ByLine, id, open);
        } else {
            self.awaits_name = true;
        }
    }

    fn attributes(&mut self, id: NodeId, tag: Tag) -> Attributes {
        let mut out = Attributes::default();
        let mut hidden = false;
        for (name, value) in self.dom.attributes(id) {
            match name {
                "class" => out.says |= self.classes.get(&value, words::of),
                // Every element has its own.
                "id" => out.says |= words::of(&value),
                "itemprop" => out.itemprop = Some(value.into_owned()),
                "itemscope" => out.is_scope = true,
                "itemtype" => out.item_type = Some(value.into_owned()),
                "rel" => out.rel = value.split_ascii_whitespace().any(|r| r.eq_ignore_ascii_case("author")),
                "datetime" | "data-datetime" | "data-timestamp" | "data-date" | "data-published" | "data-time"
                    if is_stamp(&value) =>
                {
                    out.stamp = Some(value.into_owned());
                }
                "title"
                    if out.stamp.is_none()
                        && matches!(tag, Tag::Abbr | Tag::Span | Tag::Time | Tag::A)
                        && is_stamp(&value) =>
                {
                    out.stamp = Some(value.into_owned());
                }
                "href" if tag == Tag::A => out.to_author |= leads_to_author(&value),
                // RDFa, the older brother of microdata.
                "property" if out.itemprop.is_none() && !matches!(tag, Tag::Meta) => {
                    let name = value.rsplit([':', '/']).next().unwrap_or_default();
                    if value.contains("schema")
                        || matches!(name, "datePublished" | "dateCreated" | "dateModified" | "headline")
                    {
                        out.itemprop = Some(name.to_owned());
                    }
                }
                "hidden" => hidden = true,
                _ => {}
            }
        }
        // What lies around everything says nothing of its parts.
        if matches!(tag, Tag::Html | Tag::Body | Tag::Main) {
            out.says = 0;
        }
        if hidden {
            out.says |= BESIDE;
        }
        out
    }

    /// A `<time>` element, or one whose class says that it is a date.
    fn time(&mut self, id: NodeId, attributes: &Attributes, open: Open) {
        self.looks += 1;
        let text = visible::text(self.dom, id, DATE_LENGTH);
        if text.len() > DATE_LENGTH {
            return;
        }
        let has_digits = |t: &str| t.bytes().filter(u8::is_ascii_digit).count() >= 3;
        let label = self.label_before(id);
        let updated =
            open.says & UPDATED != 0 && !says_published(&label) || says_updated(&label) || says_updated(&text);
        let list = if updated { List::Modified } else { List::Published };
        if let Some(stamp) = &attributes.stamp {
            self.found(list, stamp.clone(), Evidence::Markup, Source::Time, id, open);
        }
        if has_digits(&text) {
            self.found(list, one_line(text), Evidence::Markup, Source::Time, id, open);
        }
    }

    /// Details of an article: "Ann Lee | 6 May 2024 | Politics".
    fn details(&mut self, id: NodeId, open: Open) {
        self.looks += 1;
        let text = visible::text(self.dom, id, DATE_LENGTH);
        if text.len() > DATE_LENGTH {
            return;
        }
        for line in text.lines() {
            if line.bytes().filter(u8::is_ascii_digit).count() >= 3 {
                self.found(
                    List::Published,
                    line.to_owned(),
                    Evidence::Markup,
                    Source::NearText,
                    id,
                    open,
                );
            }
            if opens_byline(line) {
                self.found(
                    List::Byline,
                    line.to_owned(),
                    Evidence::Markup,
                    Source::ByLine,
                    id,
                    open,
                );
            }
        }
    }

    /// The text just before an element, which says what it is: "Updated:".
    fn label_before(&self, id: NodeId) -> String {
        let mut at = id;
        for _ in 0..3 {
            let mut before = self.dom.previous_sibling(at);
            for _ in 0..3 {
                let Some(sibling) = before else { break };
                let text = match self.dom.text(sibling) {
                    Some(text) => text.trim().to_owned(),
                    None => visible::text(self.dom, sibling, 60),
                };
                if !text.trim().is_empty() {
                    return if text.len() < 60 { text } else { String::new() };
                }
                before = self.dom.previous_sibling(sibling);
            }
            match self.dom.parent(at) {
                Some(parent)
                    if matches!(
                        self.dom.tag(parent),
                        Some(Tag::Span | Tag::P | Tag::Em | Tag::B | Tag::Strong | Tag::Small | Tag::I)
                    ) =>
                {
                    at = parent
                }
                _ => break,
            }
        }
        String::new()
    }

    /// Notes what was found.
    pub fn found(&mut self, list: List, value: String, evidence: Evidence, source: Source, id: NodeId, open: Open) {
        let list = match list {
            List::Headline => &mut self.headlines,
            List::Byline => &mut self.bylines,
            List::Published => &mut self.published,
            List::Modified => &mut self.modified,
            List::Section => &mut self.sections,
        };
        if value.trim().is_empty() || list.len() >= CLOSE_LOOKS {
            return;
        }
        list.push(Found {
            value,
            evidence,
            source,
            at: index(id),
            group: if open.byline == 0 { index(id) } else { open.byline },
            says: open.says,
            scope: open.scope,
        });
    }

    /// Puts what was found on the page, what is likelier first.
    pub fn finish(self, known: &Known, page: &mut Page<'static>) {
        // The headline that others repeat, else the first that is no teaser's.
        let rank = |found: &Found| {
            let away = found.says & (AWAY | BESIDE | LINK | ITEM) != 0;
            let h1 = found.evidence == Evidence::Markup && found.source == Source::H1;
            (!h1, known.agreeing(&found.value) < 2, away, found.at)
        };
        let headline = self.headlines.iter().min_by_key(|f| rank(f));
        let place = Place::of(&self.scopes, headline);
        let mut headlines: Vec<&Found> = self.headlines.iter().collect();
        headlines.sort_by_cached_key(|f| rank(f));
        for found in headlines {
            put(&mut page.titles, found.evidence, found.source, &found.value, found.at);
        }
        for found in place.own(&self.bylines) {
            put_clean(
                &mut page.authors,
                found.evidence,
                found.source,
                found.value.clone(),
                found.group,
            );
        }
        let mut published = place.own(&self.published);
        if published.is_empty() && page.published.is_empty() {
            // The only date of the page may stand beside the text.
            let times = self.published.iter().filter(|f| f.source == Source::Time);
            published = times.filter(|f| !place.is_foreign(f)).collect();
        }
        for found in published.into_iter().take(24) {
            put(
                &mut page.published,
                found.evidence,
                found.source,
                &found.value,
                found.at,
            );
        }
        for found in place.own(&self.modified).into_iter().take(24) {
            put(&mut page.modified, found.evidence, found.source, &found.value, found.at);
        }
        for found in &self.sections {
            for line in found.value.lines() {
                put(&mut page.sections, found.evidence, found.source, line, found.at);
            }
        }
        for (other, found) in &self.others {
            if place.is_foreign(found) {
                continue;
            }
            let list = match other {
                Other::Lead => &mut page.leads,
                Other::Publisher => &mut page.publishers,
                Other::Image => &mut page.images,
                Other::Tags => {
                    put_tags(&mut page.tags, found.evidence, &found.value);
                    continue;
                }
            };
            put(list, found.evidence, found.source, &found.value, 0);
        }
    }
}

#[derive(Clone, Copy)]
pub enum List {
    Headline,
    Byline,
    Published,
    Modified,
    Section,
}

fn of_tag(tag: Tag) -> Says {
    match tag {
        Tag::A => LINK,
        Tag::Time => DATE,
        Tag::Li => ITEM,
        Tag::Nav | Tag::Footer | Tag::Aside => BESIDE,
        Tag::Article => ARTICLE,
        Tag::H1 => H1,
        Tag::Head => HEAD,
        Tag::Script | Tag::Style | Tag::Noscript | Tag::Template | Tag::Svg | Tag::Select | Tag::Textarea => UNSEEN,
        _ => 0,
    }
}

pub fn one_line(text: String) -> String {
    if text.contains('\n') {
        text.replace('\n', " ")
    } else {
        text
    }
}
