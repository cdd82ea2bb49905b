//! The login with a token (`OAUTHBEARER`): where tokens come from, and how each client gets them.
//!
//! librdkafka asks for a token through an event, which is served only where a client is polled. A consumer that fetches
//! metadata before anything else is not polled yet, and rdkafka polls no such events for an admin client at all: so
//! [`Login::enter`] gives each client its first token when it is made, and the event is for those that follow. librdkafka
//! asks for these when 80 % of a token's life are over.
//!
//! The event is served by the worker's loop, which must not wait. A file is read on the spot; an endpoint is asked by a
//! thread of its own, early enough that its answer is there when librdkafka wants it, once for all clients.

mod endpoint;
mod token;

use std::ffi::{CString, c_char};
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use rdkafka::bindings::{rd_kafka_oauthbearer_set_token, rd_kafka_resp_err_t as RespErr};
use rdkafka::client::{Client, OAuthToken};
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::{ClientContext, Statistics};

use super::error::StreamError;
use super::notices::log;
use crate::settings::{Mechanism, Settings};
use endpoint::Endpoint;
use token::Token;
pub(super) use token::TokenError;

/// The endpoint is asked again when this share of a token's life is over: before librdkafka wants the next one.
const RENEW_AT: f64 = 0.7;
/// It is not asked more often than this, however short its tokens live.
const MOST_OFTEN: Duration = Duration::from_millis(500);
/// An endpoint that fails is asked again after this, then after twice as long each time, up to half a minute.
const FIRST_RETRY: Duration = Duration::from_secs(1);
const LAST_RETRY: Duration = Duration::from_secs(30);

/// How clients log in. Cheap to clone; all clones share the tokens.
#[derive(Clone)]
pub(super) enum Login {
    /// With what their configuration holds: not at all, with a password, with a certificate.
    Configured,
    /// With the token in a file.
    File(Arc<PathBuf>),
    /// With tokens of an endpoint.
    Endpoint(Arc<Keeper>),
}

impl Login {
    /// How the settings want it. With an endpoint, this begins to ask for a token.
    pub(super) fn new(settings: &Settings) -> Result<Self, StreamError> {
        let (security, sasl) = (settings.kafka.security, &settings.kafka.sasl);
        if !security.sasl() || sasl.mechanism != Mechanism::OauthBearer {
            return Ok(Login::Configured);
        }
        if let Some(file) = &sasl.token_file {
            return Ok(Login::File(Arc::new(file.clone())));
        }
        let endpoint = Endpoint::of(sasl).map_err(|error| StreamError::Authorisation {
            what: error.to_string(),
        })?;
        match endpoint {
            Some(endpoint) => Ok(Login::Endpoint(Arc::new(Keeper::start(endpoint)?))),
            None => Ok(Login::Configured),
        }
    }

    /// A token that is valid now, for [`ClientContext::generate_oauth_token`]. Never waits.
    pub(super) fn token(&self) -> Result<OAuthToken, TokenError> {
        let now = jiff::Timestamp::now().as_millisecond();
        let token = match self {
            // librdkafka asks only for `OAUTHBEARER`.
            Login::Configured => Err(TokenError::NotTaken {
                reason: "the settings name none".to_owned(),
            }),
            Login::File(file) => {
                let place = file.display().to_string();
                let text = std::fs::read_to_string(file.as_path()).map_err(|error| TokenError::Unreadable {
                    file: place.clone(),
                    reason: error.to_string(),
                })?;
                Token::from_jwt(&text, &place)?.unless_expired(&place, now)
            }
            Login::Endpoint(keeper) => keeper.latest(now),
        }?;
        Ok(OAuthToken {
            token: token.text,
            principal_name: token.principal,
            lifetime_ms: token.expires,
        })
    }

    /// Waits for a token, but not longer than `patience`. There is nothing to wait for without `OAUTHBEARER`.
    pub(super) fn wait(&self, patience: Duration) -> Result<(), TokenError> {
        match self {
            Login::Configured => return Ok(()),
            Login::File(_) => {}
            Login::Endpoint(keeper) => keeper.wait(patience),
        }
        self.token().map(drop)
    }

    /// Gives a client that was just made its first token, without which it does not connect. There is nothing to give
    /// without `OAUTHBEARER`.
    pub(super) fn enter<C: ClientContext>(&self, client: &Client<C>) -> Result<(), TokenError> {
        match self {
            Login::Configured => Ok(()),
            _ => set_token(client, self.token()?),
        }
    }
}

