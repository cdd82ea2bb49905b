//! XML-TEI as extractors write it, and the plainer XML of the same tool: a `doc` whose attributes are the metadata and
//! whose `main` is the text. Both keep the reader's comments beside the text; they are not part of it.

use std::borrow::Cow;

use super::claim::{self, claim};
use super::tree::Element;
use super::write::{self, Tag};
use crate::intake::{Authority, Claim, Content, Format, Piece, RawArticle, Rights};

/// Where each field of the event comes from, best first.
pub const FIELDS: &[(&str, &str)] = &[
    ("source.id", "note/id, doc/id"),
    ("url", "biblFull/ptr, idno/URL, doc/url, doc/source"),
    ("title", "titleStmt/title, doc/title"),
    ("lead", "abstract, doc/description, doc/excerpt"),
    ("body", "text/body, doc/main"),
    ("authors", "titleStmt/author, doc/author"),
    ("published_at", "publicationStmt/date, doc/date"),
    ("retrieved_at", "creation/date"),
    ("publisher.name", "publicationStmt/publisher, doc/sitename"),
    ("publisher.domain", "publicationStmt/publisher, doc/hostname"),
    ("language", "xml:lang, doc/language"),
    ("section", "keywords/categories, doc/categories"),
    ("tags", "keywords/tags, doc/tags"),
    ("images", "doc/image"),
    ("rights", "availability, doc/license"),
];

/// Reads a `TEI`.
pub fn read<'m>(tei: Element<'_, 'm>) -> Piece<'m> {
    let mut raw = new();
    let header = tei.child("teiHeader");
    let file = header.and_then(|header| header.child("fileDesc"));
    let source = file.and_then(|file| file.path(&["sourceDesc", "biblFull"]));
    let places = [source, file];
    let in_either = |way: &[&str]| places.into_iter().flatten().find_map(|place| place.path(way));
    let titles = in_either(&["titleStmt"]);
    raw.title = claim::line("titleStmt/title", titles.and_then(|titles| titles.child("title")));
    for author in titles.into_iter().flat_map(Element::children) {
        if author.local() == "author" {
            let names = author.text();
            raw.authors.extend(list("titleStmt/author", &names, &[';']));
        }
    }
    let publication = in_either(&["publicationStmt"]);
    let date = in_either(&["publicationStmt", "date"]);
    raw.published =
        claim::attribute("publicationStmt/date", date, "when").or_else(|| claim::line("publicationStmt/date", date));
    if let Some(publisher) = in_either(&["publicationStmt", "publisher"]).and_then(Element::line) {
        let (name, domain) = publisher_of(&publisher);
        raw.publisher_name = claim(
            "publicationStmt/publisher",
            name.map(|name| Cow::Owned(name.to_owned())),
        );
        raw.publisher_domain = claim(
            "publicationStmt/publisher",
            domain.map(|host| Cow::Owned(host.to_owned())),
        );
    }
    for element in publication.into_iter().flat_map(Element::children) {
        let is_url = element
            .attribute("type")
            .is_some_and(|kind| kind.eq_ignore_ascii_case("url"));
        let url = match element.local() {
            "ptr" if is_url => claim::attribute("biblFull/ptr", Some(element), "target"),
            "idno" if is_url => claim::line("idno/URL", Some(element)),
            _ => None,
        };
        raw.url = raw.url.take().or(url);
    }
    for note in file
        .and_then(|file| file.child("notesStmt"))
        .into_iter()
        .flat_map(Element::children)
    {
        if note.attribute("type").is_some_and(|kind| kind.as_ref() == "id") {
            raw.id = claim::line("note/id", Some(note));
        }
    }
    raw.rights = usage(in_either(&["publicationStmt", "availability"]).and_then(Element::line));
    if let Some(profile) = header.and_then(|header| header.child("profileDesc")) {
        raw.lead = claim::line("abstract", profile.child("abstract"));
        raw.retrieved = claim::line("creation/date", profile.path(&["creation", "date"]));
        let terms = profile.path(&["textClass", "keywords"]);
        for term in terms.into_iter().flat_map(Element::children) {
            let text = term.text();
            match term.attribute("type").map(|kind| kind.as_ref()) {
                Some("categories") => {
                    raw.section = list("keywords/categories", &text, &[',', ';']).next();
                }
                _ => raw.tags.extend(list("keywords/tags", &text, &[',', ';'])),
            }
        }
    }
    let text = tei.child("text");
    let body = text.and_then(|text| text.child("body"));
    let language = [body, text, Some(tei)]
        .into_iter()
        .flatten()
        .find_map(|element| element.attribute("xml:lang"));
    raw.language = claim("xml:lang", language.cloned());
    fill_content("text/body", body, &mut raw);
    claim::piece(raw)
}

