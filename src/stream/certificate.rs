//! What is wrong with a broker's certificate. librdkafka says only that it "could not be verified"; whether it expired,
//! who signed it and for which host are three different things to mend, so it is looked at once more here.

use std::net::{TcpStream, ToSocketAddrs};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use openssl::ssl::{SslConnector, SslMethod, SslVerifyMode};
use openssl::x509::{X509Ref, X509StoreContextRef};

use crate::settings::Kafka;

/// How long connecting may take, and then each step of the handshake.
const PATIENCE: Duration = Duration::from_secs(2);

/// Looks at the certificate of the broker that librdkafka's words (`ssl://HOST:PORT/ID: …`) are about. `None` if nothing
/// is wrong with it now, or it cannot be had.
pub(super) fn fault(words: &str, kafka: &Kafka) -> Option<String> {
    let Kafka { tls, properties, .. } = kafka;
    let (_, rest) = words.split_once("ssl://")?;
    let (address, _) = rest.split_once('/')?;
    let (host, _) = address.rsplit_once(':')?;
    let host = host.trim_matches(['[', ']']);
    let found = Arc::new(Mutex::new(None));
    let finder = found.clone();
    let mut connector = SslConnector::builder(SslMethod::tls_client()).ok()?;
    match &tls.ca_file {
        Some(file) => connector.set_ca_file(file).ok()?,
        None => connector
            .set_ca_file(SYSTEM.iter().find(|file| Path::new(file).exists())?)
            .ok()?,
    }
    let asked = host.to_owned();
    let ca_file = tls.ca_file.clone();
    connector.set_verify_callback(SslVerifyMode::PEER, move |sound, context| {
        if !sound {
            let fault = describe(context, &asked, ca_file.as_deref());
            finder
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .get_or_insert(fault);
        }
        sound
    });
    let socket = address
        .to_socket_addrs()
        .ok()?
        .find_map(|one| TcpStream::connect_timeout(&one, PATIENCE).ok())?;
    socket.set_read_timeout(Some(PATIENCE)).ok()?;
    socket.set_write_timeout(Some(PATIENCE)).ok()?;
    let by_name = properties
        .get("ssl.endpoint.identification.algorithm")
        .map(String::as_str)
        != Some("none");
    let connector = connector.build().configure().ok()?.verify_hostname(by_name);
    // It fails where something is wrong, and the callback has seen what.
    drop(connector.connect(host, socket));
    let fault = found.lock().unwrap_or_else(PoisonError::into_inner).take();
    fault.map(|fault| format!("{address}: {fault}"))
}

/// Where systems keep the certificates of authorities: those of librdkafka's `probe` that are one file.
const SYSTEM: [&str; 5] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/pki/tls/cacert.pem",
    "/etc/ssl/cert.pem",
];

/// OpenSSL's codes (`X509_V_ERR_…`), which its crate does not name.
const CERT_NOT_YET_VALID: i32 = 9;
const CERT_HAS_EXPIRED: i32 = 10;
const HOSTNAME_MISMATCH: i32 = 62;
const IP_ADDRESS_MISMATCH: i32 = 64;
/// The issuer of a certificate, or the last one of a chain, is not among the authorities.
const UNTRUSTED: [i32; 5] = [2, 18, 19, 20, 21];

/// The fault in words, with its remedy.
fn describe(context: &X509StoreContextRef, host: &str, ca_file: Option<&Path>) -> String {
    let error = context.error();
    let Some(certificate) = context.current_cert() else {
        return format!("the broker's certificate is not to be trusted: {error}");
    };
    let ca_file = ca_file.map_or("those of the system".to_owned(), |file| file.display().to_string());
    let code = error.as_raw();
    if matches!(code, HOSTNAME_MISMATCH | IP_ADDRESS_MISMATCH) {
        let names = names(certificate);
        return format!(
            "the broker's certificate is for {names}, not for {host}; write in kafka.brokers a name that it has, or give \
             the broker (and what it advertises) a certificate for {host}"
        );
    }
    let whose = whose(certificate);
    match code {
        CERT_HAS_EXPIRED => format!(
            "the certificate of {whose} expired at {}; renew it at the broker, or mend this machine's clock",
            certificate.not_after()
        ),
        CERT_NOT_YET_VALID => format!(
            "the certificate of {whose} is not valid before {}; mend this machine's clock, or the certificate",
            certificate.not_before()
        ),
        _ if UNTRUSTED.contains(&code) => format!(
            "the certificate of {whose} is signed by no authority that is trusted ({ca_file}): {error}; set \
             kafka.tls.ca_file to the certificate of the authority that signed it"
        ),
        _ => format!("the certificate of {whose} is not to be trusted: {error}; mend it at the broker"),
    }
}

/// The certificate's own name.
fn whose(certificate: &X509Ref) -> String {
    let parts = certificate.subject_name().entries().filter_map(|entry| {
        let name = entry.object().nid().short_name().ok()?;
        let text = entry.data().to_string().ok()?;
        Some(format!("{name}={}", text.escape_debug()))
    });
    let parts: Vec<_> = parts.collect();
    match parts.is_empty() {
        true => names(certificate),
        false => parts.join(","),
    }
}

/// The hosts that it is for.
fn names(certificate: &X509Ref) -> String {
    let names = certificate
        .subject_alt_names()
        .into_iter()
        .flatten()
        .filter_map(|name| {
            let address = name.ipaddress().and_then(|bytes| match bytes.len() {
                4 => <[u8; 4]>::try_from(bytes)
                    .ok()
                    .map(|v4| std::net::IpAddr::from(v4).to_string()),
                _ => <[u8; 16]>::try_from(bytes)
                    .ok()
                    .map(|v6| std::net::IpAddr::from(v6).to_string()),
            });
            name.dnsname().map(|name| name.escape_debug().to_string()).or(address)
        });
    let names: Vec<_> = names.collect();
    match names.is_empty() {
        true => "no host at all".to_owned(),
        false => names.join(", "),
    }
}
