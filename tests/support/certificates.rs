//! Authorities of the tests' own and what they sign: made anew in each run, so nothing expires in the repository.

use openssl::asn1::Asn1Time;
use openssl::bn::{BigNum, MsbOption};
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private};
use openssl::symm::Cipher;
use openssl::x509::extension::{BasicConstraints, SubjectAlternativeName};
use openssl::x509::{X509, X509Builder, X509Name};

const DAY: i64 = 86_400;

/// Who signs certificates.
pub struct Authority {
    certificate: X509,
    key: PKey<Private>,
}

/// A certificate with its key.
pub struct Issued {
    certificate: X509,
    key: PKey<Private>,
}

impl Authority {
    /// One of this name, that has signed itself.
    pub fn new(name: &str) -> Authority {
        let key = PKey::ec_gen("prime256v1").unwrap();
        let mut builder = begin(name, &key, 30 * DAY);
        builder.set_issuer_name(&named(name)).unwrap();
        let authority = BasicConstraints::new().critical().ca().build().unwrap();
        builder.append_extension(authority).unwrap();
        builder.sign(&key, MessageDigest::sha256()).unwrap();
        Authority {
            certificate: builder.build(),
            key,
        }
    }

    /// A certificate for a client or a broker of this name, and these hosts.
    pub fn issue(&self, name: &str, hosts: &[&str]) -> Issued {
        self.issue_until(name, hosts, DAY)
    }

    /// One that expired yesterday.
    pub fn issue_expired(&self, name: &str, hosts: &[&str]) -> Issued {
        self.issue_until(name, hosts, -DAY)
    }

    fn issue_until(&self, name: &str, hosts: &[&str], seconds: i64) -> Issued {
        let key = PKey::ec_gen("prime256v1").unwrap();
        let mut builder = begin(name, &key, seconds);
        builder.set_issuer_name(self.certificate.subject_name()).unwrap();
        if !hosts.is_empty() {
            let mut names = SubjectAlternativeName::new();
            for host in hosts {
                names.dns(host);
            }
            let context = builder.x509v3_context(Some(&self.certificate), None);
            let names = names.build(&context).unwrap();
            builder.append_extension(names).unwrap();
        }
        builder.sign(&self.key, MessageDigest::sha256()).unwrap();
        Issued {
            certificate: builder.build(),
            key,
        }
    }

    /// Its own certificate, in PEM.
    pub fn pem(&self) -> String {
        text(self.certificate.to_pem())
    }
}

impl Issued {
    /// The certificate, in PEM.
    pub fn pem(&self) -> String {
        text(self.certificate.to_pem())
    }

    /// The key, in PEM (PKCS#8).
    pub fn key_pem(&self) -> String {
        text(self.key.private_key_to_pem_pkcs8())
    }

    /// The key, encrypted, in PEM (PKCS#8).
    pub fn encrypted_key_pem(&self, password: &str) -> String {
        let cipher = Cipher::aes_256_cbc();
        text(
            self.key
                .private_key_to_pem_pkcs8_passphrase(cipher, password.as_bytes()),
        )
    }

    /// For a server of the tests' own.
    pub fn parts(&self) -> (&X509, &PKey<Private>) {
        (&self.certificate, &self.key)
    }
}

fn begin(name: &str, key: &PKey<Private>, seconds: i64) -> X509Builder {
    let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs() as i64;
    let mut serial = BigNum::new().unwrap();
    serial.rand(120, MsbOption::MAYBE_ZERO, false).unwrap();
    let mut builder = X509::builder().unwrap();
    builder.set_version(2).unwrap();
    builder.set_serial_number(&serial.to_asn1_integer().unwrap()).unwrap();
    builder.set_subject_name(&named(name)).unwrap();
    builder
        .set_not_before(&Asn1Time::from_unix(now - 3 * DAY).unwrap())
        .unwrap();
    builder
        .set_not_after(&Asn1Time::from_unix(now + seconds).unwrap())
        .unwrap();
    builder.set_pubkey(key).unwrap();
    builder
}

fn named(name: &str) -> X509Name {
    let mut builder = X509Name::builder().unwrap();
    builder.append_entry_by_text("CN", name).unwrap();
    builder.build()
}

fn text(pem: Result<Vec<u8>, openssl::error::ErrorStack>) -> String {
    String::from_utf8(pem.unwrap()).unwrap()
}
