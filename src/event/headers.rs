//! The headers of output records: CloudEvents 1.0 in binary mode, and the input's own, passed on.

use std::borrow::Cow;

use super::instant::{self, Utc};
use super::record::Headers;
use super::{ArticleEvent, SCHEMA_ID};
use crate::intake::{Message, Origin};

/// CloudEvents' type of the event.
pub const EVENT_TYPE: &str = "bantin.article.v1";

/// Names of bantin's own that an input record's headers must not bring along.
const OWN: [&str; 3] = ["dlq.", "__connect.errors.", "ce_"];

/// The headers of an event: CloudEvents', `content-type`, then the input's (`traceparent` and `tracestate` among them).
pub fn of_event(message: &Message<'_>, event: &ArticleEvent) -> Headers {
    let mut headers = Headers::with_capacity(8 + message.headers.len());
    push(&mut headers, "ce_specversion", "1.0");
    push(&mut headers, "ce_id", &event.id);
    match message.origin {
        Origin::Kafka { topic, .. } => push(&mut headers, "ce_source", &["/kafka/", topic].concat()),
        Origin::File { path, .. } => push(&mut headers, "ce_source", &["file:", path].concat()),
    }
    push(&mut headers, "ce_type", EVENT_TYPE);
    if let Some(time) = message.timestamp.and_then(|ms| instant::from_epoch_ms(ms, Utc::Z)) {
        push(&mut headers, "ce_time", &time);
    }
    push(&mut headers, "ce_subject", &event.article_id);
    push(&mut headers, "ce_dataschema", SCHEMA_ID);
    push(&mut headers, "content-type", "application/json");
    pass_on(&mut headers, message);
    headers
}

/// Appends the input's headers that are passed on under their own names.
pub fn pass_on(headers: &mut Headers, message: &Message<'_>) {
    for header in &message.headers {
        let own = OWN.iter().any(|prefix| header.name.starts_with(prefix));
        if !own && !header.name.eq_ignore_ascii_case("content-type") {
            headers.push((Cow::Owned(header.name.to_owned()), header.value.map(<[u8]>::to_vec)));
        }
    }
}

/// Appends a header whose value is text.
pub fn push(headers: &mut Headers, name: &'static str, value: &str) {
    headers.push((Cow::Borrowed(name), Some(value.as_bytes().to_vec())));
}
