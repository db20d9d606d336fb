//! New key pairs.

use cfsign_crypto::Engine;
use der::asn1::{AnyRef, OctetStringRef};
use der::{Encode as _, asn1::BitStringRef};
use pem_rfc7468::LineEnding;
use pkcs8::{AlgorithmIdentifierRef, PrivateKeyInfo};
use sec1::EcPrivateKey;
use zeroize::Zeroizing;

use super::{PrivateKey, PublicKey, shape};
use crate::error::{Error, ErrorKind};

/// The two kinds of key that CloudFront takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums)] // A third kind would be a new feature of CloudFront, and of ours.
pub enum KeyType {
    /// ECDSA P-256: signs many times faster than RSA and makes shorter URLs.
    EcdsaP256,
    /// RSA 2048: what every older tool can sign with.
    Rsa2048,
}

/// A new key pair in PEM.
#[non_exhaustive]
pub struct GeneratedKeyPair {
    /// The private key, PKCS#8. Zeroised when dropped.
    pub private_pem: Zeroizing<String>,
    /// The public key, SPKI: this half is uploaded to CloudFront.
    pub public_pem: String,
}

impl std::fmt::Debug for GeneratedKeyPair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("GeneratedKeyPair")
    }
}

/// Makes a key pair from the operating system's random numbers.
///
/// ```
/// use cfsign::{KeyType, Signer, generate_key_pair};
///
/// let pair = generate_key_pair(KeyType::EcdsaP256)?;
/// let signer = Signer::from_pem(&*pair.private_pem, "K2JCJMDEHXQW5F")?;
/// assert!(pair.public_pem.starts_with("-----BEGIN PUBLIC KEY-----"));
/// # Ok::<(), cfsign::Error>(())
/// ```
pub fn generate_key_pair(key_type: KeyType) -> Result<GeneratedKeyPair, Error> {
    let engine = Engine::default();
    let pkcs8 = match key_type {
        KeyType::EcdsaP256 => {
            let scalar = cfsign_crypto::generate::p256_scalar(engine)?;
            let public =
                cfsign_crypto::PrivateKey::p256_from_scalar(engine, &scalar)?.public_key()?;
            let sec1 = EcPrivateKey {
                private_key: &*scalar,
                parameters: None,
                public_key: Some(public.encoded()),
            };
            let sec1 = Zeroizing::new(sec1.to_der().map_err(no_der)?);
            pkcs8(shape::EC, AnyRef::from(&shape::P256), &sec1)?
        }
        KeyType::Rsa2048 => {
            let pkcs1 = cfsign_crypto::generate::rsa_pkcs1_der(engine, 2048)?;
            pkcs8(shape::RSA, AnyRef::NULL, &pkcs1)?
        }
    };
    let private_pem = Zeroizing::new(to_pem("PRIVATE KEY", &pkcs8));
    // Reading it back proves that what is handed out can be used.
    let public_key: PublicKey = PrivateKey::read(private_pem.as_bytes())?.public_key()?;
    Ok(GeneratedKeyPair {
        private_pem,
        public_pem: public_key.to_pem(),
    })
}

pub(super) fn to_pem(label: &str, der: &[u8]) -> String {
    pem_rfc7468::encode_string(label, LineEnding::LF, der)
        .expect("a key is far shorter than PEM's limit")
}

fn pkcs8(
    oid: der::asn1::ObjectIdentifier,
    parameters: AnyRef<'_>,
    key: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Error> {
    let algorithm = AlgorithmIdentifierRef {
        oid,
        parameters: Some(parameters),
    };
    let key = OctetStringRef::new(key).map_err(no_der)?;
    let info: PrivateKeyInfo<AnyRef<'_>, &OctetStringRef, BitStringRef<'_>> =
        PrivateKeyInfo::new(algorithm, key);
    Ok(Zeroizing::new(info.to_der().map_err(no_der)?))
}

fn no_der(_: der::Error) -> Error {
    Error::new(ErrorKind::SigningFailed, "the new key could not be written")
}
