//! The engine made of the RustCrypto crates.

mod p256;
mod rsa;

use sha1::{Digest as _, Sha1};
use sha2::Sha256;

pub(crate) use p256::{P256Signer, P256Verifier};
pub(crate) use rsa::{RsaSigner, RsaVerifier, generate as generate_rsa};

use crate::{HashAlgorithm, hash::Digest};

/// The digest of a message.
fn digest(hash: HashAlgorithm, message: &[u8]) -> Digest {
    match hash {
        HashAlgorithm::Sha1 => Digest::new(&Sha1::digest(message).into()),
        HashAlgorithm::Sha256 => Digest::new(&Sha256::digest(message).into()),
    }
}
