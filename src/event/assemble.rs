//! [`assemble`]: an article and what was found out about it, as the published [`ArticleEvent`].

use std::borrow::Cow;
use std::ops::Range;

use jiff::tz::Offset;

use super::article_event::{
    DateMention, Keyword, Organisation, Person, Place, Quantity, Quote, Rights, Subject, Topic,
};
use super::instant::{self, Utc};
use super::{ArticleEvent, Author, Block, BlockKind, FormatInfo, Image, PipelineInfo, Publisher, Source, Text};
use super::{admin_unit, canonical, id};
use crate::article::{Article, BodyKind, Moment};
use crate::enrich::{Annotations, CodePoints, Fingerprint, Named};
use crate::intake::{EntityKind, Header, Message, Origin, RawArticle};

/// What an event says made it.
pub const PIPELINE: PipelineInfo = PipelineInfo {
    name: env!("CARGO_PKG_NAME"),
    version: env!("CARGO_PKG_VERSION"),
};

/// What the settings say about events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// `event.namespace`: goes into every `id`.
    pub namespace: Option<String>,
    /// `article.timezone`: the zone of times that name none; by language where `None`.
    pub zone: Option<Offset>,
}

/// Puts an event together.
///
/// `index` is the article's position within an array or feed, `None` where the message was one article; `text` is the
/// article's own ([`Text::of`]), and the annotations were made of it.
pub fn assemble(
    message: &Message<'_>,
    index: Option<u32>,
    raw: &RawArticle<'_>,
    article: Article<'_>,
    text: Text,
    annotations: Annotations,
    rules: &Rules,
) -> ArticleEvent {
    let claimed_url = article.canonical_url.as_deref().and_then(canonical::canonical);
    let canonical_url = claimed_url.or_else(|| article.url.as_deref().and_then(canonical::canonical));
    let article_id = match (&canonical_url, &annotations.fingerprint) {
        (Some(url), _) => id::article_id(Some(url), ""),
        (None, Some(fingerprint)) => id::article_id(None, &fingerprint.exact),
        (None, None) => id::article_id(None, &Fingerprint::exact_of(&article)),
    };

    let language = annotations.language.as_ref().map(|l| l.code.as_ref());
    let zone = rules
        .zone
        .unwrap_or_else(|| zone_of(language.or(article.declared_language.as_deref())));
    let mut times = Times {
        zone,
        assumed: false,
        day_only: false,
    };
    let published_at = times.write(article.published.as_ref());
    let modified_at = times.write(article.modified.as_ref());
    let retrieved_at = times.write(article.retrieved.as_ref()).or_else(|| {
        message
            .timestamp
            .and_then(|ms| instant::from_epoch_ms(ms, Utc::Numeric))
    });

    let mut warnings = article.warnings;
    warnings.extend(annotations.warnings);
    warnings.extend(&raw.warnings);
    for (raised, code) in [
        (article.title.is_none(), "title_missing"),
        (times.assumed, "timezone_assumed"),
        (times.day_only, "time_missing"),
    ] {
        if raised {
            warnings.push(code);
        }
    }
    warnings.sort_unstable();
    warnings.dedup();

    let counts = CodePoints::of(&text.text);
    let points = |span: &Range<usize>| [counts.at(&text.text, span.start), counts.at(&text.text, span.end)];
    let said = |span: &Range<usize>| text.text.get(span.clone()).unwrap_or_default().to_owned();
    let (mut people, mut organisations, mut places) = (Vec::new(), Vec::new(), Vec::new());
    for named in annotations.named {
        let Named {
            name, code, mentions, ..
        } = named;
        let mentions = mentions.iter().map(points).collect();
        match named.kind {
            EntityKind::Person => people.push(Person {
                name,
                role: named.role,
                code,
                mentions,
            }),
            EntityKind::Organisation => organisations.push(Organisation {
                name,
                kind: named.organisation.map(str::to_owned),
                code,
                mentions,
            }),
            EntityKind::Place => places.push(Place {
                name,
                admin: named.unit.map(admin_unit),
                code,
                mentions,
            }),
            EntityKind::Subject => {}
        }
    }

    let quantities = annotations
        .quantities
        .into_iter()
        .map(|quantity| {
            let [start, end] = points(&quantity.span);
            Quantity {
                text: said(&quantity.span),
                value: quantity.value,
                to: quantity.to,
                unit: quantity.unit,
                approx: quantity.approx,
                start,
                end,
            }
        })
        .collect();
    let quotes = annotations
        .quotes
        .into_iter()
        .map(|quote| {
            let [start, end] = points(&quote.span);
            Quote {
                text: said(&quote.span),
                speaker: quote.speaker,
                start,
                end,
            }
        })
        .collect();
    let dates = annotations
        .dates
        .into_iter()
        .map(|date| {
            let [start, end] = points(&date.span);
            DateMention {
                text: said(&date.span),
                value: date.value,
                start,
                end,
            }
        })
        .collect();

    ArticleEvent {
        id: id::event_id(&message.origin, index, rules.namespace.as_deref()),
        article_id,
        source: source(message, index, raw),
        format: FormatInfo {
            kind: raw.format.as_str(),
            charset: raw.charset,
        },
        url: owned(article.url),
        publisher: publisher(
            article.publisher_name,
            article.publisher_domain,
            canonical_url.as_deref(),
        ),
        canonical_url,
        language: annotations.language,
        title: owned(article.title),
        subtitle: owned(article.subtitle),
        lead: owned(article.lead),
        body: article
            .body
            .into_iter()
            .zip(text.body)
            .map(|(block, [start, end])| Block {
                kind: kind(block.kind),
                text: block.text.into_owned(),
                start,
                end,
            })
            .collect(),
        text: text.text,
        authors: article
            .authors
            .into_iter()
            .map(|author| Author {
                name: author.name.into_owned(),
                role: owned(author.role),
            })
            .collect(),
        credits: article.credits.into_iter().map(Cow::into_owned).collect(),
        dateline: owned(article.dateline),
        published_at,
        modified_at,
        retrieved_at,
        section: owned(article.section),
        tags: article.tags.into_iter().map(Cow::into_owned).collect(),
        images: article
            .images
            .into_iter()
            .map(|image| Image {
                url: image.url.into_owned(),
                caption: owned(image.caption),
                credit: owned(image.credit),
            })
            .collect(),
        links: article.links.into_iter().map(Cow::into_owned).collect(),
        people,
        organisations,
        places,
        quantities,
        dates,
        quotes,
        keywords: annotations
            .keywords
            .into_iter()
            .map(|keyword| Keyword {
                text: keyword.text,
                score: keyword.score,
            })
            .collect(),
        topics: annotations
            .topics
            .into_iter()
            .map(|topic| Topic {
                id: topic.id,
                label: topic.label,
                score: topic.score,
            })
            .collect(),
        subjects: article
            .entities
            .into_iter()
            .filter(|entity| entity.kind == EntityKind::Subject)
            .map(|entity| Subject {
                code: owned(entity.code),
                name: owned(entity.name),
            })
            .collect(),
        rights: article.rights.map(|rights| Rights {
            holder: owned(rights.holder),
            notice: owned(rights.notice),
            usage: owned(rights.usage),
        }),
        fingerprint: annotations.fingerprint,
        stats: annotations.stats,
        provenance: article.provenance.into_iter().collect(),
        warnings,
        pipeline: PIPELINE,
    }
}

