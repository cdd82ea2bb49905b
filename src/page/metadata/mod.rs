//! What a page says of its article besides the text: candidates for title, authors, dates and so on, each with where it
//! was found. One file per source; the tree is walked once, and `article` weighs what was found.

mod candidate;
mod json_ld;
mod json_text;
mod known;
mod markup;
mod meta;
mod microdata;
pub mod opening;
mod place;
mod signs;
pub mod url;
mod visible;
mod words;

use std::borrow::Cow;

pub use candidate::{Candidate, Evidence, Source};
use known::Known;
use markup::Markup;
use meta::Field;

use super::Page;
use super::dom::{Dom, NodeId, Step, Tag};
use super::letters;

/// JSON-LD of a page with all its articles.
const LARGE: usize = 1 << 20;
/// A list of candidates is no longer.
const MOST: usize = 64;

/// Collects the candidates of a page.
pub fn collect(dom: &Dom<'_>, page: &mut Page<'static>) {
    let mut scripts: Vec<String> = Vec::new();
    let mut label = None;
    let mut markup = Markup::new(dom);
    for step in dom.walk(dom.root()) {
        match step {
            Step::Enter(id) => {
                if let Some(text) = dom.text(id) {
                    markup.text(id, text);
                    continue;
                }
                match dom.tag(id) {
                    Some(Tag::Meta) => meta_tag(dom, id, &mut label, page),
                    Some(Tag::Link) => link(dom, id, page),
                    Some(Tag::Base) if page.base_url.is_none() => {
                        page.base_url = dom.attribute(id, "href").map(|href| Cow::Owned(href.trim().to_owned()));
                    }
                    Some(Tag::Html) => {
                        let language = dom.attribute(id, "lang").or_else(|| dom.attribute(id, "xml:lang"));
                        declare_language(language.as_deref(), page);
                    }
                    Some(Tag::Title)
                        if !markup.is_unseen() && page.titles.iter().all(|c| c.source != Source::TitleElement) =>
                    {
                        let title = dom.text_within(id, SHORT);
                        put(&mut page.titles, Evidence::Meta, Source::TitleElement, &title, 0);
                    }
                    Some(Tag::Script)
                        if is_json_ld(dom, id) && scripts.iter().map(String::len).sum::<usize>() < LARGE =>
                    {
                        scripts.push(dom.text_within(id, LARGE));
                    }
                    _ => {}
                }
                markup.enter(id);
            }
            Step::Leave(id) => markup.leave(id),
        }
    }
    let known = Known::of(page, markup.headlines());
    json_ld::read(&scripts, &known, page);
    markup.finish(&known, page);
}

/// A title or a date is shorter.
const SHORT: usize = 400;

fn is_json_ld(dom: &Dom<'_>, id: NodeId) -> bool {
    dom.attribute(id, "type").is_some_and(|kind| {
        let kind = kind.trim().as_bytes();
        kind.len() >= 19 && kind[..19].eq_ignore_ascii_case(b"application/ld+json")
    })
}

fn meta_tag(dom: &Dom<'_>, id: NodeId, label: &mut Option<u8>, page: &mut Page<'static>) {
    let (mut name, mut property, mut content, mut itemprop) = (None, None, None, None);
    for (key, value) in dom.attributes(id) {
        match key {
            "content" => content = Some(value),
            "property" => property = Some(value),
            "name" => name = Some(value),
            "itemprop" | "http-equiv" => itemprop = Some(value),
            _ => {}
        }
    }
    let Some(content) = content.filter(|c| !c.trim().is_empty()) else {
        return;
    };
    // "Written by" in `twitter:label1` says what `twitter:data1` is.
    let card = |prefix: &str| {
        let name = [&name, &property]
            .into_iter()
            .flatten()
            .find_map(|n| n.strip_prefix(prefix))?;
        name.as_bytes().first().copied()
    };
    if let Some(number) = card("twitter:label") {
        if opening::strip(content.trim()) == Some("") {
            *label = Some(number);
        }
        return;
    }
    if label.is_some() && card("twitter:data") == *label {
        put(&mut page.authors, Evidence::Meta, Source::Other, &content, 0);
        return;
    }
    // A tag may have both names: `name=author property=article:author`.
    let found = [property, name, itemprop]
        .into_iter()
        .flatten()
        .find_map(|name| meta::field(&name));
    let Some((field, evidence, source)) = found else {
        return;
    };
    let list = match field {
        Field::Title => &mut page.titles,
        Field::Lead => &mut page.leads,
        Field::Author => &mut page.authors,
        Field::Published => &mut page.published,
        Field::Modified => &mut page.modified,
        // An address is no name.
        Field::Publisher if content.contains("://") || content.starts_with('@') => return,
        Field::Publisher => &mut page.publishers,
        Field::Section => &mut page.sections,
        Field::Tags => return put_tags(&mut page.tags, evidence, &content),
        Field::Image => &mut page.images,
        Field::Url => {
            page.own_url
                .get_or_insert_with(|| Cow::Owned(content.trim().to_owned()));
            return;
        }
        Field::Kind => {
            page.og_type
                .get_or_insert_with(|| Cow::Owned(content.trim().to_owned()));
            return;
        }
        Field::Language => return declare_language(Some(&content), page),
    };
    put(list, evidence, source, &content, 0);
}

