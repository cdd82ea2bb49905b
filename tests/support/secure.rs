//! A Kafka that asks who is there: TLS, certificates of clients, passwords, tokens, and rights.

use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use super::certificates::{Authority, Issued};
use super::kafka::{Cluster, Extra, scratch};
use super::login::{AUDIENCE, ISSUER, Issuer};
use super::worker::{Settings, Topics};

/// TLS, for anybody.
pub const TLS: &str = "TLS";
/// TLS, for clients with a certificate of [`Secured::authority`].
pub const MUTUAL: &str = "MUTUAL";
/// TLS with a certificate that expired yesterday.
pub const STALE: &str = "STALE";
/// A login over TLS.
pub const LOGIN: &str = "LOGIN";
/// A login over an open connection.
pub const BARE: &str = "BARE";

/// A user of PLAIN and SCRAM who may do all.
pub const ANNA: (&str, &str) = ("anna", "hush-anna+/%?&:");
/// One of SCRAM-SHA-512 who may do all, and whose connections last two seconds at [`BARE`].
pub const BAO: (&str, &str) = ("bao", "hush-bao-before");
/// Of PLAIN: may join groups, but sees no topic.
pub const STRANGER: (&str, &str) = ("stranger", "hush-stranger");
/// Of PLAIN: may read all topics, but in no group.
pub const LONER: (&str, &str) = ("loner", "hush-loner");
/// Of PLAIN: may read all topics in all groups, and write none.
pub const READER: (&str, &str) = ("reader", "hush-reader");
/// Of PLAIN: may read and write all topics in all groups, but in no transactions.
pub const CLERK: (&str, &str) = ("clerk", "hush-clerk");
/// The subject of tokens that may do all.
pub const SERVICE: &str = "service-bantin";
/// The name of client certificates that may do all.
pub const CLIENT: &str = "bantin-client";
/// The password of the client's key.
pub const KEY_PASSWORD: &str = "hush key \"password\"";

/// The cluster with all that opens it.
pub struct Secured {
    pub cluster: Cluster,
    /// Signed the broker's certificates, and those of clients that it knows.
    pub authority: Authority,
    /// Signs the tokens that the broker takes.
    pub issuer: Issuer,
    folder: PathBuf,
}

