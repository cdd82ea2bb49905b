//! RSS: 0.91 and 0.92 (UserLand), 0.9 and 1.0 (RDF), 2.0 with the modules that papers use (`dc`, `content`, `media`,
//! `atom`). A feed is one piece an `item`; what its channel says is inherited.

use std::borrow::Cow;

use super::claim::{self, claim};
use super::media::Pictures;
use super::names::{Vocabulary, split};
use super::tree::Element;
use crate::intake::{Authority, Claim, Content, Format, Piece, RawArticle, Rights, markup};

/// Where each field of the event comes from, best first.
pub const FIELDS: &[(&str, &str)] = &[
    ("source.id", "guid"),
    ("url", "feedburner:origLink, link, guid, atom:link, rdf:about"),
    ("title", "title, media:title"),
    ("lead", "description, itunes:summary, atom:summary"),
    (
        "body",
        "content:encoded, xhtml:body, atom:content, fulltext, description",
    ),
    ("authors", "dc:creator, author, atom:author, itunes:author"),
    (
        "published_at",
        "pubDate, dc:date, dcterms:issued, dcterms:created, atom:published",
    ),
    ("modified_at", "atom:updated, dcterms:modified"),
    ("publisher.name", "source, dc:publisher, channel/title"),
    ("publisher.domain", "source/url, channel/link"),
    ("language", "dc:language, channel/language"),
    ("section", "category, dc:subject"),
    ("tags", "category, dc:subject, media:keywords"),
    (
        "images",
        "media:content, enclosure, image, media:thumbnail, description",
    ),
    ("rights", "dc:rights, media:copyright, channel/copyright"),
];

/// A description so long with paragraphs in it is the text itself, not its lead.
const WHOLE_TEXT: usize = 1_500;

/// What a feed says of all its items.
#[derive(Clone, Debug, Default)]
pub struct Channel<'m> {
    title: Option<Claim<'m>>,
    domain: Option<Claim<'m>>,
    language: Option<Claim<'m>>,
    copyright: Option<Cow<'m, str>>,
}

impl<'m> Channel<'m> {
    /// Reads a `channel`.
    pub fn read(channel: Element<'_, 'm>) -> Self {
        let mut out = Channel::default();
        for child in channel.children() {
            match name(child) {
                (None, "title") => out.title = out.title.or_else(|| claim::line("channel/title", Some(child))),
                (None, "link") => {
                    let host = child.line().and_then(host);
                    out.domain = out.domain.or_else(|| claim("channel/link", host));
                }
                (None, "language") | (Some(Vocabulary::Dc), "language") => {
                    out.language = out.language.or_else(|| claim::line("channel/language", Some(child)));
                }
                (None, "copyright") | (Some(Vocabulary::Dc), "rights") => {
                    out.copyright = out.copyright.or_else(|| child.line());
                }
                _ => (),
            }
        }
        out
    }
}

/// The host of an address.
pub fn host(url: Cow<'_, str>) -> Option<Cow<'_, str>> {
    let parsed = url::Url::parse(url.trim()).ok()?;
    Some(Cow::Owned(parsed.host_str()?.to_owned()))
}

/// An element's local name, with its vocabulary where that is not RSS's own: without a prefix it is, whatever somebody
/// declared as default.
fn name<'m>(element: Element<'_, 'm>) -> (Option<Vocabulary>, &'m str) {
    let own =
        element.vocabulary == Vocabulary::Plain || (!element.is_prefixed() && element.vocabulary != Vocabulary::Html);
    ((!own).then_some(element.vocabulary), element.local())
}

/// The claim of the best name so far.
#[derive(Default)]
struct Best<'m>(Option<(usize, Claim<'m>)>);

impl<'m> Best<'m> {
    fn offer(&mut self, rank: usize, claim: Option<Claim<'m>>) {
        if let Some(claim) = claim
            && self.0.as_ref().is_none_or(|(known, _)| rank < *known)
        {
            self.0 = Some((rank, claim));
        }
    }

    fn take(self) -> Option<Claim<'m>> {
        self.0.map(|(_, claim)| claim)
    }
}

