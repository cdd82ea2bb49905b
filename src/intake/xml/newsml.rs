//! IPTC NewsML 1.x, the forerunner of NewsML-G2, which wire services still send: components within components, each with
//! a role, and the article's parts spread over them. The text is the content of the component whose role is `Body` or
//! `Main`, else of one that has none or another; titles, notes for editors and style sheets in components of their own are no text.

use std::borrow::Cow;

use super::claim::{self, claim};
use super::tree::{Element, line};
use super::{nitf, write};
use crate::intake::{Authority, Content, Entity, EntityKind, Format, Picture, Piece, RawArticle, SkipReason};

/// Where each field of the event comes from, best first.
pub const FIELDS: &[(&str, &str)] = &[
    (
        "source.id",
        "NewsIdentifier/PublicIdentifier, NewsIdentifier/NewsItemId",
    ),
    ("source.revision", "NewsIdentifier/RevisionId"),
    ("title", "NewsLines/HeadLine, hedline/hl1"),
    ("subtitle", "NewsLines/SubHeadLine, hedline/hl2"),
    ("lead", "abstract"),
    ("body", "ContentItem/DataContent"),
    ("authors", "NewsLines/ByLine, byline"),
    ("credits", "NewsLines/CreditLine, Source/Party"),
    ("dateline", "NewsLines/DateLine, dateline"),
    (
        "published_at",
        "NewsManagement/FirstCreated, NewsManagement/ThisRevisionCreated",
    ),
    ("modified_at", "NewsManagement/ThisRevisionCreated"),
    ("publisher.name", "Provider/Party, SentFrom/Party"),
    ("language", "DescriptiveMetadata/Language"),
    ("tags", "NewsLines/KeywordLine, Metadata/Property"),
    ("images", "ContentItem (role Photo, Picture), media"),
    ("rights", "NewsLines (CopyrightLine, RightsLine)"),
    ("topics", "SubjectCode"),
];

/// Reads an item of a document.
pub fn read<'m>(item: Element<'_, 'm>, document: Element<'_, 'm>) -> Piece<'m> {
    let management = item.child("NewsManagement");
    let status = management
        .and_then(|management| management.child("Status"))
        .and_then(|status| status.attribute("FormalName"));
    match status.map(|status| status.trim().to_ascii_lowercase()).as_deref() {
        Some("canceled" | "cancelled") => return Piece::Skipped(SkipReason::Withdrawn),
        Some("withheld") => return Piece::Skipped(SkipReason::Withheld),
        _ => (),
    }
    let mut raw = RawArticle::bare(Format::NewsMl, Content::None);
    raw.authority = Authority::Publisher;
    if let Some(identifier) = item.path(&["Identification", "NewsIdentifier"]) {
        raw.id = claim::line("NewsIdentifier/PublicIdentifier", identifier.child("PublicIdentifier"))
            .or_else(|| claim::line("NewsIdentifier/NewsItemId", identifier.child("NewsItemId")));
        raw.revision = claim::line("NewsIdentifier/RevisionId", identifier.child("RevisionId"));
    }
    if let Some(management) = management {
        let this = claim::line(
            "NewsManagement/ThisRevisionCreated",
            management.child("ThisRevisionCreated"),
        );
        raw.published = claim::line("NewsManagement/FirstCreated", management.child("FirstCreated"));
        match raw.published {
            None => raw.published = this,
            Some(_) => raw.modified = this,
        }
    }
    let mut found = Found::default();
    for element in item.elements() {
        match element.local() {
            "NewsComponent" => component(element, &mut raw, &mut found),
            "NewsItemRef" => found.is_package = true,
            _ => (),
        }
    }
    raw.subtitle = raw
        .subtitle
        .take()
        .or_else(|| claim("NewsLines/SubHeadLine", found.subtitle));
    if let Some((_, content)) = found.text {
        fill_content(content, &mut raw);
    }
    let sender = document.path(&["NewsEnvelope", "SentFrom", "Party"]);
    raw.publisher_name = raw
        .publisher_name
        .take()
        .or_else(|| claim::attribute("SentFrom/Party", sender, "FormalName"));
    if raw.content == Content::None {
        if found.is_package {
            return Piece::Skipped(SkipReason::PackageItem);
        }
        if found.is_media {
            return Piece::Skipped(SkipReason::MediaItem);
        }
    }
    claim::piece(raw)
}

