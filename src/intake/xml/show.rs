//! Articles as lines of text, for tests.

use crate::intake::{Claim, Content, EntityKind, Intake, Message, Origin, Piece, RawArticle, read};
use crate::settings;

/// What a value is read as.
pub fn intake_of<'m>(value: &'m str, settings: &settings::Intake) -> Intake<'m> {
    let message = Message {
        origin: Origin::File { path: "-", line: 1 },
        timestamp: None,
        key: None,
        value: Some(value.as_bytes()),
        headers: Vec::new(),
    };
    read(&message, settings)
}

/// The piece of a value that is one article.
pub fn only(value: &str) -> String {
    let mut pieces = pieces(value);
    assert_eq!(pieces.len(), 1);
    pieces.remove(0).trim_start_matches("one ").to_owned()
}

/// The pieces of a value, one text each.
pub fn pieces(value: &str) -> Vec<String> {
    pieces_with(value, &settings::Intake::default())
}

/// The same with other settings.
pub fn pieces_with(value: &str, settings: &settings::Intake) -> Vec<String> {
    match intake_of(value, settings) {
        Intake::Tombstone => vec!["tombstone".to_owned()],
        Intake::One(one) => vec![format!("one {}", piece(&one))],
        Intake::Several(several) => several.iter().map(piece).collect(),
    }
}

fn piece(piece: &Piece<'_>) -> String {
    match piece {
        Piece::Skipped(reason) => format!("skipped {}", reason.as_str()),
        Piece::Failed(failure) => format!("failed {}", failure),
        Piece::Article(raw) => lines(raw).join("\n"),
    }
}

/// Field of the event, name of the source's field, value.
pub fn claims<'r>(raw: &'r RawArticle<'_>) -> Vec<(&'static str, &'static str, &'r str)> {
    let singles: [(&'static str, &Option<Claim<'_>>); 15] = [
        ("source.id", &raw.id),
        ("source.revision", &raw.revision),
        ("url", &raw.url),
        ("canonical_url", &raw.canonical_url),
        ("title", &raw.title),
        ("subtitle", &raw.subtitle),
        ("lead", &raw.lead),
        ("published_at", &raw.published),
        ("modified_at", &raw.modified),
        ("dateline", &raw.dateline),
        ("publisher.name", &raw.publisher_name),
        ("publisher.domain", &raw.publisher_domain),
        ("language", &raw.language),
        ("section", &raw.section),
        ("retrieved_at", &raw.retrieved),
    ];
    let lists = [
        ("authors", &raw.authors),
        ("credits", &raw.credits),
        ("tags", &raw.tags),
    ];
    let singles = singles
        .into_iter()
        .filter_map(|(name, claim)| Some((name, claim.as_ref()?)));
    let lists = lists
        .into_iter()
        .flat_map(|(name, claims)| claims.iter().map(move |claim| (name, claim)));
    singles
        .chain(lists)
        .map(|(name, claim)| (name, claim.field, claim.value.as_ref()))
        .collect()
}

fn lines(raw: &RawArticle<'_>) -> Vec<String> {
    let mut out: Vec<String> = claims(raw)
        .into_iter()
        .map(|(name, field, value)| format!("{name} = {field}: {value}"))
        .collect();
    let content = match &raw.content {
        Content::Html(html) => Some(("html", html)),
        Content::Text(text) => Some(("text", text)),
        Content::None => None,
    };
    if let Some((kind, text)) = content {
        out.push(format!(
            "body = {}: {kind} {}",
            raw.content_field.unwrap_or("?"),
            text.trim()
        ));
    }
    for picture in &raw.images {
        let mut line = format!("image = {}", picture.url);
        if let Some(caption) = &picture.caption {
            line += &format!(" \"{caption}\"");
        }
        if let Some(credit) = &picture.credit {
            line += &format!(" ({credit})");
        }
        out.push(line);
    }
    if let Some(rights) = &raw.rights {
        for (name, value) in [
            ("holder", &rights.holder),
            ("notice", &rights.notice),
            ("usage", &rights.usage),
        ] {
            if let Some(value) = value {
                out.push(format!("rights.{name} = {value}"));
            }
        }
    }
    for entity in &raw.entities {
        let kind = match entity.kind {
            EntityKind::Subject => "subject",
            EntityKind::Person => "person",
            EntityKind::Organisation => "organisation",
            EntityKind::Place => "place",
        };
        let mut line = format!("{kind} =");
        for part in [&entity.code, &entity.name].into_iter().flatten() {
            line += &format!(" {part}");
        }
        if let Some(confidence) = entity.confidence {
            line += &format!(" ({confidence})");
        }
        out.push(line);
    }
    for warning in &raw.warnings {
        out.push(format!("warning = {warning}"));
    }
    out
}

/// Every claim of the articles stands in the table, and every name of the table is found in one of the articles.
pub fn table_holds(table: &[(&str, &str)], values: &[&str]) {
    let settings = settings::Intake::default();
    let mut missing: Vec<(&str, &str)> = Vec::new();
    for (field, names) in table {
        if !matches!(
            *field,
            "images" | "rights" | "topics" | "people" | "organisations" | "places"
        ) {
            missing.extend(names.split(", ").map(|name| (*field, name)));
        }
    }
    let all = missing.clone();
    for value in values {
        let read = match intake_of(value, &settings) {
            Intake::One(one) => vec![one],
            Intake::Several(several) => several,
            Intake::Tombstone => Vec::new(),
        };
        for piece in &read {
            let Piece::Article(raw) = piece else {
                panic!("{piece:?}")
            };
            let body = raw.content_field.map(|field| ("body", field, ""));
            for (field, name, _) in claims(raw).into_iter().chain(body) {
                assert!(all.contains(&(field, name)), "{field} = {name} is not in the table");
                missing.retain(|known| *known != (field, name));
            }
        }
    }
    assert!(missing.is_empty(), "found in no article: {missing:?}");
}
