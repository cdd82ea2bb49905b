//! Atom 1.0 (RFC 4287) and 0.3. A feed is one piece an `entry`; what the feed says is inherited.
//!
//! `updated` is the one time that every entry has. Where there is no other, it stands for the publication, too: nothing
//! says that the entry is older.

use std::borrow::Cow;

use super::claim::{self, claim};
use super::media::Pictures;
use super::names::Vocabulary;
use super::rss::host;
use super::tree::Element;
use crate::intake::{Authority, Claim, Content, Format, Piece, RawArticle, Rights, markup};

/// Where each field of the event comes from, best first.
pub const FIELDS: &[(&str, &str)] = &[
    ("source.id", "id"),
    ("url", "link, feedburner:origLink, id"),
    ("canonical_url", "link/canonical"),
    ("title", "title, media:title"),
    ("lead", "summary, media:description"),
    ("body", "content"),
    ("authors", "author, source/author, feed/author, dc:creator"),
    ("published_at", "published, issued, created, updated, modified"),
    ("modified_at", "updated, modified"),
    ("publisher.name", "source/title, feed/title"),
    ("publisher.domain", "source/link, feed/link"),
    ("language", "xml:lang, feed/lang"),
    ("section", "category"),
    ("tags", "category"),
    ("images", "media:content, link/enclosure, media:thumbnail, summary"),
    ("rights", "rights, copyright, feed/rights"),
];

/// What a feed says of all its entries.
#[derive(Clone, Debug, Default)]
pub struct Feed<'m> {
    title: Option<Claim<'m>>,
    domain: Option<Claim<'m>>,
    authors: Vec<Claim<'m>>,
    language: Option<Claim<'m>>,
    rights: Option<Cow<'m, str>>,
    base: Option<url::Url>,
}

impl<'m> Feed<'m> {
    /// Reads a `feed`.
    pub fn read(feed: Element<'_, 'm>) -> Self {
        let mut out = Feed {
            language: claim::attribute("feed/lang", Some(feed), "xml:lang"),
            base: base(feed, None),
            ..Feed::default()
        };
        for child in own(feed) {
            match child.local() {
                "title" => out.title = out.title.or_else(|| claim::line("feed/title", Some(child))),
                "author" => out.authors.extend(author("feed/author", child)),
                "rights" | "copyright" => out.rights = out.rights.or_else(|| child.line()),
                "link" if is_alternate(child) => {
                    if let Some(url) = address(child, out.base.as_ref()) {
                        out.base = out.base.or_else(|| url::Url::parse(&url).ok());
                        out.domain = out.domain.or_else(|| claim("feed/link", host(url)));
                    }
                }
                _ => (),
            }
        }
        out
    }
}

/// The children that are Atom's own: also those without a prefix in a document that declares none.
fn own<'t, 'm: 't>(element: Element<'t, 'm>) -> impl Iterator<Item = Element<'t, 'm>> {
    element.children().filter(|child| is_own(*child))
}

fn is_own(element: Element<'_, '_>) -> bool {
    element.vocabulary == Vocabulary::Atom || !element.is_prefixed()
}

fn author<'m>(field: &'static str, element: Element<'_, 'm>) -> Option<Claim<'m>> {
    match element.child("name") {
        Some(name) => claim::line(field, Some(name)),
        None if element.children().next().is_none() => claim::line(field, Some(element)),
        None => None,
    }
}

fn is_alternate(link: Element<'_, '_>) -> bool {
    link.attribute("rel").is_none_or(|rel| rel.trim() == "alternate")
}

fn base(element: Element<'_, '_>, outer: Option<&url::Url>) -> Option<url::Url> {
    match (element.attribute("xml:base"), outer) {
        (Some(base), Some(outer)) => outer.join(base).ok(),
        (Some(base), None) => url::Url::parse(base).ok(),
        (None, outer) => outer.cloned(),
    }
}

/// Where a link leads; a relative one is taken from the base.
fn address<'m>(link: Element<'_, 'm>, outer: Option<&url::Url>) -> Option<Cow<'m, str>> {
    let written = link.attribute("href")?;
    if written.starts_with("http") {
        return Some(written.clone());
    }
    let base = base(link, outer);
    let joined = base.and_then(|base| base.join(written.trim()).ok());
    Some(joined.map_or_else(|| written.clone(), |url| Cow::Owned(url.into())))
}