/// rdkafka calls this only from its own events.
#[allow(unsafe_code)]
fn set_token<C: ClientContext>(client: &Client<C>, token: OAuthToken) -> Result<(), TokenError> {
    let not_taken = |reason: &str| TokenError::NotTaken {
        reason: reason.to_owned(),
    };
    let text = CString::new(token.token).map_err(|_| not_taken("it holds a null character"))?;
    let principal = CString::new(token.principal_name).map_err(|_| not_taken("its name holds a null character"))?;
    let mut words: [c_char; 512] = [0; 512];
    // SAFETY: the client lives as long as its borrow; both texts end with a null and are copied; no extensions are given;
    // librdkafka writes at most as many characters as `words` has.
    let code = unsafe {
        rd_kafka_oauthbearer_set_token(
            client.native_ptr(),
            text.as_ptr(),
            token.lifetime_ms,
            principal.as_ptr(),
            std::ptr::null_mut(),
            0,
            words.as_mut_ptr(),
            words.len(),
        )
    };
    if code == RespErr::RD_KAFKA_RESP_ERR_NO_ERROR {
        return Ok(());
    }
    let words: Vec<u8> = words.iter().map(|c| *c as u8).take_while(|byte| *byte != 0).collect();
    Err(not_taken(&String::from_utf8_lossy(&words)))
}

/// A client's callbacks where it only asks: its log, and its login.
pub(super) struct Asking(pub Login);

impl ClientContext for Asking {
    const ENABLE_REFRESH_OAUTH_TOKEN: bool = true;

    fn log(&self, level: RDKafkaLogLevel, facility: &str, message: &str) {
        log(level, facility, message);
    }

    fn stats(&self, _: Statistics) {}

    fn generate_oauth_token(&self, _: Option<&str>) -> Result<OAuthToken, Box<dyn std::error::Error>> {
        Ok(self.0.token()?)
    }
}

/// Keeps a token of an endpoint fresh, on a thread that ends with it.
pub(super) struct Keeper {
    held: Arc<Held>,
    url: String,
    /// Its closing ends the thread.
    _open: Sender<()>,
}

/// What thread and clients share.
#[derive(Default)]
struct Held {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    token: Option<Token>,
    /// Why the last question was in vain.
    error: Option<TokenError>,
}

impl Held {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Keeper {
    fn start(endpoint: Endpoint) -> Result<Self, StreamError> {
        let held = Arc::new(Held::default());
        let (open, closed) = crossbeam_channel::bounded(0);
        let keeper = Keeper {
            held: held.clone(),
            url: endpoint.url.clone(),
            _open: open,
        };
        std::thread::Builder::new()
            .name("tokens".to_owned())
            .spawn(move || renew(&endpoint, &held, &closed))
            .map_err(|error| StreamError::Fatal {
                reason: format!("no thread for tokens: {error}"),
            })?;
        Ok(keeper)
    }

    fn latest(&self, now: i64) -> Result<Token, TokenError> {
        let state = self.held.state();
        let token = state.token.clone().map(|token| token.unless_expired(&self.url, now));
        match (token, &state.error) {
            (Some(Ok(token)), _) => Ok(token),
            (_, Some(error)) => Err(error.clone()),
            (Some(Err(expired)), None) => Err(expired),
            (None, None) => Err(TokenError::Unavailable {
                endpoint: self.url.clone(),
                reason: "it has not answered yet".to_owned(),
            }),
        }
    }

    /// Waits for the first answer.
    fn wait(&self, patience: Duration) {
        let none = |state: &mut State| state.token.is_none() && state.error.is_none();
        let _ = self.held.changed.wait_timeout_while(self.held.state(), patience, none);
    }
}

/// The thread's life.
fn renew(endpoint: &Endpoint, held: &Held, closed: &Receiver<()>) {
    let mut retry = FIRST_RETRY;
    loop {
        let answer = endpoint.fetch();
        let now = jiff::Timestamp::now().as_millisecond();
        let answer = answer.and_then(|token| token.unless_expired(&endpoint.url, now));
        let pause = match &answer {
            Ok(token) => {
                retry = FIRST_RETRY;
                let left = u64::try_from(token.expires - now).unwrap_or(0);
                Duration::from_millis(left).mul_f64(RENEW_AT).max(MOST_OFTEN)
            }
            Err(error) => {
                tracing::warn!("{error}; asked again in {} s", retry.as_secs());
                let pause = retry;
                retry = (retry * 2).min(LAST_RETRY);
                pause
            }
        };
        {
            let mut state = held.state();
            match answer {
                Ok(token) => {
                    *state = State {
                        token: Some(token),
                        error: None,
                    }
                }
                Err(error) => state.error = Some(error),
            }
        }
        held.changed.notify_all();
        if closed.recv_timeout(pause) != Err(RecvTimeoutError::Timeout) {
            return;
        }
    }
}
