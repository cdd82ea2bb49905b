//! What the envelope's own codes say: agencies name subjects, people, organisations and places beside the text. A name
//! is looked for in the text, so that it has its mentions; IPTC's codes become topics.

use super::media_topics;
use crate::article::Article;
use crate::intake::{Entity, EntityKind};

/// Something that the envelope names, with where the text names it, in code points.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// What kind of thing it is.
    pub kind: EntityKind,
    /// Its name.
    pub name: String,
    /// Its code, as it came.
    pub code: Option<String>,
    /// Where it is named.
    pub mentions: Vec<[u32; 2]>,
}

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

/// So many things of one article are looked for.
const MOST: usize = 200;

/// People, organisations and places, each once.
pub fn named(article: &Article<'_>, text: &str) -> Vec<Named> {
    let mut found: Vec<Named> = Vec::new();
    for entity in article
        .entities
        .iter()
        .filter(|e| e.kind != EntityKind::Subject)
        .take(MOST)
    {
        let Some(name) = &entity.name else { continue };
        if found
            .iter()
            .any(|known| known.kind == entity.kind && known.name == name.as_ref())
        {
            continue;
        }
        found.push(Named {
            kind: entity.kind,
            name: name.to_string(),
            code: entity.code.as_ref().map(|code| code.to_string()),
            mentions: mentions(text, name),
        });
    }
    found
}

/// Where a name stands in a text as a word, in code points.
fn mentions(text: &str, name: &str) -> Vec<[u32; 2]> {
    let mut found = Vec::new();
    let (mut bytes, mut characters) = (0, 0_u32);
    let length = count(name);
    for at in memchr::memmem::find_iter(text.as_bytes(), name.as_bytes()) {
        let (Some(before), Some(after)) = (text.get(..at), text.get(at + name.len()..)) else {
            continue;
        };
        let joined = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        if joined(before.chars().next_back()) || joined(after.chars().next()) {
            continue;
        }
        characters += text.get(bytes..at).map_or(0, count);
        bytes = at;
        found.push([characters, characters + length]);
    }
    found
}

fn count(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
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
        assert_eq!(mentions("Hà Nội: Hà, Hà Nộii, Hà Nội", "Hà Nội"), [[0, 6], [21, 27]]);
        assert_eq!(mentions("aaaa", "aa"), Vec::<[u32; 2]>::new());
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
