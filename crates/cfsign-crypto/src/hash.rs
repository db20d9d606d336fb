//! The two hashes that CloudFront knows.

use std::fmt;

/// The hash of a signature.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HashAlgorithm {
    /// SHA-1, CloudFront's default when a request names no hash.
    #[default]
    Sha1,
    /// SHA-256.
    Sha256,
}

impl HashAlgorithm {
    /// The name that CloudFront uses in `Hash-Algorithm`: `SHA1` or `SHA256`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
        }
    }

    /// The algorithm of that name, spelled as CloudFront does.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Sha1, Self::Sha256]
            .into_iter()
            .find(|algorithm| algorithm.as_str() == name)
    }
}

impl fmt::Display for HashAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A digest of either length, without an allocation.
#[derive(Clone, Copy)]
pub(crate) struct Digest {
    bytes: [u8; 32],
    len: usize,
}

impl Digest {
    /// A digest of `N` bytes, at most 32.
    pub(crate) fn new<const N: usize>(digest: &[u8; N]) -> Self {
        const { assert!(N <= 32) };
        let mut bytes = [0; 32];
        bytes[..N].copy_from_slice(digest);
        Self { bytes, len: N }
    }

    /// The bytes of the digest.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}
