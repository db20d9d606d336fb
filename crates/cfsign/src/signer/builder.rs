//! A signer with options.

use std::fmt;
use std::sync::Arc;

use cfsign_crypto::{Engine, HashAlgorithm};
use zeroize::Zeroizing;

use super::{Inner, Key, Signer};
use crate::error::{Error, ErrorKind};
use crate::key::{ExternalSigner, PrivateKey};
use crate::policy::write::Dialect;

/// Options of a [`Signer`]; made by [`Signer::builder`].
pub struct SignerBuilder {
    key_pair_id: String,
    source: Source,
    passphrase: Option<Zeroizing<Vec<u8>>>,
    hash_algorithm: HashAlgorithm,
    engine: Engine,
    dialect: Dialect,
}

enum Source {
    Nothing,
    Text(Zeroizing<Vec<u8>>),
    Parsed(PrivateKey),
    External(Box<dyn ExternalSigner>),
}

impl SignerBuilder {
    pub(super) fn new(key_pair_id: &str) -> Self {
        Self {
            key_pair_id: key_pair_id.to_owned(),
            source: Source::Nothing,
            passphrase: None,
            hash_algorithm: HashAlgorithm::default(),
            engine: Engine::default(),
            dialect: Dialect::default(),
        }
    }

    /// The private key, in any form that [`PrivateKey::read`] takes.
    #[must_use]
    pub fn private_key(mut self, key: impl AsRef<[u8]>) -> Self {
        self.source = Source::Text(Zeroizing::new(key.as_ref().to_vec()));
        self
    }

    /// The private key, read before; passphrase and engine are then those it was read with.
    #[must_use]
    pub fn parsed_key(mut self, key: PrivateKey) -> Self {
        self.source = Source::Parsed(key);
        self
    }

    /// A private key held elsewhere: KMS, an HSM, a callback.
    #[must_use]
    pub fn external(mut self, signer: impl ExternalSigner + 'static) -> Self {
        self.source = Source::External(Box::new(signer));
        self
    }

    /// The passphrase of an encrypted private key.
    #[must_use]
    pub fn passphrase(mut self, passphrase: impl AsRef<[u8]>) -> Self {
        self.passphrase = Some(Zeroizing::new(passphrase.as_ref().to_vec()));
        self
    }

    /// SHA-1, the default of CloudFront and of this crate, or SHA-256, which adds `Hash-Algorithm`.
    #[must_use]
    pub fn hash_algorithm(mut self, hash_algorithm: HashAlgorithm) -> Self {
        self.hash_algorithm = hash_algorithm;
        self
    }

    /// The engine that holds the key; both give identical bytes.
    #[must_use]
    pub fn engine(mut self, engine: Engine) -> Self {
        self.engine = engine;
        self
    }

    /// Whose order and spacing the policies and URLs have.
    #[must_use]
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        self.dialect = dialect;
        self
    }

    /// The signer.
    pub fn build(self) -> Result<Signer, Error> {
        let key_pair_id = self.key_pair_id.parse()?;
        let passphrase = self
            .passphrase
            .as_ref()
            .map(|passphrase| passphrase.as_slice());
        let key = match self.source {
            Source::Nothing => {
                return Err(Error::new(
                    ErrorKind::EmptyKey,
                    "the builder was given no private key",
                ));
            }
            Source::Text(text) => {
                Key::Local(PrivateKey::read_with(&*text, passphrase, self.engine)?)
            }
            Source::Parsed(key) => Key::Local(key),
            Source::External(signer) => {
                if signer
                    .public_key()
                    .is_some_and(|key| key.kind() != signer.kind())
                {
                    return Err(Error::new(
                        ErrorKind::UnsupportedKey,
                        "the external signer names one kind of key and has a public key of another",
                    ));
                }
                Key::External(signer)
            }
        };
        let (hash_algorithm, dialect) = (self.hash_algorithm, self.dialect);
        Ok(Signer(Arc::new(Inner {
            key,
            key_pair_id,
            hash_algorithm,
            dialect,
        })))
    }
}

impl fmt::Debug for SignerBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignerBuilder")
            .field("key_pair_id", &self.key_pair_id)
            .finish_non_exhaustive()
    }
}
