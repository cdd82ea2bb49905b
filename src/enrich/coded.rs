//! What the envelope's own codes say: agencies name subjects, people, organisations and places beside the text. A name
//! is looked for in the text, so that it has its mentions; IPTC's codes become topics.

use std::ops::Range;

use super::media_topics;
use super::named::Named;
use super::topics::LikelyTopic;
use crate::article::Article;
use crate::intake::{Entity, EntityKind};

/// A topic of IPTC's.
#[derive(Clone, Debug, PartialEq)]
pub struct Topic {
    /// `medtop:` and eight digits.
    pub id: String,
    /// English label, or the envelope's own.
    pub label: String,
    /// How sure the editor is.
    pub score: f32,
}

impl From<LikelyTopic> for Topic {
    fn from(likely: LikelyTopic) -> Self {
        Topic {
            id: format!("medtop:{}", likely.code),
            label: likely.label.to_owned(),
            score: likely.probability,
        }
    }
}

/// So many things of one article are looked for.
const MOST: usize = 200;

/// Adds the people, organisations and places that the envelope names: its code where the text's own are known already,
/// an entry of its own for each other.
pub fn add(article: &Article<'_>, text: &str, named: &mut Vec<Named>) {
    for entity in article
        .entities
        .iter()
        .filter(|e| e.kind != EntityKind::Subject)
        .take(MOST)
    {
        let Some(name) = &entity.name else { continue };
        let code = || entity.code.as_ref().map(|code| code.to_string());
        let same = |known: &&mut Named| known.kind == entity.kind && is_same(&known.name, name);
        match named.iter_mut().find(same) {
            Some(known) => known.code = code().or(known.code.take()),
            None => {
                let mut mentions = mentions(text, name);
                // "sông Lam" is the text's "Lam".
                let within = |it: &Range<usize>| mentions.iter().any(|m| m.start <= it.start && it.end == m.end);
                let known = |known: &&mut Named| known.kind == entity.kind && known.mentions.iter().any(within);
                if let Some(known) = named.iter_mut().find(known) {
                    known.code = code().or(known.code.take());
                    continue;
                }
                let taken = |span: &Range<usize>| {
                    let overlaps = |other: &Range<usize>| other.start < span.end && span.start < other.end;
                    named.iter().flat_map(|n| &n.mentions).any(overlaps)
                };
                mentions.retain(|span| !taken(span));
                named.push(Named {
                    kind: entity.kind,
                    name: name.to_string(),
                    code: code(),
                    mentions,
                    ..Named::default()
                });
            }
        }
    }
}

/// Whether two names are one but for case.
fn is_same(one: &str, other: &str) -> bool {
    one == other || (one.len() == other.len() && one.to_lowercase() == other.to_lowercase())
}

/// Where a name stands in a text as a word.
fn mentions(text: &str, name: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for at in memchr::memmem::find_iter(text.as_bytes(), name.as_bytes()) {
        let end = at + name.len();
        let (Some(before), Some(after)) = (text.get(..at), text.get(end..)) else {
            continue;
        };
        let joined = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        if joined(before.chars().next_back()) || joined(after.chars().next()) {
            continue;
        }
        found.push(at..end);
    }
    found
}

/// The topics that the envelope's subjects stand for, best first.
pub fn topics(article: &Article<'_>) -> Vec<Topic> {
    let mut topics: Vec<Topic> = Vec::new();
    for entity in article.entities.iter().filter(|e| e.kind == EntityKind::Subject) {
        let Some(topic) = topic(entity) else { continue };
        match topics.iter_mut().find(|known| known.id == topic.id) {
            Some(known) => known.score = known.score.max(topic.score),
            None => topics.push(topic),
        }
    }
    topics.sort_by(|a, b| b.score.total_cmp(&a.score));
    topics
}

fn topic(entity: &Entity<'_>) -> Option<Topic> {
    let code = media_topics::of_code(entity.code.as_deref()?)?;
    let label = match media_topics::label(&code) {
        Some(label) => label.to_owned(),
        None => entity.name.as_deref()?.to_owned(),
    };
    Some(Topic {
        id: format!("medtop:{code}"),
        label,
        // Whoever writes a code without a word of doubt is sure.
        score: entity.confidence.unwrap_or(1.0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;

    #[test]
    fn names_are_found_as_words() {
        let text = "Hà Nội: Hà, Hà Nộii, Hà Nội";
        assert_eq!(mentions(text, "Hà Nội"), [0..9, text.len() - 9..text.len()]);
        assert_eq!(mentions("aaaa", "aa"), Vec::<Range<usize>>::new());
    }

    #[test]
    fn the_envelope_adds_codes_and_what_the_text_does_not_show() {
        let text = "Tân gặp An ở Huế.";
        let entity = |kind, name, code: Option<&'static str>| Entity {
            kind,
            name: Some(Cow::Borrowed(name)),
            code: code.map(Cow::Borrowed),
            confidence: None,
        };
        let article = Article {
            entities: vec![
                entity(EntityKind::Place, "HUẾ", Some("x:1")),
                entity(EntityKind::Person, "An", Some("x:2")),
                entity(EntityKind::Person, "An", Some("x:3")),
                entity(EntityKind::Organisation, "Tân", None),
            ],
            ..Article::default()
        };
        let known = |kind, name: &str| Named {
            kind,
            name: name.to_owned(),
            mentions: mentions(text, name),
            ..Named::default()
        };
        let mut named = vec![known(EntityKind::Place, "Huế"), known(EntityKind::Person, "Tân")];
        add(&article, text, &mut named);
        let found: Vec<_> = named
            .iter()
            .map(|n| (n.name.as_str(), n.code.as_deref(), n.mentions.len()))
            .collect();
        // What has a name already in one kind is not named there in another.
        let want = [
            ("Huế", Some("x:1"), 1),
            ("Tân", None, 1),
            ("An", Some("x:3"), 1),
            ("Tân", None, 0),
        ];
        assert_eq!(found, want);
    }

    #[test]
    fn subject_codes_become_topics() {
        let entity = |code: &'static str, name: Option<&'static str>, confidence| Entity {
            kind: EntityKind::Subject,
            name: name.map(Cow::Borrowed),
            code: Some(Cow::Borrowed(code)),
            confidence,
        };
        let article = Article {
            entities: vec![
                entity("http://tt.se/spec/subref/1.0/16000000", None, Some(0.5)),
                entity("medtop:20000350", Some("central bank"), None),
                entity("medtop:20000999", None, None),
                entity("subj:04018000", Some("x"), None),
                entity("acme:fed", Some("x"), None),
            ],
            ..Article::default()
        };
        let topics: Vec<_> = topics(&article).into_iter().map(|t| (t.id, t.label, t.score)).collect();
        let want = [
            ("medtop:20000350", "central bank", 1.0),
            ("medtop:04000000", "economy, business and finance", 1.0),
            ("medtop:16000000", "conflict, war and peace", 0.5),
        ];
        assert_eq!(
            topics,
            want.map(|(id, label, score)| (id.to_owned(), label.to_owned(), score))
        );
    }
}