impl Secured {
    /// The one that all tests of this program share. None, saying so, where an existing cluster is used.
    pub fn shared(test: &str) -> Option<&'static Secured> {
        static SHARED: OnceLock<Option<Secured>> = OnceLock::new();
        SHARED.get_or_init(|| Secured::start(test)).as_ref()
    }

    fn start(test: &str) -> Option<Secured> {
        let folder = scratch(&Cluster::unique("secured"));
        let keep = |name: &str, text: String| {
            let path = folder.join(name);
            fs::write(&path, text).unwrap();
            path.display().to_string()
        };
        let authority = Authority::new("Sở Thử nghiệm");
        let issuer = Issuer::new();
        let store = |issued: &Issued| format!("{}{}{}", issued.key_pem(), issued.pem(), authority.pem());
        let keys = keep("broker.pem", store(&authority.issue("broker", &["localhost"])));
        let stale = keep("stale.pem", store(&authority.issue_expired("broker", &["localhost"])));
        let trusted = keep("ca.pem", authority.pem());
        let jwks = keep("jwks.json", issuer.jwks());
        let plain: String = [ANNA, STRANGER, LONER, READER, CLERK]
            .iter()
            .map(|(name, password)| format!(" user_{name}=\"{password}\""))
            .collect();
        let security = "org.apache.kafka.common.security";
        let logins: String = ["login", "bare"]
            .iter()
            .map(|listener| {
                let listener = format!("listener.name.{listener}");
                format!(
                    "{listener}.sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER
{listener}.plain.sasl.jaas.config={security}.plain.PlainLoginModule required{plain};
{listener}.scram-sha-256.sasl.jaas.config={security}.scram.ScramLoginModule required;
{listener}.scram-sha-512.sasl.jaas.config={security}.scram.ScramLoginModule required;
{listener}.oauthbearer.sasl.jaas.config={security}.oauthbearer.OAuthBearerLoginModule required;
{listener}.oauthbearer.sasl.server.callback.handler.class={security}.oauthbearer.OAuthBearerValidatorCallbackHandler
"
                )
            })
            .collect();
        let properties = format!(
            "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS;User:{anna};User:{bao};User:{SERVICE};User:CN={CLIENT}
ssl.keystore.type=PEM
ssl.keystore.location={keys}
ssl.truststore.type=PEM
ssl.truststore.location={trusted}
listener.name.mutual.ssl.client.auth=required
listener.name.stale.ssl.keystore.location={stale}
sasl.oauthbearer.jwks.endpoint.url=file://{jwks}
sasl.oauthbearer.expected.audience={AUDIENCE}
sasl.oauthbearer.expected.issuer={ISSUER}
listener.name.bare.scram-sha-512.connections.max.reauth.ms=2000
listener.name.bare.oauthbearer.connections.max.reauth.ms=60000
{logins}",
            anna = ANNA.0,
            bao = BAO.0,
        );
        let scram = |(name, password): (&str, &str), bits: u32| {
            let words = format!("SCRAM-SHA-{bits}=[name={name},password={password}]");
            ["--add-scram".to_owned(), words]
        };
        let extra = Extra {
            listeners: vec![
                (TLS, "SSL"),
                (MUTUAL, "SSL"),
                (STALE, "SSL"),
                (LOGIN, "SASL_SSL"),
                (BARE, "SASL_PLAINTEXT"),
            ],
            proxied: false,
            properties,
            format: [scram(ANNA, 256), scram(ANNA, 512), scram(BAO, 512)].concat(),
            java: vec![
                format!("-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=file://{jwks}"),
                format!("-Dorg.apache.kafka.sasl.oauthbearer.allowed.files={jwks}"),
            ],
        };
        Some(Secured {
            cluster: Cluster::with(&extra, test)?,
            authority,
            issuer,
            folder,
        })
    }

    /// Settings for a worker at this listener: what is not a secret.
    pub fn settings(&self, topics: &Topics, listener: &str) -> Settings {
        let security = match listener {
            LOGIN => "sasl_ssl",
            BARE => "sasl_plaintext",
            _ => "ssl",
        };
        let settings = Settings::new(&self.cluster, topics)
            .text("kafka.brokers", &self.cluster.address(listener))
            .text("kafka.security", security)
            // `localhost` may be ::1 first, where nobody listens.
            .text("kafka.properties.\"broker.address.family\"", "v4");
        match listener {
            BARE => settings,
            _ => settings.text("kafka.tls.ca_file", &self.path("ca.pem")),
        }
    }

    /// The same with the login of a user.
    pub fn login(&self, topics: &Topics, listener: &str, mechanism: &str, user: (&str, &str)) -> Settings {
        let (name, password) = user;
        self.settings(topics, listener)
            .text("kafka.sasl.mechanism", mechanism)
            .text("kafka.sasl.username", name)
            .text("kafka.sasl.password_file", &self.keep(password))
    }

    /// The same with a client's certificate.
    pub fn mutual(&self, topics: &Topics, client: &Issued) -> Settings {
        self.settings(topics, MUTUAL)
            .text("kafka.tls.certificate_file", &self.keep(&client.pem()))
            .text(
                "kafka.tls.key_file",
                &self.keep(&client.encrypted_key_pem(KEY_PASSWORD)),
            )
            .text("kafka.tls.key_password_file", &self.keep(KEY_PASSWORD))
    }

    /// Gives a user rights on a topic.
    pub fn allow(&self, user: (&str, &str), rights: &[&str], topic: &str) {
        let user = format!("User:{}", user.0);
        let begin = ["--bootstrap-server", self.cluster.brokers(), "--add", "--topic", topic];
        let rights = rights.iter().flat_map(|right| ["--operation", *right]);
        let arguments: Vec<_> = begin
            .into_iter()
            .chain(["--allow-principal", &user])
            .chain(rights)
            .collect();
        self.cluster.tool("org.apache.kafka.tools.AclCommand", &arguments, None);
    }

    /// Keeps a text in a file of its own; gives its path.
    pub fn keep(&self, text: &str) -> String {
        let path = self.path(&Cluster::unique("kept"));
        fs::write(&path, text).unwrap();
        path
    }

    fn path(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }
}