/// Roles of components that are beside the text, in lower case.
const NO_TEXT: &[&str] = &[
    "stylesheet",
    "headline",
    "subheadline",
    "contact",
    "caption",
    "logo",
    "photo",
    "picture",
    "image",
    "graphic",
    "thumbnail",
    "preview",
    "video",
    "audio",
    "supporting",
    "supplementary",
    "related",
];

/// What the components of an item hold.
#[derive(Default)]
struct Found<'t, 'm> {
    /// The content that is the text, with the rank of its component's role.
    text: Option<(u8, Element<'t, 'm>)>,
    subtitle: Option<Cow<'m, str>>,
    is_media: bool,
    is_package: bool,
}

/// Takes what stands right within a component; those within it come by themselves.
fn component<'t, 'm>(component: Element<'t, 'm>, raw: &mut RawArticle<'m>, found: &mut Found<'t, 'm>) {
    let role = component.child("Role").and_then(|role| role.attribute("FormalName"));
    let role = role.map(|role| role.trim().to_ascii_lowercase()).unwrap_or_default();
    let is_picture = matches!(role.as_str(), "photo" | "picture" | "image" | "graphic");
    // Lines of a picture are its caption, not the article's.
    let is_article = !NO_TEXT.contains(&role.as_str());
    let rank = match role.as_str() {
        "main" | "body" | "text" | "story" | "main text" | "article" => 0,
        "" => 1,
        _ => 2,
    };
    let mut caption = None;
    let mut best: Option<(u32, Cow<'m, str>)> = None;
    for child in component.children() {
        match child.local() {
            "NewsLines" if is_article => lines(child, raw),
            "NewsLines" => {
                let named = |name| child.child(name).and_then(Element::line);
                caption = named("Caption").or_else(|| named("HeadLine"));
            }
            "AdministrativeMetadata" if is_article => {
                let party = |name| child.path(&[name, "Party"]);
                let provider = claim::attribute("Provider/Party", party("Provider"), "FormalName");
                raw.publisher_name = raw.publisher_name.take().or(provider);
                raw.credits
                    .extend(claim::attribute("Source/Party", party("Source"), "FormalName"));
            }
            "DescriptiveMetadata" if is_article => descriptive(child, raw),
            "Metadata" if is_article => keywords(child, raw),
            "ContentItem" => {
                let data = child.child("DataContent").filter(|data| data.has_text());
                match data {
                    Some(data) if is_article && found.text.as_ref().is_none_or(|(known, _)| rank < *known) => {
                        found.text = Some((rank, data));
                    }
                    Some(data) if role == "subheadline" => found.subtitle = data.line(),
                    Some(data) if role == "caption" => caption = data.line(),
                    Some(_) => (),
                    None => {
                        found.is_media = true;
                        let picture = picture(child).filter(|_| is_picture || is_article);
                        if let Some((width, url)) = picture
                            && best.as_ref().is_none_or(|(widest, _)| width > *widest)
                        {
                            best = Some((width, url));
                        }
                    }
                }
            }
            _ => (),
        }
    }
    raw.images.extend(best.map(|(_, url)| Picture {
        url,
        caption,
        credit: None,
    }));
}

fn lines<'m>(lines: Element<'_, 'm>, raw: &mut RawArticle<'m>) {
    let rights = |raw: &mut RawArticle<'m>| raw.rights.take().unwrap_or_default();
    for child in lines.children() {
        let line = |field| claim::line(field, Some(child));
        match child.local() {
            "HeadLine" => raw.title = raw.title.take().or_else(|| line("NewsLines/HeadLine")),
            "SubHeadLine" => raw.subtitle = raw.subtitle.take().or_else(|| line("NewsLines/SubHeadLine")),
            "ByLine" => raw.authors.extend(line("NewsLines/ByLine")),
            "DateLine" => raw.dateline = raw.dateline.take().or_else(|| line("NewsLines/DateLine")),
            "CreditLine" => raw.credits.extend(line("NewsLines/CreditLine")),
            "KeywordLine" => raw.tags.extend(line("NewsLines/KeywordLine")),
            "CopyrightLine" => {
                let mut known = rights(raw);
                known.notice = known.notice.or_else(|| child.line());
                raw.rights = Some(known);
            }
            "RightsLine" => {
                let mut known = rights(raw);
                known.usage = known.usage.or_else(|| child.line());
                raw.rights = Some(known);
            }
            _ => (),
        }
    }
}