/// Reads a `doc`.
pub fn read_doc<'m>(doc: Element<'_, 'm>) -> Piece<'m> {
    let mut raw = new();
    let attribute = |field, name| claim::attribute(field, Some(doc), name);
    let text = |name| doc.attribute(name).map(Cow::as_ref).unwrap_or_default();
    raw.id = attribute("doc/id", "id");
    raw.url = attribute("doc/url", "url").or_else(|| attribute("doc/source", "source"));
    raw.title = attribute("doc/title", "title");
    raw.lead = attribute("doc/description", "description").or_else(|| attribute("doc/excerpt", "excerpt"));
    raw.authors = list("doc/author", text("author"), &[';']).collect();
    raw.published = attribute("doc/date", "date");
    raw.publisher_name = attribute("doc/sitename", "sitename");
    raw.publisher_domain = attribute("doc/hostname", "hostname");
    raw.language = attribute("doc/language", "language");
    raw.section = list("doc/categories", text("categories"), &[';', ',']).next();
    raw.tags = list("doc/tags", text("tags"), &[';', ',']).collect();
    raw.images
        .extend(doc.attribute("image").map(|url| crate::intake::Picture {
            url: url.clone(),
            ..Default::default()
        }));
    raw.rights = usage(doc.attribute("license").cloned());
    fill_content("doc/main", doc.child("main"), &mut raw);
    claim::piece(raw)
}

fn new<'m>() -> RawArticle<'m> {
    let mut raw = RawArticle::bare(Format::Tei, Content::None);
    raw.authority = Authority::Finder;
    raw
}

fn usage(usage: Option<Cow<'_, str>>) -> Option<Rights<'_>> {
    usage.map(|usage| Rights {
        usage: Some(usage),
        ..Rights::default()
    })
}

/// The entries of a list in one text.
fn list<'m>(field: &'static str, text: &str, separators: &'static [char]) -> impl Iterator<Item = Claim<'m>> {
    text.split(separators)
        .filter_map(move |entry| claim(field, super::tree::line(Cow::Owned(entry.to_owned()))))
}

/// "Báo A (a.vn)": the name and the host; a host may stand alone.
fn publisher_of(text: &str) -> (Option<&str>, Option<&str>) {
    let is_host = |text: &str| text.contains('.') && !text.contains(' ');
    if let Some((name, host)) = text.strip_suffix(')').and_then(|text| text.rsplit_once(" ("))
        && is_host(host)
    {
        return (Some(name), Some(host));
    }
    match text {
        "N/A" => (None, None),
        host if is_host(host) => (None, Some(host)),
        name => (Some(name), None),
    }
}

fn fill_content<'m>(field: &'static str, body: Option<Element<'_, 'm>>, raw: &mut RawArticle<'m>) {
    if let Some(body) = body.filter(|body| body.has_text()) {
        raw.content = Content::Html(Cow::Owned(write::inner(body, tag)));
        raw.content_field = Some(field);
    }
}

fn tag(element: Element<'_, '_>) -> Tag {
    let is = |name, value: &str| element.attribute(name).is_some_and(|known| known.trim() == value);
    match element.local() {
        "p" => Tag::As("p", &[]),
        // A heading of the body; its level is told by `rend`.
        "head" | "ab" if element.local() == "head" || is("type", "header") => {
            match element.attribute("rend").and_then(|rend| rend.bytes().next_back()) {
                Some(b'3') => Tag::As("h3", &[]),
                Some(b'4') => Tag::As("h4", &[]),
                Some(b'5') => Tag::As("h5", &[]),
                Some(b'6') => Tag::As("h6", &[]),
                _ => Tag::As("h2", &[]),
            }
        }
        "ab" => Tag::As("p", &[]),
        "hi" if is("rend", "#b") => Tag::As("b", &[]),
        "hi" if is("rend", "#i") => Tag::As("i", &[]),
        "hi" if is("rend", "#u") => Tag::As("u", &[]),
        "hi" if is("rend", "#t") => Tag::As("code", &[]),
        "hi" if is("rend", "#sub") => Tag::As("sub", &[]),
        "hi" if is("rend", "#sup") => Tag::As("sup", &[]),
        "list" if is("rend", "ol") => Tag::As("ol", &[]),
        "list" => Tag::As("ul", &[]),
        "item" => Tag::As("li", &[]),
        "quote" => Tag::As("blockquote", &[]),
        "code" => Tag::As("code", &[]),
        "lb" => Tag::As("br", &[]),
        "del" => Tag::As("del", &[]),
        "ref" => Tag::As("a", &[("target", "href")]),
        "graphic" if element.attribute("src").is_some() => Tag::As("img", &[("src", "src"), ("alt", "alt")]),
        "graphic" => Tag::As("img", &[("url", "src")]),
        "table" => Tag::As("table", &[]),
        "row" => Tag::As("tr", &[]),
        "cell" if is("role", "head") => Tag::As("th", &[]),
        "cell" => Tag::As("td", &[]),
        "div" if is("type", "comments") => Tag::Nothing,
        "fw" => Tag::Nothing,
        _ => Tag::Inside,
    }
}

#[cfg(test)]
mod tests {
    use crate::intake::xml::show::{only as one, pieces, table_holds};