/// An absent value is an absent key: an empty text is none.
fn owned(text: Option<Cow<'_, str>>) -> Option<String> {
    text.filter(|t| !t.is_empty()).map(Cow::into_owned)
}

fn kind(kind: BodyKind) -> BlockKind {
    match kind {
        BodyKind::Paragraph => BlockKind::Paragraph,
        BodyKind::Heading => BlockKind::Heading,
        BodyKind::ListItem => BlockKind::ListItem,
        BodyKind::Quote => BlockKind::Quote,
        BodyKind::Caption => BlockKind::Caption,
        BodyKind::Table => BlockKind::Table,
    }
}

/// Vietnam keeps one time all year; what other papers mean by a time without a zone cannot be known.
fn zone_of(language: Option<&str>) -> Offset {
    let primary = language.and_then(|tag| tag.split(['-', '_']).next());
    if primary.is_some_and(|p| p.eq_ignore_ascii_case("vi")) {
        Offset::constant(7)
    } else {
        Offset::UTC
    }
}

/// Writes moments, and remembers what had to be assumed for them.
struct Times {
    zone: Offset,
    assumed: bool,
    day_only: bool,
}

impl Times {
    fn write(&mut self, moment: Option<&Moment>) -> Option<String> {
        let moment = moment?;
        let text = instant::from_moment(moment, self.zone)?;
        self.assumed |= moment.offset.is_none();
        self.day_only |= !moment.has_time;
        Some(text)
    }
}

fn publisher(name: Option<Cow<'_, str>>, domain: Option<Cow<'_, str>>, url: Option<&str>) -> Option<Publisher> {
    let from_url = || {
        let host = canonical::host(url?)?;
        Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
    };
    let publisher = Publisher {
        name: owned(name),
        domain: owned(domain).or_else(from_url),
    };
    (publisher != Publisher::default()).then_some(publisher)
}

fn source(message: &Message<'_>, index: Option<u32>, raw: &RawArticle<'_>) -> Source {
    // The CloudEvents header names this very message, the envelope at times only the article.
    let revision = raw.revision.as_ref().map(|claim| claim.value.to_string());
    let id = header(message, "ce_id").or_else(|| raw.id.as_ref().map(|claim| claim.value.to_string()));
    match message.origin {
        Origin::Kafka {
            topic,
            partition,
            offset,
        } => Source::Kafka {
            topic: topic.to_owned(),
            partition,
            offset,
            index,
            timestamp: message
                .timestamp
                .and_then(|ms| instant::from_epoch_ms(ms, Utc::Numeric)),
            key: message.key.filter(|k| !k.is_empty()).map(readable),
            id,
            revision,
            producer: header(message, "ce_source"),
        },
        Origin::File { path, line } => Source::File {
            file: path.to_owned(),
            line,
            index,
            id,
            revision,
        },
    }
}

/// The last header of that name, as consumers take it, if it holds text.
fn header(message: &Message<'_>, name: &str) -> Option<String> {
    let Header { value, .. } = message.headers.iter().rev().find(|h| h.name == name)?;
    let text = std::str::from_utf8((*value)?).ok()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// A key as UTF-8 where it is that, else in hexadecimal digits after `0x`.
fn readable(key: &[u8]) -> String {
    match std::str::from_utf8(key) {
        Ok(text) => text.to_owned(),
        Err(_) => {
            let mut out = String::with_capacity(2 + 2 * key.len());
            out.push_str("0x");
            for byte in key {
                for half in [byte >> 4, byte & 15] {
                    out.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
                }
            }
            out
        }
    }
}