/// Reads an `item`.
pub fn item<'m>(item: Element<'_, 'm>, channel: &Channel<'m>) -> Piece<'m> {
    let [mut id, mut url, mut title, mut lead, mut body] = [(); 5].map(|()| Best::default());
    let [mut published, mut modified, mut publisher, mut language] = [(); 4].map(|()| Best::default());
    let mut authors: [Vec<Claim<'m>>; 4] = Default::default();
    let mut tags = Vec::new();
    let mut domain = None;
    let mut notice = None;
    let mut pictures = Pictures::default();
    let line = |field, element| claim::line(field, Some(element));
    let markup = |field, element| claim(field, Some(super::html_of(element)));
    url.offer(4, claim::attribute("rdf:about", Some(item), "rdf:about"));
    for child in item.children() {
        use Vocabulary::{Atom, Content, Dc, Html, Media};
        match name(child) {
            (None, "guid") => {
                id.offer(0, line("guid", child));
                let permanent = child.attribute("isPermaLink").is_none_or(|is| is.trim() != "false");
                let address = child.line().filter(|guid| permanent && guid.starts_with("http"));
                url.offer(2, claim("guid", address));
            }
            (Some(_), "origLink") => url.offer(0, line("feedburner:origLink", child)),
            (None, "link") => {
                // Some write an attribute, as Atom does.
                let address = child.line().or_else(|| child.attribute("href").cloned());
                url.offer(1, claim("link", address));
            }
            (Some(Atom), "link") if child.attribute("rel").is_none_or(|rel| rel.as_ref() == "alternate") => {
                url.offer(3, claim::attribute("atom:link", Some(child), "href"));
            }
            (None, "title") => title.offer(0, line("title", child)),
            (Some(Media), "title") => title.offer(1, line("media:title", child)),
            (None, "description") => lead.offer(0, markup("description", child)),
            (Some(Atom), "summary") => lead.offer(2, markup("atom:summary", child)),
            (Some(Content), "encoded") => body.offer(0, markup("content:encoded", child)),
            (Some(Html), "body" | "div") => body.offer(1, markup("xhtml:body", child)),
            (Some(Atom), "content") => body.offer(2, markup("atom:content", child)),
            (None, "fulltext" | "full-text" | "fullText") => body.offer(3, markup("fulltext", child)),
            (Some(Dc), "creator") => authors[0].extend(line("dc:creator", child)),
            (None, "author") => {
                let written = child.child("name").unwrap_or(child).line();
                authors[1].extend(claim("author", written.and_then(person)));
            }
            (Some(Atom), "author") => {
                authors[2].extend(line("atom:author", child.child("name").unwrap_or(child)));
            }
            (None, "pubDate" | "pubdate") => published.offer(0, line("pubDate", child)),
            (Some(Dc), "date") => published.offer(1, line("dc:date", child)),
            (Some(Dc), "issued") => published.offer(2, line("dcterms:issued", child)),
            (Some(Dc), "created") => published.offer(3, line("dcterms:created", child)),
            (Some(Atom), "published") => published.offer(4, line("atom:published", child)),
            (Some(Atom), "updated") => modified.offer(0, line("atom:updated", child)),
            (Some(Dc), "modified") => modified.offer(1, line("dcterms:modified", child)),
            (None, "source") => {
                publisher.offer(0, line("source", child));
                domain = claim("source/url", child.attribute("url").cloned().and_then(host)).or(domain);
            }
            (Some(Dc), "publisher") => publisher.offer(1, line("dc:publisher", child)),
            (Some(Dc), "language") => language.offer(0, line("dc:language", child)),
            (None, "category") => tags.extend(line("category", child)),
            (Some(Dc), "subject") => tags.extend(line("dc:subject", child)),
            (Some(Media), "keywords") => {
                let words = child.line().unwrap_or_default();
                let words = words.split(',').map(str::trim).filter(|word| !word.is_empty());
                tags.extend(words.filter_map(|word| claim("media:keywords", Some(Cow::Owned(word.to_owned())))));
            }
            (Some(Dc), "rights") => notice = child.line().or(notice),
            (Some(Media), "copyright") => notice = notice.or_else(|| child.line()),
            (Some(Vocabulary::Other), "author") => authors[3].extend(line("itunes:author", child)),
            (Some(Vocabulary::Other), "summary") => lead.offer(1, markup("itunes:summary", child)),
            (None, "enclosure" | "image") | (Some(Media | Vocabulary::Other), _) => pictures.take(child),
            _ => (),
        }
    }
    let mut raw = RawArticle::bare(Format::Rss, Content::None);
    raw.authority = Authority::Finder;
    raw.lead = lead.take();
    raw.images = pictures.finish(raw.lead.as_ref().map(|lead| &lead.value));
    let is_text = |lead: &Claim<'_>| lead.value.len() > WHOLE_TEXT && markup::is_fragment(&lead.value);
    if let Some(body) = body.take().or_else(|| raw.lead.take_if(|lead| is_text(lead))) {
        raw.content_field = Some(body.field);
        raw.content = claim::content(body.value);
    }
    raw.id = id.take();
    raw.url = url.take();
    raw.title = title.take();
    raw.published = published.take();
    raw.modified = modified.take();
    raw.authors = authors.into_iter().find(|names| !names.is_empty()).unwrap_or_default();
    let publisher = publisher.take();
    raw.publisher_domain = match &publisher {
        // The channel of an aggregator is somebody else's.
        Some(claim) if claim.field == "source" => domain,
        _ => domain.or_else(|| channel.domain.clone()),
    };
    raw.publisher_name = publisher.or_else(|| channel.title.clone());
    raw.language = language.take().or_else(|| channel.language.clone());
    raw.section = tags.first().filter(|tag| tag.field != "media:keywords").cloned();
    if tags.len() > 1 || raw.section.is_none() {
        raw.tags = tags;
    }
    raw.rights = notice.or_else(|| channel.copyright.clone()).map(|notice| Rights {
        notice: Some(notice),
        ..Rights::default()
    });
    claim::piece(raw)
}

