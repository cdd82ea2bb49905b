//! A token endpoint of OAuth 2.0, asked for client credentials (RFC 6749, section 4.4).
//!
//! librdkafka has this built in (`sasl.oauthbearer.method=oidc`), but only with libcurl, which its build from Rust does
//! not find unless CMake builds it. A small client on the OpenSSL that is here anyway does it for all clients at once.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use ureq::tls::{PemItem, RootCerts, TlsConfig, TlsProvider};
use url::form_urlencoded;

use super::token::{Token, TokenError};
use crate::settings::{Sasl, Secret};

/// How long one answer may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// More than any answer with a token has.
const LARGEST_ANSWER: u64 = 1 << 20;
/// How much is shown of the words of an endpoint.
const WORDS: usize = 200;

/// Where tokens are asked for, and with which credentials.
pub(super) struct Endpoint {
    agent: ureq::Agent,
    pub url: String,
    client_id: String,
    client_secret: Secret,
    scope: Option<String>,
}

impl Endpoint {
    /// The endpoint of the settings; `None` if there is none.
    pub(super) fn of(sasl: &Sasl) -> Result<Option<Self>, TokenError> {
        let (Some(url), Some(client_id), Some(client_secret)) =
            (&sasl.token_endpoint, &sasl.client_id, &sasl.client_secret)
        else {
            return Ok(None);
        };
        let roots = match &sasl.token_ca_file {
            None => RootCerts::PlatformVerifier,
            Some(file) => {
                let pem = std::fs::read(file).map_err(|error| TokenError::Unavailable {
                    endpoint: url.clone(),
                    reason: format!("{}: {error}", file.display()),
                })?;
                let certificates = ureq::tls::parse_pem(&pem).filter_map(|item| match item {
                    Ok(PemItem::Certificate(certificate)) => Some(certificate),
                    _ => None,
                });
                RootCerts::Specific(Arc::new(certificates.collect()))
            }
        };
        let tls = TlsConfig::builder().provider(TlsProvider::NativeTls).root_certs(roots);
        let agent = ureq::Agent::config_builder()
            .tls_config(tls.build())
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            // The secret goes where the settings say, and nowhere else.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(concat!("bantin/", env!("CARGO_PKG_VERSION")))
            .build()
            .new_agent();
        Ok(Some(Endpoint {
            agent,
            url: url.clone(),
            client_id: client_id.clone(),
            client_secret: client_secret.clone(),
            scope: sasl.scope.clone(),
        }))
    }

    /// Asks for a token.
    pub(super) fn fetch(&self) -> Result<Token, TokenError> {
        let unavailable = |reason: String| TokenError::Unavailable {
            endpoint: self.url.clone(),
            reason,
        };
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("grant_type", "client_credentials");
        if let Some(scope) = &self.scope {
            form.append_pair("scope", scope);
        }
        let asked = jiff::Timestamp::now().as_millisecond();
        let answer = self
            .agent
            .post(&self.url)
            .header("authorization", self.credentials())
            .header("accept", "application/json")
            .content_type("application/x-www-form-urlencoded")
            .send(form.finish());
        let mut answer = answer.map_err(|error| unavailable(error.to_string()))?;
        let status = answer.status().as_u16();
        let body = answer.body_mut().with_config().limit(LARGEST_ANSWER).read_to_string();
        let body = body.map_err(|error| unavailable(error.to_string()))?;
        let body: Value = serde_json::from_str(&body).unwrap_or_default();
        let text = |name: &str| body.get(name).and_then(Value::as_str);
        if status != 200 {
            let words: Vec<_> = ["error", "error_description"]
                .iter()
                .filter_map(|name| text(name))
                .collect();
            let words = format!("status {status} {}", shown(&words.join(": ")));
            // RFC 6749, section 5.2: 400 with an error of these, 401 for a client that is unknown.
            return Err(match status {
                400 | 401 | 403 => TokenError::Refused {
                    endpoint: self.url.clone(),
                    reason: words.trim_end().to_owned(),
                },
                _ => unavailable(words.trim_end().to_owned()),
            });
        }
        let token = text("access_token").ok_or_else(|| unavailable("no access_token in the answer".to_owned()))?;
        // Most are JWTs; one that is not is valid for as long as the answer says.
        match (
            Token::from_jwt(token, &self.url),
            body.get("expires_in").and_then(Value::as_f64),
        ) {
            (Ok(token), _) => Ok(token),
            (Err(_), Some(seconds)) => Ok(Token {
                text: token.to_owned(),
                principal: self.client_id.clone(),
                expires: asked.saturating_add((seconds * 1000.0) as i64),
            }),
            (Err(error), None) => Err(error),
        }
    }

    /// The header of section 2.3.1: both parts are encoded as in a form first.
    fn credentials(&self) -> String {
        let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let (id, secret) = (encoded(&self.client_id), encoded(self.client_secret.reveal()));
        format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")))
    }
}

/// Words from outside, short and on one line.
fn shown(words: &str) -> String {
    let printable = |character: char| match character.is_control() {
        true => ' ',
        false => character,
    };
    words.chars().map(printable).take(WORDS).collect()
}
