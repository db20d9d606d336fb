//! How long a result will be, found out before a private key is used.

use std::error::Error;

use cfsign::{ExternalSigner, HashAlgorithm, KeyKind, Signer};

/// Signs with blanks of the longest length that a signature can have. What the core makes of them is
/// as long as the real thing, refuses what the real thing refuses, and costs a copy. ECDSA signatures
/// can be a few bytes shorter than the longest.
pub(crate) struct Blank(pub(crate) KeyKind);

impl Blank {
    /// A signer whose results are as long as those of `signer`.
    pub(crate) fn of(signer: &Signer) -> Result<Signer, cfsign::Error> {
        Signer::builder(signer.key_pair_id().as_str())
            .external(Self(signer.key_kind()))
            .hash_algorithm(signer.hash_algorithm())
            .build()
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        if let KeyKind::Rsa { bits } = self.0 {
            return vec![0; bits.div_ceil(8) as usize];
        }
        // The form that the core looks for: two integers of 33 bytes.
        let integer = [[2, 33].as_slice(), &[0; 33]].concat();
        [[0x30, 70].as_slice(), &integer, &integer].concat()
    }
}

impl ExternalSigner for Blank {
    fn kind(&self) -> KeyKind {
        self.0
    }

    fn sign(&self, _: HashAlgorithm, _: &[u8]) -> Result<Vec<u8>, Box<dyn Error + Send + Sync>> {
        Ok(self.bytes())
    }
}
