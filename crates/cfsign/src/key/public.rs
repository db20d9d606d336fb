//! From DER blocks to a public key, and back to the form that CloudFront wants uploaded.

use cfsign_crypto::{Engine, KeyKind};
use der::asn1::{AnyRef, BitStringRef};
use der::{Decode as _, Encode as _};
use spki::{AlgorithmIdentifierRef, SubjectPublicKeyInfoRef};

use super::pem::Block;
use super::private::{certificate, openssh, unsupported};
use super::shape::{self, Shape, algorithm_name};
use crate::error::{Error, ErrorKind};

type Key = cfsign_crypto::PublicKey;

/// The one public key among `blocks`.
pub(super) fn read(blocks: &[Block], engine: Engine) -> Result<Key, Error> {
    let mut keys = blocks
        .iter()
        .filter(|block| !block.label.ends_with("PARAMETERS"));
    let (Some(block), None) = (keys.next(), keys.next()) else {
        return Err(Error::new(
            ErrorKind::InvalidKey,
            "found none or more than one of them; give one public key",
        ));
    };
    if block.label.starts_with("OPENSSH") {
        return Err(openssh());
    }
    if block.encryption.is_some() || block.label.ends_with("PRIVATE KEY") {
        return Err(private_given());
    }
    match Shape::of(&block.der) {
        Shape::Spki => read_spki(&block.der, engine),
        Shape::Pkcs1Public => Ok(Key::rsa_from_pkcs1_der(engine, &block.der)?),
        Shape::Pkcs1Private | Shape::Pkcs8 | Shape::Sec1 | Shape::EncryptedPkcs8 => {
            Err(private_given())
        }
        Shape::Certificate => Err(certificate()),
        Shape::Other | Shape::Pkcs12 => Err(Error::new(
            ErrorKind::InvalidKey,
            "its DER is damaged, or not that of a public key",
        )),
    }
}

fn read_spki(der: &[u8], engine: Engine) -> Result<Key, Error> {
    let damaged = || {
        Error::new(
            ErrorKind::InvalidKey,
            "its public key structure (SPKI) is damaged",
        )
    };
    let info = SubjectPublicKeyInfoRef::from_der(der).map_err(|_| damaged())?;
    let inside = info.subject_public_key.as_bytes().ok_or_else(damaged)?;
    match info.algorithm.oid {
        shape::RSA => Ok(Key::rsa_from_pkcs1_der(engine, inside)?),
        shape::EC => match info.algorithm.parameters_oid() {
            Ok(shape::P256) => Ok(Key::p256_from_sec1(engine, inside)?),
            Ok(curve) => Err(unsupported(algorithm_name(curve))),
            Err(_) => Err(unsupported(
                "an ECDSA key whose curve is spelled out and not named",
            )),
        },
        other => Err(unsupported(algorithm_name(other))),
    }
}

fn private_given() -> Error {
    Error::new(
        ErrorKind::PrivateKeyGiven,
        "keep it secret; take its public half out with: openssl pkey -in key.pem -pubout",
    )
}

/// `SubjectPublicKeyInfo`, the content of `-----BEGIN PUBLIC KEY-----`.
pub(super) fn to_spki_der(key: &Key) -> Vec<u8> {
    let algorithm = match key.kind() {
        KeyKind::Rsa { .. } => AlgorithmIdentifierRef {
            oid: shape::RSA,
            parameters: Some(AnyRef::NULL),
        },
        _ => AlgorithmIdentifierRef {
            oid: shape::EC,
            parameters: Some(AnyRef::from(&shape::P256)),
        },
    };
    let subject_public_key = BitStringRef::from_bytes(key.encoded())
        .expect("a public key is far shorter than DER's limit");
    SubjectPublicKeyInfoRef {
        algorithm,
        subject_public_key,
    }
    .to_der()
    .expect("a public key of an engine always has a DER form")
}
