//! Private and public keys, whichever engine holds them.

use std::fmt;

#[cfg(feature = "aws-lc")]
use crate::aws_lc;
#[cfg(feature = "rustcrypto")]
use crate::rustcrypto;
use crate::{
    BatchPath, Engine, Error, HashAlgorithm,
    rsa_parts::{RsaPrivateParts, RsaPublicParts},
};

/// The longest ECDSA P-256 signature: a SEQUENCE of two INTEGERs of 33 bytes.
pub(crate) const MAX_P256_SIGNATURE: usize = 72;

/// What a key is for, and how large it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyKind {
    /// RSA, for PKCS#1 v1.5 signatures.
    Rsa {
        /// The length of the modulus in bits.
        bits: u32,
    },
    /// ECDSA over the NIST curve P-256.
    EcdsaP256,
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rsa { bits } => write!(f, "RSA {bits}"),
            Self::EcdsaP256 => f.write_str("ECDSA P-256"),
        }
    }
}

/// A private key held by an engine. It never changes, may be shared between threads, and is erased
/// when dropped.
pub struct PrivateKey {
    kind: KeyKind,
    engine: Engine,
    signer: Box<dyn Signer>,
}

impl PrivateKey {
    /// Loads an RSA key from the DER of an `RSAPrivateKey` (RFC 8017, appendix A.1.2).
    ///
    /// Malformed or contradictory input is [`Error::InvalidKey`]; a key outside the bounds listed
    /// in the [crate documentation](crate#keys-accepted) is [`Error::UnsupportedKey`].
    pub fn rsa_from_pkcs1_der(engine: Engine, der: &[u8]) -> Result<Self, Error> {
        let parts = RsaPrivateParts::parse(der)?;
        let kind = KeyKind::Rsa {
            bits: parts.public.bits(),
        };
        let signer: Box<dyn Signer> = match engine {
            #[cfg(feature = "aws-lc")]
            Engine::AwsLc => Box::new(aws_lc::RsaSigner::from_checked_der(der)?),
            #[cfg(feature = "rustcrypto")]
            Engine::RustCrypto => Box::new(rustcrypto::RsaSigner::from_parts(&parts)?),
            #[allow(
                unreachable_patterns,
                reason = "reached where an engine is not compiled in"
            )]
            other => return other.unavailable(),
        };
        Ok(Self {
            kind,
            engine,
            signer,
        })
    }

    /// Loads a P-256 key from its secret number, which must not be zero and must be less than the
    /// order of the curve; otherwise it is [`Error::InvalidKey`].
    pub fn p256_from_scalar(engine: Engine, scalar: &[u8; 32]) -> Result<Self, Error> {
        let signer: Box<dyn Signer> = match engine {
            #[cfg(feature = "aws-lc")]
            Engine::AwsLc => aws_lc::P256Signer::from_scalar(scalar)?,
            #[cfg(feature = "rustcrypto")]
            Engine::RustCrypto => Box::new(rustcrypto::P256Signer::from_scalar(scalar)?),
            #[allow(
                unreachable_patterns,
                reason = "reached where an engine is not compiled in"
            )]
            other => return other.unavailable(),
        };
        Ok(Self {
            kind: KeyKind::EcdsaP256,
            engine,
            signer,
        })
    }

    /// The kind and size of the key.
    #[must_use]
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The engine that holds the key.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The most bytes that [`sign`](Self::sign) returns: exactly the length of the modulus for RSA,
    /// 72 for P-256.
    #[must_use]
    pub fn max_signature_len(&self) -> usize {
        match self.kind {
            KeyKind::Rsa { bits } => bits.div_ceil(8) as usize,
            KeyKind::EcdsaP256 => MAX_P256_SIGNATURE,
        }
    }

    /// Signs a message: PKCS#1 v1.5 for RSA, ASN.1 DER for ECDSA.
    ///
    /// The same key, hash and message give the same bytes, always and in both engines. A signature
    /// that fails its check is not returned; the error is then [`Error::SigningFailed`].
    pub fn sign(&self, hash: HashAlgorithm, message: &[u8]) -> Result<Vec<u8>, Error> {
        self.signer.sign(hash, message)
    }

    /// Signs every message as [`sign`](Self::sign) does; one result for each, in order.
    ///
    /// With RSA 2048 in the AWS-LC engine, a processor with AVX-512 IFMA signs two and more at once,
    /// eight in less than the time of three; `path` says whether it may. Whatever the path, the
    /// signatures are the same, and each is checked before it is returned. The first batch of a key
    /// takes about as long as a signature more.
    ///
    /// ```
    /// # use cfsign_crypto::{BatchPath, Engine, HashAlgorithm, PrivateKey, generate};
    /// # fn main() -> Result<(), cfsign_crypto::Error> {
    /// let der = generate::rsa_pkcs1_der(Engine::default(), 2048)?;
    /// let key = PrivateKey::rsa_from_pkcs1_der(Engine::default(), &der)?;
    /// let policies = ["one policy", "another", "a third"];
    /// let signatures = key.sign_many(BatchPath::Auto, HashAlgorithm::Sha1, &policies);
    /// assert_eq!(signatures[1], key.sign(HashAlgorithm::Sha1, b"another"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn sign_many(
        &self,
        path: BatchPath,
        hash: HashAlgorithm,
        messages: &[impl AsRef<[u8]>],
    ) -> Vec<Result<Vec<u8>, Error>> {
        let messages: Vec<&[u8]> = messages.iter().map(AsRef::as_ref).collect();
        self.signer.sign_many(path, hash, &messages)
    }

    /// The path that [`sign_many`](Self::sign_many) takes with this key, on this machine, if it is
    /// asked for `path`: [`BatchPath::Ifma`] or [`BatchPath::OneByOne`].
    pub fn batch_path(&self, path: BatchPath) -> Result<BatchPath, Error> {
        self.signer.batch_path(path)
    }

    /// The public half, held by the same engine.
    pub fn public_key(&self) -> Result<PublicKey, Error> {
        let encoded = self.signer.encoded_public_key()?;
        match self.kind {
            KeyKind::Rsa { .. } => PublicKey::rsa_from_pkcs1_der(self.engine, &encoded),
            KeyKind::EcdsaP256 => PublicKey::p256_from_sec1(self.engine, &encoded),
        }
    }
}