/// Reads an `entry`.
pub fn entry<'m>(entry: Element<'_, 'm>, feed: &Feed<'m>) -> Piece<'m> {
    let mut raw = RawArticle::bare(Format::Atom, Content::None);
    raw.authority = Authority::Finder;
    let base = base(entry, feed.base.as_ref());
    let mut pictures = Pictures::default();
    let mut published: Option<(usize, Claim<'m>)> = None;
    let mut modified = None;
    let mut publisher = None;
    let mut original = None;
    let mut credited = Vec::new();
    let mut theirs = Vec::new();
    let mut rights = None;
    let mut media_title = None;
    let mut description = None;
    let mut is_page = false;
    for child in entry.children() {
        if !is_own(child) {
            match (child.vocabulary, child.local()) {
                (Vocabulary::Dc, "creator") => credited.extend(claim::line("dc:creator", Some(child))),
                (Vocabulary::Other, "origLink") => original = claim::line("feedburner:origLink", Some(child)),
                (Vocabulary::Media, "group") => {
                    media_title = media_title.or_else(|| claim::line("media:title", child.child("title")));
                    description = description.or_else(|| claim::line("media:description", child.child("description")));
                    pictures.take(child);
                }
                _ => pictures.take(child),
            }
            continue;
        }
        let local = child.local();
        match local {
            "id" => raw.id = claim::line("id", Some(child)),
            "title" => raw.title = claim("title", text(child).and_then(super::tree::line)),
            "summary" => raw.lead = claim("summary", text(child)),
            "content" => content(child, &mut raw),
            "link" => match (
                child.attribute("rel").map(|rel| rel.trim()),
                address(child, base.as_ref()),
            ) {
                (None | Some("alternate"), Some(url)) => {
                    // Of several the page is meant, not its feed or its copy for machines.
                    let page = child.attribute("type").is_none_or(|kind| kind.contains("html"));
                    if raw.url.is_none() || (page && !is_page) {
                        raw.url = claim("link", Some(url));
                        is_page = page;
                    }
                }
                (Some("canonical"), url) => raw.canonical_url = claim("link/canonical", url),
                (Some("enclosure"), Some(url)) => {
                    pictures.enclosure(url, child.attribute("type").map(|kind| kind.as_ref()));
                }
                _ => (),
            },
            "author" => raw.authors.extend(author("author", child)),
            "published" | "issued" | "created" | "updated" | "modified" => {
                let names = ["published", "issued", "created", "updated", "modified"];
                let found = (0..).zip(names).find(|(_, name)| *name == local);
                let Some((rank, time)) = found.and_then(|(rank, name)| Some((rank, claim::line(name, Some(child))?)))
                else {
                    continue;
                };
                if rank >= 3 {
                    modified = modified.or_else(|| Some(time.clone()));
                }
                if published.as_ref().is_none_or(|(known, _)| rank < *known) {
                    published = Some((rank, time));
                }
            }
            "category" => {
                let label = child.attribute("label").or_else(|| child.attribute("term")).cloned();
                raw.tags.extend(claim("category", label.or_else(|| child.line())));
            }
            "rights" | "copyright" => rights = child.line(),
            "source" => {
                for child in own(child) {
                    match child.local() {
                        "title" => publisher = claim::line("source/title", Some(child)),
                        "author" => theirs.extend(author("source/author", child)),
                        "link" if is_alternate(child) => {
                            raw.publisher_domain = claim("source/link", address(child, None).and_then(host));
                        }
                        _ => (),
                    }
                }
            }
            _ => (),
        }
    }
    if let Some(original) = original {
        raw.url = Some(original);
    }
    if raw.url.is_none() {
        let address = raw.id.as_ref().filter(|id| id.value.starts_with("http"));
        raw.url = address.cloned();
    }
    raw.title = raw.title.or(media_title);
    raw.lead = raw.lead.or(description);
    let described = match &raw.content {
        Content::None => raw.lead.as_ref().map(|lead| &lead.value),
        _ => None,
    };
    raw.images = pictures.finish(described);
    raw.published = published.map(|(_, time)| time);
    raw.modified = modified;
    raw.authors = [std::mem::take(&mut raw.authors), theirs, credited]
        .into_iter()
        .find(|names| !names.is_empty())
        .unwrap_or_else(|| feed.authors.clone());
    if publisher.is_none() {
        raw.publisher_domain = feed.domain.clone();
    }
    raw.publisher_name = publisher.or_else(|| feed.title.clone());
    raw.language = claim::attribute("xml:lang", Some(entry), "xml:lang").or_else(|| feed.language.clone());
    raw.section = raw.tags.first().cloned();
    if raw.tags.len() == 1 {
        raw.tags.clear();
    }
    raw.rights = rights.or_else(|| feed.rights.clone()).map(|notice| Rights {
        notice: Some(notice),
        ..Rights::default()
    });
    claim::piece(raw)
}