fn descriptive<'m>(meta: Element<'_, 'm>, raw: &mut RawArticle<'m>) {
    for element in meta.elements() {
        match element.local() {
            "Language" => {
                let tag = claim::attribute("DescriptiveMetadata/Language", Some(element), "FormalName");
                raw.language = raw.language.take().or(tag);
            }
            "Subject" | "SubjectMatter" | "SubjectDetail" => {
                let Some(code) = element.attribute("FormalName") else {
                    continue;
                };
                // Eight digits are IPTC's subject codes.
                let is_iptc = code.trim().len() == 8 && code.trim().bytes().all(|b| b.is_ascii_digit());
                raw.entities.push(Entity {
                    kind: EntityKind::Subject,
                    name: None,
                    code: Some(if is_iptc {
                        Cow::Owned(format!("subj:{}", code.trim()))
                    } else {
                        code.clone()
                    }),
                    confidence: None,
                });
            }
            _ => (),
        }
    }
}

fn keywords<'m>(meta: Element<'_, 'm>, raw: &mut RawArticle<'m>) {
    for property in meta.children().filter(|child| child.local() == "Property") {
        let is_keyword = property
            .attribute("FormalName")
            .is_some_and(|name| name.to_ascii_lowercase().contains("keyword"));
        if is_keyword {
            raw.tags
                .extend(claim::attribute("Metadata/Property", Some(property), "Value"));
        }
    }
}

/// The address and width of a picture.
fn picture<'m>(item: Element<'_, 'm>) -> Option<(u32, Cow<'m, str>)> {
    let kind = item.child("MimeType").and_then(|kind| kind.attribute("FormalName"));
    if !kind.is_some_and(|kind| kind.trim_start().starts_with("image/")) {
        return None;
    }
    let url = line(item.attribute("Href")?.clone())?;
    let properties = item.child("Characteristics");
    let width = properties.into_iter().flat_map(Element::children).find(|property| {
        property
            .attribute("FormalName")
            .is_some_and(|name| matches!(name.trim(), "PixelWidth" | "Width"))
    });
    let width = width.and_then(|width| width.attribute("Value")?.trim().parse().ok());
    Some((width.unwrap_or(0), url))
}

fn fill_content<'m>(data: Element<'_, 'm>, raw: &mut RawArticle<'m>) {
    let document = data
        .elements()
        .find(|element| matches!(element.local(), "nitf" | "body" | "body.content"));
    match document {
        Some(document) if document.local() == "nitf" => nitf::fill(document, raw),
        Some(document) if document.local() == "body.content" => {
            raw.content = nitf::html(document).map_or(Content::None, |html| Content::Html(Cow::Owned(html)));
        }
        Some(body) => raw.content = Content::Html(Cow::Owned(write::inner(body, write::xhtml))),
        None if data.children().next().is_some() => {
            raw.content = nitf::html(data).map_or(Content::None, |html| Content::Html(Cow::Owned(html)));
        }
        None => raw.content = claim::content(data.text()),
    }
    if raw.content != Content::None {
        raw.content_field = Some("ContentItem/DataContent");
    }
}

#[cfg(test)]
mod tests {
    use crate::intake::xml::show::{only as one, pieces, table_holds};