/// `author` is an address of mail with the name behind it in brackets, or before it; many write the name alone.
fn person(text: Cow<'_, str>) -> Option<Cow<'_, str>> {
    if !text.contains('@') {
        return Some(text);
    }
    let name = match (text.split_once('('), text.split_once('<')) {
        (Some((_, behind)), _) => behind.trim_end_matches(')'),
        (_, Some((before, _))) => before,
        _ => return None,
    };
    let name = name.trim().trim_matches('"');
    (!name.is_empty()).then(|| Cow::Owned(name.to_owned()))
}

/// Whether an element is an item, by its name.
pub fn is_item(element: Element<'_, '_>) -> bool {
    split(element.name).1 == "item" && name(element).0.is_none()
}

#[cfg(test)]
mod tests {
    use crate::intake::xml::show::{pieces, table_holds};

    fn item(inner: &str) -> String {
        let mut pieces = pieces(&format!(
            "<rss xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:dcterms='http://purl.org/dc/terms/' \
             xmlns:a10='http://www.w3.org/2005/Atom' xmlns:m='http://search.yahoo.com/mrss/' \
             xmlns:content='http://purl.org/rss/1.0/modules/content/' \
             xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'><channel><item>{inner}</item></channel></rss>"
        ));
        assert_eq!(pieces.len(), 1);
        pieces.remove(0)
    }

    #[test]
    fn fields_of_an_item_are_read() {
        let case = |inner: &str, want: &[&str]| assert_eq!(item(inner), want.join("\n"), "{inner}");
        case(
            "<title>Mùa nước nổi</title><link>https://a.vn/1</link><guid isPermaLink='false'>a-1</guid>
             <pubDate>Wed, 20 Feb 2019 07:45:00 +0700</pubDate><category>Miền Tây</category>
             <description><![CDATA[<a href='https://a.vn/1'><img src='https://i.a.vn/1.jpg?w=1&amp;h=2'></a></br>Nước về.]]></description>",
            &[
                "source.id = guid: a-1",
                "url = link: https://a.vn/1",
                "title = title: Mùa nước nổi",
                "lead = description: <a href='https://a.vn/1'><img src='https://i.a.vn/1.jpg?w=1&amp;h=2'></a></br>Nước về.",
                "published_at = pubDate: Wed, 20 Feb 2019 07:45:00 +0700",
                "section = category: Miền Tây",
                "image = https://i.a.vn/1.jpg?w=1&h=2",
            ],
        );
        case(
            "<title>x</title><guid>https://a.vn/2</guid>",
            &[
                "source.id = guid: https://a.vn/2",
                "url = guid: https://a.vn/2",
                "title = title: x",
            ],
        );
        case(
            "<title>x</title><guid isPermaLink='false'>https://a.vn/2</guid>",
            &["source.id = guid: https://a.vn/2", "title = title: x"],
        );
        case(
            "<title>x</title><link>https://proxy.vn/3</link><feedburner:origLink>https://a.vn/3</feedburner:origLink>",
            &["url = feedburner:origLink: https://a.vn/3", "title = title: x"],
        );
        case(
            "<title>x</title><a10:link rel='self' href='s'/><a10:link href='https://a.vn/4'/>",
            &["url = atom:link: https://a.vn/4", "title = title: x"],
        );
        // A whole text, and a lead beside it.
        case(
            "<title>x</title><description>y</description><content:encoded>&lt;p&gt;1 &amp;amp; 2&lt;/p&gt;</content:encoded>",
            &[
                "title = title: x",
                "lead = description: y",
                "body = content:encoded: html <p>1 &amp; 2</p>",
            ],
        );
        case(
            "<content:encoded>Một dòng\nhai dòng</content:encoded>",
            &["body = content:encoded: text Một dòng\nhai dòng"],
        );
        let long = "<p>Nước về trắng đồng.</p>".repeat(60);
        case(
            &format!("<description><![CDATA[{long}]]></description>"),
            &[&format!("body = description: html {long}")],
        );
        // Who signed.
        case(
            "<title>x</title><author>toasoan@a.vn (Trần An)</author>",
            &["title = title: x", "authors = author: Trần An"],
        );
        case(
            "<title>x</title><author>Trần An &lt;an@a.vn&gt;</author>",
            &["title = title: x", "authors = author: Trần An"],
        );
        case("<title>x</title><author>toasoan@a.vn</author>", &["title = title: x"]);
        case(
            "<title>x</title><author>Ban biên tập</author><dc:creator>Trần An</dc:creator><dc:creator>Lê Bình</dc:creator>",
            &[
                "title = title: x",
                "authors = dc:creator: Trần An",
                "authors = dc:creator: Lê Bình",
            ],
        );
        case(
            "<title>x</title><a10:author><a10:name>Trần An</a10:name></a10:author>",
            &["title = title: x", "authors = atom:author: Trần An"],
        );
        // Times.
        case(
            "<title>x</title><dc:date>2019-02-20</dc:date><a10:updated>2019-02-21</a10:updated>",
            &[
                "title = title: x",
                "published_at = dc:date: 2019-02-20",
                "modified_at = atom:updated: 2019-02-21",
            ],
        );
        // Somebody else's article.
        case(
            "<title>x</title><source url='https://b.vn/rss'>Báo B</source>",
            &[
                "title = title: x",
                "publisher.name = source: Báo B",
                "publisher.domain = source/url: b.vn",
            ],
        );
        // Several categories are tags, the first of them the section.
        case(
            "<title>x</title><category>Thể thao</category><category>V-League</category>",
            &[
                "title = title: x",
                "section = category: Thể thao",
                "tags = category: Thể thao",
                "tags = category: V-League",
            ],
        );
        case(
            "<m:title>x</m:title><dc:rights>© A</dc:rights>",
            &["title = media:title: x", "rights.notice = © A"],
        );
    }

    #[test]
    fn pictures_are_read() {
        let case = |inner: &str, want: &[&str]| {
            let got = item(&format!("<title>x</title>{inner}"));
            assert_eq!(got.lines().skip(1).collect::<Vec<_>>(), want, "{inner}");
        };
        case(
            "<m:content url='a.jpg' medium='image'><m:description>Chợ\n nổi</m:description><m:credit>An</m:credit></m:content>",
            &["image = a.jpg \"Chợ nổi\" (An)"],
        );
        case(
            "<m:content url='a.jpg'/><m:credit>An</m:credit><m:thumbnail url='b.jpg'/>",
            &["image = a.jpg (An)"],
        );
        case("<m:thumbnail url='b.jpg' width='70'/>", &["image = b.jpg"]);
        case(
            "<m:content url='a.mp4' type='video/mp4'><m:thumbnail url='b.jpg'/></m:content>",
            &["image = b.jpg"],
        );
        case(
            "<m:group><m:content url='s.jpg' width='70'/><m:content url='l.jpg' width='700'/><m:credit>An</m:credit></m:group>",
            &["image = l.jpg (An)"],
        );
        case(
            "<enclosure url='a.png' type='image/png' length='0'/><enclosure url='a.mp3' type='audio/mpeg'/>",
            &["image = a.png"],
        );
        case(
            "<enclosure url='a.JPG?x=1'/><m:content url='a.JPG?x=1' type='image/jpeg'/>",
            &["image = a.JPG?x=1"],
        );
        case(
            "<image>https://a.vn/1.jpg</image><itunes:image href='https://a.vn/2.jpg'/>",
            &["image = https://a.vn/1.jpg", "image = https://a.vn/2.jpg"],
        );
        case(
            "<image><url>https://a.vn/1.jpg</url><title>y</title></image>",
            &["image = https://a.vn/1.jpg"],
        );
    }

    const FEED: &str = "<rss version='2.0'><channel><title>Báo A - Miền Tây</title><link>https://www.a.vn/mien-tay</link>
        <language>vi-vn</language><copyright>© Báo A</copyright><image><url>https://a.vn/logo.png</url><title>z</title></image>
        <item><title>x</title></item>
        <item><title>y</title><dc:language>en</dc:language><dc:publisher>B</dc:publisher></item></channel></rss>";

    const RDF: &str = "<?xml version='1.0'?><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'
        xmlns:dc='http://purl.org/dc/elements/1.1/'><channel rdf:about='c'><title>Báo A</title><dc:language>vi</dc:language></channel>
        <item rdf:about='https://a.vn/1'><title>x</title><dc:date>2019</dc:date><dc:subject>Chợ</dc:subject></item></rdf:RDF>";

    #[test]
    fn feeds_are_read_item_by_item() {
        let inherited = |first: &str, rest: &str| format!("{first}\n{rest}\nrights.notice = © Báo A");
        assert_eq!(
            pieces(FEED),
            [
                inherited(
                    "title = title: x",
                    "publisher.name = channel/title: Báo A - Miền Tây\npublisher.domain = channel/link: www.a.vn\nlanguage = channel/language: vi-vn"
                ),
                inherited(
                    "title = title: y",
                    "publisher.name = dc:publisher: B\npublisher.domain = channel/link: www.a.vn\nlanguage = dc:language: en"
                ),
            ]
        );
        assert_eq!(
            pieces(RDF),
            [
                "url = rdf:about: https://a.vn/1\ntitle = title: x\npublished_at = dc:date: 2019\npublisher.name = channel/title: Báo A\nlanguage = channel/language: vi\nsection = dc:subject: Chợ"
            ]
        );
        // A feed whose default namespace is another's.
        assert_eq!(
            pieces(
                "<rss xmlns='http://www.w3.org/2005/Atom'><channel><item><title>x</title><author>An</author></item></channel></rss>"
            ),
            ["title = title: x\nauthors = author: An"]
        );
        assert_eq!(pieces("<item><title>x</title></item>"), ["one title = title: x"]);
    }

    #[test]
    fn the_table_names_every_field() {
        let one = |inner: &str| format!("<item><title>x</title>{inner}</item>");
        let long = "&lt;p&gt;x&lt;/p&gt;".repeat(200);
        let values: Vec<String> = [
            "<media:keywords>a, b</media:keywords><itunes:author>a</itunes:author><itunes:summary>s</itunes:summary>",
            "<guid>http://a</guid><content:encoded>c</content:encoded><description>d</description><dc:creator>a</dc:creator>",
            "<link>l</link><xhtml:body>c</xhtml:body><author>a</author><atom:summary>s</atom:summary><pubDate>1</pubDate>",
            "<atom:link href='l'/><atom:content>c</atom:content><atom:author>a</atom:author><dc:subject>s</dc:subject><dc:subject>t</dc:subject>",
            "<feedburner:origLink>l</feedburner:origLink><fulltext>c</fulltext><dcterms:issued>1</dcterms:issued>",
            "<dcterms:created>1</dcterms:created><dcterms:modified>1</dcterms:modified><category>c</category><category>d</category>",
            "<atom:published>1</atom:published><atom:updated>1</atom:updated><source url='http://a'>s</source>",
        ]
        .into_iter()
        .map(one)
        .chain([one(&format!("<description>{long}</description>")), "<item><media:title>x</media:title></item>".to_owned()])
        .chain([FEED.to_owned(), RDF.to_owned()])
        .collect();
        table_holds(super::FIELDS, &values.iter().map(String::as_str).collect::<Vec<_>>());
    }
}