fn link(dom: &Dom<'_>, id: NodeId, page: &mut Page<'static>) {
    let Some(rel) = dom.attribute(id, "rel") else {
        return;
    };
    let is = |word: &str| rel.split_ascii_whitespace().any(|r| r.eq_ignore_ascii_case(word));
    if is("canonical")
        && page.canonical_url.is_none()
        && let Some(href) = dom.attribute(id, "href").filter(|h| !h.trim().is_empty())
    {
        page.canonical_url = Some(Cow::Owned(href.trim().to_owned()));
    }
}

fn declare_language(language: Option<&str>, page: &mut Page<'static>) {
    let language = language.map(str::trim).filter(|l| !l.is_empty() && l.len() < 36);
    if let (None, Some(language)) = (&page.language, language) {
        page.language = Some(Cow::Owned(language.to_owned()));
    }
}

/// Adds a candidate once.
fn put(list: &mut Vec<Candidate<'static>>, evidence: Evidence, source: Source, value: &str, at: u32) {
    let value = letters::clean(value);
    put_clean(list, evidence, source, value.into_owned(), at);
}

fn put_clean(list: &mut Vec<Candidate<'static>>, evidence: Evidence, source: Source, value: String, at: u32) {
    let known = |c: &Candidate<'_>| c.evidence == evidence && c.source == source && c.value == value;
    if value.is_empty() || list.len() >= MOST || list.iter().any(known) {
        return;
    }
    list.push(Candidate {
        evidence,
        value: Cow::Owned(value),
        source,
        at,
    });
}

fn put_tags(list: &mut Vec<Candidate<'static>>, evidence: Evidence, words: &str) {
    for tag in words.split(',') {
        put(list, evidence, Source::Other, tag, 0);
    }
}

