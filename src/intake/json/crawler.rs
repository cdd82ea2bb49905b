//! An object as a crawler's envelope: whatever names it uses, as long as [`aliases`] knows them. What news-please,
//! Scrapy, newspaper4k, fundus, trafilatura, Diffbot, GDELT and Common Crawl's news lines write is read here.

use std::borrow::Cow;

use super::node::Node;
use super::{fundus, language_names, pictures};
use crate::intake::aliases::{self, Role, SINGLE};
use crate::intake::markup;
use crate::intake::{Authority, Claim, Content, Format, IntakeError, Picture, Piece, RawArticle, SkipReason};

/// Whether an object holds an article.
pub fn has_content(object: &Node<'_>) -> bool {
    object.members().iter().any(|(key, value)| {
        aliases::roles(key).any(|(role, ..)| is_content(role)) && (has_text(value) || fundus::is_body(value))
    })
}

/// Reads an object.
pub fn read(object: Node<'_>) -> Piece<'_> {
    let members = match object {
        Node::Object(members) => members,
        other => return Piece::Failed(IntakeError::NotAnObject(other.kind()).into()),
    };
    let mut envelope = Envelope::default();
    for (key, value) in members {
        let mut roles = aliases::roles(&key).peekable();
        if roles.peek().is_none() {
            continue;
        }
        if key == "body" && fundus::is_body(&value) {
            envelope.put(Role::Html, 0, "body", vec![Cow::Owned(fundus::html(&value))]);
            continue;
        }
        if let Some((Role::Images, rank, _)) = roles.peek().copied() {
            envelope.put_pictures(rank, value);
            continue;
        }
        // fundus puts the response into an object.
        let value = match value {
            Node::Object(_) if key == "html" => envelope.open_response(value),
            value => value,
        };
        let texts = texts(value);
        envelope.named |= texts.is_empty() && aliases::roles(&key).any(|(role, ..)| is_content(role));
        envelope.offer(roles, texts);
    }
    envelope.into_piece()
}

/// Adds what a crawler wrote beside a publisher's own object under names of its own: where a field is still open, and only
/// from names that the object's format does not have.
pub fn supplement<'a>(raw: &mut RawArticle<'a>, object: &Node<'a>, own: impl Fn(&str) -> bool) {
    let foreign = |(name, _): &&(Cow<'a, str>, Node<'a>)| !own(name) && aliases::roles(name).next().is_some();
    let members: Vec<_> = object.members().iter().filter(foreign).cloned().collect();
    if members.is_empty() {
        return;
    }
    // A title, so that it is an article whatever else there is.
    let title = (Cow::Borrowed("title"), Node::Text(Cow::Borrowed("-")));
    let Piece::Article(other) = read(Node::Object(members.into_iter().chain([title]).collect())) else {
        return;
    };
    let other = *other;
    for (slot, found) in [
        (&mut raw.id, other.id),
        (&mut raw.revision, other.revision),
        (&mut raw.url, other.url),
        (&mut raw.canonical_url, other.canonical_url),
        (&mut raw.lead, other.lead),
        (&mut raw.published, other.published),
        (&mut raw.modified, other.modified),
        (&mut raw.retrieved, other.retrieved),
        (&mut raw.publisher_name, other.publisher_name),
        (&mut raw.publisher_domain, other.publisher_domain),
        (&mut raw.language, other.language),
        (&mut raw.section, other.section),
    ] {
        if slot.is_none() {
            *slot = found;
        }
    }
    for (list, found) in [(&mut raw.authors, other.authors), (&mut raw.tags, other.tags)] {
        if list.is_empty() {
            *list = found;
        }
    }
    if raw.images.is_empty() {
        raw.images = other.images;
    }
    // The crawler's page or text: what is in it is weighed like any other.
    if matches!(raw.content, Content::None) && !matches!(other.content, Content::None) {
        raw.content = other.content;
        raw.content_field = other.content_field;
        raw.authority = Authority::Finder;
    }
}

type Texts<'a> = Vec<Cow<'a, str>>;

/// The names within an object that say what it is, best first.
const NAMES: &[&str] = &[
    "name",
    "title",
    "value",
    "rendered",
    "text",
    "full_name",
    "display_name",
    "literal",
    "term",
    "label",
    "url",
    "href",
    "src",
    "id",
];

