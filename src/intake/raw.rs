//! [`RawArticle`]: what an envelope holds and claims, before anyone has read the page.

use std::borrow::Cow;

/// The input format a message was recognised as: the event's `format.kind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Text, bare or inside a JSON envelope.
    Text,
    /// HTML, bare or inside a JSON envelope.
    Html,
    /// IPTC ninjs: JSON of agencies.
    Ninjs,
    /// An article of schema.org as JSON-LD.
    JsonLd,
    /// IPTC NewsML-G2: XML of agencies.
    NewsmlG2,
    /// IPTC NewsML 1.x: XML of agencies, NewsML-G2's forerunner.
    NewsMl,
    /// IPTC NITF: XML of agencies.
    Nitf,
    /// An item of an RSS feed, 0.9 to 2.0.
    Rss,
    /// An entry of an Atom feed.
    Atom,
    /// An item of a JSON Feed.
    JsonFeed,
    /// XML-TEI, as extractors write it.
    Tei,
    /// A response of a web archive (WARC).
    Warc,
    /// A text of a web archive (WET).
    Wet,
}

impl Format {
    /// The stable name used in the event.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Html => "html",
            Format::Ninjs => "ninjs",
            Format::JsonLd => "json-ld",
            Format::NewsmlG2 => "newsml-g2",
            Format::NewsMl => "newsml",
            Format::Nitf => "nitf",
            Format::Rss => "rss",
            Format::Atom => "atom",
            Format::JsonFeed => "json-feed",
            Format::Tei => "tei",
            Format::Warc => "warc",
            Format::Wet => "wet",
        }
    }
}

/// Who speaks in an envelope.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Authority {
    /// Somebody who came by the article, a crawler or a feed: its claims are weighed against the page.
    #[default]
    Finder,
    /// Whoever made the article, in a format that has a field for each thing (ninjs, NewsML-G2, NITF, JSON-LD): what it
    /// says is so, and its body is body from the first line to the last.
    Publisher,
}

/// A value together with the envelope's own name for it (`date_publish`, `maintext`), which goes to `provenance`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim<'a> {
    /// The name of the envelope's field.
    pub field: &'static str,
    /// Its value, never empty, otherwise as it came.
    pub value: Cow<'a, str>,
}

impl Claim<'_> {
    fn into_owned<'o>(self) -> Claim<'o> {
        Claim {
            field: self.field,
            value: Cow::Owned(self.value.into_owned()),
        }
    }

    /// The name of this evidence in the event's `provenance`: `envelope:` and the field's name.
    pub fn provenance(&self) -> Cow<'static, str> {
        super::aliases::provenance(self.field)
    }
}

/// A picture, as its envelope describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture<'a> {
    /// Where it is; never empty.
    pub url: Cow<'a, str>,
    /// Its caption, perhaps with markup.
    pub caption: Option<Cow<'a, str>>,
    /// Who made it.
    pub credit: Option<Cow<'a, str>>,
}

/// To whom an article belongs, and what may be done with it, in the envelope's words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rights<'a> {
    /// Who holds the copyright.
    pub holder: Option<Cow<'a, str>>,
    /// The notice to be shown ("© 2026 …").
    pub notice: Option<Cow<'a, str>>,
    /// What may be done with it.
    pub usage: Option<Cow<'a, str>>,
}

/// What a code of the envelope stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EntityKind {
    /// What the article is about, by a code list.
    #[default]
    Subject,
    /// A person.
    Person,
    /// An organisation.
    Organisation,
    /// A place.
    Place,
}

/// Something that the envelope says the article is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity<'a> {
    /// What kind of thing it is.
    pub kind: EntityKind,
    /// Its name.
    pub name: Option<Cow<'a, str>>,
    /// Its code with the code list's alias or address before it, as it stands (`medtop:04000000`, `n2a:USA`).
    pub code: Option<Cow<'a, str>>,
    /// How sure whoever coded it is, from 0 to 1, where it is said.
    pub confidence: Option<f32>,
}

fn owned<'o>(text: Option<Cow<'_, str>>) -> Option<Cow<'o, str>> {
    text.map(|text| Cow::Owned(text.into_owned()))
}

/// The article itself, as the envelope carries it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content<'a> {
    /// Plain text, line by line.
    Text(Cow<'a, str>),
    /// A whole HTML page or a fragment of one.
    Html(Cow<'a, str>),
    /// The envelope has only metadata (an RSS item: title and description).
    None,
}

/// One article as its envelope gives it. Made by `intake`, read by `page`.
#[derive(Clone, Debug, PartialEq)]
pub struct RawArticle<'a> {
    /// What it was recognised as.
    pub format: Format,
    /// Who speaks in its envelope.
    pub authority: Authority,
    /// The character set that was decoded, by its WHATWG name in lower case (`utf-8`).
    pub charset: &'static str,
    /// Stable snake_case codes for the event's `warnings`: what taking it apart left in doubt.
    pub warnings: Vec<&'static str>,
    /// The article's text or page.
    pub content: Content<'a>,
    /// The envelope's field that held the content (`maintext`); `None` for bare content.
    pub content_field: Option<&'static str>,
    /// The producer's own id.
    pub id: Option<Claim<'a>>,
    /// The producer's own number of this revision of the article.
    pub revision: Option<Claim<'a>>,
    /// The URL, first of the names in `reading.md` that is present.
    pub url: Option<Claim<'a>>,
    /// The URL under a name that says it is canonical (`canonical_url`, `canonical`).
    pub canonical_url: Option<Claim<'a>>,
    /// Title.
    pub title: Option<Claim<'a>>,
    /// Subtitle.
    pub subtitle: Option<Claim<'a>>,
    /// Lead, description, summary.
    pub lead: Option<Claim<'a>>,
    /// Publication time, as written.
    pub published: Option<Claim<'a>>,
    /// Modification time, as written.
    pub modified: Option<Claim<'a>>,
    /// Retrieval time, as written; numbers (epoch s or ms) in decimal digits.
    pub retrieved: Option<Claim<'a>>,
    /// Author names, as written, one entry for each element of a list.
    pub authors: Vec<Claim<'a>>,
    /// Agencies and others whose material it is, one entry each.
    pub credits: Vec<Claim<'a>>,
    /// Place, day and agency that the text is dated from, as written.
    pub dateline: Option<Claim<'a>>,
    /// Name of the source (`source`, `site_name`, `publisher`).
    pub publisher_name: Option<Claim<'a>>,
    /// Domain of the source (`source_domain`, `domain`, `host`).
    pub publisher_domain: Option<Claim<'a>>,
    /// Language tag, as written.
    pub language: Option<Claim<'a>>,
    /// Section or category.
    pub section: Option<Claim<'a>>,
    /// Tags or keywords, one entry each.
    pub tags: Vec<Claim<'a>>,
    /// Pictures.
    pub images: Vec<Picture<'a>>,
    /// Copyright and terms of use.
    pub rights: Option<Rights<'a>>,
    /// Subjects, people, organisations, places that the envelope names.
    pub entities: Vec<Entity<'a>>,
}

