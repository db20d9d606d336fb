//! Keys: read from what people have, held by a crypto engine.

mod base64;
mod envelope;
mod external;
mod generate;
mod id;
mod legacy;
mod names;
mod pem;
mod private;
mod public;
mod shape;

use std::fmt;

use cfsign_crypto::{BatchPath, Engine, HashAlgorithm, KeyKind};

use crate::error::{Error, ErrorKind};

pub use external::ExternalSigner;
pub(crate) use external::{max_signature_len, sign as sign_externally};
pub use generate::{GeneratedKeyPair, KeyType, generate_key_pair};
pub use id::KeyPairId;

/// A private key, parsed once.
///
/// Zeroised when dropped; [`Debug`](fmt::Debug) shows its kind only.
pub struct PrivateKey(cfsign_crypto::PrivateKey);

impl PrivateKey {
    /// Reads a private key: RSA in PKCS#1 or PKCS#8, ECDSA P-256 in SEC1 or PKCS#8, as PEM or DER.
    ///
    /// What happens to keys on their way through environment variables and secret stores is taken
    /// too: line breaks written as `\n` or lost, CRLF, a byte order mark, quotes or blanks around
    /// it, Base64 of the whole PEM, a JSON object that holds one PEM.
    ///
    /// The error says what was found instead: a public key, a certificate, another curve, the name
    /// of a file.
    pub fn read(key: impl AsRef<[u8]>) -> Result<Self, Error> {
        Self::read_with(key, None, Engine::default())
    }

    /// Reads a private key that may be encrypted: PKCS#8 (PBES2), or OpenSSL's older
    /// `Proc-Type: 4,ENCRYPTED`. The passphrase of a key that is not encrypted is ignored.
    pub fn read_encrypted(
        key: impl AsRef<[u8]>,
        passphrase: impl AsRef<[u8]>,
    ) -> Result<Self, Error> {
        Self::read_with(key, Some(passphrase.as_ref()), Engine::default())
    }

    /// Reads a private key into the engine of choice.
    pub fn read_with(
        key: impl AsRef<[u8]>,
        passphrase: Option<&[u8]>,
        engine: Engine,
    ) -> Result<Self, Error> {
        private::read(&envelope::open(key.as_ref())?, passphrase, engine).map(Self)
    }

    /// RSA with its size, or ECDSA P-256.
    #[must_use]
    pub fn kind(&self) -> KeyKind {
        self.0.kind()
    }

    /// The engine that holds the key.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.0.engine()
    }

    /// The public half.
    pub fn public_key(&self) -> Result<PublicKey, Error> {
        Ok(PublicKey(self.0.public_key()?))
    }

    /// The bare signature over `message`: PKCS#1 v1.5 for RSA, ASN.1 DER for ECDSA. A
    /// [`Signer`](crate::Signer) makes URLs and cookies of it.
    pub fn sign(&self, hash: HashAlgorithm, message: &[u8]) -> Result<Vec<u8>, Error> {
        Ok(self.0.sign(hash, message)?)
    }

    /// Signs every message; one result for each, in order.
    pub(crate) fn sign_many(
        &self,
        path: BatchPath,
        hash: HashAlgorithm,
        messages: &[&str],
    ) -> Vec<Result<Vec<u8>, Error>> {
        let signatures = self.0.sign_many(path, hash, messages).into_iter();
        signatures.map(|signature| Ok(signature?)).collect()
    }

    pub(crate) fn batch_path(&self, path: BatchPath) -> Result<BatchPath, Error> {
        Ok(self.0.batch_path(path)?)
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateKey({})", self.kind())
    }
}

/// A public key: what CloudFront holds, in a trusted key group.
pub struct PublicKey(cfsign_crypto::PublicKey);

impl PublicKey {
    /// Reads a public key, in SPKI (`BEGIN PUBLIC KEY`) or PKCS#1 (`BEGIN RSA PUBLIC KEY`), as PEM
    /// or DER, in all the wrappings that [`PrivateKey::read`] takes off.
    pub fn read(key: impl AsRef<[u8]>) -> Result<Self, Error> {
        Self::read_with(key, Engine::default())
    }

    /// Reads a public key into the engine of choice.
    pub fn read_with(key: impl AsRef<[u8]>, engine: Engine) -> Result<Self, Error> {
        public::read(&envelope::open(key.as_ref())?, engine).map(Self)
    }

    /// RSA with its size, or ECDSA P-256.
    #[must_use]
    pub fn kind(&self) -> KeyKind {
        self.0.kind()
    }

    /// Whether `signature` is a signature over `message` by the private half: PKCS#1 v1.5 for RSA,
    /// ASN.1 DER for ECDSA.
    #[must_use]
    pub fn verify(&self, hash: HashAlgorithm, message: &[u8], signature: &[u8]) -> bool {
        self.0.verify(hash, message, signature)
    }

    /// The key as `SubjectPublicKeyInfo` in DER.
    #[must_use]
    pub fn to_der(&self) -> Vec<u8> {
        public::to_spki_der(&self.0)
    }

    /// The key in PEM, as it is uploaded to CloudFront.
    #[must_use]
    pub fn to_pem(&self) -> String {
        generate::to_pem("PUBLIC KEY", &self.to_der())
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.kind())
    }
}

/// The hash algorithm of that name, as CloudFront spells it: `SHA1` or `SHA256`.
///
/// ```
/// use cfsign::{HashAlgorithm, hash_algorithm};
///
/// assert_eq!(hash_algorithm("SHA256")?, HashAlgorithm::Sha256);
/// assert_eq!(hash_algorithm("sha-256").unwrap_err().code(), "invalid-hash-algorithm");
/// # Ok::<(), cfsign::Error>(())
/// ```
pub fn hash_algorithm(name: &str) -> Result<HashAlgorithm, Error> {
    HashAlgorithm::from_name(name).ok_or_else(|| {
        Error::new(
            ErrorKind::InvalidHashAlgorithm,
            "wanted one of the two, in capital letters and without a hyphen",
        )
    })
}

/// Says why CloudFront would not take a key of this kind into a key group today, if it would not.
///
/// This is a report and no wall: older distributions have other keys, and other edges than
/// CloudFront's take what they like. From [the developer guide][guide]: RSA 2048 or ECDSA P-256.
///
/// [guide]: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-trusted-signers.html
///
/// ```
/// use cfsign::{KeyKind, cloudfront_objection};
///
/// assert_eq!(cloudfront_objection(KeyKind::Rsa { bits: 2048 }), None);
/// assert!(cloudfront_objection(KeyKind::Rsa { bits: 4096 }).is_some());
/// ```
#[must_use]
pub fn cloudfront_objection(kind: KeyKind) -> Option<&'static str> {
    match kind {
        KeyKind::Rsa { bits: 2048 } | KeyKind::EcdsaP256 => None,
        KeyKind::Rsa { bits: 1024 } => Some(
            "CloudFront takes new RSA keys of 2048 bits only; 1024 bits are left from key pairs of root accounts, and too short",
        ),
        KeyKind::Rsa { .. } => Some("CloudFront takes RSA keys of 2048 bits only"),
        _ => Some("CloudFront takes RSA 2048 and ECDSA P-256 only"),
    }
}
