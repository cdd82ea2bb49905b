//! An issuer of tokens: it signs them, publishes the key that brokers check them by, and answers as a token endpoint.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use openssl::sign::Signer;
use openssl::ssl::{SslAcceptor, SslMethod};
use serde_json::json;

use super::certificates::Issued;

/// Who its tokens say they are from.
pub const ISSUER: &str = "https://login.bao-thu.example";
/// Whom they are for.
pub const AUDIENCE: &str = "kafka";

/// Signs tokens.
#[derive(Clone)]
pub struct Issuer(PKey<Private>);

impl Issuer {
    /// One with a key of its own.
    pub fn new() -> Issuer {
        Issuer(PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap())
    }

    /// The public key as a JSON Web Key Set.
    pub fn jwks(&self) -> String {
        let rsa = self.0.rsa().unwrap();
        let number = |n: &openssl::bn::BigNumRef| URL_SAFE_NO_PAD.encode(n.to_vec());
        json!({"keys": [{
            "kty": "RSA", "kid": "1", "use": "sig", "alg": "RS256", "n": number(rsa.n()), "e": number(rsa.e()),
        }]})
        .to_string()
    }

    /// A token for `subject`, valid for this long from now on; negative: it has expired.
    pub fn token(&self, subject: &str, seconds: i64) -> String {
        let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs() as i64;
        let claims = json!({
            "iss": ISSUER, "aud": AUDIENCE, "sub": subject, "scope": "kafka", "iat": now.min(now + seconds), "exp": now + seconds,
        });
        let head = json!({"alg": "RS256", "typ": "JWT", "kid": "1"});
        let part = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&head), part(&claims));
        let mut signer = Signer::new(MessageDigest::sha256(), &self.0).unwrap();
        let signature = signer.sign_oneshot_to_vec(signed.as_bytes()).unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// A token endpoint over HTTPS, for one client. It ends when dropped.
pub struct TokenEndpoint {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    issuer: Issuer,
    seconds: i64,
    credentials: (String, String),
    issued: AtomicU32,
    /// What the last request asked for.
    asked: Mutex<BTreeMap<String, String>>,
    closed: AtomicBool,
}

impl TokenEndpoint {
    /// Starts it: whoever shows these credentials (id, secret) gets tokens for the id that live this long.
    pub fn start(server: &Issued, issuer: &Issuer, credentials: (&str, &str), seconds: i64) -> TokenEndpoint {
        let (certificate, key) = server.parts();
        let mut acceptor = SslAcceptor::mozilla_intermediate_v5(SslMethod::tls_server()).unwrap();
        acceptor.set_certificate(certificate).unwrap();
        acceptor.set_private_key(key).unwrap();
        let acceptor = acceptor.build();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            issuer: issuer.clone(),
            seconds,
            credentials: (credentials.0.to_owned(), credentials.1.to_owned()),
            issued: AtomicU32::new(0),
            asked: Mutex::default(),
            closed: AtomicBool::new(false),
        });
        let server = shared.clone();
        std::thread::spawn(move || {
            for socket in listener.incoming().flatten() {
                if server.closed.load(Ordering::Acquire) {
                    return;
                }
                socket.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
                // One that goes away or trusts us not is its own business.
                if let Ok(stream) = acceptor.accept(socket) {
                    let _ = server.answer(stream);
                }
            }
        });
        TokenEndpoint { address, shared }
    }

    /// Its URL.
    pub fn url(&self) -> String {
        format!("https://localhost:{}/oauth2/token", self.address.port())
    }

    /// How many tokens it has given.
    pub fn issued(&self) -> u32 {
        self.shared.issued.load(Ordering::Acquire)
    }

    /// The form of the last request.
    pub fn asked(&self) -> BTreeMap<String, String> {
        self.shared.asked.lock().unwrap().clone()
    }
}

impl Drop for TokenEndpoint {
    fn drop(&mut self) {
        self.shared.closed.store(true, Ordering::Release);
        // It waits for a connection.
        let _ = TcpStream::connect(self.address);
    }
}

impl Shared {
    fn answer(&self, stream: impl Read + Write) -> std::io::Result<()> {
        let mut reader = BufReader::new(stream);
        let mut request = String::new();
        reader.read_line(&mut request)?;
        let mut headers = BTreeMap::new();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line)?;
            let Some((name, value)) = line.trim().split_once(": ") else {
                break;
            };
            headers.insert(name.to_lowercase(), value.to_owned());
        }
        let length = headers.get("content-length").map_or(0, |n| n.parse().unwrap());
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        let form: BTreeMap<String, String> = url::form_urlencoded::parse(&body).into_owned().collect();

        let (id, secret) = &self.credentials;
        let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let expected = format!(
            "Basic {}",
            STANDARD.encode(format!("{}:{}", encoded(id), encoded(secret)))
        );
        let (status, body) = if !request.starts_with("POST /oauth2/token ") {
            ("404 Not Found", json!({}))
        } else if headers.get("authorization") != Some(&expected) {
            let description = "the client is unknown or its secret is wrong";
            (
                "401 Unauthorized",
                json!({"error": "invalid_client", "error_description": description}),
            )
        } else if form.get("grant_type").map(String::as_str) != Some("client_credentials") {
            ("400 Bad Request", json!({"error": "unsupported_grant_type"}))
        } else {
            self.issued.fetch_add(1, Ordering::AcqRel);
            let token = self.issuer.token(id, self.seconds);
            (
                "200 OK",
                json!({"access_token": token, "token_type": "Bearer", "expires_in": self.seconds}),
            )
        };
        *self.asked.lock().unwrap() = form;
        let body = body.to_string();
        let length = body.len();
        write!(
            reader.get_mut(),
            "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
        )?;
        reader.get_mut().flush()
    }
}
