//! The public keys a distribution trusts.

use std::collections::BTreeMap;
use std::fmt;

use crate::error::Error;
use crate::key::{KeyPairId, PublicKey};

/// A trusted key group: public keys by their key pair ID.
///
/// It holds several at once, so that a new key can be trusted before the first URL is signed with
/// it, and the old one until the last URL of it has expired.
///
/// ```
/// # let pair = cfsign::generate_key_pair(cfsign::KeyType::EcdsaP256)?;
/// # let (pem_2026, pem_2027) = (&pair.public_pem, &pair.public_pem);
/// use cfsign::TrustedKeyGroup;
///
/// let group = TrustedKeyGroup::new()
///     .with_pem("K2JCJMDEHXQW5F", pem_2026)?
///     .with_pem("K1UA3WV15I7JSD", pem_2027)?;
/// # Ok::<(), cfsign::Error>(())
/// ```
#[derive(Default)]
pub struct TrustedKeyGroup(BTreeMap<String, PublicKey>);

impl TrustedKeyGroup {
    /// A group that trusts nobody.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The group with one more key, in any form that [`PublicKey::read`] takes.
    pub fn with_pem(self, key_pair_id: &str, public_key: impl AsRef<[u8]>) -> Result<Self, Error> {
        Ok(self.with_key(&key_pair_id.parse()?, PublicKey::read(public_key)?))
    }

    /// The group with one more key; one of the same ID is replaced.
    #[must_use]
    pub fn with_key(mut self, key_pair_id: &KeyPairId, public_key: PublicKey) -> Self {
        self.0.insert(key_pair_id.as_str().to_owned(), public_key);
        self
    }

    /// The key of this ID.
    #[must_use]
    pub fn get(&self, key_pair_id: &str) -> Option<&PublicKey> {
        self.0.get(key_pair_id)
    }

    /// IDs and keys.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &PublicKey)> {
        self.0.iter().map(|(id, key)| (id.as_str(), key))
    }
}

impl fmt::Debug for TrustedKeyGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}
