//! Candidates in the markup of a page: headlines, bylines, dates, microdata. The tree is walked once; what an element
//! says holds for all within it, and where a candidate stands relative to the headline tells the page's own from those
//! of its teasers.

use super::super::dom::{Dom, NodeId, Tag};
use super::microdata::{self, Kind, Scope};
use super::opening;
use super::words::{
    self, ARTICLE, AWAY, BESIDE, BIOGRAPHY, BREADCRUMB, BYLINE, DATE, DETAILS, H1, HEAD, ITEM, LINK, Says, TITLE,
    UNSEEN, UPDATED,
};
use super::{Evidence, Known, Page, Source, index, put, put_clean, put_tags, visible};

/// A byline with all its names is shorter, in bytes.
const BYLINE_LENGTH: usize = 300;
/// A text that holds a date and hardly anything else is shorter.
const DATE_LENGTH: usize = 160;
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
struct Open {
    says: Says,
    scope: Option<u16>,
    /// The outermost byline around, as its node's index.
    byline: u32,
}

/// Something found, before it is known where the headline is.
struct Found {
    value: String,
    evidence: Evidence,
    source: Source,
    at: u32,
    group: u32,
    says: Says,
    scope: Option<u16>,
}

/// What is being collected on the way through the tree.
pub struct Markup<'d, 'h> {
    dom: &'d Dom<'h>,
    open: Vec<Open>,
    scopes: Vec<Scope>,
    headlines: Vec<Found>,
    bylines: Vec<Found>,
    published: Vec<Found>,
    modified: Vec<Found>,
    sections: Vec<Found>,
    others: Vec<(Other, Found)>,
    looks: usize,
    /// A byline was opened, and its name has not been met yet.
    awaits_name: bool,
    /// Texts seen since the last headline.
    since: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Other {
    Lead,
    Publisher,
    Tags,
    Image,
}

/// The attributes of an element that matter here.
#[derive(Default)]
struct Attributes {
    says: Says,
    itemprop: Option<String>,
    item_type: Option<String>,
    is_scope: bool,
    rel: bool,
    to_author: bool,
    stamp: Option<String>,
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
                let value = one_line(visible::text(self.dom, id, super::SHORT));
                if !value.is_empty() {
                    self.since = 0;
                }
                self.found(List::Headline, value, Evidence::Markup, Source::H1, id, open);
            }
            Tag::H2 | Tag::H3 if own & TITLE != 0 => {
                let value = one_line(visible::text(self.dom, id, super::SHORT));
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
            let value = visible::text(self.dom, id, super::SHORT);
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

    fn attributes(&self, id: NodeId, tag: Tag) -> Attributes {
        let mut out = Attributes::default();
        let mut hidden = false;
        for (name, value) in self.dom.attributes(id) {
            match name {
                "class" | "id" => out.says |= words::of(&value),
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

    fn scope(&mut self, attributes: &Attributes, parent: Option<u16>) -> Option<u16> {
        if self.scopes.len() > 1_000 {
            return parent;
        }
        let property = attributes.itemprop.as_deref().unwrap_or_default();
        let is = |name: &str| property.split_ascii_whitespace().any(|p| p.eq_ignore_ascii_case(name));
        self.scopes.push(Scope {
            kind: microdata::kind(attributes.item_type.as_deref().unwrap_or_default()),
            parent,
            is_author: is("author") || is("creator"),
            is_publisher: is("publisher"),
            is_named: false,
        });
        u16::try_from(self.scopes.len() - 1).ok()
    }

    /// A property of microdata; `around` is what lies around the element itself.
    fn property(&mut self, id: NodeId, tag: Tag, property: &str, attributes: &Attributes, around: Open) {
        let scope = around.scope.and_then(|at| self.scopes.get(usize::from(at))).copied();
        let kind = scope.map_or(Kind::Article, |s| s.kind);
        let value = |limit| {
            let given = ["content", "datetime"]
                .iter()
                .find_map(|name| self.dom.attribute(id, name));
            given.map_or_else(|| visible::text(self.dom, id, limit), std::borrow::Cow::into_owned)
        };
        for name in property.split_ascii_whitespace() {
            let (list, source, text) = match (name, kind) {
                ("headline", Kind::Article) => (List::Headline, Source::Headline, one_line(value(super::SHORT))),
                ("name", Kind::Article) if scope.is_some() => {
                    (List::Headline, Source::Name, one_line(value(super::SHORT)))
                }
                ("name", _) if scope.is_some_and(|s| s.is_author) => {
                    if let Some(scope) = around.scope.and_then(|at| self.scopes.get_mut(usize::from(at))) {
                        scope.is_named = true;
                    }
                    let source = if kind == Kind::Agent {
                        Source::Person
                    } else {
                        Source::Other
                    };
                    let given = self.dom.attribute(id, "content").map(std::borrow::Cow::into_owned);
                    let text = given.unwrap_or_else(|| visible::text(self.dom, id, BYLINE_LENGTH));
                    (List::Byline, source, text)
                }
                ("name", _) if scope.is_some_and(|s| s.is_publisher) => {
                    self.other(Other::Publisher, value(super::SHORT), id, around);
                    continue;
                }
                ("author" | "creator", Kind::Article) if !attributes.is_scope => {
                    (List::Byline, Source::Other, value(BYLINE_LENGTH))
                }
                // The name may stand in it without being called so.
                ("author" | "creator", Kind::Article) => (List::Byline, Source::ByLine, value(BYLINE_LENGTH)),
                ("datePublished", Kind::Article) => (List::Published, Source::DatePublished, value(DATE_LENGTH)),
                ("dateCreated", Kind::Article) => (List::Published, Source::DateCreated, value(DATE_LENGTH)),
                ("dateModified", Kind::Article) => (List::Modified, Source::Other, value(DATE_LENGTH)),
                ("articleSection", Kind::Article) => (List::Section, Source::Other, one_line(value(super::SHORT))),
                ("keywords", Kind::Article) => {
                    self.other(Other::Tags, value(4 * super::SHORT), id, around);
                    continue;
                }
                ("description", Kind::Article) if matches!(tag, Tag::Meta) => {
                    self.other(Other::Lead, value(4 * super::SHORT), id, around);
                    continue;
                }
                ("image", Kind::Article) if !attributes.is_scope => {
                    let url = ["content", "src", "href"]
                        .iter()
                        .find_map(|name| self.dom.attribute(id, name));
                    if let Some(url) = url.map(std::borrow::Cow::into_owned) {
                        self.other(Other::Image, url, id, around);
                    }
                    continue;
                }
                _ => continue,
            };
            self.found(list, text, Evidence::Microdata, source, id, around);
        }
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

    fn other(&mut self, other: Other, value: String, id: NodeId, open: Open) {
        if self.others.len() < 100 {
            let found = Found {
                value,
                evidence: Evidence::Microdata,
                source: Source::Other,
                at: index(id),
                group: 0,
                says: open.says,
                scope: open.scope,
            };
            self.others.push((other, found));
        }
    }

    fn found(&mut self, list: List, value: String, evidence: Evidence, source: Source, id: NodeId, open: Open) {
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
        for found in place.own(&self.published).into_iter().take(24) {
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

/// Where the headline stands.
struct Place<'s> {
    scopes: &'s [Scope],
    at: u32,
    /// What the elements around it say does not count against what stands beside it.
    ours: Says,
    article: Option<u16>,
}

impl<'s> Place<'s> {
    fn of(scopes: &'s [Scope], headline: Option<&Found>) -> Self {
        Place {
            scopes,
            at: headline.map_or(0, |f| f.at),
            ours: !(headline.map_or(0, |f| f.says) & (AWAY | BESIDE | ITEM)),
            article: article_of(scopes, headline.and_then(|f| f.scope)),
        }
    }

    /// An item of microdata that belongs to another article.
    fn is_foreign(&self, found: &Found) -> bool {
        found.evidence == Evidence::Microdata && article_of(self.scopes, found.scope) != self.article
    }

    /// Those that are the page's own, nearest to the headline first: no items of other articles, no teasers (links in
    /// a list), nothing that stands beside the text.
    fn own<'f>(&self, list: &'f [Found]) -> Vec<&'f Found> {
        let mut own: Vec<&Found> = list
            .iter()
            .filter(|found| {
                let says = found.says & self.ours;
                !self.is_foreign(found) && says & (AWAY | BESIDE) == 0 && (says & ITEM == 0 || says & LINK == 0)
            })
            .collect();
        own.sort_by_key(|found| {
            let at = found.at;
            if at >= self.at {
                at - self.at
            } else {
                2 * (self.at - at)
            }
        });
        own
    }
}

/// The article that an item belongs to.
fn article_of(scopes: &[Scope], scope: Option<u16>) -> Option<u16> {
    let mut at = scope;
    for _ in 0..32 {
        let scope = at.and_then(|i| scopes.get(usize::from(i)))?;
        if scope.kind == Kind::Article {
            return at;
        }
        at = scope.parent;
    }
    None
}

#[derive(Clone, Copy)]
enum List {
    Headline,
    Byline,
    Published,
    Modified,
    Section,
}

fn of_tag(tag: Tag) -> Says {
    match tag {
        Tag::A => LINK,
        Tag::Li => ITEM,
        Tag::Nav | Tag::Footer | Tag::Aside => BESIDE,
        Tag::Article => ARTICLE,
        Tag::H1 => H1,
        Tag::Head => HEAD,
        Tag::Script | Tag::Style | Tag::Noscript | Tag::Template | Tag::Svg | Tag::Select | Tag::Textarea => UNSEEN,
        _ => 0,
    }
}

/// Whether the value of an attribute has digits enough for a date, and is not long.
fn is_stamp(value: &str) -> bool {
    value.len() < 60 && value.bytes().filter(u8::is_ascii_digit).count() >= 8
}

/// Whether a link goes to the page of an author.
fn leads_to_author(href: &str) -> bool {
    const PARTS: &[&str] = &[
        "/author/",
        "/authors/",
        "/autor/",
        "/autores/",
        "/autoren/",
        "/auteur/",
        "/auteurs/",
        "/autore/",
        "/contributor/",
        "/contributors/",
        "/by/",
        "/reporter/",
        "/journalist/",
        "/journalists/",
        "/writer/",
        "/writers/",
        "/redakteur/",
        "/tac-gia/",
        "/profile/",
    ];
    href.len() < 300 && memchr::memchr(b'/', href.as_bytes()).is_some() && PARTS.iter().any(|p| href.contains(p))
}

/// Whether a short text has a year, or two marks between digits.
fn may_be_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = bytes.iter().filter(|b| b.is_ascii_digit()).count();
    let years = bytes
        .windows(4)
        .any(|w| matches!(w, [b'1', b'9', c, d] | [b'2', b'0', c, d] if c.is_ascii_digit() && d.is_ascii_digit()));
    let marks = bytes
        .windows(3)
        .filter(|w| matches!(w, [a, b'.' | b'/' | b'-', c] if a.is_ascii_digit() && c.is_ascii_digit()))
        .count();
    digits >= 5 && (years || marks >= 2)
}

fn one_line(text: String) -> String {
    if text.contains('\n') {
        text.replace('\n', " ")
    } else {
        text
    }
}

/// Whether a text begins like a byline: "By Ann Lee", "Von: …".
fn opens_byline(text: &str) -> bool {
    let text = text.trim_start_matches(['(', '（', '|', ' ']);
    opening::strip(text).is_some_and(|name| {
        name.is_empty() || name.starts_with(|c: char| c.is_uppercase() || !c.is_ascii()) || text.len() - name.len() > 12
    })
}

fn says_updated(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "update",
        "modified",
        "edited",
        "aktualisiert",
        "aktualisierung",
        "geändert",
        "mis à jour",
        "modifié",
        "actualizado",
        "actualización",
        "atualizad",
        "aggiornat",
        "bijgewerkt",
        "cập nhật",
        "güncelle",
        "обновлен",
        "oppdatert",
        "opdateret",
        "uppdaterad",
        "diperbarui",
        "zaktualizowan",
        "aktualizacja",
        "更新",
        "수정",
        "업데이트",
        "last reviewed",
    ];
    let lower = text.to_lowercase();
    WORDS.iter().any(|w| lower.contains(w)) && !says_published(&lower)
}

fn says_published(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "publish",
        "posted",
        "veröffentlicht",
        "erstellt",
        "publié",
        "publicado",
        "pubblicat",
        "gepubliceerd",
        "yayın",
        "опубликован",
        "publisert",
        "publicerad",
        "first",
        "created",
        "xuất bản",
        "đăng",
        "opublikowan",
        "입력",
        "公開",
    ];
    let lower = text.to_lowercase();
    WORDS.iter().any(|w| lower.contains(w))
}
