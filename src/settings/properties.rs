//! librdkafka's own properties: any of them may be set, but for those that would break a promise, and those that have
//! a setting of their own here.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::secret::MASK;

/// librdkafka properties by name, `socket.keepalive.enable` → `true`. Values that look like secrets by their name are
/// masked wherever settings are shown.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Properties(BTreeMap<String, String>);

impl Deref for Properties {
    type Target = BTreeMap<String, String>;

    fn deref(&self) -> &BTreeMap<String, String> {
        &self.0
    }
}

impl<'p> IntoIterator for &'p Properties {
    type Item = (&'p String, &'p String);
    type IntoIter = std::collections::btree_map::Iter<'p, String, String>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Properties {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        Properties(
            pairs
                .into_iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
        )
    }
}

/// Whether the value of this property is one to hide: passwords, keys in place, client secrets, JAAS-like lines.
pub(super) fn is_secret(property: &str) -> bool {
    ["password", "secret", "pem", "token", "config"]
        .iter()
        .any(|word| property.split('.').any(|part| part == *word))
}

impl Properties {
    fn shown(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), if is_secret(name) { MASK } else { value.as_str() }))
    }
}

impl fmt::Debug for Properties {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.shown()).finish()
    }
}

impl Serialize for Properties {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in self.shown() {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// A value as librdkafka takes it: text. Numbers and truth values are written as TOML writes them.
struct PropertyValue(String);

impl<'de> Deserialize<'de> for PropertyValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Scalar;
        impl Visitor<'_> for Scalar {
            type Value = PropertyValue;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text, a number, true or false")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<PropertyValue, E> {
                Ok(PropertyValue(text.to_owned()))
            }
            fn visit_bool<E: Error>(self, value: bool) -> Result<PropertyValue, E> {
                Ok(PropertyValue(value.to_string()))
            }
            fn visit_i64<E: Error>(self, value: i64) -> Result<PropertyValue, E> {
                Ok(PropertyValue(value.to_string()))
            }
            fn visit_u64<E: Error>(self, value: u64) -> Result<PropertyValue, E> {
                Ok(PropertyValue(value.to_string()))
            }
            fn visit_f64<E: Error>(self, value: f64) -> Result<PropertyValue, E> {
                Ok(PropertyValue(value.to_string()))
            }
        }
        deserializer.deserialize_any(Scalar)
    }
}

impl<'de> Deserialize<'de> for Properties {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Map;
        impl<'de> Visitor<'de> for Map {
            type Value = Properties;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a table of librdkafka properties")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Properties, A::Error> {
                let mut properties = BTreeMap::new();
                while let Some((name, PropertyValue(value))) = map.next_entry()? {
                    properties.insert(name, value);
                }
                Ok(Properties(properties))
            }
        }
        deserializer.deserialize_map(Map)
    }
}

impl JsonSchema for Properties {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Properties".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "object", "format": "librdkafka-properties", "additionalProperties": {"type": ["string", "number", "boolean"]}})
    }
}

/// Why a property may not be set here, and what to do instead; `None` if it may. A name that ends with a dot stands
/// for all that begin so.
pub(super) fn refusal(property: &str) -> Option<&'static str> {
    if !property
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_'))
    {
        return Some("librdkafka's names are of a-z, 0-9, dots and underscores alone: correct the name");
    }
    REFUSED
        .iter()
        .find(|(names, _)| {
            names.iter().any(|name| match name.strip_suffix('.') {
                Some(_) => property.starts_with(name),
                None => property == *name,
            })
        })
        .map(|(_, reason)| *reason)
}

/// The names are librdkafka's with their aliases (`CONFIGURATION.md` of 2.12) and those of the Java client.
const REFUSED: &[(&[&str], &str)] = &[
    (&["group.id"], "the group is input.group: set that"),
    (
        &["group.instance.id"],
        "static membership must go with the transactional id: set worker.name, from which both are made",
    ),
    (
        &["enable.auto.", "auto.commit.enable", "auto.commit.interval.ms"],
        "offsets are committed only after the broker acknowledged every earlier outcome, which librdkafka's own \
         commits do not wait for: set commit_interval and commit_records",
    ),
    (
        &["offset.store."],
        "offsets are kept by the group's coordinator, which other members and Kafka's own tools ask: remove this line",
    ),
    (
        &["auto.offset.reset"],
        "where reading starts is decided on assign, so that no message is skipped unseen: set input.start and \
         input.lost_offset",
    ),
    (
        &["acks", "request.required.acks"],
        "an outcome counts only when all in-sync replicas hold it: remove this line",
    ),
    (
        &["enable.idempotence"],
        "without it retries repeat and reorder records: remove this line",
    ),
    (
        &["transactional.id"],
        "it is made from input.group and worker.name: set worker.name",
    ),
    (
        &["partitioner"],
        "records go where a Java producer would send them (murmur2_random), so that a key stays in its partition: \
         remove this line",
    ),
    (
        &["isolation.level"],
        "records of aborted transactions must not be read: remove this line",
    ),
    (
        &[
            "message.timeout.ms",
            "delivery.timeout.ms",
            "retries",
            "message.send.max.retries",
        ],
        "a record that is given up after some time or some tries would be lost: it is retried for ever; remove this \
         line",
    ),
    (
        &["delivery.report.only.error", "enabled_events"],
        "an outcome counts only when its acknowledgement was reported: remove this line",
    ),
    (
        &["bootstrap.servers", "metadata.broker.list"],
        "this has a setting of its own: set kafka.brokers",
    ),
    (
        &["security.protocol"],
        "this has a setting of its own: set kafka.security",
    ),
    (
        &["ssl.ca.location"],
        "this has a setting of its own: set kafka.tls.ca_file",
    ),
    (
        &["ssl.certificate.location"],
        "this has a setting of its own: set kafka.tls.certificate_file",
    ),
    (
        &["ssl.key.location"],
        "this has a setting of its own: set kafka.tls.key_file",
    ),
    (
        &["ssl.key.password"],
        "this has a setting of its own: set kafka.tls.key_password_file",
    ),
    (
        &["sasl.mechanism", "sasl.mechanisms"],
        "this has a setting of its own: set kafka.sasl.mechanism",
    ),
    (
        &["sasl.username"],
        "this has a setting of its own: set kafka.sasl.username",
    ),
    (
        &["sasl.password"],
        "this has a setting of its own: set kafka.sasl.password_file",
    ),
    (
        &[
            "sasl.oauthbearer.",
            "enable.sasl.oauthbearer.unsecure.jwt",
            "https.ca.location",
            "https.ca.pem",
        ],
        "tokens have settings of their own: set kafka.sasl.token_file, or kafka.sasl.token_endpoint with what goes with it",
    ),
    (
        &["compression.type", "compression.codec"],
        "this has a setting of its own: set output.compression",
    ),
    (
        &["session.timeout.ms"],
        "this has a setting of its own: set input.session_timeout",
    ),
    (
        &["transaction.timeout.ms"],
        "this has a setting of its own: set transaction_timeout",
    ),
];
