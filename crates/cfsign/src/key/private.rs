//! From DER blocks to a private key.

use cfsign_crypto::Engine;
use der::Decode as _;
use pkcs8::pkcs5::EncryptionScheme;
use pkcs8::pkcs5::pbes2::Kdf;
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
    // Some writers drop leading zeros, and some add one.
    let zeros = key
        .private_key
        .iter()
        .take_while(|byte| **byte == 0)
        .count();
    let digits = &key.private_key[zeros..];
    let Some(start) = scalar.len().checked_sub(digits.len()) else {
        return Err(unsupported("an ECDSA key on a longer curve than P-256"));
    };
    scalar[start..].copy_from_slice(digits);
    let private = Key::p256_from_scalar(engine, &scalar)?;
    if let Some(point) = key.public_key {
        let given = cfsign_crypto::PublicKey::p256_from_sec1(engine, point)?;
        if given.encoded() != private.public_key()?.encoded() {
            return Err(Error::new(
                ErrorKind::InvalidKey,
                "its public half belongs to another key",
            ));
        }
    }
    Ok(private)
}

fn open_pkcs8(der: &[u8], passphrase: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
    // What does not decode here is one of the schemes of PKCS#12, which are older than PBES2.
    let encrypted = EncryptedPrivateKeyInfoRef::from_der(der).map_err(|_| encryption_not_read())?;
    check_cost(&encrypted.encryption_algorithm)?;
    match encrypted.decrypt(passphrase) {
        Ok(opened) => Ok(Zeroizing::new(opened.as_bytes().to_vec())),
        Err(pkcs8::Error::EncryptedPrivateKey(reason))
            if reason != pkcs8::pkcs5::Error::DecryptFailed =>
        {
            Err(encryption_not_read())
        }
        // Wrong padding, or right padding by chance around what is no key.
        Err(_) => Err(Error::new(
            ErrorKind::WrongPassphrase,
            "what it opens is no key",
        )),
    }
}

/// The file itself says how much work its passphrase costs; a hostile one must not take all memory
/// or stop the program. What `openssl` writes is far below these bounds.
fn check_cost(scheme: &EncryptionScheme) -> Result<(), Error> {
    const MOST_ROUNDS: u32 = 10_000_000;
    const MOST_MEMORY: u64 = 256 << 20;
    let EncryptionScheme::Pbes2(parameters) = scheme else {
        return Ok(());
    };
    let affordable = match &parameters.kdf {
        Kdf::Pbkdf2(pbkdf2) => (1..=MOST_ROUNDS).contains(&pbkdf2.iteration_count),
        Kdf::Scrypt(scrypt) => {
            let cost = scrypt.cost_parameter;
            let memory = cost.saturating_mul(128 * u64::from(scrypt.block_size));
            let possible = cost >= 2 && cost.is_power_of_two() && scrypt.block_size >= 1;
            possible && memory <= MOST_MEMORY && (1..=16).contains(&scrypt.parallelization)
        }
        _ => false,
    };
    if affordable {
        Ok(())
    } else {
        Err(encryption_not_read())
    }
}

fn encryption_not_read() -> Error {
    Error::new(
        ErrorKind::UnsupportedKey,
        "its encryption is not read here; convert it with: openssl pkcs8 -topk8 -v2 aes256 -in key.pem -out key.pkcs8.pem",
    )
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
            Shape::Pkcs12 => {
                return Error::new(
                    ErrorKind::InvalidKey,
                    "found a PKCS#12 store; take the key out with: openssl pkcs12 -in store.p12 -nocerts -nodes",
                );
            }
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