impl<'a> RawArticle<'a> {
    /// Bare content without an envelope.
    pub fn bare(format: Format, content: Content<'a>) -> Self {
        RawArticle {
            format,
            authority: Authority::default(),
            charset: "utf-8",
            warnings: Vec::new(),
            content,
            content_field: None,
            id: None,
            revision: None,
            url: None,
            canonical_url: None,
            title: None,
            subtitle: None,
            lead: None,
            published: None,
            modified: None,
            retrieved: None,
            authors: Vec::new(),
            credits: Vec::new(),
            dateline: None,
            publisher_name: None,
            publisher_domain: None,
            language: None,
            section: None,
            tags: Vec::new(),
            images: Vec::new(),
            rights: None,
            entities: Vec::new(),
        }
    }

    /// Cuts lists that no article has: what reads them compares their elements with each other. Says so in `warnings`.
    pub(super) fn bound_lists(&mut self) {
        fn cut<T>(list: &mut Vec<T>, most: usize) -> bool {
            let long = list.len() > most;
            list.truncate(most);
            long
        }
        let cut = [
            cut(&mut self.authors, 200),
            cut(&mut self.credits, 200),
            cut(&mut self.tags, 1_000),
            cut(&mut self.images, 1_000),
            cut(&mut self.entities, 1_000),
        ];
        if cut.contains(&true) {
            self.warnings.push("truncated");
        }
    }

    /// Every text that a reader of the article sees, for what mends texts; not addresses, times, codes and ids.
    pub fn texts_mut(&mut self, mut change: impl FnMut(&mut Cow<'a, str>)) {
        match &mut self.content {
            Content::Text(text) | Content::Html(text) => change(text),
            Content::None => {}
        }
        let single = [
            &mut self.title,
            &mut self.subtitle,
            &mut self.lead,
            &mut self.dateline,
            &mut self.publisher_name,
            &mut self.section,
        ];
        let lists = [&mut self.authors, &mut self.credits, &mut self.tags];
        let claims = single.into_iter().flatten().chain(lists.into_iter().flatten());
        claims.for_each(|claim| change(&mut claim.value));
        let pictures = self.images.iter_mut().flat_map(|p| [&mut p.caption, &mut p.credit]);
        let rights = self
            .rights
            .iter_mut()
            .flat_map(|r| [&mut r.holder, &mut r.notice, &mut r.usage]);
        let names = self.entities.iter_mut().map(|entity| &mut entity.name);
        pictures.chain(rights).chain(names).flatten().for_each(change);
    }

    /// The same with nothing borrowed.
    pub fn into_owned<'o>(self) -> RawArticle<'o> {
        let one = |claim: Option<Claim<'a>>| claim.map(Claim::into_owned);
        let list = |claims: Vec<Claim<'a>>| claims.into_iter().map(Claim::into_owned).collect();
        RawArticle {
            format: self.format,
            authority: self.authority,
            charset: self.charset,
            warnings: self.warnings,
            content: match self.content {
                Content::Text(text) => Content::Text(Cow::Owned(text.into_owned())),
                Content::Html(html) => Content::Html(Cow::Owned(html.into_owned())),
                Content::None => Content::None,
            },
            content_field: self.content_field,
            id: one(self.id),
            revision: one(self.revision),
            url: one(self.url),
            canonical_url: one(self.canonical_url),
            title: one(self.title),
            subtitle: one(self.subtitle),
            lead: one(self.lead),
            published: one(self.published),
            modified: one(self.modified),
            retrieved: one(self.retrieved),
            authors: list(self.authors),
            credits: list(self.credits),
            dateline: one(self.dateline),
            publisher_name: one(self.publisher_name),
            publisher_domain: one(self.publisher_domain),
            language: one(self.language),
            section: one(self.section),
            tags: list(self.tags),
            images: self
                .images
                .into_iter()
                .map(|picture| Picture {
                    url: Cow::Owned(picture.url.into_owned()),
                    caption: owned(picture.caption),
                    credit: owned(picture.credit),
                })
                .collect(),
            rights: self.rights.map(|rights| Rights {
                holder: owned(rights.holder),
                notice: owned(rights.notice),
                usage: owned(rights.usage),
            }),
            entities: self
                .entities
                .into_iter()
                .map(|entity| Entity {
                    kind: entity.kind,
                    name: owned(entity.name),
                    code: owned(entity.code),
                    confidence: entity.confidence,
                })
                .collect(),
        }
    }
}