/// Shows the kind and the engine, nothing of the key.
impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PrivateKey")
            .field("kind", &self.kind)
            .field("engine", &self.engine)
            .finish_non_exhaustive()
    }
}

/// A public key held by an engine. It never changes and may be shared between threads.
pub struct PublicKey {
    kind: KeyKind,
    engine: Engine,
    encoded: Box<[u8]>,
    verifier: Box<dyn Verifier>,
}

impl PublicKey {
    /// Loads an RSA key from the DER of an `RSAPublicKey` (RFC 8017, appendix A.1.1), within the
    /// same bounds as a private key.
    pub fn rsa_from_pkcs1_der(engine: Engine, der: &[u8]) -> Result<Self, Error> {
        let parts = RsaPublicParts::parse(der)?;
        let verifier: Box<dyn Verifier> = match engine {
            #[cfg(feature = "aws-lc")]
            Engine::AwsLc => Box::new(aws_lc::RsaVerifier::from_checked_der(der)?),
            #[cfg(feature = "rustcrypto")]
            Engine::RustCrypto => Box::new(rustcrypto::RsaVerifier::from_parts(&parts)?),
            #[allow(
                unreachable_patterns,
                reason = "reached where an engine is not compiled in"
            )]
            other => return other.unavailable(),
        };
        // DER admits one encoding of a key only, so what was read is what `encoded` promises.
        Ok(Self {
            kind: KeyKind::Rsa { bits: parts.bits() },
            engine,
            encoded: der.into(),
            verifier,
        })
    }

    /// Loads a P-256 key from its SEC 1 point, compressed (33 bytes) or uncompressed (65 bytes).
    pub fn p256_from_sec1(engine: Engine, point: &[u8]) -> Result<Self, Error> {
        // The engines would also take the hybrid form (6, 7) or the point at infinity, each its own.
        if !matches!(
            (point.first(), point.len()),
            (Some(2 | 3), 33) | (Some(4), 65)
        ) {
            return Err(Error::InvalidKey("not a compressed or uncompressed point"));
        }
        let (verifier, encoded): (Box<dyn Verifier>, [u8; 65]) = match engine {
            #[cfg(feature = "aws-lc")]
            Engine::AwsLc => {
                let (verifier, encoded) = aws_lc::P256Verifier::from_sec1(point)?;
                (Box::new(verifier), encoded)
            }
            #[cfg(feature = "rustcrypto")]
            Engine::RustCrypto => {
                let (verifier, encoded) = rustcrypto::P256Verifier::from_sec1(point)?;
                (Box::new(verifier), encoded)
            }
            #[allow(
                unreachable_patterns,
                reason = "reached where an engine is not compiled in"
            )]
            other => return other.unavailable(),
        };
        Ok(Self {
            kind: KeyKind::EcdsaP256,
            engine,
            encoded: encoded.into(),
            verifier,
        })
    }

    /// The kind and size of the key.
    #[must_use]
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The engine that holds the key.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The key itself: the DER of an `RSAPublicKey`, or the uncompressed point of 65 bytes.
    #[must_use]
    pub fn encoded(&self) -> &[u8] {
        &self.encoded
    }

    /// Whether `signature` is this key's signature of `message`. Anything malformed is `false`;
    /// ECDSA signatures must be strict DER.
    #[must_use]
    pub fn verify(&self, hash: HashAlgorithm, message: &[u8], signature: &[u8]) -> bool {
        self.verifier.verify(hash, message, signature)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PublicKey")
            .field("kind", &self.kind)
            .field("engine", &self.engine)
            .finish_non_exhaustive()
    }
}

/// What an engine does with a private key.
pub(crate) trait Signer: Send + Sync {
    /// Signs, and checks the signature.
    fn sign(&self, hash: HashAlgorithm, message: &[u8]) -> Result<Vec<u8>, Error>;

    /// Signs every message; one result for each, in order.
    fn sign_many(
        &self,
        _path: BatchPath,
        hash: HashAlgorithm,
        messages: &[&[u8]],
    ) -> Vec<Result<Vec<u8>, Error>> {
        let sign = |message: &&[u8]| self.sign(hash, message);
        messages.iter().map(sign).collect()
    }

    /// The path of [`sign_many`](Self::sign_many) where `path` is asked for.
    fn batch_path(&self, _path: BatchPath) -> Result<BatchPath, Error> {
        Ok(BatchPath::OneByOne)
    }

    /// The public key, in the form of [`PublicKey::encoded`].
    fn encoded_public_key(&self) -> Result<Vec<u8>, Error>;
}

/// What an engine does with a public key.
pub(crate) trait Verifier: Send + Sync {
    /// Whether the signature is good.
    fn verify(&self, hash: HashAlgorithm, message: &[u8], signature: &[u8]) -> bool;
}