    const WHOLE: &str = "<NewsML Version='1.2'><NewsEnvelope><SentFrom><Party FormalName='Hãng A'/></SentFrom></NewsEnvelope><NewsItem>
        <Identification><NewsIdentifier><NewsItemId>1</NewsItemId><RevisionId Update='N'>2</RevisionId>
        <PublicIdentifier>urn:newsml:a.vn:1</PublicIdentifier></NewsIdentifier></Identification>
        <NewsManagement><FirstCreated>20190220T074500+0700</FirstCreated><ThisRevisionCreated>20190221T074500+0700</ThisRevisionCreated>
        <Status FormalName='Usable'/></NewsManagement>
        <NewsComponent><NewsLines><CopyrightLine>© A</CopyrightLine><RightsLine>Cấm sao chép</RightsLine></NewsLines>
        <AdministrativeMetadata><Source><Party FormalName='Công ty B'/></Source></AdministrativeMetadata>
        <DescriptiveMetadata><Language FormalName='vi'/><SubjectCode><Subject FormalName='04000000'/><SubjectDetail FormalName='x'/></SubjectCode></DescriptiveMetadata>
        <Metadata><Property FormalName='Keywords' Value='lúa'/><Property FormalName='Ticker' Value='AAA'/></Metadata>
        <NewsComponent><NewsLines><HeadLine>Lúa mùa nổi</HeadLine><ByLine>Trần An</ByLine><DateLine>CẦN THƠ</DateLine><CreditLine>A</CreditLine>
        <KeywordLine>gạo</KeywordLine></NewsLines>
        <NewsComponent><Role FormalName='StyleSheet'/><ContentItem><DataContent>.a {}</DataContent></ContentItem></NewsComponent>
        <NewsComponent><Role FormalName='SubHeadLine'/><ContentItem><DataContent><p>Được giá</p></DataContent></ContentItem></NewsComponent>
        <NewsComponent><Role FormalName='Contact'/><ContentItem><DataContent><p>Điện thoại</p></DataContent></ContentItem></NewsComponent>
        <NewsComponent><Role FormalName='Photo'/><NewsLines><HeadLine>Chợ nổi</HeadLine></NewsLines>
        <ContentItem Href='s.jpg'><MimeType FormalName='image/jpeg'/><Characteristics><Property FormalName='PixelWidth' Value='70'/></Characteristics></ContentItem>
        <ContentItem Href='l.jpg'><MimeType FormalName='image/jpeg'/><Characteristics><Property FormalName='PixelWidth' Value='700'/></Characteristics></ContentItem></NewsComponent>
        <NewsComponent><Role FormalName='Logo'/><ContentItem Href='logo.jpg'><MimeType FormalName='image/jpeg'/></ContentItem></NewsComponent>
        <NewsComponent><Role FormalName='Body'/><ContentItem><DataContent><html xmlns='http://www.w3.org/1999/xhtml'><head><title/></head>
        <body><p>Đoạn một.</p></body></html></DataContent></ContentItem></NewsComponent>
        </NewsComponent></NewsComponent></NewsItem></NewsML>";

    #[test]
    fn fields_are_read() {
        let want = [
            "source.id = NewsIdentifier/PublicIdentifier: urn:newsml:a.vn:1",
            "source.revision = NewsIdentifier/RevisionId: 2",
            "title = NewsLines/HeadLine: Lúa mùa nổi",
            "subtitle = NewsLines/SubHeadLine: Được giá",
            "published_at = NewsManagement/FirstCreated: 20190220T074500+0700",
            "modified_at = NewsManagement/ThisRevisionCreated: 20190221T074500+0700",
            "dateline = NewsLines/DateLine: CẦN THƠ",
            "publisher.name = SentFrom/Party: Hãng A",
            "language = DescriptiveMetadata/Language: vi",
            "authors = NewsLines/ByLine: Trần An",
            "credits = Source/Party: Công ty B",
            "credits = NewsLines/CreditLine: A",
            "tags = Metadata/Property: lúa",
            "tags = NewsLines/KeywordLine: gạo",
            "body = ContentItem/DataContent: html <p>Đoạn một.</p>",
            "image = l.jpg \"Chợ nổi\"",
            "rights.notice = © A",
            "rights.usage = Cấm sao chép",
            "subject = subj:04000000",
            "subject = x",
        ];
        assert_eq!(one(WHOLE), want.join("\n"));
    }