/// A text construct as HTML or text: XHTML is written out, anything else is as it stands.
fn text<'m>(element: Element<'_, 'm>) -> Option<Cow<'m, str>> {
    let text = super::html_of(element);
    (!text.trim().is_empty()).then_some(text)
}

fn content<'m>(element: Element<'_, 'm>, raw: &mut RawArticle<'m>) {
    let Some(text) = text(element) else {
        // Elsewhere (`src`) or nowhere.
        return;
    };
    let kind = element.attribute("type").map_or("text", |kind| kind.trim());
    let is_written = element.children().next().is_some();
    raw.content = if is_written || kind.contains("html") || markup::begins(&text) || markup::is_fragment(&text) {
        Content::Html(text)
    } else if kind == "text" || kind.starts_with("text/") {
        Content::Text(text)
    } else {
        // A picture or another document, in letters.
        return;
    };
    raw.content_field = Some("content");
}

#[cfg(test)]
mod tests {
    use crate::intake::xml::show::{pieces, table_holds};

    fn feed(inner: &str) -> Vec<String> {
        pieces(&format!(
            "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom' xmlns:media='http://search.yahoo.com/mrss/'>{inner}</feed>"
        ))
    }

    #[test]
    fn fields_of_an_entry_are_read() {
        let case = |inner: &str, want: &[&str]| {
            assert_eq!(feed(&format!("<entry>{inner}</entry>")), [want.join("\n")], "{inner}")
        };
        case(
            "<id>tag:a.vn,2019:1</id><title type='html'>Chợ &amp;amp; quê</title><link href='https://a.vn/1'/>
             <link rel='enclosure' type='image/jpeg' href='https://i.a.vn/1.jpg'/><link rel='canonical' href='https://a.vn/c'/>
             <published>2019-02-20T07:45:00+07:00</published><updated>2019-02-21T00:00:00Z</updated>
             <author><name>Trần An</name><email>an@a.vn</email></author><author><name>Lê Bình</name></author>
             <summary>Nước về.</summary><category term='mien-tay' label='Miền Tây'/><rights>© A</rights>",
            &[
                "source.id = id: tag:a.vn,2019:1",
                "url = link: https://a.vn/1",
                "canonical_url = link/canonical: https://a.vn/c",
                "title = title: Chợ &amp; quê",
                "lead = summary: Nước về.",
                "published_at = published: 2019-02-20T07:45:00+07:00",
                "modified_at = updated: 2019-02-21T00:00:00Z",
                "section = category: Miền Tây",
                "authors = author: Trần An",
                "authors = author: Lê Bình",
                "image = https://i.a.vn/1.jpg",
                "rights.notice = © A",
            ],
        );
        // Content in its several ways.
        let body = |content: &str, want: &str| case(&format!("<title>x</title>{content}"), &["title = title: x", want]);
        body("<content>1 &lt; 2</content>", "body = content: text 1 < 2");
        body(
            "<content type='html'>&lt;p>1 &amp;amp; 2&lt;/p></content>",
            "body = content: html <p>1 &amp; 2</p>",
        );
        body(
            "<content type='text'>&lt;p>1&lt;/p></content>",
            "body = content: html <p>1</p>",
        );
        body(
            "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>1 &lt; <b>2</b></p><script>x()</script></div></content>",
            "body = content: html <div><p>1 &lt; <b>2</b></p></div>",
        );
        body(
            "<content type='xhtml' xmlns:h='http://www.w3.org/1999/xhtml'><h:div><h:p>1</h:p></h:div></content>",
            "body = content: html <div><p>1</p></div>",
        );
        case(
            "<title>x</title><content type='image/png'>aGFpIGJh</content>",
            &["title = title: x"],
        );
        case(
            "<title>x</title><content type='text/html' src='https://a.vn/1'/>",
            &["title = title: x"],
        );
        case(
            "<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>x <i>y</i></div></title>",
            &["title = title: <div>x <i>y</i></div>"],
        );
        // Times.
        case(
            "<title>x</title><updated>2019</updated>",
            &[
                "title = title: x",
                "published_at = updated: 2019",
                "modified_at = updated: 2019",
            ],
        );
        // The page, not its feed; an id that is an address.
        case(
            "<title>x</title><link type='application/json' href='https://a.vn/j'/><link rel='alternate' type='text/html' href='https://a.vn/h'/>",
            &["url = link: https://a.vn/h", "title = title: x"],
        );
        case(
            "<title>x</title><id>https://a.vn/1</id>",
            &[
                "source.id = id: https://a.vn/1",
                "url = id: https://a.vn/1",
                "title = title: x",
            ],
        );
        case(
            "<title>x</title><id>https://a.vn/1</id><link rel='self' href='https://a.vn/s'/>",
            &[
                "source.id = id: https://a.vn/1",
                "url = id: https://a.vn/1",
                "title = title: x",
            ],
        );
        case(
            "<media:group><media:title>x</media:title><media:description>y</media:description><media:thumbnail url='a.jpg'/></media:group>",
            &["title = media:title: x", "lead = media:description: y", "image = a.jpg"],
        );
    }

