//! The files that settings name. Secrets are read out of them into the settings. Certificates and keys are only looked
//! at: librdkafka reads them again, but its words on a file that is missing or a password that is wrong name neither.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use openssl::pkey::{PKey, Private};
use openssl::x509::X509;

use super::problems::{Origin, Problem};
use super::{Secret, Settings, Tls};

/// Reads and checks all files that connections to the brokers will need.
pub(super) fn read(settings: &mut Settings, origins: &BTreeMap<String, Origin>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut say = |key: &str, what: String| {
        problems.push(Problem {
            origin: origins.get(key).cloned().unwrap_or(Origin::Default),
            key: key.to_owned(),
            what,
        });
    };
    let kafka = &mut settings.kafka;
    let secrets = [
        (
            "kafka.tls.key_password_file",
            &kafka.tls.key_password_file,
            &mut kafka.tls.key_password,
        ),
        (
            "kafka.sasl.password_file",
            &kafka.sasl.password_file,
            &mut kafka.sasl.password,
        ),
        (
            "kafka.sasl.client_secret_file",
            &kafka.sasl.client_secret_file,
            &mut kafka.sasl.client_secret,
        ),
    ];
    for (key, file, secret) in secrets {
        let Some(file) = file else { continue };
        match std::fs::read_to_string(file) {
            Ok(text) => {
                let text = text.strip_suffix('\n').unwrap_or(&text);
                *secret = Some(Secret::new(text.strip_suffix('\r').unwrap_or(text)));
            }
            Err(error) => say(key, unreadable(file, &error)),
        }
    }
    // It changes by and by, so what is in it is looked at when it is needed; but it should be there.
    if let Some(file) = &kafka.sasl.token_file
        && let Err(error) = std::fs::read(file)
    {
        say("kafka.sasl.token_file", unreadable(file, &error));
    }
    for (key, file) in [
        ("kafka.tls.ca_file", &kafka.tls.ca_file),
        ("kafka.sasl.token_ca_file", &kafka.sasl.token_ca_file),
    ] {
        if let Some(Err(what)) = file.as_deref().map(certificates) {
            say(key, what);
        }
    }
    own_certificate(&kafka.tls, &mut say);
    problems
}

/// Whether certificate, key and password go together.
fn own_certificate(tls: &Tls, say: &mut dyn FnMut(&str, String)) {
    let (Some(certificate_file), Some(key_file)) = (&tls.certificate_file, &tls.key_file) else {
        return;
    };
    let certificate = certificates(certificate_file);
    let key = private_key(key_file, tls);
    match (certificate, key) {
        (Ok(certificates), Ok(key)) => {
            let of_certificate = certificates.first().and_then(|first| first.public_key().ok());
            if !of_certificate.is_some_and(|public| public.public_eq(&key)) {
                let (key, certificate) = (key_file.display(), certificate_file.display());
                say(
                    "kafka.tls.key_file",
                    format!(
                        "{key} is not the key of the first certificate in {certificate}; set the two that belong together"
                    ),
                );
            }
        }
        (certificate, key) => {
            if let Err(what) = certificate {
                say("kafka.tls.certificate_file", what);
            }
            if let Err((name, what)) = key {
                say(name, what);
            }
        }
    }
}

/// All certificates of a file.
fn certificates(file: &Path) -> Result<Vec<X509>, String> {
    let pem = std::fs::read(file).map_err(|error| unreadable(file, &error))?;
    match X509::stack_from_pem(&pem) {
        Ok(certificates) if !certificates.is_empty() => Ok(certificates),
        _ => Err(format!(
            "{} holds no certificate in PEM; give a file with -----BEGIN CERTIFICATE-----",
            file.display()
        )),
    }
}

/// The key of a file, or the setting that keeps it from being read, and why.
fn private_key(file: &Path, tls: &Tls) -> Result<PKey<Private>, (&'static str, String)> {
    const KEY: &str = "kafka.tls.key_file";
    let pem = std::fs::read(file).map_err(|error| (KEY, unreadable(file, &error)))?;
    let shown = file.display();
    let mut asked = false;
    // Without a callback of ours OpenSSL would ask for the password on the terminal.
    let key = PKey::private_key_from_pem_callback(&pem, |buffer| {
        asked = true;
        let password = tls.key_password.as_ref().map_or("", Secret::reveal).as_bytes();
        let room = buffer.get_mut(..password.len());
        Ok(room.map_or(0, |room| {
            room.copy_from_slice(password);
            password.len()
        }))
    });
    key.map_err(|_| match (asked, &tls.key_password, &tls.key_password_file) {
        (false, ..) => (
            KEY,
            format!("{shown} holds no private key in PEM; give a file with -----BEGIN PRIVATE KEY-----"),
        ),
        (true, None, _) => (
            KEY,
            format!("{shown} is encrypted; set kafka.tls.key_password_file, or BANTIN_KAFKA__TLS__KEY_PASSWORD"),
        ),
        (true, Some(_), Some(_)) => (
            "kafka.tls.key_password_file",
            format!("does not hold the password of {shown}; correct it"),
        ),
        (true, Some(_), None) => (
            "kafka.tls.key_password",
            format!("is not the password of {shown}; correct it"),
        ),
    })
}

fn unreadable(file: &Path, error: &io::Error) -> String {
    format!(
        "{} cannot be read: {error}; correct the path or the file's permissions",
        file.display()
    )
}
