//! What the settings of TLS and of the login must have beside each other. One that connections do not use is refused: it
//! hides that they are less secure than was meant.

use url::{Host, Url};

use super::rules::Rule;
use super::{Mechanism, Sasl, Settings};

/// A key of `kafka.tls` wants TLS.
macro_rules! wants_tls {
    ($key:ident) => {
        (
            &[concat!("kafka.tls.", stringify!($key)), "kafka.security"],
            |s: &Settings| {
                (s.kafka.tls.$key.is_some() && !s.kafka.security.tls()).then(|| {
                    "is set, but kafka.security is without TLS; set kafka.security to ssl or sasl_ssl".to_owned()
                })
            },
        )
    };
}

/// A key of `kafka.sasl` wants a login, and one of these mechanisms.
macro_rules! wants_login {
    ($key:ident, $fits:ident) => {
        (
            &[
                concat!("kafka.sasl.", stringify!($key)),
                "kafka.security",
                "kafka.sasl.mechanism",
            ],
            |s: &Settings| {
                let sasl = &s.kafka.sasl;
                sasl.$key.as_ref()?;
                if !s.kafka.security.sasl() {
                    return Some(
                        "is set, but kafka.security is without a login; set kafka.security to sasl_ssl".to_owned(),
                    );
                }
                $fits(sasl)
            },
        )
    };
}

/// Two keys of which one is enough.
macro_rules! one_of {
    ($table:ident, $key:ident, $other:ident) => {
        (
            &[
                concat!("kafka.", stringify!($table), ".", stringify!($key)),
                concat!("kafka.", stringify!($table), ".", stringify!($other)),
            ],
            |s: &Settings| {
                (s.kafka.$table.$key.is_some() && s.kafka.$table.$other.is_some()).then(|| {
                    let other = concat!("kafka.", stringify!($table), ".", stringify!($other));
                    format!("is set beside {other}; set one of them")
                })
            },
        )
    };
}

pub(super) const RULES: &[Rule] = &[
    wants_tls!(ca_file),
    wants_tls!(certificate_file),
    wants_tls!(key_file),
    wants_tls!(key_password),
    wants_tls!(key_password_file),
    (&["kafka.tls.certificate_file", "kafka.tls.key_file"], |s| {
        (s.kafka.tls.certificate_file.is_some() && s.kafka.tls.key_file.is_none())
            .then(|| "has no key; set kafka.tls.key_file".to_owned())
    }),
    (&["kafka.tls.key_file", "kafka.tls.certificate_file"], |s| {
        (s.kafka.tls.key_file.is_some() && s.kafka.tls.certificate_file.is_none())
            .then(|| "has no certificate; set kafka.tls.certificate_file".to_owned())
    }),
    one_of!(tls, key_password, key_password_file),
    wants_login!(username, for_passwords),
    wants_login!(password, for_passwords),
    wants_login!(password_file, for_passwords),
    wants_login!(token_file, for_tokens),
    wants_login!(token_endpoint, for_tokens),
    wants_login!(token_ca_file, for_endpoints),
    wants_login!(client_id, for_endpoints),
    wants_login!(client_secret, for_endpoints),
    wants_login!(client_secret_file, for_endpoints),
    wants_login!(scope, for_endpoints),
    one_of!(sasl, password, password_file),
    one_of!(sasl, token_file, token_endpoint),
    one_of!(sasl, client_secret, client_secret_file),
    (
        &["kafka.sasl.username", "kafka.security", "kafka.sasl.mechanism"],
        |s| {
            (asks_for_password(s) && s.kafka.sasl.username.is_none())
                .then(|| "is not set, and kafka.security asks for a login; set it".to_owned())
        },
    ),
    (
        &[
            "kafka.sasl.password_file",
            "kafka.sasl.password",
            "kafka.security",
            "kafka.sasl.mechanism",
        ],
        |s| {
            let sasl = &s.kafka.sasl;
            (asks_for_password(s) && sasl.password.is_none() && sasl.password_file.is_none()).then(|| {
                "is not set, and kafka.security asks for a login; set it, or BANTIN_KAFKA__SASL__PASSWORD".to_owned()
            })
        },
    ),
    (&["kafka.sasl.mechanism", "kafka.security"], |s| {
        let sasl = &s.kafka.sasl;
        (asks_for_token(s) && sasl.token_file.is_none() && sasl.token_endpoint.is_none()).then(|| {
            "OAUTHBEARER needs a token; set kafka.sasl.token_file, or kafka.sasl.token_endpoint with \
             kafka.sasl.client_id and kafka.sasl.client_secret_file"
                .to_owned()
        })
    }),
    (&["kafka.sasl.token_endpoint"], |s| {
        s.kafka.sasl.token_endpoint.as_deref().and_then(endpoint)
    }),
    (&["kafka.sasl.client_id", "kafka.sasl.token_endpoint"], |s| {
        let sasl = &s.kafka.sasl;
        (sasl.token_endpoint.is_some() && sasl.client_id.is_none())
            .then(|| "is not set, and kafka.sasl.token_endpoint asks for it; set it".to_owned())
    }),
    (
        &[
            "kafka.sasl.client_secret_file",
            "kafka.sasl.client_secret",
            "kafka.sasl.token_endpoint",
        ],
        |s| {
            let sasl = &s.kafka.sasl;
            let none = sasl.client_secret.is_none() && sasl.client_secret_file.is_none();
            (sasl.token_endpoint.is_some() && none).then(|| {
                "is not set, and kafka.sasl.token_endpoint asks for it; set it, or BANTIN_KAFKA__SASL__CLIENT_SECRET"
                    .to_owned()
            })
        },
    ),
];

fn asks_for_password(settings: &Settings) -> bool {
    settings.kafka.security.sasl() && settings.kafka.sasl.mechanism != Mechanism::OauthBearer
}

fn asks_for_token(settings: &Settings) -> bool {
    settings.kafka.security.sasl() && settings.kafka.sasl.mechanism == Mechanism::OauthBearer
}

fn for_passwords(sasl: &Sasl) -> Option<String> {
    (sasl.mechanism == Mechanism::OauthBearer).then(|| {
        "is set, but kafka.sasl.mechanism is OAUTHBEARER, which takes no password; remove it, or set the mechanism to \
         SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN"
            .to_owned()
    })
}

fn for_tokens(sasl: &Sasl) -> Option<String> {
    (sasl.mechanism != Mechanism::OauthBearer).then(|| {
        let mechanism = sasl.mechanism.as_str();
        format!("is set, but kafka.sasl.mechanism is {mechanism}; set that to OAUTHBEARER, or remove this")
    })
}

fn for_endpoints(sasl: &Sasl) -> Option<String> {
    for_tokens(sasl).or_else(|| {
        sasl.token_endpoint
            .is_none()
            .then(|| "is set, but kafka.sasl.token_endpoint is not; set that, or remove this".to_owned())
    })
}

/// What is wrong with the URL of a token endpoint. The secret goes there, so the way must be closed to others.
fn endpoint(text: &str) -> Option<String> {
    // Not shown: it may hold a password.
    let Ok(url) = Url::parse(text) else {
        return Some("is no URL; write one such as https://login.example.org/oauth2/token".to_owned());
    };
    if !url.username().is_empty() || url.password().is_some() {
        return Some("holds a login; set kafka.sasl.client_id and kafka.sasl.client_secret_file instead".to_owned());
    }
    let here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    match url.scheme() {
        "https" => None,
        "http" if here => None,
        "http" => Some("would send the secret over an open connection; use https".to_owned()),
        scheme => Some(format!("{scheme} is no way to ask for a token; use https")),
    }
}
