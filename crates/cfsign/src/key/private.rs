//! From DER blocks to a private key.

use cfsign_crypto::Engine;
use der::Decode as _;
use pkcs8::{EncryptedPrivateKeyInfoRef, PrivateKeyInfoRef};
use sec1::EcPrivateKey;
use zeroize::Zeroizing;

use super::pem::Block;
use super::shape::{self, Shape, algorithm_name};
use crate::error::{Error, ErrorKind};

type Key = cfsign_crypto::PrivateKey;

/// The one private key among `blocks`.
pub(super) fn read(
    blocks: &[Block],
    passphrase: Option<&[u8]>,
    engine: Engine,
) -> Result<Key, Error> {
    let mut keys = blocks.iter().filter(|block| holds_private_key(block));
    match (keys.next(), keys.next()) {
        (Some(block), None) => read_block(block, passphrase, engine),
        (Some(_), Some(_)) => Err(Error::new(
            ErrorKind::InvalidKey,
            "found more than one private key; keep the one whose public half is in CloudFront",
        )),
        _ => Err(no_private_key(blocks)),
    }
}

fn holds_private_key(block: &Block) -> bool {
    let private = matches!(
        Shape::of(&block.der),
        Shape::Pkcs1Private | Shape::Pkcs8 | Shape::Sec1 | Shape::EncryptedPkcs8
    );
    private || block.encryption.is_some() || block.label.ends_with("PRIVATE KEY")
}

fn read_block(block: &Block, passphrase: Option<&[u8]>, engine: Engine) -> Result<Key, Error> {
    if block.label.starts_with("OPENSSH") {
        return Err(openssh());
    }
    if block.label == "DSA PRIVATE KEY" {
        return Err(Error::new(ErrorKind::UnsupportedKey, "found a DSA key"));
    }
    if let Some(encryption) = &block.encryption {
        let der = encryption.open(&block.der, wanted(passphrase)?)?;
        return match Shape::of(&der) {
            Shape::Other => Err(Error::new(
                ErrorKind::WrongPassphrase,
                "what it opens is no key",
            )),
            shape => read_der(shape, &der, engine),
        };
    }
    match Shape::of(&block.der) {
        Shape::EncryptedPkcs8 => {
            let der = open_pkcs8(&block.der, wanted(passphrase)?)?;
            read_der(Shape::of(&der), &der, engine)
        }
        shape => read_der(shape, &block.der, engine),
    }
}

fn read_der(shape: Shape, der: &[u8], engine: Engine) -> Result<Key, Error> {
    match shape {
        Shape::Pkcs1Private => Ok(Key::rsa_from_pkcs1_der(engine, der)?),
        Shape::Pkcs8 => read_pkcs8(der, engine),
        Shape::Sec1 => read_sec1(der, engine),
        _ => Err(Error::new(
            ErrorKind::InvalidKey,
            "its DER is damaged, or not that of a private key",
        )),
    }
}

fn read_pkcs8(der: &[u8], engine: Engine) -> Result<Key, Error> {
    let damaged = |_| Error::new(ErrorKind::InvalidKey, "its PKCS#8 structure is damaged");
    let info = PrivateKeyInfoRef::from_der(der).map_err(damaged)?;
    let inside = info.private_key.as_bytes();
    match info.algorithm.oid {
        shape::RSA => Ok(Key::rsa_from_pkcs1_der(engine, inside)?),
        shape::EC => match info.algorithm.parameters_oid() {
            Ok(shape::P256) => read_sec1(inside, engine),
            Ok(curve) => Err(unsupported(algorithm_name(curve))),
            Err(_) => Err(unsupported(
                "an ECDSA key whose curve is spelled out and not named",
            )),
        },
        other => Err(unsupported(algorithm_name(other))),
    }
}

fn read_sec1(der: &[u8], engine: Engine) -> Result<Key, Error> {
    let key = EcPrivateKey::from_der(der).map_err(|_| {
        Error::new(
            ErrorKind::InvalidKey,
            "its SEC1 structure is damaged, or its curve is spelled out and not named",
        )
    })?;
    let curve = key.parameters.and_then(sec1::EcParameters::named_curve);
    if let Some(other) = curve.filter(|curve| *curve != shape::P256) {
        return Err(unsupported(algorithm_name(other)));
    }
    let mut scalar = Zeroizing::new([0; 32]);
    // Some writers drop leading zeros.
    let Some(start) = scalar.len().checked_sub(key.private_key.len()) else {
        return Err(unsupported("an ECDSA key on a longer curve than P-256"));
    };
    scalar[start..].copy_from_slice(key.private_key);
    Ok(Key::p256_from_scalar(engine, &scalar)?)
}

fn open_pkcs8(der: &[u8], passphrase: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
    let damaged = |_| {
        Error::new(
            ErrorKind::InvalidKey,
            "its encrypted PKCS#8 structure is damaged",
        )
    };
    let encrypted = EncryptedPrivateKeyInfoRef::from_der(der).map_err(damaged)?;
    match encrypted.decrypt(passphrase) {
        Ok(opened) => Ok(Zeroizing::new(opened.as_bytes().to_vec())),
        Err(pkcs8::Error::EncryptedPrivateKey(reason))
            if reason != pkcs8::pkcs5::Error::DecryptFailed =>
        {
            Err(Error::new(
                ErrorKind::UnsupportedKey,
                "its encryption is not read here; convert it with: openssl pkcs8 -topk8 -v2 aes256 -in key.pem -out key.pkcs8.pem",
            ))
        }
        // Wrong padding, or right padding by chance around what is no key.
        Err(_) => Err(Error::new(
            ErrorKind::WrongPassphrase,
            "what it opens is no key",
        )),
    }
}

fn wanted(passphrase: Option<&[u8]>) -> Result<&[u8], Error> {
    passphrase.ok_or_else(|| {
        Error::new(
            ErrorKind::PassphraseRequired,
            "give the passphrase, or decrypt a copy of the file with: openssl pkey",
        )
    })
}

/// Says what was found where a private key is wanted.
fn no_private_key(blocks: &[Block]) -> Error {
    for block in blocks {
        match Shape::of(&block.der) {
            Shape::Spki | Shape::Pkcs1Public => {
                return Error::new(
                    ErrorKind::PublicKeyGiven,
                    "CloudFront keeps that half; sign with the private key it was made from",
                );
            }
            Shape::Certificate => return certificate(),
            _ => {}
        }
    }
    match blocks.first() {
        Some(block) if block.label.contains("PARAMETERS") => Error::new(
            ErrorKind::InvalidKey,
            "found parameters only; the key itself is missing",
        ),
        Some(block) if block.label.contains("CERTIFICATE") => certificate(),
        _ => Error::new(ErrorKind::InvalidKey, "found something else than a key"),
    }
}

pub(super) fn certificate() -> Error {
    Error::new(
        ErrorKind::CertificateGiven,
        "for a public key, take it out with: openssl x509 -in cert.pem -noout -pubkey",
    )
}

pub(super) fn openssh() -> Error {
    Error::new(
        ErrorKind::OpensshKey,
        "convert a copy of it with: ssh-keygen -p -m PEM -f key",
    )
}

pub(super) fn unsupported(found: &'static str) -> Error {
    Error::new(ErrorKind::UnsupportedKey, format!("found {found}"))
}