    fn item(components: &str) -> String {
        format!("<NewsItem>{components}</NewsItem>")
    }

    #[test]
    fn texts_are_found() {
        let case = |data: &str, want: &str| {
            let text =
                format!("<NewsComponent><ContentItem><DataContent>{data}</DataContent></ContentItem></NewsComponent>");
            assert_eq!(one(&item(&text)), want, "{data}");
        };
        case("Một dòng", "body = ContentItem/DataContent: text Một dòng");
        case("&lt;p&gt;1&lt;/p&gt;", "body = ContentItem/DataContent: html <p>1</p>");
        case(
            "<p>1</p><p>2</p>",
            "body = ContentItem/DataContent: html <p>1</p><p>2</p>",
        );
        case(
            "<nitf><body><body.head><hedline><hl1>x</hl1></hedline></body.head><body.content><p>1</p></body.content></body></nitf>",
            "title = hedline/hl1: x\nbody = ContentItem/DataContent: html <p>1</p>",
        );
        case(
            "<body.content><hl2>1</hl2></body.content>",
            "body = ContentItem/DataContent: html <h2>1</h2>",
        );
    }

    #[test]
    fn the_role_says_which_content_is_the_text() {
        let part = |role: &str, text: &str| {
            format!(
                "<NewsComponent><Role FormalName='{role}'/><ContentItem><DataContent>{text}</DataContent></ContentItem></NewsComponent>"
            )
        };
        let case = |parts: &[(&str, &str)], want: &str| {
            let parts: String = parts.iter().map(|(role, text)| part(role, text)).collect();
            assert_eq!(one(&item(&parts)), want);
        };
        let body = "body = ContentItem/DataContent: text 1";
        case(&[("Content list", "2"), ("Main", "1")], body);
        case(&[("Supporting", "2"), ("Content list", "1")], body);
        case(&[("Body", "1"), ("Main", "2")], body);
        case(&[("Caption", "1")], "skipped empty");
    }

    #[test]
    fn what_has_no_text_is_passed_over() {
        let case = |xml: &str, want: &str| assert_eq!(one(xml), format!("skipped {want}"), "{xml}");
        case(
            &item("<NewsManagement><Status FormalName='Canceled'/></NewsManagement>"),
            "withdrawn",
        );
        case(
            &item("<NewsManagement><Status FormalName='Withheld'/></NewsManagement>"),
            "withheld",
        );
        case(
            &item("<NewsComponent><NewsItemRef NewsItem='x'/></NewsComponent>"),
            "package_item",
        );
        case(
            &item(
                "<NewsComponent><ContentItem Href='x.jpg'><MimeType FormalName='image/jpeg'/></ContentItem></NewsComponent>",
            ),
            "media_item",
        );
        case(&item(""), "empty");
        let two = format!("<NewsML>{}{}</NewsML>", item(""), item(""));
        assert_eq!(pieces(&two), ["skipped empty", "skipped empty"]);
    }

    #[test]
    fn the_table_names_every_field() {
        let nitf = "<nitf><body><body.head><hedline><hl1>x</hl1><hl2>y</hl2></hedline><byline>By An</byline><dateline>d</dateline><abstract>z</abstract></body.head></body></nitf>";
        let values = [
            WHOLE.to_owned(),
            item(&format!(
                "<NewsComponent><AdministrativeMetadata><Provider><Party FormalName='p'/></Provider></AdministrativeMetadata><ContentItem><DataContent>{nitf}</DataContent></ContentItem></NewsComponent>"
            )),
            item(
                "<Identification><NewsIdentifier><NewsItemId>1</NewsItemId></NewsIdentifier></Identification><NewsManagement><ThisRevisionCreated>1</ThisRevisionCreated></NewsManagement><NewsComponent><NewsLines><HeadLine>x</HeadLine></NewsLines></NewsComponent>",
            ),
        ];
        table_holds(super::FIELDS, &values.iter().map(String::as_str).collect::<Vec<_>>());
    }
}