    const WHOLE: &str = "<TEI xmlns='http://www.tei-c.org/ns/1.0'><teiHeader><fileDesc><titleStmt><title type='main'>Lúa mùa nổi</title>
        <author>Trần An; Lê Bình</author></titleStmt><publicationStmt><publisher>Báo A (a.vn)</publisher><availability><p>CC BY</p></availability></publicationStmt>
        <notesStmt><note type='id'>i1</note><note type='fingerprint'>f</note></notesStmt>
        <sourceDesc><bibl>Lúa mùa nổi, Báo A</bibl><bibl type='sigle'>Báo A</bibl><biblFull><titleStmt><title type='main'>Lúa mùa nổi</title><author>Trần An; Lê Bình</author></titleStmt>
        <publicationStmt><publisher>Báo A (a.vn)</publisher><ptr type='URL' target='https://a.vn/1'/><date>2019-02-20</date></publicationStmt></biblFull></sourceDesc></fileDesc>
        <profileDesc><abstract><p>Tóm tắt</p></abstract><textClass><keywords><term type='categories'>Kinh tế,Nông nghiệp</term><term type='tags'>lúa,gạo</term></keywords></textClass>
        <creation><date type='download'>2019-09-16</date></creation></profileDesc></teiHeader>
        <text xml:lang='vi'><body><div type='entry'><ab type='header' rend='h3'>Mục</ab><p>Đoạn <hi rend='#b'>một</hi>.<lb/>Hai <ref target='u'>ba</ref></p>
        <list rend='ol'><item>x</item></list><quote>y</quote><table><row><cell role='head'>a</cell></row><row><cell>b</cell></row></table></div>
        <div type='comments'><p>Bình luận</p></div></body></text></TEI>";

    #[test]
    fn tei_is_read() {
        let got = one(WHOLE).replace("\n        ", "");
        let want = [
            "source.id = note/id: i1",
            "url = biblFull/ptr: https://a.vn/1",
            "title = titleStmt/title: Lúa mùa nổi",
            "lead = abstract: Tóm tắt",
            "published_at = publicationStmt/date: 2019-02-20",
            "publisher.name = publicationStmt/publisher: Báo A",
            "publisher.domain = publicationStmt/publisher: a.vn",
            "language = xml:lang: vi",
            "section = keywords/categories: Kinh tế",
            "retrieved_at = creation/date: 2019-09-16",
            "authors = titleStmt/author: Trần An",
            "authors = titleStmt/author: Lê Bình",
            "tags = keywords/tags: lúa",
            "tags = keywords/tags: gạo",
            "body = text/body: html <h3>Mục</h3><p>Đoạn <b>một</b>.<br>Hai <a href=\"u\">ba</a></p>\
             <ol><li>x</li></ol><blockquote>y</blockquote><table><tr><th>a</th></tr><tr><td>b</td></tr></table>",
            "rights.usage = CC BY",
        ];
        assert_eq!(got, want.join("\n"));
    }

    const DOC: &str = "<doc sitename='Báo A' title='Lúa' author='Trần An; Lê Bình' date='2019-02-20' url='https://a.vn/1' hostname='a.vn'
        description='Tóm tắt' categories='Kinh tế' tags='lúa;gạo' license='CC BY' id='i' fingerprint='f' language='vi' image='https://a.vn/1.jpg'>
        <main><head rend='h2'>Mục</head><p>Một.</p><list><item>x</item></list></main><comments><p>Bình luận</p></comments></doc>";

    #[test]
    fn the_plainer_xml_is_read() {
        let want = [
            "source.id = doc/id: i",
            "url = doc/url: https://a.vn/1",
            "title = doc/title: Lúa",
            "lead = doc/description: Tóm tắt",
            "published_at = doc/date: 2019-02-20",
            "publisher.name = doc/sitename: Báo A",
            "publisher.domain = doc/hostname: a.vn",
            "language = doc/language: vi",
            "section = doc/categories: Kinh tế",
            "authors = doc/author: Trần An",
            "authors = doc/author: Lê Bình",
            "tags = doc/tags: lúa",
            "tags = doc/tags: gạo",
            "body = doc/main: html <h2>Mục</h2><p>Một.</p><ul><li>x</li></ul>",
            "image = https://a.vn/1.jpg",
            "rights.usage = CC BY",
        ];
        assert_eq!(one(DOC), want.join("\n"));
    }

    #[test]
    fn publishers_are_taken_apart() {
        let case =
            |text: &str, want: (Option<&str>, Option<&str>)| assert_eq!(super::publisher_of(text), want, "{text}");
        case("Báo A (a.vn)", (Some("Báo A"), Some("a.vn")));
        case("a.vn", (None, Some("a.vn")));
        case("Báo A (Hà Nội)", (Some("Báo A (Hà Nội)"), None));
        case("N/A", (None, None));
    }

    #[test]
    fn the_table_names_every_field() {
        let old = "<TEI><teiHeader><fileDesc><titleStmt><title>x</title></titleStmt><publicationStmt><idno type='URL'>u</idno></publicationStmt></fileDesc></teiHeader></TEI>";
        table_holds(
            super::FIELDS,
            &[WHOLE, DOC, old, "<doc title='x' source='s' excerpt='e'><main/></doc>"],
        );
        assert_eq!(pieces(&format!("<teiCorpus>{old}{old}</teiCorpus>")).len(), 2);
    }
}
