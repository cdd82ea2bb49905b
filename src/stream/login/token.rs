//! A bearer token, with what librdkafka must know of it; and why there is none.

use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::Value;

/// A token of RFC 6750: whoever shows it is let in.
#[derive(Clone)]
pub(super) struct Token {
    /// What is shown to the broker.
    pub text: String,
    /// Whose it is, as librdkafka's log says it.
    pub principal: String,
    /// Until when it is valid, in ms since the epoch.
    pub expires: i64,
}

/// Why there is no token. None of these holds one, nor a secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(in crate::stream) enum TokenError {
    /// The file of `kafka.sasl.token_file` cannot be read.
    #[error("{file} cannot be read: {reason}; correct kafka.sasl.token_file or the file's permissions")]
    Unreadable {
        /// The file.
        file: String,
        /// The system's words.
        reason: String,
    },
    /// It does not say until when it is valid.
    #[error("what {place} gives is no token that says until when it is valid ({reason}); give a JWT with exp")]
    Malformed {
        /// File or endpoint.
        place: String,
        /// What is missing.
        reason: &'static str,
    },
    /// It is valid no longer.
    #[error("the token of {place} expired at {at}; renew it, or mend what should")]
    Expired {
        /// File or endpoint.
        place: String,
        /// When.
        at: String,
    },
    /// The endpoint does not know these credentials.
    #[error(
        "{endpoint} refuses kafka.sasl.client_id with its secret: {reason}; correct kafka.sasl.client_id, \
         kafka.sasl.client_secret_file or kafka.sasl.scope"
    )]
    Refused {
        /// The URL.
        endpoint: String,
        /// Its own words.
        reason: String,
    },
    /// The endpoint does not answer, or not with a token.
    #[error(
        "{endpoint} gives no token: {reason}; check kafka.sasl.token_endpoint, kafka.sasl.token_ca_file and the network"
    )]
    Unavailable {
        /// The URL.
        endpoint: String,
        /// What happened.
        reason: String,
    },
    /// librdkafka does not take it.
    #[error("librdkafka does not take the token: {reason}")]
    NotTaken {
        /// Its own words.
        reason: String,
    },
}

impl TokenError {
    /// Whether it is of no use to try again.
    pub(in crate::stream) fn is_final(&self) -> bool {
        matches!(self, TokenError::Refused { .. } | TokenError::NotTaken { .. })
    }
}

impl Token {
    /// Reads a JWT (RFC 7519). Its signature is the broker's to check.
    pub(super) fn from_jwt(text: &str, place: &str) -> Result<Token, TokenError> {
        let malformed = |reason| TokenError::Malformed {
            place: place.to_owned(),
            reason,
        };
        let text = text.trim();
        let mut parts = text.split('.');
        let (Some(_), Some(claims), Some(_), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
            return Err(malformed("not three parts with dots between them"));
        };
        let padding = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
        let claims = GeneralPurpose::new(&URL_SAFE, padding)
            .decode(claims)
            .map_err(|_| malformed("its claims are not in base64url"))?;
        let claims: Value = serde_json::from_slice(&claims).map_err(|_| malformed("its claims are not JSON"))?;
        // A NumericDate may have a fraction.
        let expires = claims.get("exp").and_then(Value::as_f64);
        let expires = expires.ok_or_else(|| malformed("no claim exp with a number"))?;
        let named = ["sub", "client_id", "azp"]
            .iter()
            .find_map(|claim| claims.get(*claim)?.as_str());
        Ok(Token {
            text: text.to_owned(),
            principal: named.unwrap_or("bantin").to_owned(),
            expires: (expires * 1000.0) as i64,
        })
    }

    /// Itself, if it is valid at this time (ms since the epoch).
    pub(super) fn unless_expired(self, place: &str, now: i64) -> Result<Token, TokenError> {
        if self.expires > now {
            return Ok(self);
        }
        let at = jiff::Timestamp::from_millisecond(self.expires);
        Err(TokenError::Expired {
            place: place.to_owned(),
            at: at.map_or_else(|_| format!("{} ms", self.expires), |at| at.to_string()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jwt(claims: &str) -> String {
        let claims = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(claims);
        format!("e30.{claims}.c2ln")
    }

    #[test]
    fn what_librdkafka_must_know_is_read_out_of_the_claims() {
        for (claims, principal, expires) in [
            (r#"{"sub":"anna","exp":1800000000}"#, "anna", 1_800_000_000_000),
            (
                r#"{"sub":"tòa soạn?","exp":1800000000.25}"#,
                "tòa soạn?",
                1_800_000_000_250,
            ),
            (r#"{"azp":"worker","exp":1}"#, "worker", 1_000),
            (r#"{"exp":1}"#, "bantin", 1_000),
        ] {
            let text = jwt(claims);
            let token = Token::from_jwt(&format!(" {text}\n"), "here").unwrap();
            assert_eq!(
                (token.text.as_str(), token.principal.as_str(), token.expires),
                (text.as_str(), principal, expires)
            );
        }
        // Some issuers pad.
        let padded = format!(
            "e30.{}.c2ln",
            base64::engine::general_purpose::URL_SAFE.encode(r#"{"exp":1}"#)
        );
        assert_eq!(Token::from_jwt(&padded, "here").unwrap().expires, 1_000);
    }

    #[test]
    fn what_is_no_token_is_refused_without_being_shown() {
        for (text, reason) in [
            ("", "three parts"),
            ("hush", "three parts"),
            ("a.hush.b.c", "three parts"),
            ("e30.húsh.c", "base64url"),
            (&jwt("hush"), "JSON"),
            (&jwt(r#"{"sub":"hush"}"#), "exp"),
            (&jwt(r#"{"exp":"hush"}"#), "exp"),
        ] {
            let error = Token::from_jwt(text, "/run/token").err().unwrap().to_string();
            assert!(
                error.contains(reason) && error.contains("/run/token"),
                "{text:?}: {error}"
            );
            assert!(!error.contains("hush") && !error.contains("húsh"), "{error}");
        }
    }

    #[test]
    fn a_token_is_of_use_until_it_expires() {
        let token = Token::from_jwt(&jwt(r#"{"exp":1800000000}"#), "here").unwrap();
        assert!(token.clone().unless_expired("here", 1_799_999_999_999).is_ok());
        let error = token.unless_expired("here", 1_800_000_000_000).err().unwrap();
        assert_eq!(
            error.to_string(),
            "the token of here expired at 2027-01-15T08:00:00Z; renew it, or mend what should"
        );
    }
}