fn index(id: NodeId) -> u32 {
    u32::try_from(id.index()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(html: &str) -> Page<'static> {
        let mut page = Page::default();
        collect(&Dom::parse(html), &mut page);
        page
    }

    fn values(list: &[Candidate<'_>]) -> Vec<String> {
        list.iter()
            .map(|c| {
                format!(
                    "{} {:?}: {}",
                    c.evidence.as_str(),
                    c.source,
                    c.value.replace('\n', " / ")
                )
            })
            .collect()
    }

    #[test]
    fn authors_are_found_where_pages_name_them() {
        let case = |html: &str, want: &[&str]| assert_eq!(values(&page(html).authors), want, "{html}");
        case("<meta name=author content='Ann Lee'>", &["meta Other: Ann Lee"]);
        case(
            "<META NAME=Author property=article:author CONTENT='Ann Lee'>",
            &["opengraph Other: Ann Lee"],
        );
        case(
            "<meta name=twitter:label1 content='Written by'><meta name=twitter:data1 content='Ann Lee'>\
             <meta name=twitter:label2 content='Reading time'><meta name=twitter:data2 content='3 minutes'>",
            &["meta Other: Ann Lee"],
        );
        case(
            "<h1>Rain</h1><p class='post-author'>By <b>Ann Lee</b></p>",
            &["markup Byline: By Ann Lee"],
        );
        case("<h1>Rain</h1><p>By Ann Lee</p>", &["markup ByLine: By Ann Lee"]);
        case(
            "<h1>Rain</h1><p><span>By</span><span>Ann Lee</span></p>",
            &["markup ByLine: By Ann Lee"],
        );
        case(
            "<h1>Rain</h1><a rel=author href=/a>Ann Lee</a>",
            &["markup RelAuthor: Ann Lee"],
        );
        case(
            "<h1>Rain</h1><a href='/authors/ann-lee'>Ann Lee</a>",
            &["markup Byline: Ann Lee"],
        );
        case(
            "<h1>Rain</h1><aside class=byline>Ann Lee</aside>",
            &["markup Byline: Ann Lee"],
        );
        case(
            "<div itemscope itemtype='https://schema.org/NewsArticle'><h1 itemprop=headline>Rain</h1>\
             <span itemprop=author itemscope itemtype='https://schema.org/Person'><i itemprop=name>Ann Lee</i></span></div>",
            &["microdata ByLine: Ann Lee", "microdata Person: Ann Lee"],
        );
        // What stands beside the article, and what only looks like a word.
        case("<h1>Rain</h1><div class=comments><p class=author>Bob</p></div>", &[]);
        case("<h1>Rain</h1><footer><p class=author>Bob Ray</p></footer>", &[]);
        case("<h1>Rain</h1><p class=authority>Bob Ray</p>", &[]);
        case(
            "<div itemscope itemtype='https://schema.org/Article'><h1>Rain</h1></div>\
             <div itemscope itemtype='https://schema.org/Article'><i itemprop=author>Bob Ray</i></div>",
            &[],
        );
    }

    #[test]
    fn json_ld_is_read_for_the_pages_own_article() {
        let case = |json: &str, want: &[&str]| {
            let html = format!("<title>Rain in the north</title><script type='application/ld+json'>{json}</script>");
            assert_eq!(values(&page(&html).authors), want, "{json}");
        };
        case(
            r#"{"@type":"NewsArticle","author":"Ann Lee"}"#,
            &["jsonld Other: Ann Lee"],
        );
        case(
            r#"[{"@type":["Article"],"author":[{"@type":"Person","name":"Ann Lee"},"Bob Ray"]}]"#,
            &["jsonld Person: Ann Lee", "jsonld Other: Bob Ray"],
        );
        // A reference within the graph.
        case(
            r##"{"@graph":[{"@type":"Article","author":{"@id":"#p"}},{"@type":"Person","@id":"#p","name":"Ann Lee"}]}"##,
            &["jsonld Person: Ann Lee"],
        );
        // Escaped twice.
        case(
            r#"{"@type":"Article","author":{"name":"Andr&amp;#233; Roy"}}"#,
            &["jsonld Other: André Roy"],
        );
        // Which of two is the page's own.
        case(
            r#"[{"@type":"Article","headline":"Snow","author":"Bob Ray"},{"@type":"Article","headline":"Rain in the north","author":"Ann Lee"}]"#,
            &["jsonld Other: Ann Lee"],
        );
        case(
            r#"{"@type":"ItemList","itemListElement":[{"@type":"Article","headline":"Snow","author":"Bob Ray"}]},{"@type":"Person","name":"Ann"}"#,
            &["jsonld Other: Bob Ray"],
        );
        // Broken, but certain.
        case(
            "{\"@type\":\"Article\",\"headline\":\"Rain\nin the north\",\"author\":\"Ann Lee\",}",
            &["jsonld Other: Ann Lee"],
        );
        case(r#"{"@type":"Product","author":"Ann Lee"}"#, &[]);
        case("not json", &[]);
    }

    #[test]
    fn what_json_ld_says_of_the_kind_of_page() {
        let case = |json: &str, want: (Option<bool>, bool)| {
            let page = page(&format!("<script type=application/ld+json>{json}</script>"));
            assert_eq!((page.is_free, page.is_live_blog), want, "{json}");
        };
        case(
            r#"{"@type":"NewsArticle","isAccessibleForFree":"False"}"#,
            (Some(false), false),
        );
        case(
            r#"{"@type":"NewsArticle","isAccessibleForFree":true}"#,
            (Some(true), false),
        );
        case(r#"{"@type":"LiveBlogPosting"}"#, (None, true));
        case(r#"{"@type":"NewsArticle"}"#, (None, false));
    }

    #[test]
    fn dates_are_found_where_pages_give_them() {
        let case = |html: &str, published: &[&str], modified: &[&str]| {
            let page = page(html);
            assert_eq!(values(&page.published), published, "{html}");
            assert_eq!(values(&page.modified), modified, "{html}");
        };
        case(
            "<meta property=article:published_time content=2024-05-06T07:08:09Z><meta property=article:modified_time content=2024-05-07>",
            &["opengraph DatePublished: 2024-05-06T07:08:09Z"],
            &["opengraph Other: 2024-05-07"],
        );
        case(
            "<h1>Rain</h1><time datetime=2024-05-06>yesterday</time><p>Updated: <time>7 May 2024</time></p>",
            &["markup Time: 2024-05-06"],
            &["markup Time: 7 May 2024"],
        );
        case(
            "<h1>Rain</h1><span class=post-date>6 May 2024</span>",
            &["markup Time: 6 May 2024"],
            &[],
        );
        case("<h1>Rain</h1><p>6 May 2024</p>", &["markup NearText: 6 May 2024"], &[]);
        case(
            "<h1>Rain</h1><div itemprop=datePublished content=2024-05-06></div>",
            &["microdata DatePublished: 2024-05-06"],
            &[],
        );
        case(
            "<h1>Rain</h1><ul class=related><li><a href=/b><time datetime=2024-01-01></time></a></ul><time>6 May 2024</time>",
            &["markup Time: 6 May 2024"],
            &[],
        );
        case("<h1>Rain</h1><p>It rains.</p>", &[], &[]);
    }

    #[test]
    fn the_headline_that_others_repeat_comes_first() {
        let html = "<title>Rain in the north - Village Paper</title><meta property=og:title content='Rain in the north'>\
                    <h1>Village Paper</h1><h1>Rain in the <i>north</i></h1>";
        let page = page(html);
        let headline = page
            .titles
            .iter()
            .find(|c| c.source == Source::H1)
            .map(|c| c.value.as_ref());
        assert_eq!(headline, Some("Rain in the north"));
    }

    #[test]
    fn nothing_costs_more_than_its_size() {
        // Elements that say much, within each other and beside each other.
        let deep = "<div class='byline date author' itemprop=author>".repeat(2_000);
        let wide = "<p class='date'>1 May 2024</p>".repeat(20_000);
        let page = page(&format!("<h1>Rain</h1>{deep}{wide}"));
        assert!(page.authors.len() <= MOST && page.published.len() <= MOST);
    }
}
