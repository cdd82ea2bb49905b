//! The two ids of an event: where its message came from, and which article it is.

use std::fmt::Write;

use uuid::Uuid;

use crate::intake::Origin;

/// The namespace of every id: UUIDv5 of `urn:bantin:v1` as a URL.
pub const NAMESPACE: Uuid = Uuid::from_u128(0xfba1ca37_febd_50d8_8e39_912bb4a7a2ba);

/// The event's `id`: UUIDv5 of `[namespace/]topic/partition/offset[/index]`, or of `file:path/line[/index]`.
///
/// `index` is the position within an array or feed, `None` where the message was one article.
pub fn event_id(origin: &Origin<'_>, index: Option<u32>, namespace: Option<&str>) -> String {
    let mut name = String::with_capacity(96);
    // Writing to a String cannot fail.
    let _ = match origin {
        Origin::Kafka {
            topic,
            partition,
            offset,
        } => {
            if let Some(namespace) = namespace.filter(|n| !n.is_empty()) {
                name.push_str(namespace);
                name.push('/');
            }
            write!(name, "{topic}/{partition}/{offset}")
        }
        Origin::File { path, line } => write!(name, "file:{path}/{line}"),
    };
    if let Some(index) = index {
        let _ = write!(name, "/{index}");
    }
    uuid5(&name)
}

/// The event's `article_id`: UUIDv5 of the canonical URL or, without one, of the exact fingerprint's hex digits.
pub fn article_id(canonical_url: Option<&str>, exact: &str) -> String {
    uuid5(canonical_url.unwrap_or(exact))
}

fn uuid5(name: &str) -> String {
    let mut buffer = Uuid::encode_buffer();
    Uuid::new_v5(&NAMESPACE, name.as_bytes())
        .hyphenated()
        .encode_lower(&mut buffer)
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_namespace_is_the_urn_of_v1() {
        assert_eq!(NAMESPACE, Uuid::new_v5(&Uuid::NAMESPACE_URL, b"urn:bantin:v1"));
        assert_eq!(NAMESPACE.to_string(), "fba1ca37-febd-50d8-8e39-912bb4a7a2ba");
    }

    #[test]
    fn ids_are_of_where_a_message_came_from() {
        let kafka = Origin::Kafka {
            topic: "articles.raw",
            partition: 3,
            offset: 42,
        };
        let file = Origin::File { path: "-", line: 7 };
        for (origin, index, namespace, name) in [
            (kafka, None, None, "articles.raw/3/42"),
            (kafka, Some(0), None, "articles.raw/3/42/0"),
            (kafka, Some(17), Some("b"), "b/articles.raw/3/42/17"),
            (kafka, None, Some(""), "articles.raw/3/42"),
            (file, None, Some("b"), "file:-/7"),
            (file, Some(2), None, "file:-/7/2"),
        ] {
            let expected = Uuid::new_v5(&NAMESPACE, name.as_bytes()).to_string();
            assert_eq!(event_id(&origin, index, namespace), expected, "{name}");
        }
    }
}