/// The texts of a field: of a string or number one, of a list one for each element, of an object the one that names it.
fn texts(value: Node<'_>) -> Texts<'_> {
    match value {
        Node::List(list) => list.into_iter().filter_map(element).collect(),
        value => element(value).into_iter().collect(),
    }
}

fn element(value: Node<'_>) -> Option<Cow<'_, str>> {
    match value {
        Node::Text(text) | Node::Number(text) => (!super::node::is_absent(&text)).then_some(text),
        Node::Object(_) => name_of(&value).cloned(),
        _ => None,
    }
}

/// What an object is called.
fn name_of<'n, 'a>(object: &'n Node<'a>) -> Option<&'n Cow<'a, str>> {
    NAMES.iter().find_map(|name| object.get(name)?.text())
}

/// Whether a field holds any text.
fn has_text(value: &Node<'_>) -> bool {
    value
        .list()
        .iter()
        .any(|one| one.text().or_else(|| name_of(one)).is_some())
}

/// The best claim for every role so far, with its rank.
#[derive(Default)]
struct Envelope<'a> {
    single: [Option<(usize, Claim<'a>)>; SINGLE],
    authors: Option<(usize, Vec<Claim<'a>>)>,
    tags: Option<(usize, Vec<Claim<'a>>)>,
    images: Option<(usize, Vec<Picture<'a>>)>,
    /// A field for the content was there and empty.
    named: bool,
}

fn is_content(role: Role) -> bool {
    matches!(role, Role::Html | Role::Text | Role::Title | Role::Lead)
}

fn is_url(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

impl<'a> Envelope<'a> {
    fn offer(&mut self, roles: impl Iterator<Item = (Role, usize, &'static str)>, mut texts: Texts<'a>) {
        if texts.is_empty() {
            return;
        }
        let mut roles = roles.peekable();
        while let Some((role, rank, field)) = roles.next() {
            // Few names have two roles, so that the value is seldom needed twice.
            let texts = if roles.peek().is_some() {
                texts.clone()
            } else {
                std::mem::take(&mut texts)
            };
            self.put(role, rank, field, texts);
        }
    }

    fn put(&mut self, role: Role, rank: usize, field: &'static str, mut texts: Texts<'a>) {
        let list = match role {
            Role::Author => &mut self.authors,
            Role::Tags => &mut self.tags,
            _ => {
                // trafilatura's `source` is the address.
                let role = match (role, texts.first()) {
                    (Role::PublisherName, Some(value)) if is_url(value) => Role::Url,
                    _ => role,
                };
                let rank = if field == "source" && role == Role::Url {
                    usize::MAX
                } else {
                    rank
                };
                let Some(slot) = self.single.get_mut(role as usize) else {
                    return;
                };
                if slot.as_ref().is_some_and(|(r, _)| *r <= rank) {
                    return;
                }
                let value = match role {
                    // A text as a list of paragraphs.
                    Role::Text | Role::Html if texts.len() > 1 => Some(Cow::Owned(texts.join("\n"))),
                    // A service writes the language out.
                    Role::Language => texts.drain(..).next().map(language_names::code),
                    _ => texts.into_iter().next(),
                };
                let Some(value) = value else {
                    return;
                };
                // `body` is both; it is HTML if it begins with a tag.
                let html = markup::begins(&value);
                if field == "body" && rank > 0 && (role == Role::Html) != html {
                    return;
                }
                *slot = Some((rank, Claim { field, value }));
                return;
            }
        };
        if list.as_ref().is_none_or(|(r, _)| rank < *r) {
            *list = Some((rank, texts.into_iter().map(|value| Claim { field, value }).collect()));
        }
    }

    fn put_pictures(&mut self, rank: usize, value: Node<'a>) {
        if self.images.as_ref().is_some_and(|(r, _)| *r <= rank) {
            return;
        }
        let pictures = pictures::of(value);
        if !pictures.is_empty() {
            self.images = Some((rank, pictures));
        }
    }

    /// The page of a response as an object; its addresses and its time are claims of their own.
    fn open_response(&mut self, response: Node<'a>) -> Node<'a> {
        let mut content = Node::Null;
        let Node::Object(members) = response else {
            return content;
        };
        for (key, value) in members {
            match key.as_ref() {
                "content" => content = value,
                "responded_url" | "requested_url" | "crawl_date" => {
                    self.offer(aliases::roles(&key), texts(value));
                }
                _ => {}
            }
        }
        content
    }

    fn has_content(&self) -> bool {
        [Role::Html, Role::Text, Role::Title, Role::Lead]
            .iter()
            .any(|role| self.single.get(*role as usize).is_some_and(Option::is_some))
    }

    fn into_piece(self) -> Piece<'a> {
        if !self.has_content() {
            // An empty page is no mistake of the sender's; an object of something else is.
            if self.named {
                return Piece::Skipped(SkipReason::Empty);
            }
            return Piece::Failed(IntakeError::NoContent.into());
        }
        let mut single = self.single;
        let mut take = |role: Role| {
            single
                .get_mut(role as usize)
                .and_then(Option::take)
                .map(|(_, claim)| claim)
        };
        let list = |list: Option<(usize, Vec<Claim<'a>>)>| list.map(|(_, claims)| claims).unwrap_or_default();
        let (content, field) = match (take(Role::Html), take(Role::Text)) {
            (Some(html), _) => (Content::Html(html.value), Some(html.field)),
            (None, Some(text)) if markup::begins(&text.value) || markup::is_fragment(&text.value) => {
                (Content::Html(text.value), Some(text.field))
            }
            (None, Some(text)) => (Content::Text(text.value), Some(text.field)),
            (None, None) => (Content::None, None),
        };
        let format = if matches!(content, Content::Html(_)) {
            Format::Html
        } else {
            Format::Text
        };
        let mut raw = RawArticle::bare(format, content);
        raw.content_field = field;
        raw.id = take(Role::Id);
        raw.revision = take(Role::Revision);
        raw.url = take(Role::Url);
        raw.canonical_url = take(Role::CanonicalUrl);
        raw.title = take(Role::Title);
        raw.subtitle = take(Role::Subtitle);
        raw.lead = take(Role::Lead);
        raw.published = take(Role::Published);
        raw.modified = take(Role::Modified);
        raw.retrieved = take(Role::Retrieved);
        raw.authors = list(self.authors);
        raw.publisher_name = take(Role::PublisherName);
        raw.publisher_domain = take(Role::PublisherDomain);
        raw.language = take(Role::Language);
        raw.section = take(Role::Section);
        raw.tags = list(self.tags);
        raw.images = self.images.map(|(_, pictures)| pictures).unwrap_or_default();
        Piece::Article(Box::new(raw))
    }
}