    const FEED: &str = "<title>Báo A</title><link rel='self' href='https://a.vn/feed'/><link href='https://a.vn/'/>
        <author><name>Tòa soạn</name></author><rights>© A</rights>";

    #[test]
    fn feeds_are_read_entry_by_entry() {
        let inherited = "publisher.name = feed/title: Báo A\npublisher.domain = feed/link: a.vn\nauthors = feed/author: Tòa soạn\nrights.notice = © A";
        assert_eq!(
            feed(&format!(
                "{FEED}<entry><title>x</title><link href='/1'/></entry><entry xml:base='https://b.vn/c/'><title>y</title><link href='d'/></entry>"
            )),
            [
                format!("url = link: https://a.vn/1\ntitle = title: x\n{inherited}"),
                format!("url = link: https://b.vn/c/d\ntitle = title: y\n{inherited}")
            ]
        );
        let source =
            "<source><title>Báo B</title><link href='https://b.vn'/><author><name>Trần An</name></author></source>";
        assert_eq!(
            feed(&format!("{FEED}<entry xml:lang='vi'><title>x</title>{source}</entry>")),
            [
                "title = title: x\npublisher.name = source/title: Báo B\npublisher.domain = source/link: b.vn\nlanguage = xml:lang: vi\nauthors = source/author: Trần An\nrights.notice = © A"
            ]
        );
        assert_eq!(
            pieces("<entry xmlns='http://www.w3.org/2005/Atom'><title>x</title></entry>"),
            ["one title = title: x"]
        );
    }

    const OLD: &str = "<feed version='0.3' xmlns='http://purl.org/atom/ns#' xml:lang='en'><title>A</title><entry><title>x</title>
        <issued>2004-01-02</issued><modified>2004-01-03</modified><content type='text/html' mode='escaped'>&lt;p>y&lt;/p></content></entry></feed>";

    #[test]
    fn atom_0_3_is_read() {
        assert_eq!(
            pieces(OLD),
            [
                "title = title: x\npublished_at = issued: 2004-01-02\nmodified_at = modified: 2004-01-03\npublisher.name = feed/title: A\nlanguage = feed/lang: en\nbody = content: html <p>y</p>"
            ]
        );
    }

    #[test]
    fn the_table_names_every_field() {
        let entry = |inner: &str| format!("<feed>{FEED}<entry xml:lang='a'><title>x</title>{inner}</entry></feed>");
        let values: Vec<String> = [
            "<id>http://a</id><link rel='canonical' href='c'/><summary>s</summary><published>1</published><dc:creator>c</dc:creator>",
            "<link href='l'/><created>1</created><category term='a'/><category term='b'/><author><name>a</name></author>",
            "<feedburner:origLink>o</feedburner:origLink><updated>1</updated><source><title>s</title><link href='http://a'/><author><name>a</name></author></source>",
            "<modified>1</modified>",
        ]
        .into_iter()
        .map(entry)
        .chain([OLD.to_owned(), format!("<feed>{FEED}<entry><media:group><media:title>t</media:title><media:description>d</media:description></media:group></entry></feed>")])
        .collect();
        table_holds(super::FIELDS, &values.iter().map(String::as_str).collect::<Vec<_>>());
    }
}
