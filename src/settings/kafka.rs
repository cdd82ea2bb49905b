//! The Kafka cluster: where it is, how connections are secured, and librdkafka's own properties.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Properties, Secret};

/// The Kafka cluster.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Kafka {
    /// Brokers to ask first: `host:port, host:port`. The others are learnt from them.
    pub brokers: String,
    /// How connections are secured: with TLS or without, with a login or without.
    pub security: Security,
    /// TLS, for `ssl` and `sasl_ssl`.
    pub tls: Tls,
    /// The login, for `sasl_plaintext` and `sasl_ssl`.
    pub sasl: Sasl,
    /// Any librdkafka property for consumer and producer alike, but for those that would break a promise.
    /// In the environment the `_` of a name stand for dots: `BANTIN_KAFKA__PROPERTIES__SOCKET_KEEPALIVE_ENABLE`.
    #[schemars(example = &r#""socket.keepalive.enable" = true"#)]
    pub properties: Properties,
    /// Any librdkafka property for the consumer alone; it goes before the same one in `kafka.properties`.
    #[schemars(example = &r#""fetch.wait.max.ms" = 100"#)]
    pub consumer: Properties,
    /// Any librdkafka property for the producer alone; it goes before the same one in `kafka.properties`.
    #[schemars(example = &r#""linger.ms" = 20"#)]
    pub producer: Properties,
}

impl Default for Kafka {
    fn default() -> Self {
        Kafka {
            brokers: "localhost:9092".to_owned(),
            security: Security::Plaintext,
            tls: Tls::default(),
            sasl: Sasl::default(),
            properties: Properties::default(),
            consumer: Properties::default(),
            producer: Properties::default(),
        }
    }
}

/// How connections are secured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Security {
    /// Neither TLS nor a login.
    #[default]
    Plaintext,
    /// TLS; with `kafka.tls.certificate_file` the worker shows a certificate of its own.
    Ssl,
    /// A login over an open connection: for a network that is trusted.
    SaslPlaintext,
    /// A login over TLS.
    SaslSsl,
}

impl Security {
    /// librdkafka's `security.protocol`.
    pub fn as_str(self) -> &'static str {
        match self {
            Security::Plaintext => "plaintext",
            Security::Ssl => "ssl",
            Security::SaslPlaintext => "sasl_plaintext",
            Security::SaslSsl => "sasl_ssl",
        }
    }

    /// Whether connections are encrypted.
    pub fn tls(self) -> bool {
        matches!(self, Security::Ssl | Security::SaslSsl)
    }

    /// Whether the worker logs in.
    pub fn sasl(self) -> bool {
        matches!(self, Security::SaslPlaintext | Security::SaslSsl)
    }
}

/// TLS towards the brokers. Its files and passwords are read at the start: what changes takes effect with a restart.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Tls {
    /// Certificates of the authorities that brokers are checked against, in PEM. Unset: those of the system.
    #[schemars(example = &"/etc/bantin/tls/ca.crt")]
    pub ca_file: Option<PathBuf>,
    /// The worker's own certificate with its chain, in PEM, where brokers ask for one.
    #[schemars(example = &"/etc/bantin/tls/tls.crt")]
    pub certificate_file: Option<PathBuf>,
    /// The key of that certificate, in PEM.
    #[schemars(example = &"/etc/bantin/tls/tls.key")]
    pub key_file: Option<PathBuf>,
    /// The password of that key. Better given by `key_password_file` or the environment than here.
    #[schemars(example = &"…")]
    pub key_password: Option<Secret>,
    /// A file that holds the password of that key; a line end after it does not count.
    #[schemars(example = &"/run/secrets/kafka-key-password")]
    pub key_password_file: Option<PathBuf>,
}

/// The login at the brokers. Passwords and secrets are read at the start: what changes takes effect with a restart. A
/// token is had anew whenever the last one is about to expire.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Sasl {
    /// How the worker logs in.
    pub mechanism: Mechanism,
    /// The user's name, for PLAIN and SCRAM.
    #[schemars(example = &"bantin")]
    pub username: Option<String>,
    /// The user's password. Better given by `password_file` or the environment than here.
    #[schemars(example = &"…")]
    pub password: Option<Secret>,
    /// A file that holds the password; a line end after it does not count.
    #[schemars(example = &"/run/secrets/kafka-password")]
    pub password_file: Option<PathBuf>,
    /// OAUTHBEARER with a token that something else keeps fresh (a projected service account token, a sidecar): a file
    /// that holds a JWT. It is read again when the token is about to expire.
    #[schemars(example = &"/var/run/secrets/kafka/token")]
    pub token_file: Option<PathBuf>,
    /// OAUTHBEARER with tokens that the worker gets for itself: the URL of an OAuth 2.0 token endpoint, asked for client
    /// credentials. `https`; `http` only on this machine.
    #[schemars(example = &"https://login.example.org/oauth2/token")]
    pub token_endpoint: Option<String>,
    /// Certificates of the authorities that the token endpoint is checked against, in PEM. Unset: those of the system.
    #[schemars(example = &"/etc/bantin/tls/login-ca.crt")]
    pub token_ca_file: Option<PathBuf>,
    /// The worker's name at the token endpoint.
    #[schemars(example = &"bantin")]
    pub client_id: Option<String>,
    /// The worker's secret at the token endpoint. Better given by `client_secret_file` or the environment than here.
    #[schemars(example = &"…")]
    pub client_secret: Option<Secret>,
    /// A file that holds the secret; a line end after it does not count.
    #[schemars(example = &"/run/secrets/kafka-client-secret")]
    pub client_secret_file: Option<PathBuf>,
    /// What the token is asked for, where the endpoint wants it said: scopes, with spaces between them.
    #[schemars(example = &"kafka")]
    pub scope: Option<String>,
}

/// How the worker logs in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Mechanism {
    /// Name and password as they are: meant for TLS.
    #[serde(rename = "PLAIN")]
    Plain,
    /// Challenge and response with SHA-256.
    #[serde(rename = "SCRAM-SHA-256")]
    ScramSha256,
    /// Challenge and response with SHA-512.
    #[default]
    #[serde(rename = "SCRAM-SHA-512")]
    ScramSha512,
    /// A token, from `kafka.sasl.token_file` or `kafka.sasl.token_endpoint`: meant for TLS.
    #[serde(rename = "OAUTHBEARER")]
    OauthBearer,
}

impl Mechanism {
    /// librdkafka's `sasl.mechanism`.
    pub fn as_str(self) -> &'static str {
        match self {
            Mechanism::Plain => "PLAIN",
            Mechanism::ScramSha256 => "SCRAM-SHA-256",
            Mechanism::ScramSha512 => "SCRAM-SHA-512",
            Mechanism::OauthBearer => "OAUTHBEARER",
        }
    }
}
